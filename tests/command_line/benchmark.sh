#!/usr/bin/env bash
# Questions to the built-in table of means: what it answers, and what it says where it cannot.
. "$(dirname "$0")/lib.sh"

expect 0 '^ori-test +94\.373' "$cellar" query 6111 --dataset cifar10
expect 0 '^x-valid +84\.892' "$cellar" query 13714 --dataset cifar10 --set valid --hp less
expect 0 '^ori-test +85\.620' "$cellar" query 0 --dataset cifar10 --seed 777
expect 0 '"accuracy": 94\.373' "$cellar" query 6111 --dataset cifar10 --json
refused 'needs --dataset: cifar10-valid, cifar10' "$cellar" query 0
refused 'needs a cell' "$cellar" query --dataset cifar10
refused '0 to 15624' "$cellar" query 15625 --dataset cifar10
refused "'foo' is no cell" "$cellar" query foo --dataset cifar10
refused "did you mean 'cifar10'" "$cellar" query 0 --dataset cifar11
refused 'cifar10.test@200/200; cellar import of an official file' "$cellar" query 0 --dataset cifar10 --set train
refused 'epochs count from 1' "$cellar" query 0 --dataset cifar10 --epoch 0
refused 'needs single trials, and table nb201 holds means' "$cellar" query 0 --dataset cifar10 --as nats-bench

expect 0 '^ 6111 .* 94\.373' "$cellar" best --dataset cifar10 --set test
expect 0 '^ 9930 .* 73\.513' "$cellar" best --dataset cifar100 --set test --schedule full --top 3
expect 0 '^13714 ' "$cellar" best --dataset cifar10 --set valid --hp 12
expect 0 '"index": 10676' "$cellar" best --dataset ImageNet16-120 --set valid --json
expect 0 '^ 6787 ' "$cellar" best --dataset cifar100 --set test --params-max 0.4
refused 'no cell is within the limits' "$cellar" best --dataset cifar10 --set test --flops-max 0.1
refused 'needs --dataset .* and --set' "$cellar" best --dataset cifar10
refused '--top 0' "$cellar" best --dataset cifar10 --set test --top 0

refused 'holds figures, not single trials' "$cellar" stats
refused 'needs a cell' "$cellar" show --as nats-bench
refused 'needs single trials' "$cellar" show 0 --as nats-bench
refused 'needs --table' "$cellar" check client --expected x.json
refused 'takes the recorded answers as --expected' "$cellar" check client --table nb201
finish
