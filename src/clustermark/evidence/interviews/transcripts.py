"""A folder of transcripts: every file an interview, counted in the order of the names. Links are not followed."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from clustermark.evidence.clean import Broken, broken
from clustermark.evidence.date_cells import date_of
from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.front import LONGEST_LINE, Front, front_of
from clustermark.evidence.interviews.labels import words
from clustermark.evidence.interviews.pdf import pdf_text
from clustermark.evidence.interviews.plain import MOST_SIGNS, plain
from clustermark.evidence.interviews.subtitles import looks_like_subtitles, subtitle_text
from clustermark.evidence.interviews.times import Times, written
from clustermark.evidence.interviews.word import word_text
from clustermark.evidence.layouts.laid import AsideKind
from clustermark.evidence.layouts.records import Records, text_of
from clustermark.evidence.layouts.text_folder import files_of
from clustermark.evidence.readers.kinds import kind_of
from clustermark.evidence.readers.sheet import UnreadableFileError
from clustermark.study.model import Source

HEADER: tuple[str, ...] = ("document", "title", "subject", "date", "language", "consent", "interviewer", "speakers")
HEADER += ("text", "hash", "times")
_MOST_BYTES = 20 * 1024 * 1024  # of a file
_DATED_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DATED_LINE = re.compile("\\d{4}\\s*[-./\u5e74]\\s*\\d{1,2}\\s*[-./\u6708]\\s*\\d{1,2}\\s*\u65e5?")
_WIDE = re.compile("[\u4e00-\u9fff]")
_TOP = 5  # lines in which a date or a title is looked for


def transcript_records(folder: Path, source: Source) -> tuple[Records, bytes]:
    """The transcripts of a folder and the folders in it (or one file), and a list of hashes that stands for them.

    A file that cannot be read, or that is no transcript, has a flaw; one that shows how to write a transcript is set
    aside. A folder in the folder names the cluster.
    """
    rows: list[list[str]] = []
    wrong: dict[int, Broken] = {}
    aside: dict[int, AsideKind] = {}
    listed: list[str] = []
    files = files_of(folder) if folder.is_dir() else [folder]
    for number, path in enumerate(files, start=1):
        shown = path.relative_to(folder).as_posix() if path != folder else path.name
        name = shown.encode("utf-8", "replace").decode("utf-8")
        row = dict.fromkeys(HEADER, "")
        try:
            data = path.read_bytes()
            listed.append(f"{hashlib.sha256(data).hexdigest()}  {name}")
            row |= _row(data, path, source)
            row |= {"document": name}
            if folder not in (path, path.parent) and not row["subject"]:
                row["subject"] = path.parent.name
        except (OSError, UnreadableFileError) as error:
            listed.append("" if isinstance(error, UnreadableFileError) else f"unread  {name}")
            wrong[number] = _flaw(name, error)
            row = dict.fromkeys(HEADER, "")
        if _is_example(row["text"]):
            aside[number] = "example"
            row = dict.fromkeys(HEADER, "")
        rows.append([row[column] for column in HEADER])
    return Records("folder", HEADER, rows, wrong, aside), "\n".join(filter(None, listed)).encode("utf-8")


def _flaw(name: str, error: Exception) -> Broken:
    if isinstance(error, UnreadableFileError):
        code = error.code if error.code.startswith("interview.") else "interview.damaged"
        return broken("document", name, code, **error.fields)
    return broken("document", name, "text-file.unreadable", text=name)


def _is_example(text: str) -> bool:
    opening = re.split("[:\uff1a]", text[:40], maxsplit=1)
    return len(opening) == 2 and fold(opening[0]) in words()["example"]


def _row(data: bytes, path: Path, source: Source) -> Mapping[str, str]:
    """What a file holds. Raises `UnreadableFileError`."""
    if len(data) > _MOST_BYTES:
        raise UnreadableFileError("interview.too-long", most=MOST_SIGNS)
    text, times = transcript_text(data, path.suffix.lower(), source)
    kept = plain(text)
    if not kept.text:
        raise UnreadableFileError("interview.empty")
    if len(kept.text) > MOST_SIGNS:
        raise UnreadableFileError("interview.too-long", most=MOST_SIGNS)
    moved = [(kept.position(at), start, end) for at, start, end in times]
    front = front_of(kept.text)
    found = {"text": kept.text, "hash": kept.hash, "times": written(moved), "language": language_of(kept.text)}
    return found | {"title": _title(kept.text, front), "date": _date(path.stem, kept.text)} | dict(front.said)


def transcript_text(data: bytes, ending: str, source: Source) -> tuple[str, Times]:
    """The text of a transcript as it stands, and its times. Raises `UnreadableFileError`."""
    kind, called = kind_of(data)
    if kind == "empty":
        raise UnreadableFileError("interview.empty")
    if called == "Word":
        return word_text(data)
    if called == "PDF":
        return pdf_text(data), ()
    if kind == "xlsx" and ending == ".docx":
        raise UnreadableFileError("interview.damaged")
    if kind not in ("text", "html", "xml"):  # a transcript may open with a bracket
        raise UnreadableFileError("interview.other-kind", kind=called or ("Word 97" if kind == "xls" else kind))
    text, _ = text_of(data, source)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return subtitle_text(text) if looks_like_subtitles(text) else (text, ())


def language_of(text: str) -> str:
    """ "zh" where Chinese signs are a tenth of the letters of the first part, else "en"."""
    head = text[:5000]
    wide = len(_WIDE.findall(head))
    return "zh" if wide * 10 > sum(sign.isalpha() for sign in head) else "en"


def _title(text: str, front: Front) -> str:
    """The first line where it can be a title: short, alone, and nothing that was said."""
    lines = text.split("\n", _TOP)
    first = lines[0].strip().lstrip("# ").strip()
    if len(lines) < 2 or 0 in front.lines or len(first) > LONGEST_LINE or re.search("[:\uff1a]", first):
        return ""
    return "" if re.search("\\d{1,2}:\\d{2}\\s*$", first) else first


def _date(stem: str, text: str) -> str:
    """The date in the name of the file, else the one with which one of the first lines begins."""
    found = _DATED_NAME.search(stem)
    if found:
        return "-".join(found.groups())
    for line in text.split("\n", _TOP)[:_TOP]:
        begun = _DATED_LINE.match(line.strip().lstrip("# "))
        if begun:
            try:
                return date_of(begun[0].replace(" ", "")) or ""
            except ValueError:
                return ""
    return ""
