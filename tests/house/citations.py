# SPDX-License-Identifier: Apache-2.0
"""Every citation of a lemma (`theory L6`) stands in docs/theory.md, and no source cites a document that is not here."""
import pathlib
import re
import subprocess
import sys

CITATION = re.compile(r"theory ((?:L\d+(?:, )?)+)")
# Put together so that this file does not find itself.
ABSENT = re.compile("numer" + "ics §|defini" + "tions §|defini" + "tions' business")


def main():
    root = pathlib.Path(sys.argv[1])
    theory = (root / "docs" / "theory.md").read_text()
    lemmas = re.findall(r"^\*\*(L\d+) \(", theory, re.MULTILINE)
    problems = [f"docs/theory.md: {lemma} stands twice" for lemma in set(lemmas) if lemmas.count(lemma) > 1]
    if lemmas != [f"L{i}" for i in range(1, len(lemmas) + 1)]:
        problems.append("docs/theory.md: the lemmas are not numbered in order")
    listed = subprocess.run(["git", "-C", root, "ls-files"], capture_output=True, text=True)
    names = listed.stdout.split() if listed.returncode == 0 else [str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()]
    cited = 0
    for name in names:
        path = root / name
        if path.suffix not in {".hpp", ".cpp", ".h", ".c", ".py", ".md", ".in"} or not path.is_file():
            continue
        for i, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if ABSENT.search(line):
                problems.append(f"{name}:{i}: cites a document that is not in the repository")
            for citation in CITATION.findall(line):
                for lemma in re.findall(r"L\d+", citation):
                    cited += name != "docs/theory.md"
                    if lemma not in lemmas:
                        problems.append(f"{name}:{i}: docs/theory.md has no {lemma}")
    if cited == 0:
        problems.append("no source cites a lemma: the pattern of this test has gone stale")
    print("\n".join(problems) or f"{len(lemmas)} lemmas, {cited} citations")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
