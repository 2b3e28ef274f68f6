#!/usr/bin/env python3
"""Plants faults in complete, disjoint policies: each must be found at its subject, and nothing else.

    python3 benches/planted.py target/release/groundrules --seeds 20

Findings of level note are set aside. The exit code is 1 where one is missed or something else is said.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace

from policies.tables import Column, Row, Span, columns, grown

# Each line and the limit matter to some lead. No range stands behind the name, since an end of it that
# no sum reaches would be idle.
SCORE = """score points {
  group "size" at most {group} {
    +10 when amount_0 >= 500
    +30 when amount_0 >= 100_000
  }
  +20 when amount_1 >= 1000
  +25 when amount_1 >= 500_000
}

decision reached: one of low | middle | high {
  table first match points {
    >= 40   => high
    10..<40 => middle
    < 10    => low
  }
}
"""


def fresh(rng, first_match=False, optional=False):
    """A complete table in which no two rows meet, and a score beside it that is read and in order."""
    cols = columns(rng, rng.randint(3, 5), optional)
    # The score's lines look at the first two, which are numbers.
    table = grown(rng, cols, rng.randint(20, 60), outcomes=12)
    return replace(table, first_match=first_match, extra=scored())


def scored(group=30):
    return SCORE.replace("{group}", str(group))


def planted(code, subject, table, rules=None, cases=None):
    return {"code": code, "subject": subject, "policy": table.policy(), "rules": rules, "cases": cases}


def nothing(rng):
    """No fault at all."""
    return planted(None, None, fresh(rng, rng.random() < 0.5, rng.random() < 0.5))


def removed_rule(rng):
    """A row is taken out: its leads have no outcome."""
    table = fresh(rng)
    outcomes = Counter(row.outcome for row in table.rows)
    at = rng.choice([at for at, row in enumerate(table.rows) if outcomes[row.outcome] > 1])
    rows = table.rows[:at] + table.rows[at + 1 :]
    return planted("gap", "grade", replace(table, rows=rows))


def widened_range(rng):
    """A row grows into others; those that it meets and that differ contradict it."""
    while True:
        table = fresh(rng)
        at = rng.randrange(len(table.rows))
        row = table.rows[at]
        which = rng.randrange(len(row.cells))
        made = row.cells[which].changed(rng, table.columns[which], grow=True)
        if made is None:
            continue
        row = replace(row, cells=row.cells[:which] + (made,) + row.cells[which + 1 :])
        rows = table.rows[:at] + [row] + table.rows[at + 1 :]
        met = {other.name for other in rows if other is not row and other.meets(row) and other.outcome != row.outcome}
        if met:
            return planted("conflict", "grade", replace(table, rows=rows), rules=met | {row.name})


def covered_in_order(rng):
    """Order counts, and a later row lies within an earlier one."""
    table = fresh(rng, first_match=True)
    at = rng.randrange(len(table.rows) - 1)
    later = Row("covered", table.rows[at].cells, table.rows[at + 1].outcome)
    rows = table.rows + [later]
    return planted("dead-rule", "grade.covered", replace(table, rows=rows), rules={table.rows[at].name})


def covered_by_three(rng):
    """Three rows share out what a later one asks for; none of them alone has all of it."""
    while True:
        table = fresh(rng, first_match=True)
        wide = [
            (at, which)
            for at, row in enumerate(table.rows)
            for which, cell in enumerate(row.cells)
            if isinstance(cell, Span) and cell.high - cell.low >= 30
        ]
        if not wide:
            continue
        at, which = rng.choice(wide)
        row = table.rows[at]
        cell = row.cells[which]
        cuts = sorted(rng.sample(range(cell.low + 1, cell.high), 2))
        ends = [cell.low, *cuts, cell.high]
        others = [row.outcome, *rng.sample([it for it in table.outcomes if it != row.outcome], 2)]
        thirds = [
            Row(f"third_{n}", row.cells[:which] + (Span(ends[n], ends[n + 1], False),) + row.cells[which + 1 :], others[n])
            for n in range(3)
        ]
        whole = Row("covered", row.cells, rng.choice([it for it in table.outcomes if it not in others]))
        rows = table.rows[:at] + thirds + table.rows[at + 1 :] + [whole]
        return planted("dead-rule", "grade.covered", replace(table, rows=rows), rules={it.name for it in thirds})


def unreachable_bar(rng):
    """A rule asks for more points than there are: at most 75."""
    bar = rng.randint(76, 99)
    table = fresh(rng)
    extra = scored() + f"decision top: boolean {{\n  rule excellent: yes when points >= {bar}\n  otherwise no\n}}\n"
    return planted("out-of-reach", "top.excellent", replace(table, extra=extra))


def idle_cap(rng):
    """A group's limit is so low that its first line alone reaches it: the second changes nothing."""
    table = fresh(rng)
    return planted("idle-points", "points", replace(table, extra=scored(group=10)))


