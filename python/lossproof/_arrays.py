# SPDX-License-Identifier: Apache-2.0
"""Arrays of any library as NumPy's and back. A library is looked at only if the caller has already imported it."""
from __future__ import annotations

import sys
from typing import Any

import numpy as np

KINDS = {"float64": "f64", "float32": "f32", "float16": "f16", "bfloat16": "bf16"}
"""Names of dtypes, as every library writes them, and ours."""


class FormatError(TypeError):
    """Numbers in a type that lossproof does not judge, or in several types at once."""


def format_name(dtype: Any) -> str:
    """`f32` for "f32", "float32", numpy.float32, torch.float32, jax.numpy.float32 …

    Raises FormatError for anything that is not binary64, binary32, binary16 or bfloat16.
    """
    name = str(getattr(dtype, "__name__", None) or getattr(dtype, "name", None) or dtype).rsplit(".", 1)[-1]
    if name in KINDS.values():
        return name
    if name in KINDS:
        return KINDS[name]
    raise FormatError(f"{dtype!r} is none of the formats float64, float32, float16, bfloat16")


def _torch_to_numpy(tensor: Any) -> tuple[np.ndarray, str | None]:
    torch = sys.modules["torch"]
    tensor = tensor.detach().cpu()
    if tensor.dtype == torch.bfloat16:
        return tensor.contiguous().view(torch.int16).numpy().view(np.uint16), "bf16"
    return tensor.resolve_conj().resolve_neg().numpy(), None


def is_of(value: Any, library: str) -> bool:
    """Whether a value's class comes from a library, without importing it."""
    return any(base.__module__.split(".")[0] == library for base in type(value).__mro__)


def _plain(value: Any) -> tuple[np.ndarray, str | None]:
    """The bytes as NumPy has them, and `bf16` where NumPy alone cannot say so."""
    if is_of(value, "torch"):
        return _torch_to_numpy(value)
    if is_of(value, "mlx") and str(value.dtype).endswith("bfloat16"):
        mlx = sys.modules["mlx.core"]
        return np.asarray(value.view(mlx.uint16)), "bf16"
    if is_of(value, "cupy"):
        return value.get(), None
    if hasattr(value, "__array__") or isinstance(value, (int, float, list, tuple, np.generic)):
        return np.asarray(value), None
    if hasattr(value, "__dlpack__"):
        return np.from_dlpack(value), None
    raise TypeError(f"expected an array, a tensor or numbers, got {type(value).__name__}")


def to_numpy(value: Any) -> tuple[np.ndarray, str]:
    """Row-major bytes and what they mean: `f64`, `f32`, `f16`, `bf16` (as uint16 bit patterns) or `i64`.

    Nothing is copied where the layout is row-major already and the numbers are where NumPy can see them.
    """
    array, kind = _plain(value)
    if kind is None and array.dtype.name == "bfloat16":
        array, kind = array.view(np.uint16), "bf16"
    if kind is None and array.dtype.kind in "iub":
        array, kind = array.astype(np.int64, copy=False), "i64"
    if kind is None:
        kind = format_name(array.dtype)
    return np.ascontiguousarray(array).reshape(array.shape), kind


def from_bits(array: np.ndarray, kind: str) -> np.ndarray:
    """bfloat16 bit patterns as an array of ml_dtypes, if that is installed, or as exact float32 numbers."""
    if kind != "bf16" or array.dtype != np.uint16:
        return array
    try:
        import ml_dtypes
    except ImportError:
        return (array.astype(np.uint32) << 16).view(np.float32)
    return array.view(ml_dtypes.bfloat16)


def same_kind(kinds: dict[str, str]) -> str:
    """The one format of several inputs. Raises FormatError if they differ."""
    found = sorted(set(kinds.values()) - {"i64"})
    if len(found) > 1:
        told = ", ".join(f"{name} is {kind}" for name, kind in kinds.items() if kind != "i64")
        raise FormatError(f"the inputs have several formats ({told}); convert them, or say format=")
    return found[0] if found else "f64"
