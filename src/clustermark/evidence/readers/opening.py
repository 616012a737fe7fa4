"""From the bytes of a file to its sheets, by what the bytes are."""

from collections.abc import Sequence

from clustermark.evidence.readers.csv_reader import Progress, read_csv
from clustermark.evidence.readers.html_reader import read_html
from clustermark.evidence.readers.kinds import kind_of
from clustermark.evidence.readers.old_reader import read_old
from clustermark.evidence.readers.sheet import Sheet, UnreadableFileError
from clustermark.evidence.readers.xlsx_reader import read_xlsx
from clustermark.evidence.readers.xml_reader import read_xml


def sheets_of(
    data: bytes, reader: str, table: str, encoding: str = "", progress: Progress | None = None
) -> tuple[Sequence[Sheet], str]:
    """The sheets of a file, and its kind ("xlsx", "xls", "html", "csv", ...).

    `reader` is what the study declares: with "csv" only text is read, with "xlsx" only a workbook of any kind, with
    "auto" whatever it is. Raises `UnreadableFileError`.
    """
    kind, called = kind_of(data)
    if kind == "empty":
        raise UnreadableFileError("file.empty")
    if reader == "csv" and kind != "text":
        raise UnreadableFileError("file.not-text")
    if kind == "other":
        raise UnreadableFileError("file.other-kind", kind=called)
    if kind in ("xls", "xlsb"):
        return read_old(data, kind), kind
    if kind == "html":
        return list(read_html(data, encoding)), kind
    if kind == "xml":
        return list(read_xml(data)), kind
    if kind == "xlsx" or reader == "xlsx":
        return read_xlsx(data), "xlsx"
    return [read_csv(data, table, encoding, progress)], "csv"
