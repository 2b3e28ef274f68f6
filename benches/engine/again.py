#!/usr/bin/env python3
"""Writes the records of a CSV file again and again, the first column numbered: again.py FILE ROWS."""

import csv
import itertools
import sys


def main():
    with open(sys.argv[1], newline="", encoding="utf-8-sig") as file:
        header, *records = csv.reader(file)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(header)
    for row, record in enumerate(itertools.islice(itertools.cycle(records), int(sys.argv[2]))):
        out.writerow([f"{row}{record[0]}", *record[1:]])


if __name__ == "__main__":
    main()
