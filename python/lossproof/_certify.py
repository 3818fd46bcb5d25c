# SPDX-License-Identifier: Apache-2.0
"""Certified answers and legitimate errors."""
from __future__ import annotations

from typing import Any

import numpy as np

from . import _core
from ._arrays import from_bits
from ._question import Question, question

PRECISION = {"f64": (53, -1022), "f32": (24, -126), "f16": (11, -14), "bf16": (8, -126)}


class Certificate:
    """Certified answers of one question.

    Every output is an attribute: `value`, `d_logits`, `J_logits` … as NumPy arrays in the format of the question, each number
    the true one rounded to nearest (NaN also where nothing could be decided: see `undecided`). Outputs have the shape of the
    inputs they belong to.
    """

    def __init__(self, asked: Question, certificate: Any):
        self._question, self._certificate = asked, certificate
        self.format: str = asked.case.format

    @property
    def outputs(self) -> list[str]:
        """Names of the outputs, results before gradients."""
        return self._certificate.outputs

    @property
    def undecided(self) -> int:
        """How many numbers could not be decided between two neighbours of the format. Nearly always 0."""
        return self._certificate.undecided()

    def __getattr__(self, name: str) -> np.ndarray:
        if name.startswith("_") or name not in self.outputs:
            raise AttributeError(f"no output '{name}'; there are {', '.join(self.outputs)}")
        array = from_bits(self._certificate.rounded(name), self.format)
        return self._question.shaped(array)

    def __getitem__(self, name: str) -> np.ndarray:
        return getattr(self, name)

    def __dir__(self):
        return [*super().__dir__(), *self.outputs]

    def condition(self, output: str = "value") -> np.ndarray:
        """κ = Σ|xᵢ|·|∂ᵢ y| of every number, in the units of the output: what inputs rounded once cost, divided by u."""
        return self._question.shaped(self._certificate.condition(output))

    def enclosure(self, output: str = "value") -> list[tuple[str, str]]:
        """Decimal ends of an interval that holds the true value, for every number in row-major order."""
        precise = _core.certify(self._question.case, [output], True)
        return precise.enclosures(output)

    def residual(self, output: str = "value") -> tuple[np.ndarray, np.ndarray]:
        """Bounds (below, above) of truth − rounded, in the units of the output."""
        shaped = self._question.shaped
        return shaped(self._certificate.below(output)), shaped(self._certificate.above(output))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={np.array2string(np.asarray(self[name]), threshold=8)}" for name in self.outputs)
        return f"<certified {self._question.case.operation} {self.format}: {told}>"


class OutputBound:
    """The error that is legitimate for one output of one question.

    `ulps`: array, the largest error in units in the last place of the true value that is not held against an implementation (NaN: no
    finite claim); `error`: the same in the units of the output; `kind`: `exact`, `accurate` or `stable`; `derivation`: why, in words.
    """

    def __init__(self, ulps: np.ndarray, error: np.ndarray, kind: str, derivation: str):
        self.ulps, self.error, self.kind, self.derivation = ulps, error, kind, derivation

    def __repr__(self) -> str:
        return f"<allowed {np.array2string(self.ulps, threshold=8, precision=4)} ulp, {self.kind}: {self.derivation}>"


class Bounds:
    """The legitimate errors of one question, an OutputBound for each output as attribute or item."""

    def __init__(self, outputs: dict[str, OutputBound]):
        self._outputs = outputs

    @property
    def outputs(self) -> list[str]:
        return list(self._outputs)

    def __getattr__(self, name: str) -> OutputBound:
        if name.startswith("_") or name not in self._outputs:
            raise AttributeError(f"no output '{name}'; there are {', '.join(self._outputs)}")
        return self._outputs[name]

    def __getitem__(self, name: str) -> OutputBound:
        return getattr(self, name)

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {bound!r}" for name, bound in self._outputs.items())


def certify(op: str, *, format: Any = None, outputs: Any = (), **given: Any) -> Certificate:
    """The certified value and gradients of an operation.

    op: an operation's name (`lossproof list`). given: its inputs and parameters by name: arrays of NumPy (also ml_dtypes'
    bfloat16), torch, jax, tensorflow, mlx, cupy, or plain numbers. Elementwise inputs take any shape, row inputs [K] or [..., K],
    labels [...]. format: `float32` …, needed only where no array says it. outputs: which (all).

    The error of every number is at most ½ ulp: it is the correctly rounded truth. Raises UsageError (a ValueError) with what was
    expected; FormatError (a TypeError) for mixed types. The interpreter's lock is free while certifying.
    """
    asked = question(op, given, format)
    return Certificate(asked, _core.certify(asked.case, list([outputs] if isinstance(outputs, str) else outputs), False))


def _ulp(value: np.ndarray, format: str) -> np.ndarray:
    precision, least = PRECISION[format]
    size = np.abs(value.astype(np.float64))
    exponent = np.where(size > 0, np.frexp(size)[1] - 1, least)
    return np.ldexp(1.0, np.maximum(exponent, least) - precision + 1)


def bound(op: str, *, format: Any = None, outputs: Any = (), **given: Any) -> Bounds:
    """The error that is legitimate for this very question: what the textbook's stable algorithm is proven to stay within.

    Arguments and errors as of `certify`. Answers for every output the allowed error per number, in ulps of the truth and in the
    units of the output, its class and its derivation. Nobody chose it: it follows from the unit roundoff, the shape and κ.
    """
    certificate = certify(op, format=format, outputs=outputs, **given)
    inner, found = certificate._certificate, {}
    for name in certificate.outputs:
        ulps, claim = certificate._question.shaped(inner.allowed(name)), inner.claim(name)
        found[name] = OutputBound(ulps, ulps * _ulp(np.asarray(certificate[name]), certificate.format), claim["class"], claim["derivation"])
    return Bounds(found)
