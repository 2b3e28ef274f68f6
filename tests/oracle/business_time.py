#!/usr/bin/env python3
"""Compares the crate's business time with an implementation of its own, written from its rules.

    python3 tests/oracle/business_time.py                          # checks itself against the table
    python3 tests/oracle/business_time.py --cases 100000 --seed 1  # and random cases against Rust

The cases go to a test of the crate (`cargo test --test it judged`) and its answers come back in a
file. All must be equal. The exit code is 1 where one is not.

The time zones are those of the package `tzdata`, if it is installed, else those of the system; the
version is printed. They must say the same as the ones built into the crate, version 2026f:
`pip install tzdata==2026.6`.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zoneinfo
from collections import Counter
from datetime import date, datetime, timedelta

from business_calendar import EPOCH, SECOND, Calendar, Zone, answer, answers, microseconds
from business_time_cases import generated

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "src/value/calendar/cases.md"
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


# The table of cases.


def tables():
    header = None
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            header = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if header is None:
            header = cells
        elif cells[0] != "---":
            yield dict(zip(header, cells))


def calendar_of(row):
    hours = [[] for _ in WEEKDAYS]
    for part in row["working hours"].split(","):
        days, *spans = part.split()
        first, _, last = days.partition("..")
        for day in range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1):
            hours[day] = [tuple(map(second_of_day, span.split(".."))) for span in spans]
    holidays = []
    for part in row["holidays"].split():
        first, _, last = part.partition("..")
        day, last = date.fromisoformat(first), date.fromisoformat(last or first)
        while day <= last:
            holidays.append(day)
            day += timedelta(days=1)
    return Calendar(row["zone"], hours, holidays)


def second_of_day(text):
    hour, minute = text.split(":")
    return int(hour) * 3600 + int(minute) * 60


def instant_of(text):
    weekday, moment = text.split()
    wall, offset = moment[:-6], moment[-6:]
    wall, _, fraction = wall.partition(".")
    wall = datetime.fromisoformat(wall)
    if wall.strftime("%a") != weekday:
        sys.exit(f"{text}: that is a {wall:%a}")
    offset = int(offset[0] + "1") * second_of_day(offset[1:])
    tenths = int(fraction or 0)
    return microseconds(wall - EPOCH) - offset * SECOND + tenths * 100_000


def limit_of(text):
    amount, *kind, unit = text.split()
    unit = unit.rstrip("s")
    if kind and unit == "day":
        return "days", int(amount)
    seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}[unit]
    return "business" if kind else "elapsed", int(amount) * seconds


def expected_of(text, reader):
    return text if text in ("negative", "too far", "out of range") else reader(text)


def check_table():
    """How many rows of the table there are, and how many of them are not so here."""
    calendars, count, wrong = {}, 0, 0
    for row in tables():
        if "zone" in row:
            calendars[row["calendar"]] = calendar_of(row)
            continue
        found, expected = row_found(calendars, row)
        count += 1
        if found != expected:
            wrong += 1
            print(f"{row}: {found}, not {expected}")
    return count, wrong


def row_found(calendars, row):
    calendar = calendars[row["calendar"]]
    if "from" in row:
        start, end = instant_of(row["from"]), instant_of(row["to"])
        seconds = expected_of(row["worked"], lambda text: limit_of(text)[1])
        return answer(lambda: calendar.worked(start, end) // SECOND), seconds
    start, (kind, amount) = instant_of(row["start"]), limit_of(row["limit"])
    if "then" in row:
        at = instant_of(row["at"])
        left = calendar.left(start, kind, amount, at)
        return calendars[row["then"]].due(at, kind, left), instant_of(row["due"])
    if "left" in row:
        at = instant_of(row["at"])
        left = expected_of(row["left"], lambda text: limit_of(text)[1])
        return answer(lambda: calendar.left(start, kind, amount, at)), left
    if "due soon" in row:
        soon = expected_of(row["due soon"], instant_of)
        return answer(lambda: calendar.due_soon(start, kind, amount)), soon
    due = expected_of(row["due"], instant_of)
    return answer(lambda: calendar.due(start, kind, amount)), due


# Random cases, against the crate.


def from_rust(problem):
    with tempfile.TemporaryDirectory() as folder:
        cases, results = pathlib.Path(folder, "cases.json"), pathlib.Path(folder, "results.json")
        cases.write_text(json.dumps(problem), encoding="utf-8")
        subprocess.run(
            ["cargo", "test", "--quiet", "--test", "it", "answers_the_cases_of_the_judge"],
            cwd=ROOT,
            env={
                **os.environ,
                "GROUNDRULES_CALENDAR_CASES": str(cases),
                "GROUNDRULES_CALENDAR_RESULTS": str(results),
            },
            check=True,
        )
        return json.loads(results.read_text(encoding="utf-8"))


def compare(count, seed):
    problem = generated(count, seed, Zone)
    theirs = from_rust(problem)
    calendars = [
        Calendar(it["zone"], it["hours"], map(date.fromisoformat, it["holidays"]))
        for it in problem["calendars"]
    ]
    if len(theirs) != count:
        sys.exit(f"{len(theirs)} answers to {count} cases")
    different, refused, kinds = 0, Counter(), Counter()
    for case, their in zip(problem["cases"], theirs):
        number, start, kind, amount, at = case
        mine = answers(calendars[number], start, kind, amount, at)
        kinds[kind] += 1
        if isinstance(mine["due"], str):
            refused[mine["due"]] += 1
        if mine != their:
            different += 1
            if different <= 20:
                calendar = problem["calendars"][number]
                print(f"{case} on {calendar['zone']} {calendar['hours']}: {their}, not {mine}")
    print(f"{count} cases on {len(calendars)} calendars: {dict(kinds)}, refused {dict(refused)}")
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--cases", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    try:
        import tzdata

        zoneinfo.reset_tzpath([])
        print(f"time zones: tzdata {tzdata.IANA_VERSION}")
    except ImportError:
        print("time zones: those of the system")
    count, wrong = check_table()
    print(f"table: {count} rows, {wrong} differ")
    if given.cases:
        different = compare(given.cases, given.seed)
        print(f"random cases: {different} differ")
        wrong += different
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
