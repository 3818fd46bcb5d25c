# SPDX-License-Identifier: Apache-2.0
"""hypothesis strategies over the regions of hard inputs. Needs `pip install lossproof[strategies]`."""
from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from . import _core
from ._arrays import format_name
from ._cases import HardCase, fixed_for, strata


def cases(op: str, *, dtype: Any = "f32", only: str | None = None, parameters: dict[str, Any] | None = None) -> st.SearchStrategy[HardCase]:
    """A HardCase of an operation: a region (ordinary ones first, to which hypothesis shrinks) and a seed within it.

    Raises UsageError for an unknown operation.
    """
    format = format_name(dtype)
    fixed = fixed_for(op, parameters)
    names = [only] if only else list(strata(op, format))

    def drawn(choice: tuple[str, int]) -> HardCase:
        stratum, seed = choice
        return HardCase(_core.draw_another(op, format, stratum, seed, fixed), stratum, seed)

    return st.tuples(st.sampled_from(names), st.integers(0, 2**32 - 1)).map(drawn)
