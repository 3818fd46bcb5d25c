# SPDX-License-Identifier: Apache-2.0
"""Losses of regions and of pairs of rows, rows divided by their norms, divergences, from the definitions, in mpmath: the plain formulas, at a precision that sees through them.
What is exactly 0 though its parts are irrational is asked of their squares, which are rational."""
from mpmath import exp, expm1, log, sqrt, isinf, isnan, inf, nan, fsum, sign

from formulas import ZERO, ONE, in_base, undefined
from rows import NANS


def shares(*regions):
    return all(0 <= v <= 1 for row in regions for v in row)


def dice(g, p, t):
    s, both = g["smooth"], fsum(a * b for a, b in zip(p, t))
    total = fsum(p) + fsum(t) + s
    if not shares(p, t) or total == 0:
        return nan, {"d_p": NANS(p)}
    top = 2 * both + s
    return 1 - top / total, {"d_p": [(top - 2 * b * total) / total**2 for b in t]}


def tversky(g, p, t):
    s, both = g["smooth"], fsum(a * b for a, b in zip(p, t))
    total = both + g["alpha"] * fsum(a * (1 - b) for a, b in zip(p, t)) + g["beta"] * fsum((1 - a) * b for a, b in zip(p, t)) + s
    if not shares(p, t) or total == 0:
        return nan, {"d_p": NANS(p)}
    grows = [b + g["alpha"] * (1 - b) - g["beta"] * b for b in t]
    return 1 - (both + s) / total, {"d_p": [((both + s) * v - b * total) / total**2 for b, v in zip(t, grows)]}


# ---- distances ------------------------------------------------------------------------------------------------------

def dot(a, b):
    return fsum(u * v for u, v in zip(a, b))


def unit(x):
    """x/‖x‖; 0 for 0; beside one infinite entry the others vanish, of two the direction is unknown."""
    endless = sum(bool(isinf(v)) for v in x)
    if endless:
        return [ZERO if not isinf(v) else nan if endless > 1 else sign(v) for v in x]
    norm = sqrt(dot(x, x))
    return [v / norm if norm else ZERO for v in x]


def minus(a, b):
    return [u - v for u, v in zip(a, b)]


def negative(x):
    return [-v for v in x]


def contrastive(g, a, b, y):
    names = ("d_a", "d_b")
    if y not in (0, 1) or any(undefined(u, v) for u, v in zip(a, b)):
        return nan, {name: NANS(a) for name in names}
    gap = minus(a, b)
    squares = dot(gap, gap)
    if y == 1:
        return squares / 2, {"d_a": gap, "d_b": negative(gap)}
    short = max(ZERO, g["margin"] - sqrt(squares))
    slope = [ZERO if short == 0 else -short * v for v in unit(gap)]
    return short**2 / 2, {"d_a": slope, "d_b": negative(slope)}


def triplet_margin(g, a, p, n):
    names = ("d_anchor", "d_positive", "d_negative")
    to_p, to_n = minus(a, p), minus(a, n)
    if any(isnan(v) for v in to_p + to_n) or inf in map(abs, to_p) and inf in map(abs, to_n):
        return nan, {name: NANS(a) for name in names}
    pp, nn = dot(to_p, to_p), dot(to_n, to_n)
    loss = (ZERO if pp == nn else sqrt(pp) - sqrt(nn)) + g["margin"]
    if loss <= 0:
        return ZERO, {name: [ZERO] * len(a) for name in names}
    by_p, by_n = unit(to_p), unit(to_n)
    same = [not isinf(pp) and u * v > 0 and u * u * nn == v * v * pp for u, v in zip(to_p, to_n)]
    return loss, {"d_anchor": [ZERO if e else u - v for e, u, v in zip(same, by_p, by_n)], "d_positive": negative(by_p), "d_negative": by_n}


# ---- angles ---------------------------------------------------------------------------------------------------------

def angle_slope(a, b, least):
    """∂/∂a of a·b/(max(‖a‖, ε) max(‖b‖, ε)): b over both lengths, less what lies along a where a is not held."""
    aa, bb, ab = dot(a, a), dot(b, b), dot(a, b)
    if aa <= least**2:
        return [v / least / max(sqrt(bb), least) for v in b]
    across = [v * aa - ab * u for u, v in zip(a, b)]
    return [ZERO if v == 0 else v / aa / sqrt(aa) / max(sqrt(bb), least) for v in across]


def finite(*rows):
    return not any(isinf(v) or isnan(v) for row in rows for v in row)


def cosine(a, b, least=ZERO):
    ab, lengths = dot(a, b), [dot(a, a), dot(b, b)]
    if ab == 0:
        return ZERO
    if min(lengths) > least**2:
        squared = ab * ab / lengths[0] / lengths[1]
        return sign(ab) * (ONE if ab * ab == lengths[0] * lengths[1] else sqrt(squared))
    return ab / max(sqrt(lengths[0]), least) / max(sqrt(lengths[1]), least)


