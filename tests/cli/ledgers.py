# SPDX-License-Identifier: Apache-2.0
"""`verify`, `replay` and `report`: exit codes, ledgers, interrupts, resuming, hostile ledgers."""
import json, os, pathlib, shlex, signal, time

SLOW = ("verify", "baseline", "--effort", "full", "--no-laws", "--op", "softmax*", "--quiet")  # certainly not done in a second

def wait_for_results(command, ledger, process):
    """Until some result is on disk; the run must not be over by then."""
    for _ in range(1200):
        path = command.folder / ledger
        if path.exists() and path.read_text().count('"record":"result"') >= 2:
            break
        time.sleep(0.05)
    return process.poll() is None

def test_verify_and_replay(command):
    run = command.run("verify", "baseline", "--effort", "smoke", "--op", "sigmoid", "--ledger", "sigmoid.jsonl", "--junit", "sigmoid.xml")
    command.check("verify baseline falls short", run.exit == 1, run)
    command.check("verify tells where the ledger is and how to replay", "sigmoid.jsonl" in run.out and "lossproof replay baseline" in run.out, run)
    command.check("verify prints no escape sequences into a pipe", "\033" not in run.out + run.err, run)
    command.check("verify writes JUnit XML", "<testsuite" in (command.folder / "sigmoid.xml").read_text())
    records = command.records("sigmoid.jsonl")
    kinds = [r["record"] for r in records]
    command.check("a ledger: header first, footer last", kinds[0] == "header" and kinds[-1] == "footer", kinds)
    command.check("a ledger: results and witnesses", kinds.count("result") > 8 and kinds.count("witness") > 0, kinds)
    command.check("a ledger: the footer repeats the exit code", records[-1]["exit"] == 1, records[-1])
    for witness in [r for r in records if r["record"] == "witness"][:3]:
        words = shlex.split(witness["replay"])
        again = command.run(*words[1:])
        command.check("a witness replays from its line: exit 1", words[0] == "lossproof" and again.exit == 1, again)
        command.check("and is explained", all(word in again.out for word in ("FAIL", "reference", "got", "distance", witness["verdict"])), again)
    honest = command.run("replay", "baseline", '{"op":"sigmoid","format":"f64","params":{},"inputs":{"x":{"shape":[1,1],"data":["0x0p+0"]}}}')
    command.check("replay of a case that holds: exit 0", honest.exit == 0, honest)

def test_same_seed_same_ledger(command):
    def results(name, *more):
        command.run("verify", "baseline", "--effort", "smoke", "--op", "relu", "--format", "f32", "--ledger", name, "--quiet", *more)
        return [{k: v for k, v in r.items() if k != "seconds"} for r in command.records(name) if r["record"] == "result"]
    first = results("a.jsonl")
    command.check("the same seed judges the same cases", first == results("b.jsonl") and len(first) > 3)
    random = command.run("verify", "baseline", "--effort", "smoke", "--op", "relu", "--format", "f32", "--seed", "random", "--ledger", "c.jsonl", "--quiet")
    seed = random.out.split("seed ")[-1].strip()
    command.check("a random seed is printed", random.exit in (0, 1) and seed.startswith("0x"), random)
    chosen = [{k: v for k, v in r.items() if k != "seconds"} for r in command.records("c.jsonl") if r["record"] == "result"]
    command.check("and can be given again", results("d.jsonl", "--seed", seed) == chosen)
    command.check("another seed, other cases", chosen != first)

def test_exit_codes(command):
    held = command.run("verify", "fast", "--effort", "smoke", "--op", "relu", "--format", "f64", "--ledger", "held.jsonl", "--quiet")
    command.check("verify of what holds: exit 0", held.exit == 0, held)
    nothing = command.run("verify", "fast", "--effort", "smoke", "--op", "relu", "--format", "bf16", "--ledger", "nothing.jsonl", "--quiet")
    command.check("verify of what is not offered: exit 5", nothing.exit == 5, nothing)
    guest = command.source / "tests/mutants/doors/misdeeds.py"
    silent = command.run("verify", f"cmd:python3 {shlex.quote(str(guest))} no_hello", "--ledger", "broke.jsonl", "--quiet")
    command.check("a guest that dies before its greeting: exit 10", silent.exit == 10 and len(silent.err.strip().split("\n")) == 1, silent)
    skipped = command.run("verify", f"cmd:python3 {shlex.quote(str(guest))} skipped", "--ledger", "skipped.jsonl", "--quiet")
    command.check("a guest whose library is missing is skipped: exit 5", skipped.exit == 5 and "not importable" in skipped.err, skipped)

def test_json(command):
    run = command.run("verify", "baseline", "--effort", "smoke", "--op", "sigmoid", "--format", "f32", "--ledger", "json.jsonl", "--json", "--seed", "random")
    command.run("report", "json.jsonl", "-o", "json")
    # Whatever was drawn, held or not: the exit code is the verdict that stands there.
    verdict = json.loads(run.out)["subjects"][0]["outcome"]["verdict"]
    command.check("verify --json says what report.json says",
                  run.exit == {"held": 0, "fell_short": 1}[verdict] and run.out == (command.folder / "json/report.json").read_text(), run)
    command.check("and nothing else on standard output", run.json()["subjects"] and "seed 0x" in run.err, run)
    command.refused("--json beside a ledger on standard output", command.run("verify", "baseline", "--op", "relu", "--ledger", "-", "--json"), "--ledger -")

