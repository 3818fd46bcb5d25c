#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The judge itself on trial: one small slip after another is built into a copy of the sources, and the tests must notice each.

    mutate.py [--build FOLDER] [--only TEXT…] [--list | --check]

Prints a line a mutation (killed by what, or SURVIVED) and exits with 1 if one survived, did not apply any more, or did not compile. --check
builds nothing and tells only those that do not apply any more."""
import argparse, os, pathlib, shutil, subprocess, sys, time

sys.dont_write_bytecode = True
from mutations import MUTATIONS

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS = 900  # of one test; whoever hangs has noticed


class Copy:
    """The sources of this checkout in a folder of their own, with a build beside them."""

    def __init__(self, folder):
        self.source, self.build = folder / "source", folder / "build"
        listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True)
        names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
        for name in names:
            target = self.source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists() or target.read_bytes() != (ROOT / name).read_bytes():
                shutil.copy(ROOT / name, target)
        options = ["-DLOSSPROOF_TESTS=ON", "-DLOSSPROOF_BATCHES=OFF"]
        if shutil.which("ccache"):
            options.append("-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
        environment = {**os.environ, "CCACHE_BASEDIR": str(self.source), "CCACHE_NOHASHDIR": "1"}
        self.environment = environment
        subprocess.run(["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja", *options], check=True, env=environment, stdout=subprocess.DEVNULL)

    def compiles(self, targets):
        return subprocess.run(["cmake", "--build", self.build, "--target", *targets], env=self.environment, capture_output=True).returncode == 0

    def command(self, test):
        """`ROOM` or `ROOM:catch filter` is a test program, `cli:MODULE` a module of the command's test."""
        room, _, what = test.partition(":")
        if room == "cli":
            return [sys.executable, self.source / "tests/cli/command.py", self.build / "cli/lossproof", *what.split()]
        return [self.build / "tests" / f"test_{room}", *([what] if what else [])]

    def passes(self, test):
        try:
            return subprocess.run(self.command(test), cwd=self.build, capture_output=True, timeout=SECONDS).returncode == 0
        except subprocess.TimeoutExpired:
            return False


def target_of(test):
    room = test.partition(":")[0]
    return "lossproof" if room == "cli" else f"test_{room}"


def misfit(source, mutation):
    """Why a mutation does not apply, if it does not."""
    path = source / mutation.file
    count = path.read_text().count(mutation.old) if path.is_file() else 0
    return "" if count == 1 else f"does not apply: its text stands {count} times in {mutation.file}"


def fate(copy, mutation):
    """What became of a mutation, and whether that is as it should be."""
    if wrong := misfit(copy.source, mutation):
        return wrong, False
    path = copy.source / mutation.file
    whole = path.read_text()
    path.write_text(whole.replace(mutation.old, mutation.new))
    try:
        if not copy.compiles([target_of(test) for test in mutation.tests]):
            return "does not compile", False
        for test in mutation.tests:
            if not copy.passes(test):
                return f"killed by {test}", True
        return "SURVIVED", False
    finally:
        path.write_text(whole)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--build", type=pathlib.Path, default=ROOT / "build-mutate")
    arguments.add_argument("--only", nargs="*", default=[], help="mutations whose file or reason holds one of these texts")
    arguments.add_argument("--list", action="store_true")
    arguments.add_argument("--check", action="store_true")
    wanted = arguments.parse_args()
    chosen = [m for m in MUTATIONS if not wanted.only or any(text in m.file or text in m.why for text in wanted.only)]
    if wanted.list:
        print("\n".join(f"{m.file}: {m.why}" for m in chosen))
        return 0
    if wanted.check:
        misfits = [f"{m.why}: {wrong}" for m in chosen if (wrong := misfit(ROOT, m))]
        print(*misfits, f"{len(chosen) - len(misfits)} of {len(chosen)} mutations apply", sep="\n")
        return bool(misfits)
    copy = Copy(wanted.build)
    tests = sorted({test for mutation in chosen for test in mutation.tests})
    if not copy.compiles(sorted({target_of(test) for test in tests})):
        sys.exit("the sources do not compile as they are")
    failing = [test for test in tests if not copy.passes(test)]
    if failing:
        sys.exit("these fail without any mutation: " + ", ".join(failing))
    bad = 0
    for number, mutation in enumerate(chosen, 1):
        start = time.monotonic()
        said, right = fate(copy, mutation)
        bad += not right
        print(f"{number:3} of {len(chosen)}  {time.monotonic() - start:5.0f} s  {said:60}  {mutation.file}: {mutation.why}", flush=True)
    print(f"{len(chosen) - bad} of {len(chosen)} mutations killed")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
