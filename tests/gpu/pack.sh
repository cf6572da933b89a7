# Sourced by tests/gpu.sh: collects in a folder the headers of Debian's packages that a build with networks and benchmarks
# reads, as the compiler lists them, their libraries, and recorded cases for "cellar check oneshot". Nothing is
# compiled. The folder's include/ and lib/ serve a build with -DCELLAR_PACKED=FOLDER.
#   pack FOLDER [--cases MB]
# MB      how much of the recorded cases is copied at most, of the reference figures (CELLAR_REFERENCE_DIR, ../shared);
#         default 10; 0 for none
# shellcheck shell=bash
. tests/packages.sh
most_mb=30

refuse() { echo "tests/gpu.sh pack: $*" >&2; exit 2; }

folder="" cases_mb=10
while [ $# != 0 ]; do
  case $1 in
    --cases) cases_mb=${2:-}; shift 2 || refuse "--cases needs a number of MB" ;;
    -*) refuse "there is no option $1, only --cases" ;;
    *) [ -z "$folder" ] || refuse "one FOLDER is needed, not also '$1'"; folder=$1; shift ;;
  esac
done
[ -n "$folder" ] || refuse "a FOLDER is needed, for what is collected"
[[ $cases_mb =~ ^[0-9]+$ ]] || refuse "--cases is '$cases_mb'; a whole number of MB is needed"
# shellcheck disable=SC2154 # where gpu.sh was called
folder=$(cd "$called_from" && realpath -m "$folder")
versions=$folder/cellar-packed.txt  # the packages, and the mark of a folder that may be made anew
if [ -e "$folder" ] && [ ! -f "$versions" ] && [ -n "$(ls -A "$folder")" ]; then
  refuse "$folder holds something else: take a new or an empty folder"
fi
command -v dpkg-query >/dev/null || refuse "there is no dpkg, which says what belongs to which package"
oneshot=$(realpath -m "${CELLAR_REFERENCE_DIR:-../shared}")/data/oneshot
if [ "$cases_mb" != 0 ] && [ ! -f "$oneshot/manifest.json" ]; then
  refuse "there are no recorded cases in $oneshot: set CELLAR_REFERENCE_DIR, or leave them out with --cases 0"
fi
# shellcheck disable=SC2086
cellar_install $cellar_build_packages $cellar_torch_packages python3

# What a package brings and needs.
needs() {
  apt-cache depends --recurse --installed --no-{recommends,suggests,conflicts,breaks,replaces,enhances} "$@" | grep '^[a-z]' | sort -u
}

build=build/gpu-pack
listed=$(mktemp -d)
trap 'rm -rf "$listed"' EXIT
# fmt is used without its library there, which takes one header more.
cmake -S . -B $build -G Ninja -DCELLAR_TESTS=OFF -DCELLAR_BENCH=ON -DCELLAR_WITH_TORCH=ON -DCMAKE_CXX_FLAGS=-DFMT_HEADER_ONLY \
  >"$listed/log" 2>&1 || { tail -n 20 "$listed/log"; refuse "the build that is looked at cannot be configured"; }
python3 tests/gpu/headers.py $build/compile_commands.json | sort >"$listed/read" || refuse "the compiler cannot list what it reads"

# Of these, what belongs to the libraries, and not to the compiler and its C library.
libraries=$(tr ' ' '\n' <<<"$cellar_build_packages" | grep -- '-dev$')
# shellcheck disable=SC2046,SC2086
dpkg-query -L $(comm -23 <(needs $libraries) <(needs g++)) | sort -u >"$listed/owned"
comm -12 "$listed/read" "$listed/owned" >"$listed/headers"

mkdir -p "$folder"
# shellcheck disable=SC2086
dpkg-query -W $libraries >"$versions"
rm -rf "${folder:?}"/{include,lib,cases}
mkdir "$folder"/{include,lib}
compiler=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' $build/CMakeCache.txt)
multiarch=$("$compiler" -print-multiarch)
while read -r header; do
  name=${header#/usr/include/} name=${name#eigen3/} name=${name#"$multiarch/"}
  install -D -m 644 "$header" "$folder/include/$name"
done <"$listed/headers"
for name in bz2.a md.a z.a boost_program_options.so; do
  library=$("$compiler" -print-file-name="lib$name")
  [ -f "$library" ] || refuse "there is no lib$name"
  install -m 644 "$library" "$folder/lib"
done
# The name that programs look for it by.
soname=$(objdump -p "$folder/lib/libboost_program_options.so" | awk '$1 == "SONAME" { print $2 }')
mv "$folder/lib/libboost_program_options.so" "$folder/lib/$soname"
[ "$cases_mb" = 0 ] || python3 tests/gpu/choose_cases.py "$oneshot" "$folder/cases" "$cases_mb" || exit 2

bytes() { find "$@" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.1f MB", sum / 1e6 }'; }
echo "$(wc -l <"$listed/headers") headers, $(bytes "$folder/include"); libraries, $(bytes "$folder/lib")"
size=$(bytes "$folder")
echo "$folder: $size"
awk -v most=$most_mb '{ exit !($1 < most) }' <<<"$size" || refuse "that is not under $most_mb MB"
