#!/usr/bin/env bash
# Spaces that the program does not bring, given as a text, derived from a CSV, or by a plug-in (with words that do not exist): import, run with
# every searcher of its own, summary, plot, show, list, best, query, check.
#   SOURCE  the source folder
. "$(dirname "$0")/lib.sh"

cat >micro.space <<'END'
# four choices
space micro
choice depth 18 34 50
choice width 16 32 64 128
choice op conv3 conv5 skip
choice join add cat
format d{depth}-w{width}-{op}_{join}
END
# A table of the space, and of one without a name of its own: what can be chosen has a column each.
/usr/bin/python3 - <<'END' || fail "no figures can be made"
import itertools
space = {"depth": ["18", "34", "50"], "width": ["16", "32", "64", "128"], "op": ["conv3", "conv5", "skip"], "join": ["add", "cat"]}
with open("micro.csv", "w") as spelled, open("columns.csv", "w") as columns, open("words.csv", "w") as words:
    spelled.write("arch,toys.valid@12/12,toys.test@12/12,toys.epoch_seconds\n")
    columns.write("depth,width,op,join,toys.valid@12/12,toys.test@12/12,toys.epoch_seconds\n")
    for place, (d, w, o, j) in enumerate(itertools.product(*space.values())):
        valid = 40 + place * 37 % 72 / 2
        figures = f"{valid},{valid - 3},{5 + place % 7}\n"
        spelled.write(f"d{d}-w{w}-{o}_{j},{figures}")
        columns.write(f"{d},{w},{o},{j},{figures}")
    words.write("arch,toys.valid@12/12,toys.test@12/12,toys.epoch_seconds\n")
    allowed = [w for w in itertools.product("0123", repeat=6) if all(a != b for a, b in zip(w, w[1:]))]
    for place, letters in enumerate(allowed):
        valid = 40 + place * 37 % 101 / 2
        words.write(f"{':'.join(letters)},{valid},{valid - 3},{5 + place % 7}\n")
END
expect 0 'micro.table: 72 architectures of micro, 3 columns' "$cellar" import micro.csv --space micro.space
expect 0 'choice width 16 32 64 128' "$cellar" import columns.csv --space auto
expect 0 'columns.table: 72 architectures of columns' "$cellar" import columns.csv --space auto
expect 0 'of micro, 3 columns' "$cellar" import columns.csv --space micro.space --out again.table
sed 's/,op,/,operation,/' columns.csv >renamed.csv
refused "column 'arch', 'index', or one for each choice is needed; there is none for 'op'" \
  "$cellar" import renamed.csv --space micro.space --out no.table

build_examples bumpy
plugin="--plugin examples/libbumpy.so"
refused "unknown search space 'words'" "$cellar" import words.csv --space words --out words.table
# shellcheck disable=SC2086 # two words
expect 0 'words.table: 972 architectures of words' "$cellar" import words.csv --space words --out words.table $plugin
refused "table 'words' is of a search space that is not known here.*--plugin LIBRARY" "$cellar" show --table words.table 5

all=$("$cellar" list searchers | sed -n 's/^\([a-z-]*\) .*/\1/p' | grep -vE '^(rsps|darts|gdas|setn|enas|beta-darts|drnas|bananas)$')
for table in micro columns words; do
  with=
  [ $table = words ] && with=$plugin
  # shellcheck disable=SC2086 # one word for each
  {
    expect 0 "runs, [0-9]+ evaluations in $table" \
      "$cellar" run $all bananas --table $table.table --low-epochs exp --seeds 2 --budget 600 --out $table $with
    grep -h '^[0-9]*,failed' $table/toys/*/*.csv && fail "$table: something failed"
    expect 0 "^toys on table $table, at the end of each run" "$cellar" summary $table $with
    expect 0 '^evolution  +2 ' "$cellar" summary $table $with
    "$cellar" plot $table --out $table.svg $with >/dev/null || fail "$table: no plot"
    expect 0 '^toys +([0-9.]+ +)+[0-9.]+' "$cellar" show --table $table.table 7 $with
    expect 0 "highest toys.test@12/12 .table $table" "$cellar" best --table $table.table --metric test@12/12 --top 3 $with
    expect 0 '^toys.epoch_seconds \[s\] +[5-9]' "$cellar" query 7 --table $table.table $with
    expect 0 'every checksum is right' "$cellar" check table $table.table $with
    expect 0 "$table +[46] choices, " "$cellar" list spaces --table $table.table $with
    expect 0 '^toys +valid@12/12, test@12/12, epoch_seconds' "$cellar" list datasets --table $table.table $with
  }
done
# What is spelled by the text can be shown by it, and best agrees with a sort of the figures.
expect 0 '^micro 19  d18-w128-conv3_cat' "$cellar" show --table micro.table d18-w128-conv3_cat
refused "character 10: .*op.*conv3" "$cellar" show --table micro.table d18-w128-conv7_cat
top=$(sort -t, -k3,3nr micro.csv | sed -n '1s/,.*//p')
expect 0 "$top" "$cellar" best --table micro.table --metric test@12/12
expect 0 "lowest toys.epoch_seconds" "$cellar" best --table micro.table --metric epoch_seconds --limit 'valid@12/12>=60'
refused "unknown figure of toys in table micro 'valid@12/8'" "$cellar" best --table micro.table --metric valid@12/8
expect 0 '^choice op conv3 conv5 skip' "$cellar" list spaces --space micro.space
# shellcheck disable=SC2086 # two words
expect 0 '^words +is deterministic in .* kept' "$cellar" check 'random' --space words --seeds 10 $plugin
expect 0 '^micro +.* kept' "$cellar" check 'local-search' --space micro.space --seeds 10

refused 'flops-max is for sets of images' "$cellar" best --dataset cifar10 --metric test@200/200 --flops-max 20
expect 0 '^11972 ' "$cellar" best --dataset cifar10 --metric test@200/200 --limit 'mflops<=20'

# Damaged spaces: one line each.
printf 'space a\nchoice\n' >bad.space
refused 'bad.space, line 2: .*' "$cellar" import micro.csv --space ./bad.space --out no.table
sed 's/ skip/ skip skip/' micro.space >bad.space
refused 'bad.space, line 5: .*skip' "$cellar" import micro.csv --space ./bad.space --out no.table
sed 's/^space micro/space nb201/' micro.space >bad.space
refused "name 'nb201', which another one has" "$cellar" import micro.csv --space ./bad.space --out no.table
[ -e no.table ] && fail "a table was made of a damaged space"
finish
