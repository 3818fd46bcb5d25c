# SPDX-License-Identifier: Apache-2.0
"""`list` and `eval`: names, bits, the JSON contract, arrays of cases."""
import json
import math
from fractions import Fraction

NAMES = """sigmoid log_sigmoid softplus logit relu logsumexp softmax log_softmax soft_maximum standard_normalization
softmax_cross_entropy nll multiclass_hinge multiclass_hinge_all_classes binary_cross_entropy binary_cross_entropy_with_logits
binary_hinge self_information entropy cross_entropy kl_divergence js_divergence softmax_cross_entropy_with_distribution
squared_distance squared_error mean_squared_error half_squared_error mean_absolute_error huber gaussian_nll poisson_nll
squared_error_of_softmax squared_error_of_sigmoid l1_penalty l2_penalty half_l2_penalty soft_margin_svm_objective
regularized_objective likelihood negative_log_likelihood sgd_step weight_decay_step momentum_step adam_step
adam_step_as_printed linear_scores mlp label_smoothing_cross_entropy focal_loss smooth_l1 log_cosh pseudo_huber squared_hinge
quantile_loss info_nce""".split()

# The cross-entropy of logits (50, 0, 0) with class 0 is log1p(2·exp(−50)); binary16 cannot hold it.
EXAMPLE = {"f64": ("0x3b7d257d547e083f", "0x1.d257d547e083fp-72"), "f32": ("0x1be92beb", "0x1.d257d6p-72"),
           "f16": ("0x0000", "0x0p+0"), "bf16": ("0x1be9", "0x1.d2p-72")}

def example(command, *more):
    return command.run("eval", "softmax_cross_entropy", "--logits", "50,0,0", "--label", "0", *more)

def test_list(command):
    answer = command.run("list", "--json")
    command.check("list --json: exit 0", answer.exit == 0, answer)
    operations = {o["name"]: o for o in answer.json()}
    for name in NAMES:
        command.check(f"list --json has {name}", name in operations, sorted(operations))
    for name, operation in operations.items():
        for field in ("summary", "family", "inputs", "parameters", "outputs", "gradients", "formats", "formula", "laws", "lectures", "class"):
            command.check(f"list --json: {name} has {field}", field in operation, operation)
        command.check(f"list --json: {name} in four formats", operation["formats"] == ["f64", "f32", "f16", "bf16"])
    laws = {law for operation in operations.values() for law in operation["laws"]}
    command.check("list --json: the softmax family has laws", len(operations["softmax"]["laws"]) > 0 and len(laws) > 20, laws)
    plain = command.run("list")
    command.check("list names every operation", all(f"{name} " in plain.out for name in NAMES), plain)
    command.check("list prints no escape sequences into a pipe", "\033" not in plain.out)

def test_example_bits(command):
    plain = example(command)
    command.check("eval: the README's example", plain.exit == 0 and "0x1.d257d547e083fp-72" in plain.out and "certified" in plain.out, plain)
    for format, (bits, hexadecimal) in EXAMPLE.items():
        value = example(command, "--format", format, "--json").json()["outputs"][0]
        command.check(f"eval: bits in {format}", (value["bits"], value["hex"]) == (bits, hexadecimal), value)

