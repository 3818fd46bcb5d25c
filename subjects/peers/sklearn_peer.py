# SPDX-License-Identifier: Apache-2.0
"""The losses inside scikit-learn's linear models and boosting (sklearn._loss), and its softmax."""
import guest
try:
    import sklearn
    from sklearn._loss import loss
    from sklearn.utils.extmath import softmax
    import numpy as np
except ImportError as missing:
    guest.skip(missing)

# name: (the loss, its input and its target, the parameters it takes, what becomes of a row)
OPERATIONS = {
    "binary_cross_entropy_with_logits": (lambda p, k: loss.HalfBinomialLoss(), "logits", "target", "", None),
    "softmax_cross_entropy": (lambda p, k: loss.HalfMultinomialLoss(n_classes=k), "logits", "label", "", None),
    "half_squared_error": (lambda p, k: loss.HalfSquaredError(), "prediction", "target", "", np.sum),
    "mean_absolute_error": (lambda p, k: loss.AbsoluteError(), "prediction", "target", "", np.mean),
    "huber": (lambda p, k: loss.HuberLoss(delta=p.get("delta", 1.0)), "prediction", "target", "delta", None),
    "quantile_loss": (lambda p, k: loss.PinballLoss(quantile=p["alpha"]), "prediction", "target", "alpha", None),
    "poisson_nll": (lambda p, k: loss.HalfPoissonLoss(), "prediction", "target", "", None),
}

def compute(request):
    inputs, p = request.inputs, request.parameters
    if request.operation == "softmax":
        return {"value": softmax(inputs["logits"], copy=True)}
    make, source, target, known, of_row = OPERATIONS[request.operation]
    for name in p.keys() - {"reduction", *known.split()}:
        raise guest.Unsupported(f"scikit-learn's {request.operation} has no parameter {name}")
    if request.upstream is not None:
        raise guest.Unsupported("scikit-learn takes no upstream gradient")
    raw, truth = inputs[source], inputs[target].astype(inputs[source].dtype)
    model = make(p, raw.shape[-1])
    by_row = request.operation == "softmax_cross_entropy"
    arguments = {"y_true": np.array(truth.ravel()), "raw_prediction": np.array(raw if by_row else raw.ravel())}
    results = {}
    if "value" in request.outputs:
        value = model.loss(**arguments)
        value = value if by_row else value.reshape(raw.shape)
        value = value if of_row is None else of_row(value, axis=-1)
        results["value"] = {"none": lambda v: v, "sum": np.sum, "mean": np.mean}[p.get("reduction", "none")](value)
    gradient = "d_" + source
    if gradient in request.outputs:
        results[gradient] = model.gradient(**arguments).reshape(raw.shape)
        if of_row is np.mean:
            results[gradient] /= raw.shape[-1]
        if p.get("reduction") == "mean":
            results[gradient] /= raw.size if of_row is None and not by_row else raw.shape[0]
    return results

OFFERS = [{"operation": name, "formats": ["f64", "f32"], "outputs": ["value", "d_" + source]} for name, (_, source, _, _, _) in OPERATIONS.items()]
OFFERS.append({"operation": "softmax", "formats": ["f64", "f32"], "outputs": ["value"]})
guest.serve({"name": "sklearn", "version": sklearn.__version__, "conventions": ["sklearn"], "details": {"numpy": np.__version__}, "offers": OFFERS}, compute)
