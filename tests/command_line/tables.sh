#!/usr/bin/env bash
# A table of the user's own: import, search, check, damage.
. "$(dirname "$0")/lib.sh"

cat >my.csv <<'END'
arch,svhn.valid@12/12,svhn.test@12/12,svhn.epoch_seconds
8:8:8:8:8,50.5,49,1.5
8:8:40:32:40,80,81,
64:64:64:64:64,90.25,,12
END
expect 0 '32765' "$cellar" import my.csv --space nats-size --out my.table
expect 0 'every checksum is right' "$cellar" check table my.table
expect 0 '80\.000' "$cellar" show 8:8:40:32:40 --table ./my.table
expect 0 '1 run,' "$cellar" run random --table my.table --dataset svhn --budget 50evaluations --out runs
expect 0 'svhn' "$cellar" summary runs
seq 0 32767 | awk 'BEGIN {print "index,svhn.valid@12/12"} {print $1 "," $1 % 97}' >timeless.csv  # no prices
expect 0 '' "$cellar" import timeless.csv --space nats-size --out timeless.table
expect 0 '2 runs,' "$cellar" run random --table timeless.table --dataset svhn --budget 50evaluations --seeds 2 --out timeless
expect 0 ' -$' "$cellar" summary timeless
expect 0 '^dataset,searcher,evaluations,' "$cellar" curve timeless --csv -
expect 0 'evaluations' "$cellar" plot timeless --terminal
refused 'by seconds.*150evaluations' "$cellar" run random --table timeless.table --dataset svhn --budget 9 --out t2
refused 'default budget; give --budget 150evaluations' "$cellar" run random --table timeless.table --dataset svhn --out t2
refused 'cellar import my.csv' "$cellar" run random --table my.csv --dataset svhn --out t2
mkdir tables && cp my.table tables/mine.table
expect 0 '^mine ' "$cellar" list tables --tables tables
expect 0 '^mine ' env CELLAR_TABLES=tables "$cellar" list tables
refused "--tables 'nowhere' is no folder" "$cellar" list tables --tables nowhere
refused "CELLAR_TABLES 'nowhere' is no folder" env CELLAR_TABLES=nowhere "$cellar" list tables
printf 'no table' >tables/alas.table
expect 2 '^mine ' "$cellar" list tables --tables tables
expect 2 '^cellar: .*alas.table' "$cellar" list tables --tables tables
refused 'no default budget' "$cellar" run random --table my.table --dataset svhn --out other

broken() { # PATTERN CSV: the import is refused and leaves no table
  printf '%s\n' "$2" >broken.csv
  refused "$1" "$cellar" import broken.csv --space nats-size --out broken.table
  [ -e broken.table ] && fail "half a table: $2"
}
broken 'above 0' $'arch,svhn.valid@12/12,svhn.epoch_seconds\n8:8:8:8:8,10,0'
broken 'line 2.*101' $'arch,svhn.valid@12/12\n8:8:8:8:8,101'
broken 'line 2.*nan' $'arch,svhn.valid@12/12\n8:8:8:8:8,nan'
broken 'line 3' $'arch,svhn.valid@12/12\n8:8:8:8:8,10\n8:8:8:8:8,11'
broken 'line 2.*9:8' $'arch,svhn.valid@12/12\n9:8:8:8:8,10'
broken 'arch' $'svhn.valid@12/12\n10'
broken 'accuracy|@' $'arch,svhn.epoch_seconds\n8:8:8:8:8,10'

size=$(stat -c %s my.table)
cp my.table cut.table && truncate -s $((size - 1)) cut.table
refused 'cut.table' "$cellar" show 0 --table ./cut.table
cp my.table bad.table && printf '\xff' | dd of=bad.table bs=1 seek=$((size - 20)) conv=notrunc status=none
refused 'bad.table' "$cellar" check table bad.table
head -c 200 /dev/zero >zeros.csv
refused 'zeros.csv is no kind of file that is known here: an official file or a CSV was expected' \
  "$cellar" import zeros.csv --out zeros.table
refused 'bad.csv|my.csv' "$cellar" check table my.csv
refused 'No space left|cannot' "$cellar" import my.csv --space nats-size --out /dev/full/x.table
finish
