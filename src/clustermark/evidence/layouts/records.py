"""Files that are no tables: records one after the other, as rows under the headers of the table or of a layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from clustermark.evidence.clean import Broken
from clustermark.evidence.fold import fold
from clustermark.evidence.layouts.apply import apply_layout
from clustermark.evidence.layouts.laid import AsideKind, Laid
from clustermark.evidence.layouts.model import Layout
from clustermark.evidence.layouts.recognise import find_layout
from clustermark.evidence.readers.encoding import encoding_of, without_mark
from clustermark.evidence.readers.sheet import Sheet
from clustermark.evidence.readers.text_rows import TextRows, frame_of
from clustermark.evidence.specs import match_headers
from clustermark.study.model import Source, Text

_PERSONAL = frozenset(fold(name) for name in ("author", "authors", "nickname", "user_id", "user_name", "ip", "avatar"))


@dataclass(frozen=True, slots=True)
class Records:
    """What a file of records holds: a header of its own making, a row a record, and what became of the others.

    `wrong` and `aside` are by number of the record from 1, which is its row in every reference.
    """

    layout: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    wrong: Mapping[int, Broken] = field(default_factory=dict)
    aside: Mapping[int, AsideKind] = field(default_factory=dict)
    encoding: str = ""
    told: Sequence[Sequence[str]] = ()  # header and rows as people should see them, where that differs
    personal: frozenset[str] = _PERSONAL


def text_of(data: bytes, source: Source) -> tuple[str, str]:
    """The text of a file and its encoding, by the policy for every text file."""
    body, marked = without_mark(data)
    found = marked or encoding_of(body, source.encoding)
    return body.decode("utf-8" if marked else found, errors="replace"), found


def laid_records(records: Records, source: Source) -> Laid:
    """The records as rows of the source's table: by a known layout where their names are those of one."""
    padded = [list(row) for row in records.rows]
    sheet = Sheet("", TextRows(frame_of([list(records.header), *padded])), encoding=records.encoding)
    found = find_layout(Sheet("", [list(records.header)]), source.table)
    laid = apply_layout(found[0], sheet, 0, source) if found else _by_names(records, sheet, source)
    aside = {line - 1: kind for line, kind in laid.aside.items() if line > 1 and line - 1 not in records.wrong}
    assert isinstance(laid.sheet.rows, TextRows) and isinstance(laid.rows, TextRows)
    keys, rows = _told(records) if records.told else (laid.keys, TextRows(laid.rows.frame.slice(1)))
    return replace(
        laid,
        layout=records.layout if not found else f"{records.layout}+{found[0].id}",
        sheet=replace(laid.sheet, rows=TextRows(laid.sheet.rows.frame.slice(1))),
        head=replace(laid.head, start=0, end=0),
        keys=keys,
        rows=rows,
        aside=aside | dict(records.aside),
        wrong=records.wrong,
    )


def _told(records: Records) -> tuple[Sequence[str], TextRows]:
    """Other cells as read than those that are used: for codes, the labels beside them."""
    kept = [at for at, name in enumerate(records.header) if fold(name) not in records.personal]
    header, *rows = [[row[at] for at in kept] for row in records.told]
    return header, TextRows(frame_of(rows))


def _by_names(records: Records, sheet: Sheet, source: Source) -> Laid:
    """Records whose names are columns of the table, or what people call them."""
    found, _ = match_headers(source.table, records.header)
    columns = {column: (records.header[at],) for at, column in found.items()}
    plain = Layout(
        id=records.layout,
        table=source.table,
        name=Text(zh="", en=""),
        met="none",
        columns=columns,
        personal=tuple(name for name in records.header if fold(name) in records.personal),
    )
    return apply_layout(plain, sheet, 0, source)
