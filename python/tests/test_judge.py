# SPDX-License-Identifier: Apache-2.0
"""Functions on trial in this process: right ones pass, wrong ones fail with the number that convicts them."""
import numpy as np
import pytest

import lossproof as lp


def naive_softplus(x):
    return np.log(1 + np.exp(x))


def stable_softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def stable_slope(x):
    return np.where(x > 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x)))).astype(x.dtype)


def test_a_right_value_passes_and_a_wrong_one_tells_all():
    x = np.array([1.0, -18.0], "f4")
    lp.assert_certified(stable_softplus, "softplus", x=x)
    lp.assert_certified(stable_softplus(x), "softplus", x=x)
    with pytest.raises(AssertionError) as caught:
        lp.assert_certified(naive_softplus, "softplus", x=x)
    text = str(caught.value)
    for word in ["softplus value[0] is wrong (f32)", "x [[-18]]", "got 0 ", "expected 1.5229979", "(certified)", "ulp", "allowed",
                 "stable", "replay  lossproof replay 'py:test_judge:naive_softplus' "]:
        assert word in text, text
    assert caught.value.failures[0].verdict == "wrong"


def test_several_outputs_given_as_numbers():
    x = np.array([0.5], "f4")
    lp.assert_certified({"value": stable_softplus(x), "d_x": stable_slope(x)}, "softplus", x=x)
    with pytest.raises(AssertionError, match="d_x"):
        lp.assert_certified({"d_x": stable_slope(x) * np.float32(1.001)}, "softplus", x=x)


def test_another_type_is_no_answer_of_this_format():
    with pytest.raises(AssertionError, match="came back in f64, expected f32"):
        lp.assert_certified(lambda x: x.astype("f8"), "softplus", x=np.ones(1, "f4"))


def test_judge_tells_the_stable_from_the_naive(tmp_path):
    held = lp.judge(stable_softplus, "softplus", formats=["float64", np.float32], effort="smoke", gradient=stable_slope)
    assert held and held.word == "held" and held.judged > 100 and {c.output for c in held.cells} == {"value", "d_x"}, str(held)
    wrong = lp.judge(naive_softplus, "softplus", effort="smoke", ledger=tmp_path / "mine.jsonl")
    assert not wrong and wrong.word == "fell short"
    assert "inf" in {f.got for f in wrong.failures}
    assert "fell short" in repr(wrong) and "✗ wrong" in wrong._repr_html_() and wrong.ledger.exists()
    page = wrong.report(tmp_path / "report")
    assert "naive_softplus" in page.read_text()


def test_what_raises_broke_and_what_refuses_is_counted():
    def raises(x):
        raise RuntimeError("kernel launch failed")

    def refuses(x):
        raise ValueError("only positive numbers")

    broke = lp.judge(raises, "softplus", effort="smoke", laws=False)
    assert not broke and broke.word == "broke" and "kernel launch failed" in str(broke)
    refused = lp.judge(refuses, "softplus", effort="smoke", laws=False)
    assert not refused and refused.word == "nothing was judged" and refused.totals["refused"] > 0


def test_interrupt_ends_the_run():
    def impatient(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lp.judge(impatient, "softplus", effort="smoke")


def test_names_are_mapped_and_parameters_fixed():
    def huber(input, goal):
        error = np.abs(input - goal)
        return np.where(error < 0.5, error * error / 2, (error - np.float64(0.25)) / 2).astype(input.dtype)

    names = {"prediction": "input", "target": "goal"}
    v = lp.judge(huber, "huber", formats="f64", effort="smoke", args=names, parameters={"delta": 0.5}, outputs="value", laws=False)
    assert v, str(v)
    with pytest.raises(lp.UsageError, match="no argument wrong"):
        lp.judge(huber, "huber", args={"prediction": "wrong"})
    with pytest.raises(lp.UsageError, match="no input or parameter 'nobody'"):
        lp.judge(huber, "huber", args={"nobody": "input"})


def test_a_question_that_the_function_cannot_be_asked_is_no_success():
    def huber(prediction, target):
        raise AssertionError("never called")

    with pytest.raises(lp.UsageError, match="has no argument delta and is judged with delta = 1.0, not 2.0"):
        lp.assert_certified(huber, "huber", prediction=[1.0], target=[0.0], delta=2.0)
    case, = lp.cases("huber", n=1, parameters={"delta": 2.0})
    with pytest.warns(lp.NotJudged, match="no argument delta"):
        lp.assert_certified(huber, case)


def test_a_reduction_of_its_own():
    def mean_loss(x):
        return np.mean(stable_softplus(x), dtype=x.dtype)

    v = lp.judge(mean_loss, "softplus", formats="f64", effort="smoke", parameters={"reduction": "mean"}, laws=False)
    assert v.judged > 0, str(v)


def test_cases_are_the_same_every_time_and_cover_the_strata():
    once, again = lp.cases("softmax", dtype="float32", n=40), lp.cases("softmax", dtype=np.float32, n=40)
    assert once == again and len({str(c) for c in once}) == 40
    assert len({c.stratum for c in once}) == len(lp.strata("softmax"))
    assert once[0].inputs["logits"].dtype == np.float32
    with pytest.raises(lp.UsageError, match="no stratum 'nowhere'"):
        lp.cases("softmax", only="nowhere")


@pytest.mark.parametrize("case", lp.cases("softplus", dtype="f64", n=30), ids=str)
def test_parametrized_by_hard_cases(case):
    lp.assert_certified(stable_softplus, case)


def test_hypothesis_draws_from_the_strata():
    hypothesis = pytest.importorskip("hypothesis")
    seen = set()

    @hypothesis.settings(max_examples=30, deadline=None, derandomize=True)
    @hypothesis.given(lp.strategies.cases("softplus", dtype="f32"))
    def check(case):
        seen.add(case.stratum)
        lp.assert_certified(stable_softplus, case)

    check()
    assert len(seen) > 3
