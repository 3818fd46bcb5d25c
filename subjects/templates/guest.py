#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A subject as a process, with nothing but Python's standard library: copy, replace the functions, list what you offer.
   lossproof doctor 'cmd:python3 guest.py'      (with numpy at hand, peers/guest.py is more comfortable)"""
import array, json, math, os, struct, sys

def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))

def softmax(row):
    peak = max(row)
    terms = [math.exp(z - peak) for z in row]
    return [term / sum(terms) for term in terms]

def compute(operation, parameters, inputs):
    """The numbers of `value`, row by row. Options that we do not declare are never sent."""
    if operation == "sigmoid":
        return [sigmoid(x) for x in inputs["x"][1]]
    (rows, columns), logits = inputs["logits"]
    return [p for r in range(rows) for p in softmax(logits[r * columns:(r + 1) * columns])]

HELLO = {"type": "hello", "protocol": 1, "name": "process template", "version": "1.0", "conventions": [], "details": {},
         "offers": [{"operation": "sigmoid", "formats": ["f64"], "outputs": ["value"], "options": []},
                    {"operation": "softmax", "formats": ["f64"], "outputs": ["value"], "options": []}]}

def answer(asked, payload):
    inputs = {}
    for tensor in asked["inputs"]:
        end = tensor["offset"] + 8 * math.prod(tensor["shape"])  # f64 and i64 both take 8 bytes
        numbers = array.array("q" if tensor["dtype"] == "i64" else "d", payload[tensor["offset"]:end])
        inputs[tensor["name"]] = (tensor["shape"], numbers)
    value = compute(asked["operation"], asked["parameters"], inputs)
    output = {"name": "value", "dtype": "f64", "shape": asked["outputs"][0]["shape"], "offset": 0}
    return {"status": "ok", "outputs": [output]}, array.array("d", value).tobytes()

frames_in, frames_out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # from here on, print() goes to stderr and cannot fall among the frames

while len(prefix := frames_in.read(16)) == 16:
    _, header_size, payload_size = struct.unpack("<4sIQ", prefix)
    asked, payload = json.loads(frames_in.read(header_size)), frames_in.read(payload_size)
    reply, body = (HELLO, b"") if asked["type"] == "hello" else answer(asked, payload)
    header = json.dumps({"type": "answer", "id": asked.get("id"), **reply}).encode()
    frames_out.write(struct.pack("<4sIQ", b"LPF1", len(header), len(body)) + header + body)
    frames_out.flush()
