"""Findings that are counted or computed from rows: what they rest on, their interval, and frames of result tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

import polars as pl

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, pairs, weakest
from clustermark.lenses.context import Context
from clustermark.lenses.places import places
from clustermark.study.model import ORIGINS, Origin

MOST_ROWS = 8  # references that a finding names, each a card of the report; the result tables hold counts of all
INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a finding was counted from: rows, their origins, how many units of which kind, by which method."""

    rows: Sequence[str]
    origins: Sequence[str]
    n: int
    sample: str
    method: str

    @classmethod
    def of(cls, frame: pl.DataFrame, sample: str, method: str, n: int | None = None) -> "Ground":
        """The ground that a frame with `row` and `origin` gives; n is its height unless given."""
        return cls(
            [str(row) for row in frame["row"].to_list()],
            frame["origin"].unique().to_list(),
            frame.height if n is None else n,
            sample,
            method,
        )


def measured(
    context: Context,
    measure: str,
    subject: str,
    value: float | str,
    ground: Ground,
    *,
    interval: tuple[float, float] | None = None,
    by: str = "",
    dimensions: Mapping[str, str] | None = None,
    parameters: Mapping[str, object] | None = None,
    unit: str = "",
    at_best: Origin = "measured",
    period: str = "",
    inputs: Sequence[str] = (),
) -> Finding:
    """A finding of the study period, or of a past one: counted, with its interval and the size of its sample."""
    low, high = interval if interval is not None else (None, None)
    known = places(context.evidence).get(subject)
    return Finding(
        measure=measure,
        subject=subject,
        period=period or context.study.period,
        dimensions=pairs(**(dimensions or {})),
        value=value,
        unit=unit or measures()[measure].unit,
        low=low,
        high=high,
        uncertainty="none" if interval is None else INTERVAL,
        n=ground.n,
        years=period or context.study.period,
        origin=weakest([at_best, *(one for one in ORIGINS if one in ground.origins)]),
        evidence=tuple(nsmallest(MOST_ROWS, dict.fromkeys(ground.rows), key=_order)),
        inputs=tuple(inputs),
        method=ground.method,
        parameters=pairs(
            sample=ground.sample,
            interval=by,
            **{"place-kind": known.kind if known else "", **(parameters or {})},
        ),
    )


def _order(reference: str) -> tuple[str, int]:
    source, _, row = reference.rpartition(":")
    return source, int(row) if row.isdigit() else 0


def table(columns: Mapping[str, Any], rows: Iterable[tuple[object, ...]]) -> pl.DataFrame:
    """A result table from its rows."""
    return pl.DataFrame(list(rows), schema=dict(columns), orient="row")
