# SPDX-License-Identifier: Apache-2.0
"""The operations of one number or one row, written from the definitions: value and gradients, in mpmath.

Every function answers (value, {gradient: …}). It shares nothing with the C++ reference. Where one logit leads by more than
any precision could hold, 1 − p is written as the sum of the others; otherwise the formulas are the plain ones."""
from mpmath import mp, mpf, exp, log, log1p, expm1, sqrt, tanh, isinf, isnan, inf, nan, pi, fsum

ZERO, ONE = mpf(0), mpf(1)


def times(weight, value):
    return nan if isnan(value) else ZERO if weight == 0 else weight * value


def sigma(x):
    return 1 / (1 + exp(-x)) if x >= 0 else 1 - 1 / (1 + exp(x)) if x > -50 else exp(x) / (1 + exp(x))


def zeta(x):
    return log1p(exp(x)) if x < 50 else x + log1p(exp(-x))


def in_base(value, given):
    return value / log(given["base"]) if "base" in given else value


def undefined(a, b):
    return isinf(a) and a == b


# ---- one number -----------------------------------------------------------------------------------------------------

def sigmoid(g, x):
    return sigma(x), {"d_x": sigma(x) * sigma(-x)}


def log_sigmoid(g, x):
    return -zeta(-x), {"d_x": sigma(-x)}


def softplus(g, x):
    return zeta(x), {"d_x": sigma(x)}


def relu(g, x):
    return (x, {"d_x": ONE}) if x > 0 else (ZERO, {"d_x": ZERO})


def logit(g, x):
    if not 0 <= x <= 1:
        return nan, {"d_x": nan}
    if x in (0, 1):
        return (-inf if x == 0 else inf), {"d_x": inf}
    return log(x) - log(1 - x), {"d_x": 1 / x + 1 / (1 - x)}


def binary_cross_entropy(g, p, y):
    if not (0 <= y <= 1 and 0 <= p <= 1):
        return nan, {"d_p": nan}
    value = times(y, inf if p == 0 else -log(p)) + times(1 - y, inf if p == 1 else -log(1 - p))
    if (p == 0 and y) or (p == 1 and y != 1):
        return value, {"d_p": -inf if p == 0 else inf}
    return value, {"d_p": 1 / (1 - p) if y == 0 else -1 / p if y == 1 else (p - y) / (p * (1 - p))}


def binary_cross_entropy_with_logits(g, z, y):
    if not 0 <= y <= 1:
        return nan, {"d_logits": nan, "H_logits": nan}
    return times(y, zeta(-z)) + times(1 - y, zeta(z)), {"d_logits": -sigma(-z) if y == 1 else sigma(z) - y, "H_logits": sigma(z) * sigma(-z)}


def binary_hinge(g, f, s):
    t = g["margin"] - s * f
    return max(ZERO, t), {"d_prediction": mpf(-s) if t > 0 else ZERO}


def squared_hinge(g, f, s):
    t = g["margin"] - s * f
    return max(ZERO, t) ** 2, {"d_prediction": -2 * s * t if t > 0 else ZERO}


def self_information(g, p):
    if p < 0:
        return nan, {"d_p": nan}
    return in_base(inf if p == 0 else -log(p), g), {"d_p": in_base(-inf if p == 0 else -1 / p, g)}


def focal_loss(g, z, y):
    if y not in (0, 1):
        return nan, {"d_logits": nan}
    a, gamma, s = (ONE if "alpha" not in g else g["alpha"] if y else 1 - g["alpha"]), g["gamma"], z if y else -z
    fade = exp(-times(gamma, zeta(s)))
    if isinf(s):
        return (times(a, inf), {"d_logits": -a if y else a}) if s < 0 else (ZERO, {"d_logits": ZERO})
    slope = -gamma * fade * sigma(s) * zeta(-s) - fade * sigma(-s)
    return a * fade * zeta(-s), {"d_logits": a * slope * (1 if y else -1)}


# ---- prediction and target ------------------------------------------------------------------------------------------

def difference(inner):
    def loss(g, a, b):
        if undefined(a, b):
            return nan, {"d_prediction": nan}
        value, slope = inner(g, a - b)
        return value, {"d_prediction": slope}
    return loss


