# SPDX-License-Identifier: Apache-2.0
"""An edition of the scoreboard, from the ledgers of the libraries: numbers are lossproof's own, folded by `lossproof report`; nothing is
worked out here but which of an operation's outputs is the worst."""
import hashlib, json, pathlib, platform, subprocess, tempfile

RANGES = ["full", "range_limited", "falls_short"]                # mildest first, as reports/digits.hpp says them
REGIMES = ["ordinary", "tiny", "landmark", "special", "unknown"]  # what concerns everybody first, as reports/verdict_word.hpp has them
GRADIENTS = ("d_", "J_", "H_")  # the outputs that only some libraries have: their digits are told apart

def reported(lossproof, ledger):
    """What report.json says of one ledger."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([lossproof, "report", str(ledger), "-o", folder], capture_output=True, text=True)
        if done.returncode > 1:
            raise SystemExit(f"{ledger}: {done.stderr.strip() or done.stdout.strip()}")
        (subject,) = json.loads((pathlib.Path(folder) / "report.json").read_text())["subjects"]
        return subject

def library_of(subject):
    facts, outcome = subject["subject"], subject["outcome"]
    return {"name": facts["name"], "version": facts["version"], "conventions": facts["conventions"],
            "details": {name: ", ".join(values) for name, values in facts["details"].items() if name != "compositions"},
            "finished": outcome["finished"], "verdict": outcome["verdict"], "cases": outcome["cases"], "numbers": outcome["components"]}

def shown(witness):
    """What a reader needs of a witness; the rest is a replay away."""
    number = lambda value: value and value["decimal"]
    return {"output": witness["output"], "class": witness["verdict"], "regime": witness["regime"], "ulps": number(witness["ulps"]),
            "got": number(witness["got"]), "certified": number(witness["reference"]), "cause": (witness["cause"] or {}).get("title"),
            "replay": witness["replay"]}

def output_of(result):
    digits = result["right_digits"]
    return {"digits": digits and cut(digits["right"]), "class": result["verdict"], "attainable": result["attainable"],
            "range": result["range"], "short_on": result["regime"], "ulps": result["ulp_max"] and result["ulp_max"]["decimal"],
            "exhaustive": result["exhaustive"], "stratum": result["worst_stratum"], "conventions": result["profiles"]}

def cut(digits):
    """Two decimals, never rounded up: a minimum over a sample is an upper bound of the minimum."""
    return int(digits * 100) / 100

def gravest(words, order):
    known = [word for word in words if word is not None]
    return max(known, key=order.index) if known else None

def cell_of(identity, outputs, witnesses, compositions, verdicts):
    operation, library, form = identity
    def fewest(gradients):
        counted = [one["digits"] for name, one in outputs.items() if name.startswith(GRADIENTS) == gradients and one["digits"] is not None]
        return min(counted, default=None)
    conventions = {}
    for one in outputs.values():
        for profile, count in one.pop("conventions").items():
            conventions[profile] = conventions.get(profile, 0) + count
    worst = sorted(witnesses, key=lambda w: (REGIMES.index(w["regime"]), -verdicts.index(w["class"]), -float(w["ulps"] or "inf")))
    short = [one["short_on"] for one in outputs.values() if one["short_on"]]
    return {"id": "-".join(identity), "operation": operation, "library": library, "format": form, "composition": operation in compositions,
            "digits": fewest(False), "gradient_digits": fewest(True), "class": gravest((one["class"] for one in outputs.values()), verdicts),
            "range": gravest((one["range"] for one in outputs.values()), RANGES), "short_on": min(short, key=REGIMES.index, default=None),
            "conventions": conventions, "outputs": outputs, "witness": worst[0] if worst else None}

def cells_of(library, subject):
    compositions = " ".join(" ".join(v) for k, v in subject["subject"]["details"].items() if k == "compositions").split()
    outputs, witnesses, verdicts = {}, {}, []
    for result in subject["results"]:
        if result["verdict"] == "unsupported":  # nothing but refusals
            continue
        verdicts = list(result["counts"])  # mildest first
        identity = (result["operation"], library, result["format"])
        outputs.setdefault(identity, {})[result["output"]] = output_of(result)
        witnesses.setdefault(identity, []).extend(shown(w) for w in result["witnesses"][:1])
    return [cell_of(identity, outputs[identity], witnesses[identity], compositions, verdicts) for identity in sorted(outputs)]

def locks(root):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((root / "subjects/peers").glob("requirements*.txt")) + sorted((root / "subjects/peers").glob("package-lock.json"))}

def made(number, options, root):
    """The whole edition. A ledger is called as its library is: torch.jsonl."""
    edition = {"edition": number, "date": options.date, "commit": options.commit, "remark": options.reason, "locks": locks(root), "python": platform.python_version(), "libraries": {},
               "skipped": {}, "cells": []}
    for ledger in sorted(map(pathlib.Path, options.ledgers)):
        subject = reported(options.lossproof, ledger)
        facts = subject["subject"]
        if not subject["results"]:
            edition["skipped"][ledger.stem] = subject["outcome"]["sentence"]
            continue
        edition.update(tool=", ".join(facts["tools"]), seed=", ".join(facts["seeds"]), effort=", ".join(facts["efforts"]),
                       environment={name: ", ".join(values) for name, values in facts["environment"].items()})
        edition["libraries"][ledger.stem] = library_of(subject)
        edition["cells"] += cells_of(ledger.stem, subject)
    edition["cells"].sort(key=lambda cell: (cell["operation"], cell["format"], cell["library"]))
    for cell in edition["cells"]:
        cell["permalink"] = f"edition-{number}.html#{cell['id']}"
    return edition
