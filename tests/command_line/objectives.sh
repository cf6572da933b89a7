#!/usr/bin/env bash
# A table with figures of other units, and a searcher of two objectives: run, kill -9, resume, report.
#   SOURCE  the source folder
. "$(dirname "$0")/lib.sh"

build_examples pareto

# Similarity in fractions, a negative loss of three trainings, latency where the device can run it.
/usr/bin/python3 - <<'END' || fail "no figures can be made"
import itertools
with open("views.csv", "w") as file:
    file.write("a,b,c,views.valid [1 max -1..1],views.loss@5/5.1 [nats min],views.loss@5/5.2 [nats min],latency.board [ms min 0..],views.epoch_seconds\n")
    for a, b, c in itertools.product(range(6), range(6), range(6)):
        similarity = -1 + 2 * ((a * 36 + b * 6 + c) * 31 % 216) / 216
        loss = 3 - (a + b + c) / 9
        latency = "" if c == 5 else 4 + a * b + c
        file.write(f"{a},{b},{c},{similarity},{loss},{loss + 0.25},{latency},2\n")
END
cat >views.notes <<'END'
[provenance]
made up
[columns]
views.valid [1 max -1..1; measured] = structural similarity
[datasets]
views = observe valid, truth valid, budget 400evaluations
END
sed '1s/views.valid [[][^]]*[]]/views.valid/' views.csv >unsaid.csv
refused "line 2, column 'views.valid': '-1.0' is not a number from 0 to 100" \
  "$cellar" import unsaid.csv --space auto --out no.table
expect 0 'means over seeds computed: views.loss@5/5' "$cellar" import views.csv --space auto --notes views.notes

sed '1s/latency.board/cost_seconds/' views.csv >taken.csv
"$cellar" import taken.csv --space auto --out taken.table --quiet || fail "no table with another name"

two="--table views.table --observe valid,latency.board --plugin examples/libpareto.so"
seeds=${SLOW:+20}
seeds=${seeds:-300}
# shellcheck disable=SC2086 # one word for each
run() { exec "$cellar" run pareto random $two --seeds $seeds --out "$1"; }
begin=$(date +%s%N)
(run whole) >/dev/null || fail "two objectives cannot be searched"
took=$((($(date +%s%N) - begin) / 1000))  # [µs]
head -40 whole/views/pareto/seed-000000.csv >head
grep -q '^# setting objective: views.valid; 1; maximise; -1 to 1; measured$' head || fail "the first objective: $(grep objective head)"
grep -q '^# setting objective: latency.board; ms; minimise; 0 to ?; tabled$' head || fail "the second objective: $(grep objective head)"
grep -q '^trial,.*,views.valid,latency.board,' head || fail "no column for each: $(grep ^trial head)"
# A latency that is missing leaves its field empty, and the trial is none that failed.
/usr/bin/python3 - <<'END' || fail "the trace does not hold the table's figures"
import csv
lines = [line for line in open("whole/views/pareto/seed-000000.csv") if not line.startswith("#")]
table = {f"{r['a']}:{r['b']}:{r['c']}": r for r in csv.DictReader(open("views.csv"))}
rows = list(csv.DictReader(lines))
for row in rows:
    known = table[row["architecture"]]
    assert row["status"] in ("ok", "repeated"), row
    assert float(row["views.valid"]) == float(known["views.valid [1 max -1..1]"]), row
    assert row["latency.board"] == "" or float(row["latency.board"]) == float(known["latency.board [ms min 0..]"]), row
    assert (row["latency.board"] == "") == (known["latency.board [ms min 0..]"] == ""), row
assert len(rows) == 400 and any(row["latency.board"] == "" for row in rows)
END

landed=0
for part in 2 3 4 6 9 14 20 30; do
  (run killed) >/dev/null 2>&1 &
  sleep "$(awk -v t=$took -v p=$part 'BEGIN { printf "%.6f", t / p / 1e6 }')"
  kill -9 $! 2>/dev/null
  wait $! 2>/dev/null
  if [ $? = 137 ]; then landed=1 && break; else rm -rf killed; fi
done
[ $landed = 1 ] || fail "no kill hit a running program"
(run killed) >/dev/null || fail "two objectives cannot be resumed"
same whole killed

expect 0 'searchers saw views.valid .measured: structural similarity., latency.board; of several, the first decides' "$cellar" summary whole
expect 0 '^searcher +runs +views.valid +latency.board +regret' "$cellar" summary whole
expect 0 '^ +\[ms\]' "$cellar" summary whole
expect 0 '"metric": "latency.board"' "$cellar" summary whole --json
refused "'cost_seconds' cannot be observed: traces have a column of that name" "$cellar" run random --table taken.table --observe cost_seconds --out no
"$cellar" plot whole --metric views.valid,latency.board --out two.svg >/dev/null || fail "no plot of both"
grep -q 'latency.board \[ms\]' two.svg || fail "the plot does not say milliseconds"
expect 0 '^views,pareto,[0-9.e+]+,latency.board,' "$cellar" curve whole --metric latency.board --csv -
expect 0 'lowest latency.board .*' "$cellar" best --table views.table --metric latency.board --limit 'valid>=0.5'
refused 'pareto needs two objectives' "$cellar" run pareto --plugin examples/libpareto.so --table views.table --out one
refused 'objective was views.valid' "$cellar" run pareto --plugin examples/libpareto.so --table views.table --observe loss@5/5,latency.board --out whole
refused "unknown measure of table 'views' 'vald' .did you mean 'valid'" "$cellar" run random --table views.table --observe vald --out no
refused '--low-epochs models one accuracy in per cent' "$cellar" run random --table views.table --low-epochs exp --out no

# A loss of single trainings is drawn, and made small: the best of a run is the lowest.
"$cellar" run evolution --table views.table --observe loss@5/5 --budget 200evaluations --seeds 5 --out loss >/dev/null || fail "a loss cannot be searched by"
expect 0 'views.loss@5/5 .each evaluation draws one of 2 training seeds.' "$cellar" summary loss
/usr/bin/python3 - <<'END' || fail "evolution does not make the loss small"
import csv, statistics
def rows(name): return list(csv.DictReader(line for line in open(name) if not line.startswith("#")))
# Of random cells: the table's mean, and what the mean of 50 varies by.
table = [float(row[f"views.loss@5/5.{seed} [nats min]"]) for row in rows("views.csv") for seed in (1, 2)]
chance, error = statistics.mean(table), statistics.pstdev(table) / 50**0.5
last = [float(row["views.loss@5/5"]) for row in rows("loss/views/evolution/seed-000000.csv")[-50:]]
assert statistics.mean(last) < chance - 5 * error, (statistics.mean(last), chance, error)
END
finish
