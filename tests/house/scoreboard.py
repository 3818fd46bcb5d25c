# SPDX-License-Identifier: Apache-2.0
"""The scoreboard says what the ledgers say, notices an edited past, and wants reasons; the committed pages follow from the committed data.
usage: scoreboard.py SOURCE_DIRECTORY LOSSPROOF"""
import json, math, pathlib, shutil, subprocess, sys, tempfile

SOURCE, LOSSPROOF = pathlib.Path(sys.argv[1]), sys.argv[2]
SCRIPT = SOURCE / "docs/scoreboard/scoreboard.py"

def script(*arguments):
    return subprocess.run([sys.executable, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True)

def edition(folder, ledgers, *options):
    return script("--folder", folder, "edition", "--lossproof", LOSSPROOF, "--commit", "abc", "--date", "2026-11-22", *options, *ledgers)

def check(folder):
    return script("--folder", folder, "pages", "--check")

def digits_of(records, operation, form):
    """Worked out from the ledger alone, beside lossproof's own."""
    most, lost = {"f32": 24, "f16": 11}[form] * math.log10(2), []
    short = ("error", "inaccurate", "wrong")
    for r in records:
        if (r.get("operation"), r.get("format")) != (operation, form):
            continue
        if r["record"] == "result" and r["stratum"] in ("moderate", "dyadic") and r["verdict"] not in short and r["ulp_max"]:
            lost.append(math.log10(max(float.fromhex(r["ulp_max"]["hex"]), 1)))
        if r["record"] == "witness" and r["regime"] == "ordinary" and r["verdict"] in short:
            lost.append(min(most, math.log10(max(float.fromhex(r["ulps"]["hex"]), 1))))
    return int((most - max(lost)) * 100) / 100

def main():
    # Where the sources are a tarball, and not this project's own tree, the pages are checked all the same.
    done = script("pages", "--check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(path.stat().st_size <= 2_000_000 for path in (SOURCE / "docs/scoreboard").glob("edition-*.json")), "an edition is larger than 2 MB"

    folder = pathlib.Path(tempfile.mkdtemp())
    board = folder / "board"
    board.mkdir()
    (board / "statements.json").write_text("[]")
    ledger = folder / "torch.jsonl"
    subprocess.run([LOSSPROOF, "verify", "baseline", "--op", "sigmoid,log_softmax", "--format", "f32,f16", "--effort", "smoke", "--quiet", "--ledger", ledger],
                   stdout=subprocess.DEVNULL, check=False)
    done = edition(board, [ledger])
    assert done.returncode == 0, done.stderr
    data = json.loads((board / "edition-1.json").read_text())
    records = [json.loads(line) for line in ledger.read_text().splitlines()]
    assert len(data["cells"]) == 4, [cell["id"] for cell in data["cells"]]
    for cell in data["cells"]:
        assert min(d for d in (cell["digits"], cell["gradient_digits"]) if d is not None) == digits_of(records, cell["operation"], cell["format"]), cell
    (bad,) = [cell for cell in data["cells"] if cell["id"] == "log_softmax-torch-f32"]
    assert bad["class"] in ("wrong", "inaccurate") and bad["witness"]["replay"].startswith("lossproof replay "), bad
    page = (board / "edition-1.html").read_text()
    assert all(page.count(f'<article id="{cell["id"]}">') == 1 for cell in data["cells"]), "a permalink leads nowhere"
    assert check(board).returncode == 0

    # The same library in the same version with other numbers wants a reason, and nothing is written without it.
    other = folder / "other" / "torch.jsonl"
    other.parent.mkdir()
    other.write_text("\n".join(line for line in ledger.read_text().splitlines() if '"operation":"sigmoid"' not in line) + "\n")
    done = edition(board, [other])
    assert done.returncode != 0 and "--reason" in done.stderr and not (board / "edition-2.json").exists(), done.stderr
    done = edition(board, [other], "--reason", "sigmoid is no longer asked for")
    assert done.returncode == 0, done.stderr
    lines = (board / "changes.jsonl").read_text().splitlines()
    assert len(lines) == 4 and all(json.loads(line)["reason"] for line in lines), lines

    # An edited past, a change that is not told, a statement about nothing, and a page that does not follow are each noticed.
    for file, before, after, word in ((board / "changes.jsonl", "no longer asked for", "never asked for", "was edited"),
                                      (board / "changes.jsonl", "sigmoid-torch-f16", "softplus-torch-f16", "does not say so"),
                                      (board / "statements.json", "[]", '[{"cell":"relu-torch-f32","statement":"s","by":"b","date":"d","link":"l"}]', "no cell relu"),
                                      (board / "edition-1.html", "no ranks", "one rank", "out of date: edition-1.html")):
        text = file.read_text()
        assert before in text, (file, before)
        file.write_text(text.replace(before, after))
        done = check(board)
        assert done.returncode == 1 and word in done.stdout, (word, done.stdout)
        file.write_text(text)
    assert check(board).returncode == 0
    shutil.rmtree(folder)
    print("the scoreboard is what its ledgers say")

if __name__ == "__main__":
    main()
