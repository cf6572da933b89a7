#!/usr/bin/env bash
# A table that lacks most architectures: searches are restricted to what it has, and say so; a search of two ends when
# both are known.
. "$(dirname "$0")/lib.sh"

# The figures of every fifteenth cell.
/usr/bin/python3 - "$SOURCE/experiments/tables/nb201.csv.gz" <<'END' || fail "no sparse table can be made"
import csv, gzip, sys
with gzip.open(sys.argv[1], "rt") as full:
    rows = list(csv.reader(full))
for name, kept in (("sparse", rows[1::15]), ("two", rows[1:3])):
    with open(f"{name}.csv", "w", newline="") as file:
        csv.writer(file).writerows([rows[0]] + kept)
END
for name in sparse two; do
  "$cellar" import $name.csv --space nb201 --out $name.table >import.$name 2>&1 || fail "no import: $(cat import.$name)"
done
expect 0 '14583 architectures of the space have no row' cat import.sparse

all=$("$cellar" list searchers | sed -n 's/^\([a-z-]*\) .*/\1/p' | grep -vE '^(rsps|darts|gdas|setn|enas|beta-darts|drnas|bananas)$')
# shellcheck disable=SC2086 # one word for each
run() { "$cellar" run $all bananas --table $1.table --low-epochs exp --seeds 2 --budget "$2" --out $1 "${@:3}"; }
expect 0 'cifar10: .*searched are 1042 of 15625 architectures' run sparse 40evaluations
grep -q '^# setting restricted_to: 1042 of 15625 architectures, [0-9a-f]*$' sparse/cifar10/random/seed-000000.csv || fail "the head does not say it"
grep -h '^[0-9]*,failed' sparse/cifar10/*/*.csv && fail "what has no figures was asked for"
expect 0 '^random +2 ' "$cellar" summary sparse
"$cellar" plot sparse --out sparse.svg >/dev/null || fail "no plot"
refused 'restricted_to was 1042 of .* and is now nothing' run sparse 40evaluations --missing fail

expect 0 'searched are 2 of 15625' run two 100000
for searcher in random evolution local-search tpe gp predictor bananas reinforce; do
  grep -q '^# end: exhausted' two/cifar10/$searcher/seed-000000.csv || fail "$searcher does not end when both cells are known"
done

"$cellar" run random --table sparse.table --missing fail --budget 100evaluations --seeds 20 --out failing >/dev/null || fail "no run"
expect 0 '^searcher .* failed' "$cellar" summary failing
grep -q ',failed,' failing/cifar10/random/seed-000000.csv || fail "nothing failed"
refused "unknown --missing 'restric'" "$cellar" run random --table sparse.table --missing restric --out no
finish
