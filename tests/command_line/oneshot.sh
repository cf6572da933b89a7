#!/usr/bin/env bash
# Searchers that train shared weights, on toy images: killed and gone on with, interrupted, several at a time.
. "$(dirname "$0")/lib.sh"

small=images=toy,channels=4,cells=1,batch=16,valid_batch=16
darts="darts(epochs=30,$small)"
enas="enas(epochs=8,candidates=5,updates=4,samples=3,$small)"

run() { local out=$1; shift; "$cellar" run "$@" --torch-threads 1 --out "$out"; }
# All but the last column, the seconds that an epoch took for real.
traces() { (cd "$1" && for trace in */*/*.csv; do echo "$trace"; sed -E '/^[0-9]/s/,[^,]*$//; /^# end/s/ [0-9a-f]{16}$//' "$trace"; done); }
states() { (cd "$1" && find . -path '*.state/*' -type f -exec cksum {} + | sort -k3); }
same_runs() {
  diff <(traces "$1") <(traces "$2") >/dev/null || fail "the traces of $1 and $2 differ"
  diff <(states "$1") <(states "$2") >/dev/null || fail "the states of $1 and $2 differ: $(states "$2")"
}

# Undisturbed.
begin=$(date +%s%N)
expect 0 '^2 runs, 38 epochs' run whole "$darts" "$enas" --threads 1
took=$((($(date +%s%N) - begin) / 1000))  # [µs]
trace=$(echo whole/cifar10/darts*/seed-000000.csv)
expect 0 '^# setting price: 60 simulated seconds for each epoch; the real ones are in real_seconds$' grep '^# setting price' "$trace"
expect 0 ',real_seconds$' grep '^trial,' "$trace"
expect 0 '^# end: finished [0-9a-f]{16}$' tail -n 1 "$trace"
expect 0 '^30$' grep -c '^[0-9]' "$trace"
[ "$(states whole | wc -l)" = 2 ] || fail "not one state for each run: $(states whole)"
state=$(echo whole/cifar10/darts*/seed-000000.state/000030/checkpoint.pth)
expect 0 '^darts-v1 \(DARTS, first order\), 30 of 30 epochs finished, cifar10' "$cellar" checkpoint show "$state"
expect 0 '^None archive/data.pkl archive/version$' python3 -c "
import sys, zipfile
state = zipfile.ZipFile(sys.argv[1])
print(state.testzip(), state.namelist()[0], state.namelist()[-1])" "$state"
expect 0 'were there already' run whole "$darts" "$enas" --threads 1

# kill -9 at random moments, most of them while epochs are made.
kills=6 landed=0 continued=0
for ((i = 0; i < kills; i++)); do
  (exec "$cellar" run "$darts" "$enas" --threads 1 --torch-threads 1 --out killed) >/dev/null 2>&1 &
  sleep "$(awk -v r=$RANDOM -v t=$took 'BEGIN { printf "%.6f", (0.2 + 0.5 * r / 32768) * t / 1e6 }')"
  kill -9 $! 2>/dev/null
  wait $! 2>/dev/null
  [ $? = 137 ] && landed=$((landed + 1))
  [ $((i % 2)) = 0 ] && continue
  run killed "$darts" "$enas" --threads 1 >out 2>&1 || fail "cannot go on after a kill: $(cat out)"
  grep -q 'of them continued' out && continued=$((continued + 1))
  same_runs whole killed
  rm -rf killed
done
echo "$landed of $kills kills hit a running program, $continued of $((kills / 2)) runs went on in the middle"
[ $landed -ge $((kills / 3)) ] || fail "too few kills hit a running program"

# Ctrl-C.
for part in 2 3 4; do  # of the time that the runs took: one of these comes before they end
  rm -rf killed
  (exec "$cellar" run "$darts" "$enas" --threads 1 --torch-threads 1 --out killed) >out 2>&1 &
  sleep "$(awk -v t=$took -v p=$part 'BEGIN { printf "%.6f", t / p / 1e6 }')"
  kill -INT $! 2>/dev/null
  wait $!
  status=$?
  [ $status != 0 ] && break
done
[ $status = 130 ] || fail "Ctrl-C ends with status $status: $(cat out)"
grep -q '^cellar: .*the same command resumes$' out || fail "Ctrl-C does not say how to go on: $(cat out)"
expect 0 '^[12] runs?, ' run killed "$darts" "$enas" --threads 1
same_runs whole killed

# Several runs at a time.
run one-by-one "darts(epochs=3,$small)" "gdas(epochs=3,$small)" --seeds 2 --threads 1 >/dev/null || fail "no runs"
run together "darts(epochs=3,$small)" "gdas(epochs=3,$small)" --seeds 2 --threads 2 >/dev/null || fail "no runs at a time"
same_runs one-by-one together

# A run that goes on keeps the threads of its arithmetic and its device, and is refused others: they round otherwise.
run threads "darts(epochs=3,$small)" >/dev/null || fail "no run"
trace=$(echo threads/cifar10/darts*/seed-000000.csv)
expect 0 '^# info device: cpu$' grep '^# info device' "$trace"
expect 0 '^# info threads: 1$' grep '^# info threads' "$trace"
cp "$trace" whole.csv
sed -i '$d' "$trace"
sed -i '$d' "$trace"
refused 'was begun with threads 1 and this would be 3, which rounds otherwise: give --torch-threads 1' \
  "$cellar" run "darts(epochs=3,$small)" --torch-threads 3 --out threads
expect 0 '^1 run' "$cellar" run "darts(epochs=3,$small)" --threads 1 --out threads
diff <(sed -E '/^[0-9]/s/,[^,]*$//; /^# end/s/ [0-9a-f]{16}$//' whole.csv) <(sed -E '/^[0-9]/s/,[^,]*$//; /^# end/s/ [0-9a-f]{16}$//' "$trace") >/dev/null ||
  fail "a run that went on took other threads"
sed -i -e 's/^# info device: cpu/# info device: cuda/' -e '$d' "$trace"
refused 'was begun with device cuda and this would be cpu' "$cellar" run "darts(epochs=3,$small)" --out threads

# What a search says of itself is true on the real clock, too.
run clock "darts(epochs=2,epoch_seconds=0,$small)" >/dev/null || fail "no run on the real clock"
trace=$(echo clock/cifar10/darts*/seed-000000.csv)
expect 0 '^# setting price: real: the seconds that each epoch took$' grep '^# setting price' "$trace"
awk -F, '/^[0-9]/ && $12 != $NF { exit 1 }' "$trace" || fail "an epoch does not cost the seconds that it took"

finish
