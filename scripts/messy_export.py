#!/usr/bin/env python3
"""Writes an export as a CRM on Windows hands it out, with 1 % bad records of ten kinds, and tells how
many there are of each; with the program's path also whether it finds just these.

    python3 scripts/messy_export.py target/messy 1000000
    python3 scripts/messy_export.py target/messy 1000000 target/release/groundrules

The folder gets `policy.ground` and `leads.csv`: windows-1252, semicolons, days first, a trailer. The
same numbers give the same bytes. The exit code is 1 where the program finds something else. Peaks of
memory below that of this script itself cannot be told: a process starts with its parent's.
"""

import csv
import json
import os
import random
import re
import resource
import subprocess
import sys
import time

POLICY = """policy "Messy" {}

team vertrieb { role innendienst, aussendienst }

lead {
  nummer:      text key
  firma:       text required
  branche:     one of handel | handwerk | industrie
  mitarbeiter: integer >= 0
  rabatt:      number 0..100
  erstkontakt: date
  letzter:     date
  ort:         text
  notiz:       text
  fact letzter >= erstkontakt
}

source crm {
  encoding  "windows-1252"
  delimiter ";"
  dates     "%d.%m.%Y"
  missing everywhere "k. A."
  skip rows where "Nummer" is "Gesamt"
  mitarbeiter from "Beschäftigte"
  rabatt      from "Rabatt in %"
  letzter     from "Letzter Kontakt"
}

decision owner: role {
  rule large: aussendienst when mitarbeiter >= 200
  otherwise innendienst
}
"""

HEADER = ["Nummer", "Firma", "Branche", "Beschäftigte", "Rabatt in %", "Erstkontakt",
          "Letzter Kontakt", "Ort", "Notiz"]
COMPANIES = ["Müller & Söhne", "Café Øst", "Bäckerei \"Zur Post\"", "Groß; Klein KG", "Ångström AB"]
CITIES = ["Köln", "København", "Zürich", "Weißenfels", "k. A.", ""]
NOTES = ["", "Budget 5.000 €", "ruft „bald“ an…", "zwei\nZeilen", "– wartet –"]

# Each kind of bad record, and what the program says of it.
KINDS = {
    "unknown value": r"bad-value: `Branche` is .* no value of `branche`",
    "no number": r"bad-value: `Beschäftigte` is .* no number",
    "out of range": r"bad-value: `Rabatt in %` is .* more than 100",
    "no date": r"bad-value: `Erstkontakt` is .* no date",
    "required missing": r"required-missing: `Firma` is empty",
    "too few values": r"ragged: the row has 4 values",
    "too many values": r"ragged: the row has 11 values",
    "key again": r"duplicate-key: `Nummer` is",
    "broken fact": r"broken-fact: `letzter >= erstkontakt`",
    "zero byte": r"bad-value: `Notiz` is .* byte of zero",
}


def good(chance, number):
    first, last = sorted(chance.sample(range(1, 29), 2))
    return [f"L{number}", chance.choice(COMPANIES), chance.choice(["Handel", "handwerk", "INDUSTRIE"]),
            str(chance.randrange(2000)), str(chance.randrange(101)), f"{first:02}.03.2026",
            f"{last:02}.03.2026", chance.choice(CITIES), chance.choice(NOTES)]


def spoil(chance, record, kind):
    if kind == "unknown value":
        record[2] = chance.choice(["Händel", "Sonstige"])
    elif kind == "no number":
        record[3] = "viele"
    elif kind == "out of range":
        record[4] = "150"
    elif kind == "no date":
        record[5] = "31.02.2026"
    elif kind == "required missing":
        record[1] = ""
    elif kind == "too few values":
        del record[4:]
    elif kind == "too many values":
        record += ["mehr", ""]
    elif kind == "key again":
        record[0] = " l1 "
    elif kind == "broken fact":
        record[6] = "01.01.2020"
    elif kind == "zero byte":
        record[8] = "a\0b"


def write(folder, rows, chance):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "policy.ground"), "w", encoding="utf-8") as file:
        file.write(POLICY)
    counts = dict.fromkeys(KINDS, 0)
    kinds = list(KINDS)
    with open(os.path.join(folder, "leads.csv"), "w", encoding="cp1252", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADER)
        for number in range(1, rows + 1):
            record = good(chance, number)
            if number > 1 and chance.random() < 0.01:
                kind = chance.choice(kinds)
                spoil(chance, record, kind)
                counts[kind] += 1
            out.writerow(record)
        out.writerow(["Gesamt", rows])
    return counts


def read_back(folder, program):
    """What the program finds by kind, its summary, the time it took and its peak of memory so far."""
    problems = os.path.join(folder, "problems.csv")
    started = time.monotonic()
    done = subprocess.run(
        [program, "run", os.path.join(folder, "policy.ground"), os.path.join(folder, "leads.csv"),
         "--format", "json", "--problems", problems], check=True, capture_output=True)
    took = time.monotonic() - started
    counts = dict.fromkeys([*KINDS, "anything else"], 0)
    with open(problems, encoding="utf-8-sig", newline="") as file:
        records = csv.reader(file, delimiter=";")
        next(records)
        for record in records:
            found = [kind for kind, said in KINDS.items() if re.match(said, record[-1])]
            counts[found[0] if len(found) == 1 else "anything else"] += 1
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return counts, json.loads(done.stdout)["leads"], took, peak


def main():
    folder, rows = sys.argv[1], int(sys.argv[2])
    peaks = {}
    # A tenth first, to tell how memory grows: peaks of children only ever rise.
    for part in [rows // 10, rows] if len(sys.argv) > 3 else [rows]:
        expected = write(folder, part, random.Random(4))
        if len(sys.argv) > 3:
            found, leads, took, peak = read_back(folder, sys.argv[3])
            peaks[part] = f"{took:.1f} s, {peak:.0f} MiB"
    bad = sum(expected.values())
    print(json.dumps({"leads": rows, "bad": bad, "skipped": 1, "kinds": expected}, indent=2))
    if len(sys.argv) > 3:
        wanted = {"read": rows, "with_problems": bad, "skipped": 1}
        same = found == {**expected, "anything else": 0}
        same = same and all(leads[name] == count for name, count in wanted.items())
        print(json.dumps({"found": found, "summary": leads, "runs": peaks, "same": same}, indent=2))
        sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
