#!/usr/bin/env python3
"""A policy over so many fields, all of which rules read, the same as SQL, and leads for it.

    python3 benches/engine/fields.py 60 --policy > policy.ground
    python3 benches/engine/fields.py 60 --sql > policy.sql
    python3 benches/engine/fields.py 60 --leads 300000 > leads.csv
"""

import random
import sys

KINDS = ["number", "choice", "text", "date"]
CHOICES = ["red", "green", "blue", "grey"]
TEXTS = ["Acme", "Globex", "Initech", "Umbrella", "Stark", "Wayne", "Hooli", "Vandelay"]
TYPES = {"number": "integer >= 0", "choice": "one of " + " | ".join(CHOICES), "text": "text", "date": "date"}
SQL_TYPES = {"number": "bigint", "choice": "varchar", "text": "varchar", "date": "date"}


def fields(count):
    return [(f"f{at}", KINDS[at % len(KINDS)]) for at in range(count)]


def rules(count):
    """Each field with each of some others: a condition in both languages, and the outcome."""
    rng = random.Random(5)
    all_fields = fields(count)
    for at, (name, kind) in enumerate(all_fields):
        parts = [condition(rng, name, kind)]
        if count > 1:
            parts.append(condition(rng, *all_fields[(at + 1 + rng.randrange(count - 1)) % count]))
        ground, sql = zip(*parts)
        yield " and ".join(ground), " and ".join(sql), f"desk{rng.randrange(5)}"


def condition(rng, name, kind):
    if kind == "number":
        low = rng.randrange(900)
        return f"{name} in {low}..<{low + 100}", f"{name} >= {low} and {name} < {low + 100}"
    if kind == "choice":
        value = rng.choice(CHOICES)
        return f"{name} = {value}", f"{name} = '{value}'"
    if kind == "text":
        value = rng.choice(TEXTS)
        return f'{name} = "{value}"', f"lower({name}) = '{value.lower()}'"
    day = f"202{rng.randrange(4, 7)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}"
    return f"{name} < {day}", f"{name} < date '{day}'"


def policy(count):
    print(f'policy "Bench: {count} fields" {{ version "1" }}\n\nteam sales {{ role desk0, desk1, desk2, desk3, desk4 }}')
    print("lead {\n  id: text key")
    for name, kind in fields(count):
        print(f"  {name}: {TYPES[kind]}")
    print("}\n\ndecision owner: role first match {")
    for at, (ground, _, outcome) in enumerate(rules(count)):
        print(f"  rule r{at}: {outcome} when {ground}")
    print("  otherwise desk0\n}")


def sql(count):
    columns = ", ".join(f"'{name}': '{SQL_TYPES[kind]}'" for name, kind in [("id", "text"), *fields(count)])
    cases = "\n".join(f"    when {sql} then '{outcome}'" for _, sql, outcome in rules(count))
    print(f"copy (\n  select id as key, case\n{cases}\n    else 'desk0' end as owner")
    print(f"  from read_csv('$LEADS', header = true, columns = {{{columns}}})")
    print(") to '$OUT' (format csv, header true);")


def leads(count, rows):
    rng = random.Random(7)
    chance, pick, out = rng.random, rng.choice, sys.stdout
    make = {
        "number": lambda: str(int(chance() * 1000)),
        "choice": lambda: pick(CHOICES),
        "text": lambda: pick(TEXTS),
        "date": lambda: f"202{int(4 + chance() * 3)}-{int(1 + chance() * 12):02}-{int(1 + chance() * 28):02}",
    }
    makers = [make[kind] for _, kind in fields(count)]
    out.write(",".join(["id"] + [name for name, _ in fields(count)]) + "\n")
    for row in range(rows):
        values = ("" if chance() < 1 / 12 else maker() for maker in makers)
        out.write(f"lead{row}," + ",".join(values) + "\n")


if __name__ == "__main__":
    count, what = int(sys.argv[1]), sys.argv[2]
    {"--policy": policy, "--sql": sql}[what](count) if what != "--leads" else leads(count, int(sys.argv[3]))
