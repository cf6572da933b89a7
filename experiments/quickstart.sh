#!/usr/bin/env bash
# From a fresh clone to a comparison: installs missing Debian packages (asks for root only then), builds into build/,
# runs four searchers with 500 seeds on three data sets, prints the summary beside the published figures, draws a plot
# for each data set. What is there already is not done again.
#   experiments/quickstart.sh [SEEDS]
#   experiments/quickstart.sh --networks     with LibTorch: trains shared weights on Fashion-MNIST, and judges what it finds
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
networks=OFF
if [ "${1:-}" = --networks ]; then
  networks=ON
  shift
fi
seeds=${1:-500}
[[ $seeds =~ ^[1-9][0-9]*$ ]] || { echo "quickstart.sh: '$seeds' is no number of seeds; allowed are one, and --networks before it" >&2; exit 2; }
# shellcheck disable=SC2086
cellar_install $cellar_build_packages $cellar_run_packages
# shellcheck disable=SC2086
[ $networks = OFF ] || cellar_install $cellar_torch_packages $cellar_image_packages

# configure OPTION…: once, and again where a build without networks is to have them.
configure() {
  cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCELLAR_TESTS=OFF "$@" >build/configure.log 2>&1 ||
    { cat build/configure.log; exit 1; }
}
mkdir -p build
[ -f build/build.ninja ] || configure -DCELLAR_WITH_TORCH=$networks
[ $networks = OFF ] || grep -q '^CELLAR_WITH_TORCH:[A-Z]*=ON' build/CMakeCache.txt || configure -DCELLAR_WITH_TORCH=ON
echo "building into build/ (some minutes the first time)"
cmake --build build >build/build.log 2>&1 || { tail -n 40 build/build.log; exit 1; }

cellar=build/bin/cellar
compare() {
  local out=build/quickstart
  $cellar run random evolution reinforce local-search --dataset cifar10,cifar100,ImageNet16-120 --seeds "$seeds" --out $out
  $cellar summary $out
  $cellar plot $out --out "build/quickstart-{dataset}.svg"
  cat <<END

traces         $out/DATASET/SEARCHER/seed-*.csv
plots          build/quickstart-DATASET.svg
the program    $cellar --help
END
}

# DARTS on small images; after each epoch the table says what the cell is worth that it would choose.
search() {
  local out=build/quickstart-networks small=images=fashion-mnist,side=16,channels=8,cells=1,epochs=10
  $cellar run "darts($small,most_images=5000,valid_batch=256,alpha_rate=0.003)" --seeds 2 --torch-threads 1 --out $out
  $cellar summary $out
  $cellar plot $out --axis epochs --metric regret,valid_accuracy --out build/quickstart-networks.svg
  cat <<END

traces         $(echo $out/*/*)/seed-*.csv
plot           build/quickstart-networks.svg: regret of the chosen cell by epoch, and the accuracy of the shared weights
the weights    $cellar checkpoint show $(echo $out/*/*/seed-000000.state/*/checkpoint.pth)
END
}

if [ $networks = ON ]; then search; else compare; fi