def missing_hole(rng):
    """A column may be missing, and the rows that would take such leads are taken out."""
    table = fresh(rng)
    column = Column("amount_9", 0, 1000, optional=True)
    cut = rng.randrange(1, 1000)
    at = rng.randrange(len(table.rows))
    rows = []
    for number, row in enumerate(table.rows):
        if number == at:
            halves = [Span(0, cut, False), Span(cut, 1000, False)]
            rows += [replace(row, name=f"{row.name}_{n}", cells=row.cells + (half,)) for n, half in enumerate(halves)]
        else:
            rows.append(replace(row, cells=row.cells + (column.whole(),)))
    table = replace(table, columns=table.columns + (column,), rows=rows)
    return planted("gap", "grade", table, cases="amount_9")


FAULTS = [
    nothing, removed_rule, widened_range, covered_in_order, covered_by_three, unreachable_bar, idle_cap, missing_hole,
]


def findings(binary, path):
    """The errors and warnings of a policy."""
    command = [binary, "check", str(path), "--format", "json", "--as-of", "2026-07-01"]
    called = subprocess.run(command, capture_output=True, text=True)
    if called.returncode > 1:
        sys.exit(called.stderr)
    report = json.loads(called.stdout)
    return [it for it in report["findings"] if it["level"] in ("error", "warning")]


def is_it(finding, fault):
    """Whether a finding is the planted fault, at its subject, with its rules and cases."""
    subject = finding["subject"]["name"] if finding["subject"] else None
    if finding["code"] != fault["code"]:
        return False
    if subject != fault["subject"] and not (subject or "").startswith(f"{fault['subject']}."):
        return False
    if fault["code"] == "conflict" and not set(finding["rules"]) <= fault["rules"]:
        return False
    if fault["code"] == "dead-rule" and not fault["rules"] <= set(finding["rules"]):
        return False
    if fault["cases"]:
        needs = lambda case: any(part["field"] == fault["cases"] and part["op"] == "missing" for part in parts(case))
        return bool(finding["cases"]) and all(needs(case) for case in finding["cases"])
    return True


def parts(case):
    """The parts of a case, however deep they lie."""
    if isinstance(case, list):
        return [part for it in case for part in parts(it)]
    if not isinstance(case, dict):
        return []
    own = [case] if "op" in case and "field" in case else []
    return own + [part for it in case.values() for part in parts(it)]


def faults_of(fault, found):
    """What is wrong with what was found, in sentences."""
    right = [it for it in found if fault["code"] and is_it(it, fault)]
    if fault["code"] and not right:
        yield f"`{fault['code']}` of `{fault['subject']}` was not found"
    if fault["code"] == "conflict":
        missed = fault["rules"] - {rule for it in right for rule in it["rules"]}
        if missed:
            yield f"the conflict does not name {', '.join(sorted(missed))}"
    for finding in found:
        if finding not in right:
            yield f"beside it: {finding['code']}: {finding['message']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fault", help="only this one", choices=[make.__name__ for make in FAULTS])
    asked = parser.parse_args()
    folder = pathlib.Path("target/planted")
    folder.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for make in FAULTS:
        if asked.fault not in (None, make.__name__):
            continue
        good = 0
        for seed in range(asked.seed, asked.seed + asked.seeds):
            fault = make(random.Random(f"planted {make.__name__} {seed}"))
            path = folder / f"{make.__name__}_{seed}.ground"
            path.write_text(fault["policy"])
            said = list(faults_of(fault, findings(asked.binary, path)))
            for sentence in said[:5]:
                print(f"{path}: {sentence}")
            good += not said
            if not said:
                path.unlink()
        wrong += asked.seeds - good
        print(f"{make.__name__:16} {good} of {asked.seeds} as they should be")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
