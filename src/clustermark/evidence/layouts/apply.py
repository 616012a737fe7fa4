"""A sheet of a known layout into rows of its table; every physical row keeps its place."""

import json
from collections.abc import Mapping, Sequence

import polars as pl

from clustermark.evidence.fold import fold
from clustermark.evidence.heads import Head
from clustermark.evidence.layouts.columns import File, columns_of
from clustermark.evidence.layouts.items import Item, answers_of, items_of
from clustermark.evidence.layouts.laid import AsideKind, Laid
from clustermark.evidence.layouts.model import Layout
from clustermark.evidence.layouts.recognise import header_places
from clustermark.evidence.marks import kind_marks, opening_pattern, row_kind
from clustermark.evidence.readers.sheet import TOO_LONG, WRONG_ENCODING, WRONG_QUOTES, Sheet
from clustermark.evidence.readers.text_rows import TextRows, frame_of, name
from clustermark.evidence.reading import same_header
from clustermark.evidence.specs import table_specs
from clustermark.study.model import Source

_RESPONDENT, _ANSWERS = "respondent", "answers"
_SECOND_WITHIN = 6  # columns in which a mark of a total may stand behind a running number
_ALSO_SEARCHED = 3  # rows under a header that may explain it
_DROPPED = r"[\s_\-.()\[\]:;,/\x{3010}\x{3011}\x{3001}\x{3002}\x{2014}\x{2013}\x{200b}\x{feff}*]+"


def apply_layout(layout: Layout, sheet: Sheet, at: int, source: Source) -> Laid:
    """The sheet, whose header stands at position `at`, as rows of the layout's table."""
    frame = sheet.rows.frame if isinstance(sheet.rows, TextRows) else frame_of(sheet.rows)
    header = sheet.rows[at]
    file = File(frame, header_places(header))
    end = _end_of_header(layout, sheet, at)
    as_read = Head(at, end, list(header), {})
    aside = _aside(layout, file, sheet, as_read)
    columns = columns_of(layout, file, source)
    if layout.items is not None:
        columns = _with_answers(layout, columns, sheet, at, aside)
    made, labels = _made(columns, frame, len(header), end, aside, _shown(layout, header, file))
    spec = table_specs()[layout.table]
    head = Head(at, end, labels, {place: spec.column(column) for place, column in enumerate(columns)})
    personal = {fold(text) for text in layout.personal}
    kept = [place for place in range(frame.width) if place >= len(header) or fold(header[place]) not in personal]
    keys = as_read.keys()
    return Laid(
        layout=layout.id,
        sheet=Sheet(sheet.name, made, sheet.hidden, encoding=sheet.encoding),
        head=head,
        keys=[keys[place] for place in kept if place < len(keys)],
        rows=TextRows(frame.select([name(place) for place in kept]).rename(dict(_renumbered(kept)))),
        aside=aside,
        limits=layout.limits,
    )


def _renumbered(kept: Sequence[int]) -> list[tuple[str, str]]:
    return [(name(place), f"kept{at}") for at, place in enumerate(kept)]


def _end_of_header(layout: Layout, sheet: Sheet, at: int) -> int:
    """The position behind the last row of the header."""
    if layout.items is not None and layout.items.header_rows > 1:
        return at + layout.items.header_rows
    if layout.below_sign:
        for position in range(at + 1, min(at + 1 + _ALSO_SEARCHED, len(sheet.rows))):
            if any(layout.below_sign in cell for cell in sheet.rows[position]):
                return position + 1
    return at + 1


def _shown(layout: Layout, header: Sequence[str], file: File) -> Mapping[str, str]:
    """The header under which a person finds each column."""
    found = {}
    for column, headers in (*layout.columns.items(), *layout.join.items()):
        place = next((file.places[fold(text)] for text in headers if fold(text) in file.places), None)
        if place is not None:
            found[column] = header[place].strip()
    return found


def _made(
    columns: Mapping[str, pl.Series],
    frame: pl.DataFrame,
    width: int,
    end: int,
    aside: Mapping[int, AsideKind],
    shown: Mapping[str, str],
) -> tuple[TextRows, list[str]]:
    """The rows of the table, with what makes reading refuse a row: signs of bad lines, cells too many."""
    made = pl.DataFrame({name(place): series for place, series in enumerate(columns.values())})
    cells = [pl.col(text).str.strip_chars() for text in frame.columns]
    beyond = [pl.when(cell != "").then(cell) for cell in cells[width:]]
    first = pl.col(frame.columns[0])
    marks = frame.select(
        pl.any_horizontal([(cell != "").fill_null(False) for cell in cells]).alias("filled"),
        pl.when(first.str.contains(f"^[{WRONG_ENCODING}{TOO_LONG}{WRONG_QUOTES}]")).then(first).alias("flaw"),
        (pl.coalesce(beyond) if beyond else pl.lit(None, dtype=pl.String)).alias("beyond"),
    )
    lines = pl.int_range(1, frame.height + 1, eager=True)
    data = marks["filled"] & (lines > end) & ~lines.is_in(sorted(aside))
    labels = [shown.get(column, column) for column in columns]
    made = made.with_columns(
        pl.when(data).then(pl.coalesce(marks["flaw"], pl.col(name(0))) if at == 0 else pl.col(name(at))).alias(name(at))
        for at in range(made.width)
    ).fill_null("")
    if marks["beyond"].is_not_null().any():
        rest = pl.select(pl.when(data).then(marks["beyond"]).alias(name(made.width)))
        made = made.with_columns(rest)
    return TextRows(made), labels


