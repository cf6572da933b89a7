#!/usr/bin/env bash
# Checkpoints of the original as a user handles them: shown, drawn, imported, scored, exported, and what is refused.
. "$(dirname "$0")/lib.sh"

# Without the recorded files: what the program writes, and cells by number.
expect 0 '^Usage: cellar checkpoint' "$cellar" checkpoint --help
for verb in show draw import score export; do expect 0 "^Usage: cellar checkpoint $verb" "$cellar" checkpoint $verb --help; done
expect 0 '^mean of 3 .*89\.68 ± 0\.72 / 93\.23 ± 0\.58' "$cellar" checkpoint score 3928 138 6168
expect 0 '^mean of 3 .*61\.08 ± 4\.37 / 61\.26 ± 4\.43' "$cellar" checkpoint score 3521 3521 12830
expect 0 '"test_sd": 0\.5' "$cellar" checkpoint score 3928 138 6168 --dataset cifar10 --json
refused "unknown subcommand of cellar checkpoint 'shwo'.*did you mean 'show'" "$cellar" checkpoint shwo
refused 'needs a FILE' "$cellar" checkpoint show
refused 'allowed is 0 to 15624' "$cellar" checkpoint score 15625
refused "no file 'absent.pth'" "$cellar" checkpoint score absent.pth
refused "absent.pth" "$cellar" checkpoint show absent.pth

"$cellar" run random evolution --dataset cifar10 --budget 3000 --seeds 3 --out runs >/dev/null || fail "no runs"
refused 'choose by --dataset and --searcher from: cifar10/evolution, cifar10/random' "$cellar" checkpoint export runs --out r.pth
refused 'needs --out FILE.pth' "$cellar" checkpoint export runs --searcher random
mkdir -p cifar10-T3000/R-EA-SS3
"$cellar" run random 'evolution(population=20)' --budget 3000 --out named >/dev/null || fail "no runs"
expect 0 '1 runs of evolution.population=20. on cifar10' "$cellar" checkpoint export named --searcher evolution --out n.pth
expect 0 '3 runs of evolution on cifar10' "$cellar" checkpoint export runs --searcher evolution --out cifar10-T3000/R-EA-SS3/results.pth
results=cifar10-T3000/R-EA-SS3/results.pth
expect 0 'multi-trial results of NATS-Bench: 3 runs' "$cellar" checkpoint show $results
expect 0 '^mean of 3 ' "$cellar" checkpoint score $results
expect 0 '^back: 3 traces, cifar10/evolution/seed-000000.csv' "$cellar" checkpoint import $results --out back
expect 0 '3 traces' "$cellar" checkpoint import $results --out back # the same again changes nothing
"$cellar" curve back --csv back.csv --from 500 --to 3000 && "$cellar" curve runs --csv all.csv --from 500 --to 3000
diff <(grep ',evolution,.*,test@200' back.csv) <(grep ',evolution,.*,test@200' all.csv) >/dev/null || fail "the curve of the runs has changed on its way"
[ "$(grep -c ',evolution,.*test@200' back.csv)" = 150 ] || fail "no curve of the imported runs"
refused "epoch-seconds '0' is not a number above 0" "$cellar" checkpoint import $results --out back --epoch-seconds 0
refused 'needs --out DIR' "$cellar" checkpoint import $results
refused 'is no checkpoint of a search with shared weights' "$cellar" checkpoint draw $results --out a.svg
sed -i 's/^# setting budget: .*/# setting budget: none/' back/cifar10/evolution/seed-000001.csv
refused 'seed-000001.csv is there and differs' "$cellar" checkpoint import $results --out back

recorded=${REFERENCE:?the reference figures}/data/oneshot/checkpoints
if [ ! -d "$recorded" ]; then
  [ "$failures" = 0 ] && echo "SKIPPED: no recorded checkpoints at $recorded"
  finish
