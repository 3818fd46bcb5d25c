# SPDX-License-Identifier: Apache-2.0
"""A run that is killed and resumed leaves the ledger of a run that nobody killed, record for record, durations apart.

    kills.py LOSSPROOF_BINARY COUNT [SEED]

kills COUNT runs after a random part of their ledger, some of them more than once, and prints how many ended equal."""
import json, pathlib, random, shlex, signal, sys, tempfile, time

sys.dont_write_bytecode = True
from driver import Command

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)

def runs(source):
    guest = shlex.quote(str(source / "subjects/templates/guest.py"))
    return [("baseline", "--op", "softmax,sigmoid", "--format", "f64,f16"), ("fast", "--op", "softplus,huber", "--format", "f32,f64", "--no-laws"),
            (f"cmd:python3 {guest}", "--op", "s*"), ("baseline", "--op", "log_softmax", "--budget", "1h")]

def records(path):
    """All but how long it took; a last line cut short by a kill is no record."""
    lines = path.read_bytes().split(b"\n")[:-1]
    return [{k: v for k, v in json.loads(line).items() if k != "seconds"} for line in lines]

def killed(command, arguments, path, size, number):
    """Wait until the ledger has grown to `size`, then kill; the run may have ended by itself before."""
    process = command.start(*arguments)
    end = time.monotonic() + 300
    while process.poll() is None and time.monotonic() < end and (not path.exists() or path.stat().st_size < size):
        time.sleep(0.001)
    process.send_signal(number)
    process.communicate(timeout=300)

def kill_once(command, dice, run, whole, name):
    """What differs between the resumed ledger and the whole one, in words; nothing if they are equal."""
    path = command.folder / name
    common = ("verify", *run, "--effort", "smoke", "--quiet")
    size = dice.randrange(whole.stat().st_size)
    killed(command, (*common, "--ledger", name), path, size, dice.choice(SIGNALS))
    for _ in range(dice.randrange(3)):
        if path.exists() and b"\n" in path.read_bytes():
            killed(command, ("verify", run[0], "--quiet", "--resume", name), path, dice.randrange(whole.stat().st_size), dice.choice(SIGNALS))
    if not path.exists() or b"\n" not in path.read_bytes():
        return ""  # killed before its header
    before = [r for r in records(path) if r["record"] in ("result", "witness", "special", "law")]
    last = command.run("verify", run[0], "--quiet", "--resume", name, seconds=600)
    ours, theirs = records(path), records(whole)
    if last.exit != theirs[-1]["exit"]:
        return f"exit {last.exit} for {theirs[-1]['exit']}: {last}"
    if any(r not in ours for r in before):
        return "a record was lost"
    different = [(a, b) for a, b in zip(ours, theirs) if a != b]
    if different or len(ours) != len(theirs):
        return f"{len(ours)} records for {len(theirs)}, first difference {str(different[:1])[:600]}"
    return ""

def kill_many(command, count, seed):
    dice, problems = random.Random(seed), []
    wholes = []
    for number, run in enumerate(runs(command.source)):
        wholes.append(command.folder / f"whole-{number}.jsonl")
        command.run("verify", *run, "--effort", "smoke", "--quiet", "--ledger", wholes[-1].name, seconds=600)
    for number in range(count):
        which = number % len(wholes)
        problem = kill_once(command, dice, runs(command.source)[which], wholes[which], f"kill-{number}.jsonl")
        if problem:
            problems.append(f"kill {number} of {runs(command.source)[which]}: {problem}")
    return problems

def main():
    count, seed = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory(prefix="lossproof-kills-") as folder:
        problems = kill_many(Command(sys.argv[1], folder), count, seed)
    print("\n".join(problems + [f"{count} kills with seed {seed}: {count - len(problems)} equal ledgers"]))
    return bool(problems)

if __name__ == "__main__":
    sys.exit(main())
