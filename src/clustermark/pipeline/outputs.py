"""What a run writes, put in place so that a run killed at any moment leaves whole files behind."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import polars as pl

from clustermark.evidence.neutral import neutralised, write_atomically
from clustermark.findings.results import to_csv
from clustermark.pipeline.cache import file_hash
from clustermark.pipeline.turns import clear
from clustermark.study.model import Study
from clustermark.study.paths import STUDY_FILE
from clustermark.study.problems import ClustermarkError, Where, problem

_PARTIAL = ".partial-"


@contextmanager
def told_as_problem(folder: Path) -> Iterator[None]:
    """Turn a full disk or a folder that cannot be written into a problem of the input, told without a traceback."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            code = "output.disk-full"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            code = "output.not-writable"
        elif error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
            code = "output.not-a-folder"
        else:
            raise
        raise ClustermarkError([problem(code, Where(file=str(folder)))]) from error


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write JSON with sorted keys, atomically."""
    temporary = path.with_name(f"{_PARTIAL}{os.getpid()}-{path.name}")
    try:
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, indent=2) + "\n"
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_results(tables: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Write each result table as CSV for spreadsheets: with a byte order mark, no cell that acts as a formula."""
    for name, frame in tables.items():
        folder.mkdir(parents=True, exist_ok=True)
        content = to_csv(frame.with_columns(pl.col(pl.String).map_elements(neutralised, return_dtype=pl.String)))
        write_atomically(folder / f"{name}.csv", partial(_write_text, content="\ufeff" + content))


def _write_text(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="\n")


def publish(entry: Path, out: Path) -> dict[str, str]:
    """Copy the files of a finished entry to `out`, each replaced as a whole, and return their hashes.

    To be called in one's turn: what killed runs left in `out` is removed.
    """
    out.mkdir(parents=True, exist_ok=True)
    clear(out, _PARTIAL)
    hashes: dict[str, str] = {}
    staging = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=out))
    try:
        for path in sorted(item for item in entry.rglob("*") if item.is_file() and not item.name.startswith(".")):
            part = path.relative_to(entry)
            (staging / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, staging / part)
            hashes[part.as_posix()] = file_hash(path)
        for name in _published_before(out) - hashes.keys():  # a table that the study no longer has
            (out / name).unlink(missing_ok=True)
        for published in hashes:
            (out / published).parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / published, out / published)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return hashes


def _published_before(out: Path) -> set[str]:
    """What the last run put into `out`, by its manifest; nothing else in a folder of the user's is ever removed."""
    try:
        names = json.loads((out / "run.json").read_text(encoding="utf-8"))["outputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    inside = out.resolve()
    return {str(name) for name in names if (out / str(name)).resolve().is_relative_to(inside)}


def refuse_sources(study: Study, out: Path) -> None:
    """Raise where outputs would lie among the evidence: a file of the user's could be replaced."""
    inside = out.resolve()
    files = (study.folder / STUDY_FILE, *(study.folder / source.path for source in study.sources))
    for file in files:
        if file.resolve().is_relative_to(inside):
            told = problem("output.holds-sources", Where(file=str(out)), value=file.name)
            raise ClustermarkError([told], language=study.language)