fi
darts=$recorded/nats_darts-v1/seed-777-basic.pth
expect 0 '^darts-v1 \(DARTS, first order\), 3 of 3 epochs finished, cifar10, seed 777' "$cellar" checkpoint show "$darts"
expect 0 'saved from cuda:0$' "$cellar" checkpoint show "${darts%.pth}.legacy.pth"
expect 0 '^2 +2099 +1 +12\.50 ' "$cellar" checkpoint show "$darts"
expect 0 'cifar100, table nb201' "$cellar" checkpoint show "$darts" --dataset cifar100
expect 0 '^tau_max +10$' "$cellar" checkpoint show "$darts" --args
expect 0 '"finished_epochs": 3' "$cellar" checkpoint show "$darts" --json
expect 0 'says that the last checkpoint is' "$cellar" checkpoint show "$recorded/nb201_ENAS/seed-777-last-info.pth"
for file in "$recorded"/*/seed-777-basic*.pth; do expect 0 '^epoch +index' "$cellar" checkpoint show "$file"; done
for folder in "$recorded"/*/; do # both containers hold the same search
  for file in seed-777-basic.pth seed-777-basic.legacy.pth seed-777-last-info.pth seed-777-last-info.legacy.pth; do
    "$cellar" checkpoint import "$folder$file" --out "one/$file" >/dev/null || fail "no import of $folder$file"
    sed -i -e '/^# info imported:/d' -e 's/^# end: .*/# end/' "one/$file"/cifar10/*/seed-000777.csv
    "$cellar" checkpoint score "$folder$file" | tail -1 | sed 's/^[^ ]*//' >"score-$file"
    cmp -s "score-$file" score-seed-777-basic.pth || fail "another score of $folder$file"
    same one/seed-777-basic.pth "one/$file"
  done
  rm -r one
done
expect 0 '^imported: 5 traces' "$cellar" checkpoint import "$recorded"/nats_*/seed-777-basic.pth --out imported
expect 0 '^gdas +1 ' "$cellar" summary imported
expect 0 'test_regret' "$cellar" curve imported --csv - --points 4
expect 0 '^cifar10,darts-v1,1,skip_connects,1,[0-9]' "$cellar" curve imported --csv - --metric skip_connects --axis epochs
expect 0 ' skip_connects$' "$cellar" summary imported --metric skip_connects
refused "unknown metric 'skips' .did you mean|unknown metric 'skips' .known: .*skip_connects" "$cellar" curve imported --csv - --metric skips
expect 0 '/seed-777-basic\.pth +2099 ' "$cellar" checkpoint score "$darts"
if command -v gnuplot >/dev/null; then
  expect 0 '^a\.svg$' "$cellar" checkpoint draw "$darts" --out a.svg
  grep -q '>nor_conv_1x1<' a.svg || fail "the picture names no operation"
  for folder in "$recorded"/*/; do expect 0 '^a\.png$' "$cellar" checkpoint draw "$folder" --out a.png; done
  refused "ending says what is drawn" "$cellar" checkpoint draw "$darts" --out a.jpg
  expect 0 '^b\.svg$' "$cellar" plot imported --metric regret,skip_connects --axis epochs --out b.svg
  for text in 'epochs of training' skip_connects 'regret of cifar10'; do grep -q ">.*$text" b.svg || fail "no '$text' in the plot"; done
fi
refused "unknown data set 'cifar11'" "$cellar" checkpoint show "$darts" --dataset cifar11
refused 'HTML page' "$cellar" checkpoint show "$REFERENCE/data/formats/bad/html.pth"
refused 'archive of one cell: cellar weights' "$cellar" checkpoint show "$REFERENCE/data/formats/archive/000003-FULL.pth"
refused 'whole benchmark: cellar import' "$cellar" checkpoint show "$REFERENCE/data/formats/NAS-Bench-201-v1_0-e61699.pth"
refused 'two of the files are runs of one seed' "$cellar" checkpoint import "$darts" "${darts%.pth}.legacy.pth" --out twice
[ -e twice ] && fail "a refused import wrote something"
finish
