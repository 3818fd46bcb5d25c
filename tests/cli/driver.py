# SPDX-License-Identifier: Apache-2.0
"""Starts the command in a folder of its own and keeps count of what held."""
import json, os, pathlib, subprocess

class Answer:
    def __init__(self, arguments, done):
        self.arguments, self.exit = arguments, done.returncode
        self.out, self.err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"lossproof {' '.join(map(str, self.arguments))}: exit {self.exit}, stdout {self.out[:300]!r}, stderr {self.err[:300]!r}"

class Command:
    def __init__(self, binary, folder):
        self.binary, self.folder = os.path.abspath(binary), pathlib.Path(folder)
        self.source = pathlib.Path(__file__).resolve().parents[2]
        self.passed, self.failures = 0, []

    def run(self, *arguments, seconds=120, **more):
        return Answer(arguments, subprocess.run([self.binary, *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL,
                                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds, **more))

    def start(self, *arguments):
        return subprocess.Popen([self.binary, *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def records(self, name):
        """The records of a ledger; a last line cut short by a kill is no record."""
        records = []
        for line in (self.folder / name).read_text().split("\n")[:-1]:
            records.append(json.loads(line))
        return records

    def check(self, what, holds, evidence=""):
        if holds:
            self.passed += 1
        else:
            self.failures.append(f"{what}: {evidence}")

    def refused(self, what, answer, *words):
        """A usage error: exit 4, nothing on stdout, one line on stderr that says what was expected."""
        self.check(f"{what}: exit 4", answer.exit == 4, answer)
        self.check(f"{what}: nothing on stdout", answer.out == "", answer)
        lines = answer.err.strip("\n").split("\n")
        self.check(f"{what}: one line on stderr", len(lines) == 1 and lines[0].startswith("lossproof: "), answer)
        for word in words:
            self.check(f"{what}: stderr says '{word}'", word in answer.err, answer)
