# SPDX-License-Identifier: Apache-2.0
"""A guest that answers losses which its host defined, in binary64: as a careful person writes them (`right`), or with a slip (`wrong`)."""
import array, json, math, os, struct, sys

RIGHT = sys.argv[1] == "right"

def sigmoid(x):
    if x != x: return x
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))

def softplus(x):
    if x != x or math.isinf(x): return x if x > 0 or x != x else 0.0
    if not RIGHT: return math.log(1 + math.exp(x)) if x < 700 else x  # digits lost for every negative x
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))

def focal(p, z, y):
    weight = -math.expm1(math.log(p["beta"])) / -math.expm1(p["n"] * math.log(p["beta"])) if p["beta"] > 0 else 1.0
    weight = (1 - p["beta"]) / -math.expm1(p["n"] * math.log(p["beta"])) if p["beta"] > 0 else 1.0
    return [weight * math.exp(-p["gamma"] * softplus(b * a)) * softplus(-b * a) if not math.isinf(a) else
            (weight * abs(a) if b * a < 0 else 0.0) for a, b in zip(z, y)]

def pair_sigmoid(p, s, y): return [softplus(-b * (p["t"] * a + p["b"])) for a, b in zip(s, y)]

def dice(p, z, y, columns):
    rows = [(z[i:i + columns], y[i:i + columns]) for i in range(0, len(z), columns)]
    if not RIGHT: return [1 - (sum(2 * sigmoid(a) * b for a, b in zip(*r)) + p["smooth"]) / (sum(map(sigmoid, r[0])) + sum(r[1]) + p["smooth"]) for r in rows]
    return [sum(sigmoid(-a) if b == 1 else sigmoid(a) * (1 - b) + sigmoid(-a) * b for a, b in zip(*r)) /
            (math.fsum(map(sigmoid, r[0])) + math.fsum(r[1]) + p["smooth"]) for r in rows]

def compute(operation, p, inputs):
    (shape, y), (_, z) = inputs["y"], inputs.get("z") or inputs["s"]
    if operation == "soft_dice": return dice(p, z, y, shape[1])
    return (focal if operation == "class_balanced_focal" else pair_sigmoid)(p, z, y)

HELLO = {"type": "hello", "protocol": 1, "name": "guest of a definition", "version": "1", "conventions": [], "details": {},
         "offers": [{"operation": name, "formats": ["f64"], "outputs": ["value"], "options": options}
                    for name, options in [("class_balanced_focal", ["beta", "n", "gamma"]), ("soft_dice", ["smooth"]), ("pair_sigmoid", ["t", "b"])]]}
DEFAULTS = {"class_balanced_focal": {"beta": 0.999, "n": 100, "gamma": 2}, "soft_dice": {"smooth": 1}, "pair_sigmoid": {"t": 10, "b": -10}}

def answer(asked, payload):
    inputs = {}
    for tensor in asked["inputs"]:
        end = tensor["offset"] + 8 * math.prod(tensor["shape"])
        numbers = array.array("q" if tensor["dtype"] == "i64" else "d", payload[tensor["offset"]:end])
        inputs[tensor["name"]] = (tensor["shape"], numbers)
    value = compute(asked["operation"], {**DEFAULTS[asked["operation"]], **asked["parameters"]}, inputs)
    return {"status": "ok", "outputs": [{"name": "value", "dtype": "f64", "shape": asked["outputs"][0]["shape"], "offset": 0}]}, array.array("d", value).tobytes()

frames_in, frames_out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)
while len(prefix := frames_in.read(16)) == 16:
    _, header_size, payload_size = struct.unpack("<4sIQ", prefix)
    asked, payload = json.loads(frames_in.read(header_size)), frames_in.read(payload_size)
    reply, body = (HELLO, b"") if asked["type"] == "hello" else answer(asked, payload)
    header = json.dumps({"type": "answer", "id": asked.get("id"), **reply}).encode()
    frames_out.write(struct.pack("<4sIQ", b"LPF1", len(header), len(body)) + header + body)
    frames_out.flush()
