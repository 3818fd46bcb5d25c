# SPDX-License-Identifier: Apache-2.0
"""Keras' loss functions on the backend of $KERAS_BACKEND (torch unless said otherwise); gradients with torch's autograd."""
import os, types
import guest
os.environ.setdefault("KERAS_BACKEND", "torch")
try:
    import keras
    import torch
    from keras import activations, losses, ops
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
if keras.backend.backend() != "torch":
    raise SystemExit("the keras peer differentiates with torch; set KERAS_BACKEND=torch")

# No f64: away from TensorFlow, Keras' type promotion turns float64 into float32 inside its averages.
FLOATS = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
NAMES = {"f32": "float32", "f16": "float16", "bf16": "bfloat16"}
REDUCE = {"none": lambda v: v, "sum": torch.sum, "mean": torch.mean}

def each(loss, *arguments, **options):
    """Keras averages over the last axis; a last axis of one leaves an elementwise loss as it is."""
    return loss(*(a[..., None] for a in arguments), **options)

# name: (what a user writes, before the reduction; the parameters it takes; what can be differentiated)
OPERATIONS = {
    "sigmoid": (lambda t, p: activations.sigmoid(t.x), "", "d_x"),
    "log_sigmoid": (lambda t, p: activations.log_sigmoid(t.x), "", "d_x"),
    "softplus": (lambda t, p: activations.softplus(t.x), "", "d_x"),
    "relu": (lambda t, p: activations.relu(t.x), "", "d_x"),
    "softmax": (lambda t, p: activations.softmax(t.logits), "", ""),
    "log_softmax": (lambda t, p: activations.log_softmax(t.logits), "", ""),
    "logsumexp": (lambda t, p: ops.logsumexp(t.logits, axis=-1), "", "d_logits"),
    "softmax_cross_entropy": (lambda t, p: losses.sparse_categorical_crossentropy(t.label, t.logits, from_logits=True), "", "d_logits"),
    "softmax_cross_entropy_with_distribution": (lambda t, p: losses.categorical_crossentropy(t.target, t.logits, from_logits=True), "", "d_logits"),
    "binary_cross_entropy": (lambda t, p: each(losses.binary_crossentropy, t.target, t.p), "", "d_p"),
    "binary_cross_entropy_with_logits": (lambda t, p: each(losses.binary_crossentropy, t.target, t.logits, from_logits=True), "", "d_logits"),
    "focal_loss": (lambda t, p: each(losses.binary_focal_crossentropy, t.target, t.logits, from_logits=True, gamma=p.get("gamma", 2.0),
                                     apply_class_balancing="alpha" in p, alpha=p.get("alpha", 0.25)), "gamma alpha", "d_logits"),
    "kl_divergence": (lambda t, p: losses.kl_divergence(t.p, t.q), "", "d_p d_q"),
    "mean_squared_error": (lambda t, p: losses.mean_squared_error(t.target, t.prediction), "", "d_prediction"),
    "mean_absolute_error": (lambda t, p: losses.mean_absolute_error(t.target, t.prediction), "", "d_prediction"),
    "huber": (lambda t, p: each(losses.huber, t.target, t.prediction, delta=p.get("delta", 1.0)), "delta", "d_prediction"),
    "log_cosh": (lambda t, p: each(losses.log_cosh, t.target, t.prediction), "", "d_prediction"),
    "binary_hinge": (lambda t, p: each(losses.hinge, t.label.to(t.prediction), t.prediction), "", "d_prediction"),
    "squared_hinge": (lambda t, p: each(losses.squared_hinge, t.label.to(t.prediction), t.prediction), "", "d_prediction"),
}

def tensor(array, format):
    made = torch.from_numpy(np.array(array))
    return made if array.dtype == np.int64 else made.to(FLOATS[format])

def compute(request):
    function, known, _ = OPERATIONS[request.operation]
    for name in request.parameters.keys() - {"reduction", *known.split()}:
        if not (name == "margin" and request.parameters[name] == 1.0):  # Keras has the margin 1 built in
            raise guest.Unsupported(f"keras' {request.operation} has no parameter {name}")
    keras.config.set_floatx(NAMES[request.format])  # as a user who wants this format would
    t = types.SimpleNamespace(**{name: tensor(array, request.format) for name, array in request.inputs.items()})
    arguments = [getattr(t, name[2:]).requires_grad_() for name in request.outputs if name != "value"]
    value = REDUCE[request.parameters.get("reduction", "none")](function(t, request.parameters))
    results = {"value": value}
    if arguments:
        upstream = torch.ones_like(value) if request.upstream is None else tensor(request.upstream, request.format)
        results.update(zip([name for name in request.outputs if name != "value"], torch.autograd.grad(value, arguments, upstream)))
    widen = (lambda v: v.float()) if request.format == "bf16" else (lambda v: v)
    return {name: widen(results[name].detach()).numpy() for name in request.outputs}

guest.serve({"name": "keras", "version": keras.__version__, "conventions": ["keras"], "details": {"backend": "torch " + torch.__version__},
             "offers": [{"operation": name, "formats": list(FLOATS), "outputs": ["value", *gradients.split()]} for name, (_, _, gradients) in OPERATIONS.items()]},
            compute)
