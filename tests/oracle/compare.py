#!/usr/bin/env python3
"""Compares the proof with Z3 on generated policies, and prints every disagreement.

    python3 tests/oracle/compare.py target/release/groundrules
    python3 tests/oracle/compare.py target/release/groundrules --kind real --rules 60 --policies 10
    python3 tests/oracle/compare.py target/release/groundrules --kind table --rules 1500 --policies 2
    python3 tests/oracle/compare.py target/release/groundrules policies/*     # given ones instead

Needs `pip install z3-solver`. Policies with a disagreement are kept in `target/oracle`. The exit code
is 1 where there is one.
"""

import argparse
import json
import pathlib
import subprocess
import sys
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "benches"))

from policies import mixed, real, scored, tables  # noqa: E402
from z3_judge import judged  # noqa: E402

AS_OF = "2026-07-01"
# A rule that never decides may be told of as what is wrong in its condition.
DEAD = ("dead-rule", "constant-condition", "out-of-reach", "dead-condition")


def generated(kind, seed, rules):
    if kind == "mixed":
        return mixed.mixed(seed, rules)
    if kind == "real":
        return real.real(seed, rules)
    if kind == "scored":
        return scored.scored(seed, rules)[3]
    changes = [None, "enlarge", "shrink"]
    return tables.table(seed, rules, 5, seed % 2 == 1, changes[seed % 3], 0.1, seed % 4 == 0).policy()


def json_of(command):
    called = subprocess.run(command, capture_output=True, text=True)
    try:
        return json.loads(called.stdout)
    except json.JSONDecodeError:
        sys.exit(f"{' '.join(command)}\n{called.stderr or called.stdout}")


class Findings:
    """What `check` says, by subject."""

    def __init__(self, report):
        self.all = [it for it in report["findings"] if it.get("subject")]

    def of(self, code, name):
        return [it for it in self.all if it["code"] == code and it["subject"]["name"] == name]

    def undecided(self):
        return [it for it in self.all if not it["proved"]]

    def dead(self, name, rule, codes=DEAD):
        """Findings that say that a rule of a decision, or a row of a score, never decides."""
        subjects = {f"{name}.{rule}", name} if codes == DEAD else {f"{name}.{rule}"}
        found = [it for it in self.all if it["code"] in codes and it["subject"]["name"] in subjects]
        return [it for it in found if it["subject"]["name"] != name or rule in it["message"]]


def pairs_of(finding, wanted):
    """The pairs of rules that a conflict speaks of: one rule with each of the others."""
    rules = finding["rules"]
    if len(rules) == 2:
        return {tuple(sorted(rules))}
    hubs = [{tuple(sorted((hub, other))) for other in rules if other != hub} for hub in dict.fromkeys(rules)]
    return max(hubs, key=lambda pairs: len(pairs & wanted), default=set())


def disagreements(dump, verdict, findings):
    """Each as a sentence, with what it is about."""
    for subject in verdict["subjects"]:
        name = subject["name"]
        yield from of_gap(subject, name, findings)
        yield from of_conflicts(subject, name, findings)
        yield from of_dead(dump, subject, name, findings)
        otherwise = bool(findings.of("dead-otherwise", name))
        if subject["dead_otherwise"] != otherwise and subject["unknown"] == 0:
            yield "dead-otherwise", f"{name}: Z3 says {subject['dead_otherwise']}"
        unreachable = bool(findings.of("unreachable-outcome", name))
        if bool(subject["unreachable_outcomes"]) != unreachable and subject["unknown"] == 0:
            yield "unreachable-outcome", f"{name}: Z3 says {subject['unreachable_outcomes']}"


def of_gap(subject, name, findings):
    found = [it for it in findings.of("gap", name) if it["proved"]]
    if subject["gap"] is True and not findings.of("gap", name):
        yield "gap", f"{name}: Z3 has a lead, check finds none"
    if subject["gap"] is False and found:
        yield "gap", f"{name}: check finds one, Z3 says there is none"


def of_conflicts(subject, name, findings):
    wanted = {tuple(sorted(pair)) for pair in subject["conflicts"]}
    found = set()
    for finding in findings.of("conflict", name):
        found |= pairs_of(finding, wanted)
    for pair in sorted(wanted - found):
        yield "conflict", f"{name}: {' and '.join(pair)}: Z3 has a lead, check finds none"
    for pair in sorted(found - wanted):
        if subject["unknown"] == 0:
            yield "conflict", f"{name}: {' and '.join(pair)}: check finds it, Z3 says they do not meet"


def of_dead(dump, subject, name, findings):
    wanted = set(subject["dead_rules"])
    for rule in sorted(wanted):
        if not findings.dead(name, rule):
            yield "dead-rule", f"{name}.{rule}: Z3 says that it never decides, check says nothing of it"
    if subject["kind"] == "decision":
        rules = next(it["rules"] for it in dump["decisions"] if it["name"] == name)
        for rule in sorted({it["name"] for it in rules} - wanted):
            if findings.dead(name, rule, ("dead-rule",)) and subject["unknown"] == 0:
                yield "dead-rule", f"{name}.{rule}: check says that it never decides, Z3 has a lead for it"


def compare(asked, path, counts):
    """The disagreements on one policy."""
    dump = json_of([asked.binary, "dump", str(path), "--as-of", AS_OF])
    report = json_of([asked.binary, "check", str(path), "--format", "json", "--all", "--as-of", AS_OF])
    verdict = judged(dump, asked.time_limit)
    counts["policies"] += 1
    if "unsupported" in verdict:
        counts["beyond the judge"] += 1
        print(f"{path}: beyond the judge: {verdict['unsupported']}")
        return []
    counts["without an answer of Z3"] += sum(it["unknown"] for it in verdict["subjects"])
    counts["texts only sampled"] += len(verdict["notes"])
    for subject in verdict["subjects"]:
        counts["subjects"] += 1
        counts["gaps"] += subject["gap"] is True
        counts["conflicts"] += len(subject["conflicts"])
        counts["dead rules"] += len(subject["dead_rules"])
        counts["dead otherwises"] += subject["dead_otherwise"]
        counts["unreachable outcomes"] += len(subject["unreachable_outcomes"])
    findings = Findings(report)
    counts["not proved by check"] += len(findings.undecided())
    return list(disagreements(dump, verdict, findings))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("given", nargs="*", help="policies to judge instead of generated ones")
    parser.add_argument("--kind", choices=["mixed", "real", "scored", "table"], default="mixed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policies", type=int, default=50)
    parser.add_argument("--rules", type=int, default=10)
    parser.add_argument("--time-limit", type=int, default=5_000, help="for each question to Z3, in milliseconds")
    asked = parser.parse_args()
    folder = pathlib.Path("target/oracle")
    folder.mkdir(parents=True, exist_ok=True)
    paths = [pathlib.Path(path) for path in asked.given]
    for seed in range(asked.seed, asked.seed + (0 if paths else asked.policies)):
        path = folder / f"{asked.kind}_{asked.rules}_{seed}.ground"
        path.write_text(generated(asked.kind, seed, asked.rules))
        paths.append(path)
    counts, by_code = Counter(), Counter()
    for path in paths:
        found = compare(asked, path, counts)
        for code, text in found:
            by_code[code] += 1
            print(f"{path}: {code}: {text}")
        if not found and not asked.given:
            path.unlink()
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    print(f"{by_code.total()} disagreements" + "".join(f", {count} of {code}" for code, count in by_code.items()))
    sys.exit(1 if by_code else 0)


if __name__ == "__main__":
    main()
