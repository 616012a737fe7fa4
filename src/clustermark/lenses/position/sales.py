"""Through which channels a cluster sells: shares of its sales from its account, else added up from the firm survey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clustermark.lenses.context import Context
from clustermark.lenses.measured import Ground
from clustermark.lenses.position.account import items_of
from clustermark.lenses.position.account_rows import TABLE, Figure, channel_of
from clustermark.lenses.position.drawn import (
    DRAWS,
    ENDS,
    FEWEST_FIRMS,
    grades_of,
    ground_of,
    nearest_year,
    of_year,
    origins_of,
    seed_of,
)
from clustermark.lenses.position.side import Why
from clustermark.lenses.position.sizes import Array, by_firm, size_of, weigh
from clustermark.lenses.rows import Row, number, open_rows, text, year
from clustermark.methods.comparable import span
from clustermark.methods.grades import graded_draws
from clustermark.methods.intervals import wilson
from clustermark.methods.surveys.weights import effective_size

METHOD = "position.kept/1"
FULL = 1.02  # what shares of one whole may come to: they were rounded
MOST_OF_A_FIRM = 105.0  # per cent, of one firm's answers
COARSE = {"export", "home"}  # channels that others are parts of
OPEN_FIRMS = 3  # that a channel of confidential answers needs before its share is told
Point = tuple[float, float, float]  # share, low, high


@dataclass(frozen=True, slots=True)
class Sales:
    """Shares of sales by channel with low and high; `other` is what no channel is named for.

    rows, grounds, reliability  by channel: what its share rests on
    basis     "account" or "survey"; weights: what weighs the firms of a survey, and how many equal ones they are worth
    aside     firms left out: no size, or shares that make more than 105 per cent
    withheld  channels of so few firms with confidential answers that their share would tell of one
    """

    year: int
    shares: Mapping[str, Point]
    grounds: Mapping[str, Ground]
    reliability: Mapping[str, str]
    other: float = 0.0
    basis: str = "account"
    weights: str = ""
    effective: float = 0.0
    aside: int = 0
    withheld: tuple[str, ...] = ()


def sales_of(context: Context, subject: str) -> Sales | Why:
    """The shares of a cluster's sales by channel in the year nearest the period, or why they are not known."""
    told = _from_account(context, subject)
    if isinstance(told, Sales) or (isinstance(told, Why) and told.code != "no-rows"):
        return told
    return _from_survey(context, subject)


def _from_account(context: Context, subject: str) -> Sales | Why:
    rows = [
        {**row, "of": channel_of(text(row, "of"))}
        for row in open_rows(context.evidence, TABLE)
        if text(row, "subject") == subject and text(row, "item") == "sales_share" and channel_of(text(row, "of"))
    ]
    if not rows:
        return Why.of("no-rows")
    at = nearest_year(map(year, rows), context.study.period)
    if at is None:
        return Why.of("outside-years", years=span((one, one) for one in map(year, rows) if one is not None))
    found = {of: years[at] for (_, of), years in items_of(of_year(rows, at)).items() if at in years}
    shares = {of: one for of, one in found.items() if one.unit == "share"}
    fine = {of: one for of, one in shares.items() if of not in COARSE}
    return _shares(context, subject, at, fine or shares)


def _shares(context: Context, subject: str, at: int, found: Mapping[str, Figure]) -> Sales | Why:
    """Shares with the intervals that their errors and their sum allow: every draw is brought to the same sum."""
    values = {of: one.value for of, one in found.items()}
    total = sum(values.values())
    if any(value < 0 for value in values.values()):
        return Why.of("figure-negative")
    if not total > 0:
        return Why.of("figure-zero")
    if total > FULL:
        return Why.of("shares-above-whole", ratio=f"{100 * total:.3g}%")
    whole = min(total, 1.0) if total < 2 - FULL else 1.0  # 98 to 102 per cent are all of it, rounded
    drawn = graded_draws(list(values.values()), [one.error for one in found.values()], DRAWS, _seed(context, subject))
    drawn *= whole / drawn.sum(axis=1, keepdims=True)
    ends = np.quantile(drawn, ENDS, axis=0)
    shares: dict[str, Point] = {}
    for place, (of, value) in enumerate(values.items()):
        point = value / total * whole
        shares[of] = (point, min(float(ends[0, place]), point), max(float(ends[1, place]), point))
    grounds = {of: ground_of(one.rows, METHOD) for of, one in found.items()}
    return Sales(at, shares, grounds, {of: grades_of(one.rows) for of, one in found.items()}, 1 - whole)


