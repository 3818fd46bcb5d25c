# SPDX-License-Identifier: Apache-2.0
"""PyTorch on the CPU, called as its users call it; gradients by autograd, Hessians by a second backward pass."""
import types
import guest
try:
    import torch
    import torch.nn.functional as F
    import numpy as np
except ImportError as missing:
    guest.skip(missing)

def has_kernels(dtype):
    """Before 2.0 the CPU has none for binary16 beyond a few operators."""
    try:
        return torch.log_softmax(torch.zeros(1, 2, dtype=dtype), -1) is not None
    except RuntimeError:
        return False

TYPES = {"f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
FLOATS = {name: dtype for name, dtype in TYPES.items() if has_kernels(dtype)}
SUMS_ROWS = {"none": lambda v: v, "sum": torch.sum, "mean": torch.mean}

def rows(terms, p):
    """One number a row, then the reduction over the rows."""
    return SUMS_ROWS[p.reduction](terms.sum(-1))

def margin_of(p):
    return p.get("margin", 1.0)

def gaussian_nll(t, p):
    variance = t.variance if hasattr(t, "variance") else p.get("sigma", 1.0) ** 2 * torch.ones_like(t.prediction)
    return F.gaussian_nll_loss(t.prediction, t.target, variance.expand_as(t.prediction), full=True, eps=0.0, reduction=p.reduction)

def js_divergence(t, p):
    log_m = ((t.p + t.q) / 2).log()
    return rows((F.kl_div(log_m, t.p, reduction="none") + F.kl_div(log_m, t.q, reduction="none")) / 2, p)

def multiclass_hinge(t, p):
    """torch divides by K. Undoing that is exact only for a power of two; elsewhere the rounding would be ours, not torch's."""
    k = t.logits.shape[-1]
    if k & (k - 1):
        raise guest.Unsupported(f"torch divides the hinge by K; for K = {k} the sum cannot be recovered exactly")
    return k * F.multi_margin_loss(t.logits, t.label, margin=margin_of(p), reduction=p.reduction)

def mlp(t, p):
    f = {"relu": F.relu, "sigmoid": torch.sigmoid}[p["activation"]]
    return f(F.linear(f(F.linear(f(F.linear(t.x, t.weights0, t.bias0)), t.weights1, t.bias1)), t.weights2))

# name: (what a user writes, the parameters it takes besides `reduction`). Each returns the reduced value.
OPERATIONS = {
    "sigmoid": (lambda t, p: SUMS_ROWS[p.reduction](torch.sigmoid(t.x)), ""),
    "log_sigmoid": (lambda t, p: SUMS_ROWS[p.reduction](F.logsigmoid(t.x)), ""),
    "softplus": (lambda t, p: SUMS_ROWS[p.reduction](F.softplus(t.x)), ""),
    "logit": (lambda t, p: SUMS_ROWS[p.reduction](torch.logit(t.x)), ""),
    "relu": (lambda t, p: SUMS_ROWS[p.reduction](F.relu(t.x)), ""),
    "logsumexp": (lambda t, p: SUMS_ROWS[p.reduction](torch.logsumexp(t.logits, -1)), ""),
    "softmax": (lambda t, p: F.softmax(t.logits, -1), ""),
    "log_softmax": (lambda t, p: F.log_softmax(t.logits, -1), ""),
    "softmax_cross_entropy": (lambda t, p: F.cross_entropy(t.logits, t.label, reduction=p.reduction, ignore_index=p.get("ignore_index", -100)), "ignore_index"),
    "nll": (lambda t, p: F.nll_loss(t.log_probabilities, t.label, reduction=p.reduction, ignore_index=p.get("ignore_index", -100)), "ignore_index"),
    "label_smoothing_cross_entropy": (lambda t, p: F.cross_entropy(t.logits, t.label, reduction=p.reduction, label_smoothing=p["smoothing"], ignore_index=p.get("ignore_index", -100)), "smoothing ignore_index"),
    "softmax_cross_entropy_with_distribution": (lambda t, p: F.cross_entropy(t.logits, t.target, reduction=p.reduction), ""),
    "info_nce": (lambda t, p: F.cross_entropy(t.logits / p.get("temperature", 1.0), torch.arange(len(t.logits)), reduction=p.reduction), "temperature"),
    "multiclass_hinge": (multiclass_hinge, "margin"),
    "binary_cross_entropy": (lambda t, p: F.binary_cross_entropy(t.p, t.target, reduction=p.reduction), ""),
    "binary_cross_entropy_with_logits": (lambda t, p: F.binary_cross_entropy_with_logits(t.logits, t.target, reduction=p.reduction), ""),
    "binary_hinge": (lambda t, p: F.margin_ranking_loss(t.prediction, torch.zeros_like(t.prediction), t.label.to(t.prediction), margin=margin_of(p), reduction=p.reduction), "margin"),
    "squared_hinge": (lambda t, p: SUMS_ROWS[p.reduction](F.relu(margin_of(p) - t.label.to(t.prediction) * t.prediction).square()), "margin"),
    "self_information": (lambda t, p: SUMS_ROWS[p.reduction](-torch.log(t.p)), ""),
    "entropy": (lambda t, p: rows(torch.special.entr(t.p), p), ""),
    "cross_entropy": (lambda t, p: rows(-torch.xlogy(t.p, t.q), p), ""),
    "kl_divergence": (lambda t, p: rows(F.kl_div(t.q.log(), t.p, reduction="none"), p), ""),
    "js_divergence": (js_divergence, ""),
    "squared_distance": (lambda t, p: SUMS_ROWS[p.reduction](F.mse_loss(t.p, t.q, reduction="none").mean(-1)), ""),
    "squared_error": (lambda t, p: rows(F.mse_loss(t.prediction, t.target, reduction="none"), p), ""),
    "half_squared_error": (lambda t, p: rows(F.mse_loss(t.prediction, t.target, reduction="none"), p) / 2, ""),
    "mean_squared_error": (lambda t, p: F.mse_loss(t.prediction, t.target) if p.reduction == "mean" else SUMS_ROWS[p.reduction](F.mse_loss(t.prediction, t.target, reduction="none").mean(-1)), ""),
    "mean_absolute_error": (lambda t, p: F.l1_loss(t.prediction, t.target) if p.reduction == "mean" else SUMS_ROWS[p.reduction](F.l1_loss(t.prediction, t.target, reduction="none").mean(-1)), ""),
    "huber": (lambda t, p: F.huber_loss(t.prediction, t.target, delta=p.get("delta", 1.0), reduction=p.reduction), "delta"),
    "smooth_l1": (lambda t, p: F.smooth_l1_loss(t.prediction, t.target, beta=p.get("delta", 1.0), reduction=p.reduction), "delta"),
    "gaussian_nll": (gaussian_nll, "sigma"),
    "poisson_nll": (lambda t, p: F.poisson_nll_loss(t.prediction, t.target, log_input=True, full=False, reduction=p.reduction), ""),
    "squared_error_of_softmax": (lambda t, p: rows(F.mse_loss(F.softmax(t.logits, -1), t.target, reduction="none"), p), ""),
    "squared_error_of_sigmoid": (lambda t, p: F.mse_loss(torch.sigmoid(t.logits), t.target, reduction=p.reduction), ""),
    "likelihood": (lambda t, p: SUMS_ROWS[p.reduction](t.p.prod(-1)), ""),
    "negative_log_likelihood": (lambda t, p: rows(-t.p.log(), p), ""),
    "l1_penalty": (lambda t, p: torch.linalg.vector_norm(t.weights, 1), ""),
    "l2_penalty": (lambda t, p: t.weights.square().sum(), ""),
    "half_l2_penalty": (lambda t, p: t.weights.square().sum() / 2, ""),
    "linear_scores": (lambda t, p: F.linear(t.x, t.weights, getattr(t, "bias", None)), ""),
    "mlp": (mlp, "activation"),
}
GRADIENTS = {
    "x": "sigmoid log_sigmoid softplus logit relu", "log_probabilities": "nll", "weights": "l1_penalty l2_penalty half_l2_penalty",
    "logits": "logsumexp softmax_cross_entropy label_smoothing_cross_entropy softmax_cross_entropy_with_distribution info_nce multiclass_hinge "
              "binary_cross_entropy_with_logits squared_error_of_softmax squared_error_of_sigmoid",
    "prediction": "binary_hinge squared_hinge squared_error half_squared_error mean_squared_error mean_absolute_error huber smooth_l1 gaussian_nll poisson_nll",
    "p": "binary_cross_entropy self_information entropy cross_entropy kl_divergence js_divergence squared_distance likelihood negative_log_likelihood",
    "q": "cross_entropy kl_divergence js_divergence squared_distance", "variance": "gaussian_nll",
}
JACOBIANS = {"softmax": ["J_logits"], "log_softmax": ["J_logits"]}
HESSIANS = "softmax_cross_entropy softmax_cross_entropy_with_distribution logsumexp binary_cross_entropy_with_logits".split()
MLP = ["loss", "d_weights0", "d_bias0", "d_weights1", "d_bias1", "d_weights2"]
STEPS = {
    "sgd_step": ("theta", "learning_rate"), "weight_decay_step": ("theta", "learning_rate weight_decay"),
    "momentum_step": ("theta state_v", "learning_rate momentum weight_decay"),
    "adam_step": ("theta state_m state_s", "learning_rate beta1 beta2 epsilon t"),
}

def step(name, t, p):
    """One step of torch.optim from the given state; theta is updated in place."""
    theta = torch.nn.Parameter(t.theta.clone())
    theta.grad = t.grad.clone()
    if name == "momentum_step" and p["momentum"] == 0:
        raise guest.Unsupported("torch keeps no velocity at momentum 0")
    if name == "adam_step":
        optimizer = torch.optim.Adam([theta], lr=p["learning_rate"], betas=(p["beta1"], p["beta2"]), eps=p["epsilon"])
        state = {"step": torch.tensor(float(p["t"] - 1)), "exp_avg": t.state_m.clone(), "exp_avg_sq": t.state_s.clone()}
    else:
        optimizer = torch.optim.SGD([theta], lr=p["learning_rate"], momentum=p.get("momentum", 0.0), weight_decay=p.get("weight_decay", 0.0))
        state = {"momentum_buffer": t.state_v.clone()} if name == "momentum_step" else {}
    optimizer.state[theta] = state
    optimizer.step()
    names = {"theta": theta.detach(), "state_v": state.get("momentum_buffer"), "state_m": state.get("exp_avg"), "state_s": state.get("exp_avg_sq")}
    return {name: tensor for name, tensor in names.items() if tensor is not None}

def jacobian(value, argument):
    """Row j of every row's Jacobian from one backward pass: the rows of a batch do not interact."""
    columns = [torch.autograd.grad(value[:, j].sum(), argument, retain_graph=True)[0] for j in range(value.shape[-1])]
    return torch.stack(columns, 1)

def hessian(operation, scalar, argument):
    """The Jacobian of the gradient; that of an elementwise loss is its diagonal."""
    slope, = torch.autograd.grad(scalar, argument, torch.ones_like(scalar), create_graph=True)
    return torch.autograd.grad(slope.sum(), argument)[0] if operation.startswith("binary") else jacobian(slope, argument)

def differentiable(request, t, p):
    wanted = {name: name[2:] for name in request.outputs if name[:2] in ("d_", "J_", "H_")}
    for argument in wanted.values():
        getattr(t, argument).requires_grad_()
    value = scalar = OPERATIONS[request.operation][0](t, p)
    results = {"value": value}
    if request.operation == "mlp" and hasattr(t, "target"):
        results["loss"] = scalar = F.mse_loss(value, t.target, reduction="sum") / 2
    upstream = None if request.upstream is None else tensor(request.upstream, request.format)
    gradients = [name for name in wanted if name[0] == "d"]
    if gradients:
        found = torch.autograd.grad(scalar, [getattr(t, wanted[name]) for name in gradients], torch.ones_like(scalar) if upstream is None else upstream, retain_graph=True)
        results.update(zip(gradients, found))
    for name in wanted.keys() - set(gradients):
        argument = getattr(t, wanted[name])
        results[name] = hessian(request.operation, scalar, argument) if name[0] == "H" else jacobian(value, argument)
    return results

def tensor(array, format):
    made = torch.from_numpy(np.array(array))
    return made if array.dtype == np.int64 else made.to(FLOATS[format])

class Parameters(dict):
    @property
    def reduction(self):
        return self.get("reduction", "none")

def compute(request):
    p = Parameters(request.parameters)
    t = types.SimpleNamespace(**{name: tensor(array, request.format) for name, array in request.inputs.items()})
    is_step = request.operation in STEPS
    known = (STEPS if is_step else OPERATIONS)[request.operation][1].split()
    for name in p.keys() - {"reduction", *known}:
        raise guest.Unsupported(f"torch's {request.operation} has no parameter {name}")
    try:
        results = step(request.operation, t, p) if is_step else differentiable(request, t, p)
    except (ValueError, NotImplementedError, RuntimeError) as refusal:
        text = str(refusal).splitlines()[0]
        if isinstance(refusal, RuntimeError) and not any(k in text for k in ("not implemented for", "between 0 and 1", "positive")):
            raise
        raise guest.Unsupported(f"torch refuses: {text}")
    widen = (lambda v: v.float()) if request.format == "bf16" else (lambda v: v)
    return {name: widen(results[name].detach()).numpy() for name in request.outputs}

def formats(operation):
    return ["f64", "f32"] if operation == "multiclass_hinge" else list(FLOATS)  # no 16-bit kernel for multi_margin_loss

def offers():
    for operation in OPERATIONS:
        outputs = ["value", *("d_" + name for name, where in GRADIENTS.items() if operation in where.split()), *JACOBIANS.get(operation, []), *["H_logits"] * (operation in HESSIANS)]
        yield {"operation": operation, "formats": formats(operation), "outputs": outputs + (MLP if operation == "mlp" else [])}
    for operation, (outputs, _) in STEPS.items():
        yield {"operation": operation, "formats": list(FLOATS), "outputs": outputs.split()}

CAPABILITY = [line.split()[-1] for line in torch.__config__.show().splitlines() if "CPU capability" in line]  # torch.backends.cpu is of 2.0

guest.serve({"name": "torch", "version": torch.__version__, "conventions": ["torch"], "offers": list(offers()),
             "details": {"threads": str(torch.get_num_threads()), "capability": " ".join(CAPABILITY)}}, compute)
