"""Weights: margins are met, what is impossible is refused by name, bounds are kept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from clustermark.methods.surveys.weights import calibrated, design_effect, effective_size, rake, trimmed


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_deming_and_stephan_1940_margins_are_met(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sex, age = rng.choice(["f", "m"], 300), rng.choice(["a", "b", "c"], 300)
    margins = {"sex": {"f": 0.5, "m": 0.5}, "age": {"a": 0.2, "b": 0.3, "c": 0.5}}
    w = rake({"sex": sex, "age": age}, margins)
    assert w.mean() == pytest.approx(1)
    for name, labels in (("sex", sex), ("age", age)):
        for label, share in margins[name].items():
            assert w[labels == label].sum() / w.sum() == pytest.approx(share, abs=1e-7)
    assert effective_size(w) <= 300 + 1e-9 and design_effect(w) >= 1 - 1e-12


def test_raking_is_the_weights_of_least_divergence_as_a_general_optimiser_finds_them() -> None:
    """Ireland and Kullback (1968): fitting proportions in turn minimises sum w log(w / base) under the margins."""
    sex, age = np.array(list("ffffmmmmmf")), np.array(list("aabbabbbba"))
    base = np.array([1, 2, 1, 1, 3, 1, 1, 2, 1, 1.0])
    margins = {"sex": {"f": 0.55, "m": 0.45}, "age": {"a": 0.35, "b": 0.65}}
    w = rake({"sex": sex, "age": age}, margins, base=base)
    rules = [
        {"type": "eq", "fun": lambda x: x.sum() - 10},
        {"type": "eq", "fun": lambda x: x[sex == "f"].sum() - 5.5},
        {"type": "eq", "fun": lambda x: x[age == "a"].sum() - 3.5},
    ]
    other = minimize(
        lambda x: (x * np.log(x / base)).sum(), np.ones(10), bounds=[(1e-6, 10)] * 10, constraints=rules, tol=1e-12
    )
    np.testing.assert_allclose(w, other.x, atol=1e-4)
    assert w[0] / w[1] == pytest.approx(0.5)  # the base is kept within a cell


def test_impossible_margins_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="empty:sex:x"):
        rake({"sex": ["f", "m"]}, {"sex": {"f": 0.4, "m": 0.4, "x": 0.2}})
    with pytest.raises(ValueError, match="unknown:sex:m"):
        rake({"sex": ["f", "m"]}, {"sex": {"f": 1.0}})
    with pytest.raises(ValueError, match="shares:sex:"):
        rake({"sex": ["f", "m"]}, {"sex": {"f": 1.2, "m": -0.2}})
    with pytest.raises(ValueError, match="shares:sex:"):
        rake({"sex": ["f", "m"]}, {"sex": {"f": float("nan"), "m": 1}})
    with pytest.raises(ValueError, match="not-converged"):
        rake({"a": ["x", "y"], "b": ["u", "v"]}, {"a": {"x": 0.9, "y": 0.1}, "b": {"u": 0.1, "v": 0.9}})
    with pytest.raises(ValueError, match="empty:sex:m"):
        rake({"sex": ["f", "m"]}, {"sex": {"f": 0.5, "m": 0.5}}, base=[1, 0])


def test_who_states_no_group_keeps_the_weight() -> None:
    w = rake({"sex": ["f", "f", "f", "m", ""]}, {"sex": {"f": 50, "m": 50}})
    assert w[:3].sum() == pytest.approx(w[3]) and w[4] == pytest.approx(1)


def test_trimmed_weights_are_raked_again_until_both_hold() -> None:
    """Ten of a hundred are to be a half: factor 9; the bounds win, and the gap is said."""
    sex = np.array(["m"] * 10 + ["f"] * 90)
    age = np.array(["a", "b"] * 50)
    margins = {"sex": {"f": 0.5, "m": 0.5}, "age": {"a": 0.5, "b": 0.5}}
    mild = calibrated({"sex": sex, "age": age}, {"sex": {"f": 0.8, "m": 0.2}, "age": {"a": 0.5, "b": 0.5}})
    assert (mild.trimmed, mild.gap) == (0, pytest.approx(0, abs=1e-7))
    hard = calibrated({"sex": sex, "age": age}, margins, most=3.0)
    assert hard.trimmed == 10 and hard.weights.mean() == pytest.approx(1)
    assert 0.1 < hard.gap < 0.5
    cut, moved = trimmed([1, 1, 1, 1, 96])
    assert moved > 0 and cut.mean() == pytest.approx(1)


def test_kish_1965_by_hand() -> None:
    assert effective_size([2, 1, 1, 1, 1, 2.0]) == pytest.approx(64 / 12)
    assert design_effect([1, 1, 1]) == pytest.approx(1)
    assert effective_size([0, 0]) == 0 and np.isnan(design_effect([0, 0]))
