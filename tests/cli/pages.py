# SPDX-License-Identifier: Apache-2.0
"""The commands of the pages that people start from print what stands there: pages.py LOSSPROOF PAGE…

A block ```LANGUAGE NAME is the file NAME. In a ```console block what follows `$ ` is run by bash, and the lines below it are its standard
output, where `…` stands for anything. A page that cares for an exit code prints it."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.S | re.M)


def sessions(block):
    """(command, what it prints) of a console block."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def is_printed(expected, got):
    """Lines as they stand; `…` in a line is the rest of it or a part, alone on a line any number of lines."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*") + r" *\n"
                      for line in expected.splitlines())
    return re.fullmatch(pattern, got) is not None


def run(page, lossproof, folder):
    environment = {**os.environ, "LOSSPROOF": str(ROOT), "PATH": f"{lossproof.parent}:{os.environ['PATH']}"}
    commands = 0
    for language, name, body in BLOCK.findall(page.read_text()):
        if name:
            (folder / name).write_text(body)
        if language != "console":
            continue
        for command, expected in sessions(body):
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
            if not is_printed(expected, done.stdout):
                sys.exit(f"{page.name}: $ {command}\n--- stands there\n{expected}--- printed (exit {done.returncode})\n{done.stdout}{done.stderr}")
            commands += 1
    if commands == 0:
        sys.exit(f"{page.name}: expected a console block, found none")
    print(f"{page.name}: {commands} commands print what stands there")


def main():
    lossproof = pathlib.Path(sys.argv[1]).resolve()
    for page in map(pathlib.Path, sys.argv[2:]):
        with tempfile.TemporaryDirectory(prefix="lossproof-pages-") as folder:
            run(page.resolve(), lossproof, pathlib.Path(folder))


if __name__ == "__main__":
    main()
