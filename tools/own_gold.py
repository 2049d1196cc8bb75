#!/usr/bin/env python3
"""Keeps annotated reports without their text, and puts the text back from the corpus that they were taken from.

usage: own_gold.py strip GOLD_DIR INDEX.jsonl OUT_DIR [--corpus CORPUS_DIR]
       own_gold.py join OWN_DIR CORPUS_DIR OUT_DIR [--only PATTERN]

SaudiNewsNet is for research only: no text of it may stand in this repository; ids, counts, offsets and codes may.
INDEX.jsonl names each report's place in the corpus: {"id", "zip", "member", "index", "url", "sha256"}. The hash is that
of the article's title, a line feed and its content, in UTF-8; everything below is counted in that text, in Unicode code
points. CORPUS_DIR is the folder of the archives, ../shared/corpus/saudinewsnet beside the repository unless told.

strip writes one file a report, with what the gold file has but for these:
  corpus     zip (its name in CORPUS_DIR), member, index in the member's array, url, sha256; of an address only what comes
             before the first word of Arabic, since such addresses repeat the title
  author     [start, end] in the article's field "author"
  sentences  [start, end] in the text; a sentence put together from pieces is [start, end, between, start, end ...], where
             `between` is the white space that stands between two pieces
  strings    cue, trigger, place, content and the "text" of entities are [sentence, start, end], counted in that sentence:
             the place where the string stands by the rules of annotation (the first, or the "nth"); an empty string and
             null stay as they are
Names of outlets and agencies (outlet, publishers) stay too. strip joins every file again before it writes it, and refuses
one that does not come back equal or has Arabic left outside "publishers".

join checks the hash, cuts every string out of the text and writes the gold files into OUT_DIR; --only PATTERN takes some of the
reports whose ids match.
"""
import argparse
import copy
import fnmatch
import glob
import hashlib
import json
import os
import re
import sys
import zipfile

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
SLUG = re.compile("[^\x00-\x7f]|%[0-9A-Fa-f]{2}")


def article(corpus, at):
    """The article that a reference names, and the text that everything is counted in."""
    with zipfile.ZipFile(os.path.join(corpus, at["zip"])) as archive:
        found = json.loads(archive.read(at["member"]).decode("utf-8-sig"))[at["index"]]
    text = found["title"] + "\n" + found["content"]
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != at["sha256"]:
        raise ValueError(f"{at['zip']} {at['member']} {at['index']}: not the text that was annotated (sha256)")
    if not found["url"].startswith(at["url"]):
        raise ValueError(f"{at['zip']} {at['member']} {at['index']}: another address")
    return found, text


def strings(doc, change):
    """Calls change(value, item, kind) for every string copied from the report, and puts what it returns in its place."""
    for a in doc["attributions"]:
        a["cue"] = change(a["cue"], a, "cue")
        a["source"]["text"] = change(a["source"]["text"], dict(a["source"], s=a["s"]), "entity")
        first = None
        for i, words in enumerate(a["content"]):
            a["content"][i] = change(words, dict(s=a["s"], after=first), "content")
            first = first or a["content"][i]
    for e in doc["events"]:
        e["trigger"] = change(e["trigger"], e, "trigger")
        e["place"] = change(e["place"], dict(s=e["s"]), "place")
        for side in ("actor", "recipient"):
            for x in e[side]:
                x["text"] = change(x["text"], dict(x, s=e["s"]), "entity")


def pieces(sentence, text, start):
    """A sentence as the stretches of text that it is put together from, none before `start`."""
    at = text.find(sentence, start)
    if at >= 0:
        return [at, at + len(sentence)]
    parts = re.split(r"(\s+)", sentence)
    gap = re.compile(r"\s*".join(re.escape(p) for p in parts[::2])).search(text, start)
    if not gap:
        raise ValueError(f"a sentence does not stand in the text after {start}")
    out, at = [], gap.start()
    for i, word in enumerate(parts[::2]):
        at = text.index(word, at)
        between = parts[2 * i - 1] if i else ""
        if i and text[out[-1]:at] == between:
            out[-1] = at + len(word)
        else:
            out += ([between] if i else []) + [at, at + len(word)]
        at += len(word)
    return out


def whole(stretch, text):
    """The sentence that pieces() took apart."""
    out = text[stretch[0]:stretch[1]]
    for i in range(2, len(stretch), 3):
        if stretch[i].strip():
            raise ValueError("more than white space between two pieces")
        out += stretch[i] + text[stretch[i + 1]:stretch[i + 2]]
    return out


