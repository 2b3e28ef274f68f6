#!/usr/bin/env python3
"""How long the language server takes for each request, and what an hour of typing costs in memory.

    python3 benches/lsp.py target/release/groundrules policies/saas-hubspot
    python3 benches/lsp.py target/release/groundrules --generated
    python3 benches/lsp.py target/release/groundrules policies/saas-hubspot --typing 20000

It starts the program as an editor does and speaks to it over standard input and output; each time is
from the last byte sent to the answer read. `--generated` is a policy of 2,000 rules in 40 files, the
same each time. It needs nothing but Python.
"""

import argparse
import json
import pathlib
import queue
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time

# What is aimed at, in milliseconds, for the median.
AIMS = {
    "completion": 1,
    "hover": 1,
    "language findings": 5,
    "rename": 20,
}


class Editor:
    """An editor with a folder open."""

    def __init__(self, program, folder):
        self.folder = folder
        command = [program, "lsp", "--as-of", "2026-07-01"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.heard = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.number = 0
        self.texts = {}
        self.versions = {}
        self.state = 0
        snippets = {"completion": {"completionItem": {"snippetSupport": True}}}
        root = {"uri": folder.as_uri(), "name": folder.name}
        self.ask("initialize", {"capabilities": {"textDocument": snippets}, "workspaceFolders": [root]})
        self.tell("initialized", {})

    def _read(self):
        out = self.process.stdout
        while True:
            length = 0
            while True:
                line = out.readline()
                if not line:
                    return
                if line in (b"\r\n", b"\n"):
                    break
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            body = out.read(length)
            self.heard.put((time.perf_counter(), json.loads(body)))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()
        return time.perf_counter()

    def tell(self, method, params):
        return self._send({"method": method, "params": params})

    def _wait(self, until):
        while True:
            at, message = self.heard.get(timeout=120)
            if message.get("method") == "groundrules/status":
                self.state = max(self.state, message["params"]["state"])
            if until(message):
                return at, message

    def ask(self, method, params):
        """The answer, and how long it took in milliseconds."""
        self.number += 1
        number = self.number
        sent = self._send({"id": number, "method": method, "params": params})
        at, message = self._wait(lambda it: it.get("id") == number and "method" not in it)
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        return message["result"], (at - sent) * 1000

    def uri(self, name):
        return (self.folder / name).as_uri()

    def open(self, name):
        text = (self.folder / name).read_text()
        self.texts[name], self.versions[name] = text, 1
        document = {"uri": self.uri(name), "languageId": "groundrules", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def edit(self, name, start, end, new):
        """Changes a stretch of a text; the time it was sent."""
        text = self.texts[name]
        change = {"range": {"start": place(text, start), "end": place(text, end)}, "text": new}
        self.texts[name] = text[:start] + new + text[end:]
        self.versions[name] += 1
        document = {"uri": self.uri(name), "version": self.versions[name]}
        return self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})

    def looked(self, sent):
        """How long it took until the text as it is now was looked at, in milliseconds."""
        before = self.state
        is_new = lambda it: it.get("method") == "groundrules/status" and it["params"]["state"] > before
        at, message = self._wait(is_new)
        return (at - sent) * 1000, message["params"]["stand"]

    def ready(self, sent):
        """How long it took until the proof was there, in milliseconds."""
        is_ready = lambda it: it.get("method") == "groundrules/status" and it["params"]["stand"] == "ready"
        at, _ = self._wait(is_ready)
        return (at - sent) * 1000

    def memory(self):
        """What the program holds, in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def leave(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(timeout=30)


def place(text, offset):
    """A byte of an ASCII text, or a character of another, as the protocol has it."""
    line = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    return {"line": line, "character": len(text[start:offset].encode("utf-16-le")) // 2}


def generated(folder):
    """A policy of 2,000 rules in 40 files."""
    dice = random.Random(1)
    fields = [f"  number_{n}: integer 0..1000" for n in range(40)]
    fields += [f"  kind_{n}: one of alpha | beta | gamma | delta" for n in range(40)]
    head = 'policy "Generated" {}\nlead {\n  email: text key\n' + "\n".join(fields) + "\n}\n"
    (folder / "policy.ground").write_text(head)
    for file in range(40):
        lines = [f"define bar_{file} = {100 + file}", f"define good_{file} = number_{file} >= bar_{file}"]
        lines += [f"score fit_{file} 0..100 {{", f"  +40 when good_{file}", f"  +30 when kind_{file} = alpha", "}"]
        lines.append(f"decision step_{file}: one of call | mail | wait first match {{")
        for rule in range(50):
            low = dice.randrange(0, 900)
            conditions = [
                f"number_{dice.randrange(40)} in {low}..{low + 99}",
                f"kind_{dice.randrange(40)} = {dice.choice(['alpha', 'beta', 'gamma', 'delta'])}",
                f"fit_{file} >= {dice.randrange(0, 70)}",
            ]
            outcome = dice.choice(["call", "mail"])
            lines.append(f"  rule rule_{rule}: {outcome} when {' and '.join(conditions)}")
        lines += ["  otherwise wait", "}", ""]
        (folder / f"part_{file:02}.ground").write_text("\n".join(lines))


def measured(editor, name, repeats):
    """The times of each request, by its name."""
    times = {}
    text = editor.texts[name]
    words = [it for it in re.finditer(r"\b[a-z][a-z_0-9]+\b", text)]
    dice = random.Random(2)
    document = {"textDocument": {"uri": editor.uri(name)}}

    def time_of(label, method, params):
        _, taken = editor.ask(method, params)
        times.setdefault(label, []).append(taken)

    for _ in range(repeats):
        word = dice.choice(words)
        at = {**document, "position": place(text, word.start() + 1)}
        time_of("completion", "textDocument/completion", at)
        time_of("hover", "textDocument/hover", at)
        time_of("definition", "textDocument/definition", at)
        time_of("references", "textDocument/references", {**at, "context": {"includeDeclaration": True}})
        time_of("selection", "textDocument/selectionRange", {**document, "positions": [at["position"]]})
        whole = {"start": place(text, 0), "end": place(text, len(text))}
        time_of("code actions", "textDocument/codeAction", {**document, "range": whole, "context": {"diagnostics": []}})
        time_of("hints", "textDocument/inlayHint", {**document, "range": whole})
        for label, method in [
            ("symbols", "textDocument/documentSymbol"),
            ("folds", "textDocument/foldingRange"),
            ("colours", "textDocument/semanticTokens/full"),
            ("lenses", "textDocument/codeLens"),
            ("links", "textDocument/documentLink"),
            ("layout", "textDocument/formatting"),
        ]:
            time_of(label, method, document)
        time_of("search", "workspace/symbol", {"query": "rul"})
        items, _ = editor.ask("textDocument/prepareCallHierarchy", at)
        if items:
            time_of("depends on this", "callHierarchy/incomingCalls", {"item": items[0]})
    # The name that stands most often in the texts.
    schema = editor.texts["policy.ground"]
    everything = "\n".join(editor.texts.values())
    fields = list(re.finditer(r"^  (\w+): +(?:text|integer|one of|boolean|date)", schema, re.M))
    field = max(fields, key=lambda it: len(re.findall(rf"\b{it[1]}\b", everything)))
    at = {"textDocument": {"uri": editor.uri("policy.ground")}, "position": place(schema, field.start(1))}
    for _ in range(repeats):
        time_of("rename", "textDocument/rename", {**at, "newName": "quite_another_name"})
    return times


def edits(editor, name, repeats):
    """How long the language's findings take after a key, and how long the proof does."""
    language, proof = [], []
    text = editor.texts[name]
    spot = text.index("when ") + 5
    for _ in range(repeats):
        # A letter more in a name, and that letter taken out again.
        sent = editor.edit(name, spot, spot, "x")
        language.append(editor.looked(sent)[0])
        sent = editor.edit(name, spot, spot + 1, "")
        taken, _ = editor.looked(sent)
        language.append(taken)
    for _ in range(3):
        sent = editor.edit(name, 0, 0, "# \n")
        proof.append(editor.ready(sent))
        sent = editor.edit(name, 0, 3, "")
        proof.append(editor.ready(sent))
    return {"language findings": language, "proof, with its pause": proof}


