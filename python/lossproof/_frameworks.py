# SPDX-License-Identifier: Apache-2.0
"""What differs between libraries: a tensor from bytes, and derivatives. None is imported unless it is asked for.

A framework answers three questions. `make(array, kind)`: a tensor of these bytes. `pull(function, arguments, wanted)`: the value, and
a function that turns a cotangent of the value into the gradients of the wanted arguments. `cotangent(value, column)`: such a one.
"""
from __future__ import annotations

import importlib
import sys
from contextlib import nullcontext
from typing import Any, Callable

import numpy as np

from ._arrays import from_bits

Pull = Callable[[Any], dict[str, Any]]


class NoGradient(Exception):
    """The library cannot differentiate; the caller may name a function that does."""


class NumPy:
    name = "numpy"

    def __init__(self, device: Any = None):
        pass

    def make(self, array: np.ndarray, kind: str) -> Any:
        made = from_bits(array, kind)
        if kind == "bf16" and made.dtype == np.float32:
            raise NotImplementedError("NumPy has no bfloat16; install ml_dtypes")
        return made

    def context(self, kind: str) -> Any:
        return np.errstate(all="ignore")

    def pull(self, function: Callable, arguments: dict[str, Any], wanted: list[str]) -> tuple[Any, Pull]:
        raise NoGradient(f"{self.name} does not differentiate; name a function: gradient=")

    def cotangent(self, value: Any, column: int | None) -> Any:
        """Ones like a value, or ones in one column of it."""
        raise NoGradient(self.name)

    def like(self, tensor: Any, value: Any) -> Any:
        """The same numbers in the shape of a value."""
        return tensor.reshape(value.shape)


class Torch(NumPy):
    name = "torch"

    def __init__(self, device: Any = None):
        self.torch, self.device = importlib.import_module("torch"), device

    def make(self, array: np.ndarray, kind: str) -> Any:
        if kind == "bf16":
            tensor = self.torch.from_numpy(array.view(np.int16).copy()).view(self.torch.bfloat16)
        else:
            tensor = self.torch.from_numpy(array.copy())
        return tensor.to(self.device) if self.device is not None else tensor

    def context(self, kind: str) -> Any:
        return self.torch.enable_grad()

    def pull(self, function, arguments, wanted):
        leaves = {name: arguments[name].requires_grad_() for name in wanted}
        value = function({**arguments, **leaves})
        if not (isinstance(value, self.torch.Tensor) and value.requires_grad):
            raise NoGradient("the answer does not depend on its inputs through torch.autograd; name a function: gradient=")

        def gradients(cotangent):
            found = self.torch.autograd.grad(value, list(leaves.values()), cotangent, retain_graph=True, allow_unused=True)
            return {name: self.torch.zeros_like(leaves[name]) if g is None else g for name, g in zip(leaves, found)}

        return value, gradients

    def cotangent(self, value, column):
        if column is None:
            return self.torch.ones_like(value)
        picked = self.torch.zeros_like(value)
        picked[..., column] = 1
        return picked


class Jax(NumPy):
    name = "jax"

    def __init__(self, device: Any = None):
        self.jax, self.jnp, self.device = importlib.import_module("jax"), importlib.import_module("jax.numpy"), device

    def make(self, array, kind):
        if kind == "bf16":
            return self.jax.lax.bitcast_convert_type(self.jnp.asarray(array), self.jnp.bfloat16)
        return self.jax.device_put(self.jnp.asarray(array), self.device)

    def context(self, kind):
        if hasattr(self.jax, "enable_x64"):
            return self.jax.enable_x64(True)
        return importlib.import_module("jax.experimental").enable_x64()

    def pull(self, function, arguments, wanted):
        def of(leaves):
            return function({**arguments, **leaves})

        value, backward = self.jax.vjp(of, {name: arguments[name] for name in wanted})
        return value, lambda cotangent: backward(cotangent)[0]

    def cotangent(self, value, column):
        return self.jnp.ones_like(value) if column is None else self.jnp.zeros_like(value).at[..., column].set(1)


