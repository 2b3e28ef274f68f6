#!/usr/bin/env python3
"""Business time by an implementation of its own, written from `src/value/calendar/cases.md`.

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
from bisect import bisect_right
from collections import Counter
from datetime import date, datetime, timedelta, timezone

from business_time_cases import generated

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "src/value/calendar/cases.md"
EPOCH = datetime(1970, 1, 1)
SECOND = 1_000_000
FARTHEST = timedelta(days=36_525)
LAST = (datetime(9999, 12, 30, 22) - EPOCH) // timedelta(microseconds=1) + SECOND - 1
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Refused(Exception):
    pass


def microseconds(span):
    return span // timedelta(microseconds=1)


class Zone:
    """Instants are microseconds since 1970, wall times are datetimes without a zone."""

    def __init__(self, name):
        self.zone = zoneinfo.ZoneInfo(name)

    def wall(self, instant):
        try:
            utc = (EPOCH + timedelta(microseconds=instant)).replace(tzinfo=timezone.utc)
            return utc.astimezone(self.zone).replace(tzinfo=None, fold=0)
        except OverflowError:
            raise Refused("out of range") from None

    def instant(self, wall):
        """The first instant at which the clock shows this time, or else the first one after the
        clock has skipped it."""
        readings = {
            microseconds(wall - EPOCH - wall.replace(tzinfo=self.zone, fold=fold).utcoffset())
            for fold in (0, 1)
        }
        shown = [it for it in readings if self.wall(it) == wall]
        if shown and min(shown) > LAST:
            raise Refused("out of range")
        if shown:
            return min(shown)
        low, high = min(readings) // SECOND, max(readings) // SECOND + 1
        while high - low > 1:
            middle = (low + high) // 2
            if self.wall(middle * SECOND) > wall:
                high = middle
            else:
                low = middle
        return high * SECOND


class Calendar:
    def __init__(self, zone, hours, holidays):
        self.zone = Zone(zone)
        self.hours = hours
        self.holidays = set(holidays)
        self.known = {}

    def spans(self, day):
        """The working time of a day: pairs of instants."""
        if day not in self.known:
            spans = []
            if day not in self.holidays:
                midnight = datetime(day.year, day.month, day.day)
                for opens, closes in self.hours[day.weekday()]:
                    opens = self.zone.instant(midnight + timedelta(seconds=opens))
                    closes = self.zone.instant(midnight + timedelta(seconds=closes))
                    if opens < closes:
                        spans.append((opens, closes))
            self.known[day] = spans
        return self.known[day]

    def days(self, first, last):
        day = first
        while day <= last:
            yield day
            if day == date.max:
                raise Refused("out of range")
            day += timedelta(days=1)

    def farthest(self, start):
        day = self.zone.wall(start).date()
        return day + FARTHEST if day <= date.max - FARTHEST else date.max

    def is_open(self, instant):
        day = self.zone.wall(instant).date()
        near = self.spans(day) + self.spans(day + timedelta(days=1))
        return any(opens <= instant < closes for opens, closes in near)

    def opening(self, start):
        """The start itself where it is in working time, else the next opening."""
        for day in self.days(self.zone.wall(start).date(), self.farthest(start)):
            for opens, closes in self.spans(day):
                if start < closes:
                    return max(start, opens)
        raise Refused("too far")

    def worked(self, start, end):
        if end <= start:
            return 0
        first, last = self.zone.wall(start).date(), self.zone.wall(end).date()
        if last - first > FARTHEST:
            raise Refused("too far")
        return sum(
            max(0, min(closes, end) - max(opens, start))
            for day in self.days(first, last + timedelta(days=1))
            for opens, closes in self.spans(day)
        )

    def after(self, start, time):
        """The first instant up to which this much has been worked."""
        opening = self.opening(start)
        if time == 0:
            return opening
        for day in self.days(self.zone.wall(opening).date(), self.farthest(start)):
            for opens, closes in self.spans(day):
                usable = closes - max(opens, opening)
                if usable <= 0:
                    continue
                if time <= usable:
                    return closes - usable + time
                time -= usable
        raise Refused("too far")

    def in_days(self, start, count):
        opening = self.opening(start)
        if count == 0:
            return opening
        wall = self.zone.wall(opening)
        working = []
        for day in self.days(wall.date() + timedelta(days=1), self.farthest(start)):
            if self.spans(day):
                working.append(day)
                if len(working) == count:
                    break
        else:
            raise Refused("too far")
        spans = self.spans(working[-1])
        wanted = self.zone.instant(datetime.combine(working[-1], wall.time()))
        place = bisect_right([opens for opens, _ in spans], wanted)
        return spans[0][0] if place == 0 else min(wanted, spans[place - 1][1])

    def due(self, start, kind, amount):
        if amount < 0:
            raise Refused("negative")
        if kind == "elapsed":
            if start + amount * SECOND > LAST:
                raise Refused("out of range")
            return start + amount * SECOND
        if kind == "business":
            return self.after(start, amount * SECOND)
        return self.in_days(start, amount)

    def due_soon(self, start, kind, amount):
        due = self.due(start, kind, amount)
        if kind == "elapsed":
            return start + amount * SECOND * 4 // 5
        whole = amount * SECOND if kind == "business" else self.worked(start, due)
        return self.after(start, whole * 4 // 5)

    def left(self, start, kind, amount, at):
        if at >= self.due(start, kind, amount):
            return amount if at <= start else 0
        if at <= start:
            return amount
        if kind == "elapsed":
            return amount - (at - start) // SECOND
        if kind == "business":
            return amount - self.worked(start, at) // SECOND
        over = 0
        while self.in_days(start, over + 1) <= at:
            over += 1
        return amount - over


def answer(call):
    try:
        return call()
    except Refused as refused:
        return str(refused)


def answers(calendar, start, kind, amount, at):
    return {
        "due": answer(lambda: calendar.due(start, kind, amount)),
        "due soon": answer(lambda: calendar.due_soon(start, kind, amount)),
        "left": answer(lambda: calendar.left(start, kind, amount, at)),
        "worked": answer(lambda: calendar.worked(start, at) // SECOND),
        "opening": answer(lambda: calendar.opening(at)),
        "open": answer(lambda: calendar.is_open(at)),
    }


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
