#!/usr/bin/env bash
# An oracle that a plug-in brings, with a space and a proxy of its own and without a table: run, resume, report; and its
# faults.
#   SOURCE  the source folder
. "$(dirname "$0")/lib.sh"

build_examples bumpy
sed -e 's/"bumpy"/"faulty"/; s/"words"/"letters"/g; s/"first-letter"/"second-letter"/' \
  -e 's|return {bumps(arch) + options_.noise \* rng.normal(), 60};|if (arch[0] == 1) throw std::runtime_error("the disk is full"); if (arch[0] == 2) return {50.0, -1}; return {bumps(arch), 60};|' \
  "$SOURCE/experiments/examples/bumpy.cpp" >examples/faulty.cpp
g++ -std=c++20 -fPIC -shared -I installed/include/cellar -I installed/include examples/faulty.cpp -o examples/libfaulty.so ${EXAMPLE_FLAGS:-} >log 2>&1 ||
  fail "the faulty oracle does not build: $(tail -5 log)"

# An oracle of one's own, without a table: what was observed is all that is known.
bumpy="--plugin examples/libbumpy.so --oracle bumpy(noise=0.5)"
# shellcheck disable=SC2086 # one word for each
{
  expect 0 '^bumpy .*noise=1' "$cellar" list oracles --plugin examples/libbumpy.so
  expect 0 '^first-letter ' "$cellar" list proxies --plugin examples/libbumpy.so
  refused "no default budget" "$cellar" run random $bumpy --dataset hills --out bumpy
  refused "oracle bumpy takes any data set" "$cellar" run random $bumpy --budget 50evaluations --out bumpy
  refused "noise=200 is not allowed" "$cellar" run random --plugin examples/libbumpy.so --oracle 'bumpy(noise=200)' --dataset hills --budget 9evaluations --out no
  refused "'../hills' cannot be the name of a data set" "$cellar" run random $bumpy --dataset ../hills --budget 9evaluations --out no
  refused "there is no oracle 'bumpy'" "$cellar" run random --oracle bumpy --dataset hills --out no
  expect 0 '20 runs, 4000 evaluations' "$cellar" run random 'evolution(warm=first-letter)' $bumpy --dataset hills --budget 200evaluations --seeds 10 --out bumpy
  expect 0 '20 were there already' "$cellar" run random 'evolution(warm=first-letter)' $bumpy --dataset hills --budget 200evaluations --seeds 10 --out bumpy
  refused 'oracle was bumpy.noise=0.5. and is now bumpy.noise=1.' "$cellar" run random --plugin examples/libbumpy.so --oracle bumpy --dataset hills --budget 200evaluations --out bumpy
  expect 0 'hills without a table, at the end of each run' "$cellar" summary bumpy
  expect 0 'no table says more of what was found' "$cellar" summary bumpy
  expect 0 '^searcher +runs +bumps.height +evaluations' "$cellar" summary bumpy
  "$cellar" plot bumpy --out bumpy.svg >/dev/null || fail "no plot without a table"
  grep -q 'bumps.height \[m\]' bumpy.svg || fail "the plot does not say what was observed"
}

# What is thrown, and what no oracle may answer, is named as the oracle's; status 2.
faulty="--plugin examples/libfaulty.so --oracle faulty --dataset hills --budget 200evaluations"
# shellcheck disable=SC2086 # one word for each
{
  expect 2 'the oracle on hills, asked by searcher random with seed [0-9]+: (throws in measure.. of 1:[0-3:]* for 1 epochs: the disk is full|measure.. of 2:[0-3:]* for 1 epochs costs -1 seconds)' \
    "$cellar" run random $faulty --out faulty
  expect 2 'the oracle on hills' "$cellar" run random $faulty --out faulty
}
finish
