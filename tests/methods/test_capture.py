import pytest

from clustermark.methods.capture import capture_bounds, capture_rate, factory_share, ladder_gap, step_sum


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