def test_interrupt_and_resume(command):
    process = command.start(*SLOW, "--ledger", "interrupted.jsonl")
    running = wait_for_results(command, "interrupted.jsonl", process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    command.check("the run was still going when it was interrupted", running)
    command.check("SIGINT: exit 2", process.returncode == 2, (process.returncode, err[-300:]))
    records = command.records("interrupted.jsonl")
    command.check("SIGINT leaves a readable ledger", records[0]["record"] == "header" and records[-1]["record"] == "footer" and records[-1]["exit"] == 2, records[-1])

def test_kill_and_resume(command):
    process = command.start("verify", "baseline", "--effort", "ci", "--no-laws", "--op", "softmax", "--format", "f64,f32", "--quiet", "--ledger", "killed.jsonl")
    wait_for_results(command, "killed.jsonl", process)
    process.kill()
    process.communicate(timeout=60)
    path = command.folder / "killed.jsonl"
    with path.open("ab") as ledger:
        ledger.write(b'{"record":"result","operation":"soft')  # a line cut short, as a killed run may leave it
    before = path.read_text().count('"record":"result"')
    report = command.run("report", "killed.jsonl", "-o", "killed-report")
    command.check("a killed run has a report", report.exit == 0 and (command.folder / "killed-report/index.html").exists(), report)
    resumed = command.run("verify", "baseline", "--effort", "ci", "--no-laws", "--op", "softmax", "--format", "f64,f32", "--quiet", "--resume", "killed.jsonl", seconds=300)
    records = command.records("killed.jsonl")
    command.check("--resume goes on and answers for the whole: exit 1", resumed.exit == 1 and records[-1]["record"] == "footer", resumed)
    keys = [(r["operation"], r["format"], r["output"], r["stratum"]) for r in records if r["record"] == "result"]
    command.check("--resume adds results", len(keys) >= before, (len(keys), before))
    whole = command.run("verify", "baseline", "--effort", "ci", "--no-laws", "--op", "softmax", "--format", "f64,f32", "--quiet", "--ledger", "whole.jsonl", seconds=300)
    expected = {(r["operation"], r["format"], r["output"], r["stratum"]) for r in command.records("whole.jsonl") if r["record"] == "result"}
    command.check("--resume leaves out no stratum", whole.exit == 1 and set(keys) == expected, (len(set(keys)), len(expected)))

def test_bad_ledgers(command):
    good = (command.folder / "sigmoid.jsonl").read_text()
    cut = command.write("cut.jsonl", good[: len(good) * 2 // 3])
    command.check("a truncated ledger is reported as far as it goes", command.run("report", cut, "-o", "cut").exit == 0)
    command.check("and the report says so", "not finish" in (command.folder / "cut/report.md").read_text() or "unfinished" in (command.folder / "cut/report.md").read_text())
    for what, content in {"an empty ledger": "", "a ledger of garbage": "garbage\n" * 3, "a ledger of bytes": bytes(range(256)) * 9, "a ledger of a later schema": good.replace('"schema":1', '"schema":2', 1),
                          "a ledger with a wrong field": good.replace('"components":', '"components":"many","was":', 1), "a ledger of brackets": "[" * 100000 + "\n" * 2}.items():
        name = command.write("hostile.jsonl", content)
        command.refused(what, command.run("report", name, "-o", "hostile"), "hostile.jsonl")
        command.refused(f"--resume of {what}", command.run("verify", "baseline", "--op", "relu", "--effort", "smoke", "--quiet", "--resume", name), "hostile.jsonl")
    command.refused("a ledger that is not there", command.run("report", "absent.jsonl"), "absent.jsonl")
    header = json.loads(good.split("\n")[0])
    header["subject"]["name"] = "<script>alert(1)</script>"
    name = command.write("script.jsonl", json.dumps(header) + "\n" + "\n".join(good.split("\n")[1:]))
    command.check("a hostile name is escaped", command.run("report", name, "-o", "script").exit == 0 and "<script>alert" not in (command.folder / "script/index.html").read_text())

def test_report(command):
    answer = command.run("report", "sigmoid.jsonl", "held.jsonl", "-o", "both")
    command.check("report of two subjects", answer.exit == 0 and "index.html" in answer.out, answer)
    written = {p.name for p in (command.folder / "both").iterdir()}
    command.check("report writes its first page, Markdown, JSON and JUnit", written >= {"index.html", "junit.xml", "report.json", "report.md"}, written)
    page = (command.folder / "both/index.html").read_text()
    command.check("the page fetches nothing", "http://" not in page.replace("http://www.w3.org", "") and 'src="http' not in page)
    command.check("report.json is JSON", isinstance(json.loads((command.folder / "both/report.json").read_text()), (dict, list)))
    (command.folder / "occupied").write_text("a file")
    command.refused("a file where the folder should be", command.run("report", "sigmoid.jsonl", "-o", "occupied"), "occupied")

def test_colour(command):
    """On a terminal the verdict is red; with NO_COLOR it is not."""
    import pty
    def on_terminal(**environment):
        leader, follower = pty.openpty()
        import subprocess
        process = subprocess.Popen([command.binary, "verify", "baseline", "--effort", "smoke", "--op", "sigmoid", "--format", "f64", "--ledger", "colour.jsonl"], cwd=command.folder,
                                   stdin=subprocess.DEVNULL, stdout=follower, stderr=subprocess.DEVNULL, env={**os.environ, **environment})
        os.close(follower)
        text = b""
        while True:
            try:
                part = os.read(leader, 4096)
            except OSError:
                break
            if not part:
                break
            text += part
        process.wait(timeout=120)
        os.close(leader)
        return text
    os.environ.pop("NO_COLOR", None)
    command.check("colour on a terminal", b"\033[31m" in on_terminal())
    command.check("NO_COLOR is honoured", b"\033[" not in on_terminal(NO_COLOR="1"))
