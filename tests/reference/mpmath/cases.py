# SPDX-License-Identifier: Apache-2.0
"""Cases for every operation: random, adversarial and special inputs in every format."""
import math
import random

from rounding import FORMATS, rounded
from whole import ELEMENTWISE, PAIRED, ROWWISE, STEPS, WHOLE

OPERATIONS = [*ELEMENTWISE, *ROWWISE, *STEPS, *WHOLE]
PROBABILITIES = {"p", "q"}
AT_MOST_ZERO = {"log1mexp": ["x"], "log_odds": ["x"], "orpo": ["chosen", "rejected"]}  # log-probabilities that have a domain
PARTNERS = "orpo bradley_terry dpo ipo k1_kl k2_kl k3_kl ppo_clip margin_ranking cosine_similarity cosine_embedding triplet_margin contrastive".split()  # what nearly agrees now and then
POSITIVE = ("poisson_deviance", "gamma_deviance")
SIGNED = ("binary_hinge", "squared_hinge", "exponential_loss", "modified_huber", "margin_ranking")
SIGNED_ROWS = ("cosine_embedding",)
UNIT_TARGETS = ("dice", "tversky")
MAPS = ("rms_norm", "layer_norm", "softmax", "log_softmax", "standard_normalization", "linear_scores", "mlp")


