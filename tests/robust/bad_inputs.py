"""The table of bad inputs: what each is, and what the program must say. `docs/robustness.md` is made from it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.robust.made_files import (
    CLAIMS,
    EXTERNAL,
    HEADER,
    STUDY,
    Spoil,
    archive_of,
    bomb,
    book,
    both,
    claims,
    good_book,
    good_rows,
    line,
    lines,
    locked_book,
    lying_bomb,
    old_word,
    parts,
    recoded,
    row,
    sheet,
    study,
    study_bytes,
    with_flag,
)

HEAD = ",".join(HEADER)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
FAR_BELOW = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad input. `code` is what must be told, "" where it must be read without a word; `exit_code` of `check`."""

    id: str
    what: str
    code: str
    spoil: Spoil
    exit_code: int = 1


def gone(name: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / name).unlink()

    return spoil


def folder_instead(name: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return spoil


def link(target: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / CLAIMS).unlink()
        (folder / CLAIMS).symlink_to(target)

    return spoil


def link_outside(folder: Path) -> None:
    outside = folder.parents[1] / "outside.csv"
    outside.write_bytes((folder / CLAIMS).read_bytes())
    link(str(outside))(folder)


def link_inside(folder: Path) -> None:
    (folder / CLAIMS).rename(folder / "kept.csv")
    (folder / CLAIMS).symlink_to("kept.csv")


def pipe(folder: Path) -> None:
    (folder / CLAIMS).unlink()
    os.mkfifo(folder / CLAIMS)


def sparse(name: str, size: int, start: bytes = b"") -> Spoil:
    def spoil(folder: Path) -> None:
        with (folder / name).open("wb") as file:
            file.write(start)
            file.truncate(size)

    return spoil


def declared_a_workbook(folder: Path) -> None:
    (folder / CLAIMS).rename(folder / "claims.dat")
    study('path = "claims.csv"', 'path = "claims.dat"\nreader = "xlsx"')(folder)


def places_row(text: str) -> Spoil:
    def spoil(folder: Path) -> None:
        with (folder / "places.csv").open("a", encoding="utf-8") as file:
            file.write(text + "\n")

    return spoil


def in_sheet(cell: str, name: str = "value") -> Spoil:
    rows = good_rows()
    rows[1][HEADER.index(name)] = cell
    return book(lambda: parts(sheet(rows)))


STUDY_FILES: Sequence[Bad] = (
    Bad("study-gone", "a folder without study.toml", "study.folder-without-study", gone(STUDY)),
    Bad("study-is-folder", "study.toml is a folder", "study.is-folder", folder_instead(STUDY)),
    Bad("study-empty", "study.toml of 0 bytes", "study.empty-file", study_bytes(lambda _: b"")),
    Bad(
        "study-only-mark",
        "study.toml holds a byte order mark only",
        "study.missing-key",
        study_bytes(lambda _: b"\xef\xbb\xbf"),
    ),
    Bad(
        "study-mark-crlf",
        "study.toml with byte order mark and Windows line ends",
        "",
        study_bytes(lambda d: b"\xef\xbb\xbf" + d.replace(b"\n", b"\r\n")),
        0,
    ),
    Bad("study-utf16", "study.toml in UTF-16", "study.not-utf8", study_bytes(lambda d: d.decode().encode("utf-16"))),
    Bad(
        "study-gb18030", "study.toml in GB18030", "study.not-utf8", study_bytes(lambda d: d.decode().encode("gb18030"))
    ),
    Bad(
        "study-binary", "study.toml is a picture", "study.not-utf8", study_bytes(lambda _: b"\x89PNG\r\n\x1a\n\xff\xd8")
    ),
    Bad("study-nul", "NUL bytes in study.toml", "study.not-toml", study_bytes(lambda d: d + b"\0\0")),
    Bad("study-huge", "study.toml of 1 GB", "study.too-large", sparse(STUDY, 2**30)),
    Bad(
        "study-deep",
        "100,000 brackets in each other in study.toml",
        "study.not-toml",
        study_bytes(lambda d: d + b"\n[x]\na = " + b"[" * 100_000),
    ),
    Bad(
        "study-dotted",
        "a key of 5,000 parts in study.toml",
        "study.unknown-key",
        study_bytes(lambda d: b"x" + b".x" * 5000 + b" = 1\n" + d),
    ),
    Bad(
        "study-key-twice",
        "a key written twice",
        "study.not-toml",
        study('period = "2021"', 'period = "2021"\nperiod = "2020"'),
    ),
    Bad("study-unknown-key", "a key misspelt", "study.unknown-key", study("focus =", "focuss =")),
    Bad(
        "study-wrong-type",
        "a date where a period belongs",
        "study.wrong-text",
        study('period = "2021"', "period = 2021-01-01"),
    ),
    Bad(
        "study-wrong-list",
        "one text where a list belongs",
        "study.wrong-list",
        study('past = ["2012"]', 'past = "2012"'),
    ),
    Bad(
        "study-seed",
        "a seed that is not a number",
        "study.wrong-value",
        study('language = "en"', 'language = "en"\nseed = nan'),
    ),
    Bad(
        "study-language",
        "a language that there is not",
        "study.wrong-choice",
        study('language = "en"', 'language = "fr"'),
    ),
    Bad("study-period", "a year of five digits", "study.bad-period", study('period = "2021"', 'period = "20211"')),
    Bad("study-period-late", "the year 9999", "study.year-out-of-range", study('period = "2021"', 'period = "9999"')),
    Bad("study-id", "a path as the id of a source", "study.bad-id", study('id = "claims"', 'id = "../../claims"')),
    Bad("study-id-twice", "two sources of one id", "study.source-twice", study('id = "claims"', 'id = "places"')),
    Bad(
        "study-file-twice",
        "a file listed twice",
        "study.file-twice",
        study('path = "judgements.csv"', 'path = "claims.csv"'),
    ),
    Bad(
        "study-path-absolute",
        "an absolute path",
        "study.path-absolute",
        study('path = "claims.csv"', 'path = "/etc/passwd"'),
    ),
    Bad(
        "study-path-up",
        "a path that climbs out of the study",
        "study.path-outside",
        study('path = "claims.csv"', 'path = "../../../etc/passwd"'),
    ),
    Bad(
        "study-path-device",
        "the name of a device of Windows",
        "study.path-characters",
        study('path = "claims.csv"', 'path = "nul.csv"'),
    ),
    Bad(
        "study-path-stream",
        "a stream behind a file name",
        "study.path-characters",
        study('path = "claims.csv"', 'path = "claims.csv:x"'),
    ),
    Bad(
        "study-path-long",
        "a file name of 5,000 characters",
        "study.source-missing",
        study('path = "claims.csv"', f'path = "{"x" * 5000}.csv"'),
    ),
    Bad(
        "study-encoding",
        "an encoding that is not offered",
        "study.wrong-choice",
        study('path = "claims.csv"', 'path = "claims.csv"\nencoding = "utf-7"'),
    ),
    Bad("study-no-sources", "no sources at all", "study.no-sources", study_bytes(lambda d: d.split(b"[[sources]]")[0])),
    Bad(
        "study-table",
        "a table that there is not",
        "source.unknown-table",
        study('table = "claims"', 'table = "claimz"'),
    ),
    Bad(
        "study-place",
        "a focus that places does not hold",
        "study.place-unknown",
        study('focus = "sampleton"', 'focus = "elsewhere"'),
    ),
)

FILES: Sequence[Bad] = (
    Bad("file-gone", "a source that is not there", "study.source-missing", gone(CLAIMS)),
    Bad("file-empty", "a source of 0 bytes", "study.source-empty", claims(b"")),
    Bad("file-is-folder", "a folder where a file belongs", "study.source-is-folder", folder_instead(CLAIMS)),
    Bad("file-pipe", "a named pipe, which would never end", "study.source-missing", pipe),
    Bad("link-outside", "a symbolic link to a file outside", "study.path-outside", link_outside),
    Bad("link-inside", "a symbolic link to a file of the study", "", link_inside, 0),
    Bad("link-device", "a symbolic link to an endless device", "study.path-outside", link("/dev/zero")),
    Bad("link-broken", "a symbolic link to nothing", "study.source-missing", link("nothing.csv")),
    Bad("link-loop", "a symbolic link to itself", "study.source-missing", link(CLAIMS)),
    Bad("file-sparse", "a text file of 1 GB", "file.too-large", sparse(CLAIMS, 2**30, HEAD.encode() + b"\n")),
    Bad("file-blank", "blanks and line ends only", "file.empty", claims(b" \n\r\n\t\n,,,\n")),
    Bad("file-zeros", "NUL bytes only, as a crashed disk leaves", "file.not-text", claims(bytes(5000))),
    Bad("file-pdf", "a PDF with the ending csv", "file.other-kind", claims(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")),
    Bad("file-picture", "a picture with the ending csv", "file.other-kind", claims(b"\x89PNG\r\n\x1a\n" + bytes(50))),
    Bad("file-gzip", "a packed file with the ending csv", "file.other-kind", claims(b"\x1f\x8b\x08\0" + bytes(50))),
    Bad(
        "file-error-page",
        "the error page of a web site, saved as a table",
        "file.no-table",
        claims(b"<!doctype html><html><body><h1>404</h1></body></html>"),
    ),
    Bad(
        "file-random",
        "bytes without sense",
        "table.no-header",
        claims(bytes((7 * n * n + 13) % 256 for n in range(1, 4000))),
    ),
)

TEXT: Sequence[Bad] = (
    Bad("text-nul", "a NUL byte in a row", "line.nul", lines("sampleton,situation.firms,5\0 10\n")),
    Bad(
        "text-mixed",
        "a row in GB18030 in a file in UTF-8",
        "line.encoding",
        lines(line(publisher="示例县统计局").encode("gb18030")),
    ),
    Bad(
        "text-mixed-back",
        "a row in UTF-8 in a file in GB18030",
        "line.encoding",
        recoded("gb18030", line(publisher="示例县统计局").encode()),
    ),
    Bad("text-gb18030", "a file in GB18030", "file.read-as", recoded("gb18030"), 0),
    Bad("text-utf16", "a file in UTF-16 with its mark", "file.read-as", recoded("utf-16"), 0),
    Bad("text-utf16-bare", "a file in UTF-16 without a mark", "file.not-text", recoded("utf-16-le")),
    Bad(
        "text-latin",
        "a file in Latin-1 that does not say so",
        "line.encoding",
        claims(HEAD.encode() + b"\nsampleton,situation.firms,5,,,,firms,town,,2021,Caf\xe9\n"),
    ),
    Bad(
        "text-replaced",
        "signs of replacement left by another program",
        "line.replaced",
        row(publisher="示\ufffd日报"),
        1,
    ),
    Bad("text-long-line", "a line of 2 MB", "line.too-long", lines(b"sampleton," + b"x" * 2_000_000 + b"\n")),
    Bad("text-long-cell", "a cell of 900,000 characters", "number.unreadable", lines(line(value="x" * 900_000))),
    Bad(
        "text-quote-open",
        "a quotation mark that is never closed",
        "file.quotes",
        lines('sampleton,"situation.firms,5\n' + line()),
    ),
    Bad("text-quote-stray", "a quotation mark in the middle", "line.quotes", lines('sampleton,"situation"firms,5\n')),
    Bad("text-wide-row", "a row of 30 cells", "row.too-many-cells", lines(line().strip() + ",x" * 13 + "\n")),
    Bad("text-wide", "a table of 600 columns", "table.too-large", claims((HEAD + "," * 600 + "\n" + line()).encode())),
    Bad("text-no-header", "rows without a header", "table.no-header", claims(line().encode() * 3)),
    Bad("text-header-only", "a header without rows", "", claims(HEAD.encode() + b"\n"), 0),
    Bad(
        "text-header-twice",
        "two columns of one header",
        "table.column-twice",
        claims((HEAD + ",unit\n" + line().strip() + ",firms\n").encode()),
    ),
    Bad(
        "text-header-blank",
        "a column without a header",
        "table.header-blank",
        claims((HEAD + ",\n" + line().strip() + ",x\n").encode()),
        0,
    ),
    Bad("text-header-again", "the header again in the middle", "", lines(HEAD + "\n", line()), 0),
    Bad(
        "text-column-gone",
        "a needed column that is not there",
        "table.column-missing",
        claims((HEAD.replace("variable", "remark") + "\n" + line()).encode()),
    ),
    Bad(
        "text-old-mac",
        "line ends of the old Macintosh",
        "",
        lambda folder: claims((folder / CLAIMS).read_bytes().replace(b"\n", b"\r"))(folder),
        0,
    ),
)

CELLS: Sequence[Bad] = (
    Bad("cell-formula", "a command as a formula in a number", "number.unreadable", row(value="=cmd|' /C calc'!A0")),
    Bad("cell-formula-text", "a formula in a text", "", row(publisher='=HYPERLINK("http://example.org","x")'), 0),
    Bad("cell-bidi", "a sign that turns the direction of writing, in a number", "", row(value="\u202e510\u202c"), 0),
    Bad("cell-zero-width", "a blank without width in a name", "", row(subject="samp\u200bleton"), 0),
    Bad("cell-look-alike", "a Cyrillic letter in a name", "place.unknown", row(subject="s\u0430mpleton")),
    Bad("cell-escape", "signs that steer a terminal", "number.unreadable", row(value="\x1b[2J5")),
    Bad("cell-markup", "a script in a number", "number.unreadable", row(value="<script>alert(1)</script>")),
    Bad("cell-slot", "slots of a format string", "number.unreadable", row(value="{0.__class__}%s%n")),
    Bad("cell-digits", "a number of 5,000 digits", "number.unreadable", row(value="9" * 5000)),
    Bad("cell-power", "a power beyond every computer", "number.unreadable", row(value="1e999999")),
    Bad("cell-nan", "NaN in a number", "number.unreadable", row(value="nan")),
    Bad("cell-vague", "many, in words", "number.vague", row(value="许多")),
    Bad("cell-reversed", "a range that runs backwards", "number.range-reversed", row(value="30-20")),
    Bad("cell-grouping", "a decimal comma that is not declared", "number.grouping", row(value="1,5")),
    Bad("unit-unknown", "a unit that no one knows", "unit.unknown", row(unit="florps")),
    Bad(
        "unit-dollar",
        "a currency that is not named",
        "unit.unknown",
        row(variable="situation.output_value", value="5", unit="million $"),
    ),
    Bad("unit-contradicts", "a unit in the cell and another in its column", "unit.twice", row(value="510人")),
    Bad(
        "unit-scale",
        "a scale in the cell and in its column",
        "unit.scale-twice",
        row(variable="situation.output_value", value="3.5亿", unit="万元"),
    ),
    Bad("unit-does-not-fit", "firms counted in percent", "unit.does-not-fit", row(unit="percent")),
    Bad(
        "unit-header-differs",
        "a unit in the header and another in its column",
        "unit.header-differs",
        claims(
            (
                HEAD.replace("value,", "value（万元）,", 1) + "\n" + line(variable="situation.output_value", unit="USD")
            ).encode()
        ),
    ),
    Bad("year-early", "a year before 1800", "year.out-of-range", row(year="1066")),
    Bad("year-19th-century", "a year before 1900", "", row(year="1899"), 0),
    Bad("year-two-digits", "a year of two digits", "year.out-of-range", row(year="21")),
    Bad("year-month-13", "a month that no calendar has", "date.impossible", row(year="2019年13月")),
    Bad("year-half", "half a year", "year.part", row(year="2021年上半年")),
    Bad(
        "share-160",
        "a share of 160 percent",
        "share.over-100",
        row(variable="situation.world_output_share", value="160", unit="percent"),
    ),
    Bad(
        "code-unknown",
        "a code that there is not",
        "code.unknown",
        row(variable="governance.type", value="", unit="", code="friendly"),
    ),
    Bad("measure-unknown", "a measure that there is not", "measure.unknown", row(variable="situation.firmz")),
    Bad("choice-unknown", "a choice that there is not", "choice.not-allowed", row(reliability="Z")),
    Bad("id-twice", "a place listed twice", "key.repeated", places_row("sampleton,city,另一处,Another,,,,")),
    Bad("id-path", "a path as the id of a place", "id.malformed", places_row("../x,city,另一处,Another,,,,")),
)

WORKBOOKS: Sequence[Bad] = (
    Bad("book-locked", "a workbook with a password", "file.locked", book(locked_book)),
    Bad(
        "book-zip-locked",
        "a workbook in an archive with a password",
        "file.damaged",
        book(lambda: with_flag(good_book())),
    ),
    Bad("book-truncated", "a workbook of which the end is missing", "file.damaged", book(lambda: good_book()[:-300])),
    Bad("book-half", "the first half of a workbook", "file.damaged", book(lambda: good_book()[:700])),
    Bad(
        "book-other-archive",
        "an archive that is no workbook",
        "file.not-a-workbook",
        book(lambda: archive_of(["a.txt", "b.txt"])),
    ),
    Bad(
        "book-climbs",
        "an archive whose parts would climb out of a folder",
        "file.not-a-workbook",
        book(lambda: archive_of(["../../evil.txt"])),
    ),
    Bad("book-bomb", "a workbook that unpacks to 310 MB", "file.unpacks-too-large", book(lambda: bomb(310))),
    Bad("book-lying-bomb", "a workbook that unpacks to more than it says", "file.damaged", book(lying_bomb)),
    Bad(
        "book-many-parts",
        "a workbook of 6,000 parts",
        "file.unpacks-too-large",
        book(lambda: archive_of([f"x/{n}" for n in range(6000)])),
    ),
    Bad(
        "book-laughs",
        "entities that multiply to 400 MB",
        "file.damaged",
        book(lambda: parts(sheet([*good_rows(), ["&i;"]], head=LAUGHS))),
    ),
    Bad(
        "book-entity",
        "an entity that names a file of the computer",
        "file.damaged",
        book(lambda: parts(sheet([*good_rows(), ["&a;"]], head=OUTSIDE))),
    ),
    Bad(
        "book-external",
        "a link to another file, with its stored value",
        "",
        book(
            lambda: parts(
                sheet(
                    [
                        good_rows()[0],
                        [
                            "<c><f>[1]S!A1</f><v>510</v></c>" if name == "value" else cell
                            for name, cell in zip(HEADER, good_rows()[1], strict=True)
                        ],
                    ]
                ),
                relations=EXTERNAL,
            )
        ),
        0,
    ),
    Bad("book-no-value", "a formula whose value was never stored", "cell.formula", in_sheet("<c><f>1+1</f></c>")),
    Bad("book-error", "a cell that shows #DIV/0!", "cell.error", in_sheet('<c t="e"><v>#DIV/0!</v></c>')),
    Bad(
        "book-hidden", "a sheet that is hidden", "sheet.hidden", book(lambda: parts(sheet(good_rows()), hidden=True)), 0
    ),
    Bad("book-sheet-gone", "a sheet that is not there", "sheet.missing", book(good_book, more='\nsheet = "other"')),
    Bad(
        "book-none-fits",
        "no sheet with the header",
        "sheet.none-fits",
        book(lambda: parts(sheet([["a", "b"], ["1", "2"]]))),
    ),
    Bad(
        "book-last-row",
        "a single cell in row 1,048,576",
        "table.too-large",
        book(lambda: parts(sheet(good_rows()).replace("</sheetData>", FAR_BELOW + "</sheetData>"))),
    ),
    Bad(
        "book-dimension",
        "a sheet that says it is full",
        "",
        book(lambda: parts(sheet(good_rows(), inside='<dimension ref="A1:XFD1048576"/>'))),
        0,
    ),
    Bad(
        "book-negative-date",
        "a negative number for a year",
        "date.no-year",
        in_sheet("<c><v>-5</v></c>", "year"),
    ),
    Bad("book-old-word", "an old Word document", "file.old-or-locked", book(old_word)),
    Bad("book-word", "a Word document", "file.other-kind", book(lambda: archive_of(["word/document.xml"]))),
    Bad(
        "book-open-document",
        "a sheet of LibreOffice",
        "file.other-kind",
        book(lambda: archive_of(["content.xml", "mimetype"])),
    ),
    Bad(
        "book-read-as-text",
        "a workbook declared to be text",
        "file.not-text",
        both(
            lambda folder: claims(good_book())(folder),
            study('path = "claims.csv"', 'path = "claims.csv"\nreader = "csv"'),
        ),
    ),
    Bad(
        "book-text",
        "text declared to be a workbook",
        "file.damaged",
        declared_a_workbook,
    ),
    Bad(
        "book-xml-bomb",
        "an XML workbook of Excel 2003 with entities",
        "file.damaged",
        claims(
            b'<?xml version="1.0"?>'
            + LAUGHS.encode()
            + b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell>'
            + b"<Data>&i;</Data></Cell></Row></Table></Worksheet></Workbook>"
        ),
    ),
)

GROUPS = {
    "The study file": STUDY_FILES,
    "Files": FILES,
    "Text files": TEXT,
    "Cells": CELLS,
    "Workbooks": WORKBOOKS,
}
ALL: Sequence[Bad] = tuple(bad for group in GROUPS.values() for bad in group)
