# SPDX-License-Identifier: Apache-2.0
"""Reported defects and their right twins, judged by the command as any library is.

    table.py LOSSPROOF_BINARY LIBRARY [EFFORT [NAME…]]

LIBRARY is library.cpp compiled: c++ -std=c++20 -O2 -ffp-contract=off -fPIC -shared -I ROOT -I ROOT/subjects library.cpp -o LIBRARY.
Prints a table in Markdown; exits with 1 if a defect is acquitted or a twin convicted."""
import json, os, pathlib, subprocess, sys, tempfile

sys.dont_write_bytecode = True

def listed(library):
    text = subprocess.run([sys.executable, "-c", "import ctypes, sys; ctypes.CDLL(sys.argv[1]).lossproof_reported_list()", library],
                          capture_output=True, text=True, check=True).stdout
    return [line.split("\t") for line in text.splitlines()]

def judged(binary, library, name, operation, effort, folder):
    """The word of the run, and the stratum and diagnosis of the gravest witness."""
    ledger = folder / (name.replace("/", "-") + ".jsonl")
    subprocess.run([binary, "verify", library, "--op", operation, "--effort", effort, "--quiet", "--ledger", ledger],
                   env={**os.environ, "LOSSPROOF_REPORTED": name}, capture_output=True)
    records = [json.loads(line) for line in ledger.read_text().splitlines()]
    witnesses = sorted((r for r in records if r["record"] == "witness"), key=lambda r: ("inaccurate", "wrong", "error").index(r["verdict"]))
    worst = witnesses[-1] if witnesses else {}
    return records[-1]["verdict"], worst.get("stratum", ""), (worst.get("diagnosis") or {}).get("name", "")

def main():
    binary, library, effort = sys.argv[1], str(pathlib.Path(sys.argv[2]).resolve()), (sys.argv[3:] or ["smoke"])[0]
    wrong = 0
    print("| defect | operation | source | verdict | stratum | cause named | twin |\n| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="lossproof-reported-") as folder:
        for name, operation, source in listed(library):
            if sys.argv[4:] and name not in sys.argv[4:]:
                continue
            verdict, stratum, cause = judged(binary, library, name, operation, effort, pathlib.Path(folder))
            twin = judged(binary, library, name + "/twin", operation, effort, pathlib.Path(folder))
            wrong += (verdict == "held") + (twin[0] != "held")
            print(f"| {name} | {operation} | {source} | {verdict} | {stratum} | {cause} | {twin[0]} {twin[1]} |", flush=True)
    return bool(wrong)

if __name__ == "__main__":
    sys.exit(main())
