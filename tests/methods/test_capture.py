from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.capture import (
    capture_bounds,
    capture_rate,
    captured,
    cluster_capture,
    factory_share,
    ladder_gap,
    mean_between,
    spending_per_sale,
    step_sum,
)


def test_ipod_2005_of_linden_kraemer_and_dedrick():
    """The published steps of a USD 299 player: factory cost 144, brand 80, distribution and retail 75."""
    steps = {"factory": [144], "brand": [80], "retail": [75]}
    assert step_sum(steps) == 299
    assert ladder_gap(steps, 299) == 0
    assert factory_share(144, 299) == pytest.approx(0.4816, abs=1e-4)
    assert capture_rate(144, 140, 299) == pytest.approx(0.0134, abs=1e-4)  # USD 4 of assembly


def test_unknown_inputs_leave_a_bound():
    assert capture_bounds(3, 30) == (0.0, 0.1)


def test_inputs_are_part_of_the_factory_price():
    assert ladder_gap({"factory": [3], "retail": [27], "inputs-outside": [2]}, 30) == 0


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="consumer"):
        factory_share(3, 0)
    with pytest.raises(ValueError, match="inputs"):
        capture_rate(3, 4, 30)
    with pytest.raises(ValueError, match="inputs"):
        capture_rate(3, -1, 30)


def test_linden_kraemer_and_dedrick_2009_ipod_of_2005():
    """Retail 299 dollars: factory cost about 144, of which assembly in China about 4; the brand keeps about 80."""
    assert factory_share(144, 299) == pytest.approx(0.4816, abs=5e-5)
    assert capture_rate(144, 140, 299) == pytest.approx(4 / 299)  # the place of assembly, with all parts from outside
    assert pytest.approx(0.27, abs=0.003) == 80 / 299


def test_what_a_cluster_keeps_over_its_channels():
    channels = {"contract export": (900.0, (0.05, 0.08, 0.10)), "own brand": (100.0, (0.30, 0.40, 0.45))}
    low, point, high = cluster_capture(channels)
    assert (low, point, high) == pytest.approx((0.075, 0.112, 0.135))
    moved = cluster_capture(channels | {"own brand": (300.0, (0.30, 0.40, 0.45))})
    assert moved[1] > point  # more own brand, more kept
    for wrong in ({"a": (0.0, (0, 0, 0))}, {"a": (1.0, (0.3, 0.2, 0.4))}):
        with pytest.raises(ValueError, match=r"spending|rates"):
            cluster_capture(wrong)


def test_a_capture_rate_from_exact_amounts_is_the_rate_and_ranges_widen_it():
    assert captured((144, 144), (140, 140), (299, 299)) == pytest.approx((capture_rate(144, 140, 299),) * 2)
    assert captured((3, 3), None, (30, 30)) == (0, pytest.approx(capture_bounds(3, 30)[1]))
    assert captured((9, 11), (4, 6), (45, 55)) == pytest.approx((3 / 55, 7 / 45))
    assert captured((12, 12), (7, 7), (40, 40), own_brand=(10, 10)) == pytest.approx((5 / 40, 15 / 40))
    for wrong in (((3, 3), (4, 4), (30, 30)), ((3, 3), (1, 1), (0, 0))):
        with pytest.raises(ValueError, match=r"inputs|price"):
            captured(*wrong)


def test_sales_at_the_gate_become_spending_in_the_shop():
    assert spending_per_sale((10, 10), (50, 50)) == (5, 5)
    assert spending_per_sale((8, 10), (50, 60)) == (5, 7.5)
    assert spending_per_sale((10, 10), (9, 9)) == (1, 1)  # nobody pays less than the maker got
    with pytest.raises(ValueError, match="price"):
        spending_per_sale((0, 1), (9, 9))


ENDS = st.tuples(st.floats(0, 5), st.floats(0, 5)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(st.tuples(ENDS, ENDS), min_size=1, max_size=4).filter(lambda made: sum(w[1] for w, _ in made) > 0.1))
def test_the_mean_between_its_ends_is_that_of_the_best_and_worst_corner(made):
    weights, values = [one for one, _ in made], [one for _, one in made]
    low, high = mean_between(weights, values)
    corners = []
    for chosen in product(*weights):
        if sum(chosen) > 0:
            corners += [sum(w * v[end] for w, v in zip(chosen, values, strict=True)) / sum(chosen) for end in (0, 1)]
    assert (low, high) == pytest.approx((min(corners), max(corners)), rel=1e-9, abs=1e-12)


def test_the_mean_of_exact_figures_is_that_of_the_channels():
    channels = {"a": (900.0, (0.05, 0.08, 0.10)), "b": (100.0, (0.30, 0.40, 0.45))}
    low, _, high = cluster_capture(channels)
    exact = mean_between([(900, 900), (100, 100)], [(0.05, 0.10), (0.30, 0.45)])
    assert exact == pytest.approx((low, high))
    with pytest.raises(ValueError, match="weights"):
        mean_between([(0, 0)], [(0, 1)])
