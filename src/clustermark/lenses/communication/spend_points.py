"""Rows of the table of spending as points of money and reach, by place, target group and channel."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clustermark.evidence.units import parse_unit
from clustermark.lenses.context import Context
from clustermark.lenses.rows import Row, number, open_rows, text
from clustermark.methods.allocation.response import Response, response
from clustermark.study.model import first_and_last_year


@dataclass(frozen=True, slots=True)
class Point:
    """What one row says: period, money, share of the target group reached (None where reach or size is missing)."""

    period: str
    amount: float
    currency: str
    reached: float | None
    row: Row


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a place and target group: its points in order of periods, and the last of the study period."""

    name: str
    points: Sequence[Point]
    inside: Sequence[Point]
    curve: Response | None = None
    why: str = ""

    @property
    def now(self) -> Point:
        """The latest point of the study period."""
        return self.inside[-1]


@dataclass(frozen=True, slots=True)
class Group:
    """The channels by which a place speaks to a target group ("" where none is named)."""

    subject: str
    audience: str
    channels: Sequence[Channel]

    def dimensions(self, channel: str = "") -> dict[str, str]:
        """The dimensions of its findings."""
        return {"channel": plain(channel), "segment": plain(self.audience)}


def plain(name: str) -> str:
    """A name that somebody wrote, without the marks that part the fields of an id, at most sixty characters."""
    return re.sub(r"[/;=@~\s]+", " ", name).strip()[:60]


def groups(context: Context) -> Iterator[Group]:
    """The open rows by place and target group, in the order of their names."""
    found: dict[tuple[str, str], dict[str, list[Point]]] = {}
    for row in open_rows(context.evidence, "channel_spend"):
        point = _point(row)
        if text(row, "subject") in context.subjects and point is not None:
            group = found.setdefault((text(row, "subject"), text(row, "audience").strip()), {})
            group.setdefault(text(row, "channel").strip(), []).append(point)
    for (subject, audience), channels in sorted(found.items()):
        known = [_channel(context, name, points) for name, points in sorted(channels.items())]
        yield Group(subject, audience, known)


def _point(row: Row) -> Point | None:
    amount = number(row, "amount")
    if amount is None or amount < 0:
        return None
    unit = parse_unit(text(row, "currency"))
    money = unit is not None and unit.family == "currency" and "/" not in unit.base
    factor, currency = (float(unit.factor), unit.base) if unit is not None and money else (1.0, "")
    reach, population = number(row, "reach"), number(row, "population")
    reached = reach / population if reach is not None and population is not None and population > 0 else None
    return Point(text(row, "period"), amount * factor, currency, reached, row)


def _channel(context: Context, name: str, points: Sequence[Point]) -> Channel:
    """Its points in order of time, of the currency and the length of period that the latest of the study period has."""
    first, last = first_and_last_year(context.study.period)
    ordered = sorted(points, key=lambda point: point.period)
    inside = [p for p in ordered if not p.period or str(first) <= p.period[:4] <= str(last)]
    if not inside:
        return Channel(name, ordered, (), why="outside-years")
    alike = [p for p in ordered if len(p.period) == len(inside[-1].period) and p.currency == inside[-1].currency]
    inside = [p for p in inside if p in alike]
    pairs_known = [(p.amount, p.reached) for p in alike if p.reached is not None]
    try:
        return Channel(name, alike, inside, response(pairs_known))
    except ValueError as error:
        return Channel(name, alike, inside, why=f"no-curve-{error}")
