#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace cellar {

// Architecture parameters, [edge][operation] before the softmax, after so many epochs.
struct AlphasAfter {
  int epochs;
  std::vector<std::vector<double>> alphas;
};

// The run of Cellar's that a state belongs to, as its place says: …/seed-000003.state/000012/checkpoint.pth lies beside
// the trace …/seed-000003.csv.
struct OwnRun {
  std::int64_t seed = 0;
  std::filesystem::path trace;
};

// None: the file lies elsewhere.
std::optional<OwnRun> own_run(const std::filesystem::path& checkpoint);

// The alphas that the trace records after each of the first `epochs` epochs; empty where there is no trace, or none
// with alphas of a cell of NAS-Bench-201.
std::vector<AlphasAfter> recorded_alphas(const OwnRun& run, int epochs);

}  // namespace cellar
