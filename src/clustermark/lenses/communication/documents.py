"""The documents that parts of the lens count: of a period, naming whom, one a story; which words may be told."""

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.lenses.context import Context
from clustermark.study.model import first_and_last_year

LEAST_OPEN = 3  # open rows that must hold a text before it is told although a confidential source holds it


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
