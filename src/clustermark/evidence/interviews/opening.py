"""Which reader an interview, a codebook or a coding needs; None where it is a plain table."""

from pathlib import Path

from clustermark.evidence.interviews.coding_read import coding_laid, is_coding_sheet
from clustermark.evidence.interviews.known import Known
from clustermark.evidence.interviews.refi_rows import looks_like_refi, refi_records
from clustermark.evidence.interviews.transcripts import transcript_records
from clustermark.evidence.layouts.catalogue import NO_LAYOUT
from clustermark.evidence.layouts.laid import Laid
from clustermark.evidence.layouts.records import laid_records
from clustermark.evidence.readers.kinds import kind_of
from clustermark.evidence.readers.sheet import UnreadableFileError
from clustermark.evidence.readers.xlsx_reader import read_xlsx
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem

TABLES = frozenset({"interviews", "codebook", "segments"})
_TRANSCRIPTS = (".docx", ".md", ".pdf", ".srt", ".vtt")  # single files that are transcripts and never tables
Opened = tuple[Laid, bytes, str, list[InputProblem]]  # rows, content, kind, what must be told


def interview_file(path: Path, data: bytes | None, source: Source, known: Known | None) -> Opened | None:
    """The rows of a folder of transcripts, of a REFI-QDA project or codebook, or of a coding sheet.

    `data` is the content of a file, None for a folder. Raises `UnreadableFileError`.
    """
    if source.table not in TABLES or source.layout == NO_LAYOUT:
        return None
    if data is None:
        return _folder(path, source) if source.table == "interviews" else None
    if source.table == "interviews" and path.suffix.lower() in _TRANSCRIPTS:
        records, _ = transcript_records(path, source)
        return laid_records(records, source), data, "transcript", []
    if looks_like_refi(data, path.suffix):
        records, told = refi_records(data, source)
        return laid_records(records, source), data, "refi", told
    if source.table == "segments" and kind_of(data)[0] == "xlsx":
        return _coding_sheet(data, source, known or Known())
    return None


def _folder(path: Path, source: Source) -> Opened:
    records, content = transcript_records(path, source)
    return laid_records(records, source), content, "folder", []


def _coding_sheet(data: bytes, source: Source, known: Known) -> Opened | None:
    try:
        sheets = read_xlsx(data)
    except UnreadableFileError:
        return None  # told by the reader of tables
    if not is_coding_sheet(sheets):
        return None
    laid, told = coding_laid(sheets, source, known)
    return laid, data, "coding-sheet", told
