#!/usr/bin/env bash
# Builds everything and runs all tests: unit, conformance, golden traces, command line, find_package, and the same with
# sanitizers. A line for each says how long it was built and tested, in minutes of the clock. The last line is
# "N passed, M failed, K skipped"; the exit status is 0 if none failed.
#   tests/run.sh [release|asan|asan-networks|tsan …]      default: all four
set -uo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
# shellcheck disable=SC2086
cellar_install $cellar_build_packages $cellar_run_packages $cellar_test_packages $cellar_torch_packages $cellar_image_packages || exit 1

jobs=$(nproc)
# For precompiled headers; and what one checkout has compiled serves others.
export CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=true
launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
reference=()
[ -n "${CELLAR_REFERENCE_DIR:-}" ] && reference=(-DCELLAR_REFERENCE_DIR="$CELLAR_REFERENCE_DIR")
passed=0 failed=0 skipped=0

# Adds what CTest says of one build to the sums.
count() {
  local log=$1 total bad not_run
  total=$(grep -oE 'tests failed out of [0-9]+' "$log" | grep -oE '[0-9]+$')
  bad=$(grep -oE '[0-9]+ tests failed out of' "$log" | grep -oE '^[0-9]+')
  not_run=$(grep -cE '\*\*\*Skipped' "$log")
  if [ -z "$total" ]; then
    failed=$((failed + 1))
    return
  fi
  passed=$((passed + total - bad - not_run)) failed=$((failed + bad)) skipped=$((skipped + not_run))
}

minutes_since() {
  local tenths=$(((EPOCHSECONDS - $1 + 3) / 6))
  echo "$((tenths / 10)).$((tenths % 10)) min"
}

[ $# = 0 ] && set -- release asan asan-networks tsan
for preset in "$@"; do
  echo "== $preset"
  log=$(mktemp)
  begin=$EPOCHSECONDS
  if cmake --preset "$preset" "${launcher[@]}" "${reference[@]}" >"$log" 2>&1 && cmake --build --preset "$preset" -j "$jobs" >>"$log" 2>&1; then
    built=$(minutes_since "$begin") begin=$EPOCHSECONDS
    ctest --preset "$preset" -j "$jobs" 2>&1 | tee "$log" | grep -vE '^ +Start |   Passed '
    count "$log"
    echo "$preset: built in $built, tested in $(minutes_since "$begin")"
  else
    tail -n 60 "$log"
    echo "$preset does not build"
    failed=$((failed + 1))
  fi
  rm -f "$log"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
