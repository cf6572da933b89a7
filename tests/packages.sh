# Sourced: the Debian packages that building and testing need, and a function that installs those that are missing.
cellar_build_packages="g++ cmake ninja-build libfmt-dev libeigen3-dev libboost-program-options-dev zlib1g-dev libbz2-dev nlohmann-json3-dev libxxhash-dev libmd-dev"
cellar_run_packages="gnuplot-nox fonts-dejavu-core"
cellar_test_packages="catch2 ccache bzip2 python3 python3-numpy python3-pandas clang-format util-linux debootstrap"
cellar_torch_packages="libtorch-dev libopenblas0-pthread"  # of space/network; the rest does without
cellar_image_packages="dataset-fashion-mnist"  # images to try networks on

cellar_install() {
  local missing="" package root=""
  for package in "$@"; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=" $package"
  done
  [ -z "$missing" ] && return
  echo "installing:$missing"
  if [ "$(id -u)" != 0 ]; then
    root=sudo
    command -v sudo >/dev/null || { echo "there is no sudo; run as root: apt-get install$missing" >&2; return 1; }
  fi
  $root apt-get update -qq
  # shellcheck disable=SC2086 # a list of words
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# clang++ with its sanitizers and its libFuzzer, for tests/fuzz.sh and tests/on_debian.sh; nothing else needs it.
cellar_install_clang() {
  cellar_install clang && cellar_install "libclang-rt-$(clang++ -dumpversion | cut -d. -f1)-dev"
}
