#!/usr/bin/env bash
# Weights out of an official archive: list, show, extract, and what is refused. The archives are made-up ones.
. "$(dirname "$0")/lib.sh"

formats=${REFERENCE:?the reference figures}/data/formats
if [ ! -d "$formats" ]; then
  echo "SKIPPED: no reference figures at $formats"
  exit 0
fi
archive=$formats/archive

expect 0 '^--schedule full +--dataset cifar100 +--seed 777$' "$cellar" weights "$archive" 3
expect 0 'seed 777 \(figures only' "$cellar" weights "$archive/000003-SIMPLE.pth" 3
expect 0 '"dataset": "cifar100"' "$cellar" weights "$archive" 3 --json
expect 0 '^stem\.0\.weight +float32 +\(4, 3, 3, 3\)$' "$cellar" weights "$archive" 3 --dataset cifar10 --seed 777
expect 0 '^stem\.1\.num_batches_tracked +int64 +\(\)$' "$cellar" weights "$archive" 3 --dataset cifar10 --seed 777
expect 0 '"dtype": "int64"' "$cellar" weights "$archive" 3 --dataset cifar10 --seed 777 --json
expect 0 '^a\.pt: 39 tensors' "$cellar" weights "$archive" 3 --dataset cifar10-valid --seed 777 --schedule 12 --out a.pt
expect 0 '^b\.pt: 39 tensors' "$cellar" weights "$formats/nats-full" 3 --dataset cifar10-valid --seed 777 --schedule less --out b.pt
same a.pt b.pt
expect 0 '^c\.pt: ' "$cellar" weights "$formats/zip/000003-FULL.pth" 3 --dataset cifar10-valid --seed 777 --schedule less --out c.pt
same a.pt c.pt
spelled=$("$cellar" show 3 --json | sed -n 's/.*"architecture": "\(.*\)",/\1/p')
expect 0 'schedule' "$cellar" weights "$archive" "$spelled"

refused 'needs an archive and a cell' "$cellar" weights "$archive"
refused 'needs --dataset and --seed' "$cellar" weights "$archive" 3 --dataset cifar10
refused 'needs --dataset and --seed' "$cellar" weights "$archive" 3 --out x.pt
refused "no seed 5 of cifar10.*there is: 777" "$cellar" weights "$archive" 3 --dataset cifar10 --seed 5
refused 'it is a simple archive' "$cellar" weights "$archive/000003-SIMPLE.pth" 3 --dataset cifar10 --seed 777
refused 'has none of 000007-FULL.pth' "$cellar" weights "$archive" 7
refused 'allowed is 0 to 15624' "$cellar" weights "$archive" 15625
refused 'ends in .pt' "$cellar" weights "$archive" 3 --dataset cifar10 --seed 777 --out x.pth
refused 'one of them' "$cellar" weights "$archive" 3 --dataset cifar10 --seed 777 --out x.pt --json
refused 'nowhere/x.pt' "$cellar" weights "$archive" 3 --dataset cifar10 --seed 777 --out nowhere/x.pt
refused 'HTML page' "$cellar" weights "$formats/bad/html.pth" 3
[ -e x.pt ] && fail "a refused command wrote a file"
finish
