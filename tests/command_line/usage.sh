#!/usr/bin/env bash
# What a user types, right and wrong.
. "$(dirname "$0")/lib.sh"

expect 0 '^Usage: cellar COMMAND' "$cellar" --help
expect 2 '^Usage: cellar COMMAND' "$cellar"
expect 0 '^cellar [0-9]+\.[0-9]+\.[0-9]+$' "$cellar" --version
for command in list show query best stats import weights run summary curve plot check checkpoint; do
  expect 0 "^Usage: cellar $command" "$cellar" $command --help
done
expect 0 'population=10 ' "$cellar" run --help

expect 0 '^nb201 ' "$cellar" list spaces
expect 0 '^nats-size ' "$cellar" list spaces
for searcher in random evolution reinforce local-search; do expect 0 "^$searcher " "$cellar" list searchers; done
expect 0 '^nb201 ' "$cellar" list tables
for dataset in cifar10 cifar100 ImageNet16-120; do expect 0 "^$dataset " "$cellar" list datasets; done

best='|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|'
expect 0 '^nb201 6111 ' "$cellar" show 6111
expect 0 '^nb201 6111 ' "$cellar" show "$best"
expect 0 '94\.373' "$cellar" show 6111
expect 0 '"index": 6111' "$cellar" show 6111 --json
expect 0 '8:8:40:32:40' "$cellar" show 284 --space nats-size
"$cellar" show 0 --svg cell.svg --dot cell.dot >/dev/null || fail "no drawing"
grep -q '</svg>' cell.svg && grep -q '^digraph' cell.dot || fail "the drawings are not what they should be"

refused "unknown command 'rnu'.*did you mean 'run'" "$cellar" rnu
refused "unknown searcher 'evolutoin'.*did you mean 'evolution'" "$cellar" run evolutoin --out o
refused "population=0 is not allowed.*1 to" "$cellar" run 'evolution(population=0)' --out o
refused "unknown option --sedes.*--seeds" "$cellar" run random --sedes 5 --out o
refused "unknown data set of table nb201 'cifar'.*cifar10" "$cellar" run random --dataset cifar --out o
refused "unknown table 'nb202'.*nb201" "$cellar" run random --table nb202 --out o
refused "no.such.table" "$cellar" run random --table ./no.such.table --out o
refused "--budget 0" "$cellar" run random --budget 0 --out o
refused "--seeds many: allowed is an integer" "$cellar" run random --seeds many --out o
refused "--threads 0" "$cellar" run random --threads 0 --out o
refused "valid@12/12" "$cellar" run random --observe valid@13/12 --out o
refused "did you mean 'valid@12/12'" "$cellar" run random --observe val@12/12 --out o
refused "single training seed" "$cellar" run random --observe valid@200/200.777 --out o
refused "never shown test accuracy" "$cellar" run random --observe test@200/200 --out o
refused "--dataset ',' names nothing" "$cellar" run random --dataset , --out o
refused "--at '' names nothing" "$cellar" summary . --at ''
refused "needs --out" "$cellar" run random --out ''
refused "option population is given twice" "$cellar" run 'evolution(population=20,population=30)' --out o
for budget in 1.5evaluations 1e300 -1epochs 5minutes; do refused "--budget $budget" "$cellar" run random --budget $budget --out o; done
expect 0 '^Usage: cellar run' "$cellar" help run
refused "'' is no architecture" "$cellar" show ''
printf '\xef\xbb\xbfsearcher = random\nbudget = 1evaluation\nout = planned\n' >plan.ini
expect 0 '^1 run, 1 evaluations' "$cellar" run --plan plan.ini
steps() { printf '%s' "$2" >steps.json; refused "steps.json: .*$1" "$cellar" check reinforce-steps steps.json; }
for text in '[]' null '"x"' 7; do steps 'list of such objects' "$text"; done
for text in '' '{' '{}' '[{}]' '{"lr": 1}'; do steps 'no file of recorded steps' "$text"; done
refused 'cannot be read' "$cellar" check reinforce-steps .
printf '{"sets": []}' >sets.json && refused "list of 'sets'" "$cellar" check bohb-kde sets.json

refused 'bohb needs 1, 4, 12 epochs .* cifar10 offers 12: .*--low-epochs exp' "$cellar" run bohb --out o
refused "model of early epochs 'ex'.*did you mean 'exp'" "$cellar" run bohb --low-epochs ex --out o
refused 'eta=1 is not allowed' "$cellar" run 'bohb(eta=1)' --low-epochs exp --out o
refused 'min_budget=8 is more than max_budget=4' "$cellar" run 'asha(min_budget=8,max_budget=4)' --low-epochs exp --out o
refused "needs --out" "$cellar" run random
refused "type 'cellar proxy --all --proxy synflow --out synflow.csv' once, then 'cellar run .*--proxy-scores synflow.csv" "$cellar" run 'evolution(warm=synflow)' --out o
refused "unknown proxy 'synflwo' .did you mean 'synflow'" "$cellar" run 'local-search(warm=synflwo)' --out o
refused "initial=10,warm=params" "$cellar" run 'predictor(warm=params)' --out o
zcat "$SOURCE/experiments/tables/nb201.csv.gz" | cut -d, -f2,4 | sed '1s/.*/architecture,mine/' >mine.csv
refused 'no searcher needs it' "$cellar" run 'evolution(warm=params)' --proxy-scores mine.csv --out o
refused "mine.csv: unknown proxy 'synflow' .*known: mine" "$cellar" run 'evolution(warm=synflow)' --proxy-scores mine.csv --out o
head -9 mine.csv >part.csv
refused 'part.csv has scores of 8 of the 15625' "$cellar" run 'evolution(warm=mine)' --proxy-scores part.csv --out o
expect 0 '^2 runs' "$cellar" run 'evolution(warm=mine)' 'local-search(warm=params)' --proxy-scores mine.csv --budget 5evaluations --out warm
for searcher in 'evolution(warm=mine)' 'local-search(warm=params)'; do
  expect 0 '^0,ok,.*,1462,12,12,' sed -n '/^0,/p' "warm/cifar10/$searcher/seed-000000.csv"
done
expect 0 '^# setting warm_start: mine, mine.csv, order [0-9a-f]{16}; its seconds are not charged$' head -14 'warm/cifar10/evolution(warm=mine)/seed-000000.csv'
refused "given twice" "$cellar" run random random --out o
# Two spellings of one searcher are one run, shown under both.
expect 0 '^2 runs, ' "$cellar" run evolution 'evolution(population=10)' random --seeds 1 --budget 5evaluations --out both
expect 0 '^evolution = evolution.population=10. ' "$cellar" summary both
expect 0 'were there already' "$cellar" run 'evolution(population=10)' --seeds 2 --budget 5evaluations --out both
expect 0 '^evolution = evolution.population=10. +2 ' "$cellar" summary both
refused "15625.*0 to 15624" "$cellar" show 15625
refused "character" "$cellar" show '|none~0|+|none~0|none~1|+|none~0|none~1|nonne~2|'
refused "no.such.so" "$cellar" run random --plugin ./no.such.so --out o
refused "cell.svg" "$cellar" run random --plugin ./cell.svg --out o
refused "no folder" "$cellar" summary o
"$cellar" run hyperband --low-epochs exp+noise --out modelled >/dev/null || fail "no modelled epochs"
expect 0 '^# setting objective: .*, shorter trainings modelled by exp\+noise$' head -16 modelled/cifar10/hyperband/seed-000000.csv
expect 0 'searchers saw .* modelled' "$cellar" summary modelled
[ -e o ] && fail "a refused run made its folder"
finish
