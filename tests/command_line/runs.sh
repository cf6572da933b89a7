#!/usr/bin/env bash
# Runs, their summary, curve and plot, and what may be in the way.
. "$(dirname "$0")/lib.sh"

run_with() { "$cellar" run random evolution --dataset cifar10,cifar100 --seeds 5 --budget "$@"; }
run() { run_with 3000 "$@"; }
run --out a --threads 1 >/dev/null && run --out b --threads 3 >/dev/null || fail "no runs"
same a b
expect 0 '20 were there already' run --out a
same a b

cat >plan.ini <<'END'
searcher = random
searcher = evolution
dataset = cifar10,cifar100
seeds = 9
budget = 3000
END
"$cellar" run --plan plan.ini --seeds 5 --out c >/dev/null || fail "no run by a plan"
same a c

refused "budget was 3000 seconds and is now 4000 seconds" run_with 4000 --out a
refused "workers was 1 and is now 4" run --out a --workers 4
same a b

# A trace in the middle of a line goes on; a damaged one is named with its line.
trace=a/cifar10/random/seed-000003.csv
head -c -300 b/cifar10/random/seed-000003.csv >$trace
expect 0 '1 of them continued' run --out a
same a b
sed -i '25s/ok/ko/; $d' $trace
cp $trace damaged.csv
refused "seed-000003.csv, line 25" run --out a
cmp -s $trace damaged.csv || fail "a damaged trace was changed"
rm $trace
run --out a >/dev/null

# One that has ended is found by the checksum of its end.
sed -i '25s/ok,0,/ok,1,/' $trace
refused "seed-000003.csv, is damaged: the checksum" run --out a
refused "seed-000003.csv line [0-9]*: the file is damaged: this checksum does not fit" "$cellar" summary a
cp b/cifar10/random/seed-000003.csv $trace
same a b

expect 0 'cifar100.*table nb201' "$cellar" summary a
expect 0 '"visible_regret"' "$cellar" summary a --json
expect 0 '"at_seconds": 1000' "$cellar" summary a --at 1000,2000 --json
expect 0 '"report_dataset": "ImageNet16-120"' "$cellar" summary a --report ImageNet16-120 --json
"$cellar" curve a --csv curve.csv --points 20 >/dev/null || fail "no curve"
expect 0 '^dataset,searcher,seconds,metric,runs,mean,sd,median,q25,q75$' head -1 curve.csv
for kind in svg png pdf; do
  "$cellar" plot a --out plot.$kind >/dev/null || fail "no $kind"
  [ -s plot.$kind ] || fail "plot.$kind is empty"
done
"$cellar" plot a --terminal >picture && grep -q random picture || fail "no plot in the terminal"
refused 'gnuplot' env PATH=/nowhere "$cellar" plot a --out x.svg
same a b

# Another version of the program is only a warning.
cp -r a old && sed -i 's/^# info program: .*/# info program: cellar 0.0.1/' old/cifar10/random/seed-000001.csv
head -c -200 old/cifar10/random/seed-000001.csv >cut && cp cut old/cifar10/random/seed-000001.csv
expect 0 'warning: .*made by cellar 0.0.1' run --out old
plain() { grep -vE 'program|^# end' "$1"; }
diff <(plain old/cifar10/random/seed-000001.csv) <(plain a/cifar10/random/seed-000001.csv) >/dev/null ||
  fail "the run of another version goes on otherwise"

# Parallel workers, searching by evaluations, another observation.
"$cellar" run random --out whole >/dev/null || fail "no run"
"$cellar" run evolution --workers 16 --budget 40evaluations --observe valid@200/200 --out w >/dev/null || fail "no workers"
grep -c '^[0-9]' w/cifar10/evolution/seed-000000.csv | grep -qx 40 || fail "not 40 evaluations"
expect 0 'valid@200/200' head -16 w/cifar10/evolution/seed-000000.csv

# A trace is what pandas reads without further ado.
for python in /usr/bin/python3 python3; do "$python" -c 'import pandas' 2>/dev/null && break; done
expect 0 '^183 14 ok True$' "$python" -c "
import pandas
trace = pandas.read_csv('whole/cifar10/random/seed-000000.csv', comment='#')
print(len(trace), len(trace.columns), *trace.status.unique(), trace.end_seconds.iloc[-1] > 20000 > trace.start_seconds.iloc[-1])"

# A folder that nobody may write in, not even root.
refused "/proc/nothing" "$cellar" run random --out /proc/nothing
refused "in use" flock a/lock "$cellar" run random --dataset cifar10 --seeds 6 --budget 3000 --out a
finish
