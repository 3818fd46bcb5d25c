# SPDX-License-Identifier: Apache-2.0
"""Every line of the fixture ledgers is as reports/ledger.schema.json says. Exit 77, a visible skip, without jsonschema."""
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: jsonschema is not importable")
    sys.exit(77)

HERE = pathlib.Path(__file__).parent
schema = json.loads((HERE.parents[1] / "reports" / "ledger.schema.json").read_text(encoding="utf-8"))
validator = jsonschema.Draft202012Validator(schema)
jsonschema.Draft202012Validator.check_schema(schema)

checked = 0
for ledger in sys.argv[1:] or sorted((HERE / "fixtures").glob("*.jsonl")):
    for number, line in enumerate(pathlib.Path(ledger).read_text(encoding="utf-8").splitlines(), start=1):
        for error in validator.iter_errors(json.loads(line)):
            sys.exit(f"{ledger}:{number}: {error.json_path}: {error.message}")
        checked += 1
if checked == 0:
    sys.exit("no ledger was checked")
for bad in ({"record": "header", "schema": 2, "subject": {"name": "x"}}, {"record": "result"}, {"operation": "softmax"}):
    if validator.is_valid(bad):
        sys.exit(f"the schema accepts {bad}")
print(f"{checked} lines are valid")
