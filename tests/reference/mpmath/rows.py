# SPDX-License-Identifier: Apache-2.0
"""The operations of one row and of whole tensors, written from the definitions, in mpmath."""
from mpmath import mp, mpf, exp, log, log1p, isinf, isnan, inf, nan, fsum

from formulas import ZERO, ONE, in_base, times, sigma

NANS = lambda row: [nan] * len(row)


def weights(z):
    """Softmax, and 1 − softmax as the sum of the others."""
    top = z.index(max(z))
    e = [ONE if j == top else exp(v - z[top]) if v != z[top] else ONE for j, v in enumerate(z)]
    total = fsum(e)
    return [v / total for v in e], [fsum(e[:j] + e[j + 1:]) / total for j in range(len(e))]


def surprise(z, t):
    """−log p_t."""
    if isinf(z[t]):
        return ZERO if z[t] > 0 else inf
    return log1p(fsum(exp(v - z[t]) for j, v in enumerate(z) if j != t)) if inf not in z else inf


def no_limit(z):
    return z.count(inf) > 1 or all(v == -inf for v in z)


def jacobian(z, entry):
    if inf in z or no_limit(z):
        return [nan] * len(z) ** 2
    return [entry(i, j) for i in range(len(z)) for j in range(len(z))]


def curvature(z, mass=ONE):
    """mass·(diag(p) − ppᵀ)."""
    p, rest = (NANS(z), NANS(z)) if no_limit(z) else weights(z)
    return jacobian(z, lambda i, j: mass * p[i] * (rest[i] if i == j else -p[j]))


def logsumexp(g, z):
    if inf in z or all(v == -inf for v in z):
        return (inf if inf in z else -inf), {"d_logits": NANS(z) if no_limit(z) else weights(z)[0], "H_logits": curvature(z)}
    top = z.index(max(z))
    value = z[top] + log1p(fsum(exp(v - z[top]) for j, v in enumerate(z) if j != top))
    return value, {"d_logits": weights(z)[0], "H_logits": curvature(z)}


def softmax(g, z):
    return NANS(z) if no_limit(z) else weights(z)[0], {"J_logits": curvature(z)}


def log_softmax(g, z):
    if no_limit(z):
        return NANS(z), {"J_logits": [nan] * len(z) ** 2}
    p, rest = weights(z)
    return [-surprise(z, j) for j in range(len(z))], {"J_logits": jacobian(z, lambda i, j: rest[j] if i == j else -p[j])}


def soft_maximum(g, z):
    if inf in z or no_limit(z):
        return (inf if inf in z else -inf), {"d_logits": NANS(z)}
    p, _ = weights(z)
    top = max(z)
    mean = fsum(times(a, b) for a, b in zip(p, z))
    lag = fsum(times(a, b - top) for a, b in zip(p, z))
    return mean, {"d_logits": [ZERO if v == -inf else a * (1 + (v - top) - lag) for a, v in zip(p, z)]}


def standard_normalization(g, x):
    total = fsum(x) if not any(isinf(v) for v in x) else nan
    if isnan(total) or total == 0:
        return NANS(x), {"J_x": [nan] * len(x) ** 2}
    entry = lambda i, j: ((total if i == j else 0) - x[i]) / total**2
    return [v / total for v in x], {"J_x": [entry(i, j) for i in range(len(x)) for j in range(len(x))]}


def softmax_cross_entropy(g, z, t):
    if no_limit(z):
        return nan, {"d_logits": NANS(z), "H_logits": curvature(z)}
    p, rest = weights(z)
    return surprise(z, t), {"d_logits": [-rest[j] if j == t else p[j] for j in range(len(z))], "H_logits": curvature(z)}


def label_smoothing_cross_entropy(g, z, t):
    if no_limit(z):
        return nan, {"d_logits": NANS(z)}
    e, (p, rest) = g["smoothing"], weights(z)
    value = times(1 - e, surprise(z, t)) + times(e, fsum(surprise(z, j) for j in range(len(z)))) / len(z)
    if z.count(z[0]) == len(z):  # p = 1/K: the gradient is rational, and 0 must come out as 0
        return value, {"d_logits": [(1 - e) * (ONE / len(z) - (j == t)) for j in range(len(z))]}
    return value, {"d_logits": [(-rest[j] + e if j == t else p[j]) - e / len(z) for j in range(len(z))]}


def smoothed(z, t, e, w=None):
    """(1−ε)·w_t·CE_t + (ε/K)·Σⱼ wⱼ·CEⱼ of finite scores, and Σⱼ cⱼ(p − e_j)."""
    shares = [(e / len(z) + (1 - e if j == t else 0)) * (w[j] if w else 1) for j in range(len(z))]
    p, rest = weights(z)
    slope = lambda j: fsum(c * (-rest[j] if i == j else p[j]) for i, c in enumerate(shares))
    return fsum(times(c, surprise(z, j)) for j, c in enumerate(shares)), [slope(j) for j in range(len(z))]


def info_nce(g, z, n):
    if no_limit(z):
        return nan, {"d_logits": NANS(z)}
    value, slopes = softmax_cross_entropy(g, [v / g["temperature"] for v in z], n)
    return value, {"d_logits": [v / g["temperature"] for v in slopes["d_logits"]]}


def nll(g, lp, t):
    if isnan(lp[t]):
        return nan, {"d_log_probabilities": NANS(lp)}
    return -lp[t], {"d_log_probabilities": [mpf(-1) if j == t else ZERO for j in range(len(lp))]}


