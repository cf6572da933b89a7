#include <nlohmann/json.hpp>

#include "experiments/report/summary.hpp"

namespace cellar {
namespace {

using Json = nlohmann::ordered_json;

Json entry(const SummaryTable& table, const SearcherSummary& searcher, const MetricSummary& metric) {
  const Statistics& statistics = metric.statistics;
  Json object;
  object["searcher"] = searcher.searcher;
  object["table"] = table.table;
  object["dataset"] = table.dataset;
  object["report_dataset"] = table.report_dataset;
  object["at_seconds"] = table.at_seconds ? Json(*table.at_seconds) : Json();
  object["metric"] = metric.metric;
  object["metric_name"] = metric.metric_name;
  object["unit"] = metric.unit;
  object["runs"] = statistics.count;
  object["missing"] = metric.missing;
  object["mean"] = statistics.mean;  // NaN is written as null
  object["sd"] = statistics.sd;
  object["median"] = statistics.median;
  object["q25"] = statistics.q25;
  object["q75"] = statistics.q75;
  object["se"] = statistics.se;
  return object;
}

}  // namespace

std::string summary_json(const std::vector<SummaryTable>& tables) {
  Json array = Json::array();
  for (const SummaryTable& table : tables) {
    for (const SearcherSummary& searcher : table.searchers) {
      for (const MetricSummary& metric : searcher.metrics) array.push_back(entry(table, searcher, metric));
    }
  }
  return array.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cellar
