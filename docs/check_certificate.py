#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the certificates of `lossproof bound CASE --certificate` with mpmath alone: every step's enclosure and own error by
L1 to L9 of theory.md, and the bound by a sweep of its own. Usage: check_certificate.py FILE (or - for standard input)."""
import json
import sys
from mpmath import mp, mpf, inf, exp, log, log1p, expm1, tanh, sqrt, pi

mp.prec = 400
SLACK = mpf(2) ** -300  # every operation is widened by this, relative: far more than mpmath errs by
PRINT = mpf(10) ** -40  # ends are printed with 50 digits, outwards; the bound is compared with far more to spare than that


def out(lo, hi):
    return lo - abs(lo) * SLACK, hi + abs(hi) * SLACK
def add(a, b): return out(a[0] + b[0], a[1] + b[1])
def neg(a): return -a[1], -a[0]
def mul(a, b):
    products = [0 if 0 in (x, y) else x * y for x in a for y in b]
    return out(min(products), max(products))
def inv(a):
    assert a[0] > 0 or a[1] < 0, "a quotient through 0"
    return out(1 / a[1], 1 / a[0])
def mag(a): return max(abs(a[0]), abs(a[1]))
def rising(f, a): return out(f(a[0]), f(a[1]))
def hull(a, b): return min(a[0], b[0]), max(a[1], b[1])
def absolute(a): return a if a[0] >= 0 else neg(a) if a[1] <= 0 else (mpf(0), mag(a))
ONE, UNIT = (mpf(1), mpf(1)), (mpf(0), mpf(1))


def lam(x):  # log(1+x) − x has its maximum at 0
    ends = [log1p(v) - v for v in x]
    return out(min(ends), mpf(0) if x[0] <= 0 <= x[1] else max(ends))
def power(b, e): return rising(exp, mul(e, rising(log, b)))


# kind: (value, slopes) over intervals; the slope by each operand.
OPERATIONS = {
    "add": (add, lambda a, b: (ONE, ONE)), "subtract": (lambda a, b: add(a, neg(b)), lambda a, b: (ONE, neg(ONE))),
    "multiply": (mul, lambda a, b: (b, a)), "divide": (lambda a, b: mul(a, inv(b)), lambda a, b: (inv(b), neg(mul(mul(a, inv(b)), inv(b))))),
    "negate": (neg, lambda a: (neg(ONE),)), "square": (lambda a: mul(absolute(a), absolute(a)), lambda a: (mul((mpf(2), mpf(2)), a),)),
    "abs": (absolute, lambda a: (ONE if a[0] > 0 else neg(ONE) if a[1] < 0 else (-mpf(1), mpf(1)),)),
    "exp": (lambda a: rising(exp, a), lambda a: (rising(exp, a),)), "log": (lambda a: rising(log, a), lambda a: (inv(a),)),
    "log1p": (lambda a: rising(log1p, a), lambda a: (inv(add(ONE, a)),)), "expm1": (lambda a: rising(expm1, a), lambda a: (rising(exp, a),)),
    "log1pmx": (lam, lambda a: (neg(mul(a, inv(add(ONE, a)))),)), "sqrt": (lambda a: rising(sqrt, a), lambda a: (inv(mul((mpf(2), mpf(2)), rising(sqrt, a))),)),
    "tanh": (lambda a: rising(tanh, a), lambda a: (add(ONE, neg(mul(absolute(rising(tanh, a)), absolute(rising(tanh, a))))),)),
    "pow": (power, lambda b, e: (mul(e, power(b, add(e, neg(ONE)))), mul(power(b, e), rising(log, b)))),
    "max": (lambda a, b: (max(a[0], b[0]), max(a[1], b[1])), lambda a, b: (UNIT, UNIT)),
}
LIBRARY = {"exp", "log", "log1p", "expm1", "log1pmx", "tanh", "pow"}


class Checker:
    def __init__(self, c):
        self.c, self.u, self.tau, self.least = c, mpf(2) ** -c["precision"], mpf(2) ** c["smallest_exponent"], mpf(2) ** c["min_exponent"]
        self.steps = c["steps"]
        self.box = [tuple(mpf(end) for end in s["box"]) for s in self.steps]
        self.own = [number(s["error"]) + number(s["underflow"]) for s in self.steps]
        self.exact, self.worse = [], {}
        for k in range(len(self.steps)):
            self.check(k)

    def representable(self, x):
        if x == 0 or abs(x) == inf: return True
        m, e = abs(x).man_exp
        return m.bit_length() <= self.c["precision"] and e >= self.c["smallest_exponent"]

    def exact_point(self, kind, x):
        """Does the operation on these numbers give a number of the format, so that nothing is rounded?"""
        if kind in LIBRARY: return x[-1] == 0 and kind not in ("log",) or abs(x[0]) == inf or kind == "log" and x[0] in (0, 1)
        if kind in ("sum", "exact sum"):  # every partial sum is on a grid that the format has
            grid = min((v.man_exp[1] for v in x if v != 0), default=0)
            return sum(map(abs, x)) <= mpf(2) ** (grid + self.c["precision"])
        if kind in ("divide", "sqrt"):
            q = x[0] / x[1] if kind == "divide" else sqrt(x[0])
            return q * (x[1] if kind == "divide" else q) == x[0] and self.representable(q)
        return self.representable({"add": x[0] + x[-1], "subtract": x[0] - x[-1], "multiply": x[0] * x[-1], "square": x[0] * x[0]}[kind])

    def rounding(self, kind, boxes, raw):
        """What a step errs by at most, by L1, L3 and L6."""
        if kind in ("negate", "abs", "max"): return 0
        if all(a[0] == a[1] for a in boxes) and self.exact_point(kind, [a[0] for a in boxes]): return 0
        close = lambda a, b: a[0] > 0 and b[0] > 0 and a[1] <= 2 * b[0] and b[1] <= 2 * a[0]
        power_of_two = lambda a: a[0] == a[1] and a[0] != 0 and abs(a[0]).man_exp[0] == 1
        c, s = (self.c["library"], self.c["library"] / 2) if kind in LIBRARY else (1, 0.5 if kind in ("multiply", "divide", "square") else 0)
        if kind in ("add", "subtract"):
            a, b = boxes[0], boxes[1] if kind == "subtract" else neg(boxes[1])
            if (0, 0) in boxes or close(a, b) or close(neg(a), neg(b)): c = 0
        elif kind in ("multiply", "divide", "square") and any(map(power_of_two, boxes[kind == "divide":])): c = 0
        least = raw[0] if raw[0] > 0 else -raw[1] if raw[1] < 0 else 0
        return c * self.u * mag(raw) + (s * self.tau if least < self.least else 0)

    def check(self, k):
        s, u = self.steps[k], self.u
        assert all(i < k for i in s["of"]), "operands come first"
        boxes, exacts, kind = [self.box[i] for i in s["of"]], [self.exact[i] for i in s["of"]], s["kind"]
        choice = kind == "branch" or kind == "max" and all(map(self.errs, s["of"]))
        if not s["of"]:
            value = pi() if s["value"] == "pi" else number(s["value"])
            raw = exact = out(value, value) if s["value"] == "pi" else (value, value)
            there = s["value"] != "pi" and self.representable(value)
            need = 0 if there else max(u * abs(value), self.tau / 2 if abs(value) < self.least else 0)
        elif choice:  # L7: the worse of two, and for a branch how far the exact arms are apart
            join, need = (hull, 0) if kind == "branch" else (OPERATIONS["max"][0], 0)
            raw, exact = join(*boxes), join(*exacts)
            self.worse[k] = max(map(self.sweep, s["of"])) + (mag(add(exacts[0], neg(exacts[1]))) if kind == "branch" else 0)
        elif kind in ("sum", "exact sum"):
            raw = exact = (mpf(0), mpf(0))
            for a, e in zip(boxes, exacts): raw, exact = add(raw, a), add(exact, e)
            n, points = sum(a != (0, 0) for a in boxes), all(a[0] == a[1] for a in boxes)
            once = n == 2 or kind == "exact sum" or self.c["grade"] == "exact"
            need = u * mag(raw) if once else min((n - 1) * u, self.constant(len(boxes))) * sum(map(mag, boxes))
            if n < 2 or points and self.exact_point(kind, [a[0] for a in boxes]): need = 0
        else:
            raw, exact = OPERATIONS[kind][0](*boxes), OPERATIONS[kind][0](*exacts)
            need = self.rounding(kind, boxes, raw)
        assert self.own[k] * (1 + mpf(2) ** -40) >= need, f"step {k} ({kind}) errs by {need}, not {self.own[k]}"
        low, high = (x - abs(x) * PRINT * d for x, d in ((self.box[k][0], 1), (self.box[k][1], -1)))
        assert low <= raw[0] - need and raw[1] + need <= high or raw[0] == raw[1] == self.box[k][0], f"step {k} ({kind}) leaves its enclosure"
        self.exact.append(exact)

    def constant(self, n):
        """H(n) of L4."""
        u = self.u
        any_order, grade = (n - 1) * u, self.c["grade"]
        if grade == "recursive": return any_order
        if grade == "compensated": return min(any_order, 2 * u + (any_order / (1 - any_order)) ** 2 if any_order < 1 else any_order)
        block = mp.ceil(sqrt(mpf(n)))
        h = mp.ceil(log(mpf(n), 2)) if grade == "pairwise" else min(block + mp.ceil(n / block), n - 1)
        return min(any_order, (1 + u / (1 + u)) ** h - 1)

    def sweep(self, output):
        adjoint, total = {output: ONE}, mpf(0)
        for k in range(output, -1, -1):
            if k not in adjoint: continue
            a, s = adjoint[k], self.steps[k]
            total += mag(a) * (self.own[k] + self.worse.get(k, 0))
            if k in self.worse or not s["of"]: continue
            boxes = [self.box[i] for i in s["of"]]
            erring = [self.errs(i) for i in s["of"]]
            if not any(erring): continue
            slopes = [ONE] * len(boxes) if "sum" in s["kind"] else OPERATIONS[s["kind"]][1](*boxes)
            for i, slope, counts in zip(s["of"], slopes, erring):
                if counts: adjoint[i] = add(adjoint.get(i, (mpf(0), mpf(0))), mul(a, slope))
        return total

    def errs(self, k):
        return self.own[k] > 0 or k in self.worse or any(self.errs(i) for i in self.steps[k]["of"])


def number(text):
    return mpf(text) if isinstance(text, (int, float)) else inf if text == "inf" else -inf if text == "-inf" else mpf(float.fromhex(text)) if "x" in text else mpf(text)


def main():
    source = sys.stdin if sys.argv[1] == "-" else open(sys.argv[1])
    answer, checked = json.load(source), 0
    for case in answer if isinstance(answer, list) else [answer]:
        for output in case.get("outputs", []):
            for i, component in enumerate(output["bounds"]):
                if component["bound"] is None: continue
                bound = Checker(component["certificate"]).sweep(len(component["certificate"]["steps"]) - 1)
                stated = number(component["bound"]["hex"])
                assert bound <= stated * (1 + mpf(2) ** -40), f"{case['op']} {output['name']}[{i}]: {bound} is above {stated}"
                checked += 1
    print(f"{checked} bounds hold")
    return 0 if checked else 1


if __name__ == "__main__":
    sys.exit(main())