def occurrence(words, sentence, nth=1, start=0):
    at = start - 1
    for _ in range(nth):
        at = sentence.find(words, at + 1)
        if at < 0:
            return None
    return at


def place(words, item, kind, sentences):
    """[sentence, start, end] of a string, by the rules of annotation."""
    if not words:
        return words
    s, count = item["s"], len(sentences)
    nth, start = item.get("nth", 1), 0
    if kind == "content":
        if item["after"]:
            s, start, _ = item["after"]
        order = [*range(s, count), *range(s)]
    else:
        order = [*range(s, -1, -1), *range(s + 1, count)]
    for n in (nth, 1):
        for k in order:
            at = occurrence(words, sentences[k], n, start if k == s else 0)
            if at is not None:
                return [k, at, at + len(words)]
    for k in order:
        at = occurrence(words, sentences[k])
        if at is not None:
            return [k, at, at + len(words)]
    raise ValueError(f"a string of {kind} stands in no sentence")


def stripped(gold, at, corpus):
    found, text = article(corpus, at)
    doc = {"id": gold["id"], "corpus": dict((k, at[k]) for k in ("zip", "member", "index", "url", "sha256"))}
    slug = SLUG.search(at["url"])
    if slug:
        doc["corpus"]["url"] = at["url"][:slug.start()]
    doc.update(copy.deepcopy(gold))
    if gold.get("author"):
        start = found["author"].index(gold["author"])
        doc["author"] = [start, start + len(gold["author"])]
    end = 0
    for k, sentence in enumerate(gold["sentences"]):
        doc["sentences"][k] = pieces(sentence, text, end)
        end = doc["sentences"][k][-1]
    strings(doc, lambda words, item, kind: place(words, item, kind, gold["sentences"]))
    return doc


def joined(own, corpus):
    gold = copy.deepcopy(own)
    found, text = article(corpus, gold.pop("corpus"))
    if gold.get("author"):
        gold["author"] = found["author"][slice(*gold["author"])]
    gold["sentences"] = [whole(stretch, text) for stretch in gold["sentences"]]
    strings(gold, lambda at, item, kind: gold["sentences"][at[0]][at[1]:at[2]] if at else at)
    return gold


def rows(doc):
    """JSON with a line for every attribution, event and list."""
    out = []
    for key, value in doc.items():
        if key in ("attributions", "events") and value:
            value = "[\n  " + ",\n  ".join(json.dumps(v, ensure_ascii=False) for v in value) + "\n ]"
        else:
            value = json.dumps(value, ensure_ascii=False)
        out.append(f" {json.dumps(key)}: {value}")
    return "{\n" + ",\n".join(out) + "\n}\n"


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def save(folder, name, content):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as file:
        file.write(content)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("strip", help="take the text out of gold files")
    command.add_argument("gold_dir")
    command.add_argument("index")
    command.add_argument("out_dir")
    here = os.path.dirname(os.path.abspath(__file__))
    command.add_argument("--corpus", default=os.path.join(here, "..", "..", "shared", "corpus", "saudinewsnet"))
    command = commands.add_parser("join", help="put the text back from the corpus")
    command.add_argument("own_dir")
    command.add_argument("corpus")
    command.add_argument("out_dir")
    command.add_argument("--only", default="*", help="pattern of the ids to take")
    args = parser.parse_args()

    if args.command == "strip":
        with open(args.index, encoding="utf-8") as file:
            index = {at["id"]: at for at in map(json.loads, filter(str.strip, file))}
    bad = count = 0
    for path in sorted(glob.glob(os.path.join(args.gold_dir if args.command == "strip" else args.own_dir, "*.json"))):
        name = os.path.splitext(os.path.basename(path))[0]
        try:
            doc = load(path)
            if args.command == "strip":
                own = stripped(doc, index[doc["id"]], args.corpus)
                if joined(own, args.corpus) != doc:
                    raise ValueError("does not come back as it was")
                if ARABIC.search(json.dumps(dict(own, publishers=[]), ensure_ascii=False)):
                    raise ValueError("has words of the report left")
                save(args.out_dir, name, rows(own))
            elif fnmatch.fnmatch(doc["id"], args.only):
                save(args.out_dir, name, json.dumps(joined(doc, args.corpus), ensure_ascii=False, indent=1))
            else:
                continue
            count += 1
        except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile) as fault:
            bad += 1
            print(f"{path}: {type(fault).__name__}: {fault}", file=sys.stderr)
    print(f"{count} reports", file=sys.stderr)
    sys.exit(bad > 0 or count == 0)


if __name__ == "__main__":
    main()
