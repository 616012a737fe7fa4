"""What the checks on published figures share."""

from collections.abc import Iterable, Mapping, Sequence

from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import Finding, Pairs, pairs, weakest
from clustermark.lenses.grouping import grades, reference_order, years_of
from clustermark.lenses.records import UNSTATED, Record
from clustermark.methods.origins import count_origins

METHOD = "checks/1"
NUMERIC = ("share", "number", "money")


def matters(found: Iterable[Record]) -> Mapping[tuple[str, ...], list[Record]]:
    """Published numbers by subject, measure, product, scope, channel, segment and unit, in this order.

    Ranks are left out: a place that keeps its rank repeats no figure.
    """
    counted = {one.id for one in catalogue().values() if one.kind in NUMERIC and one.unit != "rank"}
    groups: dict[tuple[str, ...], list[Record]] = {}
    for r in found:
        if r.value is not None and r.measure in counted:
            groups.setdefault((r.subject, r.measure, r.product, r.scope, r.channel, r.segment, r.unit), []).append(r)
    return dict(sorted(groups.items()))


def matter_dimensions(one: Record, **more: str) -> Pairs:
    """The dimensions that name a matter: the measure checked (`of`), product, scope, channel, segment, unit."""
    given = {"product": one.product, "scope": one.scope, "channel": one.channel, "segment": one.segment}
    return pairs(of=one.measure, unit=one.unit.replace("/", "-per-"), **given, **more)


def check_finding(
    group: Sequence[Record], measure: str, period: str, kind: str, value: float | None, unit: str, dims: Pairs
) -> Finding:
    """A finding of a check on one matter, resting on the rows of `group`."""
    references = sorted({row for record in group for row in record.rows}, key=reference_order)
    return Finding(
        measure=measure,
        subject=group[0].subject,
        period=period,
        dimensions=dims,
        value=value,
        unit=unit,
        uncertainty="none",
        n=count_origins([record.printing for record in group]),
        years=years_of(group),
        origin=weakest(record.origin for record in group),
        reliability=grades(group),
        evidence=tuple(references),
        method=METHOD,
        parameters=pairs(**{"place-kind": kind, "scope": "" if group[0].scope else UNSTATED}),
    )
