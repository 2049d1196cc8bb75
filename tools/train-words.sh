#!/usr/bin/env bash
# Makes crates/isnad-ar/data/tagger/{learned.txt,titles.txt,weights.bin} anew: the same bytes each time (the seed is in
# crates/isnad-train/src/main.rs). About two minutes on one core. SHARED is the folder with the corpora (README there).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
shared=${SHARED:-../shared}
out=crates/isnad-ar/data/tagger
raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT

# The files of the archive in the order of their names: order decides ties.
mkdir "$raw/ant"
tar xzf "$shared/corpus/ant/ant.tgz" -C "$raw/ant"
find "$raw/ant" -name '*.txt' -print0 | LC_ALL=C sort -z | xargs -0 cat > "$raw/ant.txt"
xz -dc "$shared/corpus/arwiki/arwiki-2017.txt.xz" > "$raw/wiki.txt"
tools/titles.py < "$raw/wiki.txt" > "$raw/titles.txt"
mv "$raw/titles.txt" "$out/titles.txt"

cargo run --release -p isnad-train -- train --out "$out" \
    --ours treebank/news-train.conllu \
    --pud "$shared/words/ar_pud-ud-test.conllu" \
    --wojood "$shared/words/wojood-sample.txt" \
    "$raw/ant.txt" "$shared/corpus/ntrex/newstest2019-ref.arb.txt" "$raw/wiki.txt"
