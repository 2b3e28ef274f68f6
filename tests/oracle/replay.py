#!/usr/bin/env python3
"""Holds the judge itself against `groundrules run`, which decides single leads without any proof.

    python3 tests/oracle/replay.py target/release/groundrules --policies 50

Where Z3 says that some lead has a gap or a conflict, or that a rule or `otherwise` decides for some
lead, the lead is written down and `run` must say the same of it. Leads made at random must have
nothing that the judge calls impossible. Needs `pip install z3-solver`.
"""

import argparse
import csv
import json
import pathlib
import random
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone

import z3

from compare import AS_OF, generated, json_of
from logic import Unsupported, both, term
from moments import EPOCH, days
from z3_judge import Judge

RANDOM_LEADS = 300


class Lead:
    """The fields of a lead as a model of Z3 has them."""

    def __init__(self, policy, model):
        self.policy, self.model = policy, model

    def of(self, thing):
        return self.model.eval(term(thing), model_completion=True)

    def number(self, thing):
        return self.of(thing).as_long()

    def holds(self, truth):
        return z3.is_true(self.of(truth))

    def cells(self):
        return {name: self.cell(name) for name in self.policy.fields}

    def cell(self, name):
        """What an export would have."""
        value = self.policy.field(name)
        if not self.holds(value.known):
            return ""
        if value.kind in ("number", "money"):
            return decimal(self.number(value.what), value.places)
        if value.kind == "boolean":
            return "yes" if self.holds(value.what) else "no"
        if value.kind == "date":
            return (EPOCH + timedelta(days=self.number(value.what))).isoformat()
        if value.kind == "datetime":
            moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=self.number(value.what))
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        if value.kind == "choice":
            return self.policy.enumerations[value.enumeration][self.number(value.what)]
        if value.kind == "set":
            names = self.policy.enumerations[value.enumeration]
            return ";".join(it for it, has in zip(names, value.what) if self.holds(has))
        if isinstance(value.what, dict):
            combination = frozenset(test for test, truth in value.what.items() if self.holds(truth))
            return value.group.text_of(combination)
        words = {at: word for word, at in value.group.numbers.items()}
        number = self.number(value.what)
        return words.get(number, f"other {number}")


def decimal(digits, places):
    size = str(abs(digits)).rjust(places + 1, "0")
    whole, rest = (size[:-places], size[-places:]) if places else (size, "")
    return f"{'-' if digits < 0 else ''}{whole}{'.' if rest else ''}{rest}"


def ordinary(policy):
    """Restrictions that keep values within what an export would hold."""
    parts = []
    for name in policy.fields:
        value = policy.field(name)
        if value.kind in ("date", "datetime"):
            size = 86_400 if value.kind == "datetime" else 1
            parts += [value.what >= days("1990-01-01") * size, value.what <= days("2060-01-01") * size]
        if value.kind in ("number", "money"):
            most = 10 ** (9 + value.places)
            parts += [value.what >= -most, value.what <= most]
    return parts


def questions(policy, name):
    """What is asked of a decision: what is expected of the lead, and when it is so."""
    of = policy.decision(name)
    rules = of.decision["rules"]
    yield ("gap",), of.gap
    for a, b in of.pairs():
        asked = both(of.left[a], of.left[b], of.differ(a, b))
        yield ("conflict", rules[a]["name"], rules[b]["name"]), asked
    for rule, left in zip(rules, of.left):
        yield ("decided", rule["name"], constant(rule["outcome"])), left
    if of.decision["otherwise"]:
        yield ("decided", "otherwise", constant(of.decision["otherwise"])), of.nobody


def constant(outcome):
    """The outcome as a record has it; none where the lead has a say in it."""
    return outcome["value"].get("value") if outcome["kind"] == "constant" else None


def faults(expected, name, record):
    """What a record lacks of what the judge said of its lead."""
    problems = [it for it in record["problems"] if name in (it.get("decision"), it.get("score"))]
    codes = {it["code"]: it for it in problems}
    kind = expected[0]
    if any(it["code"] in ("broken-fact", "bad-value", "required-missing") for it in record["problems"]):
        return "the lead is none that the policy allows"
    if kind == "gap":
        return None if "gap" in codes else "no gap"
    if kind == "conflict":
        return None if set(expected[1:]) <= set(codes.get("conflict", {}).get("rules", ())) else "no such conflict"
    if "conflict" in codes:
        return None if expected[1] in codes["conflict"]["rules"] else "a conflict of others"
    if expected[2] is None:
        return None
    return None if record["decisions"][name] == expected[2] else f"it is {record['decisions'][name]}"


