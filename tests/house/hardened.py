# SPDX-License-Identifier: Apache-2.0
"""What the built command says of itself: bound at start, read-only tables, canaries, checked copies and indices. And that none of it is handed on.

    hardened.py LOSSPROOF_BINARY SUBJECTS_ARCHIVE BUILD_FOLDER [cet]"""
import pathlib
import re
import subprocess
import sys


def readelf(option, path):
    return subprocess.run(["readelf", "--wide", option, path], capture_output=True, text=True, check=True).stdout


def main():
    binary, archive, build, *more = sys.argv[1:]
    symbols = set(re.findall(r"\bUND (\w+)", readelf("--dyn-syms", binary)))
    segments = readelf("--segments", binary)
    dynamic = readelf("--dynamic", binary)
    stack = re.search(r"GNU_STACK.*", segments)
    checks = {
        "it is position independent": re.search(r"Type:\s+DYN", readelf("--file-header", binary)),
        "its tables are read-only once they are bound": "GNU_RELRO" in segments,
        "every symbol is bound at its start": re.search(r"\(FLAGS(_1)?\).*\b(BIND_)?NOW\b", dynamic),
        "its stack is not executable": stack and "E" not in stack[0].split()[-2],
        "frames have canaries": "__stack_chk_fail" in symbols,
        "copies are checked": any(name.endswith("_chk") for name in symbols),
        "indices of the standard library are checked": "glibcxx_assert_fail" in readelf("--symbols", archive),
    }
    if "cet" in more:
        notes = [part for part in readelf("--notes", archive).split("\nFile: ") if ".cpp.o" in part]
        checks["indirect jumps have landing pads"] = notes and all("IBT" in part and "SHSTK" in part for part in notes)
    exported = [path.read_text() for path in pathlib.Path(build).glob("CMakeFiles/Export/**/lossproof-*.cmake")]
    checks["what is installed exists"] = exported
    checks["nothing of it is handed on to who links the rooms"] = not re.search(
        r"stack-protector|FORTIFY|cf-protection|_GLIBCXX_ASSERTIONS|relro", "\n".join(exported))
    failed = [what for what, holds in checks.items() if not holds]
    print("\n".join(f"FAILED: {what}" for what in failed) or f"{len(checks)} checks passed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
