# SPDX-License-Identifier: Apache-2.0
"""Losses of regions and of pairs of rows, from the definitions, in mpmath: the plain formulas, at a precision that sees through them.
What is exactly 0 though its parts are irrational is asked of their squares, which are rational."""
from mpmath import mpf, sqrt, isinf, isnan, inf, nan, fsum, sign

from formulas import ZERO, ONE, undefined
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
