"""Findings counted from a corpus, and the frames that the parts share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, pairs, weakest
from clustermark.lenses.communication.context import Context
from clustermark.lenses.places import places
from clustermark.study.model import ORIGINS, Origin, first_and_last_year

MOST_ROWS = 8  # references that a finding names, each a card of the report; the result tables hold counts of all
INTERVAL = "interval"
LEAST_OPEN = 3  # open rows that must hold a text before it is told although a confidential source holds it


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


def in_period(context: Context, frame: pl.DataFrame, period: str = "") -> pl.DataFrame:
    """The documents of the study period, or of a past one; of those without a month the year decides."""
    first, last = (str(year) for year in first_and_last_year(period or context.study.period))
    return frame.filter(pl.col("date").str.slice(0, 4).is_between(pl.lit(first), pl.lit(last)))


def naming(corpus: Corpus, subjects: Iterable[str]) -> pl.DataFrame:
    """Documents with the subject that they name, a row each, and `share`: 1 / the number of subjects named there."""
    named = corpus.places.filter(pl.col("subject").is_in(list(subjects)))
    shares = named.with_columns(share=1.0 / pl.len().over("document"))
    return corpus.documents.join(shares, on="document", how="inner").sort("document", "subject")


def stories(frame: pl.DataFrame) -> pl.DataFrame:
    """One document a story and subject, the earliest; `share` is 1 / the number of subjects that the story names.

    Copies may name different places: a story names what any of its copies names.
    """
    dated = pl.when(pl.col("date") == "").then(pl.lit("9999")).otherwise("date")
    once = frame.sort(dated, "document", "subject").unique(["story", "subject"], keep="first", maintain_order=True)
    return once.with_columns(share=1.0 / pl.len().over("story")).sort("document", "subject")


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
    """References of the rows of a frame; of a confidential source they stand for a text that is never shown."""
    return [str(row) for row in frame["row"].to_list()]


def tellable(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows whose text in a column may stand in an output: where a confidential source holds it, three open rows do.

    Texts of others are cut to one line of sixty characters without the marks that part the fields of an id.
    """
    counted = frame.group_by(column).agg(shown=(~pl.col("covered")).sum() >= LEAST_OPEN, hidden=pl.col("covered").any())
    kept = counted.filter((pl.col("shown") | ~pl.col("hidden")) & (pl.col(column) != "")).select(column)
    plain = pl.col(column).str.replace_all(r"[/;=@~\s]+", " ").str.strip_chars().str.slice(0, 60)
    return frame.join(kept, on=column, how="semi").with_columns(plain).filter(pl.col(column) != "")


def table(columns: Mapping[str, Any], rows: Iterable[tuple[object, ...]]) -> pl.DataFrame:
    """A result table from its rows."""
    return pl.DataFrame(list(rows), schema=dict(columns), orient="row")
