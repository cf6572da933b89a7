#include <cmath>
#include <nlohmann/json.hpp>

#include "experiments/checkpoint/checkpoint_facts.hpp"

namespace cellar {

namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json json_of(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json json_of(double value) { return std::isnan(value) ? Json() : Json(value); }

Json json_of(const Settings& settings) {
  Json json = Json::object();
  for (const auto& [name, value] : settings) {
    json[name] = std::visit(
        [](const auto& held) {
          using Held = std::decay_t<decltype(held)>;
          if constexpr (std::is_same_v<Held, std::monostate>) {
            return Json();
          } else {
            return Json(held);
          }
        },
        value);
  }
  return json;
}

Json json_of(const std::vector<StoredTensor>& tensors) {
  Json json = Json::array();
  for (const StoredTensor& tensor : tensors) {
    json.push_back({{"name", tensor.name}, {"dtype", tensor.type.dtype}, {"shape", tensor.type.shape}});
  }
  return json;
}

Json json_of(const JudgedCell& cell, const std::string& dataset) {
  return {{"epoch", cell.epoch},
          {"cell", cell.cell},
          {"index", cell.index},
          {"skip_connects", cell.skip_connects},
          {"seen", json_of(cell.seen)},
          {dataset,
           {{"valid", json_of(cell.truth.valid)},
            {"test", json_of(cell.truth.test)},
            {"regret", json_of(cell.truth.regret)},
            {"rank", cell.truth.rank}}}};
}

}  // namespace

Json checkpoint_json(const SearchCheckpoint& checkpoint, const Judge& judge, const CellTruth& truth) {
  Json json;
  json["file"] = checkpoint.file->source();
  json["layout"] = checkpoint.is_own()                                     ? "Cellar"
                   : checkpoint.dialect == SearchCheckpoint::Dialect::nats ? "NATS-Bench"
                                                                           : "NAS-Bench-201";
  json["algorithm"] = checkpoint.algorithm.empty() ? Json() : Json(checkpoint.algorithm);
  json["finished_epochs"] = checkpoint.finished_epochs;
  json["total_epochs"] = json_of(checkpoint.total_epochs);
  json["seed"] = json_of(checkpoint.seed);
  json["args"] = json_of(checkpoint.args);
  json["baseline"] = json_of(checkpoint.baseline);
  json["scheduler"] = json_of(checkpoint.scheduler);
  json["cells"] = Json::array();
  for (const JudgedCell& cell : judged_cells(checkpoint, judge, truth)) {
    json["cells"].push_back(json_of(cell, truth.dataset()));
  }
  json["alphas"] = checkpoint.alphas;
  json["weights"] = json_of(checkpoint.weights);
  json["controller"] = json_of(checkpoint.controller);
  return json;
}

}  // namespace cellar
