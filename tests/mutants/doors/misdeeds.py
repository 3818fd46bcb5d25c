# SPDX-License-Identifier: Apache-2.0
"""A relu in a process that is right for every request but one: when the first input is 666 it commits the misdeed named on
its command line. Honest frames are written with the standard library only, so that the tests need nothing installed."""
import array, json, math, os, struct, sys, time

MISDEED = sys.argv[1]
HELLO = {"type": "hello", "protocol": 1, "name": "misdeeds", "version": "1", "conventions": ["torch"], "details": {"pid": str(os.getpid())},
         "offers": [{"operation": "relu", "formats": ["f64"], "outputs": ["value"]}]}
LATE = []  # answers kept back by a guest that buffers
frames_in, frames_out = sys.stdin.buffer, sys.stdout.buffer

def send(header, body=b"", cut=None, flush=True):
    text = json.dumps(header).encode()
    frames_out.write((struct.pack("<4sIQ", b"LPF1", len(text), len(body)) + text + body)[:cut])
    if flush:
        frames_out.flush()

def misdeed(asked, output, body):
    """Commit it; true if the honest answer is to follow."""
    answer = {"type": "answer", "id": asked["id"], "status": "ok", "outputs": [output]}
    if MISDEED in ("crash", "buffered_crash"): os.abort()
    if MISDEED == "crash_with_last_words": sys.exit("Traceback, so to speak\nKeyError: 'logits'")
    if MISDEED == "exit": os._exit(0)
    if MISDEED == "hang": time.sleep(1000)
    if MISDEED == "hang_with_child": os.system("sleep 1000")
    if MISDEED == "print": os.write(1, b"epoch 1: loss 0.5\n"); return True
    if MISDEED == "print_late": send(answer, body); os.write(1, b"epoch 1: loss 0.5\n"); return False
    if MISDEED == "garbage": os.write(1, bytes(range(200, 256)) * 4); return True
    if MISDEED == "truncated": send(answer, body, cut=-4); os._exit(0)
    if MISDEED == "truncated_hang": send(answer, body, cut=-4); time.sleep(1000)
    if MISDEED == "oversized": os.write(1, struct.pack("<4sIQ", b"LPF1", 10, 1 << 60)); time.sleep(1000)
    if MISDEED == "long_header": os.write(1, struct.pack("<4sIQ", b"LPF1", 0xffffffff, 0)); time.sleep(1000)
    if MISDEED == "not_json": os.write(1, struct.pack("<4sIQ", b"LPF1", 4, 0) + b"{\"a\""); return False
    if MISDEED == "wrong_id": send({**answer, "id": 77}, body)
    if MISDEED == "wrong_shape": send({**answer, "outputs": [{**output, "shape": output["shape"][::-1] + [1]}]}, body)
    if MISDEED == "negative_shape": send({**answer, "outputs": [{**output, "shape": [-1, -1]}]}, body)
    if MISDEED == "wrong_type": send({**answer, "outputs": [{**output, "dtype": "f32"}]}, body)
    if MISDEED == "far_offset": send({**answer, "outputs": [{**output, "offset": 1 << 63}]}, body)
    if MISDEED == "short_answer": send(answer, body[:-8])
    if MISDEED == "missing_output": send({**answer, "outputs": []})
    if MISDEED == "bad_status": send({**answer, "status": "fine"}, body)
    if MISDEED == "error": send({**answer, "status": "error", "message": "two\nlines"})
    if MISDEED == "unsupported": send({**answer, "status": "unsupported", "message": "not today"})
    return False

def answer(asked, payload):
    tensor = asked["inputs"][0]
    x = array.array("d", payload[tensor["offset"]:tensor["offset"] + 8 * math.prod(tensor["shape"])])
    body = array.array("d", [max(v, 0.0) for v in x]).tobytes()
    output = {"name": "value", "dtype": "f64", "shape": tensor["shape"], "offset": 0}
    if x and x[0] == 666 and not misdeed(asked, output, body):
        return
    send({"type": "answer", "id": asked["id"], "status": "ok", "outputs": [output]}, body, flush=MISDEED != "buffered_crash")

if MISDEED == "no_hello": sys.exit("ModuleNotFoundError: No module named 'nonsense'")
if MISDEED == "silent": time.sleep(1000)
if MISDEED == "chatty": print("Loading the model ...", flush=True)
if MISDEED == "dies_on_restart":
    if os.path.exists(sys.argv[2]): sys.exit("no second life")
    open(sys.argv[2], "w").close()
    MISDEED = "crash"
while len(prefix := frames_in.read(16)) == 16:
    _, header_size, payload_size = struct.unpack("<4sIQ", prefix)
    asked, payload = json.loads(frames_in.read(header_size)), frames_in.read(payload_size)
    if asked["type"] == "hello":
        send({"type": "skipped", "message": "nonsense not importable"} if MISDEED == "skipped" else {**HELLO, "protocol": 2} if MISDEED == "protocol_2" else HELLO)
    else:
        answer(asked, payload)
