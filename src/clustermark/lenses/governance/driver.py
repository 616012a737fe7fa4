"""Who drives a channel: answers that speak for producers and for buyers, weighed by sales; sectors do not count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.governance.part import Part
from clustermark.lenses.governance.settings import DriverItem, Side, settings
from clustermark.lenses.governance.survey import Answers
from clustermark.lenses.rows import text
from clustermark.methods.governance.means import Mean, interval
from clustermark.methods.governance.types import driver

METHOD = "mechanism.driver/1"
PRODUCER, BUYER, HYBRID = (f"mechanism.{name}" for name in ("producer_driven", "buyer_driven", "hybrid"))
DRIVER = "mechanism.measured_driver"
LEAST_ITEMS = 3  # of each side, answered by enough firms
AGREES = 0.95  # of the samples of firms must give the same verdict; else it leans
Array = NDArray[np.float64]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Drive:
    """The drive of a channel: memberships (1 + draws,) of producers and buyers, the point first, and each item's means.

    answered (n,): lines that answered any item; hinges: items without which the verdict would be another.
    """

    producer: Array
    buyer: Array
    items: Mapping[str, tuple[Mean | None, Mean | None]]
    answered: NDArray[np.bool_]
    firms: int
    hinges: tuple[str, ...] = ()

    @property
    def hybrid(self) -> Array:
        """The smaller of both memberships."""
        return np.minimum(self.producer, self.buyer)

    @property
    def code(self) -> str:
        """producer, buyer, hybrid or neither."""
        return str(driver(self.producer[0], self.buyer[0]))

    @property
    def agrees(self) -> float:
        """Part of the samples of firms with the same verdict."""
        called = driver(self.producer[1:], self.buyer[1:])
        return float((called[called != ""] == self.code).mean())


def score(answers: Answers, item: DriverItem, side: Side) -> Array:
    """What the answers to an item say for one side (n,), 0..1; NaN where it was not answered or does not apply."""
    if side.choices:
        found = answers.scores(item.column, side.choices)
    elif side.start is not None and side.end is not None:
        found = np.clip((answers.numbers(item.column) - side.start) / (side.end - side.start), 0.0, 1.0)
    else:
        yes = answers.flags(item.column)
        found = np.where(np.isnan(yes), np.nan, np.where(yes == 1, side.yes or 0.0, side.no or 0.0))
    if item.only:
        marks = np.array([text(line.cells, "mark_owner") in item.only for line in answers.lines], dtype=bool)
        found = np.where(marks, found, np.nan)
    return np.asarray(found)


def drive(part: Part) -> Drive | None:
    """The drive of a part; None where fewer than three items of a side were answered by enough firms.

    P = sum w_i p_i / sum w_i over the items that speak for producers, each p_i a mean over firms weighted by sales; B
    likewise. An item that fewer than five firms answered does not count.
    """
    items = {item.id: (_mean(part, item, item.producer), _mean(part, item, item.buyer)) for item in settings().driver}
    weights = {item.id: item.weight for item in settings().driver}
    sides = [{name: (weights[name], both[at]) for name, both in items.items() if both[at]} for at in (0, 1)]
    if any(len(side) < LEAST_ITEMS for side in sides):
        return None
    producer, buyer = (_membership(list(side.values())) for side in sides)
    answered = np.zeros(len(part.firm), dtype=bool)
    for item in settings().driver:
        for side in (item.producer, item.buyer):
            answered |= ~np.isnan(score(part.answers, item, side)) if side else False
    firms = len(set(part.firm[answered & (part.weight > 0)].tolist()))
    found = Drive(producer, buyer, items, answered, firms)
    return Drive(producer, buyer, items, answered, firms, _hinges(sides, found.code))


def _mean(part: Part, item: DriverItem, side: Side | None) -> Mean | None:
    mean = part.mean(score(part.answers, item, side)) if side else None
    return mean if mean is not None and not part.why_not(mean)[0] else None


def _membership(side: Sequence[tuple[float, Mean | None]]) -> Array:
    """Weighted mean of the items' means in the point and in every draw; an item that a draw lacks is left out there."""
    means = np.array([np.concatenate([[one.value], one.draws]) for _, one in side if one])
    weights = np.array([weight for weight, one in side if one])[:, None] * ~np.isnan(means)
    return np.asarray(np.nansum(means * weights, axis=0) / weights.sum(axis=0))


def _hinges(sides: Sequence[Mapping[str, tuple[float, Mean | None]]], code: str) -> tuple[str, ...]:
    """The items without which the point verdict is another."""
    found = []
    for name in dict.fromkeys(name for side in sides for name in side):
        rest = [[one for other, one in side.items() if other != name] for side in sides]
        producer, buyer = (float(_membership(side)[0]) for side in rest)
        if str(driver(producer, buyer)) != code:
            found.append(name)
    return tuple(found)


def find(part: Part) -> tuple[list[Finding], dict[str, list[Row]]]:
    """Memberships, their minimum and the verdict of one channel, with the rows of the tables."""
    found = drive(part)
    if found is None:
        why, fields = part.why_not(part.mean(np.ones(len(part.firm))))
        if not why:
            why, fields = "few-items", {"least": LEAST_ITEMS}
        names = (PRODUCER, BUYER, HYBRID, DRIVER)
        return [part.lacking(one, why, fields) for one in names] if part.now else [], {}
    findings: list[Finding] = []
    for measure, values in ((PRODUCER, found.producer), (BUYER, found.buyer), (HYBRID, found.hybrid)):
        side = {PRODUCER: 0, BUYER: 1}.get(measure)
        items = sum(bool(both[side] if side is not None else any(both)) for both in found.items.values())
        findings += part.told(measure, _as_mean(part, found, values), found.answered, said={"items": items})
    findings += part.told(
        DRIVER, _as_mean(part, found, found.hybrid), found.answered, value=found.code, said=_said(found)
    )
    return findings, {"drivers": [_row(part, found)], "driver_items": _item_rows(part, found)}


def _as_mean(part: Part, found: Drive, values: Array) -> Mean:
    everyone = part.mean(np.where(found.answered, 0.0, np.nan))
    low, high = interval(float(values[0]), values[1:], everyone.effective)
    return Mean(float(values[0]), low, high, found.firms, everyone.effective, everyone.largest, "bootstrap", values[1:])


def _said(found: Drive) -> dict[str, object]:
    agrees = found.agrees
    return {
        "producer": f"{found.producer[0]:.4g}",
        "buyer": f"{found.buyer[0]:.4g}",
        "agrees": f"{agrees:.3g}",
        "hinges-on": ",".join(found.hinges),
        "at-most": "leaning" if agrees < AGREES or found.hinges else "",
    }


def _row(part: Part, found: Drive) -> Row:
    means = [_as_mean(part, found, values) for values in (found.producer, found.buyer, found.hybrid)]
    figures = [figure for mean in means for figure in (mean.value, mean.low, mean.high)]
    told = (found.code, found.agrees, ", ".join(found.hinges), found.firms)
    return (part.answers.subject, part.channel, *figures, *told)


def _item_rows(part: Part, found: Drive) -> list[Row]:
    rows: list[Row] = []
    for name, (producer, buyer) in found.items.items():
        either = producer or buyer
        if either is not None:
            both = (one.value if one else None for one in (producer, buyer))
            rows.append((part.answers.subject, part.channel, name, *both, either.firms))
    return rows