class Maker:
    def __init__(self, seed, fmt, kind):
        self.r, self.fmt, self.kind = random.Random(seed), fmt, kind
        self.density, self.finite = self.r.choice([0.1, 0.35]), False
        self.offset = self.r.choice([0, 0, 10, -1e4])

    def number(self):
        r, (precision, low, high, _) = self.r, FORMATS[self.fmt]
        if self.kind == "special" and r.random() < self.density:
            return r.choice([0.0, -0.0, 1.0, math.nan] if self.finite else [0.0, -0.0, math.inf, -math.inf, math.nan, 1.0])
        if self.kind == "grid":
            return r.choice([-1, 1]) * r.randrange(0, 9) / 4
        if self.kind == "wide":
            return rounded(r.choice([-1, 1]) * (1 + r.random()) * 2.0 ** r.randint(low - precision + 1, high - 1), self.fmt)
        if self.kind == "tiny":
            return r.choice([-1, 1]) * r.choice([0, 1, 3]) * 2.0 ** r.choice([low - precision + 1, low, -precision - 1, -precision // 2])
        if self.kind == "peaked":
            return rounded(r.choice([0, 0, 1, -1]) * r.expovariate(0.02) + r.gauss(0, 0.1), self.fmt)
        if self.kind == "offset":
            return rounded(self.offset + r.gauss(0, 2), self.fmt)
        return rounded(r.gauss(0, 3), self.fmt)

    def probability(self):
        r, precision = self.r, FORMATS[self.fmt][0]
        if self.kind == "special" and r.random() < 0.4:
            return r.choice([0.0, 1.0, -0.0, math.nan, 2.0, -1.0, 0.5])
        if self.kind in ("wide", "tiny"):
            return min(abs(self.number()), 1.0)
        if self.kind == "peaked":
            return r.choice([2.0 ** -r.randint(1, 14), rounded(1 - 2.0 ** -r.randint(1, precision), self.fmt)])
        if self.kind == "grid":
            return r.randrange(0, 9) / 8
        return rounded(r.random(), self.fmt)

    def numbers(self, shape, source):
        return list(shape), [source() for _ in range(math.prod(shape))]

    def near(self, tensor):
        """The same numbers, some of them a step away."""
        shape, data = tensor
        step = lambda v: rounded(v * (1 + self.r.choice([-1, 0, 0, 1]) * 2.0 ** (1 - FORMATS[self.fmt][0])), self.fmt)
        return list(shape), [v if math.isnan(v) or math.isinf(v) else step(v) for v in data]


def parameters(m, op):
    r = m.r
    pick = {"margin": lambda: r.choice([1.0, 0.0, -0.5, 0.1, 20.0]), "delta": lambda: r.choice([1.0, 0.5, 0.1, 1e-8, 3.0]),
            "sigma": lambda: r.choice([1.0, 0.1, 3.0]), "smoothing": lambda: r.choice([0.0, 0.1, 0.5, 1.0]), "gamma": lambda: r.choice([0.0, 0.5, 1.0, 2.0, 2.5]),
            "alpha": lambda: r.choice([0.25, 0.1, 0.9]), "temperature": lambda: r.choice([1.0, 0.07, 3.0]), "learning_rate": lambda: r.choice([0.1, 1e-3, 1.0, 0.0]),
            "momentum": lambda: r.choice([0.9, 0.99, 0.0]), "weight_decay": lambda: r.choice([0.0, 1e-4, 0.5]), "beta1": lambda: r.choice([0.9, 0.0, 0.5]),
            "beta2": lambda: r.choice([0.999, 0.0, 0.5]), "epsilon": lambda: r.choice([1e-8, 0.0, 1e-3]), "t": lambda: r.choice([1, 2, 10, 1000]),
            "activation": lambda: r.choice(["relu", "sigmoid"]), "base": lambda: r.choice([2.0, 10.0, 0.5, 3.0]),
            "beta": lambda: r.choice([0.1, 1.0, 0.5, 2.5]), "clip_low": lambda: r.choice([0.2, 0.0, 1.0, 0.5]), "clip_high": lambda: r.choice([0.2, 0.0, 3.0, 0.28]),
            "spread": lambda: r.choice(["variance", "log_variance", "sigma", "log_sigma"]), "smooth": lambda: r.choice([1.0, 0.0, 1e-5])}
    wanted = {"multiclass_hinge": "margin", "multiclass_hinge_all_classes": "margin", "binary_hinge": "margin", "squared_hinge": "margin", "huber": "delta",
              "smooth_l1": "delta", "pseudo_huber": "delta", "label_smoothing_cross_entropy": "smoothing", "focal_loss": "gamma", "quantile_loss": "alpha",
              "info_nce": "temperature", "soft_margin_svm_objective": "alpha", "regularized_objective": "alpha", "sgd_step": "learning_rate",
              "weight_decay_step": "learning_rate weight_decay", "momentum_step": "learning_rate momentum weight_decay", "mlp": "activation",
              "bradley_terry": "margin", "margin_ranking": "margin", "dpo": "beta", "ipo": "beta", "ppo_clip": "clip_low clip_high",
              "selected_log_probability": "temperature", "cosine_embedding": "margin", "triplet_margin": "margin", "contrastive": "margin",
              "rms_norm": "epsilon", "layer_norm": "epsilon", "gaussian_kl": "spread", "dice": "smooth", "tversky": "alpha beta smooth",
              "nesterov_step": "learning_rate momentum weight_decay", "rmsprop_step": "learning_rate alpha epsilon", "adagrad_step": "learning_rate epsilon",
              "adamw_step": "learning_rate beta1 beta2 epsilon weight_decay t",
              "adam_step": "learning_rate beta1 beta2 epsilon t", "adam_step_as_printed": "learning_rate beta1 beta2 epsilon"}
    given = {name: pick[name]() for name in wanted.get(op, "").split()}
    if op in ("huber", "smooth_l1") and r.random() < 0.1:
        given["delta"] = 0.0 if op == "smooth_l1" else r.choice([0.0, -1.0])
    if op == "focal_loss" and r.random() < 0.5:
        given["alpha"] = pick["alpha"]()
    if op == "cosine_similarity" and r.random() < 0.6:
        given["epsilon"] = r.choice([1e-8, 0.0, 0.5, 5.0])
    if op == "dpo" and r.random() < 0.5:
        given.update(smoothing=r.choice([0.0, 0.1, 0.4375]), beta=r.choice([0.1, 0.0, 1.0]))
    if op in ("self_information", "entropy", "cross_entropy", "kl_divergence", "js_distance") and r.random() < 0.4:
        given["base"] = pick["base"]()
    return given


def make(op, fmt, kind, seed):
    m = Maker(f"{op} {fmt} {kind} {seed}", fmt, kind)
    r, params = m.r, parameters(m, op)
    if op in ELEMENTWISE or op in ROWWISE:
        if op not in MAPS:
            params["reduction"] = r.choice(["none", "none", "sum", "mean"])
        n, k = r.choice([0, 1, 2, 3]), r.choice([1, 2, 3, 5])
        inputs = batch(m, op, params, n or r.choice([0, 1, 1, 1]), k)
    elif op in STEPS:
        inputs = {name: m.numbers([r.choice([1, 3])], m.number) for name in STEPS[op][:1]}
        for name in STEPS[op][1:]:
            inputs[name] = m.numbers(inputs["theta"][0], m.number)
        if "state_s" in inputs:
            inputs["state_s"] = (inputs["state_s"][0], [abs(v) if r.random() < 0.95 else v for v in inputs["state_s"][1]])
    else:
        inputs = whole(m, op, params)
    return {"op": op, "format": fmt, "params": params, "inputs": inputs}


def batch(m, op, params, n, k):
    r, names, inputs = m.r, (ELEMENTWISE.get(op) or ROWWISE[op]), {}
    n = k if op in PAIRED else n
    for name in names:
        if name == "label" and op in SIGNED_ROWS:
            inputs[name] = ([n], [r.choice([-1, 1]) for _ in range(n)])
        elif name == "label" and op == "contrastive":
            inputs[name] = ([n], [r.choice([0.0, 1.0, 1.0 if r.random() < 0.9 else 0.5]) for _ in range(n)])
        elif name == "label":
            signed = op in SIGNED
            inputs[name] = ([n, k], [r.choice([-1, 1]) for _ in range(n * k)]) if signed else ([n], [r.randrange(k) for _ in range(n)])
            if not signed and r.random() < 0.3:
                params["ignore_index"] = r.choice([-100, 0])
                inputs[name] = ([n], [params["ignore_index"] if r.random() < 0.4 else v for v in inputs[name][1]])
        elif name in ("weights", "bias"):
            if r.random() < 0.5:
                inputs[name] = m.numbers([k], m.number)
        elif op == "gaussian_kl":
            signed = name.startswith("mean") or params["spread"].startswith("log")
            if name[-1] == "p" or name == "mean_q" and r.random() < 0.6 or "mean_q" in inputs:
                near = name[-1] == "q" and r.random() < 0.4
                inputs[name] = m.near(inputs[name[:-1] + "p"]) if near else m.numbers([n, k], m.number if signed or r.random() < 0.05 else lambda: abs(m.number()))
        elif name == "variance":
            if r.random() < 0.7:
                inputs[name] = m.numbers([1, 1] if r.random() < 0.3 else [n, k], lambda: abs(m.number()) if r.random() < 0.95 else m.number())
            elif r.random() < 0.5:
                params["sigma"] = r.choice([1.0, 0.1, 3.0])
        elif name == "target" and op == "focal_loss":
            inputs[name] = m.numbers([n, k], lambda: r.choice([0.0, 1.0]))
        elif name in PROBABILITIES or op in ("logit",) or (name == "target" and ("logits" in names or op in UNIT_TARGETS)):
            near = name == "q" and r.random() < 0.4
            inputs[name] = m.near(inputs["p"]) if near else m.numbers([n, k], m.probability)
            if name == "target" and r.random() < 0.4:
                hot = [r.randrange(k) for _ in range(n)]
                inputs[name] = ([n, k], [float(hot[i // k] == i % k) for i in range(n * k)])
        else:
            near = (name == "target" or name in names[1:] and op in PARTNERS) and r.random() < 0.4
            below = name in AT_MOST_ZERO.get(op, []) and r.random() < 0.9
            above = op in POSITIVE and r.random() < 0.9
            source = (lambda: -abs(m.number())) if below else (lambda: abs(m.number())) if above else m.number
            inputs[name] = m.near(inputs[names[0]]) if near else m.numbers([n, k], source)
    return inputs


def whole(m, op, params):
    r, n, d, k = m.r, m.r.choice([1, 2, 3]), m.r.choice([1, 2, 4]), m.r.choice([1, 2, 3])
    draw = lambda *shape: m.numbers(shape, m.number)
    if op == "soft_margin_svm_objective":
        return {"x": draw(n, d), "label": ([n], [r.choice([-1, 1]) for _ in range(n)]), "weights": draw(d), "bias": draw(1)}
    if op == "clip_by_global_norm":
        inputs = {"grad": draw(n * d)}
        norm = math.hypot(*inputs["grad"][1])
        params["max_norm"] = norm if r.random() < 0.3 and 0 < norm < math.inf else r.choice([1.0, 0.1, 5.0, 1e-8])
        return inputs
    if op == "linear_cross_entropy":
        params.update(reduction=r.choice(["none", "none", "sum", "mean"]), smoothing=r.choice([0.0, 0.0, 0.1, 0.5, 1.0]))
        labels = [r.randrange(k) for _ in range(n)]
        if r.random() < 0.3:
            params["ignore_index"] = -100
            labels = [-100 if r.random() < 0.4 else v for v in labels]
        more = {"bias": draw(k)} if r.random() < 0.5 else {}
        if r.random() < 0.3:
            more["class_weights"] = ([k], [abs(m.probability()) if r.random() < 0.8 else 1.0 for _ in range(k)])
        return {"x": draw(n, d), "weights": draw(k, d), **more, "label": ([n], labels)}
    if op == "linear_scores":
        return {"x": draw(n, d), "weights": draw(k, d), **({"bias": draw(k)} if r.random() < 0.5 else {})}
    if op == "mlp":
        m.finite = True
        inputs = {"x": draw(1, d), "weights0": draw(k, d), "bias0": draw(k), "weights1": draw(n, k), "bias1": draw(n), "weights2": draw(d, n)}
        return {**inputs, **({"target": m.numbers([1, d], r.choice([m.number, m.probability]))} if r.random() < 0.7 else {})}
    return {"weights": draw(d), **({"x": draw(n)} if op == "regularized_objective" else {})}