def random_lead(policy, rng):
    """A lead whose cells are drawn one by one."""
    cells = {}
    for name, field in policy.fields.items():
        value = policy.field(name)
        if not (field["required"] or field["key"]) and rng.random() < 0.25:
            cells[name] = ""
        elif value.kind in ("number", "money"):
            low = int(float(field["low"]["value"])) if field["low"] else 0
            high = int(float(field["high"]["value"])) if field["high"] else 200
            many = rng.choice([10, 100, 60_000]) if value.kind == "money" or not field["high"] else high - low
            cells[name] = str(low + rng.randint(0, max(0, many)))
        elif value.kind in ("date", "datetime"):
            day = policy.today - rng.choice([-3, 0, 1, 7, 14, 30, 90, rng.randint(-10, 400)])
            cells[name] = (EPOCH + timedelta(days=day)).isoformat() + ("T09:00:00Z" if value.kind == "datetime" else "")
        elif value.kind == "boolean":
            cells[name] = rng.choice(["yes", "no"])
        elif value.kind in ("choice", "set"):
            names = policy.enumerations[value.enumeration]
            cells[name] = rng.choice(names) if value.kind == "choice" else ";".join(rng.sample(names, rng.randint(0, 2)))
        elif isinstance(value.what, dict):
            cells[name] = rng.choice(list(value.group.combinations.values()))
        else:
            cells[name] = rng.choice([*value.group.numbers, "other"])
    return cells


def run(binary, path, policy, leads):
    """What the program says of leads."""
    file = path.with_suffix(".csv")
    with open(file, "w", newline="") as rows:
        out = csv.DictWriter(rows, list(policy.fields))
        out.writeheader()
        out.writerows(leads)
    command = [binary, "run", str(path), str(file), "--format", "jsonl", "--as-of", AS_OF]
    called = subprocess.run(command, capture_output=True, text=True)
    if called.returncode > 1:
        sys.exit(called.stderr)
    return [json.loads(line) for line in called.stdout.splitlines()]


def replay(asked, path, rng, counts):
    """What the judge got wrong on one policy, in sentences."""
    judge = Judge(json_of([asked.binary, "dump", str(path), "--as-of", AS_OF]), 5_000)
    verdict = {it["name"]: it for it in judge.judge()["subjects"]}
    policy = judge.policy
    expected, leads = [], []
    for name in policy.decisions:
        solver = judge.solver(("decision", name))
        for said, truth in questions(policy, name):
            if truth is False:
                continue
            answer = solver.check(term(truth), *ordinary(policy))
            counts[f"{said[0]}: {answer}"] += 1
            if answer == z3.sat:
                expected.append((name, said))
                leads.append(Lead(policy, solver.model()).cells())
    at_random = [random_lead(policy, rng) for _ in range(RANDOM_LEADS)]
    records = run(asked.binary, path, policy, leads + at_random)
    for (name, said), record in zip(expected, records):
        wrong = faults(said, name, record)
        if wrong:
            yield f"{name}: {' '.join(map(str, said))}: row {record['row']}: {wrong}"
    for record in records[len(expected) :]:
        codes = {it["code"] for it in record["problems"]}
        if codes & {"broken-fact", "bad-value", "required-missing", "overflow"}:
            continue
        counts["random leads"] += 1
        yield from impossible(record, verdict, judge)


def impossible(record, verdict, judge):
    """What a lead has that the judge says no lead has."""
    troubled = {it.get("decision") or it.get("score") for it in record["problems"]}
    for problem in record["problems"]:
        subject = verdict.get(problem.get("decision") or problem.get("score"))
        if subject is None or problem["code"] not in ("gap", "conflict"):
            continue
        # Findings speak of leads for which all that the subject reads comes out.
        if troubled & {name for _, name in judge.upstream((subject["kind"], subject["name"]))}:
            continue
        if problem["code"] == "gap" and subject["gap"] is False:
            yield f"{subject['name']}: row {record['row']} has a gap"
        pairs = [set(pair) for pair in subject["conflicts"]]
        if problem["code"] == "conflict" and not any(pair <= set(problem["rules"]) for pair in pairs):
            yield f"{subject['name']}: row {record['row']} has a conflict of {problem['rules']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--kind", choices=["mixed", "real", "scored", "table"], default="mixed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policies", type=int, default=50)
    parser.add_argument("--rules", type=int, default=10)
    asked = parser.parse_args()
    folder = pathlib.Path("target/oracle")
    folder.mkdir(parents=True, exist_ok=True)
    counts, wrong = Counter(), 0
    for seed in range(asked.seed, asked.seed + asked.policies):
        path = folder / f"replay_{asked.kind}_{asked.rules}_{seed}.ground"
        path.write_text(generated(asked.kind, seed, asked.rules))
        try:
            said = list(replay(asked, path, random.Random(f"replay {seed}"), counts))
        except Unsupported as beyond:
            print(f"{path}: beyond the judge: {beyond}")
            counts["beyond the judge"] += 1
            said = []
        for sentence in said[:10]:
            print(f"{path}: {sentence}")
        wrong += len(said)
        if not said:
            path.unlink()
            path.with_suffix(".csv").unlink(missing_ok=True)
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    print(f"{wrong} faults of the judge")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
