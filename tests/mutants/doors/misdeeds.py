# SPDX-License-Identifier: Apache-2.0
"""A relu in a process that is right for every request but one: when the first input is 666, or at the call whose number stands in
MISDEED_AT_CALL, it commits the misdeed named on its command line. Honest frames are written with the standard library only, so that the tests need nothing installed."""
import array, json, math, os, signal, struct, subprocess, sys, time

MISDEED = sys.argv[1]
HELLO = {"type": "hello", "protocol": 1, "name": "misdeeds", "version": "1", "conventions": ["torch"], "details": {"pid": str(os.getpid())},
         "offers": [{"operation": "relu", "formats": ["f64"], "outputs": ["value"]}]}
AT_CALL, CALLS, HELLOS = int(os.environ.get("MISDEED_AT_CALL", 0)), 0, 0
DEEP = "[" * 200000 + "]" * 200000
frames_in, frames_out = sys.stdin.buffer, sys.stdout.buffer

def send(header, body=b"", cut=None, flush=True):
    text = json.dumps(header).encode()
    frames_out.write((struct.pack("<4sIQ", b"LPF1", len(text), len(body)) + text + body)[:cut])
    if flush:
        frames_out.flush()

def raw(text):
    frames_out.write(struct.pack("<4sIQ", b"LPF1", len(text), 0) + text.encode())
    frames_out.flush()

def misdeed(asked, output, body):
    """Commit it; true if the honest answer is to follow."""
    answer = {"type": "answer", "id": asked["id"], "status": "ok", "outputs": [output]}
    if MISDEED in ("crash", "buffered_crash"): os.abort()
    if MISDEED == "crash_with_last_words": os.write(2, b"Traceback, so to speak\nKeyError: 'logits'\n"); os._exit(1)
    if MISDEED == "exit": os._exit(0)
    if MISDEED == "kill": os.kill(os.getpid(), signal.SIGKILL)
    if MISDEED == "kill_parent": os.kill(os.getppid(), signal.SIGTERM); return True
    if MISDEED == "setsid_child": subprocess.Popen(["sleep", "100"], start_new_session=True); return True
    if MISDEED == "deep_id": raw('{"type":"answer","id":' + DEEP + "}"); return False
    if MISDEED == "deep_remarks": raw('{"type":"answer","id":%d,"status":"ok","remarks":%s,"outputs":[]}' % (asked["id"], DEEP)); return False
    if MISDEED == "twice_a_key": raw(json.dumps(answer)[:-1] + ',"status":"error"}'); return False
    if MISDEED == "huge_id": raw('{"type":"answer","id":99999999999999999999,"status":"ok"}'); return False
    if MISDEED == "slow_loris":
        for byte in struct.pack("<4sIQ", b"LPF1", 1000, 0): os.write(1, bytes([byte])); time.sleep(0.1)
    if MISDEED == "flood_at_end": send({**answer, "id": 77}, body)
    if MISDEED == "flood":
        while True: os.write(1, bytes(1 << 16))
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
    if MISDEED == "closes_in_protocol_2": HELLO["protocol"] = 2; return True
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
    global CALLS
    CALLS += 1
    if ((x and x[0] == 666) or CALLS == AT_CALL) and not misdeed(asked, output, body):
        return
    send({"type": "answer", "id": asked["id"], "status": "ok", "outputs": [output]}, body, flush=MISDEED != "buffered_crash")

if MISDEED == "no_hello": sys.exit("ModuleNotFoundError: No module named 'nonsense'")
if MISDEED == "silent": time.sleep(1000)
if MISDEED == "chatty": print("Loading the model ...", flush=True)
if MISDEED == "dies_on_restart":
    if os.path.exists(sys.argv[2]): sys.exit("no second life")
    open(sys.argv[2], "w").close()
    MISDEED = "crash"
if MISDEED == "offers_product": HELLO["offers"].append({"operation": "relu", "formats": ["f64"] * 20000, "outputs": ["value"] * 20000})
if MISDEED == "offers_unknown": HELLO["offers"] += [{"operation": "relux", "formats": ["f64"], "outputs": ["value"]},
                                                    {"operation": "relu", "formats": ["fp8"], "outputs": ["vaule"]}]
if MISDEED == "steering": HELLO["name"] = "a\x1b[31m\u202e\x9b"; HELLO["details"]["\x1b]0;key\x07"] = "\x9b2J"; HELLO["conventions"] *= 1000
while len(prefix := frames_in.read(16)) == 16:
    _, header_size, payload_size = struct.unpack("<4sIQ", prefix)
    asked, payload = json.loads(frames_in.read(header_size)), frames_in.read(payload_size)
    if asked["type"] == "hello" and MISDEED == "deep_hello":
        raw('{"type":"hello","protocol":1,"name":"x","details":{"a":%s},"offers":[]}' % DEEP)
    elif asked["type"] == "hello":
        HELLOS += 1
        if MISDEED == "rewords_hello": HELLO["details"]["hellos"] = str(HELLOS)
        send({"type": "skipped", "message": "nonsense not importable"} if MISDEED == "skipped" else {**HELLO, "protocol": 2} if MISDEED == "protocol_2" else HELLO)
    else:
        answer(asked, payload)
if MISDEED == "flood_at_end":
    while True: os.write(1, bytes(1 << 16))
