"""How the columns of a table are had from the columns of a file, for all rows at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import polars as pl

from clustermark.evidence.fold import fold
from clustermark.evidence.layouts.conversions import CONVERSIONS
from clustermark.evidence.layouts.model import Layout
from clustermark.evidence.readers.text_rows import name as at_position
from clustermark.study.model import Source


@dataclass(frozen=True, slots=True)
class File:
    """The rows of a file by column, and where each of its headers stands (folded)."""

    frame: pl.DataFrame
    places: Mapping[str, int]


def columns_of(layout: Layout, file: File, source: Source) -> dict[str, pl.Series]:
    """Every column of the table that the file, the layout or the study fills, in the order of the layout."""
    fixed = _from_name(layout, source) | dict(layout.constants)
    kinds = (layout.columns, layout.join, layout.constants, layout.constant_with, layout.from_name, source.defaults)
    found: dict[str, pl.Series] = {}
    for column in dict.fromkeys(name for kind in kinds for name in kind):
        series = _column(layout, column, file)
        for value in (fixed.get(column), source.defaults.get(column)):
            if value is not None:
                filled = pl.Series([value], dtype=pl.String).new_from_index(0, file.frame.height)
                series = filled if series is None else series.fill_null(filled)
        if series is not None:
            found[column] = series.alias(column)
    return found


def _column(layout: Layout, column: str, file: File) -> pl.Series | None:
    convert = CONVERSIONS[layout.convert[column]] if column in layout.convert else None
    if column in layout.join:
        parts = [_filled(file, at, layout.missing) for at in _at(layout.join[column], file)]
        return _joined([_converted(part, convert) for part in parts]) if parts else None
    if column in layout.constant_with:
        return _beside(layout, column, file)
    places = _at(layout.columns.get(column, ()), file)
    if not places:
        return None
    series = _filled(file, places[0], layout.missing)
    for at in places[1:]:
        series = series.fill_null(_filled(file, at, layout.missing))
    series = _converted(series, convert)
    if column in layout.only:
        condition = layout.only[column]
        here = _at((condition.header,), file)
        among = [text.strip() for text in condition.among]
        inside = _filled(file, here[0], ()).is_in(among) if here else pl.Series([False]).new_from_index(0, len(series))
        series = series.zip_with(
            inside.fill_null(False), pl.Series([None], dtype=pl.String).new_from_index(0, len(series))
        )
    return series


def _at(headers: Sequence[str], file: File) -> list[int]:
    return list(dict.fromkeys(file.places[fold(header)] for header in headers if fold(header) in file.places))


def _filled(file: File, at: int, missing: Sequence[str]) -> pl.Series:
    """A column without the blanks around its cells; null where a cell is empty or says that nothing stands there."""
    name = at_position(at)
    cell = pl.col(name).str.strip_chars()
    nothing = ["", *(text.strip() for text in missing)]
    return file.frame.select(pl.when(~cell.is_in(nothing)).then(cell).alias("cell"))["cell"]


def _converted(series: pl.Series, convert: Callable[[str], str] | None) -> pl.Series:
    if convert is None:
        return series
    distinct = series.drop_nulls().unique()
    made = [convert(text) or None for text in distinct]
    if not made:
        return series
    return series.replace_strict(distinct, pl.Series(made, dtype=pl.String), default=None, return_dtype=pl.String)


def _joined(parts: Sequence[pl.Series]) -> pl.Series:
    """Several columns as one, each on its own line; a text that stands in two of them stands once."""
    rows = zip(*parts, strict=True)
    texts = ("\n".join(dict.fromkeys(text for text in row if text)) or None for row in rows)
    return pl.Series("joined", list(texts), dtype=pl.String)


def _beside(layout: Layout, column: str, file: File) -> pl.Series | None:
    """A value that holds where another cell is filled: the currency of the column of money that a file has."""
    series: pl.Series | None = None
    for header, value in layout.constant_with[column].items():
        for at in _at((header,), file):
            filled = _filled(file, at, layout.missing).is_not_null()
            here = pl.select(pl.when(filled).then(pl.lit(value)).alias("value"))["value"]
            series = here if series is None else series.fill_null(here)
    return series


def _from_name(layout: Layout, source: Source) -> dict[str, str]:
    """What the name of the file tells, where the words of exactly one value stand in it."""
    name = PurePosixPath(source.path).name.casefold()
    found: dict[str, str] = {}
    for column, choices in layout.from_name.items():
        values = {choice.value for choice in choices if any(word.casefold() in name for word in choice.words)}
        if len(values) == 1:
            found[column] = values.pop()
    return found
