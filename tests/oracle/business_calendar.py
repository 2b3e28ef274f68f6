"""What business time means, written from `src/value/calendar/cases.md`."""

import zoneinfo
from bisect import bisect_right
from datetime import date, datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1)
SECOND = 1_000_000
FARTHEST = timedelta(days=36_525)
LAST = (datetime(9999, 12, 30, 22) - EPOCH) // timedelta(microseconds=1) + SECOND - 1


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
