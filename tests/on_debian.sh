#!/usr/bin/env bash
# Tries the project on a bare Debian, as a new user would: makes one in a folder, copies the checkout, runs the
# quickstart with 20 seeds and tests/run.sh, among them the installed package as another project finds it. Needs root,
# debootstrap and a package mirror; touches nothing outside of the folder, which it removes at the end.
#   tests/on_debian.sh SUITE [PRESET…]     trixie, bookworm; default: release, with networks
#   tests/on_debian.sh --short SUITE       the quickstart and the command line alone, without LibTorch and Catch2
#   CXX=clang++          the compiler, there
#   CELLAR_MIRROR=URL    of packages; default http://deb.debian.org/debian
#   CELLAR_SYSTEM=DIR    makes the system there and keeps it; one that is there is used again
# The exit status is 77, with the reason in a line, where such a system may not be made.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/packages.sh
mirror=${CELLAR_MIRROR:-http://deb.debian.org/debian}
reference=$(realpath -m "${CELLAR_REFERENCE_DIR:-../shared}")

skip() { echo "SKIPPED: no bare Debian is made: $*"; exit 77; }

short=
[ "${1:-}" = --short ] && { short=1; shift; }
suite=${1:?the name of a suite, as trixie}
shift
[ $# = 0 ] && set -- release

# Everything else happens where mounts are its own, so that none is left behind.
if [ "${CELLAR_APART:-}" = "" ]; then
  [ "$(id -u)" = 0 ] || skip "only root may"
  command -v debootstrap >/dev/null || skip "there is no debootstrap (apt-get install debootstrap)"
  unshare --mount true 2>/dev/null || skip "this place does not let mounts be made"
  CELLAR_APART=1 exec unshare --mount -- "$0" ${short:+--short} "$suite" "$@"
fi

root=${CELLAR_SYSTEM:-}
if [ -z "$root" ]; then
  root=$(mktemp -d "${TMPDIR:-/tmp}/cellar-$suite-XXXXXX")
  remove() { umount -R -l "$root"/{proc,dev,reference} 2>/dev/null; rm -rf --one-file-system "$root"; }
  trap 'remove || true' EXIT
fi
log=$(mktemp)
begin=$(date +%s)
say() { printf '%4d s  %s\n' $(($(date +%s) - begin)) "$*"; }

if [ ! -x "$root/usr/bin/apt-get" ]; then
  say "makes a bare $suite in $root"
  if ! debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$log" 2>&1; then
    grep -qE 'Failed (getting|to get|to download)|Invalid Release|unreachable|resolve' "$log" && skip "$mirror does not answer: $(tail -n 1 "$log")"
    tail -n 20 "$log"
    exit 1
  fi
fi
mkdir -p "$root/reference" "$root/cellar" "$root/proc" "$root/dev"
if ! { mount --bind /proc "$root/proc" && mount --rbind /dev "$root/dev"; }; then
  skip "this place does not let /proc and /dev be mounted"
fi
if [ -z "$short" ] && [ -d "$reference" ]; then  # to read, so that nothing there can be removed with the folder
  mount --bind "$reference" "$root/reference"
  mount -o remount,bind,ro "$root/reference"
fi
cp /etc/resolv.conf "$root/etc/resolv.conf"
git ls-files -z --cached --others --exclude-standard | xargs -0 -r ls -d 2>/dev/null | tar -cf - -T - | tar -xf - -C "$root/cellar"

inside() {
  chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    ${CXX:+CXX="$CXX"} CELLAR_REFERENCE_DIR=/reference bash -c "cd /cellar && $1"
}
# The words and the minute of a step; the end of its output where it fails.
step() {
  say "$1"
  inside "$2" >"$log" 2>&1 || { tail -n 60 "$log"; say "FAILED: $1"; exit 1; }
}

if [[ ${CXX:-g++} = clang++* ]]; then
  step "installs clang" '. tests/packages.sh && cellar_install_clang'
fi
step "quickstart with 20 seeds" "experiments/quickstart.sh 20"
tail -n 30 "$log"
inside "build/bin/cellar --version" >/dev/null
# shellcheck disable=SC2016 # what is expanded there
step "start-up" 'begin=$(date +%s%N); for i in $(seq 100); do build/bin/cellar --version >/dev/null; done
  echo "$((($(date +%s%N) - begin) / 100000)) µs a start"; ldd build/bin/cellar | wc -l'
head -n 1 "$log"
if [ -n "$short" ]; then
  for script in usage benchmark plugin without_networks; do
    step "command line: $script" "CELLAR=\$PWD/build/bin/cellar BUILD=\$PWD/build SOURCE=\$PWD REFERENCE=/reference \
      SLOW=1 bash tests/command_line/$script.sh"
    tail -n 1 "$log"
  done
else
  for preset in "$@"; do
    step "tests/run.sh $preset" "tests/run.sh $preset"
    grep -E '\*\*\*Skipped|passed, ' "$log"
  done
fi
# shellcheck disable=SC2016
say "$suite: all as it should be, $(inside '${CXX:-g++} --version | head -n 1; cmake --version | head -n 1' | paste -sd ,)"
