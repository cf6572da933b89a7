#!/usr/bin/env bash
# kill -9 at random moments: after continuing, all traces are those of an undisturbed run. Then Ctrl-C.
#   kill.sh [KILLS]      SLOW=1: fewer and shorter runs, for programs with sanitizers
. "$(dirname "$0")/lib.sh"
kills=${1:-${SLOW:+6}}
kills=${kills:-20}
seeds=${SLOW:+60}
seeds=${seeds:-1000}

run() { exec "$cellar" run random evolution reinforce --dataset cifar100 --seeds $seeds --workers 2 --threads 2 --out "$1"; }
begin=$(date +%s%N)
(run whole) >/dev/null || fail "no run"
took=$((($(date +%s%N) - begin) / 1000))  # [µs]

landed=0
for ((i = 0; i < kills; i++)); do
  (run killed) >/dev/null 2>&1 &
  sleep "$(awk -v r=$RANDOM -v t=$took 'BEGIN { printf "%.6f", r / 32768 * t / 2e6 }')"
  kill -9 $! 2>/dev/null
  wait $! 2>/dev/null
  [ $? = 137 ] && landed=$((landed + 1))  # not one that had ended
  # Every other kill falls on a run that goes on, the next one on a new folder, so that most fall on a run at work.
  [ $((i % 2)) = 0 ] && continue
  (run killed) >/dev/null || fail "cannot go on after a kill"
  same whole killed
  rm -rf killed
done
(run killed) >/dev/null || fail "cannot go on after a kill"
same whole killed
echo "$landed of $kills kills hit a running program"
[ "$landed" -ge $((kills / 3)) ] || fail "too few kills hit a running program"

status=0
for part in 3 4 6 9 14 20; do  # of the time that the runs took: one of these comes before they end
  rm -rf killed
  (run killed) >out 2>&1 &
  sleep "$(awk -v t=$took -v p=$part 'BEGIN { printf "%.6f", t / p / 1e6 }')"
  kill -INT $!
  wait $!
  status=$?
  [ $status != 0 ] && break
done
[ $status = 130 ] || fail "Ctrl-C ends with status $status: $(cat out)"
grep -q 'the same command resumes' out || fail "Ctrl-C does not say how to go on: $(cat out)"
(run killed) >/dev/null || fail "cannot go on after Ctrl-C"
same whole killed
finish
