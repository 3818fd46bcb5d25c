#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times PyTorch, SciPy/NumPy, naive Eigen and fast in turn, in one process, on the same buffers.

Every cell is the median of at least nine rounds; in a round each contestant runs once. Beside each time stands the largest
error in ulps over at least a million outputs, against the formula in 113 bits. PyTorch is measured twice: as it chooses its
kernels, and in a child process with ATEN_CPU_CAPABILITY=avx512. Writes Markdown and JSON rows."""
import argparse, ctypes, json, os, platform, subprocess, sys, time
import numpy as np

SHAPES = [(100000, 10), (10000, 100), (1000, 1000), (100, 32000)]


class Array(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("data", ctypes.c_void_p), ("element", ctypes.c_int),
                ("rows", ctypes.c_int64), ("columns", ctypes.c_int64)]


class Call(ctypes.Structure):
    _fields_ = [("operation", ctypes.c_char_p), ("inputs", ctypes.POINTER(Array)), ("input_count", ctypes.c_int),
                ("outputs", ctypes.POINTER(Array)), ("output_count", ctypes.c_int),
                ("parameter_names", ctypes.POINTER(ctypes.c_char_p)), ("parameters", ctypes.POINTER(ctypes.c_double)),
                ("parameter_count", ctypes.c_int), ("quick", ctypes.c_int), ("reduction", ctypes.c_int),
                ("threads", ctypes.c_int)]


def arrays(named):
    def one(name, a):
        rows, columns = a.shape if a.ndim == 2 else (a.shape[0], 1)
        return Array(name.encode(), a.ctypes.data, {"float64": 0, "float32": 1, "int64": 2}[str(a.dtype)], rows, columns)
    return (Array * len(named))(*[one(n, a) for n, a in named])


class Library:
    def __init__(self, path):
        self.c = ctypes.CDLL(path)
        self.c.lossproof_bench_target.restype = ctypes.c_char_p

    def fast(self, operation, inputs, outputs, quick, mean, threads=1):
        i, o = arrays(inputs), arrays(outputs)
        call = Call(operation.encode(), i, len(i), o, len(o), None, None, 0, quick, 2 if mean else 0, threads)

        def run():
            if self.c.lossproof_bench_run(ctypes.byref(call)): raise RuntimeError(operation)
        run.keep = (i, o, call, inputs, outputs)
        return run

    def eigen(self, operation, a, b, labels, value, gradient):
        pointer = lambda x: ctypes.c_void_p(None if x is None else x.ctypes.data)
        rows, columns = a.shape
        arguments = (operation.encode(), pointer(a), pointer(b), pointer(labels), ctypes.c_int64(rows),
                     ctypes.c_int64(columns), pointer(value), pointer(gradient))
        return lambda: self.c.lossproof_bench_eigen(*arguments)

    def libmvec(self, a, out):
        pointer = lambda x: ctypes.c_void_p(x.ctypes.data)
        if self.c.lossproof_bench_libmvec_exp(pointer(a), pointer(out), ctypes.c_int64(a.size)): return None
        return lambda: self.c.lossproof_bench_libmvec_exp(pointer(a), pointer(out), ctypes.c_int64(a.size))

    def reference(self, operation, a, b, labels, rows):
        batch, columns = a.shape
        head, tail = np.zeros(rows * columns), np.zeros(rows * columns)
        pointer = lambda x: ctypes.c_void_p(None if x is None else x.ctypes.data)
        if self.c.lossproof_bench_reference(operation.encode(), pointer(a), pointer(b), pointer(labels),
                                            ctypes.c_int64(batch), ctypes.c_int64(rows), ctypes.c_int64(columns),
                                            pointer(head), pointer(tail)):
            raise RuntimeError("no reference for " + operation)
        return head, tail

    def traffic(self, a, b, out):
        pointer = lambda x: ctypes.c_void_p(None if x is None else x.ctypes.data)
        arguments = (pointer(a), pointer(b), pointer(out), ctypes.c_int64(a.size))
        return lambda: self.c.lossproof_bench_traffic(*arguments)


def ulps(got, head, tail):
    got = np.asarray(got).ravel()[: head.size]
    with np.errstate(all="ignore"):
        error = np.abs((got - head[: got.size]) - tail[: got.size]) / np.spacing(np.abs(head[: got.size]))
    error[(got == head[: got.size]) & (tail[: got.size] == 0)] = 0
    return float(np.max(error))


def medians(contestants, rounds):
    times = {name: [] for name in contestants}
    for run in contestants.values(): run()
    for _ in range(rounds):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: sorted(t)[len(t) // 2] * 1e9 for name, t in times.items()}


class Case:
    """One operation on one shape: the contestants, and where each leaves its result."""

    def __init__(self, library, operation, shape, torch, scipy_too):
        self.operation, self.shape = operation, shape
        rows, columns = shape
        rng = np.random.default_rng(7)
        z, y = rng.normal(0, 3, shape), rng.integers(0, 2, shape).astype(float)
        p, q = rng.random(shape) + 0.01, rng.random(shape) + 0.01
        p, q = p / p.sum(1, keepdims=True), q / q.sum(1, keepdims=True)
        labels = rng.integers(0, columns, rows)
        if operation == "mean_squared_error" or operation == "mean_absolute_error": y = rng.normal(0, 3, shape)
        a, b = (p, q) if operation == "kl_divergence" else (z, y)
        self.a, self.b, self.labels = a, b, labels
        self.results, self.runs = {}, {}
        value = {"scalar": (1,), "row": (rows,), "matrix": shape}[self.value_kind()]
        for name, quick in (("near_exact", 0), ("quick", 1)):
            v, g = np.zeros(value), np.zeros(shape) if self.has_gradient() else None
            outputs = [("value", v)] + ([(self.gradient_name(), g)] if g is not None else [])
            self.add(name, library.fast(operation, self.inputs(), outputs, quick, self.value_kind() == "scalar"), v, g)
        v, g = np.zeros(value), np.zeros(shape) if self.has_gradient() else None
        self.add("eigen", library.eigen(operation, a, b, labels, v, g), v, g)
        if operation == "exp":
            out = np.zeros(shape)
            run = library.libmvec(a, out)
            if run: self.add("libmvec", run, out, None)
        if torch: self.add_torch(torch)
        if scipy_too: self.add_scipy()

    def value_kind(self):
        if self.operation in ("softmax", "log_softmax", "sigmoid", "softplus", "exp"): return "matrix"
        return "row" if self.operation == "logsumexp" else "scalar"

    def has_gradient(self): return self.value_kind() == "scalar" and self.operation != "kl_divergence"

    def gradient_name(self): return "d_prediction" if self.operation.startswith("mean") else "d_logits"

    def inputs(self):
        op, a, b = self.operation, self.a, self.b
        if op in ("softmax", "log_softmax", "logsumexp"): return [("logits", a)]
        if op in ("sigmoid", "softplus", "exp"): return [("x", a)]
        if op == "softmax_cross_entropy": return [("logits", a), ("label", self.labels)]
        if op == "kl_divergence": return [("p", a), ("q", b)]
        return [("logits" if op.startswith("binary") else "prediction", a), ("target", b)]

    def add(self, name, run, value, gradient):
        self.runs[name] = run
        self.results[name] = lambda: gradient if gradient is not None else value

    def add_torch(self, torch):
        F, x, y = torch.nn.functional, torch.from_numpy(self.a), torch.from_numpy(self.b)
        labels, log_q, holder = torch.from_numpy(self.labels), torch.from_numpy(np.log(self.b + (self.b == 0))), {}

        def backward(loss):
            def run():
                leaf = x.detach().requires_grad_()
                loss(leaf).backward()
                holder["r"] = leaf.grad
            return run

        def keep(f):
            def run(): holder["r"] = f()
            return run
        out = torch.empty_like(x)
        run = {"softmax": keep(lambda: torch.softmax(x, 1)), "log_softmax": keep(lambda: torch.log_softmax(x, 1)),
               "logsumexp": keep(lambda: torch.logsumexp(x, 1)), "softplus": keep(lambda: F.softplus(x)),
               "sigmoid": keep(lambda: torch.sigmoid(x, out=out)), "exp": keep(lambda: torch.exp(x, out=out)),
               "softmax_cross_entropy": backward(lambda t: F.cross_entropy(t, labels)),
               "binary_cross_entropy_with_logits": backward(lambda t: F.binary_cross_entropy_with_logits(t, y)),
               "mean_squared_error": backward(lambda t: F.mse_loss(t, y)),
               "mean_absolute_error": backward(lambda t: F.l1_loss(t, y)),
               "kl_divergence": keep(lambda: F.kl_div(log_q, x, reduction="batchmean").reshape(1))}[self.operation]
        self.runs["torch"] = run
        self.results["torch"] = lambda: holder["r"].detach().numpy()

    def add_scipy(self):
        import scipy.special as special
        x, y, holder = self.a, self.b, {}
        out = np.empty_like(x)
        functions = {"softmax": lambda: special.softmax(x, axis=1), "log_softmax": lambda: special.log_softmax(x, axis=1),
                     "logsumexp": lambda: special.logsumexp(x, axis=1), "sigmoid": lambda: special.expit(x, out=out),
                     "softplus": lambda: np.logaddexp(0, x, out=out), "exp": lambda: np.exp(x, out=out),
                     "kl_divergence": lambda: np.array([special.rel_entr(x, y).sum() / x.shape[0]]),
                     "mean_squared_error": lambda: (x - y) * (2 / x.size), "mean_absolute_error": lambda: np.sign(x - y) / x.size}
        if self.operation not in functions: return

        def run(): holder["r"] = functions[self.operation]()
        self.runs["scipy"] = run
        self.results["scipy"] = lambda: holder["r"]


OPERATIONS = ["softmax", "log_softmax", "logsumexp", "softmax_cross_entropy", "binary_cross_entropy_with_logits",
              "kl_divergence", "softplus", "sigmoid", "mean_squared_error", "mean_absolute_error", "exp"]


def measure(library, operation, shape, rounds, torch, only_torch):
    case = Case(library, operation, shape, torch, not only_torch)
    if only_torch: case.runs.pop("eigen")
    if not only_torch:  # what memory alone costs for the same arrays
        out = np.zeros(shape)
        case.runs["memory"] = library.traffic(case.a, case.b if case.has_gradient() else None, out)
    times = medians(case.runs, rounds)
    rows = min(shape[0], -(-1000000 // shape[1]))
    head, tail = library.reference(operation, case.a, case.b, case.labels, rows)
    if operation == "logsumexp": head, tail = head[:rows], tail[:rows]
    if operation == "kl_divergence": head, tail = head[:1], tail[:1]
    errors = {name: ulps(case.results[name](), head, tail) for name in case.results}
    size = shape[0] * shape[1]
    return {name: (t / size, errors.get(name)) for name, t in times.items()}


def child(arguments):
    environment = dict(os.environ, ATEN_CPU_CAPABILITY="avx512")
    command = [sys.executable, __file__, *arguments, "--child"]
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", required=True)
    parser.add_argument("--out", default="bench-results")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--op", nargs="*", default=OPERATIONS)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    library = Library(options.library)
    try:
        import torch
        torch.set_num_threads(1)
    except ImportError:
        torch = None
    if options.child:
        found = {f"{op} {n}x{k}": measure(library, op, (n, k), options.rounds, torch, True) for op in options.op for n, k in SHAPES}
        return print(json.dumps(found))
    table, rows = [], []
    for op in options.op:
        for shape in SHAPES:
            found = measure(library, op, shape, options.rounds, torch, False)
            table.append((op, f"{shape[0]}x{shape[1]}", found))
            print(table[-1][:2], {k: f"{v[0]:.2f}" for k, v in found.items()}, file=sys.stderr, flush=True)
    second = child(["--library", options.library, "--rounds", str(options.rounds), "--op", *options.op]) if torch else {}
    write(options.out, library, torch, table, second, rows)


def write(out, library, torch, table, second, rows):
    version = torch.__version__ if torch else "absent"
    lines = ["# Side by side", "", f"{platform.processor() or platform.machine()}, kernels for {library.c.lossproof_bench_target().decode()},"
             f" PyTorch {version}, NumPy {np.__version__}; one thread, float64. `memory` is the time of the same reads and writes"
             " without arithmetic. Times in ns per element; errors in ulps, largest over at least 10^6 outputs.", "",
             "| operation | shape | near_exact | ulp | quick | ulp | peer | time | ulp | peer / near_exact | peer / quick | memory |",
             "|---|---|---|---|---|---|---|---|---|---|---|---|"]
    for op, shape, found in table:
        near, quick, memory = found["near_exact"], found["quick"], found["memory"][0]
        peers = {k: (v, near, quick) for k, v in found.items() if k in ("torch", "scipy", "eigen", "libmvec")}
        other = second.get(f"{op} {shape}")
        if other: peers["torch avx512"] = (other["torch"], other["near_exact"], other["quick"])
        for peer, (theirs, ours, ours_quick) in peers.items():
            lines.append(f"| {op} | {shape} | {ours[0]:.2f} | {near[1]:.3g} | {ours_quick[0]:.2f} | {quick[1]:.3g} | {peer} | {theirs[0]:.2f} |"
                         f" {theirs[1]:.3g} | {theirs[0] / ours[0]:.2f} | {theirs[0] / ours_quick[0]:.2f} | {memory:.2f} |")
            for level, mine in (("near_exact", ours), ("quick", ours_quick)):
                error = (near if level == "near_exact" else quick)[1]
                rows.append({"op": op, "shape": shape, "peer": peer, "level": level, "ratio": theirs[0] / mine[0], "ulp_ours": error,
                             "ulp_peer": theirs[1], "ns_ours": mine[0], "ns_peer": theirs[0], "ns_memory": memory})
    with open(out + ".md", "w") as f: f.write("\n".join(lines) + "\n")
    with open(out + ".json", "w") as f: f.write("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n")
    print(f"{out}.md {out}.json")


if __name__ == "__main__":
    main()
