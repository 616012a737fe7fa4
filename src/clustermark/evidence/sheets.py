"""One sheet of rows into accepted, quarantined and set-aside rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clustermark.evidence.checks import check_row
from clustermark.evidence.clean import Broken, Names, Number, Value, broken, clean, spread
from clustermark.evidence.confidential import Cover
from clustermark.evidence.fold import fold, in_brackets
from clustermark.evidence.marks import row_kind
from clustermark.evidence.model import REFERENCE, QuarantinedRow, SetAsideRow
from clustermark.evidence.readers.sheet import Sheet, UnreadableFileError, column_letter
from clustermark.evidence.specs import Column, TableSpec, match_headers, missing_required, table_specs
from clustermark.evidence.units import parse_unit
from clustermark.methods.numbers import ParsedNumber, parse_number
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem, Where, problem

_HEADER_WITHIN = 30  # rows from the top in which a header is looked for
_MOST_UNKNOWN_COLUMNS = 20
Keys = dict[tuple[Value, ...], str]


@dataclass
class SheetResult:
    """What a sheet gave. `usable` is false where it has no header or lacks a required column."""

    usable: bool = True
    rows: list[dict[str, Value]] = field(default_factory=list)
    raw: dict[str, dict[str, str]] = field(default_factory=dict)
    covered: dict[str, str] = field(default_factory=dict)
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    set_aside: list[SetAsideRow] = field(default_factory=list)
    problems: list[InputProblem] = field(default_factory=list)
    read: int = 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stays the same for all rows of a sheet."""

    sheet: Sheet
    source: Source
    spec: TableSpec
    header: Sequence[str]
    columns: Mapping[int, Column]  # by position
    header_units: Mapping[str, str]  # unit column -> unit named in the header of its number
    names: Names
    keys: Keys
    cover: Cover


def choose_sheet(source: Source, sheets: Sequence[Sheet]) -> Sheet:
    """The sheet that the source names, else the first visible one (then a hidden one) that has the table's header.

    Raises `UnreadableFileError` where there is no such sheet.
    """
    if source.reader == "csv":
        return sheets[0]
    if source.sheet:
        for sheet in sheets:
            if fold(sheet.name) == fold(source.sheet):
                return sheet
        raise UnreadableFileError("sheet.missing", sheet=source.sheet, sheets=", ".join(s.name for s in sheets))
    spec = table_specs()[source.table]
    for sheet in sorted(sheets, key=lambda item: item.hidden):
        at = _header_row(sheet, spec)
        if at is not None and not missing_required(spec, match_headers(spec.id, sheet.rows[at])[0].values()):
            return sheet
    raise UnreadableFileError("sheet.none-fits", sheets=", ".join(sheet.name for sheet in sheets))


def _header_row(sheet: Sheet, spec: TableSpec) -> int | None:
    """The row among the first that names most columns of the table, required ones first; None where none does."""
    best, most = None, (0, 0)
    needed = sum(column.required for column in spec.columns)
    for position, cells in enumerate(sheet.rows[:_HEADER_WITHIN]):
        found, _ = match_headers(spec.id, cells)
        score = (needed - len(missing_required(spec, found.values())), len(found))
        if score[1] >= min(2, len(spec.columns)) and score > most:
            best, most = position, score
    return best


def read_sheet(sheet: Sheet, source: Source, data: bytes, names: Names, keys: Keys) -> SheetResult:
    """Read a sheet: find the header, then give every row its fate. `keys` holds the keys of the table read so far."""
    spec = table_specs()[source.table]
    result = SheetResult()
    at = _header_row(sheet, spec)
    if at is None:
        result.usable = False
        expected = ", ".join(column.id for column in spec.columns if column.required)
        result.problems.append(
            problem("table.no-header", Where(source.path, sheet.name), table=spec.id, expected=expected)
        )
        return result
    header = sheet.rows[at]
    found, twice = match_headers(spec.id, header)
    cover = Cover.of(source, data)
    _check_header(sheet, source, spec, at, found, twice, cover, result)
    if not result.usable:
        return result
    columns = {position: spec.column(name) for position, name in found.items()}
    reading = _Reading(sheet, source, spec, header, columns, _header_units(header, columns), names, keys, cover)
    for position, cells in enumerate(sheet.rows):
        kind = _kind(cells, position, at, header)
        if kind:
            result.set_aside.append(SetAsideRow(source.id, sheet.name, position + 1, kind))  # type: ignore[arg-type]
        else:
            _read_row(reading, position + 1, cells, result)
    result.read = len(sheet.rows)
    return result


def _kind(cells: Sequence[str], position: int, at: int, header: Sequence[str]) -> str:
    if position == at:
        return "header"
    kind = row_kind(cells)
    if position < at:
        return "blank" if kind == "blank" else "title"
    if not kind and [fold(cell) for cell in cells if cell.strip()] == [fold(cell) for cell in header if cell.strip()]:
        return "header"
    return kind


