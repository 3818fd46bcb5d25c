# SPDX-License-Identifier: Apache-2.0
"""Losses of one's own: the blocks of docs/define.md run as they stand, certified numbers against mpmath, honest subjects acquitted and
wrong ones convicted, ledgers and replay lines that bring the definition along."""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import mpmath

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "define.md").read_text()
GUEST = ROOT / "tests" / "cli" / "define_guest.py"
mpmath.mp.dps = 60
mpf = mpmath.mpf


def softplus(x): return mpmath.log1p(mpmath.exp(x)) if x < 0 else x + mpmath.log1p(mpmath.exp(-x))
def sigmoid(x): return 1 / (1 + mpmath.exp(-x))


def focal(p, z, y): return (1 - p["beta"]) / (1 - p["beta"] ** p["n"]) * sigmoid(-y[0] * z[0]) ** p["gamma"] * softplus(-y[0] * z[0])
def pair_sigmoid(p, s, y): return softplus(-y[0] * (p["t"] * s[0] + p["b"]))
def dice(p, z, y):
    overlap, total = sum(sigmoid(a) * b for a, b in zip(z, y)), sum(sigmoid(a) + b for a, b in zip(z, y))
    return 1 - (2 * overlap + p["smooth"]) / (total + p["smooth"])


LOSSES = {"class_balanced_focal": (focal, {"beta": 0.999, "n": 100, "gamma": 2.5}, "z", [-1, 1], 1),
          "pair_sigmoid": (pair_sigmoid, {"t": 10, "b": -10}, "s", [-1, 1], 1),
          "soft_dice": (dice, {"smooth": 1}, "z", [0, 1], 4)}


def definitions(folder):
    """The page's blocks as files, by the name that their first line gives them."""
    files = {}
    for block in re.findall(r"```loss\n(.*?)```", PAGE, re.S):
        name = re.search(r"^loss (\w+)", block, re.M)[1]
        assert len([line for line in block.splitlines() if not line.startswith("#")]) <= 10, name
        file = folder / re.match(r"# (\S+\.loss)", block)[1]
        file.write_text(block)
        files[name] = str(file)
    assert set(files) == set(LOSSES), files
    return files


