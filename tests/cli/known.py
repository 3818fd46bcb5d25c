# SPDX-License-Identifier: Apache-2.0
"""`--known`, `--write-known`, `diff`, and several ledgers of one subject."""
import json

SMOKE = ("--format", "f32", "--effort", "smoke", "--quiet")

def test_known_findings(command):
    first = command.run("verify", "baseline", "--op", "sigmoid,softmax", *SMOKE, "--ledger", "k1.jsonl", "--write-known", "known.json")
    known = json.loads((command.folder / "known.json").read_text())
    command.check("--write-known writes findings by name", first.exit == 1 and known["subject"] == "baseline" and len(known["findings"]) > 2, known)
    same = command.run("verify", "baseline", "--op", "sigmoid,softmax", *SMOKE, "--ledger", "k2.jsonl", "--known", "known.json")
    command.check("nothing new: exit 0", same.exit == 0 and "0 new" in same.out, same)
    removed = next(iter(known["findings"]))
    del known["findings"][removed]
    known["findings"]["sigmoid nonsense in f32"] = "wrong"
    command.write("less.json", json.dumps(known))
    fresh = command.run("verify", "baseline", "--op", "sigmoid,softmax", *SMOKE, "--ledger", "k3.jsonl", "--known", "less.json")
    command.check("something new: exit 1, by name", fresh.exit == 1 and f"new  {removed}" in fresh.out and "not tested now  sigmoid nonsense" in fresh.out, fresh)
    relu = command.run("verify", "baseline", "--op", "relu", *SMOKE, "--ledger", "k4.jsonl", "--write-known", "relu.json")
    relu_known = json.loads((command.folder / "relu.json").read_text())
    relu_known["findings"]["relu value in f32"] = "wrong"
    command.write("relu.json", json.dumps(relu_known))
    fixed = command.run("verify", "baseline", "--op", "relu", *SMOKE, "--ledger", "k5.jsonl", "--known", "relu.json")
    command.check("what is fixed is said", fixed.exit == 0 and "fixed  relu value in f32" in fixed.out, fixed)
    command.refused("known findings of another subject", command.run("verify", "fast", "--op", "relu", *SMOKE, "--ledger", "k6.jsonl", "--known", "known.json"), "baseline", "fast")
    command.refused("known findings that are none", command.run("verify", "fast", "--op", "relu", *SMOKE, "--ledger", "k6.jsonl", "--known", "k1.jsonl"), "k1.jsonl")
    command.refused("no file of known findings", command.run("verify", "fast", "--op", "relu", *SMOKE, "--ledger", "k6.jsonl", "--known", "absent.json"), "absent.json")

def test_diff(command):
    same = command.run("diff", "k1.jsonl", "k2.jsonl")
    command.check("diff of two equal runs: exit 0", same.exit == 0 and "0 new" in same.out, same)
    worse = command.run("diff", "k4.jsonl", "k1.jsonl")
    command.check("diff names what is new: exit 1", worse.exit == 1 and "new  softmax value in f32" in worse.out, worse)
    command.run("verify", "fast", "--op", "relu", *SMOKE, "--ledger", "k7.jsonl")
    command.refused("diff of different subjects", command.run("diff", "k1.jsonl", "k7.jsonl"), "baseline", "fast")
    command.refused("diff with a missing ledger", command.run("diff", "k1.jsonl", "absent.jsonl"), "absent.jsonl")

def test_namesakes(command):
    twice = command.run("report", "k1.jsonl", "k2.jsonl", "-o", "twice")
    report = json.loads((command.folder / "twice/report.json").read_text())
    command.check("two runs of one subject are not added up", len(report["subjects"]) == 2 and "side by side" in twice.err, twice)
    command.run("verify", "baseline", "--op", "relu,sigmoid", *SMOKE, "--seed", "9", "--ledger", "k8.jsonl")
    parts = command.run("report", "k1.jsonl", "k8.jsonl", "-o", "parts")
    report = json.loads((command.folder / "parts/report.json").read_text())
    command.check("parts with other seeds are, and that is said", len(report["subjects"]) == 1 and "added up" in parts.err, parts)
