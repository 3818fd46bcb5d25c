# SPDX-License-Identifier: Apache-2.0
"""scikit-learn: its public metrics where it averages, the losses inside its linear models and boosting (sklearn._loss) for single
samples and gradients, and its softmax.    pip install scikit-learn, or Debian's python3-sklearn"""
import guest
try:
    import sklearn
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
from programs import Composition, Library, Offer, serve

class Loss(Offer):
    """One of the losses of models: its text, its input and target, what becomes of a row, and the public metric of the mean."""
    reduces = True
    def __init__(self, text, source, target, row=None, metric=None):
        super().__init__(text, "d_" + source, refused=self.refusal)
        self.source, self.target, self.row, self.metric = source, target, row, metric
        self.names |= {source, target}
        self.composition = row is not None
    def refusal(self, request):
        reduction, shape = request.parameters.get("reduction", "none"), request.inputs[self.source].shape
        if self.target == "label" and shape[-1] < 2:
            return "scikit-learn's multinomial loss needs two classes"
        if reduction == "sum":
            return "scikit-learn has no sum over the samples"
        if request.upstream is not None:
            return "scikit-learn takes no upstream gradient"
        return None

def log_loss_refused(request):
    """It takes classes and averages; its clip at eps is declared."""
    if request.parameters.get("reduction", "none") != "mean":
        return "log_loss averages over the samples"
    return None if np.isin(request.inputs["target"], (0, 1)).all() else "log_loss takes the classes 0 and 1"

OPERATIONS = {
    "softmax": Offer("softmax(logits)"),
    "binary_cross_entropy_with_logits": Loss("loss.HalfBinomialLoss()", "logits", "target"),
    "softmax_cross_entropy": Loss("loss.HalfMultinomialLoss(n_classes=logits.shape[-1])", "logits", "label"),
    "half_squared_error": Loss("loss.HalfSquaredError()", "prediction", "target", "sum"),
    "mean_absolute_error": Loss("loss.AbsoluteError()", "prediction", "target", "mean", "metrics.mean_absolute_error({}, {})"),
    "huber": Loss("loss.HuberLoss(delta=delta)", "prediction", "target"),
    "quantile_loss": Loss("loss.PinballLoss(quantile=alpha)", "prediction", "target", None, "metrics.mean_pinball_loss({}, {}, alpha=alpha)"),
    "poisson_nll": Loss("loss.HalfPoissonLoss()", "prediction", "target"),
    "mean_squared_error": Offer("None", formats="f64", refused=lambda r: None if r.parameters.get("reduction") == "mean" else "the metric averages over the samples",
                                mean="np.float64(metrics.mean_squared_error(target, prediction))"),
    "binary_cross_entropy": Offer("None", formats="f64", refused=log_loss_refused, mean="np.float64(metrics.log_loss(target.ravel(), p.ravel(), labels=[0, 1]))"),
}

class ScikitLearn(Library):
    name, offers = "sklearn", OPERATIONS
    imports = "import numpy as np\nfrom sklearn import metrics\nfrom sklearn._loss import loss\nfrom sklearn.utils.extmath import softmax"
    defaults = {"delta": 1.0}
    reductions = {}
    refusals = (ValueError,)

    def statements(self, request, expression):
        offer = OPERATIONS[request.operation]
        if not isinstance(offer, Loss):
            return [f"value = {expression}"]
        mean = request.parameters.get("reduction", "none") == "mean"
        lines, shape, source = self.given(offer), "" if offer.target == "label" else f".reshape({offer.source}.shape)", offer.source
        if "value" in request.outputs:
            lines.append("value = " + (self.average(request, offer, expression) if mean else
                                       f"{expression}.loss(y_true=y_true, raw_prediction=raw){shape}" + (f".{offer.row}(-1)" if offer.row else "")))
        if "d_" + source in request.outputs:  # that of every sample; a model divides by their number
            divisor = " / y_true.size" if mean and offer.row != "sum" else f" / len({source})" if mean else f" / {source}.shape[-1]" if offer.row == "mean" else ""
            lines.append(f"d_{source} = {expression}.gradient(y_true=y_true, raw_prediction=raw){shape}{divisor}")
        return lines
    def average(self, request, offer, expression):
        if offer.metric and request.format == "f64":
            return f"np.float64({offer.metric.format(f'{offer.target}.ravel()', f'{offer.source}.ravel()')})"
        average = f"{offer.source}.dtype.type({expression}(y_true=y_true, raw_prediction=raw))"
        return f"{average} * {offer.source}.shape[-1]" if offer.row == "sum" else average
    def given(self, offer):
        raw = offer.source if offer.target == "label" else f"{offer.source}.ravel()"
        return [f"y_true, raw = {offer.target}.astype({offer.source}.dtype).ravel(), {raw}"]
    def tensor(self, array, format, name):
        return np.array(array)  # its loops want arrays that they could write to

serve(ScikitLearn(), {"version": sklearn.__version__, "conventions": ["sklearn"], "details": {"numpy": np.__version__},
                      "clips": [{"operation": "binary_cross_entropy", "of": "p", "low": "eps", "high": "1 - eps", "source": "sklearn.metrics.log_loss: eps of the type"}]})
