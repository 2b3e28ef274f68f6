"""What the samples share: how to draw, the people's names, the day, and how a file is written."""

import csv
import datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
POLICIES = PROJECT / "policies"
EXAMPLES = PROJECT / "examples"
TODAY = datetime.date(2026, 7, 1)

FIRST_NAMES = [
    "ada", "bram", "chiara", "dmitri", "elena", "farid", "grace", "hiro", "ines", "jonas",
    "keiko", "liam", "maya", "nadia", "oskar", "priya", "quinn", "rosa", "sven", "tariq",
    "uma", "viktor", "wen", "ximena", "yusuf", "zoe",
]
COMPANIES = [
    "alder", "beacon", "copperfield", "driftwood", "ember", "fernhill", "gantry", "hollow",
    "ironbark", "juniper", "kestrel", "lowtide", "marrow", "northgate", "oxbow", "pinecrest",
    "quarry", "ridgeway", "saltmarsh", "thornton", "underhill", "vantage", "willow", "yarrow",
]


def pick(rng, weighted):
    """Draw one key of `weighted`, a dict of key to weight."""
    return rng.choices(list(weighted), weights=list(weighted.values()))[0]


def between(rng, low, high):
    """Draw a whole number, both ends included, small ones more often."""
    return low + int((high - low + 1) * rng.random() ** 2)


def write(path, rows, labels=None, encoding="utf-8", delimiter=","):
    """Write `rows`, dicts with the same keys, as a CSV file with a header.

    `labels` gives keys another name in the header: there a name may stand twice.
    """
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n", delimiter=delimiter)
        writer.writerow({key: (labels or {}).get(key, key) for key in rows[0]})
        writer.writerows(rows)
