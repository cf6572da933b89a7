#include "searchers/oneshot/checks/check_folder.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

// What the original computed, computed again.
namespace cellar {

namespace {

using oneshot::CheckedCase;

// Every case of a folder of the reference: as recorded, and all that is recorded is compared or used.
void check_folder(const std::string& folder, int cases) {
  const auto path = test::reference("data/oneshot/" + folder);
  if (path.empty()) return;
  int found = 0;
  oneshot::check_folder(path, {}, [&](const CheckedCase& checked) {
    CAPTURE(checked.name, checked.failed, checked.worst, checked.where, checked.unread);
    CHECK(checked.known);
    CHECK(checked.failed.empty());
    CHECK(checked.compared > 0);
    CHECK(checked.undecided == 0);
    CHECK(checked.unread.empty());
    ++found;
  });
  CHECK(found == cases);
}

}  // namespace

TEST_CASE("Cells derived of architecture parameters are the original's, connected or not, with its unique strings") {
  check_folder("derive", 1);
}

TEST_CASE("GDAS's weights, probabilities and gradients are the original's for its Gumbel numbers") {
  check_folder("gdas_sampling", 2);
}

TEST_CASE("All cells come in the original's order, and SETN's ranking and log-probabilities of them are its") {
  check_folder("setn", 6);
}

TEST_CASE("ENAS's controller computes what the original's does, and training it leaves the original's weights") {
  check_folder("enas", 3);
}

TEST_CASE("Beta-DARTS's regulariser and steps with it are those of the original's formulas") {
  check_folder("beta_darts", 4);
}

TEST_CASE("DrNAS's distributions, draws and gradients are torch's, and the gradients exact where torch's are not") {
  check_folder("drnas", 2);
}

TEST_CASE("Searches of NATS-Bench's script are repeated step by step") { check_folder("supernet", 14); }

TEST_CASE("Searches of NAS-Bench-201's scripts are repeated step by step") { check_folder("supernet_nb201", 7); }

TEST_CASE("The second-order gradient of DARTS is made of what the original's is") { check_folder("darts_unrolled", 2); }

TEST_CASE("What follows an epoch, candidates and validation, is the original's") { check_folder("search_eval", 5); }

TEST_CASE(
    "Layers, networks of cells, proxies and images are the original's, and nothing recorded of them is left out") {
  check_folder("ops", 80);
  check_folder("cell_net", 11);
  check_folder("proxies", 1);
  check_folder("data", 2);
}

TEST_CASE("Checkpoints of the original are read as it recorded them, from both containers") {
  check_folder("checkpoints", 10);
}

TEST_CASE("Networks, architecture parameters and a controller are initialised as the original's") {
  check_folder("init", 1);
}

}  // namespace cellar
