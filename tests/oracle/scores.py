"""Scores: points of lines, groups and tables, and their limits."""

from dataclasses import dataclass

import z3

from logic import Value, aligned, both, chosen, either, floored, opposite, places_of, scaled


class Scores:
    """The part of a policy that adds points up."""

    def score(self, name):
        return self.once(name, lambda: self.new_score(self.scores[name]))

    def new_score(self, score):
        places = max(places_of(text) for text in numerals(score) or ["0"])
        tables = []
        total = self.items(score["items"], places, tables)
        total = limited(total, score["high"], score["low"], places)
        named = z3.Int(f"score {score['name']}")
        self.restrictions.append(named == total)
        fine = both(*(opposite(either(table.gap, table.conflict)) for table in tables))
        return Score(Value("number", True, named, places), fine, tables)

    def items(self, items, places, tables):
        return sum((self.item(item, places, tables) for item in items), 0)

    def item(self, item, places, tables):
        if item["kind"] == "group":
            total = self.items(item["items"], places, tables)
            return limited(total, item["at_most"], item["at_least"], places)
        if item["kind"] == "line":
            return self.line(item, places)
        table = ScoreTable(self, item, [self.condition(row["when"])[0] for row in item["rows"]])
        tables.append(table)
        points = scaled(item["otherwise"] or "0", places)
        for counts, row in reversed(list(zip(table.counts, item["rows"]))):
            points = chosen(counts, scaled(row["points"], places), points)
        return points

    def line(self, line, places):
        acts = self.condition(line["when"])[0] if line["when"] else True
        points = scaled(line["points"], places)
        if line["per"]:
            of, unit = self.operand(line["per"]["of"]), self.constant(line["per"]["unit"])
            number, by = aligned(of, unit)
            count = floored(number, by)
            count = max(count, 0) if isinstance(count, int) else z3.If(count < 0, 0, count)
            points, acts = points * count, both(acts, of.known)
        if line["at_most"]:
            most = scaled(line["at_most"], places)
            points = upper(points, most) if scaled(line["points"], places) >= 0 else lower(points, -most)
        return chosen(acts, points, 0)


def upper(number, most):
    if isinstance(number, int):
        return min(number, most)
    return z3.If(number > most, most, number)


def lower(number, least):
    if isinstance(number, int):
        return max(number, least)
    return z3.If(number < least, least, number)


def limited(total, high, low, places):
    """At most `high`, then at least `low`."""
    total = total if high is None else upper(total, scaled(high, places))
    return total if low is None else lower(total, scaled(low, places))


def numerals(part):
    """All points and limits of a score."""
    found = [part[key] for key in ("low", "high", "points", "at_most", "at_least", "otherwise") if part.get(key)]
    for inner in part.get("items", []) + part.get("rows", []):
        found += numerals(inner)
    return found


@dataclass
class Score:
    total: Value
    fine: object
    tables: list


class ScoreTable:
    """A table of a score: which rows hold, which count, and whether it gives points."""

    def __init__(self, policy, item, held):
        self.item = item
        rows = item["rows"]
        self.counts = policy.firsts(held) if item["first_match"] else list(held)
        self.nothing = both(*(opposite(it) for it in held))
        self.gap = False if item["otherwise"] is not None else self.nothing
        pairs = [(a, b) for b in range(len(rows)) for a in range(b) if rows[a]["points"] != rows[b]["points"]]
        self.pairs = [] if item["first_match"] else pairs
        self.conflict = either(*(both(held[a], held[b]) for a, b in self.pairs))