def _check_header(
    sheet: Sheet,
    source: Source,
    spec: TableSpec,
    at: int,
    found: Mapping[int, str],
    twice: Sequence[tuple[int, str]],
    cover: Cover,
    result: SheetResult,
) -> None:
    header = sheet.rows[at]
    for column in missing_required(spec, found.values()):
        where = Where(source.path, sheet.name, at + 1)
        name = column.name
        result.problems.append(
            problem("table.column-missing", where, table=spec.id, column=column.id, name=f"{name.zh} / {name.en}")
        )
        result.usable = False
    for position, column_id in twice:
        where = Where(source.path, sheet.name, at + 1, column_letter(position))
        result.problems.append(
            problem("table.column-twice", where, column=column_id, header=cover.text(header[position]))
        )
        result.usable = False
    known = {*found, *(position for position, _ in twice)}
    unknown = [position for position, cell in enumerate(header) if cell.strip() and position not in known]
    for position in unknown[:_MOST_UNKNOWN_COLUMNS]:
        where = Where(source.path, sheet.name, at + 1, column_letter(position))
        text = cover.text(header[position][:60])
        result.problems.append(problem("table.column-unknown", where, severity="warning", table=spec.id, header=text))


def _header_units(header: Sequence[str], columns: Mapping[int, Column]) -> Mapping[str, str]:
    """Units that stand in the header of a number: "output (10,000 yuan)" gives its rows their unit."""
    found: dict[str, str] = {}
    for position, column in columns.items():
        note = in_brackets(header[position]) if column.unit else ""
        if note and parse_unit(note) is not None:
            found[column.unit] = note
    return found


def _reference(reading: _Reading, line: int) -> str:
    sheet = f"/{reading.sheet.name}" if reading.sheet.name else ""
    return f"{reading.source.id}{sheet}:{line}"


def _read_row(reading: _Reading, line: int, cells: Sequence[str], result: SheetResult) -> None:
    raw = {column.id: cells[position] for position, column in reading.columns.items() if position < len(cells)}
    row, wrong = _values(reading, raw)
    too_many = [cell for cell in cells[len(reading.header) :] if cell.strip()]
    if too_many:
        wrong.append(broken("", too_many[0], "row.too-many-cells", cells=len(cells), columns=len(reading.header)))
    if not wrong:
        wrong = [item for item in (check_row(reading.spec.id, row, raw, reading.names),) if item is not None]
    reference = _reference(reading, line)
    _tell_lost_bounds(reading, line, raw, result)
    if not wrong and reading.spec.key:
        key = tuple(row.get(name) for name in reading.spec.key)
        first = reading.keys.setdefault(key, reference)
        if first != reference:
            text = ", ".join(str(value) for value in key if value is not None)
            wrong = [
                broken(reading.spec.key[0], raw.get(reading.spec.key[0], ""), "key.repeated", text=text, first=first)
            ]
    if wrong:
        result.quarantined.append(_quarantined(reading, line, wrong))
        return
    row |= {REFERENCE: reference, "source": reading.source.id, "origin": reading.source.origin}
    result.rows.append(row)
    if reading.cover.confidential and not row.get("cleared"):
        result.covered[reference] = reading.cover.text("\x1f".join(cells))
    else:
        result.raw[reference] = {
            head.strip() or column_letter(position): cell
            for position, (head, cell) in enumerate(zip(reading.header, cells, strict=False))
            if head.strip() or cell.strip()
        }


def _values(reading: _Reading, raw: Mapping[str, str]) -> tuple[dict[str, Value], list[Broken]]:
    """The typed values of a row, and every rule that a cell of it breaks."""
    row: dict[str, Value] = {}
    wrong: list[Broken] = []
    numbers: list[tuple[Column, Number]] = []
    for column in reading.columns.values():
        value = clean(column, raw.get(column.id, ""), reading.names)
        if isinstance(value, Broken):
            wrong.append(value)
        elif isinstance(value, Number):
            numbers.append((column, value))
            row[column.id] = float(value.parsed.value)
        else:
            row[column.id] = value
            if value is None and column.required:
                wrong.append(broken(column.id, "", "cell.missing", column=f"{column.name.zh} / {column.name.en}"))
    for unit_column, unit in reading.header_units.items():
        if row.get(unit_column) is None:
            row[unit_column] = unit
    for column, number in numbers:
        conflict = spread(column, raw[column.id], number, row)
        if conflict is not None:
            wrong.append(conflict)
    return row, wrong


def _tell_lost_bounds(reading: _Reading, line: int, raw: Mapping[str, str], result: SheetResult) -> None:
    """Warn of words of approximation in numbers that have no column for them: the value stays, the word is lost."""
    for column in reading.columns.values():
        if column.type != "number" or column.bound or not raw.get(column.id, "").strip():
            continue
        read = parse_number(raw[column.id])
        if isinstance(read, ParsedNumber) and read.bound:
            where = Where(reading.source.path, reading.sheet.name, line, column.id)
            text = reading.cover.text(raw[column.id])
            result.problems.append(problem("number.bound-not-kept", where, severity="warning", text=text))


def _quarantined(reading: _Reading, line: int, wrong: Sequence[Broken]) -> QuarantinedRow:
    """The row with the first rule that it breaks; further ones are named in the field "also"."""
    first = wrong[0]
    fields = dict(first.fields)
    if len(wrong) > 1:
        fields["also"] = "; ".join(f"{item.column}: {item.rule}" for item in wrong[1:])
    position = next((at for at, column in reading.columns.items() if column.id == first.column), None)
    column = first.column if position is None else reading.header[position].strip()
    covered = reading.cover.fields(fields)
    return QuarantinedRow(
        reading.source.id, reading.sheet.name, line, column, reading.cover.text(first.raw), first.rule, covered
    )
