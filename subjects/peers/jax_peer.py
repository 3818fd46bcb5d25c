# SPDX-License-Identifier: Apache-2.0
"""JAX (jax.nn, jax.scipy) and optax on the CPU, called as their users call them; gradients by jax.vjp, Hessians as
jax.hessian has them (forward over reverse)."""
import os, types
import guest
os.environ.setdefault("JAX_PLATFORMS", "cpu")
try:
    import jax
    import jax.numpy as jnp
    import jax.scipy as jsp
    import optax
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
jax.config.update("jax_enable_x64", True)

FLOATS = {"f64": jnp.float64, "f32": jnp.float32, "f16": jnp.float16, "bf16": jnp.bfloat16}
REDUCE = {"none": lambda v: v, "sum": jnp.sum, "mean": jnp.mean}

def smoothed(t, p):
    return optax.smooth_labels(jax.nn.one_hot(t.label, t.logits.shape[-1], dtype=t.logits.dtype), p["smoothing"])

def js_divergence(t, p):
    m = (t.p + t.q) / 2
    return (jsp.special.rel_entr(t.p, m) + jsp.special.rel_entr(t.q, m)).sum(-1) / 2

def gaussian_nll(t, p):
    deviation = jnp.sqrt(t.variance) if hasattr(t, "variance") else p.get("sigma", 1.0)
    return -jsp.stats.norm.logpdf(t.target, t.prediction, deviation)

# name: (what a user writes, before the reduction; the parameters it takes; what can be differentiated)
OPERATIONS = {
    "sigmoid": (lambda t, p: jax.nn.sigmoid(t.x), "", "d_x"),
    "log_sigmoid": (lambda t, p: jax.nn.log_sigmoid(t.x), "", "d_x"),
    "softplus": (lambda t, p: jax.nn.softplus(t.x), "", "d_x"),
    "logit": (lambda t, p: jsp.special.logit(t.x), "", "d_x"),
    "relu": (lambda t, p: jax.nn.relu(t.x), "", "d_x"),
    "logsumexp": (lambda t, p: jax.nn.logsumexp(t.logits, axis=-1), "", "d_logits H_logits"),
    "softmax": (lambda t, p: jax.nn.softmax(t.logits), "", "J_logits"),
    "log_softmax": (lambda t, p: jax.nn.log_softmax(t.logits), "", "J_logits"),
    "softmax_cross_entropy": (lambda t, p: optax.softmax_cross_entropy_with_integer_labels(t.logits, t.label), "", "d_logits H_logits"),
    "label_smoothing_cross_entropy": (lambda t, p: optax.softmax_cross_entropy(t.logits, smoothed(t, p)), "smoothing", "d_logits"),
    "softmax_cross_entropy_with_distribution": (lambda t, p: optax.softmax_cross_entropy(t.logits, t.target), "", "d_logits H_logits"),
    "info_nce": (lambda t, p: optax.softmax_cross_entropy_with_integer_labels(t.logits / p.get("temperature", 1.0), jnp.arange(len(t.logits))), "temperature", "d_logits"),
    "binary_cross_entropy_with_logits": (lambda t, p: optax.sigmoid_binary_cross_entropy(t.logits, t.target), "", "d_logits H_logits"),
    "focal_loss": (lambda t, p: optax.sigmoid_focal_loss(t.logits, t.target, alpha=p.get("alpha"), gamma=p.get("gamma", 2.0)), "alpha gamma", "d_logits"),
    "binary_hinge": (lambda t, p: optax.hinge_loss(t.prediction, t.label.astype(t.prediction.dtype)), "", "d_prediction"),
    "squared_hinge": (lambda t, p: optax.hinge_loss(t.prediction, t.label.astype(t.prediction.dtype)) ** 2, "", "d_prediction"),
    "entropy": (lambda t, p: jsp.special.entr(t.p).sum(-1), "", "d_p"),
    "cross_entropy": (lambda t, p: -jsp.special.xlogy(t.p, t.q).sum(-1), "", "d_p d_q"),
    "kl_divergence": (lambda t, p: optax.kl_divergence(jnp.log(t.q), t.p), "", "d_p d_q"),
    "js_divergence": (js_divergence, "", "d_p d_q"),
    "squared_distance": (lambda t, p: optax.squared_error(t.p, t.q).mean(-1), "", "d_p d_q"),
    "squared_error": (lambda t, p: optax.squared_error(t.prediction, t.target).sum(-1), "", "d_prediction"),
    "half_squared_error": (lambda t, p: optax.l2_loss(t.prediction, t.target).sum(-1), "", "d_prediction"),
    "mean_squared_error": (lambda t, p: optax.squared_error(t.prediction, t.target).mean(-1), "", "d_prediction"),
    "huber": (lambda t, p: optax.huber_loss(t.prediction, t.target, delta=p.get("delta", 1.0)), "delta", "d_prediction"),
    "log_cosh": (lambda t, p: optax.log_cosh(t.prediction, t.target), "", "d_prediction"),
    "gaussian_nll": (gaussian_nll, "sigma", "d_prediction d_variance"),
    "squared_error_of_softmax": (lambda t, p: optax.squared_error(jax.nn.softmax(t.logits), t.target).sum(-1), "", "d_logits"),
    "squared_error_of_sigmoid": (lambda t, p: optax.squared_error(jax.nn.sigmoid(t.logits), t.target), "", "d_logits"),
    "half_l2_penalty": (lambda t, p: optax.l2_loss(t.weights).sum(), "", "d_weights"),
}
STEPS = {
    "sgd_step": ("theta", "learning_rate"), "weight_decay_step": ("theta", "learning_rate weight_decay"),
    "momentum_step": ("theta state_v", "learning_rate momentum weight_decay"),
    "adam_step": ("theta state_m state_s", "learning_rate beta1 beta2 epsilon t"),
}

