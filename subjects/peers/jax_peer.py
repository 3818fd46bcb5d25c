# SPDX-License-Identifier: Apache-2.0
"""JAX (jax.nn, jax.scipy) and optax on the CPU, compiled as their users compile them; gradients by jax.vjp, Hessians as jax.hessian has
them (forward over reverse).    pip install jax optax

What is compiled is kept, once for each text, format and shape. Parameters are arguments of the compiled function, and the reduction over the
rows stands outside of it (its derivative is the upstream gradient of every row), so neither asks for another compilation."""
import os
import guest
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
try:
    import jax
    import jax.numpy as jnp
    import optax
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
from programs import Composition, Library, Offer, Peer, Step, names_in, numbers, serve
jax.config.update("jax_enable_x64", True)

TYPES = {"f64": "float64", "f32": "float32", "f16": "float16", "bf16": "bfloat16"}
SMOOTHED = "optax.smooth_labels(jax.nn.one_hot(label, logits.shape[-1], dtype=logits.dtype), smoothing)"
HINGE = "optax.hinge_loss(prediction, label.astype(prediction.dtype))"
OPERATIONS = {
    "sigmoid": Offer("jax.nn.sigmoid(x)", "d_x"),
    "log_sigmoid": Offer("jax.nn.log_sigmoid(x)", "d_x"),
    "softplus": Offer("jax.nn.softplus(x)", "d_x"),
    "logit": Offer("jsp.special.logit(x)", "d_x"),
    "relu": Offer("jax.nn.relu(x)", "d_x"),
    "logsumexp": Offer("jax.nn.logsumexp(logits, axis=-1)", "d_logits H_logits"),
    "softmax": Offer("jax.nn.softmax(logits)", "J_logits"),
    "log_softmax": Offer("jax.nn.log_softmax(logits)", "J_logits"),
    "softmax_cross_entropy": Offer("optax.softmax_cross_entropy_with_integer_labels(logits, label)", "d_logits H_logits"),
    "label_smoothing_cross_entropy": Offer(f"optax.softmax_cross_entropy(logits, {SMOOTHED})", "d_logits"),
    "softmax_cross_entropy_with_distribution": Offer("optax.softmax_cross_entropy(logits, target)", "d_logits H_logits"),
    "info_nce": Composition("optax.softmax_cross_entropy_with_integer_labels(logits / temperature, jnp.arange(len(logits)))", "d_logits"),
    "binary_cross_entropy_with_logits": Offer("optax.sigmoid_binary_cross_entropy(logits, target)", "d_logits H_logits"),
    "focal_loss": Offer("optax.sigmoid_focal_loss(logits, target, alpha=alpha, gamma=gamma)", "d_logits"),
    "binary_hinge": Offer(HINGE, "d_prediction"),
    "squared_hinge": Composition(f"{HINGE} ** 2", "d_prediction"),
    "entropy": Composition("jsp.special.entr(p).sum(-1)", "d_p"),
    "cross_entropy": Composition("-jsp.special.xlogy(p, q).sum(-1)", "d_p d_q"),
    "kl_divergence": Offer("optax.kl_divergence(jnp.log(q), p)", "d_p d_q"),
    "js_divergence": Composition("(jsp.special.rel_entr(p, (p + q) / 2) + jsp.special.rel_entr(q, (p + q) / 2)).sum(-1) / 2", "d_p d_q"),
    "squared_distance": Composition("optax.squared_error(p, q).mean(-1)", "d_p d_q"),
    "squared_error": Composition("optax.squared_error(prediction, target).sum(-1)", "d_prediction"),
    "half_squared_error": Composition("optax.l2_loss(prediction, target).sum(-1)", "d_prediction"),
    "mean_squared_error": Composition("optax.squared_error(prediction, target).mean(-1)", "d_prediction"),
    "huber": Offer("optax.huber_loss(prediction, target, delta=delta)", "d_prediction"),
    "log_cosh": Offer("optax.log_cosh(prediction, target)", "d_prediction"),
    "gaussian_nll": Composition("-jsp.stats.norm.logpdf(target, prediction, jnp.sqrt(variance))", "d_prediction d_variance"),
    "squared_error_of_softmax": Composition("optax.squared_error(jax.nn.softmax(logits), target).sum(-1)", "d_logits"),
    "squared_error_of_sigmoid": Composition("optax.squared_error(jax.nn.sigmoid(logits), target)", "d_logits"),
    "half_l2_penalty": Composition("optax.l2_loss(weights).sum()", "d_weights"),
}
# The chains are those that optax.sgd and optax.adam build.
UPDATE = """chain = optax.chain({})
state = list(chain.init(theta))
{}updates, state = chain.update(grad, tuple(state), theta)
theta = optax.apply_updates(theta, updates)"""
DECAY, DESCEND = "optax.add_decayed_weights(weight_decay)", "optax.scale(-learning_rate)"
OPERATIONS |= {
    "sgd_step": Step(UPDATE.format(DESCEND, ""), "theta"),
    "weight_decay_step": Step(UPDATE.format(f"{DECAY}, {DESCEND}", ""), "theta"),
    "momentum_step": Step(UPDATE.format(f"{DECAY}, optax.trace(momentum), {DESCEND}", "state[1] = state[1]._replace(trace=state_v)\n")
                          + "\nstate_v = state[1].trace", "theta state_v"),
    "adam_step": Step(UPDATE.format(f"optax.scale_by_adam(beta1, beta2, epsilon), {DESCEND}",
                                    "state[0] = state[0]._replace(count=jnp.asarray(t - 1, jnp.int32), mu=state_m, nu=state_s)\n")
                      + "\nstate_m, state_s = state[0].mu, state[0].nu", "theta state_m state_s"),
}
EACH = "jnp.broadcast_to(jnp.eye(logits.shape[-1], dtype=logits.dtype)[:, None, :], (logits.shape[-1], *logits.shape))"

