# SPDX-License-Identifier: Apache-2.0
"""Reported defects and their right twins, judged by the command as any library is.

    table.py LOSSPROOF_BINARY LIBRARY [--effort ci] [--seeds 0 1 2] [--twin-seeds 0 1 2] [--only NAME…] [--output FILE]

LIBRARY is the sources beside this file, compiled: c++ -std=c++20 -O2 -ffp-contract=off -fPIC -shared -I ROOT -I ROOT/subjects *.cpp -o LIBRARY.
Writes a page in Markdown. Exits with 1 if a defect that can be asked about is acquitted without a remark in the table that says why, if a
twin is convicted, or if an answer that is a documented convention is."""
import argparse, collections, json, math, os, pathlib, re, subprocess, sys, tempfile

sys.dont_write_bytecode = True

Report = collections.namedtuple("Report", "name operation source causes kind remark")
Judgement = collections.namedtuple("Judgement", "convicted stratum cause words")

PAGE = """# Reported defects

Defects of real libraries, reported in public threads, written anew from the description and judged by `lossproof verify` as any library is; each
beside its right twin, the plain code that a careful person writes, which must be acquitted. Written by `./dev reported` from `tests/mutants/reported/`.

**{convicted} of {defects} defects are convicted on every seed ({seeds}) at `--effort {effort}`; of those that operations and inputs of today
can ask about, {convicted} of {asked}. {twins} of {twin_runs} runs of right twins are convicted. The witness that a report shows first names the cause of
{named} of the {convicted}.** {conventions} of {all_conventions} answers that are a documented convention, and no defect, are held rightly.

- *Convicted* counts the seeds on which the run fell short; a defect about input outside the contract is judged with `--demand validation`.
- *Witness* is the stratum of the one that a report shows first (the most ordinary, then the one that lost most), or the kind of remark that convicts.
- *Cause* is what it names, and whether that is what the defect is; `unexplained` is not.
- What no operation or input can ask about counts as missed.

| defect | operation | reported | convicted | witness | cause named | right | twin |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""

def listed(library):
    text = subprocess.run([sys.executable, "-c", "import ctypes, sys; ctypes.CDLL(sys.argv[1]).lossproof_reported_list()", library],
                          capture_output=True, text=True, check=True).stdout
    return [Report(*line.split("\t")) for line in text.splitlines()]

def harm(witness):
    """What a report shows first: a more ordinary regime, then an answer of which nothing is left (a NaN, a gradient of 0), then more digits
    lost, then the wider format (reports/harm.hpp)."""
    digits = {"f64": 53, "f32": 24, "f16": 11, "bf16": 8}[witness["format"]] * math.log10(2)
    broke = witness["verdict"] == "error"
    got = math.nan if broke else float.fromhex(witness["got"]["hex"])
    gradient = re.match("[dJH]_", witness["output"])
    vanished = not broke and (math.isnan(got) or (got == 0 and bool(gradient)))
    if not broke:
        ulps = float.fromhex(witness["ulps"]["hex"]) if isinstance(witness.get("ulps"), dict) else math.nan
        digits = digits if math.isnan(ulps) else min(math.log10(max(ulps, 1)), digits)
    ordinary = -("ordinary", "tiny", "landmark", "special").index(witness["regime"])
    return ordinary, vanished, digits, -("f64", "f32", "f16", "bf16").index(witness["format"])

def judged(arguments, name, report, seed, folder):
    ledger = folder / f"{name.replace('/', '-')}-{seed}.jsonl"
    demand = "stable,validation" if report.kind == "validation" else "stable"
    run = subprocess.run([arguments.binary, "verify", arguments.library, "--op", report.operation, "--effort", arguments.effort, "--quiet",
                          "--seed", str(seed), "--demand", demand, "--ledger", ledger],
                         env={**os.environ, "LOSSPROOF_REPORTED": name}, capture_output=True, text=True)
    if run.returncode not in (0, 1, 5, 10):  # 5: too much was refused to say
        sys.exit(f"{name}: verify ended with {run.returncode}: {run.stderr}")
    records = [json.loads(line) for line in ledger.read_text().splitlines()]
    ledger.unlink()
    convicted = records[-1]["verdict"] in ("fell_short", "broke")
    witnesses = [record for record in records if record["record"] == "witness"]
    if witnesses:
        worst = max(witnesses, key=harm)
        return Judgement(convicted, worst["stratum"], (worst.get("cause") or {}).get("id", ""), worst.get("replay") or "")
    against = [record for record in records if record["record"] == "remark" and record["verdict"] != "held"]
    if against:
        return Judgement(convicted, against[0]["kind"], against[0]["kind"], against[0]["message"])
    return Judgement(convicted, "", "", "")

class Totals:
    def __init__(self):
        self.count = collections.Counter()
        self.wrong = []

    def add(self, report, defect, twin):
        """What a row of the table says of the right cause, and the sums."""
        convicted = sum(one.convicted for one in defect)
        self.count["twin runs"] += len(twin)
        self.count["twins"] += sum(one.convicted for one in twin)
        self.wrong += [f"{report.name}/twin is convicted: {one.stratum}, {one.words}" for one in twin if one.convicted]
        if report.kind == "convention":
            self.count["conventions"] += convicted == 0
            self.count["all conventions"] += 1
            self.wrong += [f"{report.name} is convicted, though documented"] * bool(convicted)
            return ""
        right = bool(defect) and all(one.convicted and one.cause in report.causes.split() for one in defect)
        if report.kind != "of_our_own":
            self.count["defects"] += 1
            self.count["asked"] += report.kind != "inexpressible"
            self.count["convicted"] += bool(defect) and convicted == len(defect)
            self.count["named"] += right
        if report.kind != "inexpressible" and convicted < len(defect) and not report.remark:
            self.wrong.append(f"{report.name} is acquitted on {len(defect) - convicted} of {len(defect)} seeds")
        return "yes" if right else "no"

def several(words):
    return ", ".join(dict.fromkeys(word for word in words if word))

def row(report, defect, twin, right):
    if report.kind == "inexpressible":
        return f"| {report.name} | {report.operation} | {report.source} | not expressible: {report.remark} | | | | |"
    convicted = f"{sum(one.convicted for one in defect)} of {len(defect)}"
    if report.kind == "convention":
        convicted += " (convention)"
    if report.remark:
        convicted += f"; {report.remark}"
    acquitted = f"{sum(not one.convicted for one in twin)} of {len(twin)} held"
    return (f"| {report.name} | {report.operation} | {report.source} | {convicted} | {several(one.stratum for one in defect)} "
            f"| {several(one.cause for one in defect)} | {right} | {acquitted} |")

def page(arguments, reports, progress):
    totals, rows = Totals(), []
    with tempfile.TemporaryDirectory(prefix="lossproof-reported-") as folder:
        for report in reports:
            expressible = report.kind != "inexpressible"
            runs = [[judged(arguments, report.name + suffix, report, seed, pathlib.Path(folder)) for seed in seeds if expressible]
                    for suffix, seeds in (("", arguments.seeds), ("/twin", arguments.twin_seeds))]
            rows.append(row(report, *runs, totals.add(report, *runs)))
            print(rows[-1], file=progress, flush=True)
    count = totals.count
    head = PAGE.format(effort=arguments.effort, seeds=", ".join(map(str, arguments.seeds)),
                       **{name: count[name.replace("_", " ")] for name in ("convicted", "defects", "asked", "twins", "twin_runs", "named",
                                                                           "conventions", "all_conventions")})
    return head + "\n".join(rows) + "\n", totals.wrong

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("library", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--effort", default="ci")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--twin-seeds", type=int, nargs="+")
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--output", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.twin_seeds = arguments.twin_seeds or arguments.seeds
    reports = [report for report in listed(arguments.library) if not arguments.only or report.name in arguments.only]
    text, wrong = page(arguments, reports, sys.stderr)
    if arguments.output:
        arguments.output.write_text(text)
    else:
        print(text, end="")
    print(*wrong, sep="\n", file=sys.stderr)
    return bool(wrong)

if __name__ == "__main__":
    sys.exit(main())
