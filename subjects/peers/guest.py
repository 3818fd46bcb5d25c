# SPDX-License-Identifier: Apache-2.0
"""The process door of lossproof, guest's side: serve(hello, answer) answers frames on stdin and stdout until stdin ends.

answer(request) returns a dict from output name to array. request has operation, format, parameters (a dict), inputs and
upstream (numpy arrays, read-only; bfloat16 numbers arrive in float32 arrays and may be returned so), outputs (name -> shape).
If answer has an attribute `snippet`, snippet(request) is the source that a user pastes to see the same numbers; it is sent when the
request says "explain". A peer whose answers are programs in its library's own words has both from Peer (programs.py)."""
import json, math, os, struct, sys, traceback, types

# The cases are small, and lossproof's own threads use the other cores: a library's pool would only spin. This stands before any import
# of a library, because it is read once; what the user has set stays.
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("KMP_BLOCKTIME", "0")

try:
    import numpy as np
except ImportError:  # then a peer can still say why it is skipped
    np = None

NUMPY = {"f64": "<f8", "f32": "<f4", "f16": "<f2", "bf16": "<u2", "i64": "<i8"}
NOT_IN_JSON = {"inf": float("inf"), "-inf": -float("inf"), "nan": float("nan")}

class Unsupported(Exception):
    """This operation, parameter or format is not offered, or the library refuses the input: counted, never a failure."""

def skip(missing):
    """Answer the handshake with the ImportError that leaves nothing to be judged here."""
    serve({"type": "skipped", "message": f"{missing.name or missing} not importable"}, None)
    sys.exit(0)

def _array(tensor, payload):
    dtype = np.dtype(NUMPY[tensor["dtype"]])
    array = np.frombuffer(payload, dtype, math.prod(tensor["shape"]), tensor["offset"]).reshape(tensor["shape"])
    # Before NumPy 2 a shifted 0-d array is 64 bits wide unless both sides say 32.
    return np.asarray(np.left_shift(array.astype(np.uint32), np.uint32(16))).view(np.float32) if tensor["dtype"] == "bf16" else array

def _bytes(array, format, name):
    wanted = np.dtype("<f4" if format == "bf16" else NUMPY[format])
    if array.dtype != wanted:  # an answer in another type is not this format's answer, and converting would hide it
        raise TypeError(f"{name} came back as {array.dtype}, expected {wanted}")
    if format == "bf16" and (array.view(np.uint32) & 0xffff).any():
        raise TypeError(f"{name} holds float32 numbers that are not bfloat16 numbers")
    return (array.view(np.uint32) >> 16).astype(np.uint16).tobytes() if format == "bf16" else array.tobytes()

def _request(asked, payload):
    return types.SimpleNamespace(
        operation=asked["operation"], format=asked["format"], inputs={t["name"]: _array(t, payload) for t in asked["inputs"]},
        parameters={k: NOT_IN_JSON.get(v, v) for k, v in asked["parameters"].items()},
        upstream=_array(asked["upstream"], payload) if asked["upstream"] else None,
        outputs={o["name"]: tuple(o["shape"]) for o in asked["outputs"]})

def _answer(asked, payload, compute):
    request, outputs, body = _request(asked, payload), [], b""
    for name, value in compute(request).items():
        value = np.ascontiguousarray(value).reshape(np.shape(value))
        outputs.append({"name": name, "dtype": request.format, "shape": list(value.shape), "offset": len(body)})
        body += _bytes(value, request.format, name)
    answer = {"status": "ok", "outputs": outputs}
    if asked.get("explain") and hasattr(compute, "snippet"):
        try:
            answer["snippet"] = compute.snippet(request)
        except Exception:  # what was answered stands, whether it can be shown or not
            traceback.print_exc()
    return answer, body

def _frame(header, body=b""):
    text = json.dumps(header).encode()
    return struct.pack("<4sIQ", b"LPF1", len(text), len(body)) + text + body

def serve(hello, compute):
    greeting = _frame({"type": "hello", "protocol": 1, **hello})  # every batch ends with another hello
    frames_in, frames_out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not fall among the frames
    while len(prefix := frames_in.read(16)) == 16:
        _, header, payload = struct.unpack("<4sIQ", prefix)
        asked, payload = json.loads(frames_in.read(header)), frames_in.read(payload)
        if asked["type"] == "hello":
            frames_out.write(greeting)
        else:
            body = b""
            try:
                answer, body = _answer(asked, payload, compute)
            except Unsupported as refusal:
                answer = {"status": "unsupported", "message": str(refusal)}
            except Exception as error:
                answer = {"status": "error", "message": f"{type(error).__name__}: {error}"}
            answer.update(type="answer", id=asked["id"])
            frames_out.write(_frame(answer, body))
        frames_out.flush()
