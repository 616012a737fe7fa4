"""Whether the texts of a source were read as what they are: a figure a source, and warnings where it looks wrong."""

from collections.abc import Iterator, Mapping

import polars as pl

from clustermark.study.model import Source
from clustermark.study.problems import InputProblem, Where, problem

LEAST_SHARE = 0.9  # of letters and digits that stand in words
MOST_GARBLED = 0.02  # of the documents
MOST_EMPTY = 0.2
LANGUAGES = ("zh", "en", "mixed", "other")


def quality_of(documents: pl.DataFrame) -> pl.DataFrame:
    """How much of each source's letters and digits ended up in words, and how many of its texts are empty, garbled."""
    languages = {name: (pl.col("language") == name).sum() for name in LANGUAGES}
    found = documents.group_by("source", maintain_order=True).agg(
        documents=pl.len(),
        empty=(pl.col("characters") == 0).sum(),
        garbled=pl.col("garbled").sum(),
        characters=pl.col("characters").sum(),
        token_characters=pl.col("token_characters").sum(),
        **languages,
    )
    # a name of several words holds blanks, so that a source may seem to have more than all of its letters in words
    share = (pl.col("token_characters") / pl.col("characters")).clip(upper_bound=1.0)
    return found.with_columns(share=pl.when(pl.col("characters") > 0).then(share))


def warnings_of(quality: pl.DataFrame, sources: Mapping[str, Source]) -> Iterator[InputProblem]:
    """What a reader must know before the counts of a source are believed."""
    for row in quality.iter_rows(named=True):
        where = Where(sources[row["source"]].path)

        def told(code: str, n: int, row: dict[str, int] = row, where: Where = where) -> InputProblem:
            return problem(code, where, severity="warning", source=row["source"], n=n, documents=row["documents"])

        if row["share"] is not None and row["share"] < LEAST_SHARE:
            yield told("text.few-in-words", round(100 * row["share"]))
        if row["garbled"] > MOST_GARBLED * row["documents"]:
            yield told("text.garbled", row["garbled"])
        if row["empty"] > MOST_EMPTY * row["documents"]:
            yield told("text.empty", row["empty"])
