"""A coding sheet that came back: each row finds its text by hash and position, so that nothing shifts.

Rows may have been sorted, moved, copied or left out. What cannot be placed or understood is told with its row and
column and kept out; nothing is guessed. Rows without anything filled in are set aside, unless the coder coded another
turn of the same transcript: then they were read and nothing applies.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256

from clustermark.evidence.clean import Broken, broken
from clustermark.evidence.fold import fold
from clustermark.evidence.heads import Head
from clustermark.evidence.interviews.known import Known
from clustermark.evidence.interviews.sheet_words import CODE, STAMP, VERSION, columns_in
from clustermark.evidence.layouts.laid import AsideKind, Laid
from clustermark.evidence.readers.sheet import Sheet, UnreadableFileError, column_letter
from clustermark.evidence.readers.text_rows import TextRows, frame_of
from clustermark.evidence.specs import table_specs
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem, Where, problem

COLUMNS = ("document", "start", "end", "codes", "coder", "stance", "memo", "key_quote", "cleared", "text")
_PLACE = re.compile(r"'?([0-9a-f]{8,64}):(\d{1,9}):(\d{1,9})")
_FILLED = (CODE, "passage", "stance", "key_quote", "cleared", "memo")
_HEADER_WITHIN = 10
_SHOWN = ("text", "codes", "coder", "stance", "key_quote", "cleared")  # of a row that is cleared


def is_coding_sheet(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook is a coding sheet: one of its sheets says so."""
    return any(_facts(sheet) is not None for sheet in sheets)


def codebook_mark(codes: Mapping[str, str]) -> str:
    """A short mark of the codes that are offered; the same codes have the same mark."""
    return sha256("\n".join(sorted({code for code in codes.values() if code})).encode()).hexdigest()[:12]


def _facts(sheet: Sheet) -> Mapping[str, str] | None:
    """What the sheet `about` says: version, coder, number of turns, mark of the codebook."""
    first = sheet.rows[0] if len(sheet.rows) else []
    if not first or first[0].strip() != STAMP:
        return None
    return {row[0].strip(): row[1].strip() for row in sheet.rows if len(row) > 1}


@dataclass
class _Coded:
    """What the rows of a sheet came to, by line."""

    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    wrong: dict[int, Broken] = field(default_factory=dict)
    blank: dict[int, str] = field(default_factory=dict)  # hash of the text of rows in which nothing is filled in
    aside: dict[int, AsideKind] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)


def coding_laid(sheets: Sequence[Sheet], source: Source, known: Known) -> tuple[Laid, list[InputProblem]]:
    """The rows of a coding sheet as rows of the table `segments`, and what must be told of the sheet as a whole.

    Raises `UnreadableFileError`: `coding.newer`, `coding.no-header`.
    """
    facts = next((said for sheet in sheets if (said := _facts(sheet)) is not None), {})
    version = facts.get(STAMP, "")
    if version.isdecimal() and int(version) > VERSION:
        raise UnreadableFileError("coding.newer", version=version, today=VERSION)
    sheet, at, columns = _header(sheets)
    coder = facts.get("coder", "") or "1"
    found = _Coded()
    for line, cells in enumerate(sheet.rows, start=1):
        if line <= at + 1:
            found.aside[line] = "header" if line == at + 1 else "title"
        else:
            _read(line, cells, columns, known, found)
    read = {row["document"] for line, row in found.rows.items() if line not in found.blank}
    for line, digest in found.blank.items():
        if digest not in read:
            del found.rows[line]
            found.aside[line] = "blank"
    for row in found.rows.values():
        row["coder"] = coder
    header = [cell.strip() for cell in sheet.rows[at]]
    return _laid(sheet, at, header, columns, found), _told(facts, source, sheet, known, found)


def _header(sheets: Sequence[Sheet]) -> tuple[Sheet, int, dict[int, str]]:
    best: tuple[int, Sheet, int, dict[int, str]] | None = None
    for sheet in sheets:
        for at, cells in enumerate(sheet.rows[:_HEADER_WITHIN]):
            columns = columns_in(list(cells))
            named = set(columns.values())
            if {"reference", CODE} <= named and (best is None or len(columns) > best[0]):
                best = len(columns), sheet, at, columns
    if best is None:
        raise UnreadableFileError("coding.no-header")
    return best[1:]


