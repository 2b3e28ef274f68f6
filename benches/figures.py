#!/usr/bin/env python3
"""The figures to beat, beside Z3 in the same run.

    cargo build --release
    python3 benches/figures.py target/release/groundrules
    python3 benches/figures.py target/release/groundrules --only dead --runs 9

Ours is the whole process, from text to findings as JSON: the median of so many runs. Beside it
stands the same program on the same file where it only reads the text and resolves its names
(`groundrules test`, for the policies have no examples); the difference is the proof's. Of Z3 only the
solving is timed, not the making of its formulas. Without `pip install z3-solver` its columns are
empty; where it reaches its limit, the line says so. Memory is the most that our process held at once.
"""

import argparse
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from typing import Any, Callable

from policies import hard, real, scored, tables

try:
    import peer
except ImportError:
    peer = None

AS_OF = ["--as-of", "2026-07-01"]


@dataclass
class Measure:
    name: str
    aim: str
    policy: str
    codes: str = ""  # of `--only`; empty for all findings
    z3: Callable[[], Any] | None = None


def measures():
    complete = tables.table(1, 1506, 5)
    shrunk = tables.table(1, 1506, 5, change="shrink")
    enlarged = tables.table(1, 1506, 5, change="enlarge")
    ordered = replace(enlarged, first_match=True)
    yield Measure("1,506 x 5: no gap", "25 ms", complete.policy(), "gap", lambda: peer.no_gap(complete))
    yield Measure("same: all gaps as cases", "60 ms", shrunk.policy(), "gap", lambda: peer.all_gaps(shrunk))
    yield Measure("same: every conflict", "30 ms", enlarged.policy(), "conflict", lambda: peer.conflicts(enlarged))
    yield Measure("same: every dead rule", "40 ms", ordered.policy(), "dead-rule", lambda: peer.dead_in_order(ordered))
    wide = tables.table(1, 1496, 7)
    yield Measure("1,496 x 7: no gap", "30 ms, 20 MB", wide.policy(), "gap", lambda: peer.no_gap(wide))
    table, fields, lines, text = scored.scored(1)
    yield Measure(
        "14 scored fields, 1,000 rules", "20 ms", text, "gap", lambda: peer.scored_no_gap(table, fields, lines)
    )
    rng = random.Random("boxes 1")
    dense = tables.boxes(rng, tables.columns(rng, 7), 200)
    yield Measure(
        "dense boxes, 200 x 7: dead rules", "100 ms, all proved", dense.policy(), "dead-rule",
        lambda: peer.dead_in_order(dense),
    )
    for seed in range(1, 11):
        rules = 20 + round((seed - 1) * 40 / 9)
        aim = "10 ms" if rules == 60 else "all proved"
        yield Measure(f"a real policy, {rules} rules: all", aim, real.real(seed, rules))
    yield Measure("the hard one: all", "2 s, says what is left", hard.hard(1))


@dataclass
class Run:
    seconds: float
    megabytes: float
    code: int
    out: str


# A process starts with the peak of the one that it is made from, so a small one calls ours.
CALL = """
import json, os, subprocess, sys, time
with open(sys.argv[1], "wb") as out:
    start = time.perf_counter()
    process = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    print(json.dumps([time.perf_counter() - start, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""


def called(command):
    """One run of a process: its time, its peak of memory, what it printed."""
    with tempfile.NamedTemporaryFile() as out:
        helper = [sys.executable, "-S", "-E", "-c", CALL, out.name, *command]
        told = subprocess.run(helper, stdout=subprocess.PIPE, check=True, text=True)
        seconds, peak, code = json.loads(told.stdout)
        # Linux counts kibibytes, macOS bytes.
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(seconds, peak * unit / 1e6, code, out.read().decode())


def median(command, runs):
    """The median time of so many runs, the highest peak, and what the last one printed."""
    all_ = [called(command) for _ in range(runs)]
    last = all_[-1]
    return Run(statistics.median(it.seconds for it in all_), max(it.megabytes for it in all_), last.code, last.out)


def found(report, codes):
    """What a report holds, in few words."""
    findings = [it for it in report["findings"] if not codes or it["code"] in codes.split(",")]
    proofs = [it for it in findings if not it["proved"]]
    cases = sum(len(it["cases"]) for it in findings)
    parts = [f"{len(findings)} found"]
    if cases:
        more = any(it.get("more_cases") for it in findings)
        parts.append(f"{cases}{'+' if more else ''} cases")
    if proofs or report["summary"]["not_proved"]:
        parts.append(f"{max(len(proofs), report['summary']['not_proved'])} not proved")
    return ", ".join(parts)


def measured(binary, measure, runs, folder):
    """A line of the table."""
    path = pathlib.Path(folder) / "policy.ground"
    path.write_text(measure.policy)
    check = [binary, "check", str(path), "--format", "json", *AS_OF]
    only = ["--only", measure.codes] if measure.codes else []
    whole = median(check + only, runs)
    note = ""
    if whole.code > 1:
        whole, note = median(check, runs), " (all findings)"
    if whole.code > 1:
        sys.exit(f"{measure.name}: the policy could not be checked")
    text = median([binary, "test", str(path), "--quiet", *AS_OF], runs)
    if text.code > 1:
        sys.exit(f"{measure.name}: the policy has errors, so that nothing was proved")
    said, z3_time = "", "-"
    if peer and peer.LIMIT and measure.z3:
        said, watch = measure.z3()
        z3_time = milliseconds(watch.spent)
    return [
        measure.name,
        milliseconds(text.seconds),
        milliseconds(whole.seconds),
        milliseconds(max(0.0, whole.seconds - text.seconds)),
        measure.aim,
        f"{whole.megabytes:.0f} MB",
        found(json.loads(whole.out), measure.codes) + note,
        z3_time,
        said,
    ]


def milliseconds(seconds):
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.1f} ms"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="only measures with this in their name")
    parser.add_argument("--z3-limit", type=float, default=20, help="seconds for Z3 and a measure; 0 leaves Z3 out")
    asked = parser.parse_args()
    if peer:
        peer.LIMIT = asked.z3_limit
    head = ["measure", "text alone", "whole", "proof", "aim", "memory", "ours", "Z3", "Z3 says"]
    print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
    with tempfile.TemporaryDirectory() as folder:
        for measure in measures():
            if asked.only in measure.name:
                print("| " + " | ".join(measured(asked.binary, measure, asked.runs, folder)) + " |", flush=True)
    if peer is None:
        print("\nWithout Z3: `pip install z3-solver` for its columns.")


if __name__ == "__main__":
    main()
