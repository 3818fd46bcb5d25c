# SPDX-License-Identifier: Apache-2.0
"""The scoreboard: editions are made from ledgers, pages are made from editions.

    scoreboard.py edition --lossproof FILE --commit ID --date YYYY-MM-DD [--reason TEXT] LEDGER…    the next edition, its changes, the pages
    scoreboard.py pages [--check]                            the pages and the README's table again; --check only tells what is out of date

`edition` wants a reason for every change that no library's version explains, and writes nothing without it."""
import argparse, hashlib, json, pathlib, sys

sys.dont_write_bytecode = True
import edition, board

FOLDER = pathlib.Path(__file__).resolve().parent
COMPARED = ("digits", "gradient_digits", "class", "range", "short_on")  # what a change of a cell is a change of

def editions(folder):
    """All of them, oldest first."""
    return sorted((json.loads(path.read_text()) for path in folder.glob("edition-*.json")), key=lambda e: e["edition"])

def differences(old, new):
    """Cell by cell: (id, what it was, what it is); a cell that came or went has nothing on one side."""
    sides = [{cell["id"]: {name: cell[name] for name in COMPARED} for cell in one["cells"]} for one in (old, new)]
    return [(name, sides[0].get(name), sides[1].get(name)) for name in sorted(sides[0].keys() | sides[1].keys())
            if sides[0].get(name) != sides[1].get(name)]

def version_change(library, old, new):
    versions = [one["libraries"].get(library, {}).get("version", "nothing") for one in (old, new)]
    return f"{library} {versions[0]} → {versions[1]}" if versions[0] != versions[1] else None

def chained(lines, records):
    """The records as lines, each with the digest of the line before it: what was said stays said."""
    lines = list(lines)
    for record in records:
        previous = hashlib.sha256(lines[-1].encode()).hexdigest() if lines else ""
        lines.append(json.dumps({**record, "previous": previous}, ensure_ascii=False))
    return lines

def changes(old, new, reason):
    """The records of an edition's changes; a list of cells whose change nobody explains instead, if there are any."""
    records, unexplained = [{"edition": new["edition"], "date": new["date"], "cell": None, "reason": reason or "the first edition" if old is None else
                             reason or "versions of libraries"}], []
    for name, was, now in differences(old, new) if old else []:
        because = version_change(name.split("-")[1], old, new) or reason
        records.append({"edition": new["edition"], "date": new["date"], "cell": name, "was": was, "is": now, "reason": because})
        unexplained += [] if because else [name]
    return records, unexplained

def problems(folder):
    """What is wrong with the list of changes and the statements, in words."""
    found, all_editions = [], editions(folder)
    lines = (folder / "changes.jsonl").read_text().splitlines()
    records = [json.loads(line) for line in lines]
    for i, record in enumerate(records):
        if record["previous"] != (hashlib.sha256(lines[i - 1].encode()).hexdigest() if i else ""):
            found.append(f"changes.jsonl:{i + 1}: the line before it was edited; corrections are new lines")
        if not record["reason"]:
            found.append(f"changes.jsonl:{i + 1}: no reason")
    for old, new in zip(all_editions, all_editions[1:]):
        told = {record["cell"] for record in records if record["edition"] == new["edition"]}
        found += [f"edition {new['edition']}: {name} changed and changes.jsonl does not say so" for name, _, _ in differences(old, new) if name not in told]
    cells = {cell["id"] for cell in all_editions[-1]["cells"]}
    for statement in json.loads((folder / "statements.json").read_text()):
        if missing := {"cell", "statement", "by", "date", "link"} - statement.keys():
            found.append(f"statements.json: {statement.get('cell')}: no {', '.join(sorted(missing))}")
        if statement.get("cell") not in cells:
            found.append(f"statements.json: there is no cell {statement.get('cell')}")
    return found

def pages(folder, readme):
    """Every file that follows from the data, with its text."""
    statements, all_editions = json.loads((folder / "statements.json").read_text()), editions(folder)
    wanted = {folder / f"edition-{one['edition']}.html": board.page(one, statements) for one in all_editions}
    return wanted | {readme: board.with_table(readme.read_text(), all_editions[-1])} if readme.exists() else wanted

def add(folder, options, root):
    earlier = editions(folder)
    new = edition.made(len(earlier) + 1, options, root)
    records, unexplained = changes(earlier[-1] if earlier else None, new, options.reason)
    if unexplained:
        sys.exit(f"{len(unexplained)} cells changed in libraries of the same version ({', '.join(unexplained[:3])} …); --reason must say why")
    file = folder / "changes.jsonl"
    lines = chained(file.read_text().splitlines() if file.exists() else [], records)
    text = json.dumps(new, ensure_ascii=False, separators=(",", ":")).replace('{"id":', '\n{"id":')  # a cell a line
    (folder / f"edition-{new['edition']}.json").write_text(text + "\n")
    file.write_text("\n".join(lines) + "\n")
    return new

def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, default=FOLDER)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("edition")
    for name in ("--lossproof", "--commit", "--date"):
        making.add_argument(name, required=True)
    making.add_argument("--reason")
    making.add_argument("ledgers", nargs="+", metavar="LEDGER")
    commands.add_parser("pages").add_argument("--check", action="store_true")
    return parser.parse_args()

def main():
    options = arguments()
    root, folder = FOLDER.parent.parent, options.folder
    if options.command == "edition":
        new = add(folder, options, root)
        print(f"edition {new['edition']}: {len(new['cells'])} cells of {len(new['libraries'])} libraries")
    if not editions(folder):
        print("there is no edition yet; ./dev scoreboard makes one")
        return
    wrong = problems(folder)
    stale = {path: text for path, text in pages(folder, root / "README.md" if folder == FOLDER else folder / "README.md").items()
             if not path.exists() or path.read_text() != text}
    if getattr(options, "check", False):
        wrong += [f"out of date: {path.name} (run ./dev docs)" for path in stale]
    else:
        for path, text in stale.items():
            path.write_text(text)
    print("\n".join(wrong) or ("up to date" if getattr(options, "check", False) else f"{len(stale)} pages written"))
    sys.exit(1 if wrong else 0)

if __name__ == "__main__":
    main()
