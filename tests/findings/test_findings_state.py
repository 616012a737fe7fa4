"""How sure a finding is, in one word."""

import pytest

from clustermark.findings.model import RANGE_OF_CLAIMS, Finding, state


def finding(**more: object) -> Finding:
    return Finding("situation.firms", "a", "2021", value=1000.0, unit="firms", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"n": 1}, "leaning"),
        ({"n": 2}, "firm"),
        ({"n": 1, "origin": "official"}, "firm"),
        ({"n": 2, "uncertainty": RANGE_OF_CLAIMS, "low": 1000.0, "high": 1050.0}, "firm"),
        ({"n": 2, "uncertainty": RANGE_OF_CLAIMS, "low": 1000.0, "high": 1100.0}, "leaning"),
        ({"n": 5, "uncertainty": RANGE_OF_CLAIMS, "low": 1000.0, "high": 2000.0}, "leaning"),
        ({"n": 2, "parameters": (("at-most", "leaning"),)}, "leaning"),
        ({"n": 3, "status": "conflicting"}, "conflicting"),
        ({"n": 3, "status": "insufficient"}, "insufficient"),
        ({"n": 3, "status": "not applicable"}, "insufficient"),
    ],
)
def test_the_state_of_a_finding(more: dict[str, object], expected: str) -> None:
    assert state(finding(**more)) == expected
