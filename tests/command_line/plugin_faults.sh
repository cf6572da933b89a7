#!/usr/bin/env bash
# Plug-ins that do what they must not: "cellar check" names the promise in a line, within the patience; in a run the
# fault is theirs, and the other searchers' runs are kept. A plug-in that was edited does not continue its old runs.
#   BUILD  the build folder
. "$(dirname "$0")/lib.sh"

cmake --install "$BUILD" --prefix "$work/installed" >log 2>&1 || fail "cannot install: $(tail -3 log)"
cellar=$work/installed/bin/cellar
cat >bad.cpp <<'END'
#include "core/plugin.hpp"

#include <csignal>
#include <stdexcept>
#include <vector>

using namespace cellar;
enum class Deed { constructs, loops, crashes, throws, throws_int, allocates, rubbish, recommends, crashes_in_tell };
template <Deed deed>
struct Bad final : Searcher {
  struct Options {
    void describe(OptionList&) {}
  };
  Bad(const Problem& problem, const Options&, Rng rng) : space(problem.space), at(problem.full()), rng(rng) {
    if (deed == Deed::constructs) throw std::logic_error("no beginning");
  }
  Request next() override {
    const Evaluate good{space.random(rng), at};
    if (++asked < 3) return good;
    if (deed == Deed::loops) for (volatile int i = 0; ; i = i + 1) {}
    if (deed == Deed::crashes) raise(SIGSEGV);
    if (deed == Deed::throws) throw std::runtime_error("no more ideas");
    if (deed == Deed::throws_int) throw 7;
    if (deed == Deed::allocates) for (;;) kept.emplace_back(1 << 20, 1);
    Evaluate wrong = good;
    if (deed == Deed::rubbish) wrong.arch[0] = 200;
    return wrong;
  }
  void tell(const Trial&) override {
    if (deed == Deed::crashes_in_tell) raise(SIGABRT);
  }
  std::optional<Architecture> recommend() const override {
    if (deed != Deed::recommends) return {};
    return Architecture{9};
  }
  const SearchSpace& space;
  const Fidelity at;
  Rng rng;
  int asked = 0;
  std::vector<std::vector<char>> kept;
};

extern "C" const PluginAbi cellar_plugin_abi = plugin_abi();
extern "C" void cellar_plugin_v1(Extensions& e) {
  e.searchers.add<Bad<Deed::constructs>>({.name = "constructs"});
  e.searchers.add<Bad<Deed::loops>>({.name = "loops"});
  e.searchers.add<Bad<Deed::crashes>>({.name = "crashes"});
  e.searchers.add<Bad<Deed::throws>>({.name = "throws"});
  e.searchers.add<Bad<Deed::throws_int>>({.name = "throws-int"});
  e.searchers.add<Bad<Deed::allocates>>({.name = "allocates"});
  e.searchers.add<Bad<Deed::rubbish>>({.name = "rubbish"});
  e.searchers.add<Bad<Deed::recommends>>({.name = "recommends"});
  e.searchers.add<Bad<Deed::crashes_in_tell>>({.name = "crashes-in-tell"});
}
END
# shellcheck disable=SC2086 # several flags
build() { g++ -std=c++20 -O1 -shared -fPIC ${EXAMPLE_FLAGS:-} -I"$work/installed/include/cellar" "$1" -o "$2" || fail "$1 does not build"; }
build bad.cpp libbad.so
try() { timeout 300 "$cellar" check "$1" --plugin ./libbad.so --patience "${SLOW:+4}1s" --seeds 2; }

first='^nb201      makes valid proposals and comes to an end … BROKEN: '
expect 1 "${first}next\(\) has not returned for ${SLOW:+4}1 s\$" try loops
expect 1 "${first}trial 0: throws in its constructor: no beginning\$" try constructs
expect 1 '^loops breaks a promise$' try loops
expect 1 "${first}the process died: (Segmentation fault|Aborted)" try crashes
expect 1 "${first}the process died: Aborted" try crashes-in-tell
expect 1 "${first}trial 2: throws in next\(\): no more ideas\$" try throws
expect 1 "${first}trial 2: throws in next\(\) what is no std::exception\$" try throws-int
expect 1 "${first}trial 2: asked for what is not in space nb201: choice 0 is 200; allowed is 0 to 4\$" try rubbish
expect 1 "${first}trial 0: recommends what is not in space nb201: it has 1 choices; 6 are needed\$" try recommends
if [ -z "${SLOW:-}" ]; then  # sanitizers have no limit of memory
  expect 1 "${first}(trial 2: throws in next\(\): std::bad_alloc|next\(\) has not returned)" try allocates
