"""Rows that are plainly good, read by column; every other row is left to be read one by one.

A row is left where anything about it needs a second look: a mark of a row that is no data, a sign no one sees, a cell
too many, a cell that breaks a rule, a number that is more than digits. What is read here comes out as it would there:
texts that are no plain numbers are cleaned by the same function, each distinct one once.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from clustermark.evidence.checks import columns_of_check, plain_groups
from clustermark.evidence.clean import TEXT_MISSING, Number, Value, clean
from clustermark.evidence.fold import fold
from clustermark.evidence.frames import LINE, dtype
from clustermark.evidence.marks import kind_marks, opening_pattern
from clustermark.evidence.readers.text_rows import TextRows, frame_of, name
from clustermark.evidence.reading import Reading
from clustermark.evidence.specs import Column
from clustermark.methods.numbers import ParsedNumber

FEW = 2_000  # rows up to which reading one by one is quick enough
_UNSEEN = (  # what `clean` leaves out, and the signs of rows that could not be read
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{ad}\x{61c}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}"
    r"\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}\x{fffe}\x{ffff}"
    r"\x{fdd0}-\x{fdd2}\x{fffd}]"
)
_WHOLE = r"^-?(?:0|[1-9]\d{0,14})$"  # the same in every language
_DIGITS = r"^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$"
_GROUPED = r"^-?[1-9]\d{0,2}(?:,\d{3}){1,4}(?:\.\d{1,15})?$"
_DROPPED = r"[\s_\-.()\[\]:;,/\x{3010}\x{3011}\x{3001}\x{3002}\x{2014}\x{2013}\x{200b}\x{feff}*]+"
_MOST_DISTINCT = 200_000
_AT_ONCE = 250_000  # rows that are worked on together
Outcome = tuple[Value, bool]
Known = dict[str, dict[str, Outcome]]  # column -> text -> what it was cleaned to


def plain_rows(reading: Reading, few: int = FEW) -> tuple[pl.DataFrame | None, Sequence[int]]:
    """The plainly good rows as a frame with their lines, and the lines of all other rows."""
    count = len(reading.sheet.rows)
    if count <= few or reading.cover.confidential:
        return None, range(1, count + 1)
    rows = reading.sheet.rows
    raw = rows.frame if isinstance(rows, TextRows) else frame_of(rows)
    frames, others = [], list(range(1, reading.head.end + 1))
    known: Known = {}
    for start in range(reading.head.end, count, _AT_ONCE):
        good, left = _plain_part(reading, raw.slice(start, _AT_ONCE), start + 1, known)
        frames.append(good)
        others.extend(left)
    return (pl.concat(frames) if frames else None), others


def _plain_part(reading: Reading, raw: pl.DataFrame, first: int, known: Known) -> tuple[pl.DataFrame, list[int]]:
    """The plainly good rows among some rows, of which the first is the line `first`, and the lines of the others."""
    lines = pl.int_range(first, first + raw.height, dtype=pl.Int64, eager=True).alias(LINE)
    odd = _odd_rows(raw, reading, lines)
    values: dict[str, pl.Series] = {}
    for position, column in reading.columns.items():
        text = raw[name(position)] if position < raw.width else pl.Series([None] * raw.height, dtype=pl.String)
        default = reading.source.defaults.get(column.id)
        if default is not None:
            text = _filled(text, default)
        values[column.id], strange = _values(text, column, reading, known.setdefault(column.id, {}))
        odd |= strange
    frame = _typed(reading, values, lines).filter(~odd)
    good = plain_groups(reading.spec.id, frame, reading.names)
    others = lines.filter(odd).to_list()
    if good.height < frame.height:
        others = sorted([*others, *frame.join(good, on=LINE, how="anti")[LINE]])
    return good, others


def _filled(text: pl.Series, default: str) -> pl.Series:
    """A column with what the study says where the file says nothing."""
    blank = text.is_null() | (text.str.strip_chars() == "")
    return pl.select(pl.when(blank).then(pl.lit(default)).otherwise(text).alias("text"))["text"]


def _odd_rows(raw: pl.DataFrame, reading: Reading, lines: pl.Series) -> pl.Series:
    """Rows that may be no data, or hold what no cell should."""
    width = len(reading.head.labels)
    cells = [pl.col(column) for column in raw.columns]
    stripped = [pl.when(cell.str.strip_chars() != "").then(cell.str.strip_chars()) for cell in cells]
    first = pl.coalesce(stripped)
    label = next((label for label in reading.head.labels if label.strip()), "")
    marks = sorted({*kind_marks(), fold(label)})
    checks = [
        first.is_null(),
        _narrow(first).str.contains(opening_pattern()),
        *(_narrow(cell).str.replace_all(_DROPPED, "").is_in(marks) for cell in (first, *stripped[:3])),
        *(cell.str.contains(_UNSEEN) for cell in cells),
        *(cell.is_not_null() for cell in stripped[width:]),
    ]
    odd = raw.lazy().select(pl.any_horizontal(check.fill_null(False) for check in checks).alias("odd")).collect()["odd"]
    special = {line for line, _ in reading.sheet.formulas} | {line for line, _ in reading.filled}
    if special:
        odd |= lines.is_in(sorted(special))
    return odd


def _narrow(cell: pl.Expr) -> pl.Expr:
    return cell.str.normalize("NFKC").str.to_lowercase()


def _typed(reading: Reading, values: Mapping[str, pl.Series], lines: pl.Series) -> pl.DataFrame:
    """The values as a frame: columns of the file, of units in its header, and those that a check may set."""
    columns = [lines]
    given = {*values, *reading.units, *columns_of_check(reading.spec.id)}
    for column in (column for column in reading.spec.columns if column.id in given):
        found = values.get(column.id)
        if found is None:
            found = pl.Series([None], dtype=dtype(column)).new_from_index(0, len(lines))
        if column.id in reading.units:
            found = found.fill_null(reading.units[column.id])
        columns.append(found.alias(column.id))
    return pl.DataFrame(columns)


def _values(
    cells: pl.Series, column: Column, reading: Reading, known: dict[str, Outcome]
) -> tuple[pl.Series, pl.Series]:
    """The values of a column, and in which rows its cell cannot be taken as plainly good."""
    text = cells.str.strip_chars()
    text = text.set(text == "", None)
    if column.type == "text":
        values = text.set(text.is_in(TEXT_MISSING).fill_null(False), None)
        strange = text.str.starts_with("#")
    elif column.type in ("number", "year"):
        values, strange = _figures(text, column, reading, known)
    else:
        values, strange = _distinct(text, column, reading, known)
    if column.required:
        strange |= values.is_null()
    if column.id in reading.own_units:
        strange |= values.is_not_null()
    return values, strange.fill_null(False)


def _figures(
    text: pl.Series, column: Column, reading: Reading, known: dict[str, Outcome]
) -> tuple[pl.Series, pl.Series]:
    """Plain figures are cast; the few other texts of the column are cleaned one by one."""
    if column.id in reading.factors:
        return pl.Series([None], dtype=pl.Float64).new_from_index(0, len(text)), text.is_not_null()
    if column.type == "year":
        plain = text.str.contains(r"^(?:1[89]|20)\d\d$")
    else:
        if not reading.names.locale:
            grouped = text.str.contains(_GROUPED)
            text = text.zip_with(~grouped.fill_null(False), text.str.replace_all(",", "", literal=True))
        plain = text.str.contains(_WHOLE if reading.names.locale else _DIGITS)
    plain = plain.fill_null(False)
    values = text.set(~plain, None).cast(dtype(column))
    others, strange = _distinct(text.set(plain, None), column, reading, known)
    return values.zip_with(plain, others), strange


def _distinct(
    text: pl.Series, column: Column, reading: Reading, known: dict[str, Outcome]
) -> tuple[pl.Series, pl.Series]:
    """Clean each distinct text of a column once; strange are those that break a rule or are more than a value."""
    found = text.drop_nulls().unique(maintain_order=True)
    if len(found) > _MOST_DISTINCT or len(known) > _MOST_DISTINCT:
        return pl.Series([None], dtype=dtype(column)).new_from_index(0, len(text)), text.is_not_null()
    for item in found:
        if item not in known:
            known[item] = _outcome(clean(column, item, reading.names))
    outcomes = [known[item] for item in found]
    strange = found.filter(pl.Series([odd for _, odd in outcomes], dtype=pl.Boolean)) if outcomes else found
    values = pl.Series([value for value, _ in outcomes], dtype=dtype(column))
    mapped = text.replace_strict(found, values, default=None, return_dtype=dtype(column))
    return mapped, text.is_in(strange.implode())


def _outcome(value: object) -> Outcome:
    """The value that a cell comes to, and whether it is more or less than that."""
    if isinstance(value, Number):
        read = value.parsed
        bare = read == ParsedNumber(read.value)
        return (float(read.value) if bare else None), not bare
    if value is None or isinstance(value, str | float | int | bool):
        return value, False
    return None, True
