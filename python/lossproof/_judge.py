# SPDX-License-Identifier: Apache-2.0
"""One case against a function, and all hard inputs against it."""
from __future__ import annotations

import atexit
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any, Callable

import numpy as np

from . import _core
from ._arrays import format_name, to_numpy
from ._callee import Callee
from ._question import Question, operation, question
from ._verdict import Failure, Verdict

EFFORTS = ("smoke", "ci", "full")


class CertifiedError(AssertionError):
    """A result is not what it must be. `failures` holds a Failure for every output that falls short."""

    def __init__(self, failures: list[Failure]):
        super().__init__("\n" + "\n".join(str(failure) for failure in failures))
        self.failures = failures


class NotJudged(UserWarning):
    """Something was not judged: an undecided number, a case the function does not take."""


def _answer_of(given: Any, entry: Any) -> Callable:
    """A function that knows one answer: results that were computed already."""
    answers = given if isinstance(given, dict) else {entry.results[0]: given}
    unknown = set(answers) - set(entry.outputs)
    if unknown:
        raise _core.UsageError(f"{entry.name} has no output {', '.join(sorted(unknown))}; it has {', '.join(entry.outputs)}")
    arrays = {name: to_numpy(answer) for name, answer in answers.items()}

    def answer(case: Any, shapes: Any) -> Any:
        return {name: arrays[name] for name in shapes}

    answer.outputs = list(arrays)
    return answer


def _asked_for_values(given: Any, op: str, format: str) -> dict[str, Any]:
    entry = operation(op)
    function = _answer_of(given, entry)
    everything = {i.name for i in entry.inputs if i.optional} | {p.name for p in entry.parameters} | {"batchmean"}  # values answer any case
    return {"function": function, "name": "values", "version": "given", "operation": op, "designation": "values", "formats": {format},
            "outputs": set(function.outputs), "options": everything, "details": {}}


def check_case(actual: Any, case: Any, *, stratum: str = "", must: bool = False, **options: Any) -> list[Failure]:
    """Judge one case: the outputs that fall short. Warns with NotJudged about what was not judged, or raises UsageError if it must be."""
    if callable(actual):
        asked = Callee(actual, case.operation, **options).asked([case.format])
    else:
        asked = _asked_for_values(actual, case.operation, case.format)
    told = _core.check(asked, case, stratum)
    if told["refusal"] and must:
        raise _core.UsageError(f"{case.operation}: nothing was judged: {told['refusal']}")
    if told["refusal"]:
        warnings.warn(NotJudged(f"{case.operation}: not judged: {told['refusal']}"), stacklevel=3)
    if told["counts"].get("undecided"):
        warnings.warn(NotJudged(f"{case.operation}: {told['counts']['undecided']} numbers undecided"), stacklevel=3)
    return [Failure(failure) for failure in told["failures"]]


def assert_certified(actual: Any, op: Any, *, format: Any = None, args: dict[str, str] | None = None, gradient: Callable | None = None,
                     framework: str | None = None, outputs: Any = None, **given: Any) -> None:
    """Like `assert_close`, without a tolerance: every number must lie within the error that is derived for it.

    actual: a function, which is called with the inputs in the tensors of its own library (its gradients come from the library's
    autograd or from the function `gradient`), or results: one array, or a dict from output to array. op: the operation's name with its
    inputs and parameters by name, as for `certify`; or a case of `cases`. args: names of the operation to names of the function.
    framework: `numpy`, `torch`, `jax`, `tensorflow`, `mlx`, `cupy`; by default the one the function uses. outputs: which (all
    but second derivatives).

    Raises CertifiedError (an AssertionError) that shows input, result, truth, allowed error and its reason, cause and cure;
    UsageError if the question is none or the function refuses it; warns with NotJudged if it refuses a drawn case.
    """
    options = {"args": args, "gradient": gradient, "framework_name": framework, "outputs": outputs}
    if not isinstance(op, str):
        failures = check_case(actual, op.case, stratum=op.stratum, **options)
    else:
        asked = _question_in(actual, op, given, format)
        failures = check_case(actual, asked.case, must=True, **options)
    if failures:
        raise CertifiedError(failures)


def _question_in(actual: Any, op: str, given: dict[str, Any], format: Any) -> Question:
    """Plain numbers take the format of the results they are compared with."""
    if format is None and not callable(actual):
        values = list(actual.values())[0] if isinstance(actual, dict) else actual
        array, kind = to_numpy(values)
        format = kind if kind != "i64" else None
    return question(op, given, format)


_folder: Path | None = None


def _new_ledger(op: str) -> Path:
    """A file of this process's own; it goes when the process goes."""
    global _folder
    if _folder is None:
        _folder = Path(tempfile.mkdtemp(prefix="lossproof-"))
        atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    return _folder / f"{op}-{len(list(_folder.iterdir()))}.jsonl"


def judge(function: Callable, op: str, *, formats: Any = ("f32",), effort: str = "ci", seed: int = 0, laws: bool = True,
          args: dict[str, str] | None = None, gradient: Callable | None = None, framework: str | None = None,
          parameters: dict[str, Any] | None = None, outputs: Any = None, device: Any = None, ledger: Any = None) -> Verdict:
    """Judge a function in this process: every region of hard inputs and every law of the operation.

    function: takes the operation's inputs and parameters by name (or the inputs by position, if it has other names and `args` maps none)
    as tensors of its own library, [N, K] and the like, and returns the value, a tuple or a dict of results. A parameter it
    does not take is fixed at the catalogue's default, or at what `parameters` says: parameters={"reduction": "mean"} for a function that
    always takes the mean. gradient: the same arguments to the gradients, where the library does not differentiate. formats: one or
    several (`f32`, `float32`, torch.float32). effort: `smoke`, `ci` or `full`. device: of torch or jax tensors. ledger: a path to keep.

    A ValueError or NotImplementedError of the function refuses an input: counted and shown, no failure. Every other exception is one.
    The answer is a Verdict. Raises UsageError for unknown names; FormatError for unknown formats.
    """
    if effort not in EFFORTS:
        raise _core.UsageError(f"unknown effort {effort!r}; expected smoke, ci or full")
    wanted = [formats] if isinstance(formats, str) or not np.iterable(formats) else list(formats)
    callee = Callee(function, op, args=args, gradient=gradient, framework_name=framework, parameters=parameters, outputs=outputs, device=device)
    path = Path(ledger) if ledger is not None else _new_ledger(op)
    totals = _core.judge(callee.asked([format_name(f) for f in wanted]), effort, seed, laws, callee.fixed(), str(path))
    return Verdict(op, totals, path)
