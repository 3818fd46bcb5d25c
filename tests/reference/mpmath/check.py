#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compare the certified answers of `lossproof eval --case` with an independent mpmath implementation, bit for bit.

usage: check.py COMMAND [--count N] [--op NAME] [--format F] [--kind K] [--seed S]
COMMAND answers a JSON array of cases in a file with an array of answers, for example `lossproof eval --json --case`."""
import argparse
import collections
import json
import shlex
import subprocess
import sys
import tempfile

import mpmath

from cases import OPERATIONS, make
from rounding import FORMATS, bits_of, hex_text
from whole import answer

KINDS = ["plain", "grid", "wide", "tiny", "peaked", "offset", "special"]


def as_json(case, name):
    plain = lambda v: hex_text(v) if isinstance(v, float) else v
    inputs = {k: {"shape": shape, "data": [plain(v) for v in data]} for k, (shape, data) in case["inputs"].items()}
    return {"id": name, "op": case["op"], "format": case["format"], "params": {k: plain(v) for k, v in case["params"].items()}, "inputs": inputs}


def expected(case, bits=5200):
    """Bits by name. Inputs reach 2^±1074 and cancel at worst to a square of that: 5200 bits see
    through it, except where an exponential decides a tie; then a difference is looked at with as many bits as f16 needs."""
    with mpmath.workprec(bits):
        return {k: (shape, [bits_of(v, case["format"]) for v in values]) for k, (shape, values) in answer(case).items()}


def below_everything(case, name, i, bits=5200):
    """A number that underflows MPFR itself, whose exponents end at 2^62: of a sum of such only the size is certain, not the sign, and the
    certified answer is +0. Exponents have no end here."""
    with mpmath.workprec(bits):
        value = answer(case)[name][1][i]
        return value < 0 and mpmath.mag(value) < -2**61


def answers(command, cases):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([as_json(c, str(i)) for i, c in enumerate(cases)], file)
        file.flush()
        done = subprocess.run(shlex.split(command) + [file.name], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command} failed: {done.stderr}")
    return json.loads(done.stdout)


def outputs_of(reply):
    """name → list of bits, from one entry a number (`index`) or one entry an output."""
    out = collections.defaultdict(dict)
    for entry in reply["outputs"]:
        for i, bits in enumerate(entry["bits"] if isinstance(entry["bits"], list) else [entry["bits"]]):
            out[entry["name"]][entry.get("index", i)] = "undecided" if entry.get("decided_by") == "undecided" else bits
    return {k: [v[i] for i in sorted(v)] for k, v in out.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command")
    parser.add_argument("--count", type=int, default=5, help="cases an operation, format and kind")
    parser.add_argument("--op", default="")
    parser.add_argument("--format", default="")
    parser.add_argument("--kind", default="")
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    cases = [make(op, fmt, kind, f"{options.seed} {i}") for op in OPERATIONS for fmt in FORMATS for kind in KINDS for i in range(options.count)
             if options.op in ("", op) and options.format in ("", fmt) and options.kind in ("", kind)]
    tally, shown = collections.Counter(), collections.Counter()
    for case, reply in zip(cases, answers(options.command, cases)):
        wanted = expected(case)
        if "error" in reply:
            complain(tally, shown, case, "error", reply["error"])
            continue
        got = outputs_of(reply)
        for name, (shape, bits) in wanted.items():
            if not bits and not got.get(name):
                continue
            for i, want in enumerate(bits):
                have = got.get(name, [None] * len(bits))[i] if i < len(got.get(name, [])) else None
                tally["compared"] += 1
                if have == "undecided":
                    complain(tally, shown, case, "undecided", f"{name}[{i}] want {want}")
                elif have != want and have == bits_of(mpmath.mpf(0), case["format"]) and below_everything(case, name, i):
                    tally["sign open"] += 1
                elif have != want and have != expected(case, 120000)[name][1][i]:
                    complain(tally, shown, case, "different", f"{name}[{i}] want {want} got {have}")
        for name in set(got) - set(wanted) if wanted else []:
            complain(tally, shown, case, "unexpected", name)
    print(len(cases), "cases", dict(tally))
    return 1 if tally["different"] + tally["error"] + tally["unexpected"] else 0


def complain(tally, shown, case, what, text):
    tally[what] += 1
    shown[what, case["op"]] += 1
    if shown[what, case["op"]] <= 3:
        print(what, case["op"], case["format"], text, json.dumps(as_json(case, "")["params"]), json.dumps(as_json(case, "")["inputs"]))


if __name__ == "__main__":
    sys.exit(main())
