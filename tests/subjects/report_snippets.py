#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A peer is judged, and the snippet of every witness in its ledger is run as a user pastes it: it must print the number that was judged.
usage: report_snippets.py LOSSPROOF PYTHON [PEER=OPERATIONS…]; a peer whose library is missing is told, and fails if it stands in LOSSPROOF_REQUIRED_PEERS"""
import json, math, os, pathlib, subprocess, sys, tempfile

sys.dont_write_bytecode = True
from snippets import flat, run

PEERS = {"scipy": "log_softmax,logsumexp,softmax_cross_entropy", "torch": "sigmoid,softplus,softmax_cross_entropy,binary_cross_entropy,huber"}

def ledger(lossproof, python, peer, operations, folder):
    path = pathlib.Path(folder) / f"{peer}.jsonl"
    asked = [word for operation in operations.split(",") for word in ("--op", operation)]
    done = subprocess.run([lossproof, "verify", peer, *asked, "--effort", "smoke", "--no-laws", "--quiet", "--ledger", path],
                          capture_output=True, text=True, timeout=600, env={**os.environ, "LOSSPROOF_PYTHON": python})
    assert done.returncode in (0, 1, 5), f"{peer}: verify ended with {done.returncode}: {done.stderr}"
    return [json.loads(line) for line in path.read_text().splitlines()]

def said(text, index):
    """The number at a place of what was printed: one output, as nested lists."""
    return flat([eval(line, {"inf": math.inf, "nan": math.nan}) for line in text.splitlines()])[index]

def check(lossproof, python, peer, operations, folder):
    """How many snippets printed what was judged; None if the peer is not here."""
    records = ledger(lossproof, python, peer, operations, folder)
    if any(record["record"] == "unavailable" for record in records):
        return None
    witnesses = [record for record in records if record["record"] == "witness" and record["verdict"] != "error"]
    assert witnesses, f"{peer} has no witness at all"
    for witness in witnesses:
        assert witness["snippet"] or witness["not_reproducible"], f"no snippet beside {witness['replay']}"
    shown = [witness for witness in witnesses if witness["snippet"]]
    for witness, text in zip(shown, run(python, [witness["snippet"] for witness in shown])):
        got = float.fromhex(witness["got"]["hex"])
        try:
            printed = said(text, witness["index"])
        except (SyntaxError, NameError, IndexError):
            printed = text
        assert printed == got or (got != got and printed != printed), f"{peer}: printed {printed}, judged {got}\n{witness['snippet']}"
        assert witness["got"]["decimal"] in witness["snippet"] and witness["reference"]["decimal"] in witness["snippet"], witness["snippet"]
    return len(shown)

def main(lossproof, python, *names):
    wanted = {**PEERS, **dict(name.split("=", 1) for name in names)}
    required, failed = os.environ.get("LOSSPROOF_REQUIRED_PEERS", "").split(), 0
    with tempfile.TemporaryDirectory() as folder:
        for peer, operations in wanted.items():
            try:
                count = check(lossproof, python, peer, operations, folder)
                print(f"{peer}: {count} snippets print what was judged" if count else f"{peer}: its library is not here")
                failed += count is None and peer in required
            except AssertionError as error:
                failed += 1
                print(error)
    return 1 if failed else 0

if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: report_snippets.py LOSSPROOF PYTHON [PEER=OPERATIONS…]")
    sys.exit(main(*sys.argv[1:]))
