"""Runs killed at any moment: evidence and earlier outputs stay whole, and the next run gives the same bytes."""

import sys

import pytest

import kill_runs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL: killed runs were not tested")


def wrong(clock: int, inside: int) -> list[kill_runs.Fate]:
    ground, found = kill_runs.fates(clock, inside)
    assert len(found) == clock + inside * len(kill_runs.WRITING)
    assert all(ground.touches.values()), ground.touches
    assert all(fate.killed for fate in found if fate.moment.kind != "clock")
    return [fate for fate in found if fate.wrong]


@pytest.mark.slow
def test_ten_moments() -> None:
    assert wrong(clock=5, inside=1) == []


@pytest.mark.slow
def test_two_hundred_moments() -> None:
    assert wrong(clock=60, inside=28) == []
