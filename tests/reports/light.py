#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A report is light: its first page is at most 1 MB and 15,000 nodes, report.md at most 60 kB. Where Node, a Chromium and axe-core are here
(NODE_PATH), axe finds nothing on it, light and dark, wide and narrow; where they are not, that is told.
usage: light.py REPORT_DIRECTORY"""
import html.parser, json, os, pathlib, shutil, subprocess, sys

MOST_BYTES, MOST_NODES, MOST_MARKDOWN = 1_000_000, 15_000, 60_000

class Nodes(html.parser.HTMLParser):
    """Elements, as a browser counts them."""
    count = 0
    def handle_starttag(self, tag, attributes):
        self.count += 1

def nodes(text):
    parser = Nodes()
    parser.feed(text)
    return parser.count

def accessible(page):
    """What axe finds; nothing if it is not here."""
    node, chromium = shutil.which("node"), next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not node or not chromium or not os.environ.get("NODE_PATH"):
        return None
    done = subprocess.run([node, pathlib.Path(__file__).with_name("axe.js"), chromium, page], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

def main(directory):
    folder, failures = pathlib.Path(directory), []
    index = (folder / "index.html").read_text()
    figures = {"bytes of index.html": (len(index.encode()), MOST_BYTES), "nodes of index.html": (nodes(index), MOST_NODES),
               "bytes of report.md": ((folder / "report.md").stat().st_size, MOST_MARKDOWN)}
    for what, (found, most) in figures.items():
        print(f"{what}: {found}, at most {most}")
        failures += [f"{what}: {found} > {most}"] if found > most else []
    found = accessible(folder / "index.html")
    print("axe-core: not here" if found is None else f"axe-core: {len(found)} findings")
    failures += found or []
    for failure in failures:
        print("FAILED", failure)
    return 1 if failures else 0

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: light.py REPORT_DIRECTORY")
    sys.exit(main(sys.argv[1]))
