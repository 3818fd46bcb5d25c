# SPDX-License-Identifier: Apache-2.0
"""Subjects that cannot start, die now and then, or change what they should not: told by name, and never exit 0."""
import json, shlex

SIGMOID = ("--op", "sigmoid", "--format", "f64", "--effort", "smoke", "--quiet")

def guest(command, name, change):
    """The template with something of its own in `compute`."""
    template = (command.source / "subjects/templates/guest.py").read_text()
    head = "def compute(operation, parameters, inputs):\n"
    assert head in template
    return f"cmd:python3 {shlex.quote(str(command.folder / command.write(name, 'import os, sys, time' + chr(10) + template.replace(head, change[0] + head + change[1]))))}"

def test_unavailable(command):
    misdeeds = shlex.quote(str(command.source / "tests/mutants/doors/misdeeds.py"))
    for what, misdeed, exit_code, kind, word in (("a guest whose library is missing", "skipped", 5, "skipped", "skipped"), ("a guest that dies before its greeting", "no_hello", 10, "broke", "error")):
        name = f"unavailable-{misdeed}"
        run = command.run("verify", f"cmd:python3 {misdeeds} {misdeed}", *SIGMOID, "--ledger", f"{name}.jsonl", "--junit", f"{name}.xml")
        command.check(f"{what}: exit {exit_code}", run.exit == exit_code, run)
        records = command.records(f"{name}.jsonl")
        command.check(f"{what}: a ledger with its header, the reason and a footer",
                      [r["record"] for r in records][:2] == ["header", "unavailable"] and records[1]["kind"] == kind and records[1]["reason"] and records[-1]["exit"] == exit_code, records)
        command.check(f"{what}: a JUnit entry", f"<{word} " in (command.folder / f"{name}.xml").read_text() and records[1]["reason"][:20] in (command.folder / f"{name}.xml").read_text())
        command.run("verify", "fast", *SIGMOID, "--ledger", "beside.jsonl")
        report = command.run("report", "beside.jsonl", f"{name}.jsonl", "-o", name)
        page = (command.folder / name / "index.html").read_text()
        markdown = (command.folder / name / "report.md").read_text()
        command.check(f"{what}: costs its own column, not the report", report.exit == 0 and ("skipped: " if kind == "skipped" else "could not start: ") in page, report)
        command.check(f"{what}: is said in report.md", ("Skipped: " if kind == "skipped" else "could not start") in markdown, markdown[:500])

def test_dies_after_its_third_call(command):
    designation = guest(command, "dies.py", ("N = [0]\n", "    N[0] += 1\n    if N[0] > 3: os.abort()\n"))
    run = command.run("verify", designation, *SIGMOID, "--ledger", "dies.jsonl", "--junit", "dies.xml", seconds=300)
    command.check("a guest that dies on every call after its third: exit 10", run.exit == 10, run)
    records = command.records("dies.jsonl")
    told = [r for r in records if r["record"] == "remark"] + [r for r in records if r["record"] == "witness" and r["verdict"] == "error"]
    command.check("what happened is in the ledger, by name, with the request", told and all("SIGABRT" in r["message"] and r["case"]["op"] in ("sigmoid", "softmax") for r in told), told[:2])
    command.check("the summary says so in its first line", "broke" in run.out.split("\n")[0], run)
    command.check("and JUnit", "<error " in (command.folder / "dies.xml").read_text())
    command.check("no witness of an error says correctly_rounded", all(r["verdict"] != "correctly_rounded" for r in records if r["record"] == "witness"))

def test_wrong_once(command):
    """An answer that is wrong the first time and right when asked again: the finding stands, and is marked."""
    designation = guest(command, "once.py", ("N = [0]\n", "    N[0] += 1\n    if N[0] == 2:\n        return [7.0] * len(inputs['x'][1])\n"))
    run = command.run("verify", designation, *SIGMOID, "--ledger", "once.jsonl", seconds=300)
    witnesses = [r for r in command.records("once.jsonl") if r["record"] == "witness"]
    command.check("a wrong answer that does not come again: exit 1", run.exit == 1, run)
    command.check("the witness keeps what was seen and is marked", len(witnesses) >= 1 and witnesses[0]["not_reproducible"] and witnesses[0]["verdict"] == "wrong" and witnesses[0]["got"]["decimal"] == "7", witnesses)
    command.check("and that is said", "not reproducible" in run.out, run)

def test_error_hides_nothing(command):
    """Some cases are refused loudly, others answered wrongly: both are told, and no witness walks from one into the other."""
    designation = guest(command, "both.py", ("", "    if max(inputs['x'][1]) > 100: raise ValueError('too large for me')\n    return [0.25] * len(inputs['x'][1])\n"))
    run = command.run("verify", designation, *SIGMOID, "--ledger", "both.jsonl", seconds=300)
    records = command.records("both.jsonl")
    results = [r for r in records if r["record"] == "result" and r["counts"]["error"] > 0 and r["counts"]["wrong"] > 0]
    command.check("an error does not hide a wrong number of the same stratum", results and all(r["verdict"] == "wrong" for r in results), results[:1])
    verdicts = {r["verdict"] for r in records if r["record"] == "witness"}
    command.check("both have witnesses", {"error", "wrong"} <= verdicts, verdicts)
    command.check("a break is exit 10 all the same", run.exit == 10, run)

def test_several_operations_and_budget(command):
    run = command.run("verify", "baseline", "--op", "relu,sigm*", "--op", "softplus", "--format", "f32", "--effort", "smoke", "--quiet", "--ledger", "several.jsonl")
    header = command.records("several.jsonl")[0]
    command.check("several --op and lists", sorted(header["operations"]) == ["relu", "sigmoid", "softplus"], run)
    command.refused("a list with a misspelt operation", command.run("verify", "baseline", "--op", "relu,sigmod"), "did you mean 'sigmoid'")
    command.refused("a budget that is no time", command.run("verify", "baseline", "--budget", "soon"), "60s")
    short = command.run("verify", "baseline", "--op", "softmax*", "--effort", "full", "--quiet", "--budget", "1s", "--ledger", "budget.jsonl", seconds=300)
    records = command.records("budget.jsonl")
    left = [r for r in records if r["record"] == "stratum" and r["left_out"]]
    command.check("a budget ends the run and says what was left out", left and records[-1]["not_asked"] == len(left) and "not asked" in short.out.split("\n")[0], short)
    command.check("the most telling strata come first", [r["stratum"] for r in records if r["record"] == "result"][:1] == ["saturated"] or records[-1]["cases"] > 0, records[-1])
    command.check("what is left out is in the report", command.run("report", "budget.jsonl", "-o", "budget").exit == 0 and "not asked: the budget of 1 s was spent" in (command.folder / "budget/report.md").read_text())
