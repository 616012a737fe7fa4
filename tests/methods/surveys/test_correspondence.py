"""Correspondence analysis: the staff of a firm by smoking (Greenacre 1984), laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from clustermark.methods.surveys.correspondence import contributions, correspondence, quality, supplementary_rows

SMOKING = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])
AVERAGE = np.array([[42, 29, 20, 9]])  # of the nation, no row of the firm


def test_greenacre_1984_smoking_data() -> None:
    """Inertias and coordinates, equal to what prince 0.23 gives up to the sign of the axes."""
    found = correspondence(SMOKING)
    np.testing.assert_allclose(found.inertia, [0.07475911, 0.01001718, 0.00041357], atol=5e-9)
    assert found.total == pytest.approx(0.08518986, abs=5e-9)
    first, second = found.rows[:, 0] * np.sign(found.rows[0, 0]), found.rows[:, 1] * np.sign(found.rows[0, 1])
    np.testing.assert_allclose(first, [0.065768, -0.258958, 0.380595, -0.232952, 0.201089], atol=5e-7)
    np.testing.assert_allclose(second, [0.193737, 0.243305, 0.010660, -0.057744, -0.078911], atol=5e-7)
    columns = found.columns[:, 0] * np.sign(found.rows[0, 0])
    np.testing.assert_allclose(columns, [0.393308, -0.099456, -0.196321, -0.293776], atol=5e-7)


def test_greenacre_1984_contributions_quality_and_the_national_average() -> None:
    """As the package ca prints them for these data, in thousandths: ctr 3 84 512 331 70; qlt 893 991 1000 1000 999."""
    found = correspondence(SMOKING)
    made = contributions(found.rows, found.row_masses, found.inertia)
    assert [round(1000 * part) for part in made[:, 0]] == [3, 84, 512, 331, 70]
    assert [round(1000 * part) for part in quality(found.rows)] == [893, 991, 1000, 1000, 999]
    np.testing.assert_allclose(made.sum(axis=0), 1)
    signs = np.sign(found.rows[0, :2])
    point = supplementary_rows(found, AVERAGE)[0, :2] * signs
    np.testing.assert_allclose(point, [0.258368, -0.117648], atol=5e-7)
    np.testing.assert_allclose(supplementary_rows(found, SMOKING), found.rows, atol=1e-12)
    assert np.isnan(supplementary_rows(found, np.zeros((1, 4)))).all()


def test_total_inertia_is_chi_squared_over_n() -> None:
    chi = stats.chi2_contingency(SMOKING).statistic
    assert correspondence(SMOKING).total == pytest.approx(chi / SMOKING.sum())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_map_does_not_depend_on_the_order_of_rows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = rng.integers(1, 40, (5, 4))
    order = rng.permutation(5)
    one, other = correspondence(n), correspondence(n[order])
    np.testing.assert_allclose(np.abs(one.rows[order]), np.abs(other.rows), atol=1e-8)
    np.testing.assert_allclose(one.inertia, other.inertia, atol=1e-12)


def test_places_that_look_alike_stand_in_one_point_without_failing() -> None:
    found = correspondence(np.ones((4, 3)))
    assert found.total == pytest.approx(0)
    assert (contributions(found.rows, found.row_masses, found.inertia) == 0).all()
    assert np.isfinite(supplementary_rows(found, np.array([[1, 2, 3]]))).all()


@pytest.mark.parametrize("counts", [[[1, 0], [2, 0]], [[0, 0], [1, 2]], [[1, -1], [2, 3]], [[1, float("nan")], [2, 3]]])
def test_empty_rows_and_what_is_no_count_are_refused(counts: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="empty"):
        correspondence(counts)
