# Sourced by the tests of this folder: they run the program as a user would, in a folder of their own.
#   CELLAR   the program (set by CTest)
set -uo pipefail
cellar=${CELLAR:?the program}
work=$(mktemp -d "${TMPDIR:-/tmp}/cellar-test-XXXXXX")
trap 'cd /; rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# expect STATUS 'PATTERN' COMMAND…: the command ends with the status and prints a line that matches.
expect() {
  local status=$1 pattern=$2 output got
  shift 2
  output=$("$@" 2>&1)
  got=$?
  [ "$got" = "$status" ] || fail "status $got, not $status: $* -- $output"
  grep -qE -- "$pattern" <<<"$output" || fail "no line matches '$pattern': $* -- $output"
}

# refused 'PATTERN' COMMAND…: status 2 and exactly one line of errors, "cellar: …", that matches.
refused() {
  local pattern=$1 output got
  shift
  output=$("$@" 2>&1 >/dev/null)
  got=$?
  [ "$got" = 2 ] || fail "status $got, not 2: $* -- $output"
  grep -qE -- "^cellar: .*$pattern" <<<"$output" || fail "the line does not match '$pattern': $* -- $output"
  [ "$(wc -l <<<"$output")" = 1 ] || fail "several lines instead of one: $* -- $output"
}

same() { diff -r "$1" "$2" >/dev/null || fail "$1 and $2 differ: $(diff -rq "$1" "$2" | head -3)"; }

# build_examples TARGET…: experiments/examples, in examples/, against the package that is installed in installed/.
build_examples() {
  cmake --install "$BUILD" --prefix "$work/installed" >log 2>&1 || fail "cannot install: $(tail -3 log)"
  cmake -S "$SOURCE/experiments/examples" -B examples -G Ninja -DCMAKE_PREFIX_PATH="$work/installed" \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS="${EXAMPLE_FLAGS:-}" >log 2>&1 &&
    cmake --build examples --target "$@" >>log 2>&1 || fail "the examples do not build: $(tail -20 log)"
}

# idx PREFIX IMAGES: a multiple of three, random pixels, 8 x 8, labels 0 1 2 0 1 2 …
number() { printf "\\x$(printf %02x $(($1 >> 8)))\\x$(printf %02x $(($1 & 255)))"; }
idx() {
  { printf '\0\0\x08\x03\0\0'; number "$2"; printf '\0\0\0\x08\0\0\0\x08'; head -c $((64 * $2)) /dev/urandom; } >"$1-images-idx3-ubyte"
  { printf '\0\0\x08\x01\0\0'; number "$2"; for ((i = 0; i < $2; i += 3)); do printf '\0\x01\x02'; done; } >"$1-labels-idx1-ubyte"
}

finish() {
  [ "$failures" = 0 ] && echo "all as expected"
  exit $((failures > 0))
}
