# SPDX-License-Identifier: Apache-2.0
"""Command lines and case files that are wrong, truncated or hostile: exit 4 and one line that says what was expected."""
import json

def test_command_lines(command):
    command.refused("an unknown flag", command.run("verify", "fast", "--nonsense"), "--nonsense")
    command.refused("an unknown command", command.run("certify"))
    command.refused("no command", command.run())
    command.refused("a flag of eval that is no input", command.run("eval", "softmax", "--logit", "1,2"), "--logit", "--logits")
    command.refused("a misspelt operation", command.run("eval", "sofmax", "--logits", "1,2"), "did you mean 'softmax'")
    command.refused("a misspelt operation in verify", command.run("verify", "baseline", "--op", "sigmod"), "did you mean 'sigmoid'")
    command.refused("a misspelt operation in exhaust", command.run("exhaust", "sigmod", "baseline"), "sigmoid")
    command.refused("eval without an operation", command.run("eval"), "operation")
    command.refused("an unknown format", command.run("eval", "sigmoid", "--x", "1", "--format", "f80"), "f64, f32, f16, bf16")
    command.refused("an unknown effort", command.run("verify", "baseline", "--effort", "heroic"), "smoke, ci or full")
    command.refused("an unknown convention", command.run("verify", "baseline", "--convention", "mine"), "torch")
    command.refused("a seed that is no number", command.run("verify", "baseline", "--seed", "lucky"), "random")
    command.refused("an unknown subject", command.run("verify", "nosuch"), "baseline", "cmd:")
    command.refused("exhaust in f64", command.run("exhaust", "sigmoid", "baseline", "--format", "f64"), "f16")
    command.refused("exhaust of an operation of rows", command.run("exhaust", "softmax", "baseline"))
    command.refused("a ledger that cannot be written", command.run("verify", "baseline", "--op", "relu", "--effort", "smoke", "--ledger", "no/such/folder/l.jsonl", "--quiet"), "no/such/folder")

def test_inputs(command):
    command.refused("a missing label", command.run("eval", "softmax_cross_entropy", "--logits", "1,2"), "label")
    command.refused("an option without a value", command.run("eval", "sigmoid", "--x"), "--x")
    command.refused("a word for a number", command.run("eval", "sigmoid", "--x", "one"), "one")
    command.refused("an empty number", command.run("eval", "sigmoid", "--x", "1,,2"))
    command.refused("a label out of range", command.run("eval", "softmax_cross_entropy", "--logits", "1,2", "--label", "2"), "0", "1")
    command.refused("a label that is no whole number", command.run("eval", "softmax_cross_entropy", "--logits", "1,2", "--label", "0.5"), "whole")
    command.refused("a sign that is 0", command.run("eval", "binary_hinge", "--prediction", "1", "--label", "0"), "label")
    command.refused("shapes that do not fit", command.run("eval", "squared_error", "--prediction", "1,2", "--target", "1,2,3"))
    command.refused("rows of different lengths", command.run("eval", "softmax", "--logits", "1,2;3"), "rows")
    command.refused("an unknown parameter", command.run("eval", "sigmoid", "--x", "1", "--param", "delta=1"), "delta")
    command.refused("a parameter without a value", command.run("eval", "huber", "--prediction", "1", "--target", "0", "--param", "delta"), "name=value")
    command.refused("a parameter out of range", command.run("eval", "quantile_loss", "--prediction", "1", "--target", "0", "--param", "alpha=1.5"), "alpha")
    command.refused("a required parameter left out", command.run("eval", "sgd_step", "--theta", "1", "--grad", "1"), "learning_rate")
    command.refused("an unknown reduction", command.run("eval", "huber", "--prediction", "1", "--target", "0", "--param", "reduction=median"), "none")
    command.refused("sigma and variance together", command.run("eval", "gaussian_nll", "--prediction", "1", "--target", "0", "--variance", "1", "--param", "sigma=1"), "sigma")

def test_case_files(command):
    def file(content):
        return command.run("eval", "--case", command.write("bad.json", content), "--json")
    good = {"op": "sigmoid", "format": "f64", "inputs": {"x": {"shape": [1, 1], "data": ["0x0p+0"]}}}
    command.refused("an empty file", file(""))
    command.refused("a file that is not there", command.run("eval", "--case", "absent.json"), "absent.json")
    command.refused("a folder for a file", command.run("eval", "--case", "."))
    command.refused("half a JSON text", file(json.dumps(good)[:-9]), "JSON")
    command.refused("bytes that are no text", file(bytes(range(128, 256))), "JSON")
    command.refused("JSON of another kind", file("42"))
    command.refused("brackets nested without end", file("[" * 200000))
    command.refused("a number that the format lacks", file(json.dumps(good | {"format": "f16", "inputs": {"x": {"shape": [1, 1], "data": ["0x1.999999999999ap-4"]}}})), "f16")
    for what, change in {"no operation": {"op": None}, "a number for a name": {"op": 7}, "an unknown format": {"format": "f8"}, "no inputs": {"inputs": []},
                         "an unknown input": {"inputs": good["inputs"] | {"y": good["inputs"]["x"]}}, "parameters that are a list": {"params": [1]},
                         "a negative extent": {"inputs": {"x": {"shape": [-1, 1], "data": []}}}, "an enormous extent": {"inputs": {"x": {"shape": [1 << 40, 1 << 40], "data": []}}},
                         "too few numbers": {"inputs": {"x": {"shape": [1, 2], "data": ["0x0p+0"]}}}, "a nested number": {"inputs": {"x": {"shape": [1, 1], "data": [["0x0p+0"]]}}}}.items():
        command.refused("a case with " + what, file(json.dumps(good | change)))
    steering = command.run("eval", "--case", command.write("steering.json", json.dumps([good | {"id": "a\x1b]0;title\x07\u202e"}, {"id": "b\x1b[31m"}])))
    command.check("an id that would steer the terminal is shown escaped", steering.exit == 0 and "\x1b" not in steering.out and "a\\u{1b}]0;title" in steering.out and "b\\u{1b}[31m" in steering.out, steering)
    command.refused("a case file and a command line", command.run("eval", "sigmoid", "--case", command.write("good.json", json.dumps(good))), "--case")

def test_replay_lines(command):
    command.refused("replay of nothing", command.run("replay", "baseline", ""))
    command.refused("replay of half a line", command.run("replay", "baseline", '{"op":"sigmoid"'), "JSON")
    command.refused("replay of an unknown operation", command.run("replay", "baseline", '{"op":"sigmiod","format":"f64","inputs":{}}'), "sigmoid")

def test_help(command):
    for name in ("list", "eval", "verify", "replay", "exhaust", "vectors", "report", "diff", "doctor"):
        answer = command.run(name, "--help")
        command.check(f"{name} --help shows an example", answer.exit == 0 and f"Example: lossproof {name}" in answer.out, answer)
    version = command.run("--version")
    command.check("--version", version.exit == 0 and version.out.startswith("lossproof "), version)
    exits = command.run("--help")
    command.check("--help states the exit codes", exits.exit == 0 and "Exit codes:" in exits.out, exits)
