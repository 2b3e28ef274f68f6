#!/usr/bin/env python3
"""Judges a policy by Z3: gaps, conflicts, dead rules, outcomes that no lead gets.

    groundrules dump POLICY --as-of 2026-07-01 | python3 tests/oracle/z3_judge.py
    python3 tests/oracle/z3_judge.py policy.json --time-limit 2000

It shares nothing with the proof: it reads what `groundrules dump` prints and follows the language's
description. It needs `pip install z3-solver`. What it cannot decide stands under `unknown` (no answer
within the time limit of one question) or `unsupported`; nothing is passed over in silence.
"""

import argparse
import json
import sys

import z3

from logic import Unsupported, both, either, opposite, term
from meaning import Policy


def read_by(part, found):
    """The names of the definitions, scores and decisions in a tree."""
    if isinstance(part, list):
        for it in part:
            read_by(it, found)
    elif isinstance(part, dict):
        if part.get("kind") in ("define", "score", "decision") and "name" in part:
            found.add((part["kind"], part["name"]))
        for it in part.values():
            read_by(it, found)
    return found


class Judge:
    """Puts the questions about each score and decision."""

    def __init__(self, dump, time_limit):
        self.policy = Policy(dump)
        self.time_limit = time_limit
        self.parts = {("define", it["name"]): it["value"] for it in dump["defines"]}
        self.parts |= {("score", it["name"]): it["items"] for it in dump["scores"]}
        self.parts |= {("decision", it["name"]): [it["rules"], it["otherwise"]] for it in dump["decisions"]}

    def judge(self):
        # First all terms, since making them adds to what restricts a lead.
        scores = [(name, self.policy.score(name)) for name in self.policy.scores]
        decisions = [(name, self.policy.decision(name)) for name in self.policy.decisions]
        report = {"policy": self.policy.dump["policy"], "subjects": [], "notes": self.notes()}
        for name, score in scores:
            if score.tables:
                report["subjects"].append(self.of_score(name, score))
        for name, decision in decisions:
            report["subjects"].append(self.of_decision(name, decision))
        return report

    def notes(self):
        groups = {id(group): group for group in self.policy.groups.values()}.values()
        return ["texts were only sampled" for group in groups if not group.complete][:1]

    def upstream(self, node):
        """All that a score or decision reads, also by way of others."""
        found, open_ = set(), [node]
        while open_:
            for read in read_by(self.parts[open_.pop()], set()):
                if read not in found:
                    found.add(read)
                    open_.append(read)
        return found

    def solver(self, node):
        """For all leads for which everything upstream comes out."""
        solver = z3.SolverFor("QF_LIA")
        solver.set("timeout", self.time_limit)
        solver.add(*self.policy.restrictions, *self.policy.facts)
        for kind, name in sorted(self.upstream(node)):
            if kind == "score":
                solver.add(term(self.policy.score(name).fine))
            elif kind == "decision":
                decision = self.policy.decision(name)
                solver.add(term(both(opposite(decision.conflict), opposite(decision.gap))))
        return solver

    def of_score(self, name, score):
        questions = Questions(self.solver(("score", name)))
        subject = {"kind": "score", "name": name, "conflicts": [], "dead_rules": []}
        subject["gap"] = questions.some(either(*(table.gap for table in score.tables)))
        dead_otherwise = []
        for table in score.tables:
            names = [row["name"] for row in table.item["rows"]]
            for a, b in table.pairs:
                if questions.some(both(table.counts[a], table.counts[b])):
                    subject["conflicts"].append([names[a], names[b]])
            for counts, row in zip(table.counts, names):
                if questions.some(counts) is False:
                    subject["dead_rules"].append(row)
            if table.item["otherwise"] is not None:
                dead_otherwise.append(questions.some(table.nothing) is False)
        subject["dead_otherwise"] = any(dead_otherwise)
        subject["unreachable_outcomes"] = []
        subject["unknown"] = questions.unknown
        return subject

    def of_decision(self, name, of):
        questions = Questions(self.solver(("decision", name)))
        rules = of.decision["rules"]
        subject = {"kind": "decision", "name": name}
        subject["gap"] = questions.some(of.gap)
        known = [value.known for value in self.policy.given.values() if getattr(value, "known", True) is not True]
        subject["gap_with_all_known"] = subject["gap"] and questions.some(both(of.gap, *known))
        subject["conflicts"] = []
        for a, b in of.pairs():
            if questions.some(both(of.left[a], of.left[b], of.differ(a, b))):
                subject["conflicts"].append([rules[a]["name"], rules[b]["name"]])
        dead = [at for at, left in enumerate(of.left) if questions.some(left) is False]
        subject["dead_rules"] = [rules[at]["name"] for at in dead]
        has_otherwise = of.decision["otherwise"] is not None
        subject["dead_otherwise"] = has_otherwise and questions.some(of.nobody) is False
        subject["unreachable_outcomes"] = self.unreachable(of, dead, questions)
        subject["unknown"] = questions.unknown
        return subject

    def unreachable(self, of, dead, questions):
        """Declared values that no lead gets, apart from those of dead rules."""
        if of.decision["type"]["kind"] != "one_of":
            return []
        values = self.policy.enumerations[of.decision["type"]["enumeration"]]
        constants = [of.decision["rules"][at]["outcome"] for at in dead]
        explained = {it["value"].get("value") for it in constants if it["kind"] == "constant"}
        found = []
        for at, value in enumerate(values):
            if value in explained:
                continue
            got = both(opposite(of.conflict), of.value.known, term(of.value.what == at))
            if questions.some(got) is False:
                found.append(value)
        return found


class Questions:
    """Questions to one solver, and those to which it had no answer."""

    def __init__(self, solver):
        self.solver = solver
        self.unknown = 0

    def some(self, truth):
        """Whether some lead meets it; none where it could not be told."""
        if truth is False:
            return False
        self.solver.push()
        self.solver.add(term(truth))
        answer = self.solver.check()
        self.solver.pop()
        if answer == z3.unknown:
            self.unknown += 1
            return None
        return answer == z3.sat


def judged(dump, time_limit=5_000):
    """The report of a policy."""
    try:
        return Judge(dump, time_limit).judge()
    except Unsupported as beyond:
        return {"policy": dump["policy"], "subjects": [], "unsupported": str(beyond)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dump", nargs="?", help="what `groundrules dump` printed; else standard input")
    parser.add_argument("--time-limit", type=int, default=5_000, help="for each question, in milliseconds")
    asked = parser.parse_args()
    with open(asked.dump) if asked.dump else sys.stdin as file:
        dump = json.load(file)
    json.dump(judged(dump, asked.time_limit), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
