"""Alpha for unitising: laws that hold whatever the passages, and the expected difference by enumeration."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.interviews.unitising import Continuum, unitising_alpha, unitising_interval

LENGTH = 60


@st.composite
def passages(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    marks = draw(st.lists(st.integers(0, LENGTH), min_size=2, max_size=8, unique=True).map(sorted))
    return tuple(zip(marks[::2], marks[1::2], strict=False))


@given(passages())
def test_coders_that_mark_the_same_agree_wholly(mine: tuple[tuple[int, int], ...]) -> None:
    assert unitising_alpha([Continuum(LENGTH, (mine, mine))]) == pytest.approx(1)


@given(passages(), passages())
def test_the_order_of_coders_is_nothing(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> None:
    a = unitising_alpha([Continuum(LENGTH, (one, other))])
    b = unitising_alpha([Continuum(LENGTH, (other, one))])
    assert a == pytest.approx(b, nan_ok=True)
    assert math.isnan(a) or a <= 1 + 1e-12


def test_chance_gives_about_nothing() -> None:
    rng = np.random.default_rng(5)

    def placed() -> tuple[tuple[int, int], ...]:
        lengths = rng.integers(50, 60, 3)
        cuts = np.sort(rng.integers(0, 3000 - lengths.sum() + 1, 3))
        starts = cuts + np.concatenate([[0], np.cumsum(lengths)[:-1]])
        return tuple((int(start), int(start + length)) for start, length in zip(starts, lengths, strict=True))

    found = [unitising_alpha([Continuum(3000, (placed(), placed())) for _ in range(10)]) for _ in range(100)]
    assert abs(float(np.mean(found))) < 0.05  # passages of one coder keep apart, so a little below nothing


def test_expected_difference_by_enumeration() -> None:
    """One passage of each coder in one continuum: D_e counted over every pair of places (Krippendorff 1995)."""
    length, mine, theirs = 12, (2, 5), (4, 8)
    units, blanks = (3, 4), (2, 7, 4, 4)
    total = 0.0
    for g, h in ((0, 1), (1, 0)):  # each passage against the other one, laid over it in every way
        a, b = units[g], units[h]
        total += sum(d**2 + (d + a - b) ** 2 for d in range(-(a - 1), b))
    for unit, blank in product(units, blanks):  # each passage in every blank that holds it, and the blank over it
        total += 2 * unit**2 * max(0, blank - unit + 1)
    ways = 2 * length * (2 * length - 1) - sum(unit * (unit - 1) for unit in units)
    expected = total / length / ways
    observed = 2 * ((2 - 4) ** 2 + (5 - 8) ** 2) / (2 * length**2)
    found = unitising_alpha([Continuum(length, ((mine,), (theirs,)))])
    assert found == pytest.approx(1 - observed / expected, rel=1e-12)


def test_moving_a_border_costs_and_missing_costs_more() -> None:
    same = ((10, 20),)
    near = unitising_alpha([Continuum(LENGTH, (same, ((11, 20),)))])
    far = unitising_alpha([Continuum(LENGTH, (same, ((15, 30),)))])
    missed = unitising_alpha([Continuum(LENGTH, (same, ()))])
    assert 1 > near > far > missed


def test_touching_passages_of_one_coder_are_one() -> None:
    split = Continuum(LENGTH, (((5, 9), (9, 14)), ((5, 14),)))
    assert unitising_alpha([split]) == pytest.approx(1)


def test_what_cannot_be_computed_is_nan_or_refused() -> None:
    assert math.isnan(unitising_alpha([]))
    assert math.isnan(unitising_alpha([Continuum(LENGTH, ((), ()))]))
    assert math.isnan(unitising_alpha([Continuum(LENGTH, (((1, 2),),))]))
    with pytest.raises(ValueError, match="in a document"):
        unitising_alpha([Continuum(LENGTH, (((1, 99),), ()))])
    with pytest.raises(ValueError, match="coders"):
        unitising_alpha([Continuum(9, ((), ())), Continuum(9, ((),))])


def test_the_interval_holds_the_point() -> None:
    documents = [Continuum(LENGTH, (((at, at + 9),), ((at + at % 3, at + 9),))) for at in range(20)]
    low, high = unitising_interval(documents, draws=500)
    assert low < unitising_alpha(documents) < high < 1
    assert math.isnan(unitising_interval([])[0])
