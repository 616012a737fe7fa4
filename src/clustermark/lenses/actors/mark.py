"""The shared mark: what its users earn beside others, and what free riding costs it, as a declared what-if."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.findings.model import Finding, pairs
from clustermark.lenses.actors.data import Case, cases, reputation_parameters
from clustermark.lenses.actors.roster import Roster, nearest_year, own_rows, roster, spanned
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.records import in_base
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, year
from clustermark.methods.premium import price_premium
from clustermark.methods.reputation import chosen_quality, planned_quality

METHOD = "actors.mark/1"
LEAST = 5  # firms of each group
PREMIUM, GAP = "associations.mark_premium", "associations.free_riding_gap"
MARKS = ("collective", "certification")
PREMIUMS = {
    "subject": pl.String, "channel": pl.String, "unit": pl.String, "year": pl.Int64, "users": pl.Int64,
    "others": pl.Int64, "price_users": pl.Float64, "price_others": pl.Float64, "premium": pl.Float64,
    "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip
RIDING = {
    "subject": pl.String, "what": pl.String, "members": pl.Int64, "traceability": pl.Float64, "minimum": pl.Float64,
    "quality": pl.Float64, "gap": pl.Float64, "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quoted:
    """The price of a firm in a channel: whether it uses the mark (None: not stated), price, unit, the row."""

    firm: int
    user: bool | None
    price: float
    unit: str
    row: Row


def find(context: Context) -> Found:
    """Premium by channel and the what-if on free riding, for each cluster with a list of firms."""
    findings: list[Finding] = []
    premiums: list[tuple[object, ...]] = []
    riding: list[tuple[object, ...]] = []
    for subject in context.subjects:
        known = roster(context, subject)
        if known.firms:
            for finding, row in _premiums(context, subject, known):
                findings.append(finding)
                premiums += [row] if row else []
            for finding, row in _riding(context, subject, known):
                findings.append(finding)
                riding += [row] if row else []
    return Found(findings, {"mark_premium": table(PREMIUMS, premiums), "free_riding": table(RIDING, riding)})


def _premiums(context: Context, subject: str, known: Roster) -> Iterator[tuple[Finding, tuple[object, ...] | None]]:
    rows = own_rows(context, "firm_survey", subject)
    chosen = nearest_year((one for row in rows if (one := year(row)) is not None), context.study.period)
    if not rows:
        return
    if chosen is None:
        years = spanned(one for row in rows if (one := year(row)) is not None)
        yield insufficient(context, PREMIUM, subject, "share", "outside-years", years=years), None
        return
    quoted = _quoted([row for row in rows if year(row) == chosen], known)
    if not any(one.user for each in quoted.values() for one in each):
        missing = "firm-mark" if any(quoted.values()) else "firm-prices"
        yield insufficient(context, PREMIUM, subject, "share", "input-missing", input=missing), None
        return
    for channel in sorted(quoted):
        yield _premium(context, subject, channel, chosen, quoted[channel])


def _quoted(rows: Sequence[Row], known: Roster) -> dict[str, list[Quoted]]:
    """Prices by channel, of firms that the list has."""
    found: dict[str, list[Quoted]] = {}
    for row in rows:
        place, price, written = known.place_of(text(row, "firm")), number(row, "unit_price"), text(row, "price_unit")
        unit = parse_unit(written)
        if place is None or price is None or price <= 0 or (written and unit is None):
            continue
        base = price if unit is None else in_base(price, unit.factor)
        if base is not None:
            user = known.firms[place].says("mark_user")
            quote = Quoted(place, user, base, "" if unit is None else unit.base, row)
            found.setdefault(text(row, "channel"), []).append(quote)
    return found


def _premium(
    context: Context, subject: str, channel: str, chosen: int, quoted: Sequence[Quoted]
) -> tuple[Finding, tuple[object, ...] | None]:
    """The premium in one channel, in the unit in which most firms quote; a firm with several answers counts once."""
    units = Counter({unit: len({one.firm for one in quoted if one.unit == unit}) for unit in {q.unit for q in quoted}})
    unit = min(units, key=lambda one: (-units[one], one))
    kept = [one for one in quoted if one.unit == unit and one.user is not None]
    users, others = (_prices(kept, side) for side in (True, False))
    told = {
        "price-unit": unit, "users": len(users), "others": len(others),
        "other-units": sum(one.unit != unit for one in quoted) or "",
        "mark-unknown": len({one.firm for one in quoted if one.unit == unit and one.user is None}) or "",
    }  # fmt: skip
    if min(len(users), len(others)) < LEAST:
        fields = {"users": len(users), "others": len(others), "least": LEAST}
        found = insufficient(context, PREMIUM, subject, "share", "few-mark-users", **fields)
        return replace(found, dimensions=pairs(channel=channel)), None
    seed = int(np.random.default_rng([context.study.seed, *channel.encode()]).integers(2**31))
    point, low, high = price_premium(list(users.values()), list(others.values()), seed=seed)
    references, origins = [text(one.row, REFERENCE) for one in kept], [origin_of(one.row) for one in kept]
    ground = Ground(references, origins, len(users) + len(others), "firms", METHOD)
    finding = measured(
        context, PREMIUM, subject, point, ground, interval=(min(low, point), max(high, point)), by="bootstrap-t",
        dimensions={"channel": channel}, parameters=told,
    )  # fmt: skip
    means = (float(np.exp(np.mean(np.log(list(side.values()))))) for side in (users, others))
    row = (subject, channel, unit, chosen, len(users), len(others), *means, point, low, high)
    return replace(finding, years=str(chosen)), row


def _prices(quoted: Sequence[Quoted], user: bool) -> Mapping[int, float]:
    """The geometric mean of each firm's answers."""
    logs: dict[int, list[float]] = {}
    for one in quoted:
        if one.user is user:
            logs.setdefault(one.firm, []).append(float(np.log(one.price)))
    return {firm: float(np.exp(np.mean(each))) for firm, each in sorted(logs.items())}


