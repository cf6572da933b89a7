#!/usr/bin/env bash
# A plug-in that was compiled against other headers is refused, whatever the hash of headers says that it carries; one
# whose headers differ in comments alone is not. Uses what is installed.
#   BUILD  the build folder   SOURCE  the source folder
. "$(dirname "$0")/lib.sh"

cmake --install "$BUILD" --prefix "$work/installed" >log 2>&1 || fail "cannot install: $(tail -3 log)"
cellar=$work/installed/bin/cellar
headers=$work/installed/include/cellar
cat >plugin.cpp <<'END'
#include "core/plugin.hpp"
extern "C" const cellar::PluginAbi cellar_plugin_abi = cellar::plugin_abi();
extern "C" void cellar_plugin_v1(cellar::Extensions&) {}
END
# shellcheck disable=SC2086 # several flags
build() { ${2:-g++} -std=c++20 -shared -fPIC ${3:-} ${EXAMPLE_FLAGS:-} -I"$1" plugin.cpp -o "$1.so" || fail "does not build against $1"; }
# The hash of a folder's headers, as CMake makes it.
hash_of() {
  cat >hash.cmake <<END
cmake_minimum_required(VERSION 3.25)
include($SOURCE/.cmake/header_hash.cmake)
set(PROJECT_SOURCE_DIR $work/$1)
cellar_reached_headers(core/plugin.hpp headers)
list(REMOVE_ITEM headers core/header_hash.hpp)
cellar_hash_headers("\${headers}" hash)
message("\${hash}")
END
  cmake -P hash.cmake 2>&1
}
list() { "$cellar" list spaces --plugin "./$1.so"; }

cp -r "$headers" same
sed -i 's,^// .*,// Another comment.,; s/^  double /  double  /' same/core/{searcher,oracle,space}.hpp
own=$(sed -n 's/.*kHeaderHash = "\(.*\)".*/\1/p' "$headers/core/header_hash.hpp")
[ "$(hash_of same)" = "$own" ] || fail "comments and spaces change the hash: $(hash_of same) instead of $own"
build same
expect 0 '^nb201' list same
if command -v clang++ >/dev/null; then
  build same clang++
  expect 0 '^nb201' list same
fi

# changed NAME FILE PROGRAM: the headers after a change by sed, with the hash that they had and with their own.
changed() {
  local name=$1 file=$2 new
  cp -r "$headers" "$name"
  sed -i "$3" "$name/core/$file"
  cmp -s "$headers/core/$file" "$name/core/$file" && fail "$name: nothing was changed"
  new=$(hash_of "$name")
  [ "$new" != "$own" ] || fail "$name: the hash is the same"
  build "$name"
  refused "--plugin ./$name.so: was built for 'headers $own, layout [0-9a-f]*, .*', this program is 'headers $own, layout [0-9a-f]*, .*'; rebuild it" list "$name"
  cp -r "$name" "$name-hashed"
  sed -i "s/$own/$new/" "$name-hashed/core/header_hash.hpp"
  build "$name-hashed"
  refused "was built for 'headers $new, .*', this program is 'headers $own, .*'; rebuild it" list "$name-hashed"
}
changed member searcher.hpp '/^  double cost_seconds = 0;/{h;d};/^  double end_seconds = 0;/G'
changed private architecture.hpp '/^  std::uint8_t size_ = 0;/{h;d};/^  std::array<std::uint8_t, kMaxChoices> choices_/G'
changed virtual searcher.hpp '/^  virtual Request next() = 0;/{h;d};/^  virtual void tell/G'
changed added space.hpp 's/^  virtual std::string name() const = 0;/&\n  virtual int more() const { return 0; }/'

build same g++ -D_GLIBCXX_DEBUG
refused "libstdc.*, debug', this program is '.*strings'; rebuild it" list same

# What was exported before there were hashes.
cat >old.cpp <<'END'
struct Text { char text[96]; };
extern "C" const Text cellar_plugin_abi = {"interface 3, gcc 12, libstdc++ abi 1"};
extern "C" void cellar_plugin_v1(void*) { __builtin_trap(); }
END
g++ -shared -fPIC old.cpp -o old.so
refused "was built for 'interface 3, gcc 12, libstdc\+\+ abi 1', this program is 'headers $own, .*'; rebuild it" list old

python3 "$SOURCE/tests/plugin_layout.py" "$headers" || fail "core/plugin_abi.hpp does not look at everything"
finish