def _read(line: int, cells: Sequence[str], columns: Mapping[int, str], known: Known, found: _Coded) -> None:
    """Give a row its place and its codes, or the rule that it breaks."""
    said: dict[str, str] = {}
    codes: list[tuple[int, str]] = []
    for at, name in columns.items():
        cell = cells[at].strip() if at < len(cells) else ""
        if name == CODE:
            codes += [(at, cell)] if cell else []
        else:
            said[name] = cell
    if not any(cell.strip() for cell in cells):
        found.aside[line] = "blank"
        return
    where = {name: column_letter(at) for at, name in columns.items()}
    place = _place(said, where, known)
    if isinstance(place, Broken):
        found.wrong[line] = place
        return
    digest, start, end = place
    found.places.add(said["reference"].lstrip("'"))
    wrong = _unknown(codes, known)
    if wrong is not None:
        found.wrong[line] = wrong
        return
    row = {name: said.get(name, "") for name in ("stance", "memo", "key_quote", "cleared")}
    row |= {"document": digest, "start": str(start), "end": str(end), "text": known.texts[digest][start:end].strip()}
    row["codes"] = "; ".join(_code(code, known) for _, code in codes)
    found.rows[line] = row
    if not codes and not any(said.get(name) for name in _FILLED if name != CODE):
        found.blank[line] = digest


def _place(said: Mapping[str, str], where: Mapping[str, str], known: Known) -> tuple[str, int, int] | Broken:
    """The text and the stretch of it that a row speaks of."""
    written = said.get("reference", "")
    named = _PLACE.fullmatch(written.lower())
    if named is None:
        return broken(where["reference"], written, "coding.place", text=written)
    digest, start, end = known.hash(named[1]), int(named[2]), int(named[3])
    if not digest or not start < end <= len(known.texts[digest]):
        return broken(where["reference"], written, "coding.other-text")
    text = known.texts[digest][start:end]
    shown = said.get("text", "")
    if shown and _squeezed(shown) not in (_squeezed(text), _squeezed(f"'{text}")):
        return broken(where.get("text", ""), shown, "coding.text-edited")
    words = said.get("passage", "")
    if not words:
        return digest, start, end
    return _within(words, text, start, digest, where)


def _within(words: str, text: str, start: int, digest: str, where: Mapping[str, str]) -> tuple[str, int, int] | Broken:
    """The stretch in which the words picked out stand; blanks between signs may differ."""
    wanted = words.removeprefix("'") if words not in text else words
    pattern = r"\s*".join(re.escape(part) for part in wanted.split())
    places = [match.span() for match in re.finditer(pattern, text)] if len(wanted) <= len(text) else []
    if len(places) != 1:
        code = "coding.passage-missing" if not places else "coding.passage-twice"
        return broken(where["passage"], words, code, n=len(places))
    return digest, start + places[0][0], start + places[0][1]


def _squeezed(text: str) -> str:
    """A text without blanks: spreadsheets change line ends and trailing blanks."""
    return "".join(text.replace("_x000D_", "").split())


def _code(cell: str, known: Known) -> str:
    """The id of the code that a cell names, whatever sign keeps it from being a formula; "" for none."""
    return known.codes.get(fold(cell)) or known.codes.get(fold(cell.removeprefix("'")), "")


def _unknown(codes: Sequence[tuple[int, str]], known: Known) -> Broken | None:
    for at, code in codes:
        if not _code(code, known):
            near = get_close_matches(fold(code), [name for name, own in known.codes.items() if own], n=1, cutoff=0.6)
            nearest = known.codes[near[0]] if near else ""
            return broken(column_letter(at), code, "segment.code-unknown", text=code, nearest=nearest)
    return None


def _laid(sheet: Sheet, at: int, header: Sequence[str], columns: Mapping[int, str], found: _Coded) -> Laid:
    """The rows in the columns of the table, each at its physical place."""
    spec = table_specs()["segments"]
    empty = dict.fromkeys(COLUMNS, "")
    lines = range(1, len(sheet.rows) + 1)
    rows = [[(empty | found.rows.get(line, {}))[name] for name in COLUMNS] for line in lines]
    names = {"codes": CODE, "start": "reference", "end": "reference", "document": "reference"}
    letters = {name: header[place] for place, name in reversed(list(columns.items()))}
    labels = [letters.get(names.get(name, name), name) for name in COLUMNS]
    made = Sheet(sheet.name, TextRows(frame_of(rows)))
    places = {position: spec.column(name) for position, name in enumerate(COLUMNS)}
    shown = [[(empty | found.rows.get(line, {}))[name] for name in _SHOWN] for line in lines]
    return Laid(
        layout="coding-sheet",
        sheet=made,
        head=Head(at, at + 1, labels, places),
        keys=[spec.column(name).name.zh for name in _SHOWN],
        rows=TextRows(frame_of(shown)),
        aside=found.aside,
        wrong=found.wrong,
    )


def _told(facts: Mapping[str, str], source: Source, sheet: Sheet, known: Known, found: _Coded) -> list[InputProblem]:
    """Rows that are missing, a codebook that is another today."""
    where = Where(source.path, sheet.name)
    told = []
    turns = facts.get("turns", "")
    missing = int(turns) - len(found.places) - len(found.wrong) if turns.isdecimal() else 0
    if missing > 0:
        told.append(problem("coding.rows-missing", where, severity="warning", n=missing))
    if facts.get("codebook", "") not in ("", codebook_mark(known.codes)):
        told.append(problem("coding.codebook-changed", where, severity="warning"))
    return told
