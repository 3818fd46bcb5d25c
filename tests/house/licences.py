# SPDX-License-Identifier: Apache-2.0
"""Every source says its licence, and nothing names the machine it was made on."""
import pathlib
import re
import subprocess
import sys

SOURCES = {".hpp", ".cpp", ".h", ".c", ".py", ".cmake", ".sh", ".in", ".css", ".js"}
# Put together so that this file does not find itself.
FOREIGN = re.compile("(^|[^A-Za-z0-9_])/(" + "|".join(["wo" + "rk", "ro" + "ot", "fa" + "rm"]) + r")/|\.\./" + "sha" + "red")


def main():
    root = pathlib.Path(sys.argv[1])
    listed = subprocess.run(["git", "-C", root, "ls-files"], capture_output=True, text=True)
    names = listed.stdout.split() if listed.returncode == 0 else [str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()]
    problems, sources = [], 0
    for name in names:
        path = root / name
        if not path.is_file():
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # pictures
        if path.suffix in SOURCES or path.name in {"CMakeLists.txt", "dev"}:
            sources += 1
            if "SPDX-License-Identifier: Apache-2.0" not in "\n".join(text.splitlines()[:4]):
                problems.append(f"{name}: no SPDX line")
        problems += [f"{name}:{i}: names a machine's path" for i, line in enumerate(text.splitlines(), 1) if FOREIGN.search(line)]
    assert sources > 100, f"only {sources} sources found"
    print("\n".join(problems) or f"{sources} sources, all licensed")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