def test_json_contract(command):
    answer = example(command, "--json").json()
    command.check("eval --json: op and format", (answer["op"], answer["format"]) == ("softmax_cross_entropy", "f64"), answer)
    outputs = answer["outputs"]
    names = [("value", 0)] + [("d_logits", i) for i in range(3)] + [("H_logits", i) for i in range(9)]
    command.check("eval --json: value, gradient and Hessian", [(o["name"], o["index"]) for o in outputs] == names, outputs)
    command.check("eval --json: shape once a name", outputs[0]["shape"] == [1] and outputs[1]["shape"] == [1, 3] and "shape" not in outputs[2], outputs)
    for output in outputs:
        # The value is irrational: both ends lie apart, within half a unit of the nearest number, and their decimals are compared exactly.
        low, high = map(Fraction, output["enclosure"])
        nearest = float.fromhex(output["hex"])
        half = Fraction(math.ulp(nearest)) / 2
        command.check("eval --json: the ends of the enclosure lie apart and round to the value",
                      low < high and abs(low - Fraction(nearest)) <= half and abs(high - Fraction(nearest)) <= half, output)
        command.check("eval --json: hex is the decimal", float.fromhex(output["hex"]) == float(output["decimal"]), output)
        command.check("eval --json: decided_by, precision, and nothing that was not asked for", output["decided_by"] == "enclosure" and output["precision"] >= 128
                      and not {"condition", "admissible"} & set(output), output)
    for output in example(command, "--json", "--condition").json()["outputs"]:
        command.check("eval --condition: every number's", output["condition"] > 0, output)
    alone = example(command, "--json", "--output", "val*").json()["outputs"]
    command.check("eval --output: the value alone, the same bits", [(o["name"], o["bits"]) for o in alone] == [("value", outputs[0]["bits"])], alone)
    kink = command.run("eval", "l1_penalty", "--weights", "0,3", "--json", "--output", "d_*", "--admissible").json()["outputs"]
    command.check("eval --admissible: the subdifferential where there is a kink", [o.get("admissible") for o in kink] == [["-0x1p+0", "0x1p+0"], None], kink)
    nan = command.run("eval", "sigmoid", "--x", "nan", "--format", "f16", "--json").json()["outputs"][0]
    command.check("eval --json: the canonical NaN", nan["bits"] == "0x7e00", nan)
    steps = command.run("eval", "momentum_step", "--theta", "1", "--grad", "2", "--state_v", "3", "--param", "learning_rate=0.5", "--param", "momentum=0.5", "--json").json()
    command.check("eval --json: steps answer theta and the state", [o["name"] for o in steps["outputs"]] == ["theta", "state_v"], steps)
    command.check("eval --json: and exactly", [o["hex"] for o in steps["outputs"]] == ["-0x1.8p-1", "0x1.cp+1"], steps)
    jacobian = command.run("eval", "softmax", "--logits", "0,0", "--json").json()["outputs"]
    command.check("eval --json: the Jacobian is J_logits, flat", [(o["name"], o["index"]) for o in jacobian][2:] == [("J_logits", i) for i in range(4)], jacobian)

def test_input_syntax(command):
    column = command.run("eval", "sigmoid", "--x", "0;1;-0x1p-1074", "--json").json()["outputs"]
    command.check("eval: rows by semicolons, hex floats", column[0]["shape"] == [3, 1] and column[0]["hex"] == "0x1p-1" and column[2]["hex"] == "0x1p-1", column)
    rounded = command.run("eval", "relu", "--x", "0.1", "--format", "f16")
    command.check("eval: a number that the format lacks is rounded, and that is said", rounded.exit == 0 and "0x1.998p-4" in rounded.err, rounded)
    joined = command.run("eval", "sigmoid", "--x=-1,2")
    command.check("eval: --NAME=v,v for negative numbers", joined.exit == 0, joined)
    reduced = command.run("eval", "squared_error", "--prediction", "1,2;3,4", "--target", "0,0;0,0", "--param", "reduction=mean", "--json").json()["outputs"]
    command.check("eval: a mean over rows", reduced[0]["shape"] == [] and reduced[0]["hex"] == "0x1.ep+3", reduced)

def case(identity, op="sigmoid", data=("0x0p+0",), **more):
    return {"id": identity, "op": op, "format": "f64", "inputs": {"x": {"shape": [1, len(data)], "data": list(data)}}, **more}

def test_arrays_of_cases(command):
    name = command.write("cases.json", json.dumps([case("first"), case(2, data=["oops"]), case("third", op="sigmiod"), case("last", op="relu", data=["0x1p+0", "-inf"])]))
    answer = command.run("eval", "--case", name, "--json")
    command.check("eval --case: a bad case among good ones is exit 0", answer.exit == 0, answer)
    answers = answer.json()
    command.check("eval --case: every case answered in order, with its id", [a["id"] for a in answers] == ["first", 2, "third", "last"], answers)
    command.check("eval --case: bad cases say why", "oops" in answers[1]["error"] and "sigmoid" in answers[2]["error"] and "outputs" not in answers[1], answers)
    command.check("eval --case: good ones are answered", answers[0]["outputs"][0]["hex"] == "0x1p-1" and answers[3]["outputs"][1]["hex"] == "0x0p+0", answers)
    single = command.run("eval", "--case", command.write("case.json", json.dumps(case("only"))), "--json")
    command.check("eval --case: one case, one object", single.exit == 0 and single.json()["id"] == "only", single)
    empty = command.run("eval", "--case", command.write("none.json", "[]"), "--json")
    command.check("eval --case: no cases, no answers", empty.exit == 0 and empty.json() == [], empty)
