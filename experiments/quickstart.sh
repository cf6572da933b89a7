#!/usr/bin/env bash
# From a fresh clone to a comparison: installs missing Debian packages (asks for root only then), builds into build/,
# runs four searchers with 500 seeds on three data sets, prints the summary beside the published figures, draws a plot
# for each data set. What is there already is not done again.
#   experiments/quickstart.sh [SEEDS]
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:-500}
. tests/packages.sh
# shellcheck disable=SC2086
cellar_install $cellar_build_packages $cellar_run_packages

mkdir -p build
if [ ! -f build/build.ninja ]; then
  cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCELLAR_TESTS=OFF -DCELLAR_WITH_TORCH=OFF >build/configure.log 2>&1 ||
    { cat build/configure.log; exit 1; }
fi
echo "building into build/ (some minutes the first time)"
cmake --build build >build/build.log 2>&1 || { tail -n 40 build/build.log; exit 1; }

cellar=build/bin/cellar
out=build/quickstart
$cellar run random evolution reinforce local-search --dataset cifar10,cifar100,ImageNet16-120 --seeds "$seeds" --out $out
$cellar summary $out
$cellar plot $out --out "build/quickstart-{dataset}.svg"
cat <<END

traces         $out/DATASET/SEARCHER/seed-*.csv
plots          build/quickstart-DATASET.svg
the program    $cellar --help
END
