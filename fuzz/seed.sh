#!/usr/bin/env bash
# Fills the corpora of the fuzz targets with the texts of the cases and with entries of the lexicon.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p corpus/code corpus/lexicon
cp ../examples/report.txt corpus/code/
find ../crates/isnad-ar/cases -name '*.md' -print0 | xargs -0 awk '
    /^```text/ { inside = 1; file = sprintf("corpus/code/case-%04d", ++n); next }
    /^```/ { if (inside) close(file); inside = 0 }
    inside { print > file }'
find ../crates/isnad-ar/data -name '*.txt' -print0 | xargs -0 awk '
    FNR % 97 == 1 { if (file) close(file); file = sprintf("corpus/lexicon/entries-%04d", ++n) }
    FNR % 97 < 6 { print > file }'
