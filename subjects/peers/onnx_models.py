# SPDX-License-Identifier: Apache-2.0
"""What the two ONNX peers share: a model of one operator for each request. $LOSSPROOF_OPSET chooses the opset: 11, 13 or 17 (unless said
otherwise). Up to 12, Softmax and LogSoftmax flatten their input behind `axis`; on rows that is the same function by other code."""
import os
from onnx import TensorProto, helper
import guest
import numpy as np
from programs import numbers

OPSET = int(os.environ.get("LOSSPROOF_OPSET", "17"))  # 17 is the last in which each of these operators takes its axes as an attribute
TYPES = {"f64": "DOUBLE", "f32": "FLOAT", "f16": "FLOAT16"}
ARRAYS = {"f64": "float64", "f32": "float32", "f16": "float16"}
ROW = {"axes": [-1], "keepdims": 0}

# name: (operator, the opset it came with, its inputs in order, its attributes, whether it takes a reduction)
OPERATORS = {
    "sigmoid": ("Sigmoid", 6, ["x"], {}, False),
    "softplus": ("Softplus", 1, ["x"], {}, False),
    "relu": ("Relu", 6, ["x"], {}, False),
    "softmax": ("Softmax", 1, ["logits"], {"axis": -1}, False),
    "log_softmax": ("LogSoftmax", 1, ["logits"], {"axis": -1}, False),
    "logsumexp": ("ReduceLogSumExp", 11, ["logits"], ROW, False),
    "softmax_cross_entropy": ("SoftmaxCrossEntropyLoss", 12, ["logits", "label"], {}, True),
    "nll": ("NegativeLogLikelihoodLoss", 12, ["log_probabilities", "label"], {}, True),
    "l1_penalty": ("ReduceL1", 11, ["weights"], {"keepdims": 0}, False),
    "l2_penalty": ("ReduceSumSquare", 11, ["weights"], {"keepdims": 0}, False),
}

def model_of(operation, format, reduction):
    operator, _, inputs, attributes, _ = OPERATORS[operation]
    declared = [helper.make_tensor_value_info(name, TensorProto.INT64 if name == "label" else getattr(TensorProto, TYPES[format]), None) for name in inputs]
    node = helper.make_node(operator, inputs, ["value"], **attributes, **({"reduction": reduction} if reduction else {}))
    graph = helper.make_graph([node], operation, declared, [helper.make_tensor_value_info("value", getattr(TensorProto, TYPES[format]), None)])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)

class Models:
    """Answers requests with sessions, one for each model."""
    def __init__(self, name, session, imports, source):
        self.name, self.session, self.imports, self.source, self.sessions = name, session, imports, source, {}

    def key(self, request):
        reduces, reduction = OPERATORS[request.operation][4], request.parameters.get("reduction", "none")
        for name in request.parameters.keys() - {"reduction"}:
            raise guest.Unsupported(f"onnx has no parameter {name} for {request.operation} here")
        if reduction != "none" and not reduces:
            raise guest.Unsupported(f"onnx has no reduction in {request.operation}")
        return request.operation, request.format, reduction if reduces else None

    def __call__(self, request):
        key = self.key(request)
        try:
            if key not in self.sessions:
                self.sessions[key] = self.session(model_of(*key))
        except Exception as refusal:
            raise guest.Unsupported(f"{self.name} refuses: {str(refusal).splitlines()[0]}") from None
        with np.errstate(all="ignore"):
            inputs = {name: np.array(request.inputs[name]) for name in OPERATORS[request.operation][2]}
            return {"value": np.asarray(self.sessions[key].run(["value"], inputs)[0])}

    def snippet(self, request):
        operation, format, reduction = self.key(request)
        operator, _, inputs, attributes, _ = OPERATORS[operation]
        kinds = {name: "INT64" if name == "label" else TYPES[format] for name in inputs}
        given = ", ".join(f"'{name}': np.array({numbers(request.inputs[name], format)}, '{'int64' if name == 'label' else ARRAYS[format]}')" for name in inputs)
        options = "".join(f", {name}={value!r}" for name, value in {**attributes, **({"reduction": reduction} if reduction else {})}.items())
        return "\n".join([self.imports if "numpy" in self.imports else "import numpy as np\n" + self.imports,
                          f"node = helper.make_node('{operator}', {inputs}, ['value']{options})",
                          f"of = lambda name, kind: helper.make_tensor_value_info(name, kind, None)",
                          f"graph = helper.make_graph([node], 'one', [{', '.join(f'of({n!r}, TensorProto.{k})' for n, k in kinds.items())}], [of('value', TensorProto.{TYPES[format]})])",
                          f"model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', {OPSET})], ir_version=8)",
                          f"value = {self.source}.run(['value'], {{{given}}})[0]", "print(value.tolist())"])

def serve(name, version, session, imports, source):
    offers = [{"operation": operation, "formats": ["f32"] if operation == "softplus" else ["f64", "f32"], "outputs": ["value"], "composition": False}
              for operation, operator in OPERATORS.items() if operator[1] <= OPSET]
    guest.serve({"name": name, "version": version, "conventions": ["onnx"], "details": {"opset": str(OPSET)}, "offers": offers},
                Models(name, session, imports, source))
