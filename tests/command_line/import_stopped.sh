#!/usr/bin/env bash
# An import of an official file that does not come to its end: kill -9, Ctrl-C, a full disk. What was not finished is never
# taken for a table, and the next import makes the same one as if nothing had happened.
#   import_stopped.sh [KILLS]      SLOW=1: fewer, for programs with sanitizers
. "$(dirname "$0")/lib.sh"
official=${REFERENCE:-}/data/formats/NATS-tss-v1_0-3ffb9.pickle.pbz2
if [ ! -e "$official" ]; then
  echo "SKIPPED: no reference figures at $official"
  exit 0
fi
kills=${1:-${SLOW:+4}}
kills=${kills:-15}

import() { exec "$cellar" import "$official" --out "$1/t.table"; }
# after SHARE OF FOLDER SIGNAL: starts an import and sends the signal after that share of its time; its status.
after() {
  (import "$2") >out 2>&1 &
  sleep "$(awk -v t=$took -v p="$1" 'BEGIN { printf "%.6f", t * p / 1e6 }')"
  kill "$3" $! 2>/dev/null
  wait $! 2>/dev/null
}
mkdir whole killed stopped
begin=$(date +%s%N)
(import whole) >/dev/null || fail "no import"
took=$((($(date +%s%N) - begin) / 1000))  # [µs]

landed=0
for ((i = 0; i < kills; i++)); do
  rm -f killed/*.table
  after "$(awk -v r=$RANDOM 'BEGIN { print r / 32768 * 1.1 }')" killed -9
  [ $? = 137 ] && landed=$((landed + 1))
  [ -e killed/t.table ] && { cmp -s whole/t.table killed/t.table || fail "half a table"; continue; }
  expect 0 '' "$cellar" list tables --tables killed
  "$cellar" list tables --tables killed | grep -q '^t ' && fail "what was killed is taken for a table"
done
echo "$landed of $kills kills hit a running import"
[ "$landed" -ge $((kills / 3)) ] || fail "too few kills hit a running import"
(import killed) >/dev/null || fail "no import after a kill"
cmp -s whole/t.table killed/t.table || fail "another table after a kill"

status=0
for share in 0.3 0.2 0.5 0.1 0.05; do  # one of them comes before it ends
  after $share stopped -INT
  status=$?
  [ $status != 0 ] && break
  rm -f stopped/*
done
[ $status = 130 ] || fail "Ctrl-C ends with status $status: $(cat out)"
grep -q '^cellar: interrupted' out || fail "Ctrl-C says: $(cat out)"
[ -z "$(ls -A stopped)" ] || fail "Ctrl-C leaves $(ls -A stopped)"

for bad in "$REFERENCE"/data/formats/bad/*; do
  [ "$(basename "$bad")" = v10_flip.pth ] && continue  # a flipped bit of a figure cannot be seen
  refused '' "$cellar" import "$bad" --out stopped/bad.table
  [ -z "$(ls -A stopped)" ] || fail "$bad leaves $(ls -A stopped)"
done

mkdir disk
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=400k tmpfs disk 2>/dev/null; then
  trap 'cd /; umount "$work/disk"; rm -rf "$work"' EXIT
  refused 'No space left' "$cellar" import "$official" --out disk/t.table
  [ -z "$(ls -A disk)" ] || fail "a full disk keeps $(ls -A disk)"
fi
finish