class Test:
    def __init__(self, lossproof, folder):
        self.lossproof, self.folder, self.files = lossproof, folder, definitions(folder)

    def run(self, *arguments, exit=0):
        done = subprocess.run([self.lossproof, *arguments], capture_output=True, text=True, cwd=self.folder)
        assert done.returncode == exit, (arguments, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        return done

    def certified_numbers_agree_with_mpmath(self):
        """Value and gradient, correctly rounded: the nearest double of 60 digits."""
        numbers, compared = random.Random(3), 0
        for name, (formula, parameters, by, labels, length) in LOSSES.items():
            cases = []
            for _ in range(12):
                z = [numbers.choice([numbers.uniform(-4, 4), numbers.uniform(-60, 60)]) for _ in range(length)]
                y = [numbers.choice(labels) for _ in range(length)]
                cases.append({"op": name, "format": "f64", "params": parameters,
                              "inputs": {by: {"shape": [1, length], "data": [v.hex() for v in z]}, "y": {"shape": [1, length], "data": y}}})
            file = self.folder / f"{name}.json"
            file.write_text(json.dumps(cases))
            answers = json.loads(self.run("eval", "--case", str(file), "--define", self.files[name], "--json").stdout)
            for case, answer in zip(cases, answers):
                z = [mpf(float.fromhex(v)) for v in case["inputs"][by]["data"]]
                y = case["inputs"]["y"]["data"]
                p = {k: mpf(v) for k, v in parameters.items()}
                truth = [formula(p, z, y)]
                truth += [mpmath.diff(lambda v: formula(p, z[:j] + [v] + z[j + 1:], y), z[j], h=mpf(10) ** -25) for j in range(length)]
                got = [float.fromhex(output["hex"]) for output in answer["outputs"]]
                assert [o["name"] for o in answer["outputs"]] == ["value"] + [f"d_{by}"] * length, answer
                for wanted, found in zip(truth, got):
                    # mpmath's difference quotient has some 25 digits: enough for the nearest double, or for one on a tie's side.
                    assert abs(wanted - mpf(found)) <= mpf(2) ** -53 * abs(wanted) * (1 + mpf(10) ** -6) + mpf(10) ** -300, (case, wanted, found)
                    compared += 1
        print(f"{compared} certified values and derivatives agree with mpmath")

    def right_ones_are_acquitted(self):
        for name, file in self.files.items():
            for subject in ["stable", f"cmd:{sys.executable} {GUEST} right"]:
                formats = ["--format", "f32" if subject == "stable" else "f64"]
                done = self.run("verify", subject, "--define", file, "--effort", "smoke", "--ledger", f"{name}.jsonl", "--quiet", *formats)
                records = [json.loads(line) for line in (self.folder / f"{name}.jsonl").read_text().splitlines()]
                assert {r["operation"] for r in records if r["record"] == "result"} == {name}, done.stdout
                assert {r["output"] for r in records if r["record"] == "result"} >= {"value"}, done.stdout
                laws = [r for r in records if r["record"] == "law"]
                assert laws and all(r["verdict"] != "failed" for r in laws), laws
                judged = sum(sum(v for k, v in r["counts"].items() if k in ("correctly_rounded", "faithful", "accurate", "stable"))
                             for r in records if r["record"] == "result")
                assert judged > 40, (name, subject, judged)

    def wrong_ones_are_convicted(self):
        for name, file in self.files.items():
            done = self.run("verify", f"cmd:{sys.executable} {GUEST} wrong", "--define", file, "--effort", "smoke", "--ledger",
                            f"{name}-wrong.jsonl", "--quiet", exit=1)
            assert "fell_short" in done.stdout, done.stdout
            witness = next(json.loads(line) for line in (self.folder / f"{name}-wrong.jsonl").read_text().splitlines() if '"witness"' in line)
            assert witness["verdict"] in ("wrong", "inaccurate"), witness
            # The line replays with nothing else at hand.
            again = subprocess.run(["bash", "-c", witness["replay"].replace("lossproof", self.lossproof, 1)], capture_output=True, text=True)
            assert again.returncode == 1 and name in again.stdout, again

    def a_ledger_is_enough(self):
        self.run("verify", "baseline", "--define", self.files["soft_dice"], "--effort", "smoke", "--format", "f32", "--ledger", "b.jsonl", "--quiet", exit=1)
        lines = (self.folder / "b.jsonl").read_text().splitlines(keepends=True)
        cut = next(i for i, line in enumerate(lines) if '"stratum"' in line[:20] or '"record":"stratum"' in line)
        (self.folder / "cut.jsonl").write_text("".join(lines[:cut + 1]))
        self.run("verify", "baseline", "--resume", "cut.jsonl", "--quiet", exit=1)
        self.run("report", "b.jsonl", "-o", "report")
        assert "soft_dice" in (self.folder / "report" / "index.html").read_text()

    def the_page_runs(self):
        case = {"op": "pair_sigmoid", "format": "f32", "inputs": {"s": {"shape": [1, 1], "data": [0.5]}, "y": {"shape": [1, 1], "data": [1]}}}
        (self.folder / "case.json").write_text(json.dumps(case))
        commands = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
        assert len(commands) >= 4
        for line in commands:
            words = line.replace("./libmine.so", "stable").split()
            assert words[0] == "lossproof"
            self.run(*words[1:], *(["--effort", "smoke", "--quiet"] if words[1] == "verify" else []))
        listed = self.run("list", "--define", self.files["soft_dice"], "--json")
        own = json.loads(listed.stdout)[-1]
        assert own["name"] == "soft_dice" and own["gradients"] == ["d_z"] and own["laws"], own
        wrong = re.search(r"```error\n(.*?)```", PAGE, re.S)[1]
        (self.folder / "broken.loss").write_text(wrong)
        told = self.run("list", "--define", "broken.loss", exit=4)
        assert told.stderr == re.search(r"```text\n(lossproof: .*?)```", PAGE, re.S)[1] and told.stdout == "", told

    def nonsense_is_refused(self):
        (self.folder / "empty.loss").write_text("")
        (self.folder / "huge.loss").write_text("a" * (1 << 20))
        (self.folder / "deep.loss").write_text("loss deep\ninput z: logit [N,K]\nvalue " + "(" * 30000 + "\n")
        (self.folder / "bytes.loss").write_bytes(bytes(range(256)) * 20)
        for name in ["empty", "huge", "deep", "bytes", "missing"]:
            for command in [["list"], ["verify", "baseline"], ["eval", "sigmoid", "--x", "1"]]:
                told = self.run(*command, "--define", f"{name}.loss", exit=4)
                assert told.stdout == "" and len(told.stderr.splitlines()) == 1 and len(told.stderr) < 700, told
        self.run("list", "--define", self.files["pair_sigmoid"], "--define", self.files["pair_sigmoid"])  # the same twice is no contradiction


def main():
    with tempfile.TemporaryDirectory() as folder:
        test = Test(str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(folder))
        for check in [test.the_page_runs, test.certified_numbers_agree_with_mpmath, test.nonsense_is_refused, test.right_ones_are_acquitted,
                      test.wrong_ones_are_convicted, test.a_ledger_is_enough]:
            if len(sys.argv) < 3 or check.__name__ in sys.argv[2:]:
                check()
                print(f"{check.__name__}: held")


if __name__ == "__main__":
    main()