def typing(editor, name, keys):
    """Types and deletes, and says what the program holds on the way."""
    dice = random.Random(3)
    marks = [max(1, keys * part // 5) for part in range(1, 6)]
    print(f"\nmemory, MiB: {editor.memory():.1f} before", end="")
    typed = []
    for key in range(1, keys + 1):
        text = editor.texts[name]
        if typed and dice.random() < 0.5:
            spot = min(typed.pop(), len(text) - 1)
            editor.edit(name, spot, spot + 1, "")
        else:
            spot = dice.randrange(len(text))
            editor.edit(name, spot, spot, dice.choice("abc {}\n\"="))
            typed.append(spot)
        if key % 10 == 0:
            editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": editor.uri(name)}})
        if key in marks:
            print(f", {editor.memory():.1f} after {key}", end="", flush=True)
    print()


def shown(times):
    print(f"{'':24}{'median ms':>10}{'95 % ms':>10}{'aim':>6}")
    for label, all_times in times.items():
        ordered = sorted(all_times)
        late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        aim = AIMS.get(label, "")
        print(f"{label:24}{statistics.median(ordered):10.2f}{late:10.2f}{aim:>6}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("policy", nargs="?", type=pathlib.Path)
    parser.add_argument("--generated", action="store_true")
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--typing", type=int, default=0, metavar="KEYS")
    asked = parser.parse_args()
    program = str(pathlib.Path(asked.program).resolve())
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve() / "policy"
        if asked.generated:
            folder.mkdir()
            generated(folder)
        else:
            shutil.copytree(asked.policy, folder)
        files = sorted(folder.glob("*.ground"))
        size = sum(file.stat().st_size for file in files)
        print(f"{len(files)} files, {size:,} bytes")
        editor = Editor(program, folder)
        for file in files:
            editor.open(file.name)
        editor.ready(0)
        largest = max(files, key=lambda file: file.read_text().count(" when ") * 1000 + file.stat().st_size)
        times = edits(editor, largest.name, max(10, asked.repeats // 4))
        times.update(measured(editor, largest.name, asked.repeats))
        shown(times)
        if asked.typing:
            typing(editor, largest.name, asked.typing)
        editor.leave()


if __name__ == "__main__":
    main()
