#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compare the condition numbers of `lossproof eval --case` with divided differences of the mpmath formulas, where data tie or a
target is 0 or 1: a formula that takes another way there must not lose a slope.

usage: condition.py COMMAND, which answers as for check.py."""
import sys

import mpmath

import rows
from check import answers

TIED = [[3.0, 3.0, 1.0], [2.0, 2.0, 2.0], [-1.0, 4.0, 4.0]]
SHARES = [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.125, 0.125, 0.75]]
TARGETS = [[0.5, 1.0, 0.25], [0.0, 1.0, 0.0], [1.0, 1.0, 0.0]]
PLACES = {**{op: [("logits", TIED)] for op in "logsumexp softmax log_softmax soft_maximum".split()},
          **{op: [("logits", TIED), ("target", TARGETS)] for op in "softmax_cross_entropy_with_distribution squared_error_of_softmax".split()},
          **{op: [("p", SHARES), ("q", SHARES)] for op in "cross_entropy kl_divergence js_divergence squared_distance".split()},
          **{op: [("prediction", TIED), ("target", TIED)] for op in "squared_error half_squared_error mean_squared_error".split()},
          **{op: [("p", SHARES)] for op in "entropy likelihood negative_log_likelihood".split()}, "standard_normalization": [("x", TIED)]}
STEP = mpmath.mpf(2) ** -150


def outputs(op, data):
    """Name → numbers. Jacobians are left out: they are gradients of an output each."""
    value, slopes = getattr(rows, op)({}, *data)
    return {"value": value if isinstance(value, list) else [value], **{k: v for k, v in slopes.items() if k[0] == "d"}}


def conditions(op, data):
    """Σ |x|·|∂output/∂x|; the central difference errs by the square of its step times a third derivative."""
    total = {name: [mpmath.mpf(0)] * len(numbers) for name, numbers in outputs(op, data).items()}
    for t, tensor in enumerate(data):
        for i, x in enumerate(tensor):
            moved = [outputs(op, [v if u != t else v[:i] + [x + h] + v[i + 1:] for u, v in enumerate(data)]) for h in (STEP, -STEP)] if x else []
            for name in total if moved else []:
                total[name] = [k + abs(x * (a - b) / (2 * STEP)) for k, a, b in zip(total[name], moved[0][name], moved[1][name])]
    return total


def main():
    cases = []
    for op, inputs in PLACES.items():
        for place in zip(*([(name, row) for row in values] for name, values in inputs)):
            cases.append({"op": op, "format": "f64", "params": {}, "inputs": {name: ([1, 3], row) for name, row in place}})
    compared, wrong = 0, 0
    for case, reply in zip(cases, answers(sys.argv[1], cases)):
        with mpmath.workprec(800):
            wanted = conditions(case["op"], [[mpmath.mpf(v) for v in data] for _, data in case["inputs"].values()])
        for entry in reply["outputs"]:
            if entry["name"] not in wanted:
                continue
            kappa, got = wanted[entry["name"]][entry["index"]], mpmath.mpf(entry["condition"])
            compared += 1
            # What is answered is the lower end of an enclosure that is at most a thousandth wide; the difference errs by less than STEP.
            if abs(got - kappa) > kappa / 1000 + STEP:
                wrong += 1
                print("different", entry["name"], entry["index"], "want", mpmath.nstr(kappa, 12), "got", mpmath.nstr(got, 12), case)
    print(len(cases), "cases", compared, "condition numbers compared")
    return wrong > 0 or compared < 100


if __name__ == "__main__":
    sys.exit(main())
