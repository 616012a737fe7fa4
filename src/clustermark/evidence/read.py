"""From the study's files to evidence: every physical row is accepted, quarantined or set aside."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from clustermark.evidence.checks_of_sets import set_problems
from clustermark.evidence.clean import Names, nearest
from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.known import Known, known_of
from clustermark.evidence.interviews.opening import TABLES as OF_INTERVIEWS
from clustermark.evidence.interviews.opening import interview_file
from clustermark.evidence.interviews.told import interview_problems
from clustermark.evidence.kept import keep_result, kept_result, key_of, may_keep
from clustermark.evidence.laid_rows import read_laid
from clustermark.evidence.layouts.catalogue import NO_LAYOUT, lay_out
from clustermark.evidence.layouts.laid import Laid
from clustermark.evidence.layouts.opening import folder_of, records_of
from clustermark.evidence.migration import migrate
from clustermark.evidence.model import REFERENCE, Evidence, QuarantinedRow, SetAsideRow
from clustermark.evidence.raw import RawCells, RawSheet
from clustermark.evidence.readers.opening import sheets_of
from clustermark.evidence.readers.sheet import MOST_TEXT_BYTES, Sheet, UnreadableFileError
from clustermark.evidence.reference import split_reference
from clustermark.evidence.sheets import Keys, SheetResult, choose_sheet, read_sheet
from clustermark.evidence.specs import table_specs
from clustermark.evidence.world_table_sources import table_hash
from clustermark.findings.catalogue import measures
from clustermark.study.model import WORLD_TABLE, Source, Study
from clustermark.study.problems import InputProblem, Where, problem

_MOST_TOLD = 5
Progress = Callable[[str, int, int], None]  # id of the source, bytes read, bytes in all


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file: its bytes, its sheets, its kind."""

    data: bytes
    sheets: Sequence[Sheet]
    kind: str
    laid: Laid | None = None  # of a file of records, or a folder of texts


@dataclass
class _Gathered:
    """What the sources read so far have given."""

    frames: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    raw: list[RawSheet] = field(default_factory=list)
    covered: dict[str, str] = field(default_factory=dict)
    books: dict[Path, _Opened] = field(default_factory=dict)  # workbooks that several sources share
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    set_aside: list[SetAsideRow] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[InputProblem] = field(default_factory=list)
    keys: dict[str, Keys] = field(default_factory=dict)
    progress: Progress | None = None


def read_evidence(study: Study, progress: Progress | None = None) -> Evidence:
    """Read every source of the study.

    A file that cannot be read, or a table without a required column, is an `InputProblem` in the answer and its table
    is absent; a row that breaks a rule is quarantined. Nothing is raised and nothing is dropped: the rows read are the
    sum of the rows accepted, quarantined and set aside. `progress` is told how far the reading of a source has come.
    """
    gathered = _Gathered(progress=progress)
    order = {name: position for position, name in enumerate(table_specs())}
    products = _by_name((product.id, (product.id, product.name.zh, product.name.en)) for product in study.products)
    conditions = _by_name((m.id, (m.id, m.name.zh, m.name.en)) for m in measures().values())
    names = Names({}, products, conditions)
    for source in sorted(study.sources, key=lambda item: order.get(item.table, len(order))):
        if source.table == WORLD_TABLE:
            _note_world_table(study, source, gathered)
            continue
        if source.table not in order:
            gathered.problems.append(problem("source.unknown-table", Where(source.path), table=source.table))
            gathered.sources[source.id] = source
            continue
        if source.table != "places" and not names.places:
            names = Names(_places(study, gathered), products, conditions)
        if source.table == "segments" and names.interviews is None:
            names = replace(names, interviews=_interviews(gathered))
        _read_source(study, source, names, gathered)
    gathered.problems.extend(_places_unknown(study, gathered))
    gathered.problems.extend(set_problems(gathered.frames, gathered.sources, gathered.covered))
    evidence = Evidence(
        tables={name: pl.concat(gathered.frames[name]) for name in order if name in gathered.frames},
        sources={source.id: gathered.sources[source.id] for source in study.sources},
        quarantined=tuple(gathered.quarantined),
        set_aside=tuple(gathered.set_aside),
        read={source.id: gathered.read[source.id] for source in study.sources if source.id in gathered.read},
        problems=tuple(gathered.problems),
        raw=RawCells(gathered.raw),
        covered=gathered.covered,
    )
    told = tuple(interview_problems(evidence, study))
    return replace(evidence, problems=(*evidence.problems, *told)) if told else evidence


