#!/usr/bin/env bash
# cellar train and evaluate on small images: kill -9 at random moments and Ctrl-C, after which all files are those of an
# undisturbed run but for seconds; and what is refused.
. "$(dirname "$0")/lib.sh"

if [ ! -e "$BUILD"/lib*/libcellar_oneshot.so ]; then
  echo "SKIPPED: built without LibTorch"
  exit 0
fi

mkdir images
idx images/train 96
idx images/t10k 48

small=(--dataset idx --data images --channels 4 --cells 1 --batch 16 --torch-threads 1)
train() { exec "$cellar" train 6111 "${small[@]}" --epochs 10 --seeds 2 --threads 2 --save-every 2 --out "$1"; }
# The folder without seconds, which stand in the last columns.
timeless() {
  rm -rf "$1.timeless"
  cp -r "$1" "$1.timeless"
  find "$1.timeless" -name '*.csv' -exec sed -i '/^#/!s/,[^,]*$//' {} +
}
same_but_seconds() {
  timeless "$1"
  timeless "$2"
  same "$1.timeless" "$2.timeless"
}

begin=$(date +%s%N)
(train whole) >out || fail "no training: $(cat out)"
took=$((($(date +%s%N) - begin) / 1000))  # [µs]
[ "$(grep -cE '^cell 6111, seed [01]: idx\.test@10/10 = [0-9.]+ %, in whole/idx/006111/seed-00000[01]$' out)" = 2 ] ||
  fail "not a line for each training: $(cat out)"
(train whole) >again || fail "cannot be called again"
same out again
timeless whole

landed=0
for ((i = 0; i < 4; i++)); do
  (train killed) >/dev/null 2>&1 &
  sleep "$(awk -v r=$RANDOM -v t=$took 'BEGIN { printf "%.6f", (0.2 + 0.7 * r / 32768) * t / 1e6 }')"
  kill -9 $! 2>/dev/null
  wait $! 2>/dev/null
  [ $? = 137 ] && landed=$((landed + 1))
  [ $((i % 2)) = 0 ] && continue
  (train killed) >/dev/null || fail "cannot go on after a kill"
  same_but_seconds whole killed
  rm -rf killed
done
[ "$landed" -ge 1 ] || fail "no kill hit a running program"

(train stopped) >/dev/null 2>out &
for ((i = 0; i < 600; i++)); do  # until it trains
  [ -e stopped/idx/006111/seed-000000/epochs.csv ] && break
  sleep 0.1
done
kill -INT $!
wait $!
status=$?
if [ $status = 130 ]; then
  grep -q 'the same command goes on' out || fail "Ctrl-C does not say how to go on: $(cat out)"
elif [ $status != 0 ]; then
  fail "Ctrl-C ends with status $status: $(cat out)"
fi
(train stopped) >/dev/null || fail "cannot go on after Ctrl-C"
same_but_seconds whole stopped

# A training that goes on keeps its threads; others, which round otherwise, are refused.
expect 0 '^# .* device=cpu torch_threads=1$' head -n 1 whole/idx/006111/seed-000000/epochs.csv
refused "epochs.csv is of another training .'torch_threads=1' where this has 'torch_threads=3'" "$cellar" train 6111 "${small[@]:0:10}" --torch-threads 3 \
  --epochs 10 --out whole
rm whole/idx/006111/seed-000000/metrics.csv
"$cellar" train 6111 "${small[@]:0:10}" --epochs 10 --threads 1 --out whole >/dev/null || fail "cannot go on with its own threads"
same_but_seconds stopped whole

weights=whole/idx/006111/seed-000000/weights.pt
accuracy=$(sed -n 's/^cell 6111, seed 0: .* = \([0-9.]*\) %.*/\1/p' again)
expect 0 "^computed +[0-9.]+ +$accuracy +100.00$" "$cellar" evaluate 6111 --weights $weights --dataset idx --data images --torch-threads 1
expect 0 '1 architectures read' "$cellar" import whole/idx/006111/seed-000000/metrics.csv --space nb201 --out one.table
expect 0 "test +${accuracy%?}" "$cellar" query 6111 --dataset idx --set test --schedule 10 --table one.table

expect 2 '^cellar: there is not enough memory: fewer channels' bash -c 'ulimit -v 4000000; exec "$@"' _ \
  "$cellar" train 6111 --dataset idx --data images --channels 1024 --cells 100 --out x
expect 2 '^cellar: cell 3, seed 0: the loss of epoch 1 is no number \(learning rate 1e\+30\); nothing is kept' \
  "$cellar" train 3 "${small[@]}" --rate 1e30 --out x
truncate -s 3000 images/train-images-idx3-ubyte
refused 'images/train-images-idx3-ubyte: .*cut short' "$cellar" train 3 "${small[@]}" --out x
finish
