"""One row of cells into the values of a table, or the rules that it breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from clustermark.evidence.checks import check_row
from clustermark.evidence.clean import Broken, Names, Number, Value, broken, clean, number_in, spread
from clustermark.evidence.confidential import Cover
from clustermark.evidence.fold import fold
from clustermark.evidence.heads import NOWHERE, Head
from clustermark.evidence.model import QuarantinedRow
from clustermark.evidence.readers.sheet import TOO_LONG, WRONG_ENCODING, WRONG_QUOTES, Sheet
from clustermark.evidence.specs import Column, TableSpec
from clustermark.evidence.units import parse_unit
from clustermark.methods.numbers import ParsedNumber
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem, Where, problem

_EXCERPT = 100
_LONGEST_REMEMBERED, _MOST_REMEMBERED = 40, 50_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What stays the same for all rows of a sheet."""

    sheet: Sheet
    source: Source
    spec: TableSpec
    head: Head
    columns: Mapping[int, Column]  # by position
    positions: Mapping[str, int]  # by column
    units: Mapping[str, str]  # unit column -> unit from the header of its number, or from a caption
    own_units: frozenset[str]  # those of them that stand in a header
    factors: Mapping[str, Decimal]  # number column without a unit column -> factor of the unit in its header
    names: Names
    cover: Cover
    filled: Mapping[tuple[int, int], str] = field(default_factory=dict)  # (line, position) -> cell above, merged

    memory: dict[tuple[str, str], Value | Number | Broken] = field(default_factory=dict, compare=False, repr=False)

    @property
    def prefix(self) -> str:
        """What stands before the line in a reference to a row."""
        return f"{self.source.id}/{self.sheet.name}" if self.sheet.name else self.source.id


def reading_of(sheet: Sheet, source: Source, spec: TableSpec, head: Head, names: Names, cover: Cover) -> Reading:
    """Settle what the header says for every row below it."""
    units: dict[str, str] = {}
    own: set[str] = set()
    factors: dict[str, Decimal] = {}
    for position, column in head.columns.items():
        if column.type != "number":
            continue
        written = head.units.get(position, "")
        if column.unit and written:
            units[column.unit] = written
            own.add(column.unit)
        elif column.unit and head.caption():
            units.setdefault(column.unit, head.caption())
        elif written:
            unit = parse_unit(written)
            if unit is not None and unit.factor > 1:
                factors[column.id] = unit.factor
    positions = {column.id: position for position, column in head.columns.items()}
    names = replace(names, locale=source.locale, workbook=bool(sheet.name))
    return Reading(sheet, source, spec, head, head.columns, positions, units, frozenset(own), factors, names, cover)


def flaw_of(cells: Sequence[str]) -> Broken | None:
    """What is wrong with a row as a whole, before any cell of it is looked at."""
    first = cells[0] if cells else ""
    text = " | ".join((first[1:], *cells[1:]))[:_EXCERPT]
    if first.startswith(WRONG_ENCODING):
        return broken("", text, "line.encoding")
    if first.startswith(TOO_LONG):
        return broken("", text, "line.too-long")
    if first.startswith(WRONG_QUOTES):
        return broken("", text, "line.quotes")
    for cell in cells:
        if "\x00" in cell:
            return broken("", cell.replace("\x00", "\ufffd"), "line.nul")
        if "\ufffd" in cell:
            return broken("", cell, "line.replaced")
    return None


def read_row(
    reading: Reading, line: int, cells: Sequence[str]
) -> tuple[dict[str, Value], list[Broken], list[InputProblem]]:
    """The values of a row, the rules that it breaks, and what else must be told of it."""
    flaw = flaw_of(cells)
    if flaw is not None:
        return {}, [flaw], []
    raw = {
        column.id: reading.filled.get((line, position), cells[position])
        for position, column in reading.columns.items()
        if position < len(cells) or (line, position) in reading.filled
    }
    raw |= {name: text for name, text in reading.source.defaults.items() if not raw.get(name, "").strip()}
    row, wrong = _values(reading, line, raw)
    width = len(reading.head.labels)
    too_many = [cell for cell in cells[width:] if cell.strip()]
    if too_many:
        wrong.append(broken("", too_many[0], "row.too-many-cells", cells=len(cells), columns=width))
    if not wrong:
        wrong = [item for item in (check_row(reading.spec.id, row, raw, reading.names),) if item is not None]
    return row, wrong, _lost_bounds(reading, line, raw)


