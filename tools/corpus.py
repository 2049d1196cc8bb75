#!/usr/bin/env python3
"""Writes the SaudiNewsNet archives as JSON Lines, ready for `isnad code -`.

usage: corpus.py [FOLDER | FILE.zip] ... > corpus.jsonl

Without arguments it reads ../shared/corpus/saudinewsnet. Each archive holds JSON arrays of articles; an article's id is
the archive's name and the article's place in it (2015-07-21/17). The corpus itself is for research only
(CC BY-NC-SA 4.0): do not put it, or text from it, into this repository.
"""
import json
import pathlib
import sys
import zipfile


def archives(arguments):
    here = pathlib.Path(__file__).resolve().parent
    for argument in arguments or [here.parent.parent / "shared" / "corpus" / "saudinewsnet"]:
        path = pathlib.Path(argument)
        if path.is_dir():
            yield from sorted(path.glob("*.zip"))
        else:
            yield path


def articles(path):
    with zipfile.ZipFile(path) as archive:
        index = 0
        for name in sorted(archive.namelist()):
            if not name.endswith(".json"):
                continue
            for article in json.loads(archive.read(name)):
                yield index, article
                index += 1


def report(path, index, article):
    fields = {
        "id": f"{path.stem}/{index}",
        "title": article.get("title"),
        "body": article.get("content") or "",
        "published": (article.get("date_extracted") or "")[:10],
        "publisher": article.get("source"),
        "url": article.get("url"),
    }
    # An empty body is kept: the reader says so where a title is missing too.
    return {name: value for name, value in fields.items() if value or name == "body"}


def main():
    for path in archives(sys.argv[1:]):
        for index, article in articles(path):
            print(json.dumps(report(path, index, article), ensure_ascii=False))


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.stderr.close()
