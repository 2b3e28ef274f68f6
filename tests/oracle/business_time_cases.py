"""Random calendars and limits, many of them where clocks change and hours begin or end."""

import random
from datetime import date, datetime, timedelta

SECOND = 1_000_000
HOUR = 3600
DAY = 24 * HOUR
YEARS = range(1990, 2061)

# With and without summer time; changes of half an hour and of two, at midnight, at a minute past
# it, in other years than others, over the date line.
ZONES = """
America/New_York America/Los_Angeles America/Santiago America/Havana America/Sao_Paulo
America/Asuncion America/St_Johns America/Caracas America/Nuuk America/Scoresbysund
America/Phoenix Europe/London Europe/Berlin Europe/Dublin Europe/Moscow Europe/Chisinau
Atlantic/Azores Africa/Cairo Africa/Casablanca Africa/Lagos Africa/Juba Asia/Kolkata
Asia/Kathmandu Asia/Tehran Asia/Beirut Asia/Gaza Asia/Amman Asia/Pyongyang Asia/Tokyo
Asia/Manila Australia/Lord_Howe Australia/Adelaide Australia/Brisbane Pacific/Apia
Pacific/Chatham Pacific/Kiritimati Pacific/Kwajalein Pacific/Fakaofo Pacific/Easter
Antarctica/Troll Antarctica/Casey UTC Etc/GMT+12
""".split()


def generated(count, seed, zone_of):
    chance = random.Random(seed)
    calendars = [calendar(chance, name) for name in ZONES for _ in range(3)]
    changes = {name: changes_of(zone_of(name)) for name in ZONES}
    zones = {name: zone_of(name) for name in ZONES}
    cases = []
    for _ in range(count):
        number = chance.randrange(len(calendars))
        name = calendars[number]["zone"]
        start = moment(chance, calendars[number], zones[name], changes[name])
        kind, amount = limit(chance)
        cases.append([number, start, kind, amount, later(chance, start, kind, amount)])
    return {"calendars": calendars, "cases": cases}


def changes_of(zone):
    """The seconds at which the offset changes, to the second."""

    def offset(second):
        return (zone.wall(second * SECOND) - datetime(1970, 1, 1)).total_seconds() - second

    first = int((datetime(YEARS[0], 1, 1) - datetime(1970, 1, 1)).total_seconds())
    last = int((datetime(YEARS[-1], 12, 31) - datetime(1970, 1, 1)).total_seconds())
    changes = []
    for week in range(first, last, 7 * DAY):
        low, high = week, week + 7 * DAY
        if offset(low) == offset(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == offset(low):
                low = middle
            else:
                high = middle
        changes.append(high)
    return changes


def calendar(chance, zone):
    shape = chance.choice(["office", "lunch", "always", "nights", "random", "random", "few"])
    office = [[9 * HOUR, 17 * HOUR]]
    lunch = [[8 * HOUR, 12 * HOUR], [13 * HOUR, chance.choice([16, 17, 18]) * HOUR]]
    hours = {
        "office": [office] * 5 + [[], []],
        "lunch": [lunch] * 4 + [lunch[:1], [], []],
        "always": [[[0, DAY]]] * 7,
        "nights": [[[0, 6 * HOUR], [22 * HOUR, DAY]]] * 7,
        "random": [spans(chance) for _ in range(7)],
        "few": [[] for _ in range(6)] + [spans(chance, early=True) or office],
    }[shape]
    if not any(hours):
        hours[chance.randrange(7)] = office
    return {"zone": zone, "hours": hours, "holidays": sorted(holidays(chance))}


def spans(chance, early=False):
    """Up to three spans, often in the hours of the night in which clocks change."""
    count = chance.choice([0, 1, 1, 1, 2, 3]) if not early else chance.choice([1, 2])
    end = 4 * 60 if early or chance.random() < 0.4 else 24 * 60
    minutes = sorted(chance.sample(range(0, end + 1, 15), 2 * count))
    # Two that touch would be one.
    return [[a * 60, b * 60] for a, b in zip(minutes[::2], minutes[1::2])]


def holidays(chance):
    first = date(YEARS[0], 1, 1)
    days = (date(YEARS[-1], 12, 31) - first).days
    found = {first + timedelta(days=chance.randrange(days)) for _ in range(chance.choice([0, 30, 2000]))}
    if chance.random() < 0.2:
        run = first + timedelta(days=chance.randrange(days))
        found |= {run + timedelta(days=day) for day in range(chance.choice([10, 400]))}
    if chance.random() < 0.03:
        run = date(2059, 1, 1)
        found |= {run + timedelta(days=day) for day in range(40_000)}
    return [day.isoformat() for day in found]


def moment(chance, calendar, zone, changes):
    shift = chance.choice([0, 0, 0, 1, -1, SECOND, -SECOND, chance.randrange(SECOND // 1000) * 1000])
    shift -= shift % 1000
    way = chance.random()
    if way < 0.35 and changes:
        near = chance.choice([HOUR, 4 * HOUR, DAY, 4 * DAY])
        return (chance.choice(changes) + chance.randint(-near, near)) * SECOND + shift
    year = chance.choice(YEARS)
    day = date(year, 1, 1) + timedelta(days=chance.randrange(365))
    edges = [edge for span in calendar["hours"][day.weekday()] for edge in span]
    if way < 0.65 and edges:
        second = chance.choice(edges)
    else:
        second = chance.randrange(DAY)
    midnight = datetime(day.year, day.month, day.day)
    return zone.instant(midnight + timedelta(seconds=second)) + shift


def limit(chance):
    kind = chance.choice(["elapsed", "business", "business", "days", "days"])
    rare = chance.random()
    if rare < 0.01:
        return kind, -chance.randrange(1, 100)
    if rare < 0.03:
        return kind, 0
    if kind == "days":
        return kind, chance.randrange(2_000) if rare < 0.04 else chance.choice([1, 1, 2, 3, 5, 10, chance.randrange(60)])
    unit = chance.choice([1, 60, 900, HOUR, HOUR])
    if rare < 0.04:
        return kind, chance.randrange(3_000) * HOUR
    return kind, unit * chance.choice([1, 2, 4, 8, chance.randrange(1, 60)])


def later(chance, start, kind, amount):
    """An instant that lies after the start, more often than not near where the limit ends."""
    scale = amount * DAY * 7 // 5 if kind == "days" else amount * chance.choice([1, 1, 4])
    scale = max(min(abs(scale), 900 * DAY), 60)
    return start + chance.randint(-scale // 8, scale * 3 // 2) * SECOND + chance.choice([0, 0, 500_000])
