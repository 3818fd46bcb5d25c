# SPDX-License-Identifier: Apache-2.0
"""Operations that take their inputs whole, and how a batch is put together: groups, reductions, ignored rows."""
from mpmath import mpf, inf, isinf, isnan, nan, fsum, sqrt

import directions
import formulas
import policy
import rows
from formulas import ZERO, ONE, sigma, times
from rows import NANS

# family: how the inputs are cut; names in the order of the function's arguments
ELEMENTWISE = {**{op: ["x"] for op in "sigmoid log_sigmoid softplus relu logit".split()}, "self_information": ["p"],
               "binary_cross_entropy": ["p", "target"],
               **{op: ["logits", "target"] for op in "binary_cross_entropy_with_logits focal_loss squared_error_of_sigmoid".split()},
               **{op: ["prediction", "label"] for op in "binary_hinge squared_hinge".split()},
               **{op: ["prediction", "target"] for op in "huber smooth_l1 pseudo_huber log_cosh quantile_loss poisson_nll".split()},
               "gaussian_nll": ["prediction", "target", "variance"],
               **{op: ["x"] for op in "log1mexp log_odds".split()}, **{op: ["chosen", "rejected"] for op in "bradley_terry orpo".split()},
               **{op: ["chosen", "rejected", "reference_chosen", "reference_rejected"] for op in "dpo ipo".split()},
               **{op: ["log_probabilities", "reference_log_probabilities"] for op in "k1_kl k2_kl k3_kl".split()},
               "ppo_clip": ["log_probabilities", "old_log_probabilities", "advantages"],
               **{op: ["prediction", "label"] for op in "exponential_loss modified_huber".split()}, "margin_ranking": ["a", "b", "label"],
               "gaussian_kl": ["mean_p", "spread_p", "mean_q", "spread_q"],
               **{op: ["prediction", "target"] for op in "poisson_deviance gamma_deviance".split()}}
ROWWISE = {**{op: ["logits"] for op in "logsumexp softmax log_softmax soft_maximum".split()}, "standard_normalization": ["x"],
           **{op: ["logits", "label"] for op in "softmax_cross_entropy label_smoothing_cross_entropy multiclass_hinge multiclass_hinge_all_classes".split()},
           "nll": ["log_probabilities", "label"], "info_nce": ["logits"], "entropy": ["p"], "likelihood": ["p"], "negative_log_likelihood": ["p"],
           **{op: ["p", "q"] for op in "cross_entropy kl_divergence js_divergence js_distance squared_distance".split()},
           **{op: ["logits", "target"] for op in "softmax_cross_entropy_with_distribution squared_error_of_softmax".split()},
           **{op: ["prediction", "target"] for op in "squared_error mean_squared_error half_squared_error mean_absolute_error".split()},
           "selected_log_probability": ["logits", "label"], "siglip": ["logits"], "entropy_from_logits": ["logits"],
           "cosine_similarity": ["a", "b"], **{op: ["a", "b", "label"] for op in "cosine_embedding contrastive".split()},
           "rms_norm": ["x", "weights"], "layer_norm": ["x", "weights", "bias"],
           "triplet_margin": ["anchor", "positive", "negative"], **{op: ["p", "target"] for op in "dice tversky".split()}}
PAIRED = ("info_nce", "siglip")  # a row knows its own number, and has as many entries as there are rows
STEPS = {"sgd_step": ["theta", "grad"], "weight_decay_step": ["theta", "grad"], "momentum_step": ["theta", "grad", "state_v"],
         "nesterov_step": ["theta", "grad", "state_v"], "adamw_step": ["theta", "grad", "state_m", "state_s"],
         **{op: ["theta", "grad", "state_s"] for op in "rmsprop_step adagrad_step".split()},
         "adam_step": ["theta", "grad", "state_m", "state_s"], "adam_step_as_printed": ["theta", "grad", "state_m", "state_s"]}
WHOLE = ["l1_penalty", "l2_penalty", "half_l2_penalty", "regularized_objective", "soft_margin_svm_objective", "linear_scores", "linear_cross_entropy", "clip_by_global_norm", "mlp"]


def written(op):
    """The function that says what an operation is."""
    return next(getattr(module, op) for module in (formulas, rows, policy, directions) if hasattr(module, op))


def elementwise(op, given, inputs, reduction):
    names = [n for n in ELEMENTWISE[op] if n in inputs]
    data = [inputs[n][1] * (len(inputs[names[0]][1]) if len(inputs[n][1]) == 1 else 1) for n in names]
    answers = []
    for one in zip(*data):
        undefined = any(isnan(v) for v in one)
        answers.append(written(op)(given, *([mpf(0)] * len(one) if undefined else one)))
        if undefined:
            answers[-1] = (nan, {k: nan for k in answers[-1][1]})
    shape, divisor = inputs[names[0]][0], len(answers)
    out = {"value": reduced([a[0] for a in answers], shape, reduction, divisor)}
    if not answers:
        return {}
    for name in answers[0][1]:
        if name[2:] in inputs:
            slopes = [a[1][name] / (divisor if reduction == "mean" else 1) for a in answers]
            spread = inputs[name[2:]][0] == [1, 1] != shape
            out[name] = ([1, 1], [fsum(slopes)]) if spread else (shape, slopes)
    return out


