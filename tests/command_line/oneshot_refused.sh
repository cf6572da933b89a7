#!/usr/bin/env bash
# What stands in the way of a search with shared weights, said in one line, and what is left to go on from: wrong images,
# devices, states, memory, a loss that is no number, a full disk.
. "$(dirname "$0")/lib.sh"

small=images=toy,channels=4,cells=1,batch=16,valid_batch=16
darts="darts(epochs=6,$small)"
run() { local out=$1; shift; "$cellar" run "$@" --threads 1 --torch-threads 1 --out "$out"; }
# A state's bytes, and all of a trace but its last column, the seconds that an epoch took for real.
contents() { (cd "$1" && find . -path '*.state/*' -type f -exec cksum {} + && sed -E '/^[0-9]/s/,[^,]*$//; /^# end/s/ [0-9a-f]{16}$//' */*/*.csv); }
same_run() { diff <(contents "$1") <(contents "$2") >/dev/null || fail "$1 and $2 differ"; }

# Images.
refused 'no data of cifar10 in ./nowhere.* come from https://' run o 'darts(epochs=1)' --data ./nowhere
refused 'no data of fashion-mnist in ./nowhere.* come from Debian.* or https://' run o 'darts(epochs=1,images=fashion-mnist)' --data ./nowhere
mkdir -p images/cifar-10-batches-bin
for part in data_batch_{1..5} test_batch; do head -c 30730 /dev/zero >images/cifar-10-batches-bin/$part.bin; done
truncate -s -100 images/cifar-10-batches-bin/data_batch_3.bin
refused 'data_batch_3.bin' run o 'darts(epochs=1)' --data images
rm images/cifar-10-batches-bin/data_batch_3.bin
refused 'data_batch_3.bin is missing: .* comes from https://' run o 'darts(epochs=1)' --data images

# Devices and workers. A run that is refused before it begins leaves no folder.
for device in gpu cuda:x cpu:0:1; do refused "device '$device': allowed are auto, cpu, cuda, cuda:1 and mps" run o "$darts" --device "$device"; done
refused "device 'cuda:99': this LibTorch sees cpu" run o "$darts" --device cuda:99
output=$(run o "$darts" --device cuda 2>&1) || grep -qE "^cellar: device 'cuda': this LibTorch sees cpu" <<<"$output" ||
  fail "--device cuda where there is none: $output"
refused '2 workers are too many, 1 is allowed' run p "$darts" --workers 2
refused 'channels=0 is not allowed' run p 'darts(channels=0)'
refused "unknown option of darts 'chanels'.*did you mean 'channels'" run p 'darts(chanels=4)'
refused "order=3 is not allowed" run p 'darts(order=3)'
[ -e p ] && fail "a refused run made its folder"

# A loss that is no number: what was saved before stays as it was and can be read.
wild="darts(epochs=9,$small,rate=10,weight_decay=1)"
refused 'darts, epoch [2-9] of 9: the loss is no number; .*--from .* rate \(now 10\) may help' run wild "$wild"
epoch=$(run wild "$wild" 2>&1 | sed -E 's/.* epoch ([0-9]+) of.*/\1/')
state=$(echo wild/cifar10/darts*/seed-000000.state/*/checkpoint.pth)
case $state in */$(printf '%06d' $((epoch - 1)))/*) ;; *) fail "the loss fails in epoch $epoch, saved is $state" ;; esac
contents wild >before
expect 0 'darts' "$cellar" checkpoint show "$state"
refused "epoch $epoch of 9:" run wild "$wild"
diff before <(contents wild) >/dev/null || fail "a search that fails changes what was saved"

# Memory. OpenBLAS takes some for each core.
limited() { (ulimit -v "$1" && shift && OPENBLAS_NUM_THREADS=1 run "$@"); }
refused 'networks need 1 GiB of memory' limited 900000 memory "$darts"
refused 'darts: there is not enough memory: fewer channels, cells or images a batch need less' \
  limited 1500000 memory 'darts(epochs=1,images=toy,channels=1024)'
expect 0 '^1 run' limited 1500000 memory "$darts"

# States: of a run that was killed after some epochs. What is refused stays as it is.
run whole "$darts" >/dev/null || fail "no run"
same_run memory whole
long="darts(epochs=40,$small)"
run long "$long" >/dev/null || fail "no long run"
("$cellar" run "$long" --threads 1 --torch-threads 1 --out cut & echo $! >searcher; wait) >/dev/null 2>&1 &
for ((i = 0; i < 3000; i++)); do compgen -G 'cut/cifar10/darts*/seed-000000.state/0*/checkpoint.pth' >/dev/null && break; sleep 0.01; done
kill -9 "$(cat searcher)" 2>/dev/null
wait
saved() { echo "$1"/cifar10/darts*/seed-000000.state/0*/checkpoint.pth; }
[ -s "$(saved cut)" ] || fail "no state is there after a kill"
grep -q '^# end' cut/cifar10/darts*/seed-000000.csv && fail "the run had ended when it was killed"
again() { rm -rf tried && cp -r cut tried; }
is_refused() {
  contents tried >before
  refused "$1" run tried "$long"
  diff before <(contents tried) >/dev/null || fail "a refused state is changed"
}
size=$(stat -c %s "$(saved cut)")
for bytes in 0 1 $((size / 2)) $((size - 1)); do
  again
  truncate -s $bytes "$(saved tried)"
  is_refused 'checkpoint.pth'
done
refusals=0
for ((i = 0; i < 8; i++)); do
  again
  at=$((RANDOM * 32768 % size + RANDOM % 32768)) at=$((at % size))
  byte=$(od -An -tu1 -j $at -N 1 "$(saved tried)")
  printf "\\x$(printf %x $((byte ^ 1 << i % 8)))" | dd of="$(saved tried)" bs=1 seek=$at conv=notrunc status=none
  output=$(run tried "$long" 2>&1)
  case $? in
    0) same_run long tried ;;  # in the filling between two tensors, say
    2) refusals=$((refusals + 1)); grep -qE '^cellar: .*checkpoint.pth' <<<"$output" || fail "byte $at flipped: $output" ;;
    *) fail "byte $at flipped: $output" ;;
  esac
done
[ $refusals -ge 4 ] || fail "only $refusals of 8 flipped bytes were seen"
for other in "darts(epochs=40,images=toy,channels=8,cells=1,batch=16,valid_batch=16)" "darts(epochs=40,images=toy,channels=4,cells=2,batch=16,valid_batch=16)"; do
  rm -rf other && run other "${other/epochs=40/epochs=1}" >/dev/null || fail "no other search"
  again
  cp "$(saved other)" "$(saved tried)"
  is_refused 'checkpoint.pth is a search with channels='
done
again
refused 'budget was none and is now 120 seconds' run tried "$long" --budget 120
expect 0 '^1 run, .* 1 of them continued' run tried "$long"
same_run long tried

# A disk that fills up while a state is saved.
mkdir disk
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=$((size * 7 / 4)) tmpfs disk 2>/dev/null; then
  trap 'cd /; umount "$work/disk"; rm -rf "$work"' EXIT
  refused 'No space left' run disk/r "$darts"
  [ -s "$(saved disk/r)" ] || fail "nothing was saved before the disk was full"
  mount -o remount,size=40m disk || fail "no room"
  expect 0 '^1 run, .* 1 of them continued' run disk/r "$darts"
  same_run whole disk/r
else
  echo "a small tmpfs can be mounted by root only: no disk was filled"
fi
finish
