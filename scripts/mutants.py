#!/usr/bin/env python3
"""Deletes, doubles or swaps every token of a policy, and tells what `check` says of each mutant.

    cargo build --release && python3 scripts/mutants.py policies/online-courses policies/product-led

Each mutant falls into one class:
  near      a finding has a label within a line of the change
  far       there are findings, but none within a line
  caught    no finding, but an example of the policy fails
  same      no finding, all examples hold, and the sample's leads come out the same
  other     no finding, all examples hold, and some lead of the sample comes out otherwise: a policy
            that says something else, which only a reader can know
  died      the program ended by a signal or panicked

Options: --seed N draws the forty mutants that --show prints with their whole output for a reader to
judge; --most N takes only so many mutants, drawn by the seed.
"""

import argparse
import concurrent.futures
import glob
import json
import os
import random
import re
import shutil
import subprocess
import tempfile

TOKEN = re.compile(
    r'#[^\n]*|"(?:\\.|[^"\\\n])*"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?|\d[\w]*(?:\.\d\w*)?%?'
    r'|[A-Za-z_][A-Za-z0-9_]*|\.\.<|=>|<=|>=|!=|\.\.|[^\s]')


def tokens(text):
    return [m for m in TOKEN.finditer(text) if not m.group().startswith("#")]


def mutants(text):
    """Yields kind, line of the change, the words changed, and the new text."""
    found = tokens(text)
    for index, token in enumerate(found):
        line = text.count("\n", 0, token.start()) + 1
        start, end, word = token.start(), token.end(), token.group()
        yield "delete", line, line, word, text[:start] + text[end:]
        yield "double", line, line, word, text[:end] + " " + word + text[end:]
        if index + 1 < len(found) and found[index + 1].group() != word:
            after = found[index + 1]
            swapped = text[:start] + after.group() + text[end:after.start()] + word + text[after.end():]
            last = text.count("\n", 0, after.start()) + 1
            yield "swap", line, last, f"{word} {after.group()}", swapped


def judge(task):
    program, folder, path, mutant, baseline = task
    kind, first, last, word, text = mutant
    with tempfile.TemporaryDirectory() as work:
        copy = os.path.join(work, "policy")
        shutil.copytree(folder, copy)
        with open(os.path.join(copy, path), "w") as file:
            file.write(text)
        checked = subprocess.run([program, "check", copy, "--format", "json"], capture_output=True, text=True)
        if checked.returncode not in (0, 1):
            return mutant, path, "died", checked.returncode, checked.stderr
        findings = json.loads(checked.stdout)["findings"]
        if findings:
            places = []
            for finding in findings:
                places += [finding["at"]] + [related["at"] for related in finding["related"]]
            near = any(
                place["file"].endswith(path) and place["line"] - 1 <= last and place["end_line"] + 1 >= first
                for place in places)
            said = "\n".join(f'{f["code"]} {f["at"]["line"]}:{f["at"]["column"]} {f["message"]} -- {f["help"]}' for f in findings)
            return mutant, path, "near" if near else "far", len(findings), said
        tested = subprocess.run([program, "test", copy], capture_output=True, text=True)
        if tested.returncode != 0:
            return mutant, path, "caught" if tested.returncode == 1 else "died", 0, tested.stdout
        same = results(program, copy) == baseline
        return mutant, path, "same" if same else "other", 0, ""


def results(program, folder):
    sample = os.path.join(folder, "sample.csv")
    run = subprocess.run(
        [program, "run", folder, sample, "--format", "jsonl", "--as-of", "2026-07-01"],
        capture_output=True, text=True)
    return run.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--program", default="target/release/groundrules")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--most", type=int)
    parser.add_argument("--list", help="print the mutants of one class")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    tasks = []
    for folder in arguments.folders:
        baseline = results(program, folder)
        for path in sorted(glob.glob(os.path.join(folder, "**/*.ground"), recursive=True)):
            name = os.path.relpath(path, folder)
            text = open(path).read()
            tasks += [(program, folder, name, mutant, baseline) for mutant in mutants(text)]
    drawn = random.Random(arguments.seed)
    if arguments.most:
        tasks = drawn.sample(tasks, min(arguments.most, len(tasks)))
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        judged = list(pool.map(judge, tasks))
    counts, exactly_one = {}, 0
    for _, _, verdict, count, _ in judged:
        counts[verdict] = counts.get(verdict, 0) + 1
        exactly_one += count == 1
    found = counts.get("near", 0) + counts.get("far", 0)
    print(f"{len(judged)} mutants:", ", ".join(f"{n} {v}" for v, n in sorted(counts.items())))
    print(f"with findings {found}, exactly one {exactly_one}")
    for mutant, path, verdict, count, said in judged:
        if arguments.list == verdict:
            print(f"-- {path}:{mutant[1]} {mutant[0]} `{mutant[3]}` ({count})\n{said}")
    if arguments.show:
        with_findings = [entry for entry in judged if entry[2] in ("near", "far")]
        for mutant, path, verdict, count, said in drawn.sample(with_findings, min(40, len(with_findings))):
            line = mutant[4].splitlines()[max(0, mutant[1] - 1):mutant[1] + 1]
            print(f"\n-- {path}:{mutant[1]} {mutant[0]} `{mutant[3]}` {verdict} ({count})")
            print("\n".join("   | " + part for part in line))
            print("   " + said.replace("\n", "\n   "))


if __name__ == "__main__":
    main()
