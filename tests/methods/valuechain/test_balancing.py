"""RAS and GRAS against the example of the literature and their laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.valuechain.balancing import gras, ras
from clustermark.methods.valuechain.errors import TableError

PRIOR = np.array([[7.0, 3, 5, -3], [2, 9, 8, 1], [-2, 0, 2, 1]])
ROWS, COLUMNS = np.array([15.0, 26, -1]), np.array([9.0, 16, 17, -2])


def test_junius_and_oosterhaven_2003() -> None:
    """The example of the literature; values printed with six digits."""
    expected = [
        [8.97644, 3.74316, 5.721728, -3.441329],
        [2.799335, 12.25684, 9.992314, 0.951511],
        [-2.775776, 0, 1.285958, 0.489818],
    ]
    np.testing.assert_allclose(gras(PRIOR, ROWS, COLUMNS), expected, atol=5e-6)


def test_temurshoev_miller_and_bouwmeester_2013() -> None:
    """A column without positive cells: the published counter-example, which the first algorithm could not solve."""
    prior = PRIOR.copy()
    prior[1:, 3] = 0
    expected = [
        [8.424341, 3.375237, 5.200422, -2],
        [3.000997, 12.624764, 10.374239, 0],
        [-2.425339, 0, 1.425339, 0],
    ]
    np.testing.assert_allclose(gras(prior, ROWS, COLUMNS), expected, atol=5e-7)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 6), st.integers(2, 6), st.integers(0, 10_000))
def test_totals_are_met_and_signs_kept(m: int, n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    prior = rng.lognormal(size=(m, n)) * np.where(rng.random((m, n)) < 0.15, -0.2, 1.0)
    target = prior * rng.uniform(0.7, 1.4, size=(m, 1)) * np.where(prior > 0, rng.uniform(0.7, 1.4, size=n), 1)
    found = gras(prior, target.sum(axis=1), target.sum(axis=0))
    size = np.abs(target).sum()
    np.testing.assert_allclose(found.sum(axis=1), target.sum(axis=1), atol=1e-9 * size)
    np.testing.assert_allclose(found.sum(axis=0), target.sum(axis=0), atol=1e-9 * size)
    assert np.array_equal(np.sign(found), np.sign(prior))


def test_totals_of_the_prior_change_nothing() -> None:
    np.testing.assert_allclose(gras(PRIOR, PRIOR.sum(axis=1), PRIOR.sum(axis=0)), PRIOR, atol=1e-9)
    np.testing.assert_allclose(
        ras(np.abs(PRIOR), *(np.abs(PRIOR).sum(axis=a) for a in (1, 0))), np.abs(PRIOR), atol=1e-9
    )


def test_ras_is_biproportional() -> None:
    """Odds ratios of the prior are kept."""
    prior = np.array([[1.0, 2], [3, 4]])
    found = ras(prior, np.array([5.0, 9]), np.array([6.0, 8]))
    assert found[0, 0] * found[1, 1] / (found[0, 1] * found[1, 0]) == pytest.approx(1 * 4 / (2 * 3), rel=1e-9)


@pytest.mark.parametrize(
    ("prior", "rows", "columns", "code"),
    [
        (PRIOR, ROWS + 1, COLUMNS, "contradictory-totals"),
        (np.array([[1.0, 0], [1, 0]]), np.array([1.0, 1]), np.array([1.0, 1]), "contradictory-totals"),
        (np.array([[1.0, 2], [3, 4]]), np.array([-3.0, 10]), np.array([3.0, 4]), "contradictory-totals"),
        (PRIOR, ROWS[:2], COLUMNS, "wrong-shape"),
        (PRIOR * np.nan, ROWS, COLUMNS, "not-finite"),
    ],
)
def test_what_cannot_be_met_is_named(prior: np.ndarray, rows: np.ndarray, columns: np.ndarray, code: str) -> None:
    with pytest.raises(TableError) as caught:
        gras(prior, rows, columns)
    assert caught.value.code == code


def test_ras_refuses_negative_cells() -> None:
    with pytest.raises(TableError) as caught:
        ras(PRIOR, ROWS, COLUMNS)
    assert caught.value.code == "negative-cells"
