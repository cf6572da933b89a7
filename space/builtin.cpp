#include "space/builtin.hpp"

#include "space/nats_size.hpp"
#include "space/nb201.hpp"

namespace cellar {

void register_spaces(SpaceRegistry& spaces) {
  spaces.add({.name = "nb201",
              .summary = "cells of NAS-Bench-201: 6 edges, 5 operations, 15,625 architectures",
              .create = [] { return std::make_shared<const Nb201>(); }});
  spaces.add({.name = "nats-size",
              .summary = "channel counts of NATS-Bench: 5 layers, 8 values, 32,768 architectures",
              .create = [] { return std::make_shared<const NatsSize>(); }});
}

}  // namespace cellar