def _note_world_table(study: Study, source: Source, gathered: _Gathered) -> None:
    """A world table is not read here, only known by its bytes: a lens that needs it opens it as a whole."""
    gathered.sources[source.id] = source
    path = study.folder / source.path
    code = "" if path.is_file() else "file.is-a-folder" if path.is_dir() else "file.missing"
    try:
        mark = "" if code else table_hash(path, source.layout)
    except PermissionError:
        code, mark = "file.no-rights", ""
    except OSError:
        code, mark = "file.unreadable", ""
    if code:
        gathered.problems.append(problem(code, Where(source.path), path=source.path, table=source.table))
    gathered.sources[source.id] = source.model_copy(update={"sha256": mark})


def _interviews(gathered: _Gathered) -> Known:
    """What codings may point to: they are read after the interviews, their speakers and the codebook."""
    frames = (gathered.frames.get(table, []) for table in ("interviews", "interview_speakers", "codebook"))
    return known_of(*frames)


def _read_source(study: Study, source: Source, names: Names, gathered: _Gathered) -> None:
    """Read a source, or take what was made of it before; see `kept`."""
    path = study.folder / source.path
    try:
        entry = study.folder / ".clustermark" / "read" / key_of(path, source, names) if may_keep(path, source) else None
    except OSError:  # told where the file is opened
        entry = None
    kept = None if entry is None else kept_result(source, entry)
    if kept is not None:
        gathered.sources[source.id], result, told = kept
        gathered.problems.extend(told)
        _gather(result, source, gathered)
        return
    before = len(gathered.problems)
    read = _read_anew(study, source, names, gathered)
    if read is not None:
        if entry is not None:
            keep_result(gathered.sources[source.id], read, gathered.problems[before:], entry)
        _gather(read, source, gathered)


def _read_anew(study: Study, source: Source, names: Names, gathered: _Gathered) -> SheetResult | None:
    """What the rows of a source came to; None where it cannot be opened, which is told."""
    gathered.sources[source.id] = source
    try:
        opened = _opened(study.folder / source.path, source, gathered, names.interviews)
        found: dict[str, Any] = {"sha256": hashlib.sha256(opened.data).hexdigest(), "reader": opened.kind}
        gathered.sources[source.id] = source.model_copy(update=found)
        template = migrate(opened.sheets, table_specs()[source.table])
        laid = opened.laid or (None if template.version else lay_out(opened.sheets, source))
        sheet = _chosen(source, template.sheets, gathered) if laid is None else laid.sheet
    except UnreadableFileError as error:
        fields: dict[str, Any] = {"path": source.path, "table": source.table, **error.fields}
        gathered.problems.append(problem(error.code, Where(source.path, source.sheet, error.row), **fields))
        return None
    _tell_version(source, template.version, gathered)
    found |= {"encoding": sheet.encoding, "layout": laid.layout if laid else NO_LAYOUT}
    gathered.sources[source.id] = source.model_copy(update=found)
    keys = gathered.keys.setdefault(source.table, [])
    if laid is None:
        return read_sheet(sheet, source, opened.data, names, keys)
    return read_laid(laid, source, opened.data, names, keys)


def _tell_version(source: Source, version: int, gathered: _Gathered) -> None:
    """Tell of a template whose table had another version."""
    today = table_specs()[source.table].version
    fields = {"table": source.table, "version": version, "today": today}
    if 0 < version < today:
        gathered.problems.append(problem("template.older", Where(source.path), severity="warning", **fields))
    elif version > today:
        gathered.problems.append(problem("template.newer", Where(source.path), severity="warning", **fields))


