# SPDX-License-Identifier: Apache-2.0
"""Losses of log-probabilities and of pairs of answers, of signs and of pairs of scores, from the definitions, in mpmath.

Formulas are the plain ones: the precision sees through what cancels. Only where an exponential decides beyond any precision
(e^x of an x of thousands) is a sum of terms of one sign written."""
from mpmath import mpf, exp, expm1, log, log1p, sqrt, isnan, inf, nan, fsum

from formulas import ZERO, ONE, adam_step, over_root, sigma, times, undefined, zeta
from rows import NANS, no_limit, softmax_cross_entropy, surprise, weights


def complement(x):
    """log(1 − e^x)."""
    return -inf if x == 0 else log(-expm1(x)) if x > -100 else log1p(-exp(x))


def log1mexp(g, x):
    if x > 0:
        return nan, {"d_x": nan}
    return complement(x), {"d_x": -inf if x == 0 else exp(x) / expm1(x)}


def log_odds(g, x):
    if x > 0:
        return nan, {"d_x": nan}
    return x - complement(x), {"d_x": inf if x == 0 else -1 / expm1(x)}


def orpo(g, c, r):
    if c > 0 or r > 0 or (c == r and c in (0, -inf)):
        return nan, {"d_chosen": nan, "d_rejected": nan}
    if c == 0:
        return ZERO, {"d_chosen": exp(r) / expm1(r), "d_rejected": ZERO}
    if r == 0:
        return inf, {"d_chosen": 1 / expm1(c), "d_rejected": inf}
    lead = log_odds(g, c)[0] - log_odds(g, r)[0]
    return zeta(-lead), {"d_chosen": sigma(-lead) / expm1(c), "d_rejected": -sigma(-lead) / expm1(r)}


def bradley_terry(g, c, r):
    t = nan if undefined(c, r) else c - r - g["margin"]
    return (nan, {"d_chosen": nan, "d_rejected": nan}) if isnan(t) else (zeta(-t), {"d_chosen": -sigma(-t), "d_rejected": sigma(-t)})


def lead_of(c, r, c0, r0):
    return (c - r) - (c0 - r0)


def dpo(g, *pair):
    h, e = lead_of(*pair), g.get("smoothing", ZERO)
    if isnan(h):
        return nan, {"d_chosen": nan, "d_rejected": nan}
    x = times(g["beta"], h)
    slope = g["beta"] * (times(e, sigma(x)) - (1 - e) * sigma(-x))
    return (1 - e) * zeta(-x) + times(e, zeta(x)), {"d_chosen": slope, "d_rejected": -slope}


def ipo(g, *pair):
    e = lead_of(*pair) - 1 / (2 * g["beta"])
    return e * e, {"d_chosen": 2 * e, "d_rejected": -2 * e}


def k1_kl(g, policy, reference):
    return policy - reference, {"d_log_probabilities": nan if undefined(policy, reference) else ONE}


def k2_kl(g, policy, reference):
    r = reference - policy
    return r * r / 2, {"d_log_probabilities": -r}


def k3_kl(g, policy, reference):
    r = reference - policy
    return inf if r == inf else expm1(r) - r, {"d_log_probabilities": -expm1(r)}


def ppo_clip(g, policy, old, advantage):
    if undefined(policy, old):
        return nan, {"d_log_probabilities": nan}
    ratio, low, high = exp(policy - old), 1 - g["clip_low"], 1 + g["clip_high"]
    if advantage == 0:
        return ZERO, {"d_log_probabilities": ZERO}
    if (advantage > 0 and ratio > high) or (advantage < 0 and ratio < low):
        return -(high if advantage > 0 else low) * advantage, {"d_log_probabilities": ZERO}
    product = ZERO if ratio == 0 else ratio * advantage  # beside an infinite advantage the limit along it
    return -product, {"d_log_probabilities": -product}


# ---- signs ----------------------------------------------------------------------------------------------------------

def exponential_loss(g, f, s):
    return exp(-s * f), {"d_prediction": -s * exp(-s * f)}


def modified_huber(g, f, s):
    t = s * f
    if t < -1:
        return -4 * t, {"d_prediction": mpf(-4 * s)}
    return max(ZERO, 1 - t) ** 2, {"d_prediction": -2 * s * max(ZERO, 1 - t)}


def margin_ranking(g, a, b, s):
    t = g["margin"] - s * (a - b)
    if isnan(t):
        return nan, {"d_a": nan, "d_b": nan}
    return max(ZERO, t), {"d_a": mpf(-s if t > 0 else 0), "d_b": mpf(s if t > 0 else 0)}


# ---- rows of logits -------------------------------------------------------------------------------------------------

def selected_log_probability(g, z, t):
    z = [v / g["temperature"] for v in z]
    value, slopes = softmax_cross_entropy(g, z, t)
    return -value, {"d_logits": [-v / g["temperature"] for v in slopes["d_logits"]]}


def siglip(g, z, n):
    value = fsum(zeta(-v if j == n else v) for j, v in enumerate(z))
    return value, {"d_logits": [-sigma(-v) if j == n else sigma(v) for j, v in enumerate(z)]}


def entropy_from_logits(g, z):
    if inf in z or no_limit(z):
        return nan, {"d_logits": NANS(z)}
    p, _ = weights(z)
    lost = [times(w, surprise(z, j)) for j, w in enumerate(p)]  # p = 0 adds nothing
    entropy = fsum(lost)
    return entropy, {"d_logits": [ZERO if w == 0 else b - w * entropy for w, b in zip(p, lost)]}


# ---- deviances ------------------------------------------------------------------------------------------------------

def poisson_deviance(g, mu, y):
    if not (0 < mu < inf and 0 <= y < inf):
        return nan, {"d_prediction": nan}
    return 2 * (times(y, log(y / mu) if y else ZERO) - y + mu), {"d_prediction": 2 * (1 - y / mu)}


def gamma_deviance(g, mu, y):
    if not (0 < mu < inf and 0 < y < inf):
        return nan, {"d_prediction": nan}
    return 2 * ((y - mu) / mu - log(y / mu)), {"d_prediction": 2 * (1 - y / mu) / mu}


# ---- steps ----------------------------------------------------------------------------------------------------------

def nesterov_step(g, theta, grad, v):
    slope = grad + times(g["weight_decay"], theta)
    velocity = times(g["momentum"], v) + slope
    return {"theta": theta - times(g["learning_rate"], slope + times(g["momentum"], velocity)), "state_v": velocity}


def scaled_step(g, theta, grad, s):
    step = nan if s < 0 else over_root(grad, sqrt(s), g["epsilon"])
    return {"theta": nan if isnan(step) else theta - times(g["learning_rate"], step), "state_s": s}


def rmsprop_step(g, theta, grad, s):
    return scaled_step(g, theta, grad, times(g["alpha"], s) + (1 - g["alpha"]) * grad * grad)


def adagrad_step(g, theta, grad, s):
    return scaled_step(g, theta, grad, s + grad * grad)


def adamw_step(g, theta, grad, m, s):
    plain = adam_step({**g, "learning_rate": ONE}, ZERO, grad, m, s)
    direction = -plain["theta"] + times(g["weight_decay"], theta)
    return {**plain, "theta": nan if isnan(plain["theta"]) else theta - times(g["learning_rate"], direction)}