def reduced(values, shape, reduction, divisor):
    if reduction == "none":
        return shape, values
    return [], [fsum(values) / divisor if reduction == "mean" and divisor else nan if reduction == "mean" else fsum(values)]


def rowwise(op, given, inputs, reduction):
    names = ROWWISE[op]
    shape, labels = inputs[names[0]][0], inputs.get("label", [None, None])[1]
    cut = lambda name, n: inputs[name][1][n * shape[1]:(n + 1) * shape[1]] if len(inputs[name][0]) == 2 else inputs[name][1]  # a row of its own, or one for all
    answers, counted = [], 0
    for n in range(shape[0]):
        arguments = [None if name not in inputs else cut(name, n) if name != "label" else labels[n] for name in names]
        ignored = labels is not None and given.get("ignore_index") == labels[n]
        counted += not ignored
        answers.append(one_row(op, given, arguments + ([n] if op in PAIRED else []), ignored, op == "nll"))
    values = [a[0] for a in answers]
    mapped = op in ("softmax", "log_softmax", "standard_normalization", "rms_norm", "layer_norm")
    out = {"value": (shape, [v for row in values for v in row]) if mapped else reduced(values, shape[:1], reduction, counted)}
    for name in answers[0][1] if answers else []:
        if name[0] == "d" or shape[1] <= 16:
            divisor = counted if reduction == "mean" and counted else 1
            out[name] = (shape + ([shape[1]] if name[0] in "JH" else []), [v / divisor for a in answers for v in a[1][name]])
    return out


def one_row(op, given, arguments, ignored, reads_only_label):
    blank = [[ZERO + 1] * len(a) if isinstance(a, list) else a for a in arguments]
    if ignored:
        blank[-1] = 0
        return ZERO, {k: [ZERO] * len(v) for k, v in written(op)(given, *blank)[1].items()}
    if not reads_only_label and any(isnan(v) for a in arguments if isinstance(a, list) for v in a):
        value, slopes = written(op)(given, *blank)
        return (NANS(value) if isinstance(value, list) else nan), {k: NANS(v) for k, v in slopes.items()}
    return written(op)(given, *arguments)


def steps(op, given, inputs):
    out = {}
    for one in zip(*(inputs[n][1] for n in STEPS[op])):
        answer = written(op)(given, *one)
        for name, v in answer.items():
            out.setdefault(name, (inputs["theta"][0], []))[1].append(v)
    return out


def penalties(op, given, inputs):
    (shape, w) = inputs["weights"]
    x = inputs.get("x", ([], []))[1]
    undefined = any(isnan(v) for v in w + x)
    square = fsum(v * v for v in w)
    if op == "l1_penalty":
        value, slope = fsum(abs(v) for v in w), [mpf((v > 0) - (v < 0)) for v in w]
    elif op == "regularized_objective":
        value = (fsum(x) / len(x) if x else nan) + times(given["alpha"], square / 2)
        slope = [times(given["alpha"], v) for v in w]
    else:
        value, slope = (square, [2 * v for v in w]) if op == "l2_penalty" else (square / 2, w)
    return {"value": ([], [nan if undefined else value]), "d_weights": (shape, NANS(w) if undefined else slope)}


def soft_margin_svm_objective(given, inputs):
    (n, d), x = inputs["x"]
    y, w, b, a = inputs["label"][1], inputs["weights"][1], inputs["bias"][1], given["alpha"]
    if n == 0 or any(isnan(v) for v in x + w + b):
        return {"value": ([], [nan]), "d_weights": ([d], NANS(w)), "d_bias": ([1], [nan])}
    t = [1 - y[i] * (fsum(product(u, v) for u, v in zip(w, x[i * d:])) - b[0]) for i in range(n)]
    if any(isnan(v) for v in t):
        return {"value": ([], [nan]), "d_weights": ([d], NANS(w)), "d_bias": ([1], [nan])}
    active = [i for i in range(n) if t[i] > 0]
    return {"value": ([], [fsum(t[i] for i in active) / n + a * fsum(v * v for v in w)]),
            "d_weights": ([d], [2 * a * w[k] - fsum(y[i] * x[i * d + k] for i in active) / n for k in range(d)]),
            "d_bias": ([1], [mpf(sum(y[i] for i in active)) / n])}


def clip_by_global_norm(given, inputs):
    (shape, g), c = inputs["grad"], given["max_norm"]
    if any(isnan(v) or isinf(v) for v in g):
        return {"grad": (shape, NANS(g)), "norm": ([], [nan if any(isnan(v) for v in g) else inf])}
    norm = sqrt(fsum(v * v for v in g))
    return {"grad": (shape, g if norm <= c else [v * c / norm for v in g]), "norm": ([], [norm])}


def product(u, v):
    """0·∞ is 0, the limit along the infinite factor."""
    return nan if isnan(u) or isnan(v) else ZERO if 0 in (u, v) else u * v


