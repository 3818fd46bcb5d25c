# SPDX-License-Identifier: Apache-2.0
"""PyTorch on the CPU, called as its users call it; gradients by autograd, Hessians by a second backward pass.
   pip install torch, or Debian's python3-torch"""
import guest
try:
    import torch
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
from programs import Composition, Library, Offer, Step, numbers, serve

def has_kernels(dtype):
    """Before 2.0 the CPU has none for binary16 beyond a few operators."""
    try:
        return torch.log_softmax(torch.zeros(1, 2, dtype=dtype), -1) is not None
    except RuntimeError:
        return False

TYPES = {"f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
FLOATS = [name for name, dtype in TYPES.items() if has_kernels(dtype)]
LONG = " ".join(name for name in FLOATS if name != "f16")  # where halving or averaging a square after the fact would overflow too soon, by our doing

def sums_other_than_of_two(request):
    """torch divides by K. Undoing that is exact only for a power of two; elsewhere the rounding would be ours, not torch's."""
    k = request.inputs["logits"].shape[-1]
    return f"torch divides the hinge by K; for K = {k} the sum cannot be recovered exactly" if k & (k - 1) else None

def without_velocity(request):
    return "torch keeps no velocity at momentum 0" if request.parameters["momentum"] == 0 else None

def rows(text, outputs="", kind=Offer, **options):
    """A loss of an element, summed over the row."""
    return kind(text.format("'none'") + ".sum(-1)", outputs, sum=text.format("'sum'"), **options)

SQUARES = "F.mse_loss(prediction, target, reduction={})"
MARGINS = "F.relu(margin - label.to(prediction) * prediction).square()"
RATIO = "torch.exp(log_probabilities - old_log_probabilities)"
LAYERS = "getattr(torch, activation)(F.linear(getattr(torch, activation)(F.linear(x, weights0, bias0)), weights1, bias1))"
OPERATIONS = {
    "sigmoid": Offer("torch.sigmoid(x)", "d_x"),
    "log_sigmoid": Offer("F.logsigmoid(x)", "d_x"),
    "softplus": Offer("F.softplus(x)", "d_x"),
    "logit": Offer("torch.logit(x)", "d_x"),
    "relu": Offer("F.relu(x)", "d_x"),
    "logsumexp": Offer("torch.logsumexp(logits, -1)", "d_logits H_logits"),
    "softmax": Offer("F.softmax(logits, -1)", "J_logits"),
    "log_softmax": Offer("F.log_softmax(logits, -1)", "J_logits"),
    "softmax_cross_entropy": Offer("F.cross_entropy(logits, label, weight=weights, ignore_index=ignore_index, reduction=reduction)", "d_logits H_logits"),
    "nll": Offer("F.nll_loss(log_probabilities, label, weight=weights, ignore_index=ignore_index, reduction=reduction)", "d_log_probabilities"),
    "label_smoothing_cross_entropy": Offer("F.cross_entropy(logits, label, weight=weights, label_smoothing=smoothing, ignore_index=ignore_index, reduction=reduction)", "d_logits"),
    "softmax_cross_entropy_with_distribution": Offer("F.cross_entropy(logits, target, weight=weights, reduction=reduction)", "d_logits H_logits"),
    "info_nce": Composition("F.cross_entropy(logits / temperature, torch.arange(len(logits)), reduction=reduction)", "d_logits"),
    "linear_cross_entropy": Composition("F.cross_entropy(F.linear(x, weights, bias), label, weight=class_weights, label_smoothing=smoothing, ignore_index=ignore_index, reduction=reduction)",
                                        "d_x d_weights d_bias"),
    "multiclass_hinge": Offer("logits.shape[-1] * F.multi_margin_loss(logits, label, margin=margin, reduction=reduction)", "d_logits",
                              "f64 f32", refused=sums_other_than_of_two),  # no 16-bit kernel
    "binary_cross_entropy": Offer("F.binary_cross_entropy(p, target, reduction=reduction)", "d_p"),
    "binary_cross_entropy_with_logits": Offer("F.binary_cross_entropy_with_logits(logits, target, pos_weight=pos_weight, reduction=reduction)", "d_logits H_logits"),
    "binary_hinge": Offer("F.margin_ranking_loss(prediction, torch.zeros_like(prediction), label.to(prediction), margin=margin, reduction=reduction)", "d_prediction"),
    "squared_hinge": Composition(MARGINS, "d_prediction"),
    "self_information": Composition("-torch.log(p)", "d_p"),
    "entropy": Composition("torch.special.entr(p).sum(-1)", "d_p"),
    "cross_entropy": Composition("-torch.xlogy(p, q).sum(-1)", "d_p d_q"),
    "kl_divergence": rows("F.kl_div(q.log(), p, reduction={})", "d_p d_q", mean="F.kl_div(q.log(), p, reduction='batchmean')"),
    "js_divergence": Composition("(F.kl_div(((p + q) / 2).log(), p, reduction='none') + F.kl_div(((p + q) / 2).log(), q, reduction='none')).sum(-1) / 2", "d_p d_q"),
    "squared_distance": Offer("F.mse_loss(p, q, reduction='none').mean(-1)", "d_p d_q", LONG, mean="F.mse_loss(p, q)"),
    "squared_error": rows(SQUARES, "d_prediction"),
    "half_squared_error": Composition(SQUARES.format("'none'") + ".sum(-1) / 2", "d_prediction", LONG),
    "mean_squared_error": Offer(SQUARES.format("'none'") + ".mean(-1)", "d_prediction", mean="F.mse_loss(prediction, target)"),
    "mean_absolute_error": Offer("F.l1_loss(prediction, target, reduction='none').mean(-1)", "d_prediction", mean="F.l1_loss(prediction, target)"),
    "huber": Offer("F.huber_loss(prediction, target, delta=delta, reduction=reduction)", "d_prediction"),
    "smooth_l1": Offer("F.smooth_l1_loss(prediction, target, beta=delta, reduction=reduction)", "d_prediction"),
    "gaussian_nll": Offer("F.gaussian_nll_loss(prediction, target, variance.expand_as(prediction), full=True, reduction=reduction)", "d_prediction d_variance"),
    "poisson_nll": Offer("F.poisson_nll_loss(prediction, target, reduction=reduction)", "d_prediction"),
    "log1mexp": Composition("torch.where(x < -0.6931471805599453, torch.log1p(-torch.exp(x)), torch.log(-torch.expm1(x)))", "d_x"),
    "bradley_terry": Composition("-F.logsigmoid(chosen - rejected - margin)", "d_chosen d_rejected"),
    "dpo": Composition("-F.logsigmoid(beta * (chosen - rejected - (reference_chosen - reference_rejected)))", "d_chosen d_rejected"),
    "ipo": Composition("(chosen - rejected - (reference_chosen - reference_rejected) - 1 / (2 * beta)).square()", "d_chosen d_rejected"),
    "k1_kl": Composition("log_probabilities - reference_log_probabilities", "d_log_probabilities"),
    "k2_kl": Composition("(log_probabilities - reference_log_probabilities).square() / 2", "d_log_probabilities", LONG),
    "k3_kl": Composition("torch.expm1(reference_log_probabilities - log_probabilities) - (reference_log_probabilities - log_probabilities)", "d_log_probabilities"),
    "ppo_clip": Composition(f"-torch.min({RATIO} * advantages, {RATIO}.clamp(1 - clip_low, 1 + clip_high) * advantages)", "d_log_probabilities"),
    "cosine_similarity": Offer("F.cosine_similarity(a, b, -1, eps=epsilon)", "d_a d_b"),
    "cosine_embedding": Offer("F.cosine_embedding_loss(a, b, label.to(a), margin=margin, reduction=reduction)", "d_a d_b"),
    "triplet_margin": Offer("F.triplet_margin_loss(anchor, positive, negative, margin=margin, eps=0.0, reduction=reduction)", "d_anchor d_positive d_negative"),
    "rms_norm": Offer("F.rms_norm(x, x.shape[-1:], weights, epsilon)", "J_x"),
    "layer_norm": Offer("F.layer_norm(x, x.shape[-1:], weights, bias, epsilon)", "J_x"),
    "contrastive": Composition("torch.where(label == 1, (a - b).square().sum(-1), F.relu(margin - (a - b).norm(dim=-1)).square()) / 2", "d_a d_b", LONG),
    "dice": Composition("1 - (2 * (p * target).sum(-1) + smooth) / (p.sum(-1) + target.sum(-1) + smooth)", "d_p"),
    "tversky": Composition("1 - ((p * target).sum(-1) + smooth) / ((p * target).sum(-1) + alpha * (p * (1 - target)).sum(-1) + beta * ((1 - p) * target).sum(-1) + smooth)", "d_p"),
    "exponential_loss": Composition("torch.exp(-label.to(prediction) * prediction)", "d_prediction"),
    "margin_ranking": Offer("F.margin_ranking_loss(a, b, label.to(a), margin=margin, reduction=reduction)", "d_a d_b"),
    "selected_log_probability": Composition("-F.cross_entropy(logits / temperature, label, ignore_index=ignore_index, reduction=reduction)", "d_logits"),
    "siglip": Composition("F.softplus(logits * (1 - 2 * torch.eye(len(logits), dtype=logits.dtype))).sum(-1)", "d_logits"),
    "entropy_from_logits": Composition("torch.distributions.Categorical(logits=logits).entropy()", "d_logits"),
    "squared_error_of_softmax": Composition("F.mse_loss(F.softmax(logits, -1), target, reduction='none').sum(-1)", "d_logits"),
    "squared_error_of_sigmoid": Composition("F.mse_loss(torch.sigmoid(logits), target, reduction=reduction)", "d_logits"),
    "likelihood": Composition("p.prod(-1)", "d_p"),
    "negative_log_likelihood": Composition("-p.log().sum(-1)", "d_p"),
    "l1_penalty": Offer("torch.linalg.vector_norm(weights, 1)", "d_weights"),
    "l2_penalty": Composition("weights.square().sum()", "d_weights"),
    "half_l2_penalty": Composition("weights.square().sum() / 2", "d_weights", LONG),
    "linear_scores": Offer("F.linear(x, weights, bias)"),
    "mlp": Composition(f"getattr(torch, activation)(F.linear({LAYERS}, weights2))", "loss d_weights0 d_bias0 d_weights1 d_bias1 d_weights2",
                       then="loss = F.mse_loss(value, target, reduction='sum') / 2"),
}
if hasattr(torch.nn.functional, "linear_cross_entropy"):  # since 2.13
    OPERATIONS["linear_cross_entropy"] = Offer("F.linear_cross_entropy(x, weights, label, linear_bias=bias, weight=class_weights, label_smoothing=smoothing, ignore_index=ignore_index, reduction=reduction)",
                                               "d_x d_weights d_bias")
if not hasattr(torch.nn.functional, "rms_norm"):  # since 2.4
    del OPERATIONS["rms_norm"]
DESCEND = """parameter = torch.nn.Parameter(theta)
parameter.grad = grad
optimizer = {}
{}optimizer.step()
theta = parameter.detach()"""
SGD = "torch.optim.SGD([parameter], lr=learning_rate{})"
ADAM = "torch.optim.Adam([parameter], lr=learning_rate, betas=(beta1, beta2), eps=epsilon)"
OPERATIONS |= {
    "sgd_step": Step(DESCEND.format(SGD.format(""), ""), "theta"),
    "weight_decay_step": Step(DESCEND.format(SGD.format(", weight_decay=weight_decay"), ""), "theta"),
    "momentum_step": Step(DESCEND.format(SGD.format(", momentum=momentum, weight_decay=weight_decay"),
                                         "optimizer.state[parameter]['momentum_buffer'] = state_v\n"), "theta state_v", refused=without_velocity),
    "adam_step": Step(DESCEND.format(ADAM, "optimizer.state[parameter] = {'step': torch.tensor(t - 1.0), 'exp_avg': state_m, 'exp_avg_sq': state_s}\n"),
                      "theta state_m state_s"),
    "adamw_step": Step(DESCEND.format("torch.optim.AdamW([parameter], lr=learning_rate, betas=(beta1, beta2), eps=epsilon, weight_decay=weight_decay)",
                                      "optimizer.state[parameter] = {'step': torch.tensor(t - 1.0), 'exp_avg': state_m, 'exp_avg_sq': state_s}\n"), "theta state_m state_s"),
    "nesterov_step": Step(DESCEND.format(SGD.format(", momentum=momentum, weight_decay=weight_decay, nesterov=True"),
                                         "optimizer.state[parameter]['momentum_buffer'] = state_v\n"), "theta state_v", refused=without_velocity),
    "rmsprop_step": Step(DESCEND.format("torch.optim.RMSprop([parameter], lr=learning_rate, alpha=alpha, eps=epsilon)",
                                        "optimizer.state[parameter] = {'step': torch.tensor(1.0), 'square_avg': state_s}\n"), "theta state_s"),
    "adagrad_step": Step(DESCEND.format("torch.optim.Adagrad([parameter], lr=learning_rate, eps=epsilon)",
                                        "optimizer.state[parameter] = {'step': torch.tensor(1.0), 'sum': state_s}\n"), "theta state_s"),
}
COLUMNS = "torch.stack([torch.autograd.grad({0}[:, j].sum(), {1}, retain_graph=True)[0] for j in range({0}.shape[-1])], 1)"

class Torch(Library):
    name, imports, offers, formats = "torch", "import torch, torch.nn.functional as F", OPERATIONS, FLOATS
    defaults = {"margin": 1.0, "delta": 1.0, "temperature": 1.0, "ignore_index": -100, "sigma": 1.0, "weight_decay": 0.0, "clip_low": 0.2, "clip_high": 0.2, "smooth": 1.0, "epsilon": 0.0, "smoothing": 0.0}
    own_defaults = {name: {"margin": 0.0} for name in ("bradley_terry", "cosine_embedding", "margin_ranking")}
    missing = {"variance": "torch.full_like(prediction, sigma ** 2)", "bias": "None", "weights": "None", "pos_weight": "None", "class_weights": "None"}
    follows = True

    def statements(self, request, expression):
        """The rows of a batch do not interact, so row j of every row's Jacobian comes from one backward pass."""
        offer, wanted = OPERATIONS[request.operation], {kind: [name[2:] for name in request.outputs if name[:2] == kind] for kind in ("d_", "J_", "H_")}
        lines = [f"{name}.requires_grad_()" for name in dict.fromkeys(sum(wanted.values(), []))] + [f"value = {expression}"]
        scalar = "value"
        if offer.then and "target" in request.inputs:
            lines, scalar = [*lines, offer.then], "loss"
        if wanted["d_"]:
            of = f"{scalar}.sum(), [{', '.join(wanted['d_'])}]" if request.upstream is None else f"{scalar}, [{', '.join(wanted['d_'])}], upstream"
            retain = ", retain_graph=True" if wanted["J_"] or wanted["H_"] else ""
            lines.append(f"{', '.join('d_' + name for name in wanted['d_'])}, = torch.autograd.grad({of}{retain})")
        lines += [f"J_{name} = {COLUMNS.format('value', name)}" for name in wanted["J_"]]
        for name in wanted["H_"]:  # that of an elementwise loss is its diagonal
            lines.append(f"slope, = torch.autograd.grad(value.sum(), {name}, create_graph=True)")
            lines.append(f"H_{name} = " + (f"torch.autograd.grad(slope.sum(), {name})[0]" if "binary" in request.operation else COLUMNS.format("slope", name)))
        return lines
    def tensor(self, array, format, name):
        made = torch.from_numpy(np.array(array))
        return made if array.dtype == np.int64 else made.to(TYPES[format])
    def literal(self, array, format, name):
        kind = "" if array.dtype == np.int64 else f", dtype={TYPES[format]}"
        return f"torch.tensor({numbers(array, format)}{kind})"
    def numpy(self, value, format):
        return (value.detach().float() if format == "bf16" else value.detach()).numpy()
    def refuses(self, error):
        known = ("not implemented for", "between 0 and 1", "positive")
        return isinstance(error, (ValueError, NotImplementedError)) or isinstance(error, RuntimeError) and any(words in str(error) for words in known)

torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0).step()  # what a first step imports is part of no answer
CAPABILITY = [line.split()[-1] for line in torch.__config__.show().splitlines() if "CPU capability" in line]  # torch.backends.cpu is of 2.0
# Its notes on numerical accuracy: batched computations and slices need not be bitwise identical to single ones.
serve(Torch(), {"version": torch.__version__, "conventions": ["torch"], "batch_invariant": False,
                "details": {"threads": str(torch.get_num_threads()), "capability": " ".join(CAPABILITY)},
                "clips": [{"operation": "binary_cross_entropy", "of": "log", "low": -100, "source": "torch.nn.BCELoss"},
                          {"operation": "gaussian_nll", "of": "variance", "low": 1e-6, "source": "torch.nn.GaussianNLLLoss, eps"}]})
