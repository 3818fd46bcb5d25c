# SPDX-License-Identifier: Apache-2.0
"""MLX (mlx.nn.losses and mlx.core) on the CPU; gradients by mx.vjp.    pip install 'mlx[cpu]'"""
import guest
try:
    import mlx.core as mx
    import mlx.nn as nn
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
import importlib.metadata
from programs import Library, Offer, numbers, serve

mx.set_default_device(mx.cpu)
FLOATS = {"f64": mx.float64, "f32": mx.float32, "f16": mx.float16, "bf16": mx.bfloat16}

def loss(name, first, second, options=""):
    return f"nn.losses.{name}({first}, {second}{options}, reduction=reduction)"

OPERATIONS = {
    "sigmoid": Offer("mx.sigmoid(x)", "d_x"),
    "log_sigmoid": Offer("nn.log_sigmoid(x)", "d_x"),
    "softplus": Offer("nn.softplus(x)", "d_x"),
    "relu": Offer("nn.relu(x)", "d_x"),
    "logsumexp": Offer("mx.logsumexp(logits, axis=-1)", "d_logits"),
    "softmax": Offer("mx.softmax(logits, axis=-1)"),
    "log_softmax": Offer("nn.log_softmax(logits, axis=-1)"),
    "softmax_cross_entropy": Offer(loss("cross_entropy", "logits", "label"), "d_logits"),
    "softmax_cross_entropy_with_distribution": Offer(loss("cross_entropy", "logits", "target"), "d_logits"),
    "label_smoothing_cross_entropy": Offer(loss("cross_entropy", "logits", "label", ", label_smoothing=smoothing"), "d_logits"),
    "nll": Offer(loss("nll_loss", "log_probabilities", "label"), "d_log_probabilities"),
    "binary_cross_entropy": Offer(loss("binary_cross_entropy", "p", "target", ", with_logits=False"), "d_p"),
    "binary_cross_entropy_with_logits": Offer(loss("binary_cross_entropy", "logits", "target"), "d_logits"),
    "kl_divergence": Offer(loss("kl_div_loss", "mx.log(q)", "mx.log(p)"), "d_p d_q"),
    "huber": Offer(loss("huber_loss", "prediction", "target", ", delta=delta"), "d_prediction"),
    "smooth_l1": Offer(loss("smooth_l1_loss", "prediction", "target", ", beta=delta"), "d_prediction"),
    "log_cosh": Offer(loss("log_cosh_loss", "prediction", "target"), "d_prediction"),
    "mean_squared_error": Offer("nn.losses.mse_loss(prediction, target, reduction='none').mean(-1)", "d_prediction", mean="nn.losses.mse_loss(prediction, target)"),
    "mean_absolute_error": Offer("nn.losses.l1_loss(prediction, target, reduction='none').mean(-1)", "d_prediction", mean="nn.losses.l1_loss(prediction, target)"),
    "binary_hinge": Offer(loss("hinge_loss", "prediction", "label.astype(prediction.dtype)"), "d_prediction"),
    "gaussian_nll": Offer(loss("gaussian_nll_loss", "prediction", "target, mx.broadcast_to(variance, prediction.shape)", ", full=True"), "d_prediction d_variance"),
}

class Mlx(Library):
    name, imports, offers, formats = "mlx", "import mlx.core as mx, mlx.nn as nn", OPERATIONS, list(FLOATS)
    defaults, ignored = {"delta": 1.0, "sigma": 1.0}, {"margin": 1.0}
    missing = {"variance": "mx.full(prediction.shape, sigma ** 2, dtype=prediction.dtype)"}
    refusals = (ValueError,)

    def statements(self, request, expression):
        wanted = [name[2:] for name in request.outputs if name != "value"]
        names, upstream = ", ".join(wanted), "mx.ones_like(value)" if request.upstream is None else "upstream"
        return [f"value = {expression}"] + [f"_, [{', '.join('d_' + name for name in wanted)}] = mx.vjp(lambda {names}: {expression}, [{names}], [{upstream}])"] * bool(wanted)
    def tensor(self, array, format, name):
        return mx.array(array.astype(np.int32)) if array.dtype == np.int64 else mx.array(np.array(array), dtype=FLOATS[format])
    def literal(self, array, format, name):
        return f"mx.array({numbers(array, format)}, dtype={'mx.int32' if array.dtype == np.int64 else str(FLOATS[format]).replace('mlx.core', 'mx')})"
    def numpy(self, value, format):
        return np.array(value.astype(mx.float32) if format == "bf16" else value)

serve(Mlx(), {"version": importlib.metadata.version("mlx"), "conventions": ["mlx"],
              "clips": [{"operation": "gaussian_nll", "of": "variance", "low": 1e-6, "source": "mlx.nn.losses.gaussian_nll_loss, eps"},
                        {"operation": "binary_cross_entropy", "of": "log", "low": -100, "source": "mlx.nn.losses.binary_cross_entropy"}]})
