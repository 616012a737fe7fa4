"""Reads the study file; every problem in it is told at once, each with its line."""

import errno
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from clustermark.study.checks import Flaw, flaws_of, tidied
from clustermark.study.lines import key_lines, line_of
from clustermark.study.model import LANGUAGES, Study
from clustermark.study.paths import STUDY_FILE, study_file
from clustermark.study.problems import ClustermarkError, InputProblem, Where
from clustermark.study.schema import schema_flaws

MOST_BYTES = 1024 * 1024  # of a study file; one of a thousand sources has a quarter of it
_PLACE_IN_TEXT = re.compile(r"at line (\d+), column (\d+)")


def load_study(path: Path | str) -> Study:
    """The study in a folder or study file.

    Raises ClustermarkError with every problem found: unknown keys, wrong values, ids given twice, files that are
    missing. The error carries the study's language where that could be read.
    """
    file = _existing_study_file(Path(path))
    text = _text_of(file)
    raw = _parsed(text, file)
    language = raw.get("language")
    problems = _problems_of(raw, text, file)
    if problems:
        raise ClustermarkError(problems, language=language if language in LANGUAGES else "")
    return Study.model_validate({**tidied(raw), "folder": file.parent})


def language_of(path: Path | str) -> str:
    """The language that a study file asks messages to be in, "" where it cannot be read: needed before loading."""
    try:
        file = study_file(Path(path))
        if file.stat().st_size > MOST_BYTES:
            return ""
        language = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("language", "zh")
    except (OSError, ValueError, RecursionError):
        return ""
    return language if language in LANGUAGES else ""


def _fail(code: str, file: Path, line: int | None = None, *fields: tuple[str, str]) -> NoReturn:
    raise ClustermarkError([InputProblem(code, Where(file=str(file), row=line), fields)])


def _existing_study_file(path: Path) -> Path:
    try:
        if path.is_file() and path.suffix.lower() != ".toml":
            _fail("study.not-a-study-file", path)
        file = study_file(path)
        if not path.exists():
            _fail("study.not-found", path)
        if not file.exists():
            _fail("study.folder-without-study", path, None, ("name", STUDY_FILE))
        if file.is_dir():
            _fail("study.is-folder", file)
    except OSError as error:  # a folder that may not be entered, a name that is too long
        _fail(_reading_code(error), path)
    return file


def _reading_code(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return "study.no-rights"
    return "study.not-found" if error.errno in (errno.ENOENT, errno.ENAMETOOLONG) else "study.unreadable"


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            _fail("study.too-large", file, None, ("most", str(MOST_BYTES // 1024)))
        data = file.read_bytes()
    except OSError as error:
        _fail(_reading_code(error), file)
    if not data.strip():
        _fail("study.empty-file", file)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        _fail("study.not-utf8", file, data[: error.start].count(b"\n") + 1)


def _parsed(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE_IN_TEXT.search(str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        rows = text.split("\n")
        _fail("study.not-toml", file, line, ("text", rows[line - 1].strip() if line <= len(rows) else ""))
    except RecursionError:
        _fail("study.not-toml", file, 1, ("text", ""))


def _problems_of(raw: Mapping[str, Any], text: str, file: Path) -> list[InputProblem]:
    """Problems of the schema and of the meaning, in the order of the file, none twice for one key."""
    flaws: dict[tuple[object, ...], Flaw] = {}
    for flaw in (*_schema_problems(raw), *flaws_of(raw, file.parent)):
        flaws.setdefault((flaw.path, flaw.code if flaw.code == "study.unknown-key" else ""), flaw)
    lines = key_lines(text)
    found = []
    for flaw in flaws.values():
        line = line_of(flaw.path, lines)
        first = flaw.first and line_of(flaw.first, lines)
        fields = (*flaw.fields, *((("first", str(first)),) if first else ()))
        where = Where(file=str(file), row=line, column=_written(flaw.path))
        found.append(InputProblem(flaw.code, where, tuple(sorted(fields))))
    return sorted(found, key=lambda item: item.where.row or 0)


def _schema_problems(raw: Mapping[str, Any]) -> list[Flaw]:
    try:
        Study.model_validate(tidied(raw))
    except ValidationError as error:
        return schema_flaws(raw, error)
    return schema_flaws(raw, None)


def _written(path: tuple[str | int, ...]) -> str:
    """("sources", 0, "path") -> "sources[1].path", as people count."""
    out = ""
    for part in path:
        out += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if out else part)
    return out
