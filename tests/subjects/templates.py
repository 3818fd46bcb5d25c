#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What docs/protocol.md prints is what guests read and write, and every template is a subject that holds.
usage: templates.py SOURCE LOSSPROOF. A template whose tool (node, rustc, c++) is missing is left out in words, unless
LOSSPROOF_REQUIRED_TOOLS names the tool."""
import json, os, pathlib, shutil, struct, subprocess, sys, tempfile

def frames(page):
    """The frames that a page shows as hexadecimal dumps."""
    found = []
    for block in page.split("```")[1::2]:
        rows = [line.split("|")[0].split()[1:] for line in block.splitlines() if line.startswith("0000")]
        if rows:
            found.append(bytes.fromhex("".join(sum(rows, []))))
    return found

def parts(frame):
    magic, header, payload = struct.unpack("<4sIQ", frame[:16])
    assert magic == b"LPF1" and len(frame) == 16 + header + payload, "a frame whose lengths do not add up"
    return json.loads(frame[16:16 + header]), frame[16 + header:]

def check_page(source, guest):
    """The page's question, put to a guest, gives the page's answer."""
    question, answer = frames((source / "docs/protocol.md").read_text())
    said = subprocess.run(guest, input=question, stdout=subprocess.PIPE, timeout=60, check=True).stdout
    assert parts(said) == parts(answer), f"{guest}: {said!r}, the page says {answer!r}"

def check_template(lossproof, designation):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([lossproof, "verify", designation, "--effort", "smoke", "--ledger", f"{folder}/ledger.jsonl"],
                              capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and ": held" in done.stdout, f"{designation}: {done.stdout}{done.stderr}"
    print(done.stdout.splitlines()[0])

def have(tool):
    required = os.environ.get("LOSSPROOF_REQUIRED_TOOLS", "").split()
    if shutil.which(tool):
        return True
    print(f"{tool} is missing: its template was not tried")
    if tool in required:
        sys.exit(1)
    return False

def main():
    source, lossproof = pathlib.Path(sys.argv[1]).resolve(), str(pathlib.Path(sys.argv[2]).resolve())
    templates = source / "subjects/templates"
    guests = [[sys.executable, str(templates / "guest.py")]]
    if have("node"):
        guests.append(["node", str(templates / "guest.js")])
    for guest in guests:
        check_page(source, guest)
        check_template(lossproof, "cmd:" + " ".join(f"'{word}'" for word in guest))
    compilers = {"cc": ("library.c", "-O2", "-fPIC", "-shared", "-lm"), "c++": ("library.cpp", "-std=c++17", "-O2", "-fPIC", "-shared"),
                 "rustc": ("library.rs", "-O", "--crate-type", "cdylib")}
    with tempfile.TemporaryDirectory() as folder:
        for tool, (name, *options) in compilers.items():
            if have(tool):
                include = [] if tool == "rustc" else ["-I", str(source / "subjects")]
                library = f"{folder}/{tool.strip('+')}-{name}.so"
                subprocess.run([tool, str(templates / name), *options, *include, "-o", library], check=True, timeout=300)
                check_template(lossproof, library)

if __name__ == "__main__":
    main()
