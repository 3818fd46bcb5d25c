# SPDX-License-Identifier: Apache-2.0
"""A loss of one's own: defined, certified, judged."""
import mpmath
import numpy as np
import pytest

import lossproof as lp


def hinge_like():
    return lp.define("own_logistic", "softplus(-y*f) + lam*f**2", inputs={"f": "prediction", "y": "sign"}, parameters={"lam": (0.01, "(0, inf)")})


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def test_certified_value_and_gradient_agree_with_mpmath():
    own = hinge_like()
    assert own.gradients == ("d_f",) and own.formula == "softplus(-y*f) + lam*f**2"
    f = np.array([[1.5, -30.25, 0.125]])
    c = lp.certify("own_logistic", f=f, y=np.array([[1, 1, -1]]), lam=0.25)
    mpmath.mp.dps = 60
    for x, y, value, slope in zip(f[0], [1, 1, -1], c.value[0], c.d_f[0]):
        def loss(v):
            return mpmath.log1p(mpmath.exp(-y * v)) + v ** 2 / 4
        assert float(loss(mpmath.mpf(x))) == value
        assert float(mpmath.nstr(mpmath.diff(loss, mpmath.mpf(x), h=mpmath.mpf(10) ** -25), 22)) == slope
    assert lp.bound("own_logistic", f=np.float32(1), y=1).value.ulps > 0


def test_right_is_acquitted_and_wrong_convicted():
    hinge_like()
    held = lp.judge(lambda f, y, lam: (softplus(-y * f) + lam * f * f).astype(f.dtype), "own_logistic", formats="f64", effort="smoke")
    assert held, held
    wrong = lp.judge(lambda f, y, lam: (np.log(1 + np.exp(-y * f)) + lam * f * f).astype(f.dtype), "own_logistic", formats="f64", effort="smoke")
    assert not wrong and wrong.failures


def test_an_error_shows_its_column():
    with pytest.raises(lp.UsageError, match=r"formula, column 18: unknown name 'lam'"):
        lp.define("own_broken", "softplus(-y*f) + lam*f", inputs={"f": "prediction", "y": "sign"})
    with pytest.raises(lp.UsageError, match=r"stable form, column 1: expected the same function"):
        lp.define("own_broken", "softplus(x)", inputs={"x": "logit"}, stable="softplus(-x)")
    with pytest.raises(lp.UsageError, match="unknown operation"):
        lp.operation("own_broken")


def test_a_name_may_be_defined_anew(tmp_path):
    lp.define("own_again", "x**2", inputs={"x": "real"})
    assert lp.certify("own_again", x=3.0).value == 9
    (tmp_path / "again.loss").write_text("loss own_again\ninput x: real [N,K]\nvalue x^3\n")
    assert lp.define_from(tmp_path / "again.loss").formula == "x^3"
    assert lp.certify("own_again", x=3.0).d_x == 27
