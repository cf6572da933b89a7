#!/usr/bin/env bash
# The program without the module that needs LibTorch, and what makes it load that.
#   NETWORKS  not empty where this build has the module
. "$(dirname "$0")/lib.sh"

toy=images=toy,channels=4,cells=1
# A copy of the program without the module says what to install, and does everything else.
program=$(readlink -f "$cellar")
library=$(ldd "$program" | awk '/libcellar\.so/ { print $3 }')
library=$(realpath --relative-to="$(dirname "$program")" "$(dirname "$library")")
mkdir -p without/bin "without/bin/$library"
cp "$program" without/bin/cellar
cp -a "$(dirname "$program")/$library"/libcellar.so* "without/bin/$library/"
cp -r "$(dirname "$program")/../share" without/
expect 0 '^2 runs' without/bin/cellar run random evolution --out plain
expect 0 '^evolution ' without/bin/cellar summary plain
expect 0 '^proxy|  proxy ' without/bin/cellar --help
for command in 'run darts --out o' 'run darts(order=2) random --out o' 'check enas' 'proxy 6111 --proxy synflow' 'check oneshot .'; do
  refused 'install libtorch-dev and libopenblas0-pthread and build again with -DCELLAR_WITH_TORCH=ON' without/bin/cellar $command
done
[ -e o ] && fail "a refused run made its folder"
[ -n "${NETWORKS:-}" ] || finish

# One that cannot be loaded, as where LibTorch has been removed since.
cp -r without broken
echo 'no library' >"broken/bin/$library/libcellar_oneshot.so"
refused 'install libtorch-dev and libopenblas0-pthread: .*libcellar_oneshot.so: cannot be loaded: ' broken/bin/cellar run darts --out o
expect 2 '^bohb ' broken/bin/cellar list searchers
expect 2 'install libtorch-dev' broken/bin/cellar list searchers
expect 0 'were there already' broken/bin/cellar run random evolution --out plain

# LibTorch is loaded where one of its searchers or commands is named, and only there.
loads_torch() { LD_DEBUG=libs "$cellar" "$@" 2>&1 >/dev/null | grep 'calling init: .*libtorch_cpu' >/dev/null; }
loads_torch run random --out plain && fail "a run of random search loads LibTorch"
loads_torch run --help && fail "the help loads LibTorch"
loads_torch run "darts(epochs=1,$toy)" --out one || fail "a run of DARTS does not load LibTorch"

finish
