#!/usr/bin/env bash
# For machines with a GPU that have a compiler, CMake and a LibTorch, but neither packages nor a network.
#   tests/gpu.sh pack FOLDER [--cases MB]   collects here what such a machine lacks; tests/gpu/pack.sh
#   tests/gpu.sh run [--deps FOLDER] …      builds, checks and measures there; tests/gpu/run.sh
set -euo pipefail
# shellcheck disable=SC2034 # what the user names is seen from there
called_from=$PWD
cd "$(dirname "$0")/.."
case ${1:-} in
  pack | run) ;;
  *) sed -n '3,4s/^# *//p' tests/gpu.sh >&2; exit 2 ;;
esac
command=$1
shift
# shellcheck source=/dev/null
. "tests/gpu/$command.sh"