def step(name, t, p):
    """One update of optax from the given state. The chains are those that optax.sgd and optax.adam build."""
    decay, descend = optax.add_decayed_weights(p.get("weight_decay", 0.0)), optax.scale(-p["learning_rate"])
    parts = {"sgd_step": [descend], "weight_decay_step": [decay, descend],
             "momentum_step": [decay, optax.trace(p.get("momentum", 0.0)), descend],
             "adam_step": [optax.scale_by_adam(p.get("beta1"), p.get("beta2"), p.get("epsilon")), descend]}[name]
    chain = optax.chain(*parts)
    state = list(chain.init(t.theta))
    if name == "momentum_step":
        state[1] = state[1]._replace(trace=t.state_v)
    if name == "adam_step":
        state[0] = state[0]._replace(count=jnp.asarray(p["t"] - 1, jnp.int32), mu=t.state_m, nu=t.state_s)
    updates, state = chain.update(t.grad, tuple(state), t.theta)
    results = {"theta": optax.apply_updates(t.theta, updates)}
    if name == "momentum_step":
        results["state_v"] = state[1].trace
    if name == "adam_step":
        results.update(state_m=state[0].mu, state_s=state[0].nu)
    return results

def hessian(operation, value_of, argument):
    """Every row's Hessian from forward passes over the gradient, all columns at once; that of an elementwise loss is its diagonal."""
    slope = lambda z: jax.grad(lambda v: value_of(v).sum())(z)
    along = lambda direction: jax.jvp(slope, (argument,), (direction,))[1]
    if operation.startswith("binary"):
        return along(jnp.ones_like(argument))
    each = jnp.eye(argument.shape[-1], dtype=argument.dtype)[:, None, :]
    return jax.vmap(along, out_axes=-1)(jnp.broadcast_to(each, (len(each), *argument.shape)))

def differentiable(request, t, p):
    names = [name for name in request.outputs if name[:2] in ("d_", "J_")]
    def value_of(*arguments, names=names):
        given = {**vars(t), **{name[2:]: argument for name, argument in zip(names, arguments)}}
        return REDUCE[p.get("reduction", "none")](OPERATIONS[request.operation][0](types.SimpleNamespace(**given), p))
    results = {}
    if "H_logits" in request.outputs:
        results["H_logits"] = hessian(request.operation, lambda z: value_of(z, names=["H_logits"]), t.logits)
    if not names:
        return {"value": value_of(), **results}
    value, pull_back = jax.vjp(value_of, *[getattr(t, name[2:]) for name in names])
    if names == ["J_logits"]:
        rows = [pull_back(jnp.zeros_like(value).at[:, j].set(1))[0] for j in range(value.shape[-1])]
        return {"value": value, "J_logits": jnp.stack(rows, 1)}
    upstream = jnp.ones_like(value) if request.upstream is None else jnp.asarray(request.upstream, value.dtype)
    return {"value": value, **results, **dict(zip(names, pull_back(upstream)))}

def compute(request):
    is_step = request.operation in STEPS
    known = (STEPS if is_step else OPERATIONS)[request.operation][1].split()
    for name in request.parameters.keys() - {"reduction", *known}:
        neutral = request.operation.endswith("hinge") and request.parameters[name] == 1.0  # optax has the margin 1 built in
        if not neutral:
            raise guest.Unsupported(f"optax's {request.operation} has no parameter {name}")
    tensor = lambda a: jnp.asarray(a, None if a.dtype == np.int64 else FLOATS[request.format])
    t = types.SimpleNamespace(**{name: tensor(array) for name, array in request.inputs.items()})
    results = step(request.operation, t, request.parameters) if is_step else differentiable(request, t, request.parameters)
    widen = (lambda v: v.astype(jnp.float32)) if request.format == "bf16" else (lambda v: v)
    return {name: np.asarray(widen(results[name])) for name in request.outputs}

OFFERS = [{"operation": name, "formats": list(FLOATS), "outputs": ["value", *gradients.split()],
           "options": ["reduction", "upstream", "bias", "variance", *parameters.split()]} for name, (_, parameters, gradients) in OPERATIONS.items()]
OFFERS += [{"operation": name, "formats": list(FLOATS), "outputs": outputs.split()} for name, (outputs, _) in STEPS.items()]
guest.serve({"name": "jax", "version": jax.__version__, "conventions": ["optax"], "details": {"optax": optax.__version__}, "offers": OFFERS}, compute)
