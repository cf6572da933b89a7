#!/usr/bin/env bash
# The installed package: another project finds it, builds the examples, and its plug-in runs, is killed and resumed.
#   BUILD  the build folder   SOURCE  the source folder
. "$(dirname "$0")/lib.sh"

build_examples all
cellar=$work/installed/bin/cellar
plugin=examples/libannealing.so

[ "$(wc -l <"$SOURCE/experiments/examples/annealing.cpp")" -lt 60 ] || fail "the plug-in has 60 lines or more"
[ "$(wc -l <"$SOURCE/experiments/examples/own_search.cpp")" -le 30 ] || fail "the search has more than 30 lines"
expect 0 'best: rye:yeast:long' ./examples/own_search
expect 0 '^nb201 0 ' "$cellar" show 0
expect 0 '^annealing .*temperature=2,cooling=0.98' "$cellar" list searchers --plugin $plugin
expect 0 'cooling=0.98 ' "$cellar" run --help --plugin $plugin
expect 0 'keeps all promises' "$cellar" check annealing --plugin $plugin
refused 'cooling=2 is not allowed' "$cellar" run 'annealing(cooling=2)' --plugin $plugin --out r
refused "unknown searcher 'annealing'" "$cellar" run annealing --out r

# The plug-in of the README, as it stands there.
mkdir readme
awk '/^```cpp/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE/README.md" >readme/greedy.cpp
{
  echo 'cmake_minimum_required(VERSION 3.25)'
  echo 'project(greedy LANGUAGES CXX)'
  awk '/^```cmake/ { on = 1; next } /^```/ { on = 0 } on' "$SOURCE/README.md"
} >readme/CMakeLists.txt
cmake -S readme -B readme/build -G Ninja -DCMAKE_PREFIX_PATH="$work/installed" -DCMAKE_CXX_FLAGS="${EXAMPLE_FLAGS:-}" >log 2>&1 &&
  cmake --build readme/build >>log 2>&1 || fail "the README's plug-in does not build: $(tail -20 log)"
expect 0 'keeps all promises' "$cellar" check greedy --plugin readme/build/libgreedy.so

seeds=${SLOW:+100}
seeds=${seeds:-3000}
run() { exec "$cellar" run 'annealing(cooling=0.9)' --plugin $plugin --seeds $seeds --out "$1"; }
begin=$(date +%s%N)
(run whole) >/dev/null || fail "the plug-in does not run"
took=$((($(date +%s%N) - begin) / 1000))  # [µs]
landed=0
for part in 2 3 4 6 9 14 20 30 50; do
  (run killed) >/dev/null 2>&1 &
  sleep "$(awk -v t=$took -v p=$part 'BEGIN { printf "%.6f", t / p / 1e6 }')"
  kill -9 $! 2>/dev/null
  wait $! 2>/dev/null
  if [ $? = 137 ]; then
    landed=$((landed + 1))
    [ $landed = 2 ] && break
  else
    rm -rf killed  # it had ended: nothing would be left to kill
  fi
done
[ $landed -gt 0 ] || fail "no kill hit a running program"
(run killed) >/dev/null || fail "the plug-in cannot be resumed"
same whole killed
finish
