"""The coding sheet of one coder: a row a turn, columns of codes with drop-downs, the codebook on a sheet of its own.

The workbook holds what people said: it belongs beside the transcripts and is never written among the results. The same
interviews and codebook give the same bytes.
"""

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from clustermark.evidence.interviews.codes import Code, code_names, current, shown_code
from clustermark.evidence.interviews.coding_read import codebook_mark
from clustermark.evidence.interviews.model import Interviews
from clustermark.evidence.interviews.sheet_words import CODES, LEADING, STAMP, VERSION, headers, word
from clustermark.evidence.neutral import neutralised, write_atomically
from clustermark.evidence.specs import table_specs

FREE_ROWS = 200  # at the end, for further passages of a turn
LONGEST_CELL = 4_000  # signs of a turn that stand in one row; a longer one is cut at a sentence
HASH_SHOWN = 12
_CREATED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
_ENDS = "\n\u3002\uff01\uff1f.!?"
_WIDTHS = {"reference": 6, "document": 10, "turn": 7, "speaker": 9, "role": 9, "text": 56, "passage": 20}
_BOOK = ("book-code", "book-name", "book-parent", "book-definition", "book-include", "book-exclude", "book-example")
_BOOK_WIDTHS = (24, 22, 16, 46, 34, 34, 40, 30)
_TWO_LINES = 33.0  # points
_HIGHEST = 400.0  # points of a row; spreadsheets allow 409


@dataclass(frozen=True, slots=True)
class Filled:
    """What a coder already wrote at a place."""

    codes: tuple[str, ...] = ()
    stance: str = ""
    key_quote: bool = False
    cleared: bool = False
    memo: str = ""


def write_coding_sheet(
    path: Path, interviews: Interviews, codebook: Iterable[Code], coder: str, language: str, carried: bool = True
) -> int:
    """Write the sheet of a coder and give the number of its turns.

    With `carried`, what the coder coded before stands in it: whole turns in their rows, parts of turns at the end.
    """
    rows = list(_rows(interviews))
    done = _done(interviews, coder) if carried else {}
    book = current(codebook)
    write_atomically(path, lambda partial: _write(partial, rows, done, book, coder, language, interviews.texts))
    return len(rows)


@dataclass(frozen=True, slots=True)
class _Row:
    document: str  # hash
    name: str
    turn: int
    speaker: str
    role: str
    start: int
    end: int

    @property
    def place(self) -> str:
        return f"{self.document[:HASH_SHOWN]}:{self.start}:{self.end}"


def _rows(interviews: Interviews) -> Iterator[_Row]:
    """A row a turn, in the order of documents and turns; a long turn has several."""
    names = dict(interviews.documents.select("document", "name").iter_rows())
    for row in interviews.turns.iter_rows(named=True):
        text = interviews.texts[row["document"]]
        for start, end in parts_of_turn(text, row["start"], row["end"]):
            yield _Row(row["document"], names[row["document"]], row["turn"], row["speaker"], row["role"], start, end)