class Compiling:
    """jax, except that a lambda that was compiled before is not compiled again."""
    kept = {}
    def __getattr__(self, name):
        return getattr(jax, name)
    def jit(self, function):
        return self.kept.setdefault(function.__code__, jax.jit(function))

class Jax(Library):
    name, offers, formats = "jax", OPERATIONS, list(TYPES)
    imports = "import jax, jax.numpy as jnp, jax.scipy as jsp, optax\njax.config.update('jax_enable_x64', True)"
    defaults = {"temperature": 1.0, "delta": 1.0, "sigma": 1.0, "gamma": 2.0, "alpha": None, "weight_decay": 0.0}
    ignored = {"margin": 1.0}  # optax has the margin 1 built in
    missing = {"variance": "jnp.full_like(prediction, sigma ** 2)"}
    reductions = {"sum": "{}", "mean": "{}"}
    follows = True

    def statements(self, request, expression):
        """The compiled part has the upstream gradient of every row as an argument, so one compilation serves all reductions."""
        wanted = [name[2:] for name in request.outputs if name[:2] == "d_"]
        arguments = sorted(names_in(expression) & (request.inputs.keys() | self.missing.keys() | self.defaults.keys() | request.parameters.keys()))
        lines, names = [], ", ".join(arguments)
        one_number, reduction = request.operation.endswith("penalty"), request.parameters.get("reduction", "none")
        lines.append(f"value = jax.jit(lambda {names}: {expression})({names})")
        if wanted:
            of, slopes = ", ".join(wanted), ", ".join("d_" + name for name in wanted)
            start = "upstream" if request.upstream is not None else "1"
            share = "jnp.full_like(value, {})".format(start if reduction != "mean" else f"{start} / value.size")
            if request.upstream is not None and reduction == "none":
                share = "upstream"
            lines.append(f"{slopes}, = jax.jit(lambda up, {names}: jax.vjp(lambda {of}: {expression}, {of})[1](up))({share}, {names})")
        if "J_logits" in request.outputs:
            lines.append(f"J_logits = jax.jit(lambda logits: jax.vmap(lambda up: jax.vjp(lambda logits: {expression}, logits)[1](up)[0], out_axes=1)({EACH}))(logits)")
        if "H_logits" in request.outputs:
            along = f"lambda along: jax.jvp(jax.grad(lambda logits: ({expression}).sum()), (logits,), (along,))[1]"
            full = f"({along})(jnp.ones_like(logits))" if "binary" in request.operation else f"jax.vmap({along}, out_axes=-1)({EACH})"
            lines.append(f"H_logits = jax.jit(lambda {names}: {full})({names})")
        if reduction != "none" and not one_number:
            lines.append(f"value = value.{reduction}()")
        return lines
    def tensor(self, array, format, name):
        return jnp.asarray(array, None if array.dtype == np.int64 else TYPES[format])
    def literal(self, array, format, name):
        return f"jnp.asarray({numbers(array, format)}, dtype='{'int64' if array.dtype == np.int64 else TYPES[format]}')"
    def numpy(self, value, format):
        return np.asarray(value.astype("float32") if format == "bf16" else value)

jax.jit(jax.grad(jax.nn.logsumexp))(jnp.ones(2)).block_until_ready()  # what a first compilation loads is part of no answer
peer = Peer(Jax())
peer.scope["jax"] = Compiling()
serve(peer, {"version": jax.__version__, "conventions": ["optax"], "details": {"optax": optax.__version__}})
