# SPDX-License-Identifier: Apache-2.0
"""The pytest plug-in, run as its users run it: a pytest of its own in a folder of its own."""
import pytest

FOCAL = """
import numpy as np, pytest

def focal_loss(logits, target, gamma):
    s = (2 * target - 1) * logits
    p = 1 / (1 + np.exp(-s))
    return ((1 - p) ** gamma * -np.log(p)).astype(logits.dtype)

@pytest.mark.lossproof("focal_loss", formats=["f32"])
def test_focal_loss(lossproof):
    lossproof(focal_loss)
"""


def test_a_wrong_focal_loss_fails_with_the_text(pytester):
    pytester.makepyfile(test_mine=FOCAL)
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*focal_loss value*is wrong (f32, stratum *)", "*logits *target *gamma *", "*got *expected *(certified)*allowed*",
                                 "*stable*", "*replay  lossproof replay 'py:test_mine:focal_loss' *", "*= lossproof =*", "focal_loss: fell short, *numbers judged*"])


def test_what_failed_is_asked_first_and_the_report_is_written(pytester):
    pytester.makepyfile(test_mine=FOCAL)
    pytester.runpytest_subprocess("-q", "--lossproof-report=out").assert_outcomes(failed=1)
    assert (pytester.path / "out" / "index.html").exists()
    again = pytester.runpytest_subprocess("-q")
    again.assert_outcomes(failed=1)
    again.stdout.fnmatch_lines(["*replayed from the last run*"])


def test_known_failures_do_not_fail(pytester):
    pytester.makepyfile(test_mine=FOCAL)
    pytester.makefile(".txt", known="focal_loss * * *   # ours, since 2019")
    result = pytester.runpytest_subprocess("-q", "--lossproof-known=known.txt")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["focal_loss: held, *known failures"])
    pytester.makefile(".txt", known="focal_loss value")
    bad = pytester.runpytest_subprocess("-q", "--lossproof-known=known.txt")
    assert bad.ret != 0
    bad.stderr.fnmatch_lines(["*known.txt:1: expected `operation output format stratum`*"])


def test_the_marker_is_registered_and_the_fixture_needs_it(pytester):
    pytester.makepyfile("def test_it(lossproof):\n    lossproof(abs)")
    result = pytester.runpytest_subprocess("-q", "--strict-markers")
    result.assert_outcomes(errors=0, failed=1)
    result.stdout.fnmatch_lines(["*under @pytest.mark.lossproof(operation)*"])


def test_workers_hand_their_findings_over(pytester):
    pytest.importorskip("xdist")
    pytester.makepyfile(test_mine=FOCAL, test_yours=FOCAL)
    result = pytester.runpytest_subprocess("-q", "-n2", "--lossproof-report=out")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["focal_loss: fell short*", "focal_loss: fell short*", "report: out*index.html"])
