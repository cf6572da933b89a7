#!/usr/bin/env bash
# cellar proxy: images instead of noise, files that are gone on with, and what is refused before a file is made.
. "$(dirname "$0")/lib.sh"

mkdir images others
for folder in images others; do idx $folder/train 24; idx $folder/t10k 12; done
small=(--channels 4 --cells 1 --batch 8)
proxy() { "$cellar" proxy "${small[@]}" "$@"; }

expect 0 '^\|nor_conv.* +[-0-9.e+]+ +[-0-9.e+]+$' proxy 6111 --proxy snip,nwot --images idx --data images
[ "$(proxy 6111 --proxy snip --images idx --data images)" = "$(proxy 6111 --proxy snip --images idx --data others)" ] &&
  fail "other images give the same score"
proxy 6111 --proxy synflow,zen --images idx --data images >one
proxy 6111 --proxy synflow,zen --images idx --data others >other
same one other

# A file is gone on with by the same command alone.
all() { local out=$1; shift; proxy --all --proxy params,flops --out "$out" "$@"; }
all file.csv --images idx --data images >/dev/null || fail "no file"
expect 0 '^# proxies .* classes=3 image_size=8 batch=8 seed=0 images=idx:[0-9a-f]{16}$' head -n 1 file.csv
cp file.csv whole.csv
truncate -s 300000 file.csv
expect 0 '15625 cells' all file.csv --images idx --data images
same file.csv whole.csv
refused "other settings \('images=idx:[0-9a-f]+' where this has 'images=idx:[0-9a-f]+'\)" all file.csv --images idx --data others
refused "other settings \('images=idx:[0-9a-f]+' where this has nothing\)" all file.csv --classes 3 --image-size 8
same file.csv whole.csv

refused 'no data of cifar10 in nowhere.* come from https://' all x.csv --data nowhere
refused 'no data of cifar100 in nowhere.* come from https://' all x.csv --data nowhere --dataset cifar100
refused 'no data of cifar10 in \(no folder was given\).* come from https://' all x.csv --images cifar10
refused 'no data of fashion-mnist in nowhere.* come from Debian.* or https://' all x.csv --images fashion-mnist --data nowhere
refused "unknown data set 'cifar-10'.*did you mean 'cifar10'" all x.csv --images cifar-10 --data nowhere
refused '24 images: a batch has 64' "$cellar" proxy --all --out x.csv --images idx --data images
refused 'zico looks at 2 batches of images, and only 1 is given' "$cellar" proxy --all --proxy zico --batch 16 --out x.csv --images idx --data images
refused 'images of 8 pixels cannot become 5' all x.csv --images idx --data images --image-size 5
refused 'label 2: there are 2 classes' all x.csv --images idx --data images --classes 2
for device in gpu cuda:x; do refused "device '$device': allowed are auto, cpu, cuda, cuda:1 and mps" all x.csv --device $device; done
refused "device 'cuda:99': this LibTorch sees cpu" all x.csv --device cuda:99
refused "device 'cuda:99': this LibTorch sees cpu" all x.csv --device cpu,cuda:99
[ -e x.csv ] && fail "a refused sweep made its file"
finish
