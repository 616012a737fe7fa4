"""The workbook of suggested codes: a row a suggestion, beside it the passage that it resembles, and what is decided.

It holds what people said and stays in the study's private folder. The same suggestions give the same bytes.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.codes import Code, code_names, shown_code
from clustermark.evidence.interviews.model import Interviews
from clustermark.evidence.interviews.sheet_words import LANGUAGES, word
from clustermark.evidence.interviews.suggestions import ACCEPT, OPEN, REJECT, Suggestion
from clustermark.evidence.neutral import neutralised, write_atomically
from clustermark.evidence.readers.sheet import Sheet, column_letter
from clustermark.study.problems import InputProblem, Where, problem

COLUMNS = ("place", "turn", "text", "code", "likeness", "passage", "row", "decision", "decided_by")
_WIDTHS = {"place": 12, "turn": 7, "text": 52, "code": 28, "likeness": 9, "passage": 52, "row": 16}
_OPEN = ("decision", "decided_by")
_HASH_SHOWN = 12
_PLACE = re.compile(r"'?([0-9a-f]{8,64}):(\d{1,9}):(\d{1,9})")
_CREATED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)


def write_suggestions(
    path: Path,
    found: Sequence[Suggestion],
    interviews: Interviews,
    codebook: Iterable[Code],
    people: Sequence[str],
    language: str,
) -> None:
    """Write the workbook; `people` are the coders who may decide."""
    shown = {str(code["id"]): shown_code(code, language) for code in codebook}
    rows = [_cells(one, interviews, shown, language) for one in found]
    write_atomically(path, lambda partial: _write(partial, rows, people, language))


def _cells(one: Suggestion, interviews: Interviews, shown: Mapping[str, str], language: str) -> tuple[str, ...]:
    text = interviews.texts[one.document][one.start : one.end]
    place = f"{one.document[:_HASH_SHOWN]}:{one.start}:{one.end}"
    decision = word(f"suggest-{one.decision}", language) if one.decision in (ACCEPT, REJECT) else one.decision
    told = (place, str(one.turn), text, shown.get(one.code, one.code), f"{one.likeness:.2f}", one.passage)
    return (*told, one.resembles, decision, one.decided_by)


def _write(path: Path, rows: Sequence[Sequence[str]], people: Sequence[str], language: str) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _CREATED, "title": word("suggestions", language), "author": "Clustermark"})
    sheet, about = book.add_worksheet(word("suggestions", language)), book.add_worksheet(word("about", language))
    wrap = {"text_wrap": True, "valign": "top", "num_format": "@"}
    header = book.add_format({**wrap, "bold": True, "bg_color": "#CFE3EA", "border": 1})
    fixed, free = book.add_format({**wrap, "bg_color": "#F2F2F2"}), book.add_format({**wrap, "locked": False})
    for at, name in enumerate(COLUMNS):
        sheet.write_string(0, at, word(f"suggest-{name}", language), header)
        sheet.set_column(at, at, _WIDTHS.get(name, 14))
    for line, cells in enumerate(rows, start=1):
        for at, (name, cell) in enumerate(zip(COLUMNS, cells, strict=True)):
            sheet.write_string(line, at, neutralised(cell), free if name in _OPEN else fixed)
    last = max(1, len(rows))
    _drop_downs(sheet, last, people, language)
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    allowed = ("format_columns", "format_rows", "sort", "autofilter", "select_locked_cells", "select_unlocked_cells")
    sheet.protect("", dict.fromkeys(allowed, True))
    about.set_column(0, 0, 100)
    for line, text in enumerate(word("suggest-guide", language).strip().split("\n")):
        about.write_string(line, 0, text, book.add_format({"text_wrap": True, "valign": "top"}))
    about.protect()
    book.close()


def _drop_downs(sheet: Any, last: int, people: Sequence[str], language: str) -> None:
    told = {"error_title": word("choose-title", language), "error_message": word("none-offered", language)}
    offered = [word(f"suggest-{decision}", language) for decision in (ACCEPT, REJECT)]
    column = COLUMNS.index("decision")
    sheet.data_validation(1, column, last, column, {"validate": "list", "source": offered, **told})
    if people and len(",".join(people)) < 250:  # longer lists are no list for a spreadsheet
        source = {"validate": "list", "source": list(people), "error_type": "information", **told}
        sheet.data_validation(1, column + 1, last, column + 1, source)


def read_suggestions(
    sheets: Sequence[Sheet], file: str, interviews: Interviews, codebook: Iterable[Code], people: Collection[str]
) -> tuple[list[Suggestion], list[Suggestion], list[InputProblem]]:
    """What stands in a workbook that came back: all of it as written, what counts of it, and what must be told.

    Rows are found by their place and code wherever they stand now. A decision counts where one of `people` made it;
    else the suggestion counts as undecided.
    """
    columns, sheet, first = _header(sheets)
    if not columns:
        return [], [], [problem("suggestions.no-header", Where(file))]
    names = code_names(codebook)
    written, counted, told = [], [], []
    for line, cells in enumerate(sheet.rows[first:], start=first + 1):
        said = {name: cells[at].strip().removeprefix("'") if at < len(cells) else "" for name, at in columns.items()}
        if not any(said.values()):
            continue
        one = _suggestion(said, interviews, names)
        if isinstance(one, str):
            told.append(problem(one, Where(file, sheet.name, line, column_letter(columns[_at(one)]))))
            continue
        written.append(one)
        wrong = _wrong(one, people)
        if wrong:
            told.append(problem(wrong, Where(file, sheet.name, line, column_letter(columns[_at(wrong)]))))
        counted.append(replace(one, decision=OPEN, decided_by="") if wrong else one)
    return written, counted, told


def _at(code: str) -> str:
    """The column that a problem is about."""
    at = {"suggestions.place": "place", "suggestions.code": "code", "suggestions.decision": "decision"}
    return at.get(code, "decided_by")


def _header(sheets: Sequence[Sheet]) -> tuple[dict[str, int], Sheet, int]:
    known = {fold(word(f"suggest-{name}", language)): name for language in LANGUAGES for name in COLUMNS}
    for sheet in sheets:
        for at, cells in enumerate(sheet.rows[:10]):
            columns = {known[fold(cell)]: column for column, cell in enumerate(cells) if fold(cell) in known}
            if {"place", "code", "decision", "decided_by"} <= set(columns):
                return columns, sheet, at + 1
    return {}, Sheet("", []), 0


def _suggestion(said: Mapping[str, str], interviews: Interviews, names: Mapping[str, str]) -> Suggestion | str:
    """The suggestion of a row, or the code of what is wrong with it."""
    named = _PLACE.fullmatch(said["place"].lower())
    texts = [] if named is None else [known for known in interviews.texts if known.startswith(named[1])]
    if named is None or len(texts) != 1 or not int(named[2]) < int(named[3]) <= len(interviews.texts[texts[0]]):
        return "suggestions.place"
    code = names.get(fold(said["code"]), "")
    if not code:
        return "suggestions.code"
    decision = _decision(said["decision"])
    turn, likeness = said.get("turn", ""), said.get("likeness", "")
    return Suggestion(
        texts[0], int(turn) if turn.isdecimal() else 0, int(named[2]), int(named[3]), code,
        float(likeness) if re.fullmatch(r"[01]\.\d{1,4}|[01]", likeness) else 0.0, said.get("row", ""),
        said.get("passage", ""), decision, said["decided_by"],
    )  # fmt: skip


def _decision(cell: str) -> str:
    known = {fold(word(f"suggest-{name}", language)): name for language in LANGUAGES for name in (ACCEPT, REJECT)}
    return known.get(fold(cell), cell)


def _wrong(one: Suggestion, people: Collection[str]) -> str:
    """What keeps a decision from counting."""
    if not one.decision:
        return ""
    if one.decision not in (ACCEPT, REJECT):
        return "suggestions.decision"
    return "" if one.decided_by in people else "suggestions.who"
