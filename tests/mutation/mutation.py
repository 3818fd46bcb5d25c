# SPDX-License-Identifier: Apache-2.0
"""What a mutation is: one text of one file replaced by another, and the tests that must notice."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Mutation:
    file: str
    old: str  # stands exactly once in the file
    new: str
    why: str  # what the slip would mean
    tests: tuple[str, ...]  # `ROOM`, `ROOM:catch filter` or `cli:MODULE`, the likeliest first


def of(file, *tests):
    """Mutations of one file that the same tests must notice: `slip(old, new, why)`."""
    return lambda old, new, why: Mutation(file, old, new, why, tests)
