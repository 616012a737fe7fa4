"""The firm survey of a place and a period: one line a firm and channel, with the sales that it stands for.

Several people of a firm are averaged only where they agree; otherwise each keeps a line, and they share its weight.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.lenses.governance.merging import merged, within_firm
from clustermark.lenses.governance.settings import HIGH, LOW, settings
from clustermark.lenses.governance.weights import Weighing, weigh
from clustermark.lenses.rows import Row, number, origin_of, text, year
from clustermark.methods.comparable import YEARS, distance
from clustermark.study.model import Origin, Study, first_and_last_year

Array = NDArray[np.float64]
TABLE = "firm_survey"


@dataclass(frozen=True, slots=True)
class Line:
    """What a firm answered about a channel ("" where it speaks of the whole firm); a weight that is NaN is unknown.

    covered: a row of a confidential source that is not cleared stands behind it, so the firm is counted, never named.
    """

    firm: str
    channel: str
    cells: Row
    rows: tuple[str, ...]
    origins: tuple[Origin, ...]
    covered: bool
    weight: float = float("nan")


@dataclass(frozen=True, slots=True)
class Answers:
    """The lines of a place in a period. weights: what they are made of; notes: what a reader must know, counted."""

    subject: str
    period: str
    years: str
    lines: tuple[Line, ...]
    weights: Weighing = "equal"
    notes: Mapping[str, int] = field(default_factory=dict)
    agreement: tuple[tuple[str, str, float], ...] = ()  # channel, scale, r_wg of each firm with several respondents

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that firms speak of, sorted."""
        return tuple(sorted({line.channel for line in self.lines} - {""}))

    def of(self, channels: Iterable[str]) -> "Answers":
        """The lines about some channels."""
        wanted = frozenset(channels)
        return replace(self, lines=tuple(line for line in self.lines if line.channel in wanted))

    @property
    def weight(self) -> Array:
        """Weights (n,), 0 where unknown."""
        return np.nan_to_num(np.array([line.weight for line in self.lines], dtype=np.float64))

    @property
    def firm(self) -> NDArray[np.intp]:
        """Number of the firm of each line (n,), 0..firms-1."""
        numbered = {name: at for at, name in enumerate(sorted({line.firm for line in self.lines}))}
        return np.array([numbered[line.firm] for line in self.lines], dtype=np.intp)

    def numbers(self, column: str, least: float = 0.0, most: float = 100.0) -> Array:
        """The cells of a column as numbers (n,); NaN where empty or outside least..most."""
        given = [number(line.cells, column) for line in self.lines]
        return np.array([np.nan if one is None or not least <= one <= most else one for one in given], dtype=np.float64)

    def scores(self, column: str, of: Mapping[str, float]) -> Array:
        """The score of each choice (n,); NaN where empty or where the choice has none."""
        return np.array([of.get(text(line.cells, column), np.nan) for line in self.lines], dtype=np.float64)

    def flags(self, column: str) -> Array:
        """1 for yes, 0 for no (n,); NaN where empty."""
        known = {True: 1.0, False: 0.0}
        cells = [line.cells.get(column) for line in self.lines]
        return np.array([known[one] if isinstance(one, bool) else np.nan for one in cells], dtype=np.float64)


def surveyed(evidence: Evidence, study: Study) -> list[Answers]:
    """The answers of each asked place in the present period and in past ones, the present first."""
    by_subject: dict[str, list[Row]] = {}
    for row in evidence.rows(TABLE):
        by_subject.setdefault(text(row, "subject"), []).append(row)
    found = []
    for subject in study.subjects():
        for period in (study.period, *study.past):
            made = answers(evidence, wave(by_subject.get(subject, []), study, period), subject, period)
            if made.lines:
                found.append(made)
    return found


def wave(rows: Sequence[Row], study: Study, period: str) -> list[Row]:
    """The rows of a period; the present one takes the nearest year within three where it has none of its own.

    A year of a past period never stands in for the present: no answer is counted twice.
    """
    first, last = first_and_last_year(period)
    within = [row for row in rows if first <= (year(row) or 0) <= last]
    if within or period != study.period:
        return within
    taken = {
        one for past in study.past for one in range(first_and_last_year(past)[0], first_and_last_year(past)[1] + 1)
    }
    dated = {found for row in rows if (found := year(row)) is not None} - taken
    near = [one for one in dated if distance(one, first, last) <= YEARS]
    chosen = min(near, key=lambda one: (distance(one, first, last), -one), default=None)
    return [row for row in rows if year(row) == chosen] if chosen is not None else []


def answers(evidence: Evidence, rows: Sequence[Row], subject: str, period: str) -> Answers:
    """One line a firm and channel of these rows of one place, each firm with its latest year, weighed."""
    by_firm: dict[str, list[Row]] = {}
    for row in rows:
        by_firm.setdefault(text(row, "firm"), []).append(row)
    notes: Counter[str] = Counter()
    agreement: list[tuple[str, str, float]] = []
    firms: list[list[Line]] = []
    years: set[int] = set()
    for firm, given in sorted(by_firm.items()):
        latest = max(year(row) or 0 for row in given)
        years.add(latest)
        firms.append(_lines(evidence, firm, [row for row in given if (year(row) or 0) == latest], notes, agreement))
    weights, by, told = weigh([[(line.channel, line.cells) for line in lines] for lines in firms])
    flat = [line for lines in firms for line in lines]
    lines = tuple(replace(line, weight=float(one)) for line, one in zip(flat, weights, strict=True))
    dated = sorted(years - {0})
    span = "" if not dated else str(dated[0]) if dated[0] == dated[-1] else f"{dated[0]}-{dated[-1]}"
    return Answers(subject, period, span, lines, by, dict(sorted((notes + told).items())), tuple(agreement))


def _lines(
    evidence: Evidence, firm: str, rows: Sequence[Row], notes: Counter[str], agreement: list[tuple[str, str, float]]
) -> list[Line]:
    """The lines of a firm in one year; a row about the whole firm gives way to those about its channels."""
    by_channel: dict[str, list[Row]] = {}
    for row in rows:
        by_channel.setdefault(text(row, "channel"), []).append(row)
    whole = by_channel.get("", [])
    parted = {name: group for name, group in by_channel.items() if name} or by_channel
    found = []
    for channel, group in sorted(parted.items()):
        cleaned = [_within_scale(row, notes) for row in group]
        within = within_firm(cleaned) if len(group) > 1 else {}
        agreement += [(channel, scale, one) for scale, one in within.items()]
        for cells, of in merged(cleaned, whole if channel else (), within, notes):
            references = tuple(text(row, REFERENCE) for row in of)
            covered = any(one in evidence.covered for one in references)
            origins = tuple(origin_of(row) for row in of)
            found.append(Line(firm, channel, cells, references, origins, covered))
    return found


def _within_scale(row: Row, notes: Counter[str]) -> Row:
    """The row without answers that lie outside the scale; they are counted."""
    items = [item for scale in settings().scales for item in scale.items]
    off = [item for item in items if (given := number(row, item)) is not None and not LOW <= given <= HIGH]
    notes["outside-scale"] += len(off)
    return {name: None if name in off else value for name, value in row.items()} if off else row
