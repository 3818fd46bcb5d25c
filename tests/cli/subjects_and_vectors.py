# SPDX-License-Identifier: Apache-2.0
"""`doctor`, `exhaust`, `vectors`, and the templates that new guests are copied from."""
import json, shlex

def test_vectors(command):
    exported = command.run("vectors", "export", "--op", "huber", "--format", "f64,bf16", "--count", "1", "vectors.json")
    command.check("vectors export", exported.exit == 0, exported)
    vectors = json.loads((command.folder / "vectors.json").read_text())
    command.check("vectors: id, case, answer", len(vectors) > 10 and all(set(v) == {"id", "case", "answer"} for v in vectors), vectors[:1])
    same = command.run("vectors", "check", "vectors.json")
    command.check("vectors check: exit 0", same.exit == 0 and " 0 differ" in same.out, same)
    vectors[3]["answer"]["outputs"][0]["bits"] = "0x4141414141414141"
    command.write("changed.json", json.dumps(vectors))
    changed = command.run("vectors", "check", "changed.json")
    command.check("a changed vector is found: exit 1", changed.exit == 1 and vectors[3]["id"] in changed.out, changed)
    command.write("cases.json", json.dumps([v["case"] for v in vectors]))
    evaluated = command.run("eval", "--case", "cases.json", "--json")
    command.check("the cases of vectors are case files", evaluated.exit == 0 and len(evaluated.json()) == len(vectors) and not any("error" in a for a in evaluated.json()), evaluated)
    for what, content in {"no vector file": "{}", "a vector without an answer": '[{"id":"1","case":{}}]', "a vector of numbers": "[1,2]", "half a vector file": "[{",
                          "an answer that is a number": json.dumps([{**vectors[0], "answer": 7}]), "outputs that are a number": json.dumps([{**vectors[0], "answer": {"outputs": 7}}])}.items():
        answer = command.run("vectors", "check", command.write("bad-vectors.json", content))
        command.check(f"vectors check of {what}: exit 1 or 4, no internal error", answer.exit in (1, 4) and "internal" not in answer.err, answer)
    command.refused("vectors into no folder", command.run("vectors", "export", "--op", "relu", "--count", "1", "no/such/folder/v.json"), "no/such/folder")
    empty = command.run("vectors", "check", command.write("no-vectors.json", "[]"))
    command.check("no vectors: exit 5", empty.exit == 5, empty)

def test_doctor(command):
    template = command.source / "subjects/templates/guest.py"
    healthy = command.run("doctor", f"cmd:python3 {shlex.quote(str(template))}")
    command.check("doctor on the template guest", healthy.exit in (0, 1) and "offered" in healthy.out, healthy)
    command.check("doctor says what to do next", "lossproof verify" in healthy.out, healthy)
    misdeeds = command.source / "tests/mutants/doors/misdeeds.py"
    broken = command.run("doctor", f"cmd:python3 {shlex.quote(str(misdeeds))} chatty")
    command.check("doctor on a guest that prints into the frames: exit 10", broken.exit == 10 and broken.err.count("\n") == 1, broken)
    command.refused("doctor on nothing", command.run("doctor", "./absent.so"))
    builtin = command.run("doctor", "fast")
    command.check("doctor on fast", builtin.exit == 0 and "built in" in builtin.out, builtin)
    examined = command.run("doctor", "fast", "--json")
    said = examined.json()
    command.check("doctor --json: who, what is offered, no problems, the exit code", examined.exit == said["exit"] == 0 and said["subject"]["door"] == "built in" and said["problems"] == []
                  and {"operation": "relu", "formats": ["f64", "f32"]} in said["offered"] and len(said["offered"]) <= said["operations"], examined)
    unknown = command.run("doctor", "--json", f"cmd:python3 {shlex.quote(str(misdeeds))} offers_unknown")
    command.check("doctor tells the offers that are none of ours", "offers the operation 'relux', which lossproof does not know" in unknown.json()["remarks"], unknown)
    wrong = command.write("wrong.py", template.read_text().replace("def compute(operation, parameters, inputs):\n", "def compute(operation, parameters, inputs):\n    return [7.0] * len(inputs['x'][1])\n"))
    ill = command.run("doctor", "--json", f"cmd:python3 {shlex.quote(str(command.folder / wrong))}")
    command.check("doctor --json on a guest that answers 7: exit 1, each problem with its place", ill.exit == ill.json()["exit"] == 1 and any(p["where"] == "sigmoid f64" and "is 7" in p["message"] for p in ill.json()["problems"]), ill)

def test_exhaust(command):
    answer = command.run("exhaust", "relu", "baseline", "--format", "f16")
    command.check("exhaust: every input of a format", "65536" in answer.out and "max error =" in answer.out, answer)
    # The counts are those of the ladder of balls and enclosures alone, one number after another.
    answer = command.run("exhaust", "sigmoid", "stable", "--format", "bf16")
    command.check("exhaust: what is not correctly rounded, without lanes and with them", "ulp over all 65536 inputs; 870 not correctly rounded, 0 undecided" in answer.out
                  and "1598 not correctly rounded" in answer.out, answer)
    command.check("exhaust: errors by powers of two, and who decided", "errors: < 1 ulp 808, < 2 ulp 62\n  decided by: lanes 65280, enclosures 2, special 254" in answer.out, answer)
