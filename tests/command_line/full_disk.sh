#!/usr/bin/env bash
# A disk that fills up, and one that is read-only: one clear line, nothing recorded lost, and the same command goes on when there is room.
. "$(dirname "$0")/lib.sh"

run() { "$cellar" run random evolution --dataset cifar10 --seeds ${2:-40} --out "$1/r"; }
mkdir disk whole
if [ "$(id -u)" != 0 ] || ! mount -t tmpfs -o size=400k tmpfs disk 2>/dev/null; then
  echo "SKIPPED: a small tmpfs can be mounted by root only"
  exit 0
fi
trap 'cd /; umount "$work/disk"; rm -rf "$work"' EXIT
run whole >/dev/null || fail "no run"
refused 'No space left' run disk
recorded=$(cat disk/r/cifar10/*/*.csv | grep -c '^[0-9]')
[ "$recorded" -gt 0 ] || fail "nothing was recorded before the disk was full"
cp -r disk/r before
mount -o remount,size=40m disk || fail "no room"
run disk >/dev/null || fail "cannot go on when there is room"
same whole/r disk/r
# What had been recorded is still there: whole lines of the old files begin the new ones.
for trace in before/cifar10/*/*.csv; do
  lines=$(wc -l <"$trace")
  cmp -s <(head -n "$lines" "$trace") <(head -n "$lines" "disk/r/${trace#before/}") || fail "$trace was changed"
done
# Read-only: what is there can be reported, nothing can be added, and nothing is changed.
mount -o remount,ro disk || fail "not read-only"
refused 'Read-only file system' run disk 41
refused 'Read-only file system' "$cellar" run random --out disk/other
refused 'Read-only file system' "$cellar" plot disk/r --out disk/plot.svg
expect 0 '^evolution ' "$cellar" summary disk/r
same whole/r disk/r
finish
