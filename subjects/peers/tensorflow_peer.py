# SPDX-License-Identifier: Apache-2.0
"""TensorFlow on the CPU (tf.nn, tf.math); gradients by GradientTape.    pip install tensorflow-cpu"""
import os
import guest
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
try:
    import tensorflow as tf
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
from programs import Composition, Library, Offer, numbers, serve

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
FLOATS = {"f64": tf.float64, "f32": tf.float32, "f16": tf.float16, "bf16": tf.bfloat16}
OPERATIONS = {
    "sigmoid": Offer("tf.math.sigmoid(x)", "d_x"),
    "log_sigmoid": Offer("tf.math.log_sigmoid(x)", "d_x"),
    "softplus": Offer("tf.math.softplus(x)", "d_x"),
    "relu": Offer("tf.nn.relu(x)", "d_x"),
    "logsumexp": Offer("tf.math.reduce_logsumexp(logits, axis=-1)", "d_logits"),
    "softmax": Offer("tf.nn.softmax(logits)"),
    "log_softmax": Offer("tf.nn.log_softmax(logits)"),
    "softmax_cross_entropy": Offer("tf.nn.sparse_softmax_cross_entropy_with_logits(labels=label, logits=logits)", "d_logits"),
    "softmax_cross_entropy_with_distribution": Offer("tf.nn.softmax_cross_entropy_with_logits(labels=target, logits=logits)", "d_logits"),
    "binary_cross_entropy_with_logits": Offer("tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=logits)", "d_logits"),
    "poisson_nll": Offer("tf.nn.log_poisson_loss(targets=target, log_input=prediction)", "d_prediction"),
    "squared_error": Composition("tf.math.reduce_sum(tf.math.squared_difference(prediction, target), axis=-1)", "d_prediction"),
    "mean_squared_error": Composition("tf.math.reduce_mean(tf.math.squared_difference(prediction, target), axis=-1)", "d_prediction"),
    "cross_entropy": Composition("-tf.math.reduce_sum(tf.math.xlogy(p, q), axis=-1)", "d_p d_q"),
    "half_l2_penalty": Offer("tf.nn.l2_loss(weights)", "d_weights"),
}

class TensorFlow(Library):
    name, imports, offers, formats = "tensorflow", "import tensorflow as tf", OPERATIONS, list(FLOATS)
    reductions = {"sum": "tf.math.reduce_sum({})", "mean": "tf.math.reduce_mean({})"}
    refusals = (ValueError, tf.errors.InvalidArgumentError, tf.errors.NotFoundError, tf.errors.UnimplementedError)

    def statements(self, request, expression):
        wanted = [name[2:] for name in request.outputs if name != "value"]
        if not wanted:
            return [f"value = {expression}"]
        names, upstream = ", ".join(wanted), "" if request.upstream is None else ", output_gradients=upstream"
        return [f"with tf.GradientTape() as tape:\n    tape.watch([{names}])\n    value = {expression}",
                f"{', '.join('d_' + name for name in wanted)}, = tape.gradient(value, [{names}]{upstream}, unconnected_gradients='zero')"]
    def tensor(self, array, format, name):
        return tf.constant(array) if array.dtype == np.int64 else tf.cast(tf.constant(array), FLOATS[format])
    def literal(self, array, format, name):
        return f"tf.constant({numbers(array, format)}, dtype=tf.{'int64' if array.dtype == np.int64 else FLOATS[format].name})"
    def numpy(self, value, format):
        return (tf.cast(value, tf.float32) if format == "bf16" else value).numpy()
    def printed(self, name):
        return f"print(tf.cast({name}, tf.float64).numpy().tolist())"

serve(TensorFlow(), {"version": tf.__version__, "conventions": ["tensorflow"]})