fi
refused 'patience 0s' "$cellar" check loops --plugin ./libbad.so --patience 0s

# In a run: the searcher's other seeds are left out, the other searchers' runs are made.
run() { "$cellar" run random rubbish constructs throws evolution --plugin ./libbad.so --seeds 4 --budget 10evaluations --threads 2 --out r; }
expect 2 '^cellar: plug-in libbad.so: searcher rubbish on cifar10, seed [0-3], trial 2: asked for what is not in space nb201: choice 0 is 200; allowed is 0 to 4$' run
expect 2 '^cellar: plug-in libbad.so: searcher throws on cifar10, seed [0-3], trial 2: throws in next\(\): no more ideas$' run
expect 2 '^cellar: plug-in libbad.so: searcher constructs on cifar10, seed [0-3], trial 0: throws in its constructor: no beginning$' run
[ "$(cat r/cifar10/{random,evolution}/*.csv | grep -c '^# end: budget')" = 8 ] || fail "the other searchers' runs were not made"
[ "$(run 2>&1 >/dev/null | wc -l)" = 3 ] || fail "not one line for each searcher at fault"

# A day's work: a plug-in is edited between two runs.
cat >greedy.cpp <<'END'
#include "core/plugin.hpp"
using namespace cellar;
struct Greedy final : Searcher {
  struct Options {
    void describe(OptionList&) {}
  };
  Greedy(const Problem& problem, const Options&, Rng rng) : space(problem.space), at(problem.full()), rng(rng) {}
  Request next() override { return Evaluate{best && rng.below(10) < PATIENT ? space.mutate(*best, rng) : space.random(rng), at}; }
  void tell(const Trial& trial) override {
    if (trial.valid_accuracy.value_or(-1) < accuracy) return;
    accuracy = *trial.valid_accuracy;
    best = trial.asked.arch;
  }
  const SearchSpace& space;
  const Fidelity at;
  Rng rng;
  std::optional<Architecture> best;
  double accuracy = 0;
};
extern "C" const PluginAbi cellar_plugin_abi = plugin_abi();
extern "C" void cellar_plugin_v1(Extensions& e) { e.searchers.add<Greedy>({.name = "greedy"}); }
END
greedy() { "$cellar" run greedy random --plugin ./libgreedy.so --budget 20evaluations --out day "$@"; }
build_greedy() { sed "s/PATIENT/$1/" greedy.cpp >edited.cpp && build edited.cpp libgreedy.so; }
build_greedy 9
expect 0 '^6 runs' greedy --seeds 3
expect 0 '^0 runs.*6 were there already' greedy --seeds 3
old=$(sed -n 's/^# setting searcher_code: //p' day/cifar10/greedy/seed-000000.csv)
grep -qE '^libgreedy.so [0-9a-f]{16}$' <<<"$old" || fail "the head does not say which library made it: $old"
cp -r day before
build_greedy 5
refused "searcher_code was $old and is now libgreedy.so [0-9a-f]{16}; --redo greedy makes its runs anew" greedy --seeds 5
same before day
refused "unknown searcher of this run to redo 'greddy' .did you mean 'greedy'" greedy --seeds 5 --redo greddy
expect 0 '^7 runs.* 3 by other code moved into day/earlier; 3 were there already' greedy --seeds 5 --redo greedy
same before/cifar10/greedy day/earlier/1/cifar10/greedy
grep -q "$old" day/cifar10/greedy/*.csv && fail "a run of the old library was not made anew"
expect 0 '^greedy +5 ' "$cellar" summary day
cp before/cifar10/greedy/seed-000000.csv day/cifar10/greedy/
refused 'has searcher_code .* other code made it; --mixed takes them together' "$cellar" summary day
refused 'other code made it; --mixed' "$cellar" curve day --csv -
refused 'other code made it; --mixed' "$cellar" plot day --out day.svg
expect 0 '^greedy +5 ' "$cellar" summary day --mixed
finish
