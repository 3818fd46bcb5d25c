#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every snippet that a peer gives is run in names of its own, and must print what the peer answered, to the last bit.
usage: snippets.py PEERS_DIRECTORY PYTHON [PEER…]; a peer whose library is missing is told, and fails if it stands in LOSSPROOF_REQUIRED_PEERS"""
import json, math, os, pathlib, struct, subprocess, sys

# Ordinary inputs, a number that no short decimal hits, an infinity, a −0, and parameters other than the defaults.
CASES = [("sigmoid", {}, {"x": [[0.1, -17.25, float("inf"), -0.0]]}, {"value": [1, 4], "d_x": [1, 4]}),
         ("softmax_cross_entropy", {"reduction": "mean"}, {"logits": [[20, 0.3, 0], [1, 2, 3]], "label": [0, 2]}, {"value": [], "d_logits": [2, 3]}),
         ("logsumexp", {}, {"logits": [[100, 101]]}, {"value": [1], "d_logits": [1, 2], "H_logits": [1, 2, 2]}),
         ("log_softmax", {}, {"logits": [[3, 3.7]]}, {"value": [1, 2], "J_logits": [1, 2, 2]}),
         ("huber", {"delta": 0.7}, {"prediction": [[0.2, 3]], "target": [[0, 0]]}, {"value": [1, 2], "d_prediction": [1, 2]}),
         ("kl_divergence", {}, {"p": [[0.25, 0.75]], "q": [[0.5, 0.5]]}, {"value": [1], "d_p": [1, 2]}),
         ("gaussian_nll", {"sigma": 0.3}, {"prediction": [[0.2]], "target": [[1.7]]}, {"value": [1, 1], "d_prediction": [1, 1]}),
         ("adam_step", {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 3},
          {"theta": [0.1], "grad": [0.3], "state_m": [0.2], "state_s": [0.4]}, {"theta": [1], "state_m": [1], "state_s": [1]})]

def flat(nested):
    return [number for entry in nested for number in flat(entry)] if isinstance(nested, list) else [nested]

def shape(nested):
    return [len(nested), *shape(nested[0])] if isinstance(nested, list) else []

def frame(header, payload=b""):
    text = json.dumps(header).encode()
    return struct.pack("<4sIQ", b"LPF1", len(text), len(payload)) + text + payload

class Guest:
    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    def ask(self, header, payload=b""):
        self.process.stdin.write(frame(header, payload))
        self.process.stdin.flush()
        _, text, size = struct.unpack("<4sIQ", self.process.stdout.read(16))
        return json.loads(self.process.stdout.read(text)), self.process.stdout.read(size)

def request(operation, parameters, inputs, outputs):
    tensors, payload = [], b""
    for name, nested in inputs.items():
        kind = ("i64", "q") if name == "label" else ("f32", "f")
        tensors.append({"name": name, "dtype": kind[0], "shape": shape(nested), "offset": len(payload)})
        payload += struct.pack(f"<{len(flat(nested))}{kind[1]}", *flat(nested)) + b"\0" * (len(flat(nested)) % 2 * 4 if kind[0] == "f32" else 0)
    return {"type": "compute", "id": 0, "operation": operation, "format": "f32", "parameters": parameters, "inputs": tensors, "upstream": None,
            "outputs": [{"name": name, "shape": wanted} for name, wanted in outputs.items()], "explain": True}, payload

def answered(answer, payload):
    return [number for o in answer["outputs"] for number in struct.unpack_from(f"<{math.prod(o['shape'])}f", payload, o["offset"])]

def same(a, b):
    return len(a) == len(b) and all(x == y or x != x and y != y for x, y in zip(a, b))

# A library takes seconds to import, so one interpreter runs them all.
RUN = """import contextlib, io, json, sys
for snippet in json.load(sys.stdin):
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(snippet, {})
    except Exception as error:
        printed.write(f"{type(error).__name__}: {error}")
    print(json.dumps(printed.getvalue()))"""

def run(python, snippets):
    """What each prints."""
    done = subprocess.run([python, "-c", RUN], input=json.dumps(snippets), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]

def check(peers, python, peer):
    """How many snippets printed what was answered; None if the peer is not here. Raises AssertionError for one that did not."""
    guest = Guest(python, "-B", str(peers / f"{peer}_peer.py"))
    hello, _ = guest.ask({"type": "hello", "protocol": 1})
    if hello["type"] != "hello":
        return None
    offered, given = {o["operation"]: o["outputs"] for o in hello["offers"] if "f32" in o["formats"]}, []
    for operation, parameters, inputs, outputs in CASES:
        here = {name: wanted for name, wanted in outputs.items() if name in offered.get(operation, [])}
        answer, payload = guest.ask(*request(operation, parameters, inputs, here)) if here else ({"status": "unsupported"}, b"")
        if answer["status"] == "unsupported":
            continue
        assert answer["status"] == "ok", f"{peer}, {operation}: {answer['message']}"
        given.append((operation, answer["snippet"], answered(answer, payload)))
    assert given, f"{peer} gave no snippet"
    for (operation, snippet, numbers), text in zip(given, run(python, [snippet for _, snippet, _ in given])):
        try:
            printed = [number for line in text.splitlines() for number in flat(eval(line, {"inf": float("inf"), "nan": float("nan")}))]
        except (SyntaxError, NameError):
            printed = []
        assert same(printed, numbers), f"{peer}, {operation}: printed {text}, answered {numbers}\n{snippet}"
    return len(given)

def main(peers, python, *names):
    required, failed = os.environ.get("LOSSPROOF_REQUIRED_PEERS", "").split(), 0
    for peer in dict.fromkeys([*names, *required]):
        try:
            count = check(pathlib.Path(peers), python, peer)
            print(f"{peer}: {count} snippets print what was answered" if count else f"{peer}: its library is not here")
            failed += count is None and peer in required
        except AssertionError as error:
            failed += 1
            print(error)
    return 1 if failed else 0

if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: snippets.py PEERS_DIRECTORY PYTHON [PEER…]")
    sys.exit(main(*sys.argv[1:]))
