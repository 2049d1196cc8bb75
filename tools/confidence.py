#!/usr/bin/env python3
"""Fits the weights of crates/isnad/data/confidence.txt on annotated reports and single sentences.

usage: confidence.py CODER GOLD_DIR... --gsr GSR_DIR [--check] [--threshold T] > crates/isnad/data/confidence.txt

CODER is the built example `crates/isnad-ar/examples/signs.rs`: it prints the records of all events, however unsure, on standard
output and each event's signs on standard error. The folders are those of
`isnad gold` and `isnad gold --gsr`; the folder that holds score.py stands one above the first GOLD_DIR.

The model is logistic regression by plain gradient descent with an L2 penalty: deterministic, no library. An event of a
report counts as right where score.py pairs it; an event in a single sentence, where every annotator accepted the
sentence for its type. --check prints three-fold cross-validation over the single sentences instead of weights.
"""
import argparse
import collections
import glob
import json
import math
import os
import random
import subprocess
import sys

SIGNS = ("finite quantity actor recipient place date specific casualty definite aside lead attributed actual repeated relative "
         "self-evident merged governed report passive idiom told force perfect deictic first long cause known old generic dyad deep deeper crowded mixed brief").split()
PENALTY, STEPS, RATE = 10.0, 500, 0.5


def run(coder, lines):
    done = subprocess.run([coder], input="\n".join(lines), capture_output=True, text=True, check=True)
    signs = {tuple(l.split("\t")[1:3]): int(l.split("\t")[3]) for l in done.stderr.split("\n") if l.startswith("S\t")}
    records = [json.loads(l) for l in done.stdout.split("\n") if l.strip()]
    return {r["id"]: r for r in records}, signs


def of_reports(coder, folder, score):
    golds = [json.load(open(p, encoding="utf-8")) for p in sorted(glob.glob(os.path.join(folder, "*.json")))]
    lines = [json.dumps({"id": g["id"], "title": g["sentences"][0], "body": "\n".join(g["sentences"][1:]), "published": g["published"],
                         "publisher": g.get("outlet")}, ensure_ascii=False) for g in golds]
    out, signs = run(coder, lines)
    for g in golds:
        o = out[g["id"]]
        spans = score.spans_of(g["sentences"], o["text"])
        for e in g["events"]:
            e["span"] = score.where(o["text"], e["s"], spans, e["trigger"], e.get("nth", 1))
        for e in o["events"]:
            e["span"] = (e["trigger"]["start"], e["trigger"]["end"])
            e["s"] = score.sentence_at(spans, e["span"][0])
        pairs = score.pair(g["events"], o["events"], lambda a, b: 0 if (a["s"], a["type"]) != (b["s"], b["type"]) else 1 + score.overlap(a["span"], b["span"]))
        right = {id(f) for _, f in pairs}
        for e in o["events"]:
            yield (signs[g["id"], e["id"]], e["type"], e.get("mode"), int(id(e) in right), 1.0, g["id"])


def of_sentences(coder, folder):
    rows = [json.loads(l) for l in open(os.path.join(folder, "sentences.jsonl"), encoding="utf-8") if l.strip()]
    out, signs = run(coder, [json.dumps({"id": r["id"], "title": "", "body": r["text"], "published": "2008-01-01"}, ensure_ascii=False) for r in rows])
    data = []
    for r in rows:
        if r["label"] != "ambiguous":
            for e in out[r["id"]]["events"]:
                if e["type"] == r["type"]:
                    data.append((signs[r["id"], e["id"]], e["type"], e.get("mode"), int(r["label"] == "yes"), 1.0, r["id"]))
    return rows, data


class Model:
    def __init__(self, data):
        seen = collections.Counter((d[1], d[2]) for d in data if d[2])
        self.modes = sorted(m for m, n in seen.items() if n >= 8)
        self.names = ["bias"] + SIGNS + ["mode %s %s" % m for m in self.modes] + ["type PROTEST"]

    def on(self, d):
        out = [0] + [k + 1 for k in range(len(SIGNS)) if d[0] >> k & 1]
        if (d[1], d[2]) in self.modes:
            out.append(1 + len(SIGNS) + self.modes.index((d[1], d[2])))
        if d[1] == "PROTEST":
            out.append(len(self.names) - 1)
        return out

    def fit(self, data):
        rows, total = [self.on(d) for d in data], sum(d[4] for d in data)
        self.w = [0.0] * len(self.names)
        for _ in range(STEPS):
            g = [0.0] * len(self.w)
            for x, d in zip(rows, data):
                error = (1 / (1 + math.exp(-sum(self.w[j] for j in x))) - d[3]) * d[4]
                for j in x:
                    g[j] += error
            for j in range(len(self.w)):
                self.w[j] -= 4 * RATE * (g[j] + (PENALTY * self.w[j] if j else 0)) / total
        return self

    def rate(self, d):
        return 1 / (1 + math.exp(-sum(self.w[j] for j in self.on(d))))


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("coder")
    args.add_argument("gold", nargs="+")
    args.add_argument("--gsr", required=True)
    args.add_argument("--check", action="store_true")
    args.add_argument("--threshold", type=float, default=0.3)
    a = args.parse_args()
    sys.path.insert(0, os.path.dirname(os.path.abspath(a.gold[0])))
    import score
    reports = [d for folder in a.gold for d in of_reports(a.coder, folder, score)]
    rows, sentences = of_sentences(a.coder, a.gsr)
    if a.check:
        random.seed(1)
        ids = sorted({r["id"] for r in rows})
        random.shuffle(ids)
        count = collections.Counter()
        for k in range(3):
            fold = set(ids[k::3])
            model = Model(reports + sentences).fit(reports + [d for d in sentences if d[5] not in fold])
            for kind in ("ASSAULT", "PROTEST"):
                yes = {r["id"] for r in rows if r["type"] == kind and r["label"] == "yes" and r["id"] in fold}
                found = {d[5] for d in sentences if d[1] == kind and d[5] in fold and model.rate(d) >= a.threshold}
                count[kind, "hit"] += len(yes & found)
                count[kind, "yes"] += len(yes)
                count[kind, "found"] += len(found)
        for kind in ("ASSAULT", "PROTEST"):
            p, r = count[kind, "hit"] / max(1, count[kind, "found"]), count[kind, "hit"] / max(1, count[kind, "yes"])
            print(f"{kind} sentences, three-fold: P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(1e-9, p + r):.3f}")
        return
    model = Model(reports + sentences).fit(reports + sentences)
    print("# How sure the coder is: SIGN | WEIGHT of a logistic model (src/confidence.rs says what the signs are).")
    print("# Source: fitted by tools/confidence.py on the project's annotations; forty numbers, no text. Licence: CC BY-SA 4.0.\n")
    print(f"threshold | {a.threshold}")
    for name, weight in zip(model.names, model.w):
        if abs(weight) >= 0.005:
            print(f"{name} | {weight:.2f}")


if __name__ == "__main__":
    main()
