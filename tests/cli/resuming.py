# SPDX-License-Identifier: Apache-2.0
"""`--resume`: bound to what the ledger was begun with, and as if nothing had happened."""
import signal

from kills import kill_many, killed, records

def test_kills(command):
    for problem in kill_many(command, 5, seed=20):
        command.check("a killed and resumed run has the ledger of a run in one piece", False, problem)
    command.check("five kills were tried", True)

def test_bound_to_the_header(command):
    run = ("verify", "baseline", "--op", "relu,sigmoid", "--format", "f32,f64", "--effort", "smoke", "--seed", "5", "--quiet")
    path = command.folder / "bound.jsonl"
    killed(command, (*run, "--ledger", "bound.jsonl"), path, 9000, signal.SIGKILL)
    before = path.read_bytes()
    for what, more, words in (("another operation", ("--op", "softplus"), ("--op", "softplus", "relu,sigmoid")), ("another format", ("--format", "f16"), ("f16", "f32,f64")),
                              ("another effort", ("--effort", "ci"), ("ci", "smoke")), ("another seed", ("--seed", "77"), ("77", "0x0000000000000005")),
                              ("another convention", ("--convention", "torch"), ("torch", "lim")), ("no laws", ("--no-laws",), ("laws",)), ("a budget", ("--budget", "5s"), ("5s", "no budget"))):
        command.refused(f"--resume with {what}", command.run("verify", "baseline", *more, "--resume", "bound.jsonl"), *words)
    command.refused("--resume of another subject's ledger", command.run("verify", "fast", "--resume", "bound.jsonl"), "'fast'", "'baseline'")
    command.refused("--resume of standard output", command.run("verify", "baseline", "--resume", "-"))
    command.check("a refused --resume leaves the ledger as it was", path.read_bytes() == before)
    resumed = command.run("verify", "baseline", "--quiet", "--resume", "bound.jsonl")
    whole = command.run(*run, "--ledger", "unbound.jsonl")
    command.check("what was not given comes from the ledger", resumed.exit == whole.exit and records(path) == records(command.folder / "unbound.jsonl"), resumed)
    same = command.run(*run[:-1], "--quiet", "--resume", "bound.jsonl")
    command.check("flags that say the same are welcome, and a finished ledger is left as it is",
                  same.exit == whole.exit and "finished" in same.err and records(path) == records(command.folder / "unbound.jsonl"), same)
