#!/usr/bin/env python3
"""Gives the program input that nobody should, and tells how it took it.

    cargo build --release && python3 scripts/hostile.py [path of the program]

A peak below that of this script itself (some 20 MiB) cannot be told: a process starts with its parent's.
For each case: exit code, wall time in seconds, peak memory in MiB, and the first line it said. A case
that ends by a signal, takes over a second (three for 110,000 rules) or prints what drives a terminal is
marked, and the script then exits 1.
"""

import gzip
import io
import os
import random
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "target/release/groundrules")
POLICY = 'policy "x" {}\nlead { email: text key  size: integer }\n'
COMMANDS = ["run POLICY DATA --rules --sweep bar=1..9/1 --outcome size=5", "check POLICY --data DATA", "why POLICY DATA row:2 --if size=9", "init DATA"]
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
    policy = write("good.ground", POLICY + "define bar = 3\n" + DECISION.replace("> 3", "> bar"))
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
    for name, data in files(write, header):
        for command in COMMANDS:
            yield f"{command.split()[0]}: {name}", [{"POLICY": policy, "DATA": data}.get(word, word) for word in command.split()]
    joined = POLICY + DECISION + 'source s { join "deals.csv" on "email"  size from "size" of "deals.csv" }\n'
    for name, content in {"empty": "", "of another header": "a,b\n", "of a key 200,000 times": "email,size\n" + "a@a.example,5\n" * 200_000,
                          "of 200,000 other keys": "email,size\n" + "".join(f"u{i},5\n" for i in range(200_000)),
                          "in gzip": gzip.compress(b"email,size\na@a.example,5\n"), "in UTF-16": "email,size\na@a.example,5\n".encode("utf-16")}.items():
        place = name.replace(" ", "_")
        write(f"{place}/deals.csv", content)
        yield f"joined file {name}", ["run", write(f"{place}/p.ground", joined), write(f"{place}/a.csv", "email\na@a.example\n")]
    yield "joined file that is missing", ["run", write("alone/p.ground", joined), write("alone/a.csv", "email\na@a.example\n")]
    yield "CSV of 200,000 bad rows", ["run", policy, write("bad.csv", header + b"a@a.example,many\n" * 200_000)]


def files(write, header):
    """Yields name and path of files that are hardly leads."""
    rows = [b"a%d@a.example,5\n" % i for i in range(10_000)]
    yield "page of the web", write("page.csv", "<!DOCTYPE html>\n<p>Please log in</p>\n")
    yield "JSON", write("json.csv", '[{"email":"a@a.example","size":5}]\n')
    yield "gzip in gzip", write("twice.csv.gz", gzip.compress(gzip.compress(header)))
    yield "gzip cut off", write("cut.csv.gz", gzip.compress(header + b"".join(rows))[:-2000])
    bomb = io.BytesIO()
    with gzip.open(bomb, "wb", compresslevel=1) as file:
        for _ in range(200):
            file.write(b"\0" * 1_000_000)
    yield "gzip of 200 MB of zeros", write("bomb.csv.gz", bomb.getvalue())
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le"):
        yield f"{encoding} without its mark", write(f"{encoding}.csv", "email,size\na@a.example,5\n".encode(encoding))
    for seed in range(3):
        yield f"noise, seed {seed}", write(f"noise{seed}.csv", random.Random(seed).randbytes(300_000))
    yield "10 MB of commas", write("commas.csv", b"," * 10_000_000)
    yield "10 MB of one line", write("line.csv", b"a" * 10_000_000)
    yield "keys that drive a terminal", write("escape.csv", header + "\x1b[31mred\u202e,5\x07\n\"two\nlines\",5\n".encode())


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in cases(folder):
            code, seconds, memory, lines = run(folder, arguments)
            drives = any("\x1b" in line or "\u202e" in line for line in lines)
            bad = code not in (0, 1, 2) or drives or seconds > (3.0 if "110,000 rules" in name else 1.0)
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
