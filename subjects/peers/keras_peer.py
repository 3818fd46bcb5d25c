# SPDX-License-Identifier: Apache-2.0
"""Keras' loss functions on the backend of $KERAS_BACKEND, torch or jax (torch unless said otherwise); gradients are the backend's.
   pip install keras torch, or keras jax"""
import os
import guest
BACKEND = os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
try:
    import keras
    import numpy as np
    if BACKEND == "torch":
        import torch
    else:
        import jax
except ImportError as missing:
    guest.skip(missing)
from programs import Library, Offer, numbers, serve

if keras.backend.backend() not in ("torch", "jax"):
    raise SystemExit("the keras peer differentiates with torch or jax; set KERAS_BACKEND to one of them")

# No f64: away from TensorFlow, Keras' type promotion turns float64 into float32 inside its averages.
NAMES = {"f32": "float32", "f16": "float16", "bf16": "bfloat16"}

def each(loss, first, second, options=""):
    """Keras averages over the last axis; a last axis of one leaves an elementwise loss as it is."""
    return f"losses.{loss}({first}[..., None], {second}[..., None]{options})"

SIGN = "ops.cast(label, prediction.dtype)"
OPERATIONS = {
    "sigmoid": Offer("activations.sigmoid(x)", "d_x"),
    "log_sigmoid": Offer("activations.log_sigmoid(x)", "d_x"),
    "softplus": Offer("activations.softplus(x)", "d_x"),
    "relu": Offer("activations.relu(x)", "d_x"),
    "softmax": Offer("activations.softmax(logits)"),
    "log_softmax": Offer("activations.log_softmax(logits)"),
    "logsumexp": Offer("ops.logsumexp(logits, axis=-1)", "d_logits"),
    "softmax_cross_entropy": Offer("losses.sparse_categorical_crossentropy(label, logits, from_logits=True)", "d_logits"),
    "softmax_cross_entropy_with_distribution": Offer("losses.categorical_crossentropy(target, logits, from_logits=True)", "d_logits"),
    "binary_cross_entropy": Offer(each("binary_crossentropy", "target", "p"), "d_p"),
    "binary_cross_entropy_with_logits": Offer(each("binary_crossentropy", "target", "logits", ", from_logits=True"), "d_logits"),
    "focal_loss": Offer(each("binary_focal_crossentropy", "target", "logits",
                             ", from_logits=True, gamma=gamma, apply_class_balancing=alpha is not None, alpha=0.25 if alpha is None else alpha"), "d_logits"),
    "kl_divergence": Offer("losses.kl_divergence(p, q)", "d_p d_q"),
    "mean_squared_error": Offer("losses.mean_squared_error(target, prediction)", "d_prediction"),
    "mean_absolute_error": Offer("losses.mean_absolute_error(target, prediction)", "d_prediction"),
    "huber": Offer(each("huber", "target", "prediction", ", delta=delta"), "d_prediction"),
    "log_cosh": Offer(each("log_cosh", "target", "prediction"), "d_prediction"),
    "binary_hinge": Offer(each("hinge", SIGN, "prediction"), "d_prediction"),
    "squared_hinge": Offer(each("squared_hinge", SIGN, "prediction"), "d_prediction"),
}

class Keras(Library):
    name = "keras" if BACKEND == "torch" else f"keras_{BACKEND}"
    imports = f"import os; os.environ['KERAS_BACKEND'] = '{BACKEND}'\nimport {BACKEND}\nfrom keras import activations, config, losses, ops"
    offers, formats = OPERATIONS, list(NAMES)
    defaults, ignored = {"delta": 1.0, "gamma": 2.0, "alpha": None}, {"margin": 1.0}  # Keras has the margin 1 built in

    def statements(self, request, expression):
        wanted = [name[2:] for name in request.outputs if name != "value"]
        names, slopes = ", ".join(wanted), ", ".join("d_" + name for name in wanted)
        start = [f"config.set_floatx('{NAMES[request.format]}')"]  # as a user who wants this format would
        if not wanted:
            return [*start, f"value = {expression}"]
        if BACKEND == "torch":
            of = "value.sum(), [{}]" if request.upstream is None else "value, [{}], upstream"
            return [*start, *(f"{name}.requires_grad_()" for name in wanted), f"value = {expression}", f"{slopes}, = torch.autograd.grad({of.format(names)})"]
        upstream = "jax.numpy.ones_like(value)" if request.upstream is None else "upstream"
        return [*start, f"value, pull = jax.vjp(lambda {names}: {expression}, {names})", f"{slopes}, = pull({upstream})"]
    def tensor(self, array, format, name):
        if BACKEND == "jax":
            return jax.numpy.asarray(array, None if array.dtype == np.int64 else NAMES[format])
        made = torch.from_numpy(np.array(array))
        return made if array.dtype == np.int64 else made.to(getattr(torch, NAMES[format]))
    def literal(self, array, format, name):
        kind = "int32" if array.dtype == np.int64 and BACKEND == "jax" else "int64" if array.dtype == np.int64 else NAMES[format]
        return f"ops.convert_to_tensor({numbers(array, format)}, dtype='{kind}')"
    def numpy(self, value, format):
        if BACKEND == "jax":
            return np.asarray(value.astype("float32") if format == "bf16" else value)
        return (value.detach().float() if format == "bf16" else value.detach()).numpy()
    def refuses(self, error):
        """torch raises for targets outside [0, 1], and for NaN there."""
        return isinstance(error, ValueError) or isinstance(error, RuntimeError) and "between 0 and 1" in str(error)

EPSILON = [{"operation": name, "of": of, "low": keras.config.epsilon(), "high": high, "source": "keras.config.epsilon()"}
           for name, of, high in (("binary_cross_entropy", "p", "1 - 1e-7"), ("kl_divergence", "p", 1), ("kl_divergence", "q", 1))]
serve(Keras(), {"version": keras.__version__, "conventions": ["keras"], "clips": EPSILON,
                "details": {"backend": f"{BACKEND} {(torch if BACKEND == 'torch' else jax).__version__}"}})
