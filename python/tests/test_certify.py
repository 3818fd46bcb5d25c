# SPDX-License-Identifier: Apache-2.0
"""Certified values against mpmath and against published digits."""
import mpmath
import numpy as np
import pytest

import lossproof as lp


def rounded(value, dtype):
    """The nearest number of a NumPy type: mpmath's 400 bits, then one rounding through decimal digits."""
    return np.dtype(dtype).type(mpmath.nstr(value, 60))


def test_published_digits():
    c = lp.certify("softmax_cross_entropy", logits=np.array([50.0, 0, 0]), label=0)
    assert float(c.value).hex() == "0x1.d257d547e083fp-72"
    assert c.value.shape == () and c.d_logits.shape == (3,)


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_value_and_gradient_agree_with_mpmath(dtype):
    mpmath.mp.prec = 400
    z = np.array([[1.5, -2.25, 0.125], [30, 0.5, -1]], dtype=dtype)
    c = lp.certify("softmax_cross_entropy", logits=z, label=np.array([2, 0]))
    for row, t in enumerate([2, 0]):
        e = [mpmath.exp(mpmath.mpf(float(x))) for x in z[row]]
        assert c.value[row] == rounded(mpmath.log(sum(e)) - mpmath.mpf(float(z[row][t])), dtype)
        for j in range(3):
            assert c.d_logits[row, j] == rounded(e[j] / sum(e) - (j == t), dtype)
    assert c.value.dtype == c.d_logits.dtype == z.dtype


def test_shapes_follow_the_inputs():
    z = np.arange(24, dtype="f4").reshape(2, 4, 3)
    c = lp.certify("softmax_cross_entropy", logits=z, label=np.zeros((2, 4), int))
    assert c.value.shape == (2, 4) and c.d_logits.shape == (2, 4, 3)
    assert lp.certify("softplus", x=np.float32(1)).value.shape == ()
    assert lp.certify("softplus", x=np.ones((2, 3, 4), "f4")).d_x.shape == (2, 3, 4)
    strided = np.ones((4, 6), "f4")[::2, ::3]
    assert lp.certify("softplus", x=strided).value.shape == (2, 2)
    assert lp.certify("softmax", logits=[1.0, 2.0]).J_logits.shape == (2, 2)


def test_reductions_and_parameters():
    x = np.array([[0.5, 1.5]])
    assert lp.certify("huber", prediction=x, target=np.zeros_like(x), delta=1, reduction="sum").value == 0.125 + 1.0
    assert lp.certify("huber", prediction=x, target=0 * x, delta=2.0).value.tolist() == [[0.125, 1.125]]


def test_bfloat16():
    ml_dtypes = pytest.importorskip("ml_dtypes")
    c = lp.certify("softplus", x=np.array([0, 3, -80], dtype=ml_dtypes.bfloat16))
    assert c.value.dtype == ml_dtypes.bfloat16
    expected = [mpmath.log1p(mpmath.exp(x)) for x in (0, 3, -80)]
    for got, true in zip(c.value, expected):
        assert got == ml_dtypes.bfloat16(float(true))
        assert abs(mpmath.mpf(float(got)) - true) <= true * mpmath.mpf(2) ** -8


def test_enclosure_condition_and_residual():
    mpmath.mp.prec = 400
    c = lp.certify("softplus", x=np.float64(-3.5))
    true = mpmath.log1p(mpmath.exp(mpmath.mpf("-3.5")))
    (low, high), = c.enclosure()
    assert mpmath.mpf(low) <= true <= mpmath.mpf(high)
    kappa = mpmath.mpf("3.5") / (1 + mpmath.exp(mpmath.mpf("3.5")))
    assert abs(c.condition() / float(kappa) - 1) < 1e-9
    below, above = c.residual()
    assert below <= float(true - mpmath.mpf(float(c.value))) <= above
    assert c.undecided == 0


def test_bound_holds_the_stable_form_and_not_the_textbook():
    z = np.array([[-20.0]], dtype="f4")
    b, c = lp.bound("softplus", x=z), lp.certify("softplus", x=z)
    naive, stable = np.log(1 + np.exp(z)), np.log1p(np.exp(z))
    assert abs(stable - c.value) <= b.value.error < abs(naive - c.value)
    assert b.value.kind == "accurate" and b.value.derivation and b.outputs == ["value", "d_x"]
    assert b.value.error == b.value.ulps * 2.0 ** (-29 - 23)  # exp(-20) lies in [2^-29, 2^-28)


@pytest.mark.parametrize("given, told", [
    (dict(op="sofplus", x=1.0), "did you mean 'softplus'"),
    (dict(op="softplus", y=1.0), "it has inputs x"),
    (dict(op="softmax_cross_entropy", logits=[1.0, 2.0], label=0.5), "whole numbers"),
    (dict(op="softmax_cross_entropy", logits=[1.0, 2.0], label=7), "label"),
    (dict(op="softplus", x=0.1, format="f16"), "f16"),
])
def test_bad_questions_say_what_was_expected(given, told):
    op = given.pop("op")
    with pytest.raises(ValueError, match=".*".join(told.split("…"))):
        lp.certify(op, **given)


def test_mixed_formats_are_refused():
    with pytest.raises(lp.FormatError, match="logits is f64, target is f32"):
        lp.certify("focal_loss", logits=np.ones((1, 1)), target=np.ones((1, 1), "f4"))
    with pytest.raises(lp.FormatError, match="complex"):
        lp.certify("softplus", x=np.ones(2, complex))
