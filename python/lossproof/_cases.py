# SPDX-License-Identifier: Apache-2.0
"""Hard inputs, one at a time."""
from __future__ import annotations

from typing import Any, Iterator

from . import _core
from ._arrays import format_name, from_bits
from ._question import operation


class HardCase:
    """One hard input: `operation`, `format`, `stratum`, `inputs` (NumPy arrays by name), `parameters`. `str` is a readable id."""

    def __init__(self, case: Any, stratum: str, number: int = 0):
        self.case, self.stratum, self.number = case, stratum, number

    @property
    def operation(self) -> str:
        return self.case.operation

    @property
    def format(self) -> str:
        return self.case.format

    @property
    def inputs(self) -> dict[str, Any]:
        return {name: from_bits(array, self.format) for name, array in self.case.inputs.items()}

    @property
    def parameters(self) -> dict[str, Any]:
        return self.case.parameters

    def __str__(self) -> str:
        return f"{self.operation}-{self.format}-{self.stratum}-{self.number}"

    def __repr__(self) -> str:
        inputs = "   ".join(f"{name} {self.case.decimals(name)}" for name in self.case.inputs)
        told = "".join(f"   {name} {value}" for name, value in self.parameters.items())
        return f"<{self}: {inputs}{told}>"

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, HardCase) and self.case.json() == other.case.json()  # a NaN is itself

    def __hash__(self) -> int:
        return hash(self.case.json())


def strata(op: str, format: Any = "f32") -> dict[str, str]:
    """The regions of hard inputs of an operation: name to meaning."""
    return dict(_core.strata(op, format_name(format)))


def fixed_for(op: str, parameters: dict[str, Any] | None) -> dict[str, Any]:
    """The parameters that all cases have: those that are named, and no reduction unless one is named."""
    known = {p.name: p.real for p in operation(op).parameters}
    fixed: dict[str, Any] = {"reduction": "none"} if "reduction" in known else {}
    for name, value in (parameters or {}).items():
        if name not in known:
            raise _core.UsageError(f"{op} has no parameter '{name}'; it has {', '.join(known) or 'none'}")
        fixed[name] = float(value) if known[name] and value is not None else value
    return fixed


def _of(op: str, format: str, stratum: str, seed: int, count: int, fixed: dict[str, Any]) -> Iterator[HardCase]:
    for number, case in enumerate(_core.draw(op, format, stratum, seed, count, fixed)):
        yield HardCase(case, stratum, number)


def cases(op: str, *, dtype: Any = "f32", n: int = 50, seed: int = 0, only: str | None = None,
          parameters: dict[str, Any] | None = None) -> list[HardCase]:
    """n hard inputs of an operation in a format, from all regions in turn (or from the one named `only`), for `pytest.mark.parametrize`:

    @pytest.mark.parametrize("case", lp.cases("softmax", dtype=torch.float32, n=50), ids=str)

    parameters: values that all cases have, {"reduction": "mean"} for a function that takes the mean; without it nothing is reduced.
    The same arguments give the same cases on every machine. Raises UsageError for an unknown operation or region.
    """
    format = format_name(dtype)
    names = [only] if only else list(strata(op, format))
    fixed = fixed_for(op, parameters)
    share = -(-n // len(names))
    drawn = [list(_of(op, format, name, seed, share, fixed)) for name in names]
    return [row[i] for i in range(share) for row in drawn][:n]
