"""The verdict on a pair of findings; the order of the tests was fixed before any result was read."""

from dataclasses import dataclass
from fractions import Fraction
from math import inf
from statistics import median
from typing import Literal

Verdict = Literal["identical", "same-direction", "different", "not-distinguishable", "no-evidence"]
RATIO = 1.1  # numbers less than so many times apart are identical
MEMBERSHIP_LINE = 0.5
LEAST_COMPARATORS = 5  # a median or percentile of fewer is unknown
UNCLEAR = "ambiguous"  # the code of a page that says that it cannot say


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: a point or a code, and an interval where the evidence has one (an open end is infinite)."""

    value: float | str | None = None
    low: float | None = None
    high: float | None = None

    @property
    def has_interval(self) -> bool:
        """Whether a range or a bound is known."""
        return self.low is not None or self.high is not None

    @property
    def known(self) -> bool:
        """Whether there is any evidence."""
        return self.value is not None or self.has_interval


def ends(side: Side) -> tuple[float, float]:
    """Lower and upper end of a side; a point without an interval is its own interval."""
    if not side.has_interval:
        assert isinstance(side.value, (int, float))
        return float(side.value), float(side.value)
    return (-inf if side.low is None else side.low), (inf if side.high is None else side.high)


def overlap(one: Side, other: Side) -> bool:
    """Whether the intervals of two sides meet."""
    (low, high), (start, end) = ends(one), ends(other)
    return low <= end and start <= high


def close(one: float, other: float, ratio: float = RATIO) -> bool:
    """Whether the larger of two numbers is less than `ratio` times the smaller.

    Compared as the decimals that are printed: 110 is 1.1 times 100, not a little less.
    """
    if one == other:
        return True
    if one * other <= 0:
        return False
    small, large = sorted((Fraction(repr(abs(float(one)))), Fraction(repr(abs(float(other))))))
    return large < Fraction(repr(ratio)) * small


def _beyond(side: Side, line: float) -> int:
    """1 or -1 where the whole side lies strictly above or below the line, 0 where it touches it."""
    low, high = ends(side)
    return 1 if low > line else -1 if high < line else 0


def verdict_of_codes(one: str | None, other: str | None) -> Verdict:
    """Codes: equal ones are identical; an unclear one beside another is not distinguishable; else different."""
    if not one or not other:
        return "no-evidence"
    if one == other:
        return "identical"
    return "not-distinguishable" if UNCLEAR in (one, other) else "different"


def verdict_of_memberships(one: Side, other: Side, line: float = MEMBERSHIP_LINE, ratio: float = RATIO) -> Verdict:
    """Memberships: equal ones are identical; the line of the second test is .5."""
    if not (one.known and other.known):
        return "no-evidence"
    points = (one.value, other.value)
    identical = None not in points and points[0] == points[1]
    return _later_tests(one, other, identical, line, ratio)


def verdict_of_numbers(one: Side, other: Side, line: float | None = None, ratio: float = RATIO) -> Verdict:
    """Numbers, tested in this order.

    identical            points less than `ratio` times apart, and intervals, where both exist, overlap
    same-direction       both strictly on one side of `line` (None: there is none, the test is left out)
    different            intervals disjoint, or no interval and points beyond `ratio`
    not-distinguishable  otherwise
    A point beside an interval is different where it lies outside it.
    """
    if not (one.known and other.known):
        return "no-evidence"
    identical = False
    if isinstance(one.value, (int, float)) and isinstance(other.value, (int, float)):
        both = one.has_interval and other.has_interval
        identical = close(one.value, other.value, ratio) and (not both or overlap(one, other))
    return _later_tests(one, other, identical, line, ratio)


def _later_tests(one: Side, other: Side, identical: bool, line: float | None, ratio: float) -> Verdict:
    if identical:
        return "identical"
    if line is not None and _beyond(one, line) * _beyond(other, line) == 1:
        return "same-direction"
    if one.has_interval or other.has_interval:
        return "not-distinguishable" if overlap(one, other) else "different"
    assert isinstance(one.value, (int, float))
    assert isinstance(other.value, (int, float))
    return "not-distinguishable" if close(one.value, other.value, ratio) else "different"


def median_line(comparators: list[float], least: int = LEAST_COMPARATORS) -> float | None:
    """The median of at least `least` comparators, else None: the line is unknown."""
    return median(comparators) if len(comparators) >= least else None


def percentile(values: list[float], share: float, least: int = LEAST_COMPARATORS) -> float | None:
    """The percentile `share` (0..1) by linear interpolation between order statistics; None for fewer than `least`."""
    if len(values) < least:
        return None
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    lower = int(position)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (position - lower) * (ordered[upper] - ordered[lower])
