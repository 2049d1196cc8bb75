#!/usr/bin/env bash
# Makes the picture in README.md anew: what `isnad code --format pretty` prints of the example report, from the
# sentences that are marked below on.
#
#     tools/picture.sh            writes README.md
#     tools/picture.sh --check    fails where README.md shows something else
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out=$(cargo run --quiet --release -p isnad-cli -- code --quiet --color never --format pretty examples/report.txt)

# The title and the four sentences around the accusation and its denial; blocks are divided by blank lines.
picture=$(printf '%s\n' "$out" | awk -v RS= 'NR == 1 || /قالت وزارة الدفاع الجزائرية/ || /واتهمت الوزارة/ || /ونفت الحكومة المغربية ذلك/ || /وكان مصدر أمني/ { print n++ ? "\n" $0 : $0 }')

made=$(PICTURE=$picture awk '
    /<!-- \/picture -->/ { inside = 0 }
    !inside { print }
    /<!-- picture:/ { inside = 1; print "\n```text"; print ENVIRON["PICTURE"]; print "```\n" }
' README.md)

if [[ ${1:-} == --check ]]; then
    [[ $made == "$(cat README.md)" ]] || { echo 'README.md shows an old picture; run tools/picture.sh'; exit 1; }
else
    printf '%s\n' "$made" > README.md
fi
