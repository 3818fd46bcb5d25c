# SPDX-License-Identifier: Apache-2.0
"""Nobody decides by the name of an operation or of an input: an entry says what its inputs are, and everybody asks that.
Names the offender. Laws name the operations they are about, a table of known bad formulas the operation of each, and a template of a subject
the operations that it offers."""
import pathlib
import re
import sys

ROOMS = ["reference/numbers", "reference/functions", "reference/oracle", "properties", "subjects", "reports", "cli"]
NAMED_BY_RIGHT = ["properties/laws/", "properties/verdict/bad_formulas.cpp", "subjects/templates/"]
ASKED = r"(?:tensor|input_index|find|at|contains|is|starts_with|count|required|first)\(\s*"


def names(root: pathlib.Path):
    """The names of all operations and of all inputs, as the entries give them."""
    operations, inputs = set(), set()
    for path in (root / "reference/catalogue").glob("*.cpp"):
        text = path.read_text()
        operations.add(path.stem)
        declared = re.search(r"Input inputs\[\] = (.*?);\n", text, re.S)
        assert declared, f"{path}: no inputs found"
        inputs |= set(re.findall(r'\.name = "(\w+)"', declared[1]))
    return operations, inputs


def offences_in(text: str, operations, inputs):
    either = "|".join(sorted(inputs, key=len, reverse=True))
    comparison = re.compile(rf'(?:[!=]=\s*"(?:{either})")|(?:"(?:{either})"\s*[!=]=)|(?:{ASKED}"(?:{either})")')
    for number, line in enumerate(text.splitlines(), 1):
        code = re.sub(r"//.*", "", line)
        for literal in re.findall(r'"(\w+)"', code):
            if literal in operations and literal not in {"logit", "entropy", "likelihood"}:  # words of the field as well
                yield number, f'names the operation "{literal}"'
        if found := comparison.search(code):
            yield number, f"decides by the name of an input: {found[0]}"


def main():
    root = pathlib.Path(sys.argv[1])
    operations, inputs = names(root)
    assert len(operations) > 50 and {"logits", "theta"} <= inputs, "the check would prove nothing"
    planted = 'if (input.name == "theta") x();\nif (operation == "softmax") y();\nfind("logits");\n'
    assert [n for n, _ in offences_in(planted, operations, inputs)] == [1, 2, 3], "the check would find nothing"
    found = []
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.[ch]pp")):
            place = str(path.relative_to(root))
            if not any(place.startswith(allowed) for allowed in NAMED_BY_RIGHT):
                found += [f"{place}:{number}: {what}" for number, what in offences_in(path.read_text(), operations, inputs)]
    print("\n".join(found) or f"{len(operations)} operations and {len(inputs)} inputs, named by their entries alone")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
