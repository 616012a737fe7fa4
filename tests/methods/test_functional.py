import numpy as np
import pytest

from clustermark.methods.functional import function_shares, specialisation_against
from clustermark.methods.grades import error_of, graded_draws
from clustermark.methods.trade.specialisation import functional_specialisation

INCOME = np.array([[10.0, 60, 20, 10], [30, 30, 25, 15]])  # R&D, production, marketing, management
GOLDEN = [[0.5, 1.3333, 0.8889, 0.8], [1.5, 0.6667, 1.1111, 1.2]]


def test_timmer_miroudot_and_de_vries_2019_functional_specialisation():
    found = specialisation_against(INCOME, INCOME.sum(axis=0))
    np.testing.assert_allclose(found, GOLDEN, atol=5e-5)
    np.testing.assert_allclose(found, functional_specialisation(INCOME), rtol=1e-14)


def test_shares_add_up_and_the_whole_is_specialised_in_nothing():
    np.testing.assert_allclose(function_shares(INCOME).sum(axis=1), 1)
    np.testing.assert_allclose(specialisation_against(INCOME.sum(axis=0), INCOME.sum(axis=0)), 1)
    mean = (specialisation_against(INCOME, INCOME.sum(axis=0)) * function_shares(INCOME.sum(axis=0))).sum(axis=1)
    np.testing.assert_allclose(mean, 1)  # weighted by the whole's shares every place averages to one


def test_no_income_is_no_share_and_negative_income_is_refused():
    assert np.isnan(function_shares([0, 0, 0, 0])).all()
    assert np.isnan(specialisation_against([1, 1], [1, 0])[1])
    with pytest.raises(ValueError, match="negative"):
        function_shares([1, -1])


def test_draws_by_grade_keep_the_mean_and_the_error():
    drawn = graded_draws([100, 0], [error_of("B"), error_of("")], 20_000, 3)
    assert drawn[:, 0].mean() == pytest.approx(100, rel=0.01)
    assert drawn[:, 0].std() / 100 == pytest.approx(0.15, rel=0.05)
    assert (drawn[:, 1] == 0).all()
    np.testing.assert_array_equal(drawn, graded_draws([100, 0], [0.15, 0.4], 20_000, 3))
    with pytest.raises(ValueError, match="negative"):
        graded_draws([-1], [0.1], 2, 1)