def _opened(path: Path, source: Source, gathered: _Gathered, known: Known | None) -> _Opened:
    if path in gathered.books:
        return gathered.books[path]
    if source.table in OF_INTERVIEWS:
        found = interview_file(path, None if path.is_dir() else _bytes(path), source, known)
        if found is not None:
            gathered.problems.extend(found[3])
            return _Opened(found[1], (), found[2], found[0])
    if path.is_dir() and (folder := folder_of(path, source)) is not None:
        return _Opened(folder[1], (), "folder", folder[0])
    data = _bytes(path)
    laid = records_of(data, source)
    if laid is not None:
        return _Opened(data, (), laid.layout.partition("+")[0], laid)
    tell = gathered.progress
    told = None if tell is None else (lambda done, total: tell(source.id, done, total))
    sheets, kind = sheets_of(data, source.reader, source.table, source.encoding, told)
    opened = _Opened(data, sheets, kind)
    return opened if kind == "csv" else gathered.books.setdefault(path, opened)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFileError("file.is-a-folder")
        if not path.exists():
            raise UnreadableFileError("file.missing")
        if path.stat().st_size > MOST_TEXT_BYTES:
            megabytes = path.stat().st_size // 1024**2
            raise UnreadableFileError("file.too-large", megabytes=megabytes, most=MOST_TEXT_BYTES // 1024**2)
        return path.read_bytes()
    except PermissionError:
        raise UnreadableFileError("file.no-rights") from None
    except (OSError, ValueError):
        raise UnreadableFileError("file.unreadable") from None


def _chosen(source: Source, sheets: Sequence[Sheet], gathered: _Gathered) -> Sheet:
    sheet, others = choose_sheet(source, sheets)
    for other in others:
        where = Where(source.path, other)
        gathered.problems.append(problem("sheet.also-fits", where, severity="warning", sheet=other, read=sheet.name))
    if sheet.encoding not in ("", "utf-8"):
        where = Where(source.path)
        gathered.problems.append(problem("file.read-as", where, severity="warning", encoding=sheet.encoding.upper()))
    if sheet.hidden:
        where = Where(source.path, sheet.name)
        gathered.problems.append(problem("sheet.hidden", where, severity="warning", sheet=sheet.name))
    return sheet


def _gather(result: SheetResult, source: Source, gathered: _Gathered) -> None:
    gathered.problems.extend(_folded(result.problems))
    if not result.usable:
        return
    gathered.frames.setdefault(source.table, []).append(result.frame)
    if result.raw is not None:
        gathered.raw.append(result.raw)
    gathered.covered.update(result.covered)
    gathered.quarantined.extend(result.quarantined)
    gathered.set_aside.extend(result.set_aside)
    gathered.read[source.id] = result.read


def _folded(problems: Sequence[InputProblem]) -> list[InputProblem]:
    """The problems of a sheet; words of approximation that are not kept are told a few times a column, then counted."""
    kept: list[InputProblem] = []
    lost: dict[tuple[str, str, str], list[InputProblem]] = {}
    for item in problems:
        if item.code == "number.bound-not-kept":
            lost.setdefault((item.where.file, item.where.sheet, item.where.column), []).append(item)
        else:
            kept.append(item)
    for (file, sheet, column), items in lost.items():
        kept.extend(items[:_MOST_TOLD])
        more = len(items) - _MOST_TOLD
        if more > 0:
            kept.append(problem("number.bounds-not-kept", Where(file, sheet, None, column), severity="warning", n=more))
    return kept


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
    rows = [row for frame in gathered.frames.get("places", []) for row in frame.to_dicts()]
    if not rows:
        return {fold(place): place for place in study.subjects()}
    names = ("id", "name_zh", "name_en", "label_zh", "label_en")
    return _by_name((str(row["id"]), [str(row[name]) if row[name] else None for name in names]) for row in rows)


def _places_unknown(study: Study, gathered: _Gathered) -> list[InputProblem]:
    """Subjects of the study, and larger places named in `within`, that the places table does not hold."""
    if "places" not in gathered.frames:
        return []
    rows = [row for frame in gathered.frames["places"] for row in frame.to_dicts()]
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