def _seed(context: Context, subject: str) -> int:
    return seed_of(context.study.seed, METHOD, subject, "sales")


def _from_survey(context: Context, subject: str) -> Sales | Why:
    """Channel shares of the firms, weighted by their sales, else by their people.

    The interval is Wilson's for the effective number of firms (Kish): a firm that sells through several channels varies
    less than one that sells through one or none, so that it is never too narrow (docs/methods/capture.md).
    """
    asked = [row for row in context.evidence.rows("firm_survey") if text(row, "subject") == subject]
    stated = [row for row in asked if text(row, "channel") and number(row, "channel_share") is not None]
    if not stated:
        return Why.of("not-asked" if asked else "no-rows")
    at = nearest_year(map(year, stated), context.study.period)
    if at is None:
        return Why.of("outside-years", years=span((one, one) for one in map(year, stated) if one is not None))
    firms = list(by_firm(of_year(stated, at)).values())
    split = [_split(own) for own in firms]
    usable = [place for place, own in enumerate(split) if 0 < sum(own.values()) <= MOST_OF_A_FIRM]
    every = by_firm(of_year(asked, at))
    sizes = [size_of(every[text(firms[place][0], "firm")]) for place in usable]
    weights, places, said = weigh(sizes, ("sales", "employees"))
    kept = [usable[place] for place in places]
    if len(kept) < FEWEST_FIRMS:
        return Why.of("few-answers", n=len(kept))
    matched = [(firms[place], split[place]) for place in kept]
    return _weighed(context, at, matched, weights, said, len(firms) - len(kept))


def _weighed(
    context: Context,
    at: int,
    firms: Sequence[tuple[Sequence[Row], Mapping[str, float]]],
    weights: Array,
    said: str,
    left: int,
) -> Sales:
    """Shares of sales of firms (rows, per cent by channel) with these weights."""
    effective, asked = effective_size(weights), [row for own, _ in firms for row in own]
    shares: dict[str, Point] = {}
    grounds: dict[str, Ground] = {}
    withheld = []
    for of in sorted({of for _, split in firms for of in split}):
        rows = [row for row in asked if text(row, "channel") == of]
        if _withheld(context, rows):
            withheld.append(of)
            continue
        parts = np.array([split.get(of, 0.0) / 100 for _, split in firms])
        share = min(float(weights @ parts / weights.sum()), 1.0)
        low, high = wilson(share * effective, effective)
        shares[of] = (share, min(low, share), max(high, share))
        grounds[of] = Ground([text(row, "row") for row in rows], origins_of(rows), len(firms), "firms", METHOD)
    rest = 1 - sum(share for share, _, _ in shares.values())
    other = rest if rest > FULL - 1 else 0.0
    blank = dict.fromkeys(shares, "")
    return Sales(at, shares, grounds, blank, other, "survey", said, effective, left, tuple(withheld))


def _split(rows: Sequence[Row]) -> dict[str, float]:
    """Per cent of a firm's sales by channel; of several people who answered the mean counts."""
    people: dict[str, dict[str, float]] = {}
    for row in rows:
        share = number(row, "channel_share")
        if share is not None and share >= 0:
            people.setdefault(text(row, "respondent"), {}).setdefault(text(row, "channel"), share)
    channels = sorted({of for told in people.values() for of in told})
    return {of: sum(told.get(of, 0.0) for told in people.values()) / len(people) for of in channels}


def _withheld(context: Context, rows: Sequence[Row]) -> bool:
    """Whether a channel rests on confidential answers of so few firms that its share would tell of one of them."""
    covered = any(text(row, "row") in context.evidence.covered for row in rows)
    return covered and len({text(row, "firm") for row in rows}) < OPEN_FIRMS
