#!/usr/bin/env bash
# Writes the seeds of all fuzz targets.
#   make_corpus.sh FOLDER MAKE_TABLES [REFERENCE]     PYTHON: which python3
set -euo pipefail
reference=${3:-}
[ -d "$reference" ] || reference=
rm -rf "$1"
"${PYTHON:-python3}" "$(dirname "$0")/make_corpus.py" "$1" ${reference:+"$reference"}
"$2" "$1"
find "$1" -type f | wc -l
