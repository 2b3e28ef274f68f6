#!/usr/bin/env python3
"""Writes a made-up policy, the same for the same seed; needs nothing but Python.

    python3 benches/generate.py table --rows 1506 --columns 5 > table.ground
    python3 benches/generate.py table --rows 1506 --columns 5 --change enlarge --first-match
    python3 benches/generate.py table --rows 200 --columns 3 --problem > table.json
    python3 benches/generate.py boxes --rows 200 --columns 7
    python3 benches/generate.py scored --rows 1000
    python3 benches/generate.py real --rows 60 --seed 3
    python3 benches/generate.py hard
    python3 benches/generate.py mixed --rows 12

`--problem` writes a table as plain data instead, for other programs to judge.
"""

import argparse
import json
import random
import sys

from policies import hard, mixed, real, scored, tables


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["table", "boxes", "scored", "real", "hard", "mixed"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, help="rows or rules")
    parser.add_argument("--columns", type=int, default=5)
    parser.add_argument("--optional", action="store_true", help="columns of a table may be missing")
    parser.add_argument("--change", choices=["enlarge", "shrink"], help="change rows of a table in one column")
    parser.add_argument("--share", type=float, default=0.1, help="how many rows are changed")
    parser.add_argument("--first-match", action="store_true", help="the order of a table's rows counts")
    parser.add_argument("--problem", action="store_true", help="a table as plain data")
    return parser.parse_args()


def made(asked):
    """The policy's text, and for a table the table."""
    seed = asked.seed
    if asked.kind == "table":
        table = tables.table(
            seed, asked.rows or 1506, asked.columns, asked.optional, asked.change, asked.share, asked.first_match
        )
        return table.policy(), table
    if asked.kind == "boxes":
        rng = random.Random(f"boxes {seed}")
        table = tables.boxes(rng, tables.columns(rng, asked.columns), asked.rows or 200)
        return table.policy(), table
    if asked.kind == "scored":
        table, _, _, text = scored.scored(seed, asked.rows or 1000)
        return text, table
    if asked.kind == "real":
        return real.real(seed, asked.rows or 60), None
    if asked.kind == "hard":
        return hard.hard(seed, asked.rows or 50), None
    return mixed.mixed(seed, asked.rows or 10), None


def main():
    asked = arguments()
    text, table = made(asked)
    if not asked.problem:
        sys.stdout.write(text)
    elif table is None:
        sys.exit("--problem: only tables can be written as plain data")
    else:
        json.dump(table.problem(), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
