# SPDX-License-Identifier: Apache-2.0
"""SciPy, called as its users call it. SciPy has no gradients and reduces nothing over a batch.
   pip install scipy, or Debian's python3-scipy"""
import guest
try:
    import scipy
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
from programs import Composition, Library, Offer, serve

SAME = "f64 f32"  # the types that SciPy answers in by itself
SOFT = "f64 f32 f16"
ROW = "special.log_softmax(logits, axis=-1)"
# A parameter in the array's own type: SciPy's ufuncs would otherwise answer in binary64.
DELTA = "prediction.dtype.type(delta)"
def other_than_one(request):
    """stats.entropy and jensenshannon divide every row by its sum. Only where that is 1 do they answer for the numbers given."""
    with np.errstate(all="ignore"):
        sums = [request.inputs[name].sum(-1) for name in ("p", "q") if name in request.inputs]
    return None if all((total == 1).all() for total in sums) else "SciPy divides a row by its sum, and that is not 1 here"

OPERATIONS = {
    "sigmoid": Offer("special.expit(x)", formats=SAME),
    "log_sigmoid": Offer("special.log_expit(x)", formats=SAME),
    "softplus": Offer("np.logaddexp(0, x)", formats=SOFT),
    "logit": Offer("special.logit(x)", formats=SAME),
    "logsumexp": Offer("special.logsumexp(logits, axis=-1)", formats=SOFT),
    "softmax": Offer("special.softmax(logits, axis=-1)", formats=SOFT),
    "log_softmax": Offer(ROW, formats=SOFT),
    "softmax_cross_entropy": Composition(f"-np.take_along_axis({ROW}, label[:, None], -1)[:, 0]", formats=SOFT),
    "softmax_cross_entropy_with_distribution": Composition(f"-(target * {ROW}).sum(-1)", formats=SOFT),
    "binary_cross_entropy": Composition("-(special.xlogy(target, p) + special.xlog1py(1 - target, -p))", formats=SAME),
    "binary_cross_entropy_with_logits": Composition("-(target * special.log_expit(logits) + (1 - target) * special.log_expit(-logits))", formats=SAME),
    "entropy": Offer("stats.entropy(p, base=base, axis=-1)", formats=SAME, refused=other_than_one),
    "cross_entropy": Composition("-special.xlogy(p, q).sum(-1)", formats=SAME),
    "kl_divergence": Offer("stats.entropy(p, q, base=base, axis=-1)", formats=SAME, refused=other_than_one),
    "js_distance": Offer("distance.jensenshannon(p, q, axis=-1)", formats=SAME, refused=other_than_one),
    "js_divergence": Composition("distance.jensenshannon(p, q, axis=-1) ** 2", formats=SAME, refused=other_than_one),
    "huber": Offer(f"special.huber({DELTA}, prediction - target)", formats=SAME),
    "pseudo_huber": Offer(f"special.pseudo_huber({DELTA}, prediction - target)", formats=SAME),
    "gaussian_nll": Offer("-stats.norm.logpdf(target, loc=prediction, scale=np.sqrt(variance))", formats="f64"),
}

class SciPy(Library):
    name, imports, offers = "scipy", "import numpy as np\nfrom scipy import special, stats\nfrom scipy.spatial import distance", OPERATIONS
    defaults = {"delta": 1.0, "sigma": 1.0, "base": None}
    missing = {"variance": "sigma ** 2"}
    reductions = {}
    refusals = (ValueError,)

serve(SciPy(), {"version": scipy.__version__, "conventions": ["scipy"], "details": {"numpy": np.__version__}})
