# SPDX-License-Identifier: Apache-2.0
"""The reference evaluator of the onnx package: what the standard says of each operator, on numpy.    pip install onnx"""
import guest
try:
    import onnx
    from onnx.reference import ReferenceEvaluator
    import numpy as np
except ImportError as missing:
    guest.skip(missing)
import onnx_models

onnx_models.serve("onnx_reference", onnx.__version__, ReferenceEvaluator,
                  "import numpy as np, onnx\nfrom onnx import TensorProto, helper\nfrom onnx.reference import ReferenceEvaluator", "ReferenceEvaluator(model)")