def cosine_similarity(g, a, b):
    least = g.get("epsilon", ZERO)
    if not finite(a, b) or least == 0 and not (any(a) and any(b)):
        return nan, {"d_a": NANS(a), "d_b": NANS(b)}
    return cosine(a, b, least), {"d_a": angle_slope(a, b, least), "d_b": angle_slope(b, a, least)}


def cosine_embedding(g, a, b, label):
    if not finite(a, b) or not (any(a) and any(b)):
        return nan, {"d_a": NANS(a), "d_b": NANS(b)}
    by_a, by_b, c = angle_slope(a, b, ZERO), angle_slope(b, a, ZERO), cosine(a, b)
    if label == 1:
        return 1 - c, {"d_a": negative(by_a), "d_b": negative(by_b)}
    pushed = c > g["margin"]
    return max(ZERO, c - g["margin"]), {"d_a": [v * pushed for v in by_a], "d_b": [v * pushed for v in by_b]}


# ---- normalised rows ------------------------------------------------------------------------------------------------

def scaled_by(w, v):
    return nan if isnan(w) else ZERO if v == 0 else w * v


def rms_norm(g, x, w=None):
    """With q = K²(mean x² + ε), a sum of products of data: nothing is divided before the end, so that what is rational comes out exactly."""
    k, more = len(x), len(x) * g["epsilon"]
    q = k * (fsum(v * v for v in x) + more)
    if not finite(x) or q == 0:
        return NANS(x), {"J_x": [nan] * k**2}
    w = w or [ONE] * k
    others = [fsum(v * v for j, v in enumerate(x) if j != i) for i in range(k)]
    slope = lambda i, j: k * k * (others[i] + more if i == j else -x[i] * x[j]) / (q * sqrt(q))
    return [scaled_by(w[i], k * v / sqrt(q)) for i, v in enumerate(x)], {"J_x": [scaled_by(w[i], slope(i, j)) for i in range(k) for j in range(k)]}


def layer_norm(g, x, w=None, b=None):
    """With c = K(x − mean x) and q = K⁴(var x + ε), by the same care."""
    k = len(x)
    if not finite(x) or g["epsilon"] == 0 and all(v == x[0] for v in x):
        return NANS(x), {"J_x": [nan] * k**2}
    w, b = w or [ONE] * k, b or [ZERO] * k
    c = [k * v - fsum(x) for v in x]
    total = fsum(v * v for v in c) + k**3 * g["epsilon"]
    root = sqrt(k * total)
    slope = lambda i, j: k * ((k * (i == j) - 1) * total - k * c[i] * c[j]) / (total * root)
    return ([scaled_by(w[i], k * c[i] / root) + b[i] for i in range(k)],
            {"J_x": [scaled_by(w[i], slope(i, j)) for i in range(k) for j in range(k)]})


# ---- divergences ----------------------------------------------------------------------------------------------------

def js_distance(g, p, q):
    if any(v < 0 for v in p + q):
        return nan, {}
    half = lambda a, m: a * log(a / m) / 2 if a else ZERO
    value = fsum(half(a, (a + b) / 2) + half(b, (a + b) / 2) for a, b in zip(p, q))
    if p == q and finite(p):
        return ZERO, {}
    value = in_base(value, g)
    return nan if isnan(value) or value < 0 else sqrt(value), {}


def gaussian_kl(g, mp, sp, mq=None, sq=None):
    logarithm, sigma = g["spread"].startswith("log"), g["spread"].endswith("sigma")
    mq, sq = (ZERO, ZERO if logarithm else ONE) if mq is None else (mq, sq)
    names = ("d_mean_p", "d_spread_p", "d_mean_q", "d_spread_q")
    if undefined(mp, mq) or sp == sq == inf or (sq == -inf if logarithm else sp < 0 or sq <= 0):
        return nan, {name: nan for name in names}
    power = 2 if sigma else 1
    gap, vq = mp - mq, exp(power * sq) if logarithm else sq**power
    ratio = exp(power * (sp - sq)) if logarithm else (sp / sq) ** power
    log_ratio = power * (sp - sq if logarithm else log(sp / sq) if sp and sp < inf > sq else -inf if sq == inf or sp == 0 else inf)
    excess = expm1(log_ratio) if logarithm else ratio - 1
    far = ZERO if gap == 0 else gap * gap / vq if not (isinf(gap) and isinf(vq)) else nan
    value = inf if isinf(log_ratio) or isinf(gap) else (excess - log_ratio + far) / 2
    slope = ZERO if gap == 0 else nan if isinf(gap) and isinf(vq) else gap / vq
    by_p, by_q = power * excess / 2, -power * (excess + far) / 2
    if not logarithm:
        by_p = -inf if sp == 0 else (inf if sigma else 1 / vq / 2) if sp == inf else by_p / sp
        by_q = by_q / sq
    return value, dict(zip(names, (slope, by_p, -slope, by_q)))
