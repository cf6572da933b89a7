#include "core/trace/identity.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"

namespace cellar {

namespace {

using Kind = RunIdentity::Kind;
constexpr std::array kKinds = {std::pair(Kind::search, "search"), std::pair(Kind::training, "training"),
                               std::pair(Kind::imported, "imported")};

// What a head leaves out where it is empty, in the order in which it stands.
struct TextKey {
  const char* name;
  std::string RunIdentity::*text;
};
constexpr std::array kSettings = {
    TextKey{"table", &RunIdentity::table},
    TextKey{"table_checksum", &RunIdentity::table_checksum},
    TextKey{"space", &RunIdentity::space},
    TextKey{"space_code", &RunIdentity::space_code},
    TextKey{"dataset", &RunIdentity::dataset},
    TextKey{"oracle", &RunIdentity::oracle},
    TextKey{"oracle_code", &RunIdentity::oracle_code},
    TextKey{"restricted_to", &RunIdentity::restricted_to},
    TextKey{"searcher", &RunIdentity::searcher},
    TextKey{"searcher_code", &RunIdentity::searcher_code},
    TextKey{"options", &RunIdentity::options},
    TextKey{"from", &RunIdentity::from},
    TextKey{"warm_start", &RunIdentity::warm_start},
    TextKey{"price", &RunIdentity::price},
};
constexpr std::array kInformation = {
    TextKey{"program", &RunIdentity::program},       TextKey{"spelling", &RunIdentity::spelling},
    TextKey{"table_file", &RunIdentity::table_file}, TextKey{"note", &RunIdentity::note},
    TextKey{"imported", &RunIdentity::imported},
};
constexpr std::array kNeeded = {"dataset", "searcher", "budget", "objective", "seed"};

std::string bound_text(double bound) { return std::isinf(bound) ? "?" : number_text(bound); }

// "cifar10.valid@12/12; %; maximise; 0 to 100; one training seed"
std::string objective_text(const Objective& objective) {
  return fmt::format("{}; {}; {}; {} to {}; {}", objective.name, objective.unit,
                     objective.maximise ? "maximise" : "minimise", bound_text(objective.least),
                     bound_text(objective.most), format(objective.source));
}

std::optional<double> parse_bound(std::string_view text, double unknown) {
  return text == "?" ? unknown : parse_number<double>(text);
}

Objective parse_objective(std::string_view text) {
  const auto fail = [&] {
    throw Error(
        fmt::format("objective is '{}'; 'NAME; UNIT; maximise or minimise; LEAST to MOST; SOURCE' is needed, "
                    "as in 'cifar10.valid@12/12; %; maximise; 0 to 100; one training seed'",
                    printable(text)));
  };
  std::array<std::string_view, 5> parts;
  std::string_view rest = text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = i + 1 < parts.size() ? rest.find("; ") : rest.size();
    if (end == std::string_view::npos || end == 0) fail();
    parts[i] = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::size_t to = parts[3].find(" to ");
  if (to == std::string_view::npos) fail();
  const auto least = parse_bound(parts[3].substr(0, to), -kInfinity);
  const auto most = parse_bound(parts[3].substr(to + 4), kInfinity);
  if (!least || !most || !(*least < *most) || (parts[2] != "maximise" && parts[2] != "minimise")) fail();
  return {std::string(parts[0]),        std::string(parts[1]), parts[2] == "maximise", *least, *most,
          parse_figure_source(parts[4])};
}

template <class Number>
Number whole(const TraceHead& head, const char* key, Number least, Number otherwise) {
  const auto text = head.get(key);
  if (!text) return otherwise;
  const auto value = parse_number<Number>(*text);
  if (!value || *value < least) {
    throw Error(fmt::format("{} is '{}', an integer of {} or more is needed", key, printable(*text), least));
  }
  return *value;
}

// "12/12"
Fidelity parse_fidelity(const std::string& text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto epochs = parse_number<int>(std::string_view(text).substr(0, slash));
  const auto schedule = parse_number<int>(std::string_view(text).substr(std::min(slash + 1, text.size())));
  if (!epochs || !schedule) throw Error(fmt::format("full is '{}', EPOCHS/SCHEDULE is needed", printable(text)));
  return {*epochs, *schedule};
}

Kind parse_kind(const std::string& text) {
  for (const auto& [kind, name] : kKinds) {
    if (text == name) return kind;
  }
  throw Error(fmt::format("kind is '{}'; search, training or imported is needed", printable(text)));
}

const char* name_of(Kind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  throw ContractError("unknown kind of run");
}

}  // namespace

TraceHead head_of(const RunIdentity& run) {
  TraceHead head;
  head.setting("kind", name_of(run.kind));
  for (const auto& [key, text] : kSettings) {
    if (!(run.*text).empty()) head.setting(key, run.*text);
  }
  if (run.behaviour != 1) head.setting("behaviour", std::to_string(run.behaviour));
  if (run.loop != 1) head.setting("loop", std::to_string(run.loop));
  head.setting("budget", format(run.budget));
  head.setting("workers", std::to_string(run.workers));
  for (const Objective& objective : run.objectives) head.setting("objective", objective_text(objective));
  head.setting(std::string(kSeedKey), std::to_string(run.seed));
  for (const auto& [key, text] : kInformation) {
    if (!(run.*text).empty()) head.info(key, run.*text);
  }
  if (run.full) head.info("full", fmt::format("{}/{}", run.full->epochs, run.full->schedule));
  for (const std::string& name : run.truth) head.info("truth", name);
  if (run.device) head.info("device", *run.device);
  if (run.threads) head.info("threads", std::to_string(*run.threads));
  return head;
}

RunIdentity parse_identity(const TraceHead& head) {
  for (const char* const key : kNeeded) {
    if (!head.get(key)) throw Error(fmt::format("the head has no line '# setting {}: …'", key));
  }
  RunIdentity run;
  run.kind = parse_kind(head.get("kind").value_or("search"));
  const auto take = [&](const auto& keys) {
    for (const auto& [key, text] : keys) run.*text = head.get(key).value_or("");
  };
  take(kSettings);
  take(kInformation);
  run.behaviour = whole(head, "behaviour", 1, 1);
  run.loop = whole(head, "loop", 1, 1);
  const std::string budget = *head.get("budget");
  if (budget != "none") run.budget = parse_budget(budget);
  run.workers = whole(head, "workers", 1, 1);
  for (const std::string& text : head.all("objective")) run.objectives.push_back(parse_objective(text));
  if (run.objectives.size() > kMaxObjectives) {
    throw Error(
        fmt::format("the head has {} objectives, at most {} are allowed", run.objectives.size(), kMaxObjectives));
  }
  run.seed = whole(head, "seed", std::uint64_t{0}, std::uint64_t{0});
  if (const auto full = head.get("full")) run.full = parse_fidelity(*full);
  run.truth = head.all("truth");
  run.device = head.get("device");
  if (head.get("threads")) run.threads = whole(head, "threads", 1, 1);
  return run;
}

std::string describe(const RunIdentity& run, const Objective& objective) {
  const FigureSource& source = objective.source;
  std::string what = format(FigureSource{source.kind, source.seeds, {}});
  if (!run.note.empty() && &objective == run.objectives.data()) {
    what = what == "tabled" ? run.note : fmt::format("{}: {}", what, run.note);
  }
  if (source.kind == FigureSource::Kind::drawn_seed) what = "each evaluation draws " + what;
  if (!source.modelled_epochs.empty()) what += fmt::format("; shorter trainings modelled: {}", source.modelled_epochs);
  const bool is_plain = source.kind == FigureSource::Kind::shared_weights || what == "tabled";
  return is_plain ? objective.name : fmt::format("{} ({})", objective.name, what);
}

std::optional<SettingDifference> comparison_difference(const TraceHead& a, const TraceHead& b) {
  std::vector<std::string_view> keys = {"table", "table_checksum", "space", "oracle", "restricted_to", "workers"};
  if (a.get("budget") != "none" && b.get("budget") != "none") keys.emplace_back("budget");
  if (a.get("kind") == "search" && b.get("kind") == "search") keys.emplace_back("objective");
  return difference(a, b, keys);
}

bool is_code(std::string_view key) {
  return key == "searcher_code" || key == "space_code" || key == "oracle_code" || key == "behaviour" || key == "loop";
}

}  // namespace cellar
