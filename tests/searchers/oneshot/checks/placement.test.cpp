#include <ATen/ATen.h>

#include "searchers/oneshot/checks/check_folder.hpp"
#include "searchers/oneshot/checks/check_kinds.hpp"
#include "space/network/device.hpp"
#include "tests/space/network/separate_device.hpp"
#include "tests/space/network/step_observer.hpp"
// torch comes first: its CHECK is not Catch2's, so that these tests use REQUIRE alone.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "tests/catch.hpp"
#include "tests/reference.hpp"

// Recorded cases, computed on other devices.
namespace cellar {

namespace {

using network::RecordedCase;

// One of each kind that computes with tensors.
const std::vector<std::string> kCases = {"beta_darts/arch_step_f64",
                                         "beta_darts/mlc_f64",
                                         "cell_net/net02_f64",
                                         "cell_net/train5_f64",
                                         "drnas/dirichlet_f64",
                                         "darts_unrolled/after_wstep_f64",
                                         "enas/controller_f64",
                                         "gdas_sampling/sampling_f64",
                                         "enas/train_controller_f64",
                                         "ops/head_ce_f64",
                                         "ops/nor_conv_3x3_eval_s1_c4-4_f64",
                                         "search_eval/gdas_f64",
                                         "setn/case02_f64",
                                         "supernet/darts-v1_droppath_f64",
                                         "supernet/gdas_f64",
                                         "supernet_nb201/GDAS_f64",
                                         "proxies"};
const std::vector<std::string> kInFloat32 = {"cell_net/net02_f32", "derive", "init", "ops/head_ce_f32",
                                             "supernet/gdas_f32"};

// With the check of its kind.
void require_as_recorded(const RecordedCase& recorded) {
  const oneshot::CaseKind* const kind = oneshot::find_kind(recorded.index());
  REQUIRE(kind != nullptr);
  for (const auto check : kind->checks) {
    if (check == nullptr) continue;
    const network::Comparison comparison = check(recorded);
    CAPTURE(comparison.failed());
    REQUIRE(comparison.passed());
  }
}

std::filesystem::path case_folder(const std::string& name) { return test::reference("data/oneshot/" + name); }

}  // namespace

// On the CPU without oneDNN, whose kernels are others.
TEST_CASE("Recorded cases are computed on every device that is here") {
  if (case_folder("").empty()) return;
  for (const std::string& device : network::available_devices()) {
    std::optional<network::ReferenceKernels> other_kernels;
    if (device == "cpu") other_kernels.emplace();
    for (const auto* names : {&kCases, &kInFloat32}) {
      for (const std::string& name : *names) {
        const bool is_left_out = device == "mps" && names == &kCases;
        oneshot::check_folder(case_folder(name), {.device = device}, [&](const oneshot::CheckedCase& checked) {
          CAPTURE(device, name, checked.failed);
          REQUIRE(checked.failed.empty());
          REQUIRE(checked.left_out.empty() != is_left_out);
          REQUIRE((checked.compared > 0) != is_left_out);
        });
      }
    }
  }
}

TEST_CASE("A device that is not here is refused before a case is read") {
  const auto check = [](const std::string& device) {
    oneshot::check_folder("absent", {.device = device}, [](const oneshot::CheckedCase&) {});
  };
  REQUIRE_THROWS_WITH(check("cuda:99"), ContainsSubstring("device 'cuda:99': this LibTorch sees cpu"));
  REQUIRE_THROWS_WITH(check("gpu"), ContainsSubstring("device 'gpu': allowed are auto, cpu"));
}

TEST_CASE("Recorded cases are computed on a separate device") {
  for (const std::string& name : kCases) {
    const auto folder = case_folder(name);
    if (folder.empty()) return;
    CAPTURE(name);
    require_as_recorded(RecordedCase(folder, test::separate_device()));
  }
}

// ENAS's accuracies, and what is computed of them, are float32 by definition.
TEST_CASE("Every tensor of a case that is recorded in float64 alone is made with the case's type") {
  int cases = 0;
  for (const std::string& name : kCases) {
    const auto folder = case_folder(name);
    if (folder.empty()) return;
    if (std::filesystem::exists(folder / "f4.npy") || name.starts_with("enas/")) continue;
    const RecordedCase recorded(folder);
    const test::StepObserver observer;
    require_as_recorded(recorded);
    CAPTURE(name, test::StepObserver::seen().misplaced);
    REQUIRE(test::StepObserver::seen().misplaced.empty());
    ++cases;
  }
  REQUIRE(cases > 4);
}

}  // namespace cellar
