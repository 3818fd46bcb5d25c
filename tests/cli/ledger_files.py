# SPDX-License-Identifier: Apache-2.0
"""The file of a ledger: locked, regular, never overwritten by accident, and not missed if it vanishes."""
import os, resource, signal, time

RELU = ("--op", "relu", "--format", "f64", "--effort", "smoke", "--quiet")
SLOW = ("--effort", "full", "--no-laws", "--op", "softmax*", "--quiet")

def started(command, *arguments, ledger, size=2000):
    process = command.start("verify", "baseline", *arguments)
    for _ in range(3000):
        if (command.folder / ledger).exists() and (command.folder / ledger).stat().st_size > size or process.poll() is not None:
            break
        time.sleep(0.02)
    return process

def test_one_run_at_a_time(command):
    process = started(command, *SLOW, "--ledger", "locked.jsonl", ledger="locked.jsonl")
    for what, more in (("a second run on one ledger", ("--ledger", "locked.jsonl")), ("--resume of a ledger that is being written", ("--resume", "locked.jsonl"))):
        second = command.run("verify", "baseline", *(RELU if "--ledger" in more else ("--quiet",)), *more)
        command.refused(what, second, "another run")
    command.check("the first run goes on", process.poll() is None)
    process.kill()
    process.communicate(timeout=60)
    command.check("and its ledger is whole", command.records("locked.jsonl")[0]["record"] == "header")

def test_regular_files_only(command):
    os.mkfifo(command.folder / "pipe")
    for what, name in (("a FIFO that nobody reads", "pipe"), ("a device", "/dev/null"), ("a folder", "."), ("a folder that is not there", "no/such/l.jsonl")):
        command.refused(f"a ledger into {what}", command.run("verify", "baseline", *RELU, "--ledger", name, seconds=30))
    reader = os.open(command.folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    command.refused("a ledger into a FIFO with a reader", command.run("verify", "baseline", *RELU, "--ledger", "pipe", seconds=30), "regular file")
    os.close(reader)
    out = command.run("verify", "baseline", *RELU, "--ledger", "-")
    lines = out.out.splitlines()
    command.check("--ledger - writes the ledger to standard output and the summary to standard error",
                  lines[0].startswith('{"record":"header"') and lines[-1].startswith('{"record":"footer"') and "baseline" in out.err, out)

def test_nothing_overwritten(command):
    first = command.run("verify", "fast", *RELU)
    before = (command.folder / "lossproof-fast.jsonl").read_bytes()
    second = command.run("verify", "fast", *RELU)
    command.check("the usual name is numbered when it is there", first.exit == second.exit == 0 and "lossproof-fast-2.jsonl" in second.out, second)
    command.check("and yesterday's ledger is left alone", (command.folder / "lossproof-fast.jsonl").read_bytes() == before)
    command.refused("a subject that is not known leaves no ledger", command.run("verify", "nosuch", *RELU, "--ledger", "nosuch.jsonl"))
    command.check("really none", not (command.folder / "nosuch.jsonl").exists())

def test_paths_tried_before_the_run(command):
    for what, path in (("a JUnit file into no folder", "no/such/j.xml"), ("a JUnit file that is a folder", ".")):
        answer = command.run("verify", "baseline", *SLOW, "--ledger", "never.jsonl", "--junit", path, seconds=30)
        command.refused(what, answer, path)
    command.check("and the run is not begun", not (command.folder / "never.jsonl").exists())

def test_vanished(command):
    process = started(command, "--effort", "smoke", "--no-laws", "--op", "softmax", "--quiet", "--ledger", "gone.jsonl", ledger="gone.jsonl")
    (command.folder / "gone.jsonl").unlink()
    out, err = process.communicate(timeout=300)
    command.check("a ledger that vanished: the verdict all the same", process.returncode == 1 and b"fell_short" in out, (process.returncode, out, err))
    records = command.records("gone.jsonl")
    command.check("and the ledger again, from memory", b"vanished" in err and records[0]["record"] == "header" and records[-1]["record"] == "footer", err)

def test_disk_full(command):
    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000))
    answer = command.run("verify", "baseline", "--effort", "smoke", "--no-laws", "--op", "softmax", "--quiet", "--ledger", "full.jsonl", preexec_fn=full)
    command.check("a full disk: exit 3 and one line", answer.exit == 3 and answer.err.count("\n") == 1 and "full.jsonl" in answer.err and "internal" not in answer.err, answer)
    content = (command.folder / "full.jsonl").read_bytes()
    command.check("all that was written is readable, without half a line", content.endswith(b"\n") and len(content) <= 60000 and command.run("report", "full.jsonl", "-o", "full").exit == 0)
    resumed = command.run("verify", "baseline", "--quiet", "--resume", "full.jsonl")
    command.check("and the run can go on", resumed.exit == 1 and command.records("full.jsonl")[-1]["record"] == "footer", resumed)

def test_second_signal(command):
    process = started(command, *SLOW, "--ledger", "twice.jsonl", ledger="twice.jsonl")
    os.kill(process.pid, signal.SIGSTOP)  # both signals are there before the run can answer the first
    os.kill(process.pid, signal.SIGINT)
    os.kill(process.pid, signal.SIGTERM)
    os.kill(process.pid, signal.SIGCONT)
    process.communicate(timeout=60)
    command.check("a second signal ends the run at once", process.returncode in (-signal.SIGINT, -signal.SIGTERM), process.returncode)
    command.check("and the ledger is readable", command.records("twice.jsonl")[0]["record"] == "header")
