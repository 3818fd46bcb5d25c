# SPDX-License-Identifier: Apache-2.0
"""A loss of one's own as an operation, no rebuild."""
from __future__ import annotations

import os
from typing import Mapping, Union

from . import _core
from ._question import Operation, operation

Meaning = Union[str, tuple[str, str]]
Default = Union[None, float, str, tuple[Union[None, float, str], str]]


def _number(default: Union[None, float, str]) -> str:
    return "" if default is None else default if isinstance(default, str) else repr(float(default))


def define(name: str, formula: str, *, inputs: Mapping[str, Meaning], parameters: Mapping[str, Default] = {}, stable: str = "",
           summary: str = "") -> Operation:
    """Define a loss by its formula; from now on `name` is an operation: certify, bound, judge, assert_certified, cases take it.

        lp.define("my_loss", "softplus(-y*f) + lam*f**2", inputs={"f": "prediction", "y": "sign"}, parameters={"lam": (0.01, "(0, inf)")})

    formula: the textbook's, in the language of docs/define.md. inputs: what each one's numbers mean (`logit`, `prediction`, `sign`,
    `class_index` …), or a pair of that and a shape: `[N,K]` (a row; the default), `[N]` (a number a row; the default of a class_index),
    `[K]` (a row that all share). parameters: a default, or a pair of that and a range (`(0, inf)`, `[0, 1]` …); None: no default.
    stable: the same function as its stable algorithm, from which the error bound is computed; without it the formula is.

    Gradients `d_NAME` are of all inputs but labels and targets. A definition of the same name is replaced. Raises UsageError (a ValueError)
    that names the column and what was expected there, also if the stable form is another function than the formula.
    """
    def pair(meaning: Meaning) -> tuple[str, str]:
        return (meaning, "[N]" if meaning == "class_index" else "[N,K]") if isinstance(meaning, str) else meaning

    shaped = [(key, *pair(meaning)) for key, meaning in inputs.items()]
    ranged = [(key, _number(given[0]), given[1]) if isinstance(given, tuple) else (key, _number(given), "") for key, given in parameters.items()]
    operation.cache_clear()
    return operation(_core.define(name, summary, shaped, ranged, formula, stable))


def define_from(path: Union[str, os.PathLike[str]]) -> Operation:
    """Define the loss of a `.loss` file, as `lossproof verify --define` reads it. Raises UsageError `path:line:column: expected …`."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    operation.cache_clear()
    return operation(_core.define_text(text, os.fspath(path)))
