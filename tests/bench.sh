#!/usr/bin/env bash
# Benchmarks of the release build. Every speed stands beside something else that is measured in the same run.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
# shellcheck disable=SC2086
cellar_install $cellar_build_packages $cellar_test_packages time
cmake --preset release >/dev/null
cmake --build --preset release >/dev/null
build/release/bin/loop_bench build/release/share/cellar/tables/nb201.table
build/release/bin/step_bench build/release/share/cellar/tables/nb201.table
python3 tests/bench/processes.py build/release/bin/cellar experiments/tables/nb201.csv.gz
if grep -q '^Torch_DIR:PATH=/' build/release/CMakeCache.txt; then
  cmake --build --preset release --target network_bench >/dev/null
  build/release/bin/network_bench
fi
