#pragma once

#include "space/network/checks/recorded_case.hpp"
#include "space/network/supernet.hpp"

namespace cellar::oneshot {

// The supernet of NATS-Bench's search whose weights a case records under "init/", with them: size and kind are those of
// the tensors that are there.
network::Supernet shaped_supernet(const network::RecordedCase& recorded, network::TensorKind kind);

}  // namespace cellar::oneshot
