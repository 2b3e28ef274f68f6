"""Tables grown as decision trees: complete, and no two rows meet.

The whole space of leads is one box; it is divided along one column again and again until there are
as many boxes as rows are wanted. A column is a whole number within bounds or one of listed values;
where it may be missing, `MISSING` is one more thing that it can be.
"""

import random
from dataclasses import dataclass, field, replace

MISSING = "missing"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Column:
    """A column of a table: a field of the lead, or something worked out of it."""

    name: str
    low: int = 0
    high: int = 0  # numbers: low <= x < high
    values: tuple = ()  # listed values; none for a number
    optional: bool = False
    declared: bool = True  # it is a field of the lead

    @property
    def is_number(self):
        return not self.values

    def whole(self):
        """All that the column can be."""
        if self.is_number:
            return Span(self.low, self.high, self.optional)
        return Choice(frozenset(self.values), self.optional)

    def declaration(self):
        required = "" if self.optional else "  required"
        if self.is_number:
            return f"  {self.name}: integer {self.low}..<{self.high}{required}"
        return f"  {self.name}: one of {' | '.join(self.values)}{required}"


@dataclass(frozen=True)
class Span:
    """Numbers from low to before high, and perhaps missing."""

    low: int
    high: int
    missing: bool

    def size(self):
        return self.high - self.low + self.missing

    def meets(self, other):
        common = max(self.low, other.low) < min(self.high, other.high)
        return common or self.missing and other.missing

    def halves(self, rng):
        """Divides it in two; missing is parted from the rest first, half of the time."""
        if self.missing and self.high > self.low and rng.random() < 0.5:
            return replace(self, missing=False), Span(self.low, self.low, True)
        if self.high - self.low < 2:
            if self.missing and self.high > self.low:
                return replace(self, missing=False), Span(self.low, self.low, True)
            return None
        cut = rng.randrange(self.low + 1, self.high)
        return Span(self.low, cut, self.missing), Span(cut, self.high, False)

    def changed(self, rng, column, grow):
        """It with one end moved outwards or inwards; none where it cannot be."""
        size = max(1, (self.high - self.low) // 4)
        low, high = self.low, self.high
        if grow:
            if low > column.low and (high == column.high or rng.random() < 0.5):
                low = max(column.low, low - rng.randint(1, size))
            elif high < column.high:
                high = min(column.high, high + rng.randint(1, size))
        elif high - low >= 2:
            step = min(high - low - 1, rng.randint(1, size))
            low, high = (low + step, high) if rng.random() < 0.5 else (low, high - step)
        made = Span(low, high, self.missing)
        return None if made == self else made

    def cell(self, column):
        whole = (self.low, self.high) == (column.low, column.high)
        if self.low >= self.high:
            return "missing"
        if whole and self.missing == column.optional:
            return "any"
        if whole:
            text = "known"
        elif self.high == self.low + 1:
            text = f"{self.low}"
        elif self.high == column.high:
            text = f">= {self.low}"
        elif self.low == column.low:
            text = f"< {self.high}"
        else:
            text = f"{self.low}..<{self.high}"
        return f"{text}, missing" if self.missing else text


@dataclass(frozen=True)
class Choice:
    """Some listed values, and perhaps missing."""

    values: frozenset
    missing: bool

    def size(self):
        return len(self.values) + self.missing

    def meets(self, other):
        return bool(self.values & other.values) or self.missing and other.missing

    def halves(self, rng):
        if self.missing and self.values and rng.random() < 0.5:
            return replace(self, missing=False), Choice(frozenset(), True)
        if len(self.values) < 2:
            if self.missing and self.values:
                return replace(self, missing=False), Choice(frozenset(), True)
            return None
        values = sorted(self.values)
        rng.shuffle(values)
        cut = rng.randrange(1, len(values))
        return Choice(frozenset(values[:cut]), self.missing), Choice(frozenset(values[cut:]), False)

    def changed(self, rng, column, grow):
        if grow:
            others = sorted(set(column.values) - self.values)
            return replace(self, values=self.values | {rng.choice(others)}) if others else None
        if len(self.values) < 2:
            return None
        return replace(self, values=self.values - {rng.choice(sorted(self.values))})

    def cell(self, column):
        if not self.values:
            return "missing"
        if len(self.values) == len(column.values):
            if self.missing == column.optional:
                return "any"
            text = "known"
        else:
            text = ", ".join(value for value in column.values if value in self.values)
        return f"{text}, missing" if self.missing else text


@dataclass
class Row:
    name: str
    cells: tuple  # a Span or Choice for each column
    outcome: str

    def meets(self, other):
        return all(one.meets(another) for one, another in zip(self.cells, other.cells))


@dataclass
class Table:
    """A decision by table."""

    columns: tuple
    rows: list
    outcomes: tuple
    first_match: bool = False
    title: str = "Table"
    extra: str = field(default="", repr=False)  # declarations beside it

    def policy(self):
        lines = [f'policy "{self.title}" {{}}', "lead {", "  email: text key"]
        lines += [column.declaration() for column in self.columns if column.declared]
        lines += ["}", self.extra] if self.extra else ["}"]
        lines.append(f"decision grade: one of {' | '.join(self.outcomes)} {{")
        order = "first match " if self.first_match else ""
        lines.append(f"  table {order}{' | '.join(column.name for column in self.columns)} {{")
        for row in self.rows:
            cells = [cell.cell(column) for cell, column in zip(row.cells, self.columns)]
            lines.append(f"    {row.name}: {' | '.join(cells)} => {row.outcome}")
        return "\n".join(lines + ["  }", "}", ""])

    def problem(self):
        """The same as plain data, for other programs to judge."""

        def cell(it):
            if isinstance(it, Span):
                return {"from": it.low, "before": it.high, "missing": it.missing}
            return {"values": sorted(it.values), "missing": it.missing}

        return {
            "first_match": self.first_match,
            "columns": [
                {"name": c.name, "values": list(c.values), "from": c.low, "before": c.high, "optional": c.optional}
                for c in self.columns
            ],
            "rows": [
                {"name": row.name, "cells": [cell(it) for it in row.cells], "outcome": row.outcome}
                for row in self.rows
            ],
        }


def columns(rng, count, optional=False, size=1_000_000):
    """So many columns, two numbers to each list."""
    made = []
    for number in range(count):
        may_lack = optional and rng.random() < 0.6
        if number % 3 == 2:
            values = tuple(f"{LETTERS[number % 26]}{value}" for value in range(rng.randint(5, 12)))
            made.append(Column(f"kind_{number}", values=values, optional=may_lack))
        else:
            made.append(Column(f"amount_{number}", 0, size, optional=may_lack))
    return tuple(made)


def grades(count):
    return tuple(f"grade_{number}" for number in range(count))


def divided(rng, cells):
    """A box in two, along one of its columns; none where it is a single point."""
    order = list(range(len(cells)))
    rng.shuffle(order)
    for at in order:
        halves = cells[at].halves(rng)
        if halves:
            return [cells[:at] + (half,) + cells[at + 1 :] for half in halves]
    return None


def grown(rng, cols, count, outcomes=35):
    """A complete table of so many rows of which no two meet."""
    boxes = [tuple(column.whole() for column in cols)]
    points = 0
    while len(boxes) < count and points < 10 * count:
        at = rng.randrange(len(boxes))
        halves = divided(rng, boxes[at])
        if halves is None:
            points += 1
            continue
        boxes[at] = halves[0]
        boxes.append(halves[1])
    rng.shuffle(boxes)
    names = grades(outcomes)
    used = names[: min(len(boxes), outcomes)]
    # Each outcome is used, so that none is unreachable.
    given = [used[number % len(used)] for number in range(len(boxes))]
    rows = [Row(f"r{number + 1}", box, outcome) for number, (box, outcome) in enumerate(zip(boxes, given))]
    return Table(cols, rows, used)


def changed(rng, table, share, grow):
    """The table with this share of its rows enlarged, or shrunk, in one column each."""
    rows = list(table.rows)
    wanted = max(1, round(len(rows) * share))
    order = list(range(len(rows)))
    rng.shuffle(order)
    for at in order:
        if wanted == 0:
            break
        cells = list(rows[at].cells)
        which = list(range(len(cells)))
        rng.shuffle(which)
        for column in which:
            made = cells[column].changed(rng, table.columns[column], grow)
            if made is not None:
                cells[column] = made
                rows[at] = replace(rows[at], cells=tuple(cells))
                wanted -= 1
                break
    return replace(table, rows=rows)


def boxes(rng, cols, count, outcomes=8):
    """Random boxes that meet each other thickly; the order of the rows counts."""
    rows = []
    names = grades(outcomes)
    for number in range(count):
        cells = []
        for column in cols:
            if column.is_number:
                size = column.high - column.low
                width = rng.randint(size // 3, size)
                low = column.low + rng.randint(0, size - width)
                cells.append(Span(low, low + width, column.optional and rng.random() < 0.5))
            else:
                count_of = rng.randint(max(1, len(column.values) // 2), len(column.values))
                values = frozenset(rng.sample(column.values, count_of))
                cells.append(Choice(values, column.optional and rng.random() < 0.5))
        rows.append(Row(f"r{number + 1}", tuple(cells), names[number % outcomes]))
    table = Table(cols, rows, names, first_match=True)
    table.title = "Dense boxes"
    return table


def table(seed, rows, cols, optional=False, change=None, share=0.1, first_match=False):
    """The table of a seed, as the bench has it."""
    rng = random.Random(f"table {seed} {rows} {cols} {optional}")
    made = grown(rng, columns(rng, cols, optional), rows)
    if change:
        made = changed(rng, made, share, grow=change == "enlarge")
    return replace(made, first_match=first_match, title=f"Table of {rows} rows and {cols} columns")
