# SPDX-License-Identifier: Apache-2.0
"""The page for Python users: its blocks run, in one file, as they stand there."""
import pathlib
import re


PAGE = pathlib.Path(__file__).parent.parent / "docs" / "python.md"


def test_every_block_runs_as_it_stands(pytester):
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.S)
    assert len(blocks) >= 8
    pytester.makepyfile(test_page="\n".join(blocks))
    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=21)
    result.stdout.fnmatch_lines(["*= lossproof =*", "softplus: held, *"])
