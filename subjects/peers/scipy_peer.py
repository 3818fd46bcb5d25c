# SPDX-License-Identifier: Apache-2.0
"""SciPy, called as its users call it. SciPy has no gradients."""
import types
import guest
try:
    import scipy
    from scipy import special, stats
    import numpy as np
except ImportError as missing:
    guest.skip(missing)

REDUCE = {"none": lambda v: v, "sum": np.sum, "mean": np.mean}

def one(delta, like):
    """A parameter in the array's own type: SciPy's ufuncs would otherwise answer in binary64."""
    return like.dtype.type(delta)

def js_divergence(t, p):
    m = (t.p + t.q) / 2
    return (special.rel_entr(t.p, m) + special.rel_entr(t.q, m)).sum(-1) / 2

def gaussian_nll(t, p):
    deviation = np.sqrt(t.variance) if hasattr(t, "variance") else one(p.get("sigma", 1.0), t.prediction)
    return -stats.norm.logpdf(t.target, loc=t.prediction, scale=deviation)

# name: (what a user writes, before the reduction; the parameters it takes; the formats SciPy answers in their own type)
OPERATIONS = {
    "sigmoid": (lambda t, p: special.expit(t.x), "", "f64 f32"),
    "log_sigmoid": (lambda t, p: special.log_expit(t.x), "", "f64 f32"),
    "softplus": (lambda t, p: np.logaddexp(0, t.x), "", "f64 f32 f16"),
    "logit": (lambda t, p: special.logit(t.x), "", "f64 f32"),
    "logsumexp": (lambda t, p: special.logsumexp(t.logits, axis=-1), "", "f64 f32 f16"),
    "softmax": (lambda t, p: special.softmax(t.logits, axis=-1), "", "f64 f32 f16"),
    "log_softmax": (lambda t, p: special.log_softmax(t.logits, axis=-1), "", "f64 f32 f16"),
    "softmax_cross_entropy": (lambda t, p: -np.take_along_axis(special.log_softmax(t.logits, axis=-1), t.label[:, None], -1)[:, 0], "", "f64 f32 f16"),
    "softmax_cross_entropy_with_distribution": (lambda t, p: -(t.target * special.log_softmax(t.logits, axis=-1)).sum(-1), "", "f64 f32 f16"),
    "binary_cross_entropy": (lambda t, p: -(special.xlogy(t.target, t.p) + special.xlog1py(1 - t.target, -t.p)), "", "f64 f32"),
    "binary_cross_entropy_with_logits": (lambda t, p: -(t.target * special.log_expit(t.logits) + (1 - t.target) * special.log_expit(-t.logits)), "", "f64 f32"),
    "entropy": (lambda t, p: special.entr(t.p).sum(-1), "", "f64 f32"),
    "cross_entropy": (lambda t, p: -special.xlogy(t.p, t.q).sum(-1), "", "f64 f32"),
    "kl_divergence": (lambda t, p: special.rel_entr(t.p, t.q).sum(-1), "", "f64 f32"),
    "js_divergence": (js_divergence, "", "f64 f32"),
    "huber": (lambda t, p: special.huber(one(p.get("delta", 1.0), t.prediction), t.prediction - t.target), "delta", "f64 f32"),
    "pseudo_huber": (lambda t, p: special.pseudo_huber(one(p.get("delta", 1.0), t.prediction), t.prediction - t.target), "delta", "f64 f32"),
    "gaussian_nll": (gaussian_nll, "sigma", "f64"),
}

def compute(request):
    function, known, _ = OPERATIONS[request.operation]
    for name in request.parameters.keys() - {"reduction", *known.split()}:
        raise guest.Unsupported(f"scipy's {request.operation} has no parameter {name}")
    if request.upstream is not None:
        raise guest.Unsupported("scipy has no gradients")
    with np.errstate(all="ignore"):
        value = function(types.SimpleNamespace(**request.inputs), request.parameters)
        return {"value": REDUCE[request.parameters.get("reduction", "none")](value)}

guest.serve({"name": "scipy", "version": scipy.__version__, "conventions": ["scipy"], "details": {"numpy": np.__version__},
             "offers": [{"operation": name, "formats": formats.split(), "outputs": ["value"]} for name, (_, _, formats) in OPERATIONS.items()]}, compute)