@difference
def huber(g, d):
    delta = g["delta"]
    if delta < 0:
        return nan, nan
    if abs(d) <= delta:
        return d * d / 2, d
    return times(delta, abs(d) - delta / 2), delta if d > 0 else -delta


@difference
def smooth_l1(g, d):
    delta = g["delta"]
    if abs(d) < delta:
        return d * d / 2 / delta, d / delta
    return abs(d) - delta / 2, mp.sign(d)


@difference
def pseudo_huber(g, d):
    delta = g["delta"]
    if isinf(d):
        return inf, delta if d > 0 else -delta
    root = sqrt(1 + (d / delta) ** 2)
    return (sqrt(delta**2 + d * d) - delta) * delta if abs(d) > delta else d * d / (root + 1), d / root


@difference
def log_cosh(g, d):
    if isinf(d):
        return inf, mp.sign(d)
    value = abs(d) + log1p(exp(-2 * abs(d))) - log(2) if abs(d) > 1 else log1p(2 * mp.sinh(d / 2) ** 2)
    return value, tanh(d) if abs(d) < 1 else mp.sign(d) * (-expm1(-2 * abs(d))) / (1 + exp(-2 * abs(d)))


@difference
def quantile_loss(g, d):
    tau = g["alpha"]
    return (-tau * d, -tau) if d < 0 else ((1 - tau) * d, 1 - tau) if d > 0 else (ZERO, ZERO)


def poisson_nll(g, x, t):
    if isinf(x) and x > 0:
        return (nan, {"d_prediction": nan}) if t == inf else (inf, {"d_prediction": inf})
    return exp(x) - (ZERO if 0 in (x, t) else t * x), {"d_prediction": exp(x) - t}


def squared_error_of_sigmoid(g, z, y):
    e = -sigma(-z) if y == 1 else sigma(z) - y
    return e * e, {"d_logits": 2 * e * sigma(z) * sigma(-z)}


def gaussian_nll(g, a, b, v=None):
    v = v if v is not None else g["sigma"] ** 2 if "sigma" in g else ONE
    if v < 0 or undefined(a, b):
        return nan, {"d_prediction": nan, "d_variance": nan}
    d = a - b
    if v == 0:
        return (-inf, {"d_prediction": ZERO, "d_variance": inf}) if d == 0 else (inf, {"d_prediction": mp.sign(d) * inf, "d_variance": -inf})
    if isinf(v):
        return inf, {"d_prediction": d / v, "d_variance": nan if isinf(d) else ZERO}
    return (log(2 * pi * v) + d * d / v) / 2, {"d_prediction": d / v, "d_variance": (1 / v - d * d / v / v) / 2}


# ---- steps ----------------------------------------------------------------------------------------------------------

def sgd_step(g, theta, grad):
    return {"theta": theta - times(g["learning_rate"], grad)}


def weight_decay_step(g, theta, grad):
    return {"theta": theta - times(g["learning_rate"], grad + times(g["weight_decay"], theta))}


def momentum_step(g, theta, grad, v):
    velocity = times(g["momentum"], v) + grad + times(g["weight_decay"], theta)
    return {"theta": theta - times(g["learning_rate"], velocity), "state_v": velocity}


def over_root(m, root, extra):
    below = root + extra
    return m / below if not below == 0 else nan if m == 0 else mp.sign(m) * inf


def moments(g, grad, m, s):
    b1, b2 = g["beta1"], g["beta2"]
    return times(b1, m) + (1 - b1) * grad, times(b2, s) + (1 - b2) * grad * grad


def adam_step(g, theta, grad, m, s):
    m, s = moments(g, grad, m, s)
    spread = s / (1 - g["beta2"] ** g["t"])
    step = nan if s < 0 else over_root(m / (1 - g["beta1"] ** g["t"]), sqrt(spread), g["epsilon"])
    return {"theta": nan if isnan(step) else theta - times(g["learning_rate"], step), "state_m": m, "state_s": s}


def adam_step_as_printed(g, theta, grad, m, s):
    m, s = moments(g, grad, m, s)
    step = nan if s + g["epsilon"] < 0 else over_root(m, sqrt(s + g["epsilon"]), 0)
    return {"theta": nan if isnan(step) else theta - times(g["learning_rate"], step), "state_m": m, "state_s": s}
