# SPDX-License-Identifier: Apache-2.0
"""A user's function, called with a case: its names, its library, its gradients."""
from __future__ import annotations

import inspect
from typing import Any, Callable

import numpy as np

from . import _core
from ._arrays import to_numpy
from ._frameworks import NoGradient, framework
from ._question import Operation, Parameter, operation

REFUSALS = (NotImplementedError, ValueError, NoGradient)
"""Raised by a function, these say that it does not take this input: counted as unsupported. Anything else is its failure."""


class Unsupported(Exception):
    """This case is nothing the function can be asked."""


class Signature:
    """How an operation's names become a function's arguments.

    Names that the function has itself, or that `renamed` maps, go by keyword; if the function has none of the names of the inputs,
    these go by position in the order of the catalogue.
    """

    def __init__(self, function: Callable, entry: Operation, renamed: dict[str, str]):
        known = {i.name for i in entry.inputs} | {p.name for p in entry.parameters}
        for name in renamed:
            if name not in known:
                raise _core.UsageError(f"args: {entry.name} has no input or parameter '{name}'; it has {', '.join(sorted(known))}")
        self.entry, self.renamed = entry, renamed
        self.names, self.takes_any = self._names_of(function)
        missing = [v for v in renamed.values() if self.names is not None and v not in self.names and not self.takes_any]
        if missing:
            raise _core.UsageError(f"args: {describe(function)} has no argument {', '.join(missing)}; it has {', '.join(self.names)}")
        self.by_position = self.names is None or not any(self._target(i.name) in self.names for i in entry.inputs)

    @staticmethod
    def _names_of(function: Callable) -> tuple[list[str] | None, bool]:
        try:
            parameters = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):
            return None, False  # a builtin tells no names
        named = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        return named, any(p.kind is p.VAR_KEYWORD for p in parameters)

    def _target(self, name: str) -> str:
        return self.renamed.get(name, name)

    def takes(self, name: str) -> bool:
        """Whether a parameter can be handed over."""
        return name in self.renamed or (self.names is not None and name in self.names) or (self.takes_any and not self.by_position)

    def call(self, function: Callable, arguments: dict[str, Any], parameters: dict[str, Any]) -> Any:
        inputs = [i.name for i in self.entry.inputs if i.name in arguments]
        keywords = {self._target(name): value for name, value in parameters.items() if self.takes(name)}
        if self.by_position:
            return function(*(arguments[name] for name in inputs), **keywords)
        return function(**{self._target(name): arguments[name] for name in inputs}, **keywords)


def describe(function: Any) -> str:
    """`module:name` of a function, as far as it has them."""
    name = getattr(function, "__qualname__", None) or type(function).__name__
    return f"{getattr(function, '__module__', None) or 'builtins'}:{name}"


def _default(parameter: Parameter) -> Any:
    if parameter.real:
        return float(parameter.default)
    return int(parameter.default) if parameter.default.lstrip("-").isdigit() else parameter.default


