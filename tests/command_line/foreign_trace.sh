#!/usr/bin/env bash
# A trace that another program wrote, by the page that specifies it (experiments/campaign/README.md), is what it says it
# is: for reports, and for a run that would make the same.
. "$(dirname "$0")/lib.sh"
python=/usr/bin/python3

cat >write.py <<'END'
import os, random, subprocess, sys

cellar, out = sys.argv[1:3]
listed = subprocess.run([cellar, "list", "tables"], capture_output=True, text=True, check=True).stdout
checksum = next(line.split()[-1] for line in listed.splitlines() if line.startswith("nb201 "))
name = "cifar10-valid.valid@12/12"
for seed in range(3):
    draw = random.Random(seed)
    folder = f"{out}/cifar10/mine"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/seed-{seed:06}.csv", "w", newline="\n") as file:
        print(f"# cellar trace 2\n# setting table: nb201\n# setting table_checksum: {checksum}\n# setting space: nb201\n"
              f"# setting dataset: cifar10\n# setting searcher: mine\n# setting budget: 2000 seconds\n"
              f"# setting objective: {name}; %; maximise; 0 to 100; one training seed\n# setting price: 100 s each\n"
              f"# setting seed: {seed}\n# info program: {sys.argv[0]}\n# info truth: cifar10.test@200/200\n"
              f"# info host: a key that nobody knows", file=file)
        print("trial,status,worker,start_seconds,end_seconds,architecture,index,epochs,schedule,continues,"
              f"{name},cost_seconds,recommended,tag,temperature", file=file)
        for trial in range(20):
            index = draw.randrange(15625)
            spelling = subprocess.run([cellar, "show", str(index)], capture_output=True, text=True).stdout.split()[2]
            value = f"{draw.uniform(10, 90):.2f}"
            print(f"{trial},ok,0,{100 * trial},{100 * trial + 100},{spelling},{index},12,12,,{value},100,,0,0.5", file=file)
        print("# end: budget", file=file)
END
$python write.py "$cellar" out || fail "the traces cannot be written"
[ "$(grep -c . write.py)" -le 30 ] || fail "it takes more than 30 lines: $(grep -c . write.py)"
expect 0 '^mine +3 ' "$cellar" summary out
expect 0 'searchers saw cifar10-valid.valid@12/12 \(one training seed\)' "$cellar" summary out
expect 0 '^cifar10,mine,.*,test@200/200,3,' "$cellar" curve out --csv - --points 4
expect 0 '^cifar10,mine,.*,temperature,3,0.5,' "$cellar" curve out --csv - --points 4 --metric temperature
"$cellar" plot out --out mine.svg >/dev/null || fail "no plot"
grep -q mine mine.svg || fail "the plot lacks the searcher"

# What stands beside it must have been made under the same conditions: the table is the same, the budget is not.
refused 'was made with other settings: budget was 2000 seconds and is now 3000 seconds' \
  "$cellar" run random --budget 3000 --out out
# A run of ours, written by others: an ended one counts as done, one that goes on is continued.
"$cellar" run random --budget 3000 --seeds 3 --out ours >/dev/null || fail "no runs"
cp -r ours theirs
for trace in theirs/cifar10/random/*.csv; do # as another program would, with its own name and without a checksum
  sed -i -e 's/^# info program: .*/# info program: mine 1.0/' -e 's/^\(# end: budget\) .*/\1/' "$trace"
done
sed -i -e '/^# end/d' theirs/cifar10/random/seed-000001.csv
head -c -300 theirs/cifar10/random/seed-000001.csv >cut && cp cut theirs/cifar10/random/seed-000001.csv
expect 0 '^1 run, .*1 of them continued; 2 were there already$' "$cellar" run random --budget 3000 --seeds 3 --out theirs
plain() { grep -vE '^# (info program|end)' "$1"; }
for seed in 0 1 2; do
  diff <(plain ours/cifar10/random/seed-00000$seed.csv) <(plain theirs/cifar10/random/seed-00000$seed.csv) >/dev/null ||
    fail "seed $seed is another run"
done
finish
