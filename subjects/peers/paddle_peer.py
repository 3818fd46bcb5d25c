# SPDX-License-Identifier: Apache-2.0
"""PaddlePaddle on the CPU, whose functions are much like PyTorch's; gradients by paddle.grad.    pip install paddlepaddle"""
import guest
try:
    import paddle
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
from programs import Library, Offer, numbers, serve

paddle.set_device("cpu")
FLOATS = {"f64": "float64", "f32": "float32"}  # few kernels know 16 bits on the CPU
COLUMN = "F.cross_entropy(logits, target, soft_label=True, reduction={})"
OPERATIONS = {
    "sigmoid": Offer("F.sigmoid(x)", "d_x"),
    "log_sigmoid": Offer("F.log_sigmoid(x)", "d_x"),
    "softplus": Offer("F.softplus(x)", "d_x"),
    "logit": Offer("paddle.logit(x)", "d_x"),
    "relu": Offer("F.relu(x)", "d_x"),
    "logsumexp": Offer("paddle.logsumexp(logits, axis=-1)", "d_logits"),
    "softmax": Offer("F.softmax(logits, axis=-1)"),
    "log_softmax": Offer("F.log_softmax(logits, axis=-1)"),
    "softmax_cross_entropy": Offer("F.cross_entropy(logits, label, ignore_index=ignore_index, reduction=reduction)", "d_logits"),
    "nll": Offer("F.nll_loss(log_probabilities, label, ignore_index=ignore_index, reduction=reduction)", "d_log_probabilities"),
    "softmax_cross_entropy_with_distribution": Offer(COLUMN.format("'none'") + ".squeeze(-1)", "d_logits", sum=COLUMN.format("'sum'"), mean=COLUMN.format("'mean'")),
    "binary_cross_entropy": Offer("F.binary_cross_entropy(p, target, reduction=reduction)", "d_p"),
    "binary_cross_entropy_with_logits": Offer("F.binary_cross_entropy_with_logits(logits, target, reduction=reduction)", "d_logits"),
    # Paddle differentiates kl_div by its input alone, and gaussian_nll_loss not by the variance.
    "kl_divergence": Offer("F.kl_div(q.log(), p, reduction='none').sum(-1)", "d_q", mean="F.kl_div(q.log(), p, reduction='batchmean')"),
    "mean_squared_error": Offer("F.mse_loss(prediction, target, reduction='none').mean(-1)", "d_prediction", mean="F.mse_loss(prediction, target)"),
    "mean_absolute_error": Offer("F.l1_loss(prediction, target, reduction='none').mean(-1)", "d_prediction", mean="F.l1_loss(prediction, target)"),
    "huber": Offer("F.smooth_l1_loss(prediction, target, delta=delta, reduction=reduction)", "d_prediction"),  # its formula is Huber's
    "gaussian_nll": Offer("F.gaussian_nll_loss(prediction, target, variance.expand_as(prediction), full=True, reduction=reduction)", "d_prediction"),
    "poisson_nll": Offer("F.poisson_nll_loss(prediction, target, reduction=reduction)", "d_prediction"),
}

class Paddle(Library):
    name, imports, offers, formats = "paddle", "import paddle, paddle.nn.functional as F", OPERATIONS, list(FLOATS)
    defaults = {"delta": 1.0, "ignore_index": -100, "sigma": 1.0}
    missing = {"variance": "paddle.full_like(prediction, sigma ** 2)"}
    refusals = (ValueError, NotImplementedError)

    def statements(self, request, expression):
        wanted = [name[2:] for name in request.outputs if name != "value"]
        lines = [*(f"{name}.stop_gradient = False" for name in wanted), f"value = {expression}"]
        upstream = "" if request.upstream is None else ", [upstream]"
        return lines + [f"{', '.join('d_' + name for name in wanted)}, = paddle.grad([value], [{', '.join(wanted)}]{upstream})"] * bool(wanted)
    def tensor(self, array, format, name):
        return paddle.to_tensor(np.array(array))
    def literal(self, array, format, name):
        return f"paddle.to_tensor({numbers(array, format)}, dtype='{'int64' if array.dtype == np.int64 else FLOATS[format]}')"
    def numpy(self, value, format):
        return value.numpy()
    def refuses(self, error):
        return super().refuses(error) or isinstance(error, (RuntimeError, OSError)) and "InvalidArgument" in str(error)

serve(Paddle(), {"version": paddle.__version__, "conventions": ["paddle"],
                 "clips": [{"operation": "gaussian_nll", "of": "variance", "low": 1e-6, "source": "paddle.nn.GaussianNLLLoss, epsilon"}]})
