# SPDX-License-Identifier: Apache-2.0
"""One number of an operation varied, the rest fixed: the certified values behind the small plots. The slice follows from the
inputs' roles and names, so that a new operation gets its plot without a line here; one that cannot be sliced gets none."""
import json, os, tempfile

POINTS = 97  # a multiple of 8 and one more: 0 and the integers are among them
RANGES = {"p": (0.0, 1.0), "log_probabilities": (-6.0, 0.0), "variance": (0.0, 6.0)}
PARAMETERS = {"learning_rate": 0.5, "smoothing": 0.125, "temperature": 1.0}
EVERYWHERE = (-6.0, 6.0)

def varied_input(operation):
    """The model's side of a loss: q of (p, q), else the first input."""
    names = [i["name"] for i in operation["inputs"]]
    return "q" if "q" in names else names[0]

def numbers(operation, entry, x, varied):
    """The data of one input where the varied number is x."""
    name, role = entry["name"], entry["role"]
    unit = operation["family"] in ("distribution", "binary") and name in ("p", "q", "target")
    if role in ("label", "sign"):
        return [0] if role == "label" else [1]
    if role == "row":
        if name == varied and name in ("p", "q"):
            return [x, 1 - x]
        if name == varied:
            return [x] if operation["family"] == "regression" else [x, 0.0]
        return [0.25, 0.75] if unit else [0.0]
    if name == varied:
        return [x]
    return [1.0] if unit and operation["family"] == "binary" else [1.0] if name == "variance" else [0.0]

def case(operation, x):
    varied = varied_input(operation)
    inputs = {}
    for entry in operation["inputs"]:
        if entry["optional"]:
            continue
        data = numbers(operation, entry, x, varied)
        shape = [len(data)] if "," not in entry["shape"] else [1, len(data)]
        inputs[entry["name"]] = {"shape": shape, "data": [v if entry["dtype"] == "integer" else v.hex() for v in data]}
    parameters = {p["name"]: PARAMETERS.get(p["name"], 0.25) for p in operation["parameters"] if p["required"] and p["kind"] == "real"}
    return {"id": [operation["name"], x], "op": operation["name"], "format": "f64", "params": parameters, "inputs": inputs}

def sliceable(operation):
    roles = {i["role"] for i in operation["inputs"]}
    return operation["family"] not in ("step", "model", "objective") and not roles & {"matrix", "signs", "position"} and operation["name"] != "info_nce"

def curves(operations, evaluate):
    """Name → (what is varied, [x], [value], [derivative] or nothing)."""
    cases = []
    for operation in filter(sliceable, operations):
        low, high = RANGES.get({"q": "p"}.get(varied_input(operation), varied_input(operation)), EVERYWHERE)
        if operation["name"] in ("logit", "entropy"):
            low, high = 0.0, 1.0
        cases += [case(operation, low + (high - low) * i / (POINTS - 1)) for i in range(POINTS)]
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(cases, file)
    try:
        answers = evaluate(file.name)
    finally:
        os.unlink(file.name)
    found = {}
    varied = {o["name"]: varied_input(o) for o in operations}
    for answer in answers:
        if "outputs" not in answer:
            continue
        name, x = answer["id"]
        first = {}
        for output in answer["outputs"]:
            first.setdefault(output["name"], float(output["decimal"] if output["decimal"] is not None else "nan"))
        slope = first.get("d_" + varied[name], first.get("J_" + varied[name]))
        curve = found.setdefault(name, (varied[name], [], [], []))
        for column, number in zip(curve[1:], (x, first["value"], slope)):
            column.append(number)
    return found
