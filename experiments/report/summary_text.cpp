#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "core/budget.hpp"
#include "experiments/report/published.hpp"
#include "experiments/report/short_names.hpp"
#include "experiments/report/summary.hpp"
#include "experiments/report/text_table.hpp"

namespace cellar {
namespace {

using Row = std::vector<std::string>;

std::string cell(double mean, double sd, int decimals = 2) {
  if (std::isnan(mean)) return "-";
  return std::isnan(sd) ? fmt::format("{:.{}f}       ", mean, decimals)
                        : fmt::format("{:.{}f} ± {:.{}f}", mean, decimals, sd, decimals);
}

// Of simulated time, counts and large figures few; of others two, or three digits that matter where they are small.
int decimals_of(const MetricSummary& metric) {
  if (metric.metric == "seconds") return 0;
  if (metric.metric == "evaluations" || metric.metric == "epochs") return 1;
  const double size = std::abs(metric.statistics.mean);
  if (metric.unit == "%" || !(size > 0) || size >= 10) return size >= 1000 ? 0 : 2;
  return std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 2, 9);
}

// The deviation over a single run says nothing and is not shown.
std::string cell(const MetricSummary& metric) {
  const Statistics& s = metric.statistics;
  if (metric.metric == "seconds" && s.mean == 0) return "-";  // a table without prices: no time passed
  return cell(s.mean, s.count > 1 ? s.sd : NAN, decimals_of(metric));
}

// Comparable, larger is better: by what counts in the end, or what was observed where there is no table.
double quality(const SearcherSummary& searcher) {
  const Objective& first = searcher.identity.objectives.front();
  for (const auto& [name, sign] :
       {std::pair<std::string, double>{"test_regret", -1}, {"regret", -1}, {first.name, first.maximise ? 1 : -1}}) {
    const MetricSummary* const metric = searcher.find(name);
    if (metric && metric->statistics.count > 0) return sign * metric->statistics.mean;
  }
  return std::numeric_limits<double>::lowest();
}

// The searchers' metrics in order; tables without a metric for one searcher lack it for all, as they share the table.
std::vector<const MetricSummary*> columns_of(const SummaryTable& table) {
  std::vector<const MetricSummary*> columns;
  for (const SearcherSummary& searcher : table.searchers) {
    for (const MetricSummary& metric : searcher.metrics) {
      const auto same = [&](const MetricSummary* column) { return column->metric == metric.metric; };
      if (std::none_of(columns.begin(), columns.end(), same)) columns.push_back(&metric);
    }
  }
  return columns;
}

// Two lines: "cifar10.test" over "@200/200 [%]".
void add_heading(const std::vector<const MetricSummary*>& columns, std::vector<Row>& rows) {
  Row upper{"searcher", "runs"}, lower{"", ""};
  for (const MetricSummary* column : columns) {
    const std::string unit = column->unit == "1" || column->unit.empty() ? "" : "[" + column->unit + "]";
    const std::size_t at = column->metric_name.find('@');
    if (column->metric.ends_with("regret")) {
      const std::size_t of = column->metric.rfind('_');
      upper.push_back(of == std::string::npos ? "regret" : column->metric.substr(0, of) + " regret");
      lower.push_back(unit);
    } else if (at == std::string::npos) {
      upper.push_back(column->metric_name);
      lower.push_back(unit);
    } else {
      upper.push_back(column->metric_name.substr(0, at));
      lower.push_back(column->metric_name.substr(at) + " " + unit);
    }
  }
  rows.push_back(std::move(upper));
  rows.push_back(std::move(lower));
}

void add_searcher(const SearcherSummary& searcher, const std::string& name,
                  const std::vector<const MetricSummary*>& columns, std::vector<Row>& rows) {
  std::size_t judged = searcher.runs;
  Row row{name, ""};
  for (const MetricSummary* column : columns) {
    const MetricSummary* metric = searcher.find(column->metric);
    const bool has_none = column->metric == "evaluations" && searcher.find("epochs") && metric->statistics.mean == 0;
    row.push_back(metric && !has_none ? cell(*metric) : "-");
    if (metric) judged = std::min(judged, metric->statistics.count);
  }
  row[1] = judged == searcher.runs ? std::to_string(judged) : fmt::format("{}/{}", judged, searcher.runs);
  rows.push_back(std::move(row));
}

// The published figures compare with runs over the embedded table that see what the originals saw, with one worker.
std::vector<PublishedResult> comparable(const SummaryTable& table, const SearcherSummary& searcher) {
  const RunIdentity& run = searcher.identity;
  const bool same_protocol =
      table.table == "nb201" && run.workers == 1 && run.objectives.front().name.ends_with(".valid@12/12");
  if (!same_protocol) return {};
  double seconds = 0;
  if (table.at_seconds) {
    seconds = *table.at_seconds;
  } else if (run.budget.unit == Budget::Unit::seconds && std::isfinite(run.budget.limit)) {  // else it ended by itself
    seconds = run.budget.limit;
  }
  return find_published(searcher.folder, table.dataset, table.report_dataset, seconds);
}

void add_published(const PublishedResult& result, const std::vector<const MetricSummary*>& columns,
                   std::vector<Row>& rows) {
  Row row{"  " + std::string(result.source), ""};
  for (const MetricSummary* column : columns) {
    const bool test = column->metric == "test@200/200", valid = column->metric == "valid@200/200";
    const PublishedFigure& figure = test ? result.test : result.valid;
    row.push_back(test || valid ? cell(figure.mean, figure.sd) : "");
  }
  rows.push_back(std::move(row));
}

void add_best(const SummaryTable& table, const std::vector<const MetricSummary*>& columns, std::vector<Row>& rows) {
  if (table.best_name.empty()) return;
  Row row{fmt::format("optimum: index {}", table.best.index), ""};
  for (const MetricSummary* column : columns) {
    row.push_back(column->metric_name == table.best_name ? cell(table.best.value, NAN, decimals_of(*column)) : "");
  }
  rows.push_back(std::move(row));
}

std::string title(const SummaryTable& table) {
  std::string text = table.dataset + (table.table.empty() ? " without a table" : " on table " + table.table);
  if (table.report_dataset != table.dataset) {
    text = fmt::format("{}: what was found by searching on {}", table.report_dataset, text);
  }
  if (table.at_seconds) return text + fmt::format(", at {} simulated seconds\n", *table.at_seconds);
  std::set<std::string> budgets;
  for (const SearcherSummary& searcher : table.searchers) budgets.insert(format(searcher.identity.budget));
  return text + fmt::format(", at the end of each run (budget {})\n", fmt::join(budgets, " or "));
}

// What the searchers were shown, in full: "searchers saw cifar10-valid.valid@12/12 (…)".
std::string observed(const SummaryTable& table) {
  std::set<std::string> views;
  bool several = false;
  for (const SearcherSummary& searcher : table.searchers) {
    std::vector<std::string> names;
    for (const Objective& objective : searcher.identity.objectives)
      names.push_back(describe(searcher.identity, objective));
    views.insert(fmt::format("{}", fmt::join(names, ", ")));
    several = several || names.size() > 1;
  }
  return fmt::format("searchers saw {}{}\n", fmt::join(views, " or "),
                     several ? "; of several, the first decides which architecture a run stands for" : "");
}

std::string table_text(const SummaryTable& table, std::set<std::string_view>& sources) {
  std::vector<const SearcherSummary*> ranked;
  for (const SearcherSummary& searcher : table.searchers) ranked.push_back(&searcher);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto* a, const auto* b) { return quality(*a) > quality(*b); });

  std::vector<std::string> spellings;
  for (const SearcherSummary* searcher : ranked) spellings.push_back(searcher->searcher);
  const ShortNames shortened = short_names(spellings);
  const auto columns = columns_of(table);
  std::vector<Row> rows;
  add_heading(columns, rows);
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    add_searcher(*ranked[i], shortened.names[i], columns, rows);
    for (const PublishedResult& result : comparable(table, *ranked[i])) {
      add_published(result, columns, rows);
      sources.insert(result.source);
    }
  }
  add_best(table, columns, rows);
  const std::string shared = shortened.shared.empty() ? "" : fmt::format("all with {}\n", shortened.shared);
  return title(table) + observed(table) + shared + text_table(rows);
}

}  // namespace

std::string summary_text(const std::vector<SummaryTable>& tables) {
  std::string text;
  std::set<std::string_view> sources;
  bool mean_of_seeds = false, has_regret = false;
  for (const SummaryTable& table : tables) {
    has_regret = has_regret || !table.table.empty();
    text += table_text(table, sources) + "\n";
    for (const SearcherSummary& searcher : table.searchers) {
      const FigureSource& source = searcher.identity.objectives.front().source;
      mean_of_seeds |= table.dataset == "cifar10" && source.kind == FigureSource::Kind::mean_of_seeds;
    }
  }
  text += "mean ± standard deviation over runs";
  text += has_regret
              ? "; regret: how far from the table's best, of what counts in the end and of what the searcher saw\n"
              : "; no table says more of what was found than the searchers saw\n";
  for (const std::string_view source : sources) text += fmt::format("{}: {}\n", source, source_text(source));
  if (mean_of_seeds) {
    text +=
        "On CIFAR-10 this table answers the mean of two training seeds where the original draws one of them: "
        "less noise, evolution about 0.1 better.\n";
  }
  return text;
}

}  // namespace cellar
