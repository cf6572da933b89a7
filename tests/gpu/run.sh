# Sourced by tests/gpu.sh: builds the networks on a machine with a GPU, and checks and measures them there. One line a
# check; the figures as a table, and as JSON in OUT/results.json. The exit status is 1 if a check failed.
#   tests/gpu.sh run [--deps FOLDER] [--torch PREFIX] [--device cuda|cpu] [--out FOLDER] [--minutes M]
#     --deps      what tests/gpu.sh pack made; without it the libraries are the system's
#     --torch     the folder of a LibTorch; without it that of Python's torch package, or the system's
#     --device    cpu: the same on small sizes, to try the script where no GPU is
#     --out       for logs and results; default build/gpu-results
#     --minutes   after which no further measurement is begun; default 7

refuse() { echo "gpu.sh: $*" >&2; exit 2; }
from_caller() { case $1 in /*) echo "$1" ;; *) echo "$called_from/$1" ;; esac; }
deps='' torch='' device=cuda out=build/gpu-results minutes=7
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || refuse "$1 needs a value, or is not known; see tests/gpu/run.sh"
  case $1 in
    --deps) deps=$(from_caller "$2") ;;
    --torch) torch=$(from_caller "$2") ;;
    --device) device=$2 ;;
    --out) out=$(from_caller "$2") ;;
    --minutes) minutes=$2 ;;
    *) refuse "unknown option $1; see tests/gpu/run.sh" ;;
  esac
  shift 2
done
[ -z "$deps" ] || [ -d "$deps/include" ] || refuse "$deps is no folder that tests/gpu.sh pack made"
for tool in cmake ninja g++; do command -v $tool >/dev/null || refuse "there is no $tool"; done

begin=$SECONDS
failures=0
rm -rf "$out" && mkdir -p "$out" || refuse "cannot write into $out"
lines=$out/lines.jsonl
: >"$lines"
say() { printf '%4d s  %s\n' $((SECONDS - begin)) "$*"; }
# check NAME STATUS WORDS: a line for people, and one for programs.
check() {
  [ "$2" = ok ] || failures=$((failures + 1))
  say "$([ "$2" = ok ] && echo ok || echo FAILED)  $1: $3"
  printf '{"check":"%s","status":"%s","words":"%s"}\n' "$1" "$2" "$(sed 's/[\\"]/\\&/g' <<<"$3")" >>"$lines"
}

# -- build
if [ -z "$torch" ] && command -v python3 >/dev/null; then
  torch=$(cd / && python3 -c 'import torch, os; print(os.path.dirname(torch.__file__))' 2>/dev/null) || torch=''
  [ -e "$torch/lib/libtorch.so" ] || torch=''  # Debian's has its libraries elsewhere
fi
say "builds with the LibTorch of ${torch:-the system}"
cmake -S . -B build/gpu -G Ninja -DCMAKE_BUILD_TYPE=Release -DCELLAR_TESTS=OFF -DCELLAR_BENCH=ON -DCELLAR_WITH_TORCH=ON \
  -DCELLAR_PACKED="$deps" -DCELLAR_TORCH_PREFIX="$torch" >"$out/configure.log" 2>&1 || { tail -n 20 "$out/configure.log"; exit 1; }
grep '^-- Networks\|^-- LibTorch' "$out/configure.log" || true
ninja -C build/gpu cellar_program cellar_networks_module cellar_tables device_bench >"$out/build.log" 2>&1 ||
  { grep -m 20 -E 'error|FAILED' "$out/build.log"; tail -n 5 "$out/build.log"; exit 1; }
cellar=$PWD/build/gpu/bin/cellar bench=$PWD/build/gpu/bin/device_bench
check build ok "$(grep -c . "$out/build.log") steps, $((SECONDS - begin)) s on $(nproc) cores"
card=$device
[ $device = cpu ] || card=$(nvidia-smi --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null | head -n 1) || card=unknown

# -- what the original computed, computed again
cases=${deps:+$deps/cases}
[ -d "${cases:-}" ] || cases=${CELLAR_REFERENCE_DIR:-../shared}/data/oneshot
if [ -d "$cases" ]; then
  status=ok
  $cellar check oneshot "$cases" --device $device >"$out/oneshot.log" 2>&1 || status=failed
  check 'recorded cases' $status "$(tail -n 1 "$out/oneshot.log")"
  grep FAILED "$out/oneshot.log" || true
else
  say "left out: recorded cases, there is no $cases"
fi

# -- searches of three epochs, killed and continued
export CUBLAS_WORKSPACE_CONFIG=:4096:8  # without it cuBLAS may add up in another order
small=images=toy,channels=8,cells=1,batch=16,valid_batch=16,epochs=3
searchers=("darts($small)" "darts(order=2,$small)" "gdas($small)" "setn(candidates=5,$small)" "rsps(candidates=5,$small)"
           "enas(candidates=5,updates=3,samples=3,$small)" "beta-darts($small)" "drnas($small)")
search() { $cellar run "${searchers[@]}" --device $device --torch-threads 1 --threads 4 --deterministic --out "$out/$1" "${@:2}" >>"$out/$1.log" 2>&1; }
rows() { cat "$out/$1"/*/*/*.csv 2>/dev/null | grep -c '^[0-9]'; }
status=ok
search whole || status=failed
search eager --no-graphs || status=failed
kills=0
for wanted in 2 9; do
  { search killed; } 2>/dev/null & victim=$!
  while kill -0 $victim 2>/dev/null && [ "$(rows killed)" -lt $wanted ]; do sleep 0.02; done
  pkill -9 -P $victim 2>/dev/null && kills=$((kills + 1))
  wait $victim 2>/dev/null || true
done
search killed || status=failed
[ $kills -gt 0 ] || status=failed  # nothing was continued
check 'searches of three epochs' $status "$(rows whole) epochs, killed $kills times and continued$(grep -h -m 1 '^cellar:' "$out"/{whole,eager,killed}.log | sed 's/^/; /' | head -n 1)"
same=() other=() eager=()
for trace in "$out"/whole/*/*/seed-000000.csv; do
  name=$(basename "$(dirname "$trace")")
  case $name in *order=2*) name='darts(order=2)' ;; *) name=${name%%(*} ;; esac
  plain() { sed -E '/^[0-9]/s/,[^,]*$//; /^# end/s/ [0-9a-f]{16}$//' "${trace/\/whole\//\/$1\/}"; }
  if diff <(plain whole) <(plain killed) >/dev/null; then same+=("$name"); else other+=("$name"); fi
  diff <(plain whole) <(plain eager) >/dev/null || eager+=("$name")
done
undecided=$(grep -ohE "'?[a-z0-9_]+'? does not have a deterministic implementation" "$out"/{whole,killed}.log | awk '{ print $1 }' | sort -u | paste -sd ' ') || true
# A difference is allowed where LibTorch names an operation that it has no deterministic way for.
equal() { if [ $# = 0 ] || [ -n "$undecided" ]; then echo ok; else echo failed; fi; }
check 'killed and continued, equal to the byte' "$(equal "${other[@]}")" "${same[*]:-none}; not: ${other[*]:-none}; without a deterministic implementation in LibTorch: ${undecided:-nothing}"
check 'recorded steps and launched ones, equal to the byte' "$(equal "${eager[@]}")" "not: ${eager[*]:-none}"

# -- two at once, and refusals
status=ok
$cellar run "darts($small)" "gdas($small)" --devices $device,$device --torch-threads 1 --out "$out/two" >"$out/two.log" 2>&1 || status=failed
check 'two searches at once on one device' $status "$(tail -n 1 "$out/two.log")"
# refused NAME PATTERN COMMAND…: status 2 and one line
refused() {
  local name=$1 pattern=$2 line got=0 status=ok
  shift 2
  line=$("$@" 2>&1 >/dev/null) || got=$?
  [ $got = 2 ] && [ "$(wc -l <<<"$line")" = 1 ] && grep -qE "$pattern" <<<"$line" || status=failed
  check "$name" $status "${line:-status $got, and no line}"
}
refused 'a device that does not exist' "device 'cuda:99': this LibTorch sees" $cellar run "darts($small)" --device cuda:99 --out "$out/none"
number() { printf "\\x$(printf %02x $(($1 >> 24 & 255)))\\x$(printf %02x $(($1 >> 16 & 255)))\\x$(printf %02x $(($1 >> 8 & 255)))\\x$(printf %02x $(($1 & 255)))"; }
images() {  # so many, a multiple of ten, of 28 x 28 pixels, in the format of MNIST
  { printf '\0\0\x08\x03'; number $1; number 28; number 28; head -c $((784 * $1)) /dev/zero; } >"$2-images-idx3-ubyte"
  # shellcheck disable=SC2046
  { printf '\0\0\x08\x01'; number $1; printf 'abcdefghij%.0s' $(seq $(($1 / 10))) | tr 'a-j' '\0-\11'; } >"$2-labels-idx1-ubyte"
}
mkdir -p "$out/images"
images 140000 "$out/images/train"
images 100 "$out/images/t10k"
huge() {
  [ $device != cpu ] || ulimit -v 12000000  # where the system has more memory than there is
  exec $cellar run 'darts(images=idx,side=32,batch=65536,epochs=1)' --data "$out/images" --device $device --torch-threads 1 --out "$out/huge"
}
refused 'a batch of 65,536' 'not enough memory' huge
rm -rf "$out/images"

# -- what steps cost
size=()
[ $device != cpu ] || size=(--channels 4 --cells 1 --side 16 --batch 8 --steps 2)
value() { sed -nE "s/.*\"$1\": ?\"?([^,\"}]*).*/\1/p" <<<"$line" | sed 's/^null$/-/'; }
measured() {
  if [ -n "$(value epoch_seconds)" ]; then
    echo "an epoch of $(value epoch_steps) steps $(value epoch_seconds) s, its images alone $(value loader_seconds) s"
  elif [ -n "$(value seconds)" ]; then
    awk "BEGIN { printf \"%.2f ms a step\", 1000 * $(value seconds) }"
  else
    echo "$(value failed)$(value compile_failed)"
  fi
}
step() {  # PROGRAM ARGUMENTS…
  if [ $((SECONDS - begin)) -ge $((60 * minutes)) ]; then
    say "left out for time: $(basename "${*: 1:1}") ${*:2}"
  elif timeout 120 "$@" --device $device "${size[@]}" >"$out/line" 2>"$out/step.log" || grep -q '"failed":' "$out/line"; then
    line=$(tail -n 1 "$out/line")
    echo "$line" >>"$lines"
    say "$(value method) in $(value precision), $(value program) $(value variant): $(measured)"
  else
    check "measurement" failed "$(basename "$1") ${*:2}: $(tail -n 1 "$out/step.log")"
  fi
}
peer=()
! python3 -c 'import torch' 2>/dev/null || peer=(python3 tests/bench/eager_supernet.py)
for precision in float32 bfloat16 tf32; do
  [ $device != cpu ] || [ $precision != tf32 ] || continue
  for method in darts gdas second-order one-path; do
    [ $precision != tf32 ] || [ $method = darts ] || continue
    step $bench --method $method --precision $precision
    [ $device = cpu ] || [ $method = gdas ] || [ $method = one-path ] || step $bench --method $method --precision $precision --no-graphs
    [ ${#peer[@]} = 0 ] || step "${peer[@]}" --method $method --precision $precision
  done
done
if [ $device = cpu ]; then step $bench --epoch --images 64; else step $bench --epoch --precision tf32; fi
[ ${#peer[@]} = 0 ] || for precision in float32 bfloat16; do
  step "${peer[@]}" --method darts --precision $precision --compile --limit 90
done
[ ${#peer[@]} = 0 ] || step "${peer[@]}" --method gdas --precision float32 --compile operations --warm-up 6 --limit 90

# -- the table
{
  printf '{"card":"%s","date":"%s","lines":[\n' "$card" "$(date +%F)"
  sed '$!s/$/,/' "$lines"
  echo ']}'
} >"$out/results.json"
printf '\n%-13s %-9s %-8s %-10s %10s %9s %9s %8s\n' method precision program variant 'ms a step' MiB launches 'to host'
while read -r line; do
  case $line in *'"seconds":'*) ;; *) continue ;; esac
  printf '%-13s %-9s %-8s %-10s %10.2f %9.0f %9s %8s\n' "$(value method)" "$(value precision)" "$(value program)" "$(value variant)" \
    "$(awk "BEGIN { print 1000 * $(value seconds) }")" "$(value mebibytes)" "$(value launches)" "$(value host_copies)"
done <"$lines"
echo
say "$card: $failures checks failed; $out/results.json"
[ $failures = 0 ]
