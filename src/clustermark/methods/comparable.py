"""When published figures may be put side by side, and when two of them contradict each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import inf

YEARS = 3  # a figure serves a period when its year lies within so many years of it
INFERRED = 3  # an inferred year is plus or minus so many years
ABOUT = 1.1  # "about v" agrees with what is at most 1.1 times larger or smaller


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: value, upper value of a stated range, bound ("", "about", "at least", "at most"), year."""

    value: float
    high: float | None = None
    bound: str = ""
    year: int | None = None
    inferred: bool = False


def distance(year: int, first: int, last: int) -> int:
    """Years between `year` and the period `first` to `last`; 0 inside it."""
    return max(first - year, year - last, 0)


def within(year: int | None, first: int, last: int, years: int = YEARS) -> bool:
    """Whether a figure of `year` serves the period `first` to `last`.

    An inferred year is plus or minus three; the figure then lies within three years of the period more likely than
    not (four of its seven possible years at least) exactly when the inferred year itself does: one test for both.
    A figure without a year serves no period.
    """
    return year is not None and distance(year, first, last) <= years


def possible_years(year: int, inferred: bool) -> tuple[int, int]:
    """The years that a figure may speak of."""
    return (year - INFERRED, year + INFERRED) if inferred else (year, year)


def span(years: Iterable[tuple[int, int]]) -> str:
    """First and last of the possible years: "2018-2021", "2021" or "" for none."""
    both = [bound for pair in years for bound in pair]
    if not both:
        return ""
    first, last = min(both), max(both)
    return str(first) if first == last else f"{first}-{last}"


def years_apart(one: str, other: str) -> int:
    """The least number of years between two spans; 0 where they touch or one is empty."""
    if not one or not other:
        return 0
    first, last = (int(part) for part in (one.split("-")[0], one.split("-")[-1]))
    start, end = (int(part) for part in (other.split("-")[0], other.split("-")[-1]))
    return max(start - last, first - end, 0)


def interval(figure: Figure) -> tuple[float, float]:
    """The interval within which a figure allows the truth to lie; it only serves to see contradictions.

    point [v, v]; stated range [v, high]; at least [v, inf); at most (-inf, v]; about [v / 1.1, 1.1 v].
    """
    low, high = figure.value, figure.value if figure.high is None else figure.high
    if figure.bound == "at least":
        return low, inf
    if figure.bound == "at most":
        return -inf, high
    if figure.bound == "about":
        return (low / ABOUT, high * ABOUT) if low >= 0 else (low * ABOUT, high / ABOUT)
    return low, high


def quotient_bound(above: str, below: str) -> str:
    """The bound of a quotient of two positive figures.

    At least a over exactly b, or exactly a over at most b, is at least a / b. Where the two leave it open to both
    sides ("over 12 billion" by "over 300 million") it is about a / b, as every quotient of rounded figures is.
    """
    turned = {"at least": "at most", "at most": "at least"}.get(below, below)
    known = {bound for bound in (above, turned) if bound in ("at least", "at most")}
    return next(iter(known)) if len(known) == 1 else "about"


def contradict(one: Figure, other: Figure) -> bool:
    """Whether no truth satisfies both figures: their intervals do not meet."""
    (low, high), (start, end) = interval(one), interval(other)
    return high < start or end < low


def contradicting_years(figures: Iterable[Figure]) -> tuple[int, ...]:
    """The stated years for which two figures contradict each other. Inferred years never make a contradiction."""
    by_year: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.year is not None and not figure.inferred:
            by_year.setdefault(figure.year, []).append(figure)
    return tuple(
        year
        for year, group in sorted(by_year.items())
        if any(contradict(one, other) for one, other in combinations(group, 2))
    )
