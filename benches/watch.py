#!/usr/bin/env python3
"""How long `groundrules watch --plain` takes from a save to what it tells of it, and what it costs
while nothing happens.

    cargo build --release
    python3 benches/watch.py target/release/groundrules policies/online-courses Leads.csv

The policy is copied into a folder of its own, and a number in it (`--define`, by default `mql_bar`)
is changed with each save; every third save is by rename, as many editors do it. Told are the median
and the worst of the times from the end of the write to
- the first line of the block,
- what moved, which is the last line before the proof,
- the end of the block, with the proof.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("program")
    parser.add_argument("policy", help="a folder with a policy")
    parser.add_argument("data")
    parser.add_argument("--define", default="mql_bar")
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--idle", type=float, default=60.0, help="seconds of doing nothing")
    return parser.parse_args()


class Log:
    """The lines of the log, each with the time at which it came."""

    def __init__(self, stream):
        self.lines = []
        self.came = threading.Condition()
        threading.Thread(target=self.read, args=(stream,), daemon=True).start()

    def read(self, stream):
        for line in stream:
            with self.came:
                self.lines.append((time.perf_counter(), line.rstrip("\n")))
                self.came.notify_all()

    def until(self, number):
        """The lines of a block, once its last one came."""
        end = f"done {number}"
        with self.came:
            done = self.came.wait_for(lambda: any(line == end for _, line in self.lines), 60)
            if not done:
                sys.exit(f"save {number} was not told of")
            lines, self.lines = self.lines, []
            return lines


def processor_seconds(pid):
    """The time that a process has had on processors, from /proc."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory() as around:
        folder = os.path.join(around, "policy")
        shutil.copytree(asked.policy, folder)
        files = [os.path.join(folder, name) for name in os.listdir(folder)]
        pattern = re.compile(rf"^(define {asked.define} = )(\d+)", re.M)
        files = [name for name in files if name.endswith(".ground")]
        path = next(name for name in files if pattern.search(open(name).read()))
        text = open(path).read()
        value = int(pattern.search(text).group(2))
        command = [asked.program, "watch", folder, asked.data, "--plain", "--as-of", "2026-07-01"]
        program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        began = time.perf_counter()
        log = Log(program.stdout)
        print(f"first block: {(log.until(1)[-1][0] - began) * 1e3:.0f} ms")
        time.sleep(0.5)
        times = {"first line": [], "moved": [], "whole": []}
        for save in range(asked.saves):
            new = pattern.sub(rf"\g<1>{value + 1 + save % 7}", text)
            if save % 3 == 2:
                with open(path + "~", "w") as file:
                    file.write(new)
                os.replace(path + "~", path)
            else:
                with open(path, "w") as file:
                    file.write(new)
            saved = time.perf_counter()
            lines = log.until(save + 2)
            before = next(n for n, (_, line) in enumerate(lines) if line.startswith(("proof", "done")))
            times["first line"].append(lines[0][0] - saved)
            times["moved"].append(lines[before - 1][0] - saved)
            times["whole"].append(lines[-1][0] - saved)
            time.sleep(0.1)
        for name, all_times in times.items():
            median, worst = statistics.median(all_times) * 1e3, max(all_times) * 1e3
            print(f"{name}: median {median:.1f} ms, worst {worst:.1f} ms, of {len(all_times)} saves")
        before = processor_seconds(program.pid)
        time.sleep(asked.idle)
        used = processor_seconds(program.pid) - before
        with open(f"/proc/{program.pid}/status") as status:
            memory = next(line.split()[1] for line in status if line.startswith("VmRSS"))
        print(f"idle: {used / asked.idle * 100:.3f} % of a processor over {asked.idle:.0f} s")
        print(f"memory: {int(memory) / 1024:.0f} MiB")
        program.kill()


if __name__ == "__main__":
    main()
