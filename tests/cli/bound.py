# SPDX-License-Identifier: Apache-2.0
"""`lossproof bound` as a user drives it, and its certificates under docs/check_certificate.py: 200 hold, a falsified one does not."""
import json
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

CHECKER = pathlib.Path(__file__).parents[2] / "docs" / "check_certificate.py"


def run(lossproof, *arguments):
    return subprocess.run([lossproof, "bound", *arguments], capture_output=True, text=True)


def f32(x):
    return struct.unpack("f", struct.pack("f", x))[0].hex()


def cases(random_numbers, count):
    def row(n, low, high): return {"shape": [1, n], "data": [f32(random_numbers.uniform(low, high)) for _ in range(n)]}
    def scalar(low, high): return {"shape": [1, 1], "data": [f32(random_numbers.uniform(low, high))]}
    makers = [
        lambda: ("softmax_cross_entropy", {}, {"logits": row(4, -9, 9), "label": {"shape": [1], "data": [2]}}),
        lambda: ("softmax", {}, {"logits": row(3, 5, 9)}),
        lambda: ("logsumexp", {}, {"logits": row(5, -40, 40)}),
        lambda: ("binary_cross_entropy_with_logits", {}, {"logits": scalar(-9, 9), "target": scalar(0, 1)}),
        lambda: ("huber", {"delta": 0.7}, {"prediction": scalar(-2, 2), "target": scalar(-2, 2)}),
        lambda: ("mean_squared_error", {}, {"prediction": row(6, -2, 2), "target": row(6, -2, 2)}),
        lambda: ("kl_divergence", {}, {"p": row(4, 0, 1), "q": row(4, 0, 1)}),
        lambda: ("js_divergence", {}, {"p": row(3, 0, 1), "q": row(3, 0, 1)}),
        lambda: ("log_cosh", {}, {"prediction": scalar(-3, 3), "target": scalar(-3, 3)}),
        lambda: ("focal_loss", {"gamma": 1.7}, {"logits": scalar(-9, 9), "target": {"shape": [1, 1], "data": [1]}}),
    ]
    for i in range(count):
        operation, parameters, inputs = makers[i % len(makers)]()
        yield {"op": operation, "format": "f32", "params": parameters, "inputs": inputs}


def checked(text):
    return subprocess.run([sys.executable, CHECKER, "-"], input=text, capture_output=True, text=True)


def main():
    lossproof = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "cases.json"
        path.write_text(json.dumps(list(cases(random.Random(3), 30))))

        for grade in ("recursive", "pairwise"):
            answer = run(lossproof, str(path), "--certificate", "--grade", grade)
            assert answer.returncode == 0, answer.stderr
            held = checked(answer.stdout)
            assert held.returncode == 0 and int(held.stdout.split()[0]) >= 200, held.stdout + held.stderr

        # A bound a little too small, and a step that errs less than its rounding, are found.
        honest = json.loads(answer.stdout)[0]
        component = honest["outputs"][0]["bounds"][0]
        component["bound"]["hex"] = (float.fromhex(component["bound"]["hex"]) * 0.999).hex()
        assert checked(json.dumps(honest)).returncode != 0
        honest = json.loads(answer.stdout)[0]
        step = next(s for s in honest["outputs"][0]["bounds"][0]["certificate"]["steps"] if s["kind"] == "exp")
        step["error"] = (float.fromhex(step["error"]) / 2).hex()
        assert checked(json.dumps(honest)).returncode != 0

        plain = run(lossproof, str(path))
        assert plain.returncode == 0 and "may err by" in plain.stdout and "ℒ" in plain.stdout, plain.stdout
        bounds = {g: json.loads(run(lossproof, str(path), "--json", "--grade", g).stdout)[5]["outputs"][0]["bounds"][0] for g in ("exact", "recursive")}
        assert float.fromhex(bounds["exact"]["bound"]["hex"]) < float.fromhex(bounds["recursive"]["bound"]["hex"])

        for wrong in (["--grade", "careless"], ["--library-ulps", "0"]):
            refused = run(lossproof, str(path), *wrong)
            assert refused.returncode == 4 and refused.stdout == "" and len(refused.stderr.splitlines()) == 1, refused
        assert run(lossproof, str(path) + ".absent").returncode == 4
    print("ok")


if __name__ == "__main__":
    main()
