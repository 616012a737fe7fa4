"""From the study's files to evidence: every physical row is accepted, quarantined or set aside."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from clustermark.evidence.clean import Names, Value, nearest
from clustermark.evidence.fold import fold
from clustermark.evidence.model import REFERENCE, Evidence, QuarantinedRow, SetAsideRow
from clustermark.evidence.readers.csv_reader import read_csv
from clustermark.evidence.readers.sheet import MOST_BYTES, Sheet, UnreadableFileError
from clustermark.evidence.readers.xlsx_reader import read_xlsx
from clustermark.evidence.reference import split_reference
from clustermark.evidence.sheets import SheetResult, choose_sheet, read_sheet
from clustermark.evidence.specs import Column, TableSpec, table_specs
from clustermark.findings.catalogue import measures
from clustermark.study.model import Source, Study
from clustermark.study.problems import InputProblem, Where, problem

_TYPES: dict[str, type[pl.DataType]] = {
    "number": pl.Float64,
    "level": pl.Float64,
    "boolean": pl.Boolean,
    "year": pl.Int64,
}


@dataclass
class _Gathered:
    """What the sources read so far have given."""

    rows: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    raw: dict[str, dict[str, str]] = field(default_factory=dict)
    covered: dict[str, str] = field(default_factory=dict)
    books: dict[Path, tuple[bytes, list[Sheet]]] = field(default_factory=dict)  # workbooks that several sources share
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    set_aside: list[SetAsideRow] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[InputProblem] = field(default_factory=list)
    keys: dict[str, dict[tuple[Value, ...], str]] = field(default_factory=dict)


def read_evidence(study: Study) -> Evidence:
    """Read every source of the study.

    A file that cannot be read, or a table without a required column, is an `InputProblem` in the answer and its table
    is absent; a row that breaks a rule is quarantined. Nothing is raised and nothing is dropped: the rows read are the
    sum of the rows accepted, quarantined and set aside.
    """
    gathered = _Gathered()
    order = {name: position for position, name in enumerate(table_specs())}
    products = _by_name((product.id, (product.id, product.name.zh, product.name.en)) for product in study.products)
    conditions = _by_name((m.id, (m.id, m.name.zh, m.name.en)) for m in measures().values())
    names = Names({}, products, conditions)
    for source in sorted(study.sources, key=lambda item: order.get(item.table, len(order))):
        if source.table not in order:
            gathered.problems.append(problem("source.unknown-table", Where(source.path), table=source.table))
            gathered.sources[source.id] = source
            continue
        if source.table != "places" and not names.places:
            names = Names(_places(study, gathered), products, conditions)
        _read_source(study, source, names, gathered)
    gathered.problems.extend(_places_unknown(study, gathered))
    return Evidence(
        tables={name: _frame(table_specs()[name], rows) for name, rows in _in_order(order, gathered.rows)},
        sources={source.id: gathered.sources[source.id] for source in study.sources},
        quarantined=tuple(gathered.quarantined),
        set_aside=tuple(gathered.set_aside),
        read={source.id: gathered.read[source.id] for source in study.sources if source.id in gathered.read},
        problems=tuple(gathered.problems),
        raw=gathered.raw,
        covered=gathered.covered,
    )


def _in_order(
    order: Iterable[str], rows: dict[str, list[dict[str, Value]]]
) -> list[tuple[str, list[dict[str, Value]]]]:
    return [(name, rows[name]) for name in order if name in rows]


def _read_source(study: Study, source: Source, names: Names, gathered: _Gathered) -> None:
    gathered.sources[source.id] = source
    try:
        data, sheets = _opened(study.folder / source.path, source, gathered)
        gathered.sources[source.id] = source.model_copy(update={"sha256": hashlib.sha256(data).hexdigest()})
        sheet = _chosen(source, sheets, gathered)
    except UnreadableFileError as error:
        fields: dict[str, Any] = {"path": source.path, "table": source.table, **error.fields}
        gathered.problems.append(problem(error.code, Where(source.path, source.sheet, error.row), **fields))
        return
    result = read_sheet(sheet, source, data, names, gathered.keys.setdefault(source.table, {}))
    _gather(result, source, gathered)


def _opened(path: Path, source: Source, gathered: _Gathered) -> tuple[bytes, list[Sheet]]:
    if path in gathered.books:
        return gathered.books[path]
    data = _bytes(path)
    if source.reader == "csv":
        return data, [read_csv(data, source.table)]
    return gathered.books.setdefault(path, (data, list(read_xlsx(data))))


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFileError("file.is-a-folder")
        if not path.exists():
            raise UnreadableFileError("file.missing")
        if path.stat().st_size > MOST_BYTES:
            megabytes = path.stat().st_size // 1024**2
            raise UnreadableFileError("file.too-large", megabytes=megabytes, most=MOST_BYTES // 1024**2)
        return path.read_bytes()
    except PermissionError:
        raise UnreadableFileError("file.no-rights") from None
    except (OSError, ValueError):
        raise UnreadableFileError("file.unreadable") from None


def _chosen(source: Source, sheets: Sequence[Sheet], gathered: _Gathered) -> Sheet:
    sheet = choose_sheet(source, sheets)
    if sheet.hidden:
        where = Where(source.path, sheet.name)
        gathered.problems.append(problem("sheet.hidden", where, severity="warning", sheet=sheet.name))
    return sheet


def _gather(result: SheetResult, source: Source, gathered: _Gathered) -> None:
    gathered.problems.extend(result.problems)
    if not result.usable:
        return
    gathered.rows.setdefault(source.table, []).extend(result.rows)
    gathered.raw.update(result.raw)
    gathered.covered.update(result.covered)
    gathered.quarantined.extend(result.quarantined)
    gathered.set_aside.extend(result.set_aside)
    gathered.read[source.id] = result.read


def _by_name(entries: Iterable[tuple[str, Iterable[str | None]]]) -> dict[str, str]:
    """Folded name -> id; an id always names itself, another name that two ids share names neither ("")."""
    listed = [(identity, [fold(name) for name in names if name]) for identity, names in entries]
    found: dict[str, str] = {}
    for identity, names in listed:
        for name in names:
            found[name] = identity if found.get(name, identity) == identity else ""
    return found | {fold(identity): identity for identity, _ in listed}


def _places(study: Study, gathered: _Gathered) -> dict[str, str]:
    """What rows may call each place; where no places were read, the subjects of the study stand in."""
    rows = gathered.rows.get("places", [])
    if not rows:
        return {fold(place): place for place in study.subjects()}
    names = ("id", "name_zh", "name_en", "label_zh", "label_en")
    return _by_name((str(row["id"]), [str(row[name]) if row[name] else None for name in names]) for row in rows)


def _places_unknown(study: Study, gathered: _Gathered) -> list[InputProblem]:
    """Subjects of the study, and larger places named in `within`, that the places table does not hold."""
    rows = gathered.rows.get("places")
    if rows is None:
        return []
    listed = {row["id"] for row in rows}
    known = {fold(str(place)): str(place) for place in listed}
    found = [
        problem("study.place-unknown", Where("study.toml"), value=place, nearest=nearest(place, known))
        for place in study.subjects()
        if place not in listed
    ]
    for row in rows:
        if row["within"] and row["within"] not in listed and row[REFERENCE] not in gathered.covered:
            source, sheet, line = split_reference(str(row[REFERENCE]))
            where = Where(gathered.sources[source].path, sheet, line, "within")
            found.append(problem("place.within-unknown", where, severity="warning", place=row["within"]))
    return found


def _dtype(column: Column) -> type[pl.DataType]:
    return _TYPES.get(column.type, pl.String)


def _frame(spec: TableSpec, rows: list[dict[str, Value]]) -> pl.DataFrame:
    schema: dict[str, type[pl.DataType]] = {REFERENCE: pl.String, "source": pl.String, "origin": pl.String}
    schema |= {column.id: _dtype(column) for column in spec.columns}
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in schema}, schema=schema)
