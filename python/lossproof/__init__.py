# SPDX-License-Identifier: Apache-2.0
"""lossproof: proves or refutes the numerical accuracy of an implementation of a machine-learning loss.

    import lossproof as lp
    c = lp.certify("softmax_cross_entropy", logits=z, label=t)               # c.value, c.d_logits: the correctly rounded truth
    b = lp.bound("softmax_cross_entropy", logits=z, label=t)                  # the error that is legitimate, and why
    lp.assert_certified(loss, "softmax_cross_entropy", logits=z, label=t)     # like assert_close, without a tolerance
    v = lp.judge(loss, "softmax_cross_entropy", formats=["f32", "bf16"])      # all hard inputs, all laws: a verdict
    lp.define("my_loss", "softplus(-y*f)", inputs={"f": "prediction", "y": "sign"})  # a loss of one's own, and all of that for it
"""
from __future__ import annotations

from typing import Any

from ._arrays import FormatError
from ._cases import HardCase, cases, strata
from ._certify import Bounds, Certificate, OutputBound, bound, certify
from ._core import UsageError, operations
from ._core import version as __version__
from ._define import define, define_from
from ._judge import CertifiedError, NotJudged, assert_certified, judge
from ._question import Input, Operation, Parameter, operation
from ._verdict import Cell, Failure, Law, Verdict

__all__ = ["Bounds", "Cell", "Certificate", "CertifiedError", "Failure", "FormatError", "HardCase", "Input", "Law", "NotJudged", "Operation",
           "OutputBound", "Parameter", "UsageError", "Verdict", "assert_certified", "bound", "cases", "certify", "define", "define_from", "judge", "operation",
           "operations", "strata", "strategies", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "strategies":  # hypothesis is imported only by who asks for it
        import importlib

        return importlib.import_module(".strategies", __name__)
    raise AttributeError(f"module 'lossproof' has no attribute '{name}'")