def _aside(layout: Layout, file: File, sheet: Sheet, head: Head) -> dict[int, AsideKind]:
    """The rows that are no data: by the marks that hold for every table, and by those of the layout."""
    found: dict[int, AsideKind] = {}
    for position in range(min(head.start, len(sheet.rows))):
        found[position + 1] = "blank" if row_kind(sheet.rows[position]) == "blank" else "title"
    for position in range(head.start, min(head.end, len(sheet.rows))):
        found[position + 1] = "header"
    for position in _candidates(file.frame, head):
        cells = sheet.rows[position]
        kind = row_kind(cells) or ("header" if same_header(cells, head) else "")
        if kind:
            found[position + 1] = kind
    if layout.tests is not None and fold(layout.tests.header) in file.places:
        cell = file.frame[name(file.places[fold(layout.tests.header)])].str.strip_chars()
        for line in _lines(cell.is_in(list(layout.tests.among)), head):
            found.setdefault(line, "example")
    if layout.aside_without and fold(layout.aside_without) in file.places:
        cell = file.frame[name(file.places[fold(layout.aside_without)])].str.strip_chars()
        for line in _lines(cell.is_null() | (cell == ""), head):
            found.setdefault(line, "note")
    return found


def _lines(which: pl.Series, head: Head) -> list[int]:
    return [int(position) + 1 for position in which.fill_null(False).arg_true() if position >= head.end]


def _candidates(frame: pl.DataFrame, head: Head) -> list[int]:
    """Positions of rows under the header that may be no data, so that not every row needs a second look.

    Each distinct text is looked at once: the same few stand in the first columns of millions of rows.
    """
    stripped = [pl.col(text).str.strip_chars() for text in frame.columns]
    first = frame.select(pl.coalesce([pl.when(cell != "").then(cell) for cell in stripped]).alias("cell"))["cell"]
    label = next((text.strip() for text in head.labels if text.strip()), "")
    odd = first.is_null() | _among(
        first, _narrow().str.contains(opening_pattern()) | _is_mark() | (pl.col("cell") == label)
    )
    numbered = _among(first, pl.col("cell").str.contains(r"^\d+$"))
    if numbered.any():
        for text in frame.columns[1:_SECOND_WITHIN]:
            odd |= numbered & _among(frame[text].str.strip_chars(), _is_mark())
    return [int(position) for position in odd.arg_true() if position >= head.end]


def _among(cells: pl.Series, odd: pl.Expr) -> pl.Series:
    """Which cells hold a text of which `odd` is true."""
    distinct = cells.drop_nulls().unique().to_frame("cell")
    return cells.is_in(distinct.filter(odd)["cell"].to_list()).fill_null(False)


def _narrow() -> pl.Expr:
    return pl.col("cell").str.normalize("NFKC").str.to_lowercase()


def _is_mark() -> pl.Expr:
    return _narrow().str.replace_all(_DROPPED, "").is_in(sorted(kind_marks()))


def _with_answers(
    layout: Layout, columns: dict[str, pl.Series], sheet: Sheet, at: int, aside: Mapping[int, AsideKind]
) -> dict[str, pl.Series]:
    """The columns with the answers of each respondent, who is numbered by the row where the file has no number."""
    items = _items(layout, sheet, at)
    answers: list[str | None] = []
    for line, cells in enumerate(sheet.rows, start=1):
        given = {} if line in aside else answers_of(items, cells)
        answers.append(json.dumps(given, ensure_ascii=False) if given else None)
    numbered = pl.Series([str(line) for line in range(1, len(answers) + 1)], dtype=pl.String)
    first = {_RESPONDENT: columns.get(_RESPONDENT, numbered)}
    rest = {column: series for column, series in columns.items() if column != _RESPONDENT}
    return first | rest | {_ANSWERS: pl.Series(answers, dtype=pl.String)}


def _items(layout: Layout, sheet: Sheet, at: int) -> tuple[Item, ...]:
    if layout.items is None:
        return ()
    named = [header for headers in (*layout.columns.values(), *layout.join.values()) for header in headers]
    tests = (layout.tests.header,) if layout.tests else ()
    known = {fold(header) for header in (*named, *layout.personal, *layout.ignored, *tests)}
    below = sheet.rows[at + 1] if layout.items.header_rows > 1 and at + 1 < len(sheet.rows) else ()
    return items_of(sheet.rows[at], below, known, layout.items)
