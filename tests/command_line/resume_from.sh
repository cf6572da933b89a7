#!/usr/bin/env bash
# cellar run --from: a search goes on from a checkpoint.
. "$(dirname "$0")/lib.sh"
small='images=toy,channels=4,cells=1,batch=16,valid_batch=16'
file=$REFERENCE/data/oneshot/checkpoints/nats_gdas/seed-777-basic.legacy.pth
if [ ! -f "$file" ]; then
  echo "SKIPPED: no reference figures at $file"
  exit 0
fi
run=("$cellar" run "gdas(epochs=5,$small)" --from "$file" --seeds 2)
expect 0 '2 runs, .* in once' "${run[@]}" --out once
trace=$(ls once/cifar10/*/seed-000000.csv)
grep -q '^# setting from: seed-777-basic.legacy.pth [0-9a-f]*$' "$trace" || fail "the trace does not say where it goes on from"
[ "$(grep -vc '^#' "$trace")" = 6 ] || fail "not five epochs: $(cat "$trace")"
# A run that is broken off while the checkpoint's epochs are told goes on with them.
expect 0 . "${run[@]}" --out again
state=$(ls -d again/cifar10/*/seed-000000.state)
rm -r "$state" "$(ls again/cifar10/*/seed-000000.csv)"
expect 0 'there already' "${run[@]}" --out again
plain() { grep -v "^# end" "$1" | cut -d, -f1-17; }
plain "$trace" >a; plain "$(ls again/cifar10/*/seed-000000.csv)" >b
cmp a b || fail "the same search from the same checkpoint is another"
# A last-info file names the checkpoint; what this search has otherwise is said.
expect 0 'warning: resuming from .*seed-777-basic.pth with weight_decay=0.001 instead of 0.0005' \
  "$cellar" run "gdas(epochs=4,weight_decay=1e-3,$small)" --from "${file/basic/last-info}" --out followed
grep -q '^# setting from: seed-777-basic.pth' followed/cifar10/*/seed-000000.csv || fail "a last-info file is not followed"
# Of NAS-Bench-201's scripts, whose steps are made then: of RSPS no pass for the architecture, so no loss of it.
expect 0 '1 run' "$cellar" run "rsps(epochs=4,candidates=10,$small)" \
  --from "${file/nats_gdas/nb201_RANDOM-NAS}" --out other
column=$(grep '^trial' other/cifar10/*/seed-000000.csv | tr , '\n' | grep -n '^alpha_loss$' | cut -d: -f1)
[ -z "$(tail -n 2 other/cifar10/*/seed-000000.csv | head -n 1 | cut -d, -f"$column")" ] || fail "RSPS made passes for the architecture"
refused 'is a checkpoint of gdas; darts cannot go on from it' "$cellar" run "darts(epochs=5,$small)" --from "$file" --out no
refused 'has 3 epochs behind it' "$cellar" run "gdas(epochs=3,$small)" --from "$file" --out no
refused 'evolution does not' "$cellar" run evolution --from "$file" --out no
refused 'cannot be read|No such file' "$cellar" run "gdas(epochs=5,$small)" --from nowhere.pth --out no
refused 'made with other settings' "${run[@]:0:3}" --seeds 2 --out once
refused '--device is one and --devices are several' "$cellar" run "gdas($small)" --device cpu --devices cpu,cpu --out no
refused "device 'cuda:1'" "$cellar" run "gdas($small)" --devices cpu,cuda:1 --threads 2 --seeds 2 --out no2
refused 'evolution does not' "$cellar" run evolution --precision bfloat16 --out no
[ -e no ] && fail "a refused run leaves a folder"
expect 0 '1 run' "$cellar" run "darts(epochs=1,$small)" --precision bfloat16 --out half
ls half/cifar10 | grep -q 'precision=bfloat16' || fail "the folder does not say bfloat16: $(ls half/cifar10)"
finish