def multiclass_hinge(g, z, t, base=ZERO):
    gaps = [ZERO if j == t else v - z[t] + g["margin"] for j, v in enumerate(z)]
    slope = [nan if isnan(v) else ONE if v > 0 else ZERO for v in gaps]
    slope[t] = ZERO
    slope[t] = -fsum(slope)
    if any(isnan(v) for v in gaps):  # ∞ − ∞ in one gap: its own slope and their sum, no other
        return nan, {"d_logits": slope}
    return base + fsum(max(ZERO, v) for j, v in enumerate(gaps) if j != t), {"d_logits": slope}


def multiclass_hinge_all_classes(g, z, t):
    return multiclass_hinge(g, z, t, max(ZERO, g["margin"]))


def distribution(inner):
    def measure(g, p, q):
        names = ("d_p", "d_q")
        if any(v < 0 for v in p + q):
            return nan, {name: NANS(p) for name in names}
        value, *slopes = inner(g, p, q)
        return value, dict(zip(names, slopes))
    return measure


def entropy(g, p):
    if any(v < 0 for v in p):
        return nan, {"d_p": NANS(p)}
    return in_base(-fsum(v * log(v) for v in p if v), g), {"d_p": [in_base(inf if v == 0 else -1 - log(v), g) for v in p]}


@distribution
def cross_entropy(g, p, q):
    value = fsum(inf if b == 0 else -a * log(b) for a, b in zip(p, q) if a)
    return (in_base(value, g), [in_base(inf if b == 0 else -log(b), g) for b in q],
            [in_base(ZERO if a == 0 else -inf if b == 0 else -a / b, g) for a, b in zip(p, q)])


@distribution
def kl_divergence(g, p, q):
    value = fsum(inf if b == 0 else a * log(a / b) for a, b in zip(p, q) if a)
    by_p = [nan if a == b == 0 else -inf if a == 0 else inf if b == 0 else log(a / b) + 1 for a, b in zip(p, q)]
    by_q = [ZERO if a == 0 else -inf if b == 0 else -a / b for a, b in zip(p, q)]
    return in_base(value, g), [in_base(v, g) for v in by_p], [in_base(v, g) for v in by_q]


@distribution
def js_divergence(g, p, q):
    half = lambda a, m: a * log(a / m) / 2 if a else ZERO
    slope = lambda a, m: nan if m == 0 else -inf if a == 0 else log(a / m) / 2
    middle = [(a + b) / 2 for a, b in zip(p, q)]
    value = fsum(half(a, m) + half(b, m) for a, b, m in zip(p, q, middle))
    return value, [slope(a, m) for a, m in zip(p, middle)], [slope(b, m) for b, m in zip(q, middle)]


def softmax_cross_entropy_with_distribution(g, z, y):
    if no_limit(z) or any(v < 0 for v in y):
        return nan, {"d_logits": NANS(z), "H_logits": curvature(z, nan)}
    p, rest = weights(z)
    others = [fsum(y[:j] + y[j + 1:]) for j in range(len(y))]
    value = fsum(times(v, surprise(z, j)) for j, v in enumerate(y))
    slopes = [others[j] * p[j] - y[j] * rest[j] for j in range(len(y))]
    return value, {"d_logits": slopes, "H_logits": curvature(z, nan if inf in y else fsum(y))}


def squared_error_of_softmax(g, z, y):
    if no_limit(z):
        return nan, {"d_logits": NANS(z)}
    p, rest = weights(z)
    e = [-rest[j] if y[j] == 1 else p[j] - y[j] for j in range(len(y))]
    return fsum(v * v for v in e), {"d_logits": [2 * p[j] * (e[j] * rest[j] - fsum(p[i] * e[i] for i in range(len(p)) if i != j)) for j in range(len(p))]}


def rowwise(inner, names):
    def loss(g, a, b):
        value, slope = inner([u - v for u, v in zip(a, b)])
        return value, {name: slope if k == 0 else [-v for v in slope] for k, name in enumerate(names)}
    return loss


PREDICTION = ["d_prediction"]
squared_error = rowwise(lambda d: (fsum(v * v for v in d), [2 * v for v in d]), PREDICTION)
half_squared_error = rowwise(lambda d: (fsum(v * v for v in d) / 2, d), PREDICTION)
mean_squared_error = rowwise(lambda d: (fsum(v * v for v in d) / len(d), [2 * v / len(d) for v in d]), PREDICTION)
mean_absolute_error = rowwise(lambda d: (fsum(abs(v) for v in d) / len(d), [mp.sign(v) / len(d) for v in d]), PREDICTION)
squared_distance = rowwise(lambda d: (fsum(v * v for v in d) / len(d), [2 * v / len(d) for v in d]), ["d_p", "d_q"])


def product(values):
    result = ONE
    for v in values:
        result = result * v
    return result


def likelihood(g, p):
    if any(v < 0 for v in p):
        return nan, {"d_p": NANS(p)}
    return product(p), {"d_p": [product(p[:j] + p[j + 1:]) for j in range(len(p))]}


def negative_log_likelihood(g, p):
    if any(v < 0 for v in p):
        return nan, {"d_p": NANS(p)}
    return fsum(inf if v == 0 else -log(v) for v in p), {"d_p": [-inf if v == 0 else -1 / v for v in p]}
