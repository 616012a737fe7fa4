import pytest

from clustermark.methods.capture import (
    capture_bounds,
    capture_rate,
    cluster_capture,
    factory_share,
    ladder_gap,
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
