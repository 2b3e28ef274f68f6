#!/usr/bin/env python3
"""Gives the program input that nobody should, and tells how it took it.

    cargo build --release && python3 scripts/hostile.py [path of the program]

A peak below that of this script itself (some 20 MiB) cannot be told: a process starts with its parent's.
For each case: exit code, wall time in seconds, peak memory in MiB, and the first line it said. A case
that ends by a signal or takes over a second (three for 110,000 rules) is marked, and the script then exits 1.
"""

import os
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "target/release/groundrules")
POLICY = 'policy "x" {}\nlead { email: text key  size: integer }\n'
DECISION = "decision q: one of a | b { rule r: a when size > 3  otherwise b }\n"


def run(folder, arguments, stdin=None):
    started = time.monotonic()
    process = subprocess.Popen(
        [PROGRAM, *arguments], cwd=folder, stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if stdin:
        process.stdin.write(stdin)
        process.stdin.close()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    lines = [line for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    return code, time.monotonic() - started, usage.ru_maxrss / 1024, lines


def cases(folder):
    """Yields name, files to write, arguments."""
    def write(name, content):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            for part in [content] if isinstance(content, (bytes, str)) else content:
                file.write(part if isinstance(part, bytes) else part.encode())
        return name

    yield "empty policy file", ["check", write("empty.ground", "")]
    os.makedirs(os.path.join(folder, "nothing"))
    yield "folder without policies", ["check", "nothing"]
    os.makedirs(os.path.join(folder, "folder.ground"))
    yield "folder named like a policy", ["check", "folder.ground"]
    yield "policy that is not there", ["check", "missing.ground"]
    secret = write("secret.ground", POLICY)
    os.chmod(os.path.join(folder, secret), 0)
    yield "unreadable policy (root reads it all the same)", ["check", secret]
    yield "binary", ["check", write("binary.ground", bytes(range(256)) * 4096)]
    yield "invalid UTF-8", ["check", write("latin.ground", b'policy "caf\xe9" {}\n')]
    yield "NUL bytes in a policy", ["check", write("nul.ground", b'policy "x" {}\n\0\0lead { a: text key }\n')]
    yield "10 MB of (", ["check", write("brackets.ground", "(" * 10_000_000)]
    yield "4 MB of (", ["check", write("brackets4.ground", "(" * 4_000_000)]
    yield "4 MiB in one line, invalid", ["check", write("line.ground", "define a = " + "b + " * 1_000_000)]
    yield "4 MiB in one line, valid", ["check", write("valid.ground", POLICY + "define a = size" + " + size" * 590_000)]
    yield "4 MiB of a list in one line", ["check", write("list.ground", POLICY + "list l {" + "".join(f' "n{i}"' for i in range(400_000)) + " }\nforbid mail when email in l")]
    yield "a decision of 110,000 rules in one line", ["check", write("rules.ground", POLICY + "decision q: one of a | b {" + "".join(f" rule r{i}: a when size = {i}" for i in range(110_000)) + " otherwise b }")]
    yield "4 MiB of words", ["check", write("words.ground", "a " * 2_000_000)]
    yield "4 MiB of opening quotes", ["check", write("quotes.ground", '"\n' * 2_000_000)]
    yield "4 MiB of closing brackets", ["check", write("closing.ground", "}\n" * 2_000_000)]
    yield "4 MiB of =", ["check", write("equals.ground", "= " * 2_000_000)]
    yield "not, 200,000 times", ["check", write("not.ground", POLICY + "define a = " + "not " * 200_000 + "size > 3")]
    yield "65 brackets", ["check", write("deep.ground", POLICY + "define a = " + "(" * 65 + "size" + ")" * 65)]
    for number, pattern in enumerate(["((a{1000}){1000}){1000}", "(a*)*b" * 400, "(\\w{500}){500}", "(" * 5000 + ")" * 5000]):
        text = POLICY + f'decision q: one of a | b {{ rule r: a when email matches "{pattern}"  otherwise b }}\n'
        yield f"pattern meant to explode, {number + 1}", ["check", write(f"regex{number}.ground", text)]
    listed = POLICY + DECISION + 'list l from "@"\nforbid mail when email in l\n'
    write("outside.txt", "a\n")
    yield "list file that is missing", ["check", write("list/a.ground", listed.replace("@", "none.txt"))]
    yield "list file outside the folder", ["check", write("list2/a.ground", listed.replace("@", "../outside.txt"))]
    yield "list file by absolute path", ["check", write("list3/a.ground", listed.replace("@", "/etc/hostname"))]
    os.makedirs(os.path.join(folder, "list4"))
    os.symlink("../outside.txt", os.path.join(folder, "list4", "link.txt"))
    yield "list file by a link out", ["check", write("list4/a.ground", listed.replace("@", "link.txt"))]
    yield "list file that is a folder", ["check", write("list5/a.ground", listed.replace("@", "."))]
    policy = write("good.ground", POLICY + DECISION)
    yield "one wrong letter", ["check", write("letter.ground", (POLICY + DECISION).replace("size > 3", "sise > 3"))]
    header = b"email,size\n"
    yield "CSV field of 50 MB", ["run", policy, write("field.csv", [header, b'a@a.example,"', *[b"9" * 100_000] * 500, b'"\nb@b.example,5\n'])]
    yield "CSV line of 50 MB without quotes", ["run", policy, write("long.csv", [header, b"a@a.example,", *[b"9" * 100_000] * 500, b"\nb@b.example,5\n"])]
    yield "CSV quote that never closes", ["run", policy, write("quote.csv", header + b'"a@a.example,5\n' + b"b@b.example,5\n" * 200_000)]
    yield "CSV with a BOM", ["run", policy, write("bom.csv", b"\xef\xbb\xbf" + header + b"a@a.example,5\n")]
    yield "CSV with NUL bytes", ["run", policy, write("nul.csv", header + b"a\0@a.example,5\nb@b.example,\0\n")]
    yield "CSV in windows-1252", ["run", policy, write("latin.csv", header + b"Stra\xdfe@a.example,5\n")]
    yield "CSV with ragged rows", ["run", policy, write("ragged.csv", header + b"a@a.example\nb@b.example,5,6\n")]
    yield "CSV with a lead of nothing", ["run", policy, write("blank.csv", header + b",\n")]
    yield "CSV of a header alone", ["run", policy, write("header.csv", header)]
    yield "CSV that is empty", ["run", policy, write("empty.csv", "")]
    yield "CSV that is a folder", ["run", policy, "nothing"]
    yield "CSV of binary junk", ["run", policy, write("junk.csv", bytes(range(256)) * 4096)]
    yield "CSV of 10,000 columns", ["run", policy, write("wide.csv", b"email,size," + b",".join(b"c%d" % i for i in range(10_000)) + b"\na@a.example,1," + b"," * 9_999 + b"\n")]
    yield "CSV of 200,000 bad rows", ["run", policy, write("bad.csv", header + b"a@a.example,many\n" * 200_000)]


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in cases(folder):
            code, seconds, memory, lines = run(folder, arguments)
            bad = code not in (0, 1, 2) or seconds > (3.0 if "110,000 rules" in name else 1.0)
            failed += bad
            mark = "!!" if bad else "  "
            print(f"{mark} {name:48} exit {code:3}  {seconds:6.3f} s  {memory:7.1f} MiB  {lines[0][:110] if lines else ''}")
        command = f"{PROGRAM} run good.ground big.csv --format jsonl | head -n 1"
        with open(os.path.join(folder, "big.csv"), "wb") as file:
            file.write(b"email,size\n" + b"".join(b"a%d@a.example,5\n" % i for i in range(100_000)))
        piped = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
        quiet = piped.stderr == ""
        failed += not quiet
        print(f"{'  ' if quiet else '!!'} closed pipe on output: {'quiet' if quiet else piped.stderr[:200]}")
    print(f"{failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