def _riding(context: Context, subject: str, known: Roster) -> Iterator[tuple[Finding, tuple[object, ...] | None]]:
    """Each case of the what-if, with the members that the mark has now."""
    members, ground = _members(context, subject, known)
    if members < 2:
        why = ("input-missing", {"input": "firm-mark"}) if not ground.rows else ("few-members", {"n": members})
        yield insufficient(context, GAP, subject, "share", why[0], **why[1]), None
        return
    for case in cases():
        gap, low, high, size = gaps(case, members)
        _, tau, _ = case.traceability
        _, minimum, _ = case.minimum
        finding = measured(
            context, GAP, subject, gap, ground, interval=(low, high), by="sensitivity",
            dimensions={"segment": case.id}, at_best="assumed",
            parameters={
                "members": size, "members-now": members, "traceability": f"{tau:g}", "minimum": f"{minimum:g}",
                "at-most": "leaning",
            },
        )  # fmt: skip
        yield finding, (subject, case.id, size, tau, minimum, 1 - gap, gap, low, high)


def _members(context: Context, subject: str, known: Roster) -> tuple[int, Ground]:
    """Who uses the mark: firms of the list, or the number published with the mark where the list does not say."""
    users = [firm for firm in known.firms if firm.says("mark_user")]
    if users:
        rows = [row for firm in users for row in firm.rows]
        return len(users), Ground(rows, [one for firm in users for one in firm.origins], len(users), "firms", METHOD)
    marks = [
        row
        for row in open_rows(context.evidence, "brands")
        if text(row, "subject") == subject and text(row, "kind") in MARKS and number(row, "members") is not None
    ]
    if marks:
        last = max(marks, key=lambda row: (year(row) or 0, number(row, "members") or 0))
        return int(number(last, "members") or 0), Ground([text(last, REFERENCE)], [origin_of(last)], 1, "", METHOD)
    stated = [firm for firm in known.firms if firm.says("mark_user") is False]
    return 0, Ground([row for firm in stated for row in firm.rows], [], 0, "firms", METHOD)


def gaps(case: Case, members: int) -> tuple[float, float, float, int]:
    """(gap, lowest, highest, members) of a case: quality lost as a share of what all together would choose.

    Lowest with the most traceability, the highest standard and the fewest members of the case, highest the other way.
    """
    given = reputation_parameters()
    planned = planned_quality(given["b"], given["gamma"], given["c"], given["r"])

    def lost(size: int, tau: float, minimum: float) -> float:
        return max(0.0, 1 - chosen_quality(planned, size, traceability=tau, minimum=minimum * planned) / planned)

    few, middle, many = (max(1, round(members * part)) for part in case.members)
    gap = lost(middle, case.traceability[1], case.minimum[1])
    least = lost(few, case.traceability[2], case.minimum[2])
    most = lost(many, case.traceability[0], case.minimum[0])
    return gap, min(least, gap), max(most, gap), middle
