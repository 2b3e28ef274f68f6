#!/usr/bin/env python3
"""The large run beside its peers: whole processes, in turns, medians and spread.

    cargo build --release
    pip install duckdb
    python3 benches/engine/run.py target/release/groundrules --leads 1000000
    python3 benches/engine/run.py target/release/groundrules --leads 10000000 --runs 3

Peers: DuckDB with the same policy as SQL; the same policy written by hand in Rust, and the reading of
the file alone by the fastest CSV reader found, which are built with

    cargo build --release --manifest-path benches/floor/Cargo.toml

Every answer is compared before any time is printed. What is missing is said and left out. Seconds
are wall time; a ratio is the peer's median to ours.
"""

import argparse
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
AS_OF = ["--as-of", "2026-07-01"]


def timed(command, out):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with open(out, "wb") as file:
        subprocess.run(command, stdout=file, check=True)
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
    """A sum over all lines that does not depend on their order."""
    total, count = 0, 0
    with open(path, encoding="utf-8") as file:
        next(file)
        for line in file:
            values = line.rstrip("\n").split(",")
            total = (total + hash(",".join(values[at] for at in columns))) & (1 << 63) - 1
            count += 1
    return count, total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", default="2")
    parser.add_argument("--keep", help="a folder for the files, to use them again")
    asked = parser.parse_args()
    folder = pathlib.Path(asked.keep or tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    leads = folder / f"leads-{asked.leads}.csv"
    if not leads.exists():
        with open(leads, "wb") as file:
            subprocess.run([sys.executable, HERE / "leads.py", str(asked.leads)], stdout=file, check=True)
    print(f"{asked.leads:,} leads, {leads.stat().st_size / 1e6:,.0f} MB")

    def ours(policy):
        return [asked.binary, "run", str(policy), str(leads), *AS_OF, "--format", "csv"]

    out = {name: folder / f"{name}.csv" for name in ("ours", "duck", "hand", "read")}
    commands = {"ours": ours(HERE / "policy.ground")}
    try:
        import duckdb

        commands["duck"] = [sys.executable, str(HERE / "duck.py"), str(leads), str(out["duck"]), asked.threads]
        print("DuckDB", duckdb.__version__)
    except ImportError:
        print("no DuckDB: pip install duckdb")
    floor = HERE.parent / "floor" / "target" / "release"
    for name in ("hand", "read"):
        if (floor / name).exists():
            commands[name] = [str(floor / name), str(leads)]
        else:
            print(f"no `{name}`: cargo build --release --manifest-path benches/floor/Cargo.toml")

    times = {name: [] for name in commands}
    for turn in range(asked.runs):
        for name, command in commands.items():
            target = out[name] if name != "duck" else folder / "duck.out"
            times[name].append(timed(command, target))
        if turn == 0:
            wanted = answers(out["ours"], [0, 2, 3, 4, 5])
            for name in ("duck", "hand"):
                if name in commands and answers(out[name], [0, 1, 2, 3, 4]) != wanted:
                    sys.exit(f"`{name}` gives other answers")
            print("the same answers")
    ours_median = statistics.median(seconds for seconds, _ in times["ours"])
    print(f"{'':8} {'seconds':>9} {'spread':>15} {'CPU':>8} {'M leads/s':>10} {'ratio':>6} {'MB':>7}")
    for name, measured in times.items():
        seconds = [wall for wall, _ in measured]
        middle = statistics.median(seconds)
        cpu = statistics.median(cpu for _, cpu in measured)
        spread = f"{min(seconds):.2f}..{max(seconds):.2f}"
        print(
            f"{name:8} {middle:9.2f} {spread:>15} {cpu:8.2f} {asked.leads / middle / 1e6:10.2f} "
            f"{middle / ours_median:6.2f} {memory(commands[name]):7.0f}"
        )

    print("\nrules   seconds   CPU   to 10 rules")
    first = None
    for count in (10, 100, 1000):
        policy = folder / f"rules-{count}.ground"
        policy.write_bytes(subprocess.run([sys.executable, HERE / "rules.py", str(count)], capture_output=True, check=True).stdout)
        measured = [timed(ours(policy), folder / "rules.csv") for _ in range(asked.runs)]
        wall, cpu = (statistics.median(it) for it in zip(*measured))
        first = first or cpu
        print(f"{count:5} {wall:9.2f} {cpu:6.2f} {cpu / first:9.2f}")


if __name__ == "__main__":
    main()
