#!/usr/bin/env python3
"""The cases of manifest.toml: whole processes, in turns, medians and spread, beside the peers.

    cargo build --release
    pip install duckdb polars
    cargo build --release --manifest-path benches/floor/Cargo.toml
    python3 benches/engine/run.py target/release/groundrules
    python3 benches/engine/run.py target/release/groundrules --slow --only '10 M'

Peers: DuckDB with the same policy as SQL, Polars with the same as expressions, the same policy by hand
in Rust (`hand`), and the reading of the file alone by the fastest CSV reader found (`read`). Every answer
is compared before any time is printed; what is missing is said and left out. Seconds are wall time; a
ratio is the peer's median to ours in the same run.
"""

import argparse
import csv
import os
import pathlib
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib

HERE = pathlib.Path(__file__).parent
FLOOR = HERE.parent / "floor" / "target" / "release"
AS_OF = ["--as-of", "2026-07-01"]


def timed(command, out):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with open(out, "wb") as file:
        subprocess.run(command, stdout=file, stderr=subprocess.DEVNULL, check=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def memory(command):
    """The most that the process held at once, in MB."""
    status = subprocess.run(
        ["/usr/bin/time", "-f", "%M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True
    )
    return int(status.stderr.split()[-1]) / 1024


def answers(path, columns):
    """How many records there are, and a sum over them that does not depend on their order."""
    total, count = 0, 0
    with open(path, encoding="utf-8", newline="") as file:
        records = csv.reader(file)
        header = next(records)
        places = [header.index(name) for name in columns]
        for record in records:
            total = (total + hash(tuple(record[place] for place in places))) & (1 << 63) - 1
            count += 1
    return count, total


def made(what, folder, ending):
    """A file or folder beside this one; of a script, its output, which is kept."""
    script, *arguments = shlex.split(what.replace("$DATA", os.environ.get("GROUNDRULES_DATA", "")))
    if not script.endswith(".py"):
        return HERE / script
    arguments = [str(HERE / it) if "/" in it else it for it in arguments]
    path = folder / ("".join(c if c.isalnum() else "-" for c in what) + ending)
    if not path.exists():
        with open(path, "wb") as file:
            subprocess.run([sys.executable, HERE / script, *arguments], stdout=file, check=True)
    return path


class Peers:
    """The commands of those peers that are here; of the others it says once how to get them."""

    def __init__(self, threads):
        self.threads, self.missing = threads, set()

    def library(self, name):
        try:
            module = __import__(name)
        except ImportError:
            return self.lacks(f"no {name}: pip install {name}")
        return getattr(module, "__version__", "")

    def lacks(self, hint):
        if hint not in self.missing:
            print(hint)
        self.missing.add(hint)

    def command(self, peer, leads, out, folder):
        name, _, rest = peer.partition(" ")
        if name == "true":
            return ["true"]
        if name in ("hand", "read"):
            if (FLOOR / name).exists():
                return [str(FLOOR / name), str(leads)]
            return self.lacks(f"no `{name}`: cargo build --release --manifest-path benches/floor/Cargo.toml")
        if self.library({"duck": "duckdb"}.get(name, name)) is None:
            return None
        if name == "duck":
            return [sys.executable, str(HERE / "duck.py"), str(made(rest, folder, ".sql")), str(leads), str(out), self.threads]
        return [sys.executable, str(HERE / "polars_peer.py"), str(leads), str(out), self.threads]


def measure(case, binary, peers, folder, asked):
    """The seconds and CPU seconds of each command, in the order of the turns."""
    leads, policy = made(case["data"], folder, ".csv"), made(case["policy"], folder, ".ground")
    if not leads.is_file():
        print(f"\n{case['name']}: no such data; GROUNDRULES_DATA names the folder that has it")
        return None
    commands = {"ours": [binary, "run", str(policy), str(leads), *AS_OF, "--format", "csv"]}
    outs = {"ours": folder / "ours.csv"}
    for peer in case.get("peers", []):
        name = peer.split()[0]
        outs[name] = folder / f"{name}.csv"
        command = peers.command(peer, leads, outs[name], folder)
        if command:
            commands[name] = command
    times = {name: [] for name in commands}
    for turn in range(asked.runs or case.get("runs", 5)):
        for name, command in commands.items():
            writes_itself = name in ("duck", "polars")
            times[name].append(timed(command, os.devnull if writes_itself else outs[name]))
        if turn == 0 and case.get("same"):
            wanted = answers(outs["ours"], case["same"])
            for name in set(commands) - {"ours", "read"}:
                if answers(outs[name], case["same"]) != wanted:
                    sys.exit(f"`{name}` gives other answers")
    size = leads.stat().st_size / 1e6
    with open(leads, "rb") as file:
        records = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1
    print(f"\n{case['name']}: {records:,} records, {size:,.1f} MB")
    table(times, commands, records)
    return statistics.median(cpu for _, cpu in times["ours"]) / records


def table(times, commands, records):
    ours = statistics.median(seconds for seconds, _ in times["ours"])
    print(f"{'':8} {'seconds':>9} {'spread':>17} {'CPU':>8} {'M leads/s':>10} {'ratio':>7} {'MB':>7}")
    for name, measured in times.items():
        seconds = [wall for wall, _ in measured]
        middle, cpu = statistics.median(seconds), statistics.median(cpu for _, cpu in measured)
        spread = f"{min(seconds):.4f}..{max(seconds):.4f}"
        print(
            f"{name:8} {middle:9.4f} {spread:>17} {cpu:8.3f} {records / middle / 1e6:10.2f} "
            f"{middle / ours:7.3f} {memory(commands[name]):7.0f}"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--only", default="", help="cases with this in their names")
    parser.add_argument("--slow", action="store_true", help="also those that take minutes")
    parser.add_argument("--runs", type=int, help="turns, instead of those of the manifest")
    parser.add_argument("--threads", default="2", help="of DuckDB and Polars")
    parser.add_argument("--keep", help="a folder for the files, to use them again")
    asked = parser.parse_args()
    folder = pathlib.Path(asked.keep or tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    peers = Peers(asked.threads)
    version = subprocess.run([asked.binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"{version}; Python {sys.version.split()[0]}; DuckDB {peers.library('duckdb')}; Polars {peers.library('polars')}")
    manifest = tomllib.loads((HERE / "manifest.toml").read_text())
    groups = {}
    for case in manifest["case"]:
        if asked.only not in case["name"] or case.get("slow") and not asked.slow:
            continue
        cost = measure(case, asked.binary, peers, folder, asked)
        if cost and "group" in case:
            groups.setdefault(case["group"], []).append((case["name"], cost))
    for costs in groups.values():
        print(f"\n{'CPU a lead':24} {'ns':>7} {'to the first':>13}")
        for name, cost in costs:
            print(f"{name:24} {cost * 1e9:7.0f} {cost / costs[0][1]:13.2f}")


if __name__ == "__main__":
    main()
