# SPDX-License-Identifier: Apache-2.0
"""A question from what a caller has: names and arrays."""
from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from . import _core
from ._arrays import format_name, same_kind, to_numpy


class Input(NamedTuple):
    name: str
    whole: bool
    optional: bool


class Parameter(NamedTuple):
    name: str
    default: str
    real: bool
    optional: bool


class Operation(NamedTuple):
    """What the catalogue says of an operation: its formula, inputs in their order, parameters, outputs."""

    name: str
    summary: str
    formula: str
    domain: str
    stable_form: str
    inputs: tuple[Input, ...]
    parameters: tuple[Parameter, ...]
    results: tuple[str, ...]
    gradients: tuple[str, ...]

    @property
    def outputs(self) -> tuple[str, ...]:
        return self.results + self.gradients


@lru_cache(maxsize=None)
def operation(name: str) -> Operation:
    """The catalogue's entry. Raises UsageError, with the nearest name, if there is none."""
    told = _core.describe(name)
    told["inputs"] = tuple(Input(*i) for i in told["inputs"])
    told["parameters"] = tuple(Parameter(*p) for p in told["parameters"])
    return Operation(**{k: tuple(v) if isinstance(v, list) else v for k, v in told.items()})


class Question(NamedTuple):
    """A case and the arguments it was made from, which say in what shape answers are given."""

    case: Any
    arguments: list[tuple]

    def shaped(self, array: np.ndarray) -> np.ndarray:
        return array.reshape(_core.unfold(self.case, self.arguments, list(array.shape)))


def _in_format(array: np.ndarray, kind: str, wanted: str, name: str) -> tuple[np.ndarray, str]:
    if kind in (wanted, "i64"):
        return array, kind
    if kind == "f64" and wanted != "f64":
        return array, kind  # the oracle refuses a number that the format does not have, and says which
    raise TypeError(f"{name} is {kind}, expected {wanted}")


def question(op: str, given: dict[str, Any], format: Any = None) -> Question:
    """Raises UsageError for a name that the operation does not have, a missing input, a number outside the format."""
    entry = operation(op)
    inputs = {i.name: i for i in entry.inputs}
    parameters = {p.name for p in entry.parameters}
    arrays, arguments = {}, []
    for name, value in given.items():
        if value is None:
            continue
        if isinstance(value, str):
            arguments.append((name, value))
        elif name in inputs and isinstance(value, (int, float, list, tuple)):
            arrays[name] = (np.array(value, dtype=np.float64, order="C"), "loose")  # whole numbers are asked for where they are due
        else:
            arrays[name] = to_numpy(value)
    kinds = {name: kind for name, (_, kind) in arrays.items() if kind != "loose" and name in inputs}
    wanted = format_name(format) if format is not None else same_kind(kinds)
    for name, (array, kind) in arrays.items():
        if name in parameters:
            kind = kind if kind == "i64" else "f64"
            array = array if kind == "i64" else np.asarray(array, dtype=np.float64)
        elif kind == "loose":
            kind = "f64"
        arguments.append((name, *_in_format(array, kind, wanted, name)) if name in inputs else (name, array, kind))
    return Question(_core.arrange(op, wanted, arguments), arguments)