def parts_of_turn(text: str, start: int, end: int, longest: int = LONGEST_CELL) -> Iterator[tuple[int, int]]:
    """The stretch in parts of at most `longest` signs, cut behind the end of a sentence where there is one."""
    while end - start > longest:
        cut = max(text.rfind(sign, start + longest // 2, start + longest) for sign in _ENDS)
        cut = start + longest if cut < 0 else cut + 1
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _done(interviews: Interviews, coder: str) -> dict[tuple[str, int, int], Filled]:
    """What a coder coded, by place."""
    mine = interviews.segments.filter((pl.col("coder") == coder) & (pl.col("code") != ""))
    found: dict[tuple[str, int, int], Filled] = {}
    for row in mine.iter_rows(named=True):
        place = row["document"], row["start"], row["end"]
        before = found.get(place, Filled())
        stance, memo = row["stance"] or before.stance, row["memo"] or before.memo
        codes = (*before.codes, row["code"])
        found[place] = Filled(codes, stance, row["key_quote"], row["cleared"] or before.cleared, memo)
    return found


def _write(
    path: Path,
    rows: Sequence[_Row],
    done: Mapping[tuple[str, int, int], Filled],
    codebook: Sequence[Code],
    coder: str,
    language: str,
    texts: Mapping[str, str],
) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _CREATED, "title": word("title", language), "author": "Clustermark"})
    sheet, listed, about = (book.add_worksheet(word(name, language)) for name in ("coding", "codebook", "about"))
    codes = [code for code in codebook if not code.get("retired")]
    shown = {str(code["id"]): shown_code(code, language) for code in codebook}
    formats = _formats(book)
    _head(sheet, formats, language)
    places = {(row.document, row.start, row.end) for row in rows}
    parts = [(place, filled) for place, filled in sorted(done.items()) if place not in places]
    for at, row in enumerate(rows, start=1):
        _turn(sheet, at, row, texts[row.document][row.start : row.end], formats, language)
        _fill(sheet, at, done.get((row.document, row.start, row.end), Filled()), shown, formats, language)
    for at, (place, filled) in enumerate(parts, start=len(rows) + 1):
        sheet.write_string(at, 0, f"{place[0][:HASH_SHOWN]}:{place[1]}:{place[2]}", formats["open"])
        _fill(sheet, at, filled, shown, formats, language)
    last = len(rows) + len(parts) + FREE_ROWS
    for at in range(len(rows) + len(parts) + 1, last + 1):
        sheet.write_blank(at, 0, None, formats["open"])
        _fill(sheet, at, Filled(), shown, formats, language)
    _drop_downs(sheet, last, len(codes), language)
    _protect(sheet, last)
    _codebook(listed, codes, formats, language)
    _about(about, coder, len({row.place for row in rows}), codebook, formats, language)
    book.close()


def _formats(book: Any) -> Mapping[str, Any]:
    top = {"valign": "top", "text_wrap": True}
    return {
        "header": book.add_format(
            {"bold": True, "bg_color": "#CFE3EA", "border": 1, "text_wrap": True, "valign": "top"}
        ),
        "fixed": book.add_format({**top, "font_color": "#4A4A4A", "bg_color": "#F2F2F2"}),
        "place": book.add_format({"valign": "top", "font_color": "#6B6B6B", "bg_color": "#F2F2F2"}),
        "said": book.add_format({**top, "num_format": "@"}),
        "asked": book.add_format({**top, "num_format": "@", "font_color": "#6B6B6B", "italic": True}),
        "open": book.add_format({**top, "num_format": "@", "locked": False}),
        "plain": book.add_format(top),
        "bold": book.add_format({"bold": True}),
    }


