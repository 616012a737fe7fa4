"""A cache between rooms: folders of files, keyed by the content of everything that they were made from."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from clustermark.evidence.layouts.text_folder import folder_hash
from clustermark.evidence.world_table_sources import table_hash
from clustermark.pipeline.turns import building, clear, turn
from clustermark.study.model import WORLD_TABLE, Source, Study

_BUILDING = ".building-"
LIBRARIES = (
    "duckdb",
    "jinja2",
    "networkit",
    "numpy",
    "opencc",
    "polars",
    "pydantic",
    "python-calamine",
    "pyreadstat",
    "python-docx",
    "rensa",
    "rjieba",
    "scikit-learn",
    "scipy",
    "vl-convert-python",
    "xlsxwriter",
)


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def program_hash() -> str:
    """SHA-256 over every file of the package: a changed method, word or rule makes every older entry unreachable."""
    root = Path(str(files("clustermark")))
    digest = hashlib.sha256()
    for path in sorted(item for item in root.rglob("*") if item.suffix != ".pyc" and item.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + file_hash(path).encode() + b"\0")
    return digest.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Versions of Python, of the program and of the libraries whose output a run holds."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in ("clustermark", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def source_hashes(study: Study) -> dict[str, str]:
    """SHA-256 of every source file, or folder of texts, by source id; "" where it is not there."""
    return {source.id: _source_hash(study.folder / source.path, source) for source in study.sources}


def _source_hash(path: Path, source: Source) -> str:
    if path.is_dir():
        return folder_hash(path)
    if not path.is_file():
        return ""
    return table_hash(path, source.layout) if source.table == WORLD_TABLE else file_hash(path)


def key_of(**parts: object) -> str:
    """A key from anything that JSON can hold."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def cached(folder: Path, key: str, make: Callable[[Path], None]) -> tuple[Path, bool]:
    """The folder of files for `key`, made by `make(folder)` where it is not there yet, and whether it was there.

    An entry appears under its name only when it is complete, so a run that is killed leaves none behind.
    """
    entry = folder / key[:32]
    with turn(folder):
        if entry.is_dir():
            with suppress(OSError):
                os.utime(entry)  # in use: not to be forgotten before it is copied
            return entry, True
    folder.mkdir(parents=True, exist_ok=True)
    with building(folder, _BUILDING) as made:
        make(made)
        try:
            os.replace(made, entry)
        except OSError:
            if not entry.is_dir():  # else another run made the same entry meanwhile
                raise
    return entry, False


def forget_old(folder: Path, keep: int = 12) -> None:
    """Remove what killed runs left, and all but the `keep` newest entries; to be called in one's turn."""
    if not folder.is_dir():
        return
    clear(folder, _BUILDING)
    entries = sorted((item for item in folder.iterdir() if item.is_dir()), key=lambda item: item.stat().st_mtime)
    finished = [item for item in entries if not item.name.startswith(".")]
    for item in finished[:-keep]:
        shutil.rmtree(item, ignore_errors=True)
