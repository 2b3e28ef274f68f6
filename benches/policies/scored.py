"""Fourteen scored fields, and rules over fields and score."""

import random

from .tables import Column, grown

FIELDS = 14


def scored(seed, rows=1000):
    """A complete table over four of the fields and the score that all of them add up to."""
    rng = random.Random(f"scored {seed} {rows}")
    fields, lines = [], []
    for number in range(FIELDS):
        if number % 2:
            values = tuple(f"v{number}_{value}" for value in range(rng.randint(3, 6)))
            column = Column(f"kind_{number}", values=values)
            chosen = rng.sample(values, len(values) // 2)
            lines += [f"  +{rng.randint(1, 12)} when {column.name} = {value}" for value in chosen]
        else:
            column = Column(f"amount_{number}", 0, 1000)
            cuts = sorted(rng.sample(range(1, 1000), 2))
            points = [rng.randint(1, 12), rng.randint(1, 12)]
            lines += [f"  +{point} when {column.name} >= {cut}" for point, cut in zip(points, cuts)]
        fields.append(column)
    score = Column("points", 0, 201, declared=False)
    table = grown(rng, tuple(rng.sample(fields, 4)) + (score,), rows)
    table.title = "Scored fields"
    missing = [column.declaration() for column in fields if column not in table.columns]
    table.extra = "\n".join(["score points 0..200 {", *lines, "}"])
    # The fields that only the score reads are declared too.
    text = table.policy().replace("  email: text key\n", "  email: text key\n" + "\n".join(missing) + "\n", 1)
    return table, fields, lines, text
