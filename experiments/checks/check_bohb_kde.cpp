#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "experiments/checks/checks.hpp"
#include "experiments/checks/recorded_json.hpp"
#include "searchers/density.hpp"

namespace cellar {

namespace {

using nlohmann::json;

constexpr double kTolerance = 1e-9;  // relative
constexpr int kOperations = 5;

// A number, or one that JSON cannot hold: "nan", "inf", "-inf", null.
double number(const json& value) {
  if (value.is_number()) return value.get<double>();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (value == "inf" || value == "Infinity") return kInfinity;
  if (value == "-inf" || value == "-Infinity") return -kInfinity;
  if (value.is_null() || value == "nan" || value == "NaN") return std::numeric_limits<double>::quiet_NaN();
  throw Error(fmt::format("{} is no number", value.dump()));
}

// 0 for equal values, also infinite and undefined ones; infinite where only one is finite.
double relative_deviation(double ours, double theirs) {
  if (ours == theirs || (std::isnan(ours) && std::isnan(theirs))) return 0;
  if (!std::isfinite(ours) || !std::isfinite(theirs)) return std::numeric_limits<double>::infinity();
  return std::abs(ours - theirs) / std::max(std::abs(theirs), std::numeric_limits<double>::min());
}

// The deviations of one set; the largest decides.
class SetCheck {
 public:
  void compare(const std::string& what, double ours, double theirs) {
    const double deviation = relative_deviation(ours, theirs);
    ++compared_;
    if (deviation <= largest_) return;
    largest_ = deviation;
    where_ = fmt::format("{}: {} instead of {}", what, ours, theirs);
  }

  bool print(const std::string& name) const {
    const bool good = compared_ > 0 && largest_ <= kTolerance;
    fmt::print("{}  largest deviation {:.3g} of {} values{}  {}\n", good ? "as recorded " : "NOT as recorded", largest_,
               compared_, good ? "" : fmt::format(" ({})", where_), name);
    return good;
  }

 private:
  double largest_ = 0;
  int compared_ = 0;
  std::string where_;
};

Architecture configuration(const json& codes) {
  Architecture arch(codes.size());
  for (std::size_t choice = 0; choice < codes.size(); ++choice) {
    const int code = codes.at(choice).get<int>();
    if (code < 0 || code >= kOperations) throw Error(fmt::format("code {}: allowed is 0 to {}", code, kOperations - 1));
    arch[choice] = static_cast<std::uint8_t>(code);
  }
  return arch;
}

void compare_density(const std::string& which, const CategoricalDensity& ours, const json& theirs, SetCheck& check) {
  check.compare(which + " rows", static_cast<double>(ours.size()), number(theirs.at("n")));
  for (std::size_t choice = 0; choice < ours.levels().size(); ++choice) {
    const auto compare = [&](const char* name, double value) {
      check.compare(fmt::format("{} {}[{}]", which, name, choice), value, number(theirs.at(name).at(choice)));
    };
    compare("levels_per_dim", ours.levels()[choice]);
    compare("bw_raw_normal_reference", ours.raw_bandwidths()[choice]);
    compare("bw_clipped", ours.bandwidths()[choice]);
  }
}

void compare_probe(const DensityPair& densities, const json& probe, SetCheck& check) {
  const Architecture arch = configuration(probe.at("config"));
  const std::string where = probe.at("config").dump();
  check.compare("good density of " + where, densities.good(arch), number(probe.at("l_good_pdf")));
  check.compare("bad density of " + where, densities.bad(arch), number(probe.at("g_bad_pdf")));
  check.compare("acquisition of " + where, densities.score(arch),
                number(probe.at("acquisition_max(1e-32,g)/max(l,1e-32)")));
}

bool check_set(const json& set) {
  RankedResults results;
  const json& configs = set.at("configs");
  if (configs.empty() || configs.size() != set.at("losses").size()) throw Error("configs and losses differ in number");
  for (std::size_t i = 0; i < configs.size(); ++i) results.add(configuration(configs[i]), number(set["losses"].at(i)));
  const std::vector<int> arity(configs[0].size(), kOperations);
  const DensitySplit split{set.at("top_n_percent").get<int>(), 0};
  const auto densities = make_density_pair(results, arity, split, {number(set.at("min_bandwidth")), false});
  SetCheck check;
  const bool modelled = set.contains("good") && !set["good"].is_null();
  check.compare("there is a model", densities ? 1 : 0, modelled ? 1 : 0);
  if (densities && modelled) {
    compare_density("good", densities->good, set["good"], check);
    compare_density("bad", densities->bad, set.at("bad"), check);
    for (const json& probe : set.at("probes")) compare_probe(*densities, probe, check);
  }
  return check.print(set.at("name").get<std::string>());
}

}  // namespace

int check_bohb_kde(const std::string& file) {
  bool good = true;
  read_recorded(file, "densities", [&](const json& recorded) {
    if (!recorded.at("sets").is_array() || recorded["sets"].empty()) throw Error("a list of 'sets' is needed");
    for (const json& set : recorded["sets"]) good = check_set(set) && good;
  });
  return good ? 0 : 1;
}

}  // namespace cellar
