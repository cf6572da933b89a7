#include "experiments/checkpoint/own_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "core/formats/text_file.hpp"
#include "core/numbers.hpp"
#include "experiments/report/trace_reader.hpp"
#include "space/nb201/cell.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

// By edge and operation; empty: the trace has not got all of them.
std::vector<const OwnColumn*> alpha_columns(const RunTrace& run) {
  std::vector<const OwnColumn*> columns;
  for (const nb201::Edge& edge : nb201::kEdges) {
    for (const std::string_view operation : nb201::kOperationNames) {
      columns.push_back(run.column(fmt::format("alpha_{}_{}_{}", edge.to, edge.from, operation)));
      if (columns.back() == nullptr) return {};
    }
  }
  return columns;
}

}  // namespace

std::optional<OwnRun> own_run(const fs::path& checkpoint) {
  constexpr std::string_view kBegin = "seed-", kEnd = ".state";
  const fs::path folder = fs::absolute(checkpoint).lexically_normal().parent_path().parent_path();
  const std::string name = folder.filename().string();
  if (!name.starts_with(kBegin) || !name.ends_with(kEnd) || name.size() < kBegin.size() + kEnd.size()) {
    return std::nullopt;
  }
  const std::string number = name.substr(kBegin.size(), name.size() - kBegin.size() - kEnd.size());
  const auto seed = parse_number<std::int64_t>(number);
  if (!seed || *seed < 0) return std::nullopt;
  return OwnRun{*seed, folder.parent_path() / fmt::format("seed-{}.csv", number)};
}

std::vector<AlphasAfter> recorded_alphas(const OwnRun& run, int epochs) {
  std::error_code none;
  if (!fs::exists(run.trace, none)) return {};
  const auto trace = parse_trace(read_text(run.trace), run.trace.string());
  if (!trace) return {};
  const auto columns = alpha_columns(trace->run);
  std::vector<AlphasAfter> series;
  const std::size_t rows = std::min(trace->run.size(), static_cast<std::size_t>(std::max(epochs, 0)));
  for (std::size_t row = 0; row < rows && !columns.empty(); ++row) {
    AlphasAfter after{static_cast<int>(row) + 1, {}};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i % nb201::kOperationNames.size() == 0) after.alphas.emplace_back();
      after.alphas.back().push_back(columns[i]->values[row]);
    }
    const auto complete = [](const std::vector<double>& edge) {
      return std::none_of(edge.begin(), edge.end(), [](double alpha) { return std::isnan(alpha); });
    };
    if (std::all_of(after.alphas.begin(), after.alphas.end(), complete)) series.push_back(std::move(after));
  }
  return series;
}

}  // namespace cellar
