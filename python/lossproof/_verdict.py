# SPDX-License-Identifier: Apache-2.0
"""What came of a judgement, for a person, a program and a notebook."""
from __future__ import annotations

import html
from pathlib import Path
from typing import Any, NamedTuple

from . import _core


GRAVITY = ("inaccurate", "wrong", "error")
"""The verdicts that fall short, the gravest last."""


class Cell(NamedTuple):
    """One output in one format and one region of inputs."""

    operation: str
    output: str
    format: str
    stratum: str
    verdict: str
    falls_short: bool
    components: int
    undecided: int
    unsupported: int


class Law(NamedTuple):
    name: str
    statement: str
    format: str
    verdict: str
    witness: str


class Failure:
    """One number that falls short, with all that explains it: `str` is the whole text.

    operation, output, index, format, stratum, verdict; case (its `inputs`, `parameters`, `json()`); got and certified (decimals);
    ulps and allowed_ulps; why (the bound in words); cause; stable_form; message; replay (a command line).
    """

    def __init__(self, told: dict[str, Any]):
        self.__dict__.update(told)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<{self.text.splitlines()[0]}>"


class Verdict:
    """The verdict on a function: true if nothing fell short and something was judged.

    `failures` (worst first), `cells`, `laws`, `totals` (cases, components, undecided, refused, broke, fell_short), `ledger` (its path).
    """

    def __init__(self, operation: str, totals: dict[str, int], ledger: Path):
        told = _core.read_ledger(str(ledger))
        self.operation, self.totals, self.ledger = operation, totals, ledger
        self.failures = [Failure(failure) for failure in told["failures"]]
        self.cells = [Cell(*cell) for cell in told["cells"]]
        self.laws = [Law(*law) for law in told["laws"]]

    @property
    def judged(self) -> int:
        """How many numbers were judged."""
        return self.totals["components"]

    def __bool__(self) -> bool:
        return self.judged > 0 and self.totals["fell_short"] == 0 and self.totals["broke"] == 0

    @property
    def word(self) -> str:
        """`held`, `fell short`, `broke` (it raised or answered something else) or `nothing was judged`."""
        if self.totals["broke"]:
            return "broke"
        if self.totals["fell_short"]:
            return "fell short"
        return "held" if self.judged else "nothing was judged"

    def report(self, directory: Any) -> Path:
        """Write index.html, report.md, report.json and junit.xml; the path of index.html. Raises RuntimeError with the reason."""
        _core.write_report([str(self.ledger)], str(directory))
        return Path(directory) / "index.html"

    def _counts(self) -> str:
        t = self.totals
        left = ", ".join(f"{t[key]} {word}" for key, word in (("undecided", "undecided"), ("refused", "refused"), ("broke", "broken")) if t[key])
        return f"{self.judged} numbers judged in {t['cases']} cases" + (f", {left}" if left else "")

    def __str__(self) -> str:
        lines = [f"{self.operation}: {self.word} ({self._counts()})"]
        lines += [str(failure) for failure in self.failures[:3]]
        if len(self.failures) > 3:
            lines.append(f"… and {len(self.failures) - 3} more in {self.ledger}")
        lines += [f"law failed: {law.name} ({law.format}): {law.statement}\n  {law.witness}" for law in self.laws if law.verdict == "failed"]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        formats = sorted({cell.format for cell in self.cells})
        rows = []
        for output in dict.fromkeys(cell.output for cell in self.cells):
            words = []
            for format in formats:
                found = [c for c in self.cells if c.output == output and c.format == format]
                bad = [c for c in found if c.falls_short]
                told = f"✗ {max((c.verdict for c in bad), key=GRAVITY.index)} ({', '.join(dict.fromkeys(c.stratum for c in bad))})" if bad else "✓" if found else "·"
                words.append(f"<td>{html.escape(told)}</td>")
            rows.append(f"<tr><th>{html.escape(output)}</th>{''.join(words)}</tr>")
        details = "".join(f"<pre>{html.escape(str(failure))}</pre>" for failure in self.failures[:3])
        head = "".join(f"<th>{format}</th>" for format in formats)
        return (f"<p><b>{html.escape(self.operation)}: {self.word}</b> ({html.escape(self._counts())})</p>"
                f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>{details}")