class Callee:
    """A function that is to compute an operation, ready to be asked cases."""

    def __init__(self, function: Callable, op: str, *, args: dict[str, str] | None = None, gradient: Callable | None = None,
                 framework_name: str | None = None, parameters: dict[str, Any] | None = None, outputs: Any = None, device: Any = None):
        self.function, self.entry, self.gradient = function, operation(op), gradient
        self.signature = Signature(function, self.entry, dict(args or {}))
        self.gradient_signature = Signature(gradient, self.entry, {k: v for k, v in (args or {}).items()}) if gradient else None
        self.library = framework(framework_name, function, device)
        self.parameters = dict(parameters or {})
        self.outputs = [outputs] if isinstance(outputs, str) else list(outputs or self._outputs())
        unknown = set(self.outputs) - set(self.entry.outputs)
        if unknown:
            raise _core.UsageError(f"{op} has no output {', '.join(sorted(unknown))}; it has {', '.join(self.entry.outputs)}")

    def _outputs(self) -> list[str]:
        """What can be asked for: second derivatives only on request, since a custom backward pass seldom has them."""
        if self.library.name in ("numpy", "cupy") and not self.gradient:
            return list(self.entry.results)
        return [name for name in self.entry.outputs if not name.startswith("H_")]

    def fixed(self) -> dict[str, Any]:
        """The parameters that every case must have: those the user names, and the defaults of those the function does not take."""
        fixed: dict[str, Any] = {}
        for parameter in self.entry.parameters:
            if parameter.name in self.parameters or self.signature.takes(parameter.name):
                continue
            if parameter.default:
                fixed[parameter.name] = _default(parameter)
            elif parameter.optional:
                fixed[parameter.name] = None
        real = {p.name for p in self.entry.parameters if p.real}
        fixed.update({k: float(v) if k in real and v is not None else v for k, v in self.parameters.items()})
        return fixed

    def _check(self, parameters: dict[str, Any]) -> None:
        fixed = self.fixed()
        for name, value in parameters.items():
            if name in fixed and fixed[name] != value and str(fixed[name]) != str(value):
                raise Unsupported(f"{describe(self.function)} has no argument {name} and is judged with {name} = {fixed[name]}, not {value}")

    def options(self) -> set[str]:
        """The optional inputs and parameters that the function takes, by itself or because the user fixed them."""
        names = {i.name for i in self.entry.inputs if i.optional} | {p.name for p in self.entry.parameters}
        differentiated = self.gradient is None and any(name not in self.entry.results for name in self.outputs)
        return {name for name in names if self.signature.takes(name) or name in self.parameters or (name == "upstream" and differentiated)}

    def _check_inputs(self, case: Any, shapes: dict[str, list[int]]) -> None:
        """An optional input goes only to a function that has it; an upstream gradient is what autograd starts from."""
        for name in (i.name for i in self.entry.inputs if i.optional and i.name in case.inputs):
            if self.signature.takes(name) or (name == "upstream" and self._differentiates(shapes)):
                continue
            raise Unsupported(f"{describe(self.function)} has no argument {name}")

    def _differentiates(self, shapes: dict[str, list[int]]) -> bool:
        return self.gradient is None and any(name not in self.entry.results for name in shapes)

    def __call__(self, case: Any, shapes: dict[str, list[int]]) -> Any:
        """The answers as the extension module takes them."""
        try:
            self._check(case.parameters)
            self._check_inputs(case, shapes)
            parameters = {p.name: _default(p) for p in self.entry.parameters if p.default} | case.parameters
            with self.library.context(case.format):
                return self._answers(case, parameters, shapes)
        except (Unsupported, *REFUSALS) as refusal:
            return ("unsupported", f"{type(refusal).__name__}: {refusal}".splitlines()[0])
        except Exception as error:
            return ("error", f"{type(error).__name__}: {error}".splitlines()[0])

    def _answers(self, case: Any, parameters: dict[str, Any], shapes: dict[str, list[int]]) -> dict[str, Any]:
        whole = {i.name for i in self.entry.inputs if i.whole}
        tensors = {name: self.library.make(array, "i64" if name in whole else case.format) for name, array in case.inputs.items()}
        slopes = [name for name in shapes if name not in self.entry.results]
        if self._differentiates(shapes):
            upstream = None if self.signature.takes("upstream") else tensors.pop("upstream", None)
            results, found = self._differentiated(tensors, parameters, slopes, upstream)
        else:
            results = self._named(self.signature.call(self.function, tensors, parameters), self.entry.results)
            found = self._by_hand(tensors, parameters, slopes) if slopes else {}
        answers = {**results, **found}
        return {name: self._fitted(name, answers[name], shape) for name, shape in shapes.items() if name in answers}

    @staticmethod
    def _named(answer: Any, names: Any) -> dict[str, Any]:
        if isinstance(answer, dict):
            return answer
        return dict(zip(names, answer)) if isinstance(answer, tuple) else {names[0]: answer}

    def _by_hand(self, tensors: dict[str, Any], parameters: dict[str, Any], slopes: list[str]) -> dict[str, Any]:
        return self._named(self.gradient_signature.call(self.gradient, tensors, parameters), slopes)

    def _differentiated(self, tensors, parameters, slopes, upstream):
        argument = {name: name[2:] for name in slopes}
        wanted = sorted(set(argument.values()))
        kept: dict[str, Any] = {}

        def scalar(arguments):
            kept["answer"] = answer = self._named(self.signature.call(self.function, arguments, parameters), self.entry.results)
            return answer[self.entry.results[-1]]

        value, pull = self.library.pull(scalar, tensors, wanted)
        results = dict(kept["answer"]) if self.library.name == "torch" else {self.entry.results[-1]: value}
        found = {}
        plain = [name for name in slopes if name.startswith("d_")]
        if plain:
            start = self.library.cotangent(value, None) if upstream is None else self.library.like(upstream, value)
            gradients = pull(start)
            found = {name: gradients[argument[name]] for name in plain}
        for name in set(slopes) - set(plain):
            if name.startswith("H_"):
                raise Unsupported("second derivatives come from a named function: gradient=")
            if upstream is not None:
                raise Unsupported("a Jacobian has no upstream gradient")
            found[name] = [pull(self.library.cotangent(value, column))[argument[name]] for column in range(value.shape[-1])]
        return results, found

    def _fitted(self, name: str, answer: Any, shape: list[int]) -> tuple[np.ndarray, str]:
        if isinstance(answer, list):  # the rows of a Jacobian
            parts = [to_numpy(part) for part in answer]
            array, kind = np.stack([p for p, _ in parts], axis=-2), parts[0][1]
        else:
            array, kind = to_numpy(answer)
        if array.size != np.prod(shape, dtype=int) and array.size == 1:
            raise Unsupported(f"{name} is one number, expected shape {list(shape)}; a function that reduces takes reduction= or is judged "
                              "with parameters={'reduction': 'mean'}")
        return np.ascontiguousarray(array), kind

    def asked(self, formats: list[str]) -> dict[str, Any]:
        """What the extension module needs to make a subject of it."""
        where = describe(self.function)
        return {"function": self, "name": where.rsplit(":", 1)[-1], "version": "function", "operation": self.entry.name,
                "designation": "py:" + where, "formats": set(formats), "outputs": set(self.outputs), "options": self.options(),
                "details": {"framework": self.library.name, "function": where}}
