"""SPSS files, by way of pyreadstat where it is installed: codes are kept, their labels stand beside them as read."""

import tempfile
from pathlib import Path
from typing import Any

from clustermark.evidence.layouts.records import Records
from clustermark.evidence.readers.sheet import MOST_COLUMNS, UnreadableFileError

_RETRY = "GB18030"
_IDS = ("respondent", "respondent_id", "responseid", "id", "case")  # what numbers the cases, if anything does


def looks_like_spss(data: bytes) -> bool:
    """Whether a file is one of SPSS, packed or not."""
    return data.startswith((b"$FL2", b"$FL3"))


def spss_records(data: bytes) -> Records:
    """The cases of the file; variables are the headers. Old Chinese files that name no encoding are read as GB18030."""
    try:
        import pyreadstat  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise UnreadableFileError("file.needs-extra", extra="survey", package="pyreadstat") from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.sav"
        path.write_bytes(data)
        frame, about = _read(pyreadstat, path)
    header = [str(name) for name in about.column_names]
    if len(header) > MOST_COLUMNS:
        raise UnreadableFileError("table.too-large", rows=about.number_rows, columns=len(header), most=MOST_COLUMNS)
    columns = [[_text(value) for value in frame[name]] for name in header]
    rows = [list(row) for row in zip(*columns, strict=True)]
    told = [_told_header(header, about), *(_told(header, row, about) for row in rows)]
    at = next((place for place, name in enumerate(header) if name.lower() in _IDS), None)
    if at is None:
        header = ["respondent", *header]
        rows = [[str(number), *row] for number, row in enumerate(rows, start=1)]
        told = [["respondent", *told[0]], *([str(number), *row] for number, row in enumerate(told[1:], start=1))]
    else:
        header = [header[at], *header[:at], *header[at + 1 :]]
        rows, told = ([[row[at], *row[:at], *row[at + 1 :]] for row in some] for some in (rows, told))
    return Records("spss", header, rows, encoding=str(about.file_encoding or "").lower(), told=told)


def _told_header(header: list[str], about: Any) -> list[str]:
    """Variables with the text of their items."""
    texts = about.column_names_to_labels
    return [f"{name}: {texts[name]}" if texts.get(name) else name for name in header]


def _told(header: list[str], row: list[str], about: Any) -> list[str]:
    """Codes with their labels."""
    labels = [
        {_text(code): label for code, label in about.variable_value_labels.get(name, {}).items()} for name in header
    ]
    return [f"{code} = {known[code]}" if code in known else code for code, known in zip(row, labels, strict=True)]


def _read(pyreadstat: Any, path: Path) -> tuple[Any, Any]:
    for encoding in (None, _RETRY):
        try:
            found = pyreadstat.read_sav(str(path), encoding=encoding, output_format="dict", user_missing=False)
        except UnicodeDecodeError:
            continue
        except Exception as error:  # whatever the library raises for a damaged file
            if "encod" in str(error).lower() or "convert" in str(error).lower():
                continue
            raise UnreadableFileError("file.damaged") from None
        return found[0], found[1]
    raise UnreadableFileError("file.encoding")


def _text(value: object) -> str:
    """A value as text: 3.0 is 3; what is missing is empty."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
