# SPDX-License-Identifier: Apache-2.0
"""The peers' environments are the same everywhere: every package has one version and the hashes of its files, and nothing installs it without them."""
import pathlib
import re
import sys

# One version of it is several files (requirements-torch.txt).
UNHASHED = {"torch"}


def entries(path):
    """Each requirement with its hashes; comments are none."""
    lines = "\n".join(line for line in path.read_text().splitlines() if not line.lstrip().startswith("#"))
    return [entry.strip() for entry in lines.replace("\\\n", " ").splitlines() if entry.strip()]


def name_and_version(entry):
    match = re.match(r"([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([A-Za-z0-9.+-]+)(\s|;|$)", entry)
    return (re.sub(r"[-_.]+", "-", match[1]).lower(), match[2]) if match else None


def main():
    peers = pathlib.Path(sys.argv[1]) / "subjects/peers"
    problems, packages = [], 0
    for source in sorted(peers.glob("requirements*.in")):
        lock, made = source.with_suffix(".txt"), set()
        for entry in entries(lock):
            hashes = re.findall(r"--hash=sha256:([0-9a-f]+)", entry)
            pinned = name_and_version(entry)
            if not pinned or not hashes or any(len(one) != 64 for one in hashes):
                problems.append(f"{lock.name}: no version or no hash: {entry[:60]}")
            made.add(pinned)
        for entry in entries(source):
            if name_and_version(entry) not in made:
                problems.append(f"{source.name}: {entry} is not what {lock.name} was made from")
        packages += len(made)
    for entry in entries(peers / "requirements-torch.txt"):
        if (name_and_version(entry) or [entry])[0] not in UNHASHED:
            problems.append(f"requirements-torch.txt: {entry} belongs into requirements.in")
    for line in (pathlib.Path(sys.argv[1]) / ".ci/run").read_text().splitlines():
        if re.search(r"requirements(-(?!torch)\w+)?\.txt", line) and "--require-hashes" not in line:
            problems.append(f".ci/run: installs without hashes: {line.strip()}")
    assert packages > 70, f"only {packages} packages found"
    print("\n".join(problems) or f"{packages} packages, each with its version and hashes")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