class TensorFlow(NumPy):
    name = "tensorflow"

    def __init__(self, device: Any = None):
        self.tf, self.device = importlib.import_module("tensorflow"), device

    def like(self, tensor, value):
        return self.tf.reshape(tensor, value.shape)

    def make(self, array, kind):
        return self.tf.bitcast(self.tf.constant(array), self.tf.bfloat16) if kind == "bf16" else self.tf.constant(array)

    def context(self, kind):
        return nullcontext()

    def pull(self, function, arguments, wanted):
        leaves = {name: self.tf.Variable(arguments[name]) for name in wanted}
        with self.tf.GradientTape(persistent=True) as tape:
            value = function({**arguments, **{name: leaf.value() for name, leaf in leaves.items()}})
        return value, lambda cotangent: tape.gradient(value, leaves, cotangent, unconnected_gradients="zero")

    def cotangent(self, value, column):
        if column is None:
            return self.tf.ones_like(value)
        return self.tf.one_hot(self.tf.fill(value.shape[:-1], column), value.shape[-1], dtype=value.dtype)


class Mlx(NumPy):
    name = "mlx"

    def __init__(self, device: Any = None):
        self.mx = importlib.import_module("mlx.core")

    def make(self, array, kind):
        made = self.mx.array(array)
        return made.view(self.mx.bfloat16) if kind == "bf16" else made

    def context(self, kind):
        return nullcontext()

    def pull(self, function, arguments, wanted):
        leaves = [arguments[name] for name in wanted]

        def of(*values):
            return function({**arguments, **dict(zip(wanted, values))})

        def gradients(cotangent):
            return dict(zip(wanted, self.mx.vjp(of, leaves, [cotangent])[1]))

        return of(*leaves), gradients

    def cotangent(self, value, column):
        if column is None:
            return self.mx.ones_like(value)
        picked = self.mx.zeros_like(value)
        picked[..., column] = 1
        return picked


class CuPy(NumPy):
    name = "cupy"

    def __init__(self, device: Any = None):
        self.cupy = importlib.import_module("cupy")

    def make(self, array, kind):
        return self.cupy.asarray(from_bits(array, kind))


ALL = {"numpy": NumPy, "torch": Torch, "jax": Jax, "tensorflow": TensorFlow, "mlx": Mlx, "cupy": CuPy}
ROOTS = {"numpy": "numpy", "torch": "torch", "jax": "jax", "jaxlib": "jax", "optax": "jax", "flax": "jax", "tensorflow": "tensorflow",
         "keras": "tensorflow", "mlx": "mlx", "cupy": "cupy", "scipy": "numpy"}


def _closed_over(function: Any) -> dict[str, Any]:
    cells = zip(function.__code__.co_freevars, function.__closure__ or ()) if hasattr(function, "__code__") else ()
    found = {}
    for name, cell in cells:
        try:
            found[name] = cell.cell_contents
        except ValueError:  # not bound yet
            continue
    return found


def _named_in(function: Any) -> list[str]:
    """The libraries that a function's own module, its class, or the globals it reads come from, in this order."""
    modules = [getattr(function, "__module__", None) or "", *(base.__module__ for base in type(function).__mro__)]
    inner = getattr(function, "__wrapped__", None) or getattr(function, "func", None) or function
    if not hasattr(inner, "__code__"):
        inner = getattr(type(function), "forward", None) or getattr(type(function), "__call__", None)
    code, known = getattr(inner, "__code__", None), dict(getattr(inner, "__globals__", {}))
    known.update(_closed_over(inner))
    for name in (*code.co_names, *code.co_freevars) if code else ():
        value = known.get(name)
        modules.append(getattr(value, "__name__" if type(value) is type(sys) else "__module__", None) or "")
    return [ROOTS[m.split(".")[0]] for m in modules if isinstance(m, str) and m.split(".")[0] in ROOTS]


def framework(choice: Any, function: Any, device: Any = None) -> Any:
    """The framework by name, or the one that the function itself names; NumPy where it names none."""
    if choice is None:
        found = _named_in(function)
        others = [name for name in found if name != "numpy"]
        choice = (others or found or ["numpy"])[0]
    if choice not in ALL:
        raise ValueError(f"unknown framework {choice!r}; expected one of {', '.join(ALL)}")
    return ALL[choice](device)
