#!/usr/bin/env python3
"""Makes crates/isnad-ar/data/tagger/titles.txt: names of persons, places and bodies among the titles of Wikipedia articles.

    xz -dc arwiki-2017.txt.xz | tools/titles.py > crates/isnad-ar/data/tagger/titles.txt

What a title names is told by the first words of its article: «X (ولد …) سياسي …» is a person, «X هي مدينة …» a place,
«X شركة …» a body. Titles of one common word are left out where the word is a noun or adjective of the pack.
"""
import re
import sys
from collections import Counter
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "crates/isnad-ar/data"
PLACE = "مدينة قرية بلدة دولة محافظة جزيرة نهر مقاطعة ولاية بلدية عاصمة منطقة بلد جبل بحيرة إقليم ضاحية حي ناحية قضاء كومونة جزر بحر خليج".split()
BODY = "شركة منظمة حزب نادي جامعة وكالة صحيفة قناة مؤسسة بنك حركة جماعة نادٍ مجلة وزارة اتحاد جمعية مصرف تنظيم".split()
PERSON = "سياسي ممثل ممثلة لاعب لاعبة مغني مغنية كاتب كاتبة شاعر شاعرة عالم رئيس ملك مخرج فيلسوف رسام مؤرخ صحفي صحفية مطرب مطربة مدرب فنان فنانة روائي فيزيائي كيميائي رياضي عسكري قائد أديب مهندس طبيب محامي اقتصادي ملحن موسيقي إعلامي إعلامية فقيه إمام وزير نائب ضابط رجل امرأة".split()
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")


def kind(title, first):
    words = re.findall("[\u0620-\u0655]+", first)
    head = words[: len(title.split()) + 14]
    if re.search(r"\(\s*(ولد|وُلد|مواليد|توفي|من مواليد|\d{1,2} \S+ \d{4} ?[-–])|ولد(ت)? (في|سنة|عام|يوم)", first[: len(title) + 80]):
        return "PER"
    for word in head:
        word = MARKS.sub("", word)
        bare = word[2:] if word.startswith("ال") else word
        for name, known in (("LOC", PLACE), ("ORG", BODY), ("PER", PERSON)):
            if word in known or name == "PER" and bare in known:
                return name
    return None


def main():
    known = {line.split("|")[0].strip() for line in (DATA / "words/nominals.txt").read_text("utf-8").splitlines()}
    found = {}
    title, text = None, ""
    for line in sys.stdin:
        match = re.search(r'<doc id="\d+" title="(.*?)"', line)
        if match:
            title, text = match.group(1), ""
        elif title and line.strip() and not line.startswith("<"):
            if line.strip() == title or line.strip().startswith(title) and len(line) < len(title) + 5:
                continue
            what = kind(title, MARKS.sub("", line))
            name = re.sub(r"\s*[(（،,].*", "", title).strip()
            if what and re.fullmatch("[\u0620-\u06d3 ]+", name) and 1 <= len(name.split()) <= 5 and len(name) > 2:
                single = len(name.split()) == 1
                if not (single and (name in known or name.removeprefix("ال") in known)):
                    found.setdefault(name, what)
            title = None
    print("# Titles of Wikipedia articles that are names: FORM | PER, LOC or ORG. Made by tools/titles.py: do not edit.")
    print("# Source: Arabic Wikipedia, 2017 (https://ar.wikipedia.org), changed. Licence: CC BY-SA 4.0.")
    for name in sorted(found):
        print(f"{name} | {found[name]}")
    print(Counter(found.values()), file=sys.stderr)


main()