def linear_scores(given, inputs):
    (n, d), x = inputs["x"]
    (k, _), w = inputs["weights"]
    b = inputs["bias"][1] if "bias" in inputs else [ZERO] * k
    return {"value": ([n, k], [fsum([product(u, v) for u, v in zip(w[j * d:(j + 1) * d], x[i * d:(i + 1) * d])] + [b[j]]) for i in range(n) for j in range(k)])}


def linear_cross_entropy(given, inputs):
    (n, d), x = inputs["x"]
    (k, _), w = inputs["weights"]
    scores, labels, by_class = linear_scores({}, inputs)["value"][1], inputs["label"][1], inputs.get("class_weights", (None, None))[1]
    reduction, values, slopes, total = given.get("reduction", "none"), [], [], ZERO
    for i, t in enumerate(labels):
        if t == given.get("ignore_index"):
            values.append(ZERO)
            slopes.append([ZERO] * k)
            continue
        read = x[i * d:(i + 1) * d] + w + (inputs["bias"][1] if "bias" in inputs else [])
        if any(isnan(v) or isinf(v) for v in read):
            values.append(nan)
            slopes.append([nan] * k)
        else:
            loss, slope = rows.smoothed(scores[i * k:(i + 1) * k], t, given["smoothing"], by_class)
            values.append(loss)
            slopes.append(slope)
        total += by_class[t] if by_class else 1
    divisor = total if reduction == "mean" else 1
    idle = all(t == given.get("ignore_index") for t in labels)
    over = lambda v: nan if divisor == 0 else v / divisor
    shared = lambda v: ZERO if idle else over(v)  # rows that are ignored leave no slope
    by_x = lambda g, i, j: nan if isnan(g[0]) else fsum(v * w[c * d + j] for c, v in enumerate(g))
    each = range(n)
    out = {"value": ([n], values) if reduction == "none" else ([], [over(fsum(values))]),
           "d_x": ([n, d], [ZERO if labels[i] == given.get("ignore_index") else over(by_x(slopes[i], i, j)) for i in each for j in range(d)]),
           "d_weights": ([k, d], [shared(fsum(product(slopes[i][c], x[i * d + j]) if slopes[i] != [ZERO] * k else ZERO for i in each)) for c in range(k) for j in range(d)])}
    if "bias" in inputs:
        out["d_bias"] = ([k], [shared(fsum(slopes[i][c] for i in each)) for c in range(k)])
    return out


def mlp(given, inputs):
    relu = given["activation"] == "relu"
    phi = (lambda o: max(o, ZERO)) if relu else sigma
    slope = (lambda o: ONE if o > 0 else ZERO) if relu else (lambda o: sigma(o) * sigma(-o))
    a, scores, below = inputs["x"][1], [], []
    w = [inputs[f"weights{i}"] for i in range(3)]
    for i, ((r, c), m) in enumerate(w):
        bias = inputs[f"bias{i}"][1] if i < 2 else [ZERO] * r
        below.append(a)
        scores.append([fsum([product(u, v) for u, v in zip(m[j * c:(j + 1) * c], a)] + [bias[j]]) for j in range(r)])
        a = [phi(o) for o in scores[-1]]
    out = {"value": ([1, len(a)], a)}
    if "target" not in inputs:
        return {"value": ([1, len(a)], NANS(a) if any(isnan(v) for _, data in inputs.values() for v in data) else a)}
    y = inputs["target"][1]
    error = [-sigma(-o) if t == 1 and not relu else p - t for p, t, o in zip(a, y, scores[2])]
    out["loss"] = ([], [fsum(e * e for e in error) / 2])
    if any(isnan(v) for _, data in inputs.values() for v in data):
        return {name: (shape, NANS(values)) for name, (shape, values) in [*out.items(), *((f"d_{k}", inputs[k]) for k in inputs if k[0] in "wb")]}
    delta = [e * slope(o) for e, o in zip(error, scores[2])]
    for i in (2, 1, 0):
        (r, c), m = w[i]
        out[f"d_weights{i}"] = ([r, c], [product(d, v) for d in delta for v in below[i]])
        if i < 2:
            out[f"d_bias{i}"] = ([r], delta)
        if i:
            delta = [product(fsum(product(m[j * c + k], delta[j]) for j in range(r)), slope(scores[i - 1][k])) for k in range(c)]
    return out


def answer(case):
    """Every output of a case at the present precision: name → (shape, values)."""
    given = {k: mpf(v) if isinstance(v, float) else v for k, v in case["params"].items()}
    inputs = {k: (s, [mpf(v) if isinstance(v, float) else v for v in data]) for k, (s, data) in case["inputs"].items()}
    op, reduction = case["op"], given.get("reduction", "none")
    if op in ELEMENTWISE:
        return elementwise(op, given, inputs, reduction)
    if op in ROWWISE:
        return rowwise(op, given, inputs, reduction)
    if op in STEPS:
        return steps(op, given, inputs)
    return globals()[op](given, inputs) if op in ("soft_margin_svm_objective", "linear_scores", "linear_cross_entropy", "clip_by_global_norm", "mlp") else penalties(op, given, inputs)