def _values(reading: Reading, line: int, raw: Mapping[str, str]) -> tuple[dict[str, Value], list[Broken]]:
    """The typed values of a row, and every rule that a cell of it breaks."""
    row: dict[str, Value] = {}
    wrong: list[Broken] = []
    numbers: list[tuple[Column, Number]] = []
    for position, column in reading.columns.items():
        text = raw.get(column.id, "")
        if (line, position + 1) in reading.sheet.formulas:
            wrong.append(broken(column.id, text, "cell.formula", text=text))
            continue
        value = _cleaned(reading, column, text)
        if isinstance(value, Broken):
            wrong.append(value)
        elif isinstance(value, Number):
            numbers.append((column, value))
            row[column.id] = float(value.parsed.value)
        else:
            row[column.id] = value
            if value is None and column.required:
                wrong.append(broken(column.id, "", "cell.missing", column=f"{column.name.zh} / {column.name.en}"))
    wrong.extend(_units(reading, row, raw))
    for column, number in numbers:
        conflict = spread(column, raw[column.id], number, row) or _scaled(reading, column, raw[column.id], number, row)
        if conflict is not None:
            wrong.append(conflict)
    return row, wrong


def _cleaned(reading: Reading, column: Column, text: str) -> Value | Number | Broken:
    """The cell cleaned; short texts are remembered, for the same ones come again and again in a long file."""
    if len(text) > _LONGEST_REMEMBERED:
        return clean(column, text, reading.names)
    memory = reading.memory
    if (column.id, text) not in memory:
        if len(memory) >= _MOST_REMEMBERED:
            memory.clear()
        memory[column.id, text] = clean(column, text, reading.names)
    return memory[column.id, text]


def _units(reading: Reading, row: dict[str, Value], raw: Mapping[str, str]) -> list[Broken]:
    """Fill in the units of the header; a header and a cell that name different units contradict each other."""
    wrong = []
    for unit_column, unit in reading.units.items():
        beside = row.get(unit_column)
        if beside is None:
            row[unit_column] = unit
        elif unit_column in reading.own_units and parse_unit(str(beside)) != parse_unit(unit):
            text = raw.get(unit_column, "")
            wrong.append(broken(unit_column, text, "unit.header-differs", text=text, unit=unit))
    return wrong


def _scaled(reading: Reading, column: Column, raw: str, number: Number, row: dict[str, Value]) -> Broken | None:
    """Multiply a number by the scale that stands in its header, where the table has no column for its unit."""
    factor = reading.factors.get(column.id)
    if factor is None:
        return None
    if number.parsed.scaled or number.parsed.suffix or number.parsed.prefix:
        unit = reading.head.units[reading.positions[column.id]]
        return broken(column.id, raw, "unit.scale-twice", text=raw, unit=unit)
    row[column.id] = float(number.parsed.value * factor)
    if number.parsed.value_high is not None and column.high:
        row[column.high] = float(number.parsed.value_high * factor)
    return None


def _lost_bounds(reading: Reading, line: int, raw: Mapping[str, str]) -> list[InputProblem]:
    """Warn of words of approximation in numbers that have no column for them: the value stays, the word is lost."""
    found = []
    for column in reading.columns.values():
        if column.type != "number" or column.bound or not raw.get(column.id, "").strip():
            continue
        read = number_in(raw[column.id], reading.names.locale)
        if isinstance(read, ParsedNumber) and read.bound:
            where = Where(reading.source.path, reading.sheet.name, line, column.id)
            text = reading.cover.text(raw[column.id])
            found.append(problem("number.bound-not-kept", where, severity="warning", text=text))
    return found


def quarantined(reading: Reading, line: int, wrong: Sequence[Broken]) -> QuarantinedRow:
    """The row with the first rule that it breaks; further ones are named in the field "also"."""
    first = wrong[0]
    fields = dict(first.fields)
    if len(wrong) > 1:
        fields["also"] = "; ".join(f"{item.column}: {item.rule}" for item in wrong[1:])
    position = reading.positions.get(first.column, NOWHERE)
    column = first.column if position >= NOWHERE else reading.head.labels[position].strip()
    covered = reading.cover.fields(fields)
    return QuarantinedRow(
        reading.source.id, reading.sheet.name, line, column, reading.cover.text(first.raw), first.rule, covered
    )


def same_header(cells: Sequence[str], head: Head) -> bool:
    """Whether a row repeats the header, as tables that were pasted together do."""
    return [fold(cell) for cell in cells if cell.strip()] == [fold(label) for label in head.labels if label.strip()]
