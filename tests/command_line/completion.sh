#!/usr/bin/env bash
# The completion of bash offers what the program knows.
#   SOURCE  the source folder
. "$(dirname "$0")/lib.sh"
. "$SOURCE/experiments/program/completion.bash"

offers() { # WORD the words typed so far, the last one unfinished
  local expected=$1
  shift
  COMP_WORDS=("$cellar" "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _cellar
  printf '%s\n' "${COMPREPLY[@]}" | grep -qx -- "$expected" || fail "'$*' does not offer $expected: ${COMPREPLY[*]}"
}

offers summary su
offers --version --v
offers searchers list s
offers evolution run ev
offers --seeds run --se
offers ImageNet16-120 run random --dataset I
offers nb201 run random --table n
offers reinforce-steps check r
offers client check c
offers score checkpoint sc
offers --epoch-seconds checkpoint import a.pth --ep
offers nats-bench show 0 --as na
offers x-valid query 0 --set x
finish
