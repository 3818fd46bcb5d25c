# SPDX-License-Identifier: Apache-2.0
"""The arrows between the rooms: every #include must be one the house allows. Names the offender."""
import pathlib
import re
import sys

ALLOWED = {  # a room and the rooms it may see besides itself
    "reference": set(),
    "fast": set(),
    "subjects": {"reference", "fast"},
    "properties": {"reference", "subjects"},
    "reports": {"reference"},
    "testing": {"reference", "subjects", "properties", "reports"},
    "python": {"reference", "subjects", "properties", "reports", "testing", "fast"},
    "cli": {"reference", "subjects", "properties", "reports", "fast"},
}
# `properties` knows subjects by their interface alone.
PROPERTIES_MAY_SEE_OF_SUBJECTS = {"subjects/subject.hpp", "subjects/explains.hpp"}
# `reports` knows the ledger; how JSON from outside is read stands once, in headers that need nothing else.
REPORTS_MAY_SEE_OF_REFERENCE = "reference/json/"
# Floors of `reference`: what defines operations knows what an operation is, and nothing of those who certify one.
DEFINE_MAY_SEE_OF_ORACLE = {f"reference/oracle/{name}.hpp" for name in ("added", "group", "operation", "parameters")}


def offences(root: pathlib.Path):
    for room, visible in ALLOWED.items():
        for path in sorted((root / room).rglob("*.[hc]*")):
            if path.suffix not in {".hpp", ".cpp", ".h", ".c"}:
                continue
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = re.match(r'\s*#\s*include\s*["<]((\w+)/[^">]+)[">]', line)
                if found and "reference/define/" in str(path) and "/oracle/" in found[1] and found[1] not in DEFINE_MAY_SEE_OF_ORACLE:
                    yield f"{path.relative_to(root)}:{number}: reference/define must not see {found[1]}"
                if not found or found[2] not in ALLOWED or found[2] == room:
                    continue
                seen = found[1]
                beyond = room == "properties" and found[2] == "subjects" and seen not in PROPERTIES_MAY_SEE_OF_SUBJECTS
                beyond |= room == "reports" and found[2] == "reference" and not seen.startswith(REPORTS_MAY_SEE_OF_REFERENCE)
                if found[2] not in visible or beyond:
                    yield f"{path.relative_to(root)}:{number}: {room} must not see {seen}"


def main():
    root = pathlib.Path(sys.argv[1])
    files = sum(1 for room in ALLOWED for _ in (root / room).rglob("*.cpp"))
    assert files > 40, f"only {files} sources found below {root}: the check would prove nothing"
    found = list(offences(root))
    print("\n".join(found) or f"{files} sources, every arrow points down")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
