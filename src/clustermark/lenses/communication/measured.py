"""Findings counted from a corpus, and the frames that the parts share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, pairs, weakest
from clustermark.lenses.communication.context import Context
from clustermark.study.model import ORIGINS, Origin

MOST_ROWS = 20  # references that a finding names; the result tables hold counts of all
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
            open_rows(frame), frame["origin"].unique().to_list(), frame.height if n is None else n, sample, method
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
) -> Finding:
    """A finding of the study period: counted, with its interval and the size of its sample."""
    low, high = interval if interval is not None else (None, None)
    return Finding(
        measure=measure,
        subject=subject,
        period=context.study.period,
        dimensions=pairs(**(dimensions or {})),
        value=value,
        unit=unit or measures()[measure].unit,
        low=low,
        high=high,
        uncertainty="none" if interval is None else INTERVAL,
        n=ground.n,
        years=context.study.period,
        origin=weakest([at_best, *(one for one in ORIGINS if one in ground.origins)]),
        evidence=tuple(sorted(dict.fromkeys(ground.rows), key=_order)[:MOST_ROWS]),
        method=ground.method,
        parameters=pairs(sample=ground.sample, interval=by, **(parameters or {})),
    )


def _order(reference: str) -> tuple[str, int]:
    source, _, row = reference.rpartition(":")
    return source, int(row) if row.isdigit() else 0


def in_period(context: Context, frame: pl.DataFrame) -> pl.DataFrame:
    """The documents of the study period."""
    first, last = context.months
    return frame.filter(pl.col("date").str.slice(0, 7).is_between(pl.lit(first), pl.lit(last)))


def naming(corpus: Corpus, subjects: Iterable[str]) -> pl.DataFrame:
    """Documents with the subject that they name, a row each, and `share`: 1 / the number of subjects named there."""
    named = corpus.places.filter(pl.col("subject").is_in(list(subjects)))
    shares = named.with_columns(share=1.0 / pl.len().over("document"))
    return corpus.documents.join(shares, on="document", how="inner").sort("document", "subject")


def stories(frame: pl.DataFrame) -> pl.DataFrame:
    """One document a story and subject: the first in the frame's order."""
    return frame.unique(subset=["story", "subject"], keep="first", maintain_order=True)


def matrix(frame: pl.DataFrame, subjects: tuple[str, ...]) -> NDArray[np.float64]:
    """Stories by subject (stories, subjects): the share of each story that a subject has."""
    if frame.is_empty():
        return np.zeros((0, len(subjects)))
    number = {name: place for place, name in enumerate(subjects)}
    rows = frame["story"].rank("dense").to_numpy().astype(int) - 1
    found = np.zeros((rows.max() + 1, len(subjects)))
    columns = np.array([number[one] for one in frame["subject"]], dtype=np.intp)
    np.add.at(found, (rows, columns), frame["share"].to_numpy())
    return found


def months_of(frame: pl.DataFrame) -> list[str]:
    """Every month from the first to the last in which something is dated, without gaps."""
    dated = sorted({month for month in frame["month"].to_list() if month})
    if not dated:
        return []
    year, month = map(int, dated[0].split("-"))
    out = []
    while (text := f"{year:04d}-{month:02d}") <= dated[-1]:
        out.append(text)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return out


def open_rows(frame: pl.DataFrame) -> list[str]:
    """References of the rows of a frame."""
    return [str(row) for row in frame["row"].to_list()]


def table(columns: Mapping[str, Any], rows: Iterable[tuple[object, ...]]) -> pl.DataFrame:
    """A result table from its rows."""
    return pl.DataFrame(list(rows), schema=dict(columns), orient="row")
