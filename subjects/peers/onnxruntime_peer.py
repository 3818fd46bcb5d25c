# SPDX-License-Identifier: Apache-2.0
"""ONNX Runtime on the CPU: a model of one operator, made with the onnx package. Inference has no gradients.
   pip install onnxruntime onnx"""
import guest
try:
    import onnxruntime
    import onnx
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
import onnx_models

def session(model):
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])

onnx_models.serve("onnxruntime", onnxruntime.__version__, session, "import onnx, onnxruntime\nfrom onnx import TensorProto, helper",
                  "onnxruntime.InferenceSession(model.SerializeToString(), providers=['CPUExecutionProvider'])")
