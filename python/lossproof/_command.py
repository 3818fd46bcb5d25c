# SPDX-License-Identifier: Apache-2.0
"""The command `lossproof` of the wheel: the program itself, and functions of Python (`py:module:name`) where it takes a subject."""
from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

USAGE, HELD, FELL_SHORT, NOTHING_TESTED = 4, 0, 1, 5


def program() -> str:
    """The path of the program in the installed package."""
    return str(Path(__file__).parent / "bin" / "lossproof")


def function_named(designation: str) -> Any:
    """The function that `py:module:name` means. Raises UsageError if there is none."""
    from . import UsageError

    module, _, name = designation.removeprefix("py:").partition(":")
    sys.path.insert(0, os.getcwd())
    try:
        found: Any = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(f"{designation}: expected py:MODULE:FUNCTION; {error}") from error
    return found


def replay(designation: str, text: str) -> int:
    """Ask a function of Python one case again and tell what it answered."""
    from . import _core
    from ._judge import check_case

    case = _core.read_case(text)
    failures = check_case(function_named(designation), case)
    print("\n".join(map(str, failures)) or f"{case.operation} {case.format}: every number is within its derived bound")
    return FELL_SHORT if failures else HELD


def main() -> int | NoReturn:
    words = sys.argv[1:]
    if len(words) == 3 and words[0] == "replay" and words[1].startswith("py:"):
        try:
            return replay(words[1], words[2])
        except ValueError as error:
            print(f"lossproof: {error}", file=sys.stderr)
            return USAGE
    os.environ.setdefault("LOSSPROOF_PYTHON", sys.executable)
    os.execv(program(), ["lossproof", *words])


if __name__ == "__main__":
    sys.exit(main())
