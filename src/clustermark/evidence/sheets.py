"""One sheet of rows into accepted, quarantined and set-aside rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from clustermark.evidence.bulk import FEW, plain_rows
from clustermark.evidence.clean import Names, Value, broken
from clustermark.evidence.confidential import Cover
from clustermark.evidence.fold import fold
from clustermark.evidence.frames import drop_repeated, frame_of_rows, put_in_order
from clustermark.evidence.heads import Head, find_head, with_defaults
from clustermark.evidence.marks import row_kind
from clustermark.evidence.merged import fill_down
from clustermark.evidence.model import QuarantinedRow, SetAsideRow
from clustermark.evidence.raw import RawSheet
from clustermark.evidence.readers.sheet import Sheet, UnreadableFileError, column_letter
from clustermark.evidence.reading import Reading, quarantined, read_row, reading_of, same_header
from clustermark.evidence.specs import TableSpec, missing_required, table_specs
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem, Where, problem

_MOST_UNKNOWN_COLUMNS = 20
Keys = list[pl.DataFrame]  # key columns and references of the rows accepted so far


@dataclass
class SheetResult:
    """What a sheet gave. `usable` is false where it has no header or lacks a required column."""

    usable: bool = True
    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    raw: RawSheet | None = None
    covered: dict[str, str] = field(default_factory=dict)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    set_aside: list[SetAsideRow] = field(default_factory=list)
    problems: list[InputProblem] = field(default_factory=list)
    read: int = 0


def choose_sheet(source: Source, sheets: Sequence[Sheet]) -> tuple[Sheet, list[str]]:
    """The sheet that the source names, else the first visible one (then a hidden one) that has the table's header.

    The names of other visible sheets that have it too come with it. Raises `UnreadableFileError` where none fits.
    """
    if len(sheets) == 1 and not sheets[0].name:
        return sheets[0], []
    if source.sheet:
        for sheet in sheets:
            if fold(sheet.name) == fold(source.sheet):
                return sheet, []
        raise UnreadableFileError("sheet.missing", sheet=source.sheet, sheets=", ".join(s.name for s in sheets))
    spec = table_specs()[source.table]
    fitting = []
    for sheet in sorted(sheets, key=lambda item: item.hidden):
        head = find_head(sheet, spec)
        if head is not None and not missing_required(spec, (column.id for column in head.columns.values())):
            fitting.append(sheet)
    if not fitting:
        raise UnreadableFileError("sheet.none-fits", sheets=", ".join(sheet.name for sheet in sheets))
    return fitting[0], [sheet.name for sheet in fitting[1:] if not sheet.hidden]


def read_sheet(sheet: Sheet, source: Source, data: bytes, names: Names, keys: Keys, few: int = FEW) -> SheetResult:
    """Read a sheet: find the header, then give every row its fate. `keys` holds the keys of the table read so far.

    A sheet of more than `few` rows is read by column where its rows are plain; the fate of a row does not depend on it.
    """
    spec = table_specs()[source.table]
    result = SheetResult()
    head = find_head(sheet, spec)
    if head is None:
        result.usable = False
        expected = ", ".join(column.id for column in spec.columns if column.required)
        result.problems.append(
            problem("table.no-header", Where(source.path, sheet.name), table=spec.id, expected=expected)
        )
        return result
    head = with_defaults(head, spec, source.defaults)
    cover = Cover.of(source, data)
    _check_header(sheet, source, spec, head, cover, result)
    if not result.usable:
        return result
    reading = reading_of(sheet, source, spec, head, names, cover)
    reading, told = fill_down(reading)
    result.problems.extend(told)
    plain, lines = plain_rows(reading, few)
    rows = _read_rows(reading, lines, result)
    accept(reading, put_in_order(plain, frame_of_rows(spec, rows)), keys, result)
    result.read = len(sheet.rows)
    return result


def _read_rows(reading: Reading, lines: Sequence[int], result: SheetResult) -> list[dict[str, Value]]:
    """Read rows one by one: those that are not plainly good."""
    accepted = []
    for line in lines:
        cells = reading.sheet.rows[line - 1]
        kind = _kind(cells, line - 1, reading.head)
        if kind:
            aside = SetAsideRow(reading.source.id, reading.sheet.name, line, kind)  # type: ignore[arg-type]
            result.set_aside.append(aside)
            continue
        row, wrong, told = read_row(reading, line, cells)
        result.problems.extend(told)
        if wrong:
            result.quarantined.append(quarantined(reading, line, wrong))
        else:
            accepted.append(row | {"line": line})
    return accepted


def _kind(cells: Sequence[str], position: int, head: Head) -> str:
    if head.start <= position < head.end:
        return "header"
    kind = row_kind(cells)
    if position < head.start:
        return "blank" if kind == "blank" else "title"
    return "header" if not kind and same_header(cells, head) else kind


def accept(reading: Reading, frame: pl.DataFrame, keys: Keys, result: SheetResult) -> None:
    """Keep the rows whose key is new and their cells as read, or their marks; quarantine the others."""
    kept, repeated = drop_repeated(frame, reading.spec, reading.prefix, reading.source, keys)
    for line, text, first in repeated:
        column = reading.spec.key[0]
        cells, position = reading.sheet.rows[line - 1], reading.positions.get(column, -1)
        raw = reading.filled.get((line, position), cells[position] if 0 <= position < len(cells) else "")
        wrong = [broken(column, raw, "key.repeated", text=text, first=first)]
        result.quarantined.append(quarantined(reading, line, wrong))
    result.quarantined.sort(key=lambda row: row.row)
    lines = kept["line"]
    if reading.cover.confidential:
        cleared = kept["cleared"] if "cleared" in kept.columns else pl.Series([False] * kept.height)
        shown = [line for line, open_ in zip(lines, cleared, strict=True) if open_]
        for line, open_ in zip(lines, cleared, strict=True):
            if not open_:
                text = "\x1f".join(reading.sheet.rows[line - 1])
                result.covered[f"{reading.prefix}:{line}"] = reading.cover.text(text)
        lines = pl.Series(shown, dtype=pl.Int64)
    labels = reading.head.labels
    headless = frozenset(at for at, label in enumerate(labels) if not label.strip())
    private = frozenset(at for at, column in reading.head.columns.items() if column.private)
    result.raw = RawSheet(reading.prefix, reading.head.keys(), reading.sheet.rows, lines, headless, private)
    result.frame = kept.drop("line")


def _check_header(sheet: Sheet, source: Source, spec: TableSpec, head: Head, cover: Cover, result: SheetResult) -> None:
    line = head.end if head.end - head.start < 2 else head.start + 1
    for column in missing_required(spec, (column.id for column in head.columns.values())):
        where = Where(source.path, sheet.name, line)
        name = column.name
        result.problems.append(
            problem("table.column-missing", where, table=spec.id, column=column.id, name=f"{name.zh} / {name.en}")
        )
        result.usable = False
    for position, column_id in head.twice:
        where = Where(source.path, sheet.name, line, column_letter(position))
        result.problems.append(
            problem("table.column-twice", where, column=column_id, header=cover.text(head.labels[position]))
        )
        result.usable = False
    if result.usable:
        result.problems.extend(_told_of_header(sheet, source, spec, head, line, cover))


def _told_of_header(
    sheet: Sheet, source: Source, spec: TableSpec, head: Head, line: int, cover: Cover
) -> list[InputProblem]:
    """Columns that feed nothing, headers that are blank or stand twice, captions whose unit was not used."""
    known = {*head.columns, *(position for position, _ in head.twice)}
    unknown = [position for position, label in enumerate(head.labels) if label.strip() and position not in known]
    found = []

    def tell(code: str, position: int | None, **fields: object) -> None:
        letter = "" if position is None else column_letter(position)
        where = Where(source.path, sheet.name, line, letter)
        found.append(problem(code, where, severity="warning", table=spec.id, **fields))

    for position in unknown[:_MOST_UNKNOWN_COLUMNS]:
        tell("table.column-unknown", position, header=cover.text(head.labels[position][:60]))
    folded = [fold(label) for label in head.labels]
    for position in unknown:
        if folded[position] in [folded[at] for at in unknown if at < position]:
            tell("table.header-twice", position, header=cover.text(head.labels[position][:60]))
    for position in _blank_headers(sheet, head):
        tell("table.header-blank", position)
    units = [*head.captions, *head.unread_captions]
    if units and not head.caption() and any(column.unit for column in head.columns.values()):
        tell("unit.caption-unclear", None, units=cover.text(", ".join(units)))
    return found


def _blank_headers(sheet: Sheet, head: Head) -> list[int]:
    """Columns without a header in which something stands within the first rows below it."""
    blank = [at for at, label in enumerate(head.labels) if not label.strip()]
    below = sheet.rows[head.end : head.end + 1000] if blank else []
    return [at for at in blank if any(at < len(cells) and cells[at].strip() for cells in below)][:_MOST_UNKNOWN_COLUMNS]
