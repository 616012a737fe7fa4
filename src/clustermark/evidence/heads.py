"""The head of a table: which row or two rows are its header, which columns they name, which units they give.

title rows            set aside
"unit: ..." caption   a unit for every figure whose header names none
group | group |       a header of two rows is read as "group / name"
name  | name  |
unit  | unit  |       a row of nothing but units belongs to the header
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from clustermark.evidence.fold import fold, in_brackets, without_brackets
from clustermark.evidence.marks import words_of
from clustermark.evidence.readers.sheet import Sheet, column_letter
from clustermark.evidence.specs import Column, TableSpec, header_index, match_headers, missing_required
from clustermark.evidence.units import parse_unit
from clustermark.methods.numbers import narrow

HEADER_WITHIN = 30  # rows from the top in which a header is looked for
JOINED = " / "
NOWHERE = 100_000  # from this position on stand columns that the file lacks and the study fills


@dataclass(frozen=True, slots=True)
class Head:
    """Where a header stands (rows from 0, `end` excluded), what it says and which columns it names, by position."""

    start: int
    end: int
    labels: Sequence[str]
    columns: Mapping[int, Column]
    twice: Sequence[tuple[int, str]] = ()
    units: Mapping[int, str] = field(default_factory=dict)  # written in the header itself, by position
    captions: Sequence[str] = ()  # units written above the table
    unread_captions: Sequence[str] = ()

    def caption(self) -> str:
        """The unit that holds for every figure, "" where none or several are named."""
        return self.captions[0] if len(self.captions) == 1 and not self.unread_captions else ""

    def keys(self) -> Sequence[str]:
        """What each column is called where its cells are kept as read: its header, made unique, or its letter."""
        stripped = [label.strip() for label in self.labels]
        return [
            column_letter(at) if not label else f"{label} ({column_letter(at)})" if label in stripped[:at] else label
            for at, label in enumerate(stripped)
        ]


def find_head(sheet: Sheet, spec: TableSpec) -> Head | None:
    """The one row, or the two, among the first that name most columns of the table, required ones first."""
    first = [list(cells) for cells in sheet.rows[: HEADER_WITHIN + 1]]
    needed = sum(column.required for column in spec.columns)
    best: tuple[tuple[int, int, bool], int, int] | None = None
    for height in (1, 2):
        for start in range(min(len(first), HEADER_WITHIN)):
            found, _ = _matched(spec, sheet, first, start, height)
            named = set(found.values())
            of_groups = height == 2 and _has_groups(first[start])
            score = (needed - len(missing_required(spec, named)), len(named), of_groups)
            if len(named) >= min(2, len(spec.columns)) and (best is None or score > best[0]):
                best = (score, start, height)
    return None if best is None else _head(spec, sheet, first, best[1], best[2])


def _has_groups(cells: Sequence[str]) -> bool:
    """Whether a row above a header names groups of columns; a title, alone or with a caption, names none."""
    filled = {cell.strip() for cell in cells if cell.strip() and not _caption_pattern().search(narrow(cell))}
    return len(filled) > 1


def with_defaults(head: Head, spec: TableSpec, defaults: Mapping[str, str]) -> Head:
    """The head with the columns that the file lacks and the study fills."""
    there = {column.id for column in head.columns.values()}
    lacking = [spec.column(name) for name in defaults if name not in there]
    columns = {NOWHERE + at: column for at, column in enumerate(lacking)}
    return replace(head, columns={**head.columns, **columns}) if columns else head


def _head(spec: TableSpec, sheet: Sheet, first: Sequence[Sequence[str]], start: int, height: int) -> Head:
    found, twice = _matched(spec, sheet, first, start, height)
    labels = _joined(sheet, first, start) if height == 2 else first[start]
    columns = {position: spec.column(name) for position, name in found.items()}
    end = start + height
    units = {at: note for at in columns for note in (in_brackets(labels[at]),) if note and parse_unit(note) is not None}
    below = first[end] if end < len(first) else []
    if _is_unit_row(below, columns):
        units |= {at: _bare(below[at]) for at in columns if at < len(below) and below[at].strip()}
        end += 1
    captions, unread = _captions(first[:start])
    return Head(start, end, labels, columns, twice, units, captions, unread)


def _matched(
    spec: TableSpec, sheet: Sheet, first: Sequence[Sequence[str]], start: int, height: int
) -> tuple[dict[int, str], list[tuple[int, str]]]:
    """The columns that the row, or the two rows, name, as `match_headers` gives them."""
    if height == 1:
        return match_headers(spec.id, first[start])
    if start + 1 >= len(first) or not any(cell.strip() for cell in first[start + 1]):
        return {}, []
    upper, lower = _groups(sheet, first, start), first[start + 1]
    index = header_index(spec.id)
    found: dict[int, str] = {}
    twice: list[tuple[int, str]] = []
    for at in range(max(len(upper), len(lower))):
        above, below = _cell(upper, at), _cell(lower, at)
        names = (above + below, below) if below.strip() else (above,)
        column = next((index[key] for name in names for key in _keys(name) if key in index), None)
        if column in found.values():
            twice.append((at, str(column)))
        elif column is not None:
            found[at] = column
    return found, twice


def _keys(name: str) -> tuple[str, str]:
    return fold(name), fold(without_brackets(name))


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _groups(sheet: Sheet, first: Sequence[Sequence[str]], start: int) -> Sequence[str]:
    """The upper row with its groups written over every column they span: merged cells, or blanks to their right."""
    upper = list(first[start])
    lower = first[start + 1]
    across = [merge for merge in sheet.merged if merge.first_row - 1 <= start < merge.last_row]
    upper.extend([""] * (len(lower) - len(upper)))
    for merge in across:
        for at in range(merge.first_column, min(merge.last_column, len(upper))):
            upper[at] = upper[at] or upper[merge.first_column - 1]
    if not sheet.merged:
        for at in range(1, len(upper)):
            if not upper[at].strip() and _cell(lower, at).strip():
                upper[at] = upper[at - 1]
    return upper


def _joined(sheet: Sheet, first: Sequence[Sequence[str]], start: int) -> Sequence[str]:
    upper, lower = _groups(sheet, first, start), first[start + 1]
    pairs = ((_cell(upper, at).strip(), _cell(lower, at).strip()) for at in range(max(len(upper), len(lower))))
    return [above + JOINED + below if above and below and above != below else above or below for above, below in pairs]


def _bare(text: str) -> str:
    """A unit without the brackets around it."""
    return in_brackets(text) or text.strip()


def _is_unit_row(cells: Sequence[str], columns: Mapping[int, Column]) -> bool:
    filled = {at: cell for at, cell in enumerate(cells) if cell.strip()}
    if not any(at in columns and columns[at].type == "number" for at in filled):
        return False
    return all(parse_unit(_bare(cell)) is not None for cell in filled.values())


def _captions(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """The units named above the table, and texts that stand where a unit should and are none."""
    known: list[str] = []
    unread: list[str] = []
    for cell in (cell for cells in rows for cell in cells):
        for text in _caption_pattern().findall(narrow(cell)):
            parts = [text.strip()] if parse_unit(text.strip()) else re.split(r"[,;\u3001]", text)
            for part in (part.strip() for part in parts if part.strip()):
                (known if parse_unit(part) is not None else unread).append(part)
    return list(dict.fromkeys(known)), list(dict.fromkeys(unread))


@cache
def _caption_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in words_of("caption"))
    return re.compile(rf"(?:{words})\s*:\s*([^()\[\]\u3010\u3011:]+)", re.IGNORECASE)
