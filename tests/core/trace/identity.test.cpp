#include "core/trace/identity.hpp"

#include <limits>

#include "core/errors.hpp"
#include "tests/catch.hpp"

using namespace cellar;

namespace {

RunIdentity sample() {
  RunIdentity run;
  run.table = "nb201";
  run.table_checksum = "0123456789abcdef";
  run.space = "nb201";
  run.dataset = "cifar10";
  run.searcher = "evolution";
  run.options = "population=10,sample=3";
  run.budget = {Budget::Unit::seconds, 20'000};
  run.objectives = {{"cifar10-valid.valid@12/12", "%", true, 0, 100, {FigureSource::Kind::mean_of_seeds, 2, {}}}};
  run.price = "epochs x cifar10-valid.epoch_seconds";
  run.seed = 18'446'744'073'709'551'615U;
  return run;
}

RunIdentity reread(const RunIdentity& run) { return parse_identity(head_of(run)); }

// The head with one line replaced, "KEY: VALUE"; empty: left out.
TraceHead with(std::string_view key, const std::string& value) {
  const TraceHead whole = head_of(sample());
  TraceHead changed;
  for (const TraceHead::Entry& entry : whole.entries()) {
    if (entry.key != key) changed.setting(entry.key, entry.value);
  }
  if (!value.empty()) changed.setting(std::string(key), value);
  return changed;
}

}  // namespace

TEST_CASE("What a run was is read back from the head that says it") {
  RunIdentity run = sample();
  CHECK(head_of(reread(run)).entries() == head_of(run).entries());
  run.kind = RunIdentity::Kind::training;
  run.space_code = "libbread.so 0000000000000001";
  run.searcher_code = "libx.so 0000000000000002";
  run.behaviour = 3;
  run.loop = 2;
  run.from = "seed-000000.pth 00";
  run.warm_start = "flops, counted";
  run.workers = 4;
  run.objectives.push_back({"latency.raspi4",
                            "ms",
                            false,
                            0,
                            std::numeric_limits<double>::infinity(),
                            {FigureSource::Kind::measured, 0, {}}});
  run.program = "cellar 0.1.0";
  run.spelling = "evolution(population=10)";
  run.table_file = "a.table";
  run.full = Fidelity{12, 12};
  run.truth = {"cifar10.test@200/200", "cifar10-valid.valid@200/200"};
  run.note = "mean of 2 training seeds";
  run.device = "cuda";
  run.threads = 8;
  run.imported = "results.pth";
  const RunIdentity back = reread(run);
  CHECK(head_of(back).entries() == head_of(run).entries());
  CHECK(back.objectives == run.objectives);
  CHECK(back.truth == run.truth);
  CHECK(back.full == run.full);
  CHECK(back.seed == run.seed);
  run.budget = {};
  CHECK(reread(run).budget == run.budget);
}

TEST_CASE("Every source of figures is read back from its words") {
  using Kind = FigureSource::Kind;
  for (const Kind kind : {Kind::tabled, Kind::one_seed, Kind::drawn_seed, Kind::mean_of_seeds, Kind::mean_of_present,
                          Kind::shared_weights, Kind::measured}) {
    for (const char* const modelled : {"", "exp+noise"}) {
      const bool counts = kind == Kind::drawn_seed || kind == Kind::mean_of_seeds || kind == Kind::mean_of_present;
      const FigureSource source{kind, counts ? 3 : 0, modelled};
      CHECK(parse_figure_source(format(source)) == source);
    }
  }
  CHECK(format(FigureSource{Kind::drawn_seed, 3, {}}) == "one of 3 training seeds");
  CHECK_THROWS_WITH(parse_figure_source("mean of 0 training seeds"), ContainsSubstring("does not say where"));
  CHECK_THROWS_WITH(parse_figure_source("mean of many training seeds"), ContainsSubstring("mean of N"));
}

TEST_CASE("A head that lacks what is needed, or has what cannot be, is refused by its key") {
  for (const char* const key : {"dataset", "searcher", "budget", "objective", "seed"}) {
    CHECK_THROWS_WITH(parse_identity(with(key, "")), ContainsSubstring(std::string("# setting ") + key));
  }
  const auto refused = [](const char* key, const char* value, const char* why) {
    CHECK_THROWS_WITH(parse_identity(with(key, value)), ContainsSubstring(why));
  };
  refused("kind", "walks", "kind is 'walks'; search, training or imported");
  refused("workers", "0", "workers is '0', an integer of 1 or more");
  refused("seed", "-1", "seed is '-1'");
  refused("budget", "20000 parsecs", "20000 parsecs");
  refused("full", "12", "full is '12'");
  for (const char* const objective :
       {"a", "a; %; maximise; 0 to 100", "a; %; more; 0 to 100; tabled", "a; %; maximise; 100 to 0; tabled",
        "a; %; maximise; 0 100; tabled", "; %; maximise; 0 to 100; tabled", "a; %; maximise; 0 to 100; guessed"}) {
    CHECK_THROWS_AS(parse_identity(with("objective", objective)), Error);
  }
}

TEST_CASE("Runs are compared that share their conditions, whatever searcher made them") {
  const TraceHead a = head_of(sample());
  RunIdentity other = sample();
  other.searcher = "random";
  other.options = "";
  other.seed = 3;
  CHECK_FALSE(comparison_difference(a, head_of(other)));
  other.workers = 4;
  CHECK(comparison_difference(a, head_of(other))->key == "workers");
  other.workers = 1;
  other.budget = {};  // it ends by itself
  CHECK_FALSE(comparison_difference(a, head_of(other)));
  other.objectives.front().name = "cifar10.valid@200/200";
  CHECK(comparison_difference(a, head_of(other))->key == "objective");
  other.kind = RunIdentity::Kind::training;  // it learns from its own images
  CHECK_FALSE(comparison_difference(a, head_of(other)));
  other.table_checksum = "0";
  CHECK(comparison_difference(a, head_of(other))->key == "table_checksum");
}
