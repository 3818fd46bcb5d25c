# SPDX-License-Identifier: Apache-2.0
"""ONNX Runtime on the CPU: a model of one operator, made with the onnx package. Inference has no gradients."""
import guest
try:
    import onnxruntime
    import onnx
    from onnx import TensorProto, helper
    import numpy as np
except ImportError as missing:
    guest.skip(missing)

TYPES = {"f64": TensorProto.DOUBLE, "f32": TensorProto.FLOAT, "f16": TensorProto.FLOAT16}
ROW = {"axes": [-1], "keepdims": 0}

# name: (operator, its inputs in order, its attributes, whether it takes a reduction)
OPERATIONS = {
    "sigmoid": ("Sigmoid", ["x"], {}, False),
    "softplus": ("Softplus", ["x"], {}, False),
    "relu": ("Relu", ["x"], {}, False),
    "softmax": ("Softmax", ["logits"], {"axis": -1}, False),
    "log_softmax": ("LogSoftmax", ["logits"], {"axis": -1}, False),
    "logsumexp": ("ReduceLogSumExp", ["logits"], ROW, False),
    "softmax_cross_entropy": ("SoftmaxCrossEntropyLoss", ["logits", "label"], {}, True),
    "nll": ("NegativeLogLikelihoodLoss", ["log_probabilities", "label"], {}, True),
    "l1_penalty": ("ReduceL1", ["weights"], {"keepdims": 0}, False),
    "l2_penalty": ("ReduceSumSquare", ["weights"], {"keepdims": 0}, False),
}
sessions = {}

def session(operation, format, reduction):
    """Opset 17 is the last in which every one of these operators takes its axes as an attribute."""
    operator, inputs, attributes, _ = OPERATIONS[operation]
    attributes = {**attributes, "reduction": reduction} if reduction else attributes
    declared = [helper.make_tensor_value_info(name, TensorProto.INT64 if name == "label" else TYPES[format], None) for name in inputs]
    graph = helper.make_graph([helper.make_node(operator, inputs, ["value"], **attributes)], operation, declared,
                              [helper.make_tensor_value_info("value", TYPES[format], None)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])

def compute(request):
    _, inputs, _, reduces = OPERATIONS[request.operation]
    reduction = request.parameters.get("reduction", "none")
    for name in request.parameters.keys() - {"reduction"}:
        raise guest.Unsupported(f"onnx has no parameter {name} for {request.operation} here")
    if reduction != "none" and not reduces:
        raise guest.Unsupported(f"onnx has no reduction in {request.operation}")
    key = (request.operation, request.format, reduction if reduces else None)
    try:
        sessions[key] = sessions.get(key) or session(*key)
    except Exception as refusal:
        raise guest.Unsupported(f"onnxruntime refuses: {refusal}") from None
    return {"value": sessions[key].run(["value"], {name: np.array(request.inputs[name]) for name in inputs})[0]}

guest.serve({"name": "onnxruntime", "version": onnxruntime.__version__, "conventions": ["onnx"], "details": {"onnx": onnx.__version__, "opset": "17"},
             "offers": [{"operation": name, "formats": ["f32"] if name == "softplus" else ["f64", "f32"], "outputs": ["value"]} for name in OPERATIONS]}, compute)
