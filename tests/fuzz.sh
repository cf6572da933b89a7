#!/usr/bin/env bash
# Looks for bytes that break what reads other people's files: libFuzzer on every target of tests/fuzz. One line for each;
# the exit status is 1 if something was found. What was found lies in build/fuzz/found, what was learnt in
# build/fuzz/corpus, from where the next run goes on.
#   tests/fuzz.sh [SECONDS [TARGET…]]      default: 60 seconds for each of pickle container checkpoint cell csv images space table
set -uo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
seconds=${1:-60}
shift
[ $# = 0 ] && set -- pickle container checkpoint cell csv images space table
if ! command -v clang++ >/dev/null; then
  echo "SKIPPED: fuzzing needs clang++ and its libFuzzer (apt-get install clang, and libclang-rt-N-dev of its version N)"
  exit 0
fi

build=build/fuzz
launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { cmake --preset fuzz "${launcher[@]}" && cmake --build --preset fuzz -j "${JOBS:-$(nproc)}"; } >"$log" 2>&1; then
  tail -n 60 "$log"
  echo "the fuzz targets do not build"
  exit 1
fi
bash tests/fuzz/make_corpus.sh $build/seeds $build/bin/make_tables "${CELLAR_REFERENCE_DIR:-../shared}" >/dev/null || exit 1

[ -w /dev/shm ] && export TMPDIR=/dev/shm  # tables that are written on the way
export ASAN_OPTIONS=quarantine_size_mb=64:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
status=0
for target in "$@"; do
  mkdir -p $build/corpus/$target $build/found/$target
  seeds=($build/corpus/$target $build/seeds/$target)
  [ -d tests/fuzz/found/$target ] && seeds+=(tests/fuzz/found/$target)
  dictionary=()
  [ -f tests/fuzz/$target.dict ] && dictionary=(-dict=tests/fuzz/$target.dict)
  if $build/bin/fuzz_$target -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=1024 \
      -max_len=65536 -print_final_stats=1 "${dictionary[@]}" -artifact_prefix=$build/found/$target/ "${seeds[@]}" >"$log" 2>&1; then
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: //p' "$log") inputs in $seconds s, nothing found"
  else
    echo "$target: FOUND $(grep -m1 -oE 'SUMMARY: .*|an Error of .*' "$log"), see $build/found/$target"
    cp "$log" $build/found/$target.log
    status=1
  fi
done
exit $status
