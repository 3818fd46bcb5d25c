# SPDX-License-Identifier: Apache-2.0
"""The peer tensorflow_js: without @tensorflow/tfjs it is skipped in words; with it, it is judged, and the snippet of a witness prints what was judged.
usage: tensorflow_js.py LOSSPROOF. Where Node or the package is missing (NODE_PATH), that is said, unless LOSSPROOF_REQUIRED_PEERS names the peer."""
import json, os, pathlib, shutil, subprocess, sys, tempfile

LOSSPROOF = str(pathlib.Path(sys.argv[1]).resolve())

def verify(folder, environment, *options):
    ledger = folder / "tensorflow_js.jsonl"
    ledger.unlink(missing_ok=True)
    done = subprocess.run([LOSSPROOF, "verify", "tensorflow_js", "--effort", "smoke", "--quiet", "--ledger", ledger, *options], capture_output=True, text=True,
                          cwd=folder, env={"LOSSPROOF_PYTHON": sys.executable, **environment})
    return done, [json.loads(line) for line in ledger.read_text().splitlines()]

def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    done, records = verify(folder, {**os.environ, "NODE_PATH": "", "PATH": "/nonexistent"})
    assert done.returncode == 5 and "skipped" in done.stdout + done.stderr, (done.returncode, done.stdout, done.stderr)
    assert any(r["record"] == "unavailable" and "node" in r["reason"] for r in records), records

    done, records = verify(folder, dict(os.environ), "--op", "softplus,logsumexp,binary_cross_entropy_with_logits")
    if any(r["record"] == "unavailable" for r in records):
        assert "tensorflow_js" not in os.environ.get("LOSSPROOF_REQUIRED_PEERS", "").split(), done.stderr
        print("tensorflow_js is not here; only its absence was tested")
        return
    assert done.returncode in (0, 1), done.stderr
    judged = {(r["operation"], r["output"]): r for r in records if r["record"] == "result" and r["stratum"] == "moderate"}
    assert judged["softplus", "value"]["components"] > 0 and judged["logsumexp", "d_logits"]["components"] > 0, sorted(judged)
    assert not any(r["record"] == "result" and r["counts"]["error"] for r in records), "a request ended in an error"
    # A witness of one number prints that number: what was judged is what a user sees.
    tested = 0
    for witness in (r for r in records if r["record"] == "witness" and r["snippet"] and "number" not in r["snippet"]):
        program = witness["snippet"].replace("arraySync());", "dataSync()[0]);").replace("console.log(", "console.log(+")
        printed = subprocess.run([shutil.which("node"), "-e", program], capture_output=True, text=True, cwd=folder).stdout.strip()
        got = {"inf": float("inf"), "-inf": -float("inf"), "nan": float("nan")}.get(witness["got"]["hex"]) if not witness["got"]["hex"].lstrip("-").startswith("0x") else float.fromhex(witness["got"]["hex"])
        number = float(printed.replace("Infinity", "inf"))
        assert number == got or number != number and got != got, (program, printed, witness["got"])
        tested += 1
    print(f"tensorflow_js is judged; {tested} snippets print what was judged")
    shutil.rmtree(folder)

if __name__ == "__main__":
    main()