def _head(sheet: Any, formats: Mapping[str, Any], language: str) -> None:
    for at, header in enumerate(headers(language)):
        sheet.write_string(0, at, header, formats["header"])
        name = LEADING[at] if at < len(LEADING) else ""
        sheet.set_column(at, at, _WIDTHS.get(name, 24 if len(LEADING) <= at < len(LEADING) + CODES else 14))
    sheet.freeze_panes(1, LEADING.index("text") + 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _turn(sheet: Any, at: int, row: _Row, text: str, formats: Mapping[str, Any], language: str) -> None:
    """What is fixed of a row; neutralised, for a transcript may hold anything."""
    role = table_specs()["interview_speakers"].column("role").label(row.role, language) if row.role else ""
    fixed = (row.place, row.name, str(row.turn), row.speaker, role or word("no-role", language))
    for column, cell in enumerate(fixed):
        sheet.write_string(at, column, neutralised(cell), formats["fixed" if column else "place"])
    sheet.write_string(at, len(fixed), neutralised(text), formats["asked" if row.role == "interviewer" else "said"])
    least = 0.0 if row.role == "interviewer" else _TWO_LINES  # a code with its name may need two lines
    sheet.set_row(at, max(least, _height(text, _WIDTHS["text"])))


def _height(text: str, width: int) -> float:
    """The height of a row whose text wraps, in points: not every program works it out itself."""
    lines = sum(
        max(1, math.ceil(sum(2 if sign > "\u2e80" else 1 for sign in line) * 1.1 / width)) for line in text.split("\n")
    )
    return min(15.0 * lines + 3, _HIGHEST)


def _fill(
    sheet: Any, at: int, filled: Filled, shown: Mapping[str, str], formats: Mapping[str, Any], language: str
) -> None:
    """The cells that the coder fills: open, and with what was coded before."""
    codes = [shown.get(code, code) for code in filled.codes[:CODES]]
    stance = table_specs()["segments"].column("stance").label(filled.stance, language) if filled.stance else ""
    yes = word("yes", language)
    cells = ["", *codes, *[""] * (CODES - len(codes)), stance]
    cells += [yes if filled.key_quote else "", yes if filled.cleared else "", filled.memo]
    for column, cell in enumerate(cells, start=LEADING.index("passage")):
        if cell:
            sheet.write_string(at, column, neutralised(cell), formats["open"])
        else:
            sheet.write_blank(at, column, None, formats["open"])


def _drop_downs(sheet: Any, last: int, codes: int, language: str) -> None:
    first = len(LEADING)
    strict = {
        "validate": "list",
        "error_title": word("choose-title", language),
        "error_message": word("none-offered", language),
    }
    book = word("codebook", language)
    column = chr(ord("A") + len(_BOOK))
    source = f"='{book}'!${column}$2:${column}${codes + 1}"
    sheet.data_validation(1, first, last, first + CODES - 1, strict | {"source": source})
    stance = table_specs()["segments"].column("stance")
    labels = [stance.label(str(value), language) for value in stance.allowed]
    sheet.data_validation(1, first + CODES, last, first + CODES, strict | {"source": labels})
    yes = [word("yes", language)]
    sheet.data_validation(1, first + CODES + 1, last, first + CODES + 2, strict | {"source": yes})


def _protect(sheet: Any, last: int) -> None:
    """Keep the text from being changed by mistake; no password, and rows may be sorted, filtered and resized."""
    sheet.autofilter(0, 0, last, len(headers("en")) - 1)
    allowed = ("format_columns", "format_rows", "sort", "autofilter", "select_locked_cells", "select_unlocked_cells")
    sheet.protect("", dict.fromkeys(allowed, True))


def _codebook(sheet: Any, codes: Sequence[Code], formats: Mapping[str, Any], language: str) -> None:
    for at, name in enumerate((*_BOOK, "book-shown")):
        sheet.write_string(0, at, word(name, language), formats["header"])
        sheet.set_column(at, at, _BOOK_WIDTHS[at])
    for line, code in enumerate(codes, start=1):
        told = [str(code.get(f"{name}_{language}") or "") for name in ("definition", "include", "exclude", "example")]
        name = str(code.get(f"name_{language}") or code["id"])
        cells = (str(code["id"]), name, str(code.get("parent") or ""), *told, shown_code(code, language))
        for at, cell in enumerate(cells):
            sheet.write_string(line, at, neutralised(cell), formats["plain"])
    sheet.freeze_panes(1, 2)
    sheet.protect()


def _about(
    sheet: Any, coder: str, turns: int, codebook: Sequence[Code], formats: Mapping[str, Any], language: str
) -> None:
    """What reading needs to know of the sheet, and how to fill it."""
    facts = (
        (STAMP, str(VERSION)),
        ("coder", coder),
        ("turns", str(turns)),
        ("codebook", codebook_mark(code_names(codebook))),
    )
    for line, (name, value) in enumerate(facts):
        sheet.write_string(line, 0, name, formats["fixed"])
        sheet.write_string(line, 1, neutralised(value), formats["fixed"])
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    guide = word("guide", language).replace("{codes}", str(CODES)).strip().split("\n")
    for line, text in enumerate(guide, start=len(facts) + 1):
        sheet.write_string(line, 1, text, formats["plain"])
    sheet.protect()
