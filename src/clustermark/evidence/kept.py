"""What reading made of a large source of texts, kept beside the corpus, so that an unchanged file is not read again.

Kept are the accepted rows, their cells as read, and the fate of every other row; nothing of a confidential source. The
key holds the file, how the study declares it, the names that cleaning knows, and the program: deleting the store, or
changing any of them, changes nothing but the time.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from clustermark.evidence.clean import Names
from clustermark.evidence.model import QuarantinedRow, SetAsideRow
from clustermark.evidence.raw import RawSheet
from clustermark.evidence.readers.text_rows import TextRows, frame_of
from clustermark.evidence.sheets import SheetResult
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem, Where

TABLES = frozenset({"mentions"})  # that no other source of the study has a say in: their rows have no key
LARGE = 1_000_000  # bytes
MOST = 60  # sources that are kept
_REST, _FRAMES = "rest.json", ("frame", "raw", "lines")
_BUILDING = ".building-"


def may_keep(path: Path, source: Source) -> bool:
    """Whether a source is worth keeping, and may be."""
    if source.table not in TABLES or source.sensitivity == "confidential":
        return False
    return path.is_file() and path.stat().st_size >= LARGE


@cache
def _program() -> str:
    """SHA-256 of the code and data that reading goes through."""
    root = Path(str(files("clustermark")))
    digest = hashlib.sha256(f"polars {version('polars')}".encode())
    for room in ("evidence", "methods", "study"):
        for path in sorted(item for item in (root / room).rglob("*") if item.suffix in (".py", ".toml", ".csv")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def key_of(path: Path, source: Source, names: Names) -> str:
    """The key of a source: of its bytes and of everything that decides what becomes of them."""
    with path.open("rb") as stream:
        content = hashlib.file_digest(stream, "sha256").hexdigest()
    told = [content, _program(), source.model_dump(mode="json"), asdict(names)]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def kept_result(source: Source, folder: Path) -> tuple[Source, SheetResult, list[InputProblem]] | None:
    """What is kept in a folder: the source as it was found, its rows, and the problems told while it was opened."""
    try:
        frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in _FRAMES}
        rest = json.loads((folder / _REST).read_text(encoding="utf-8"))
        result = SheetResult(
            frame=frames["frame"],
            raw=RawSheet(
                rest["raw"]["prefix"],
                rest["raw"]["keys"],
                TextRows(frames["raw"]),
                frames["lines"]["line"],
                frozenset(rest["raw"]["headless"]),
            ),
            quarantined=[QuarantinedRow(**item | {"fields": _pairs(item["fields"])}) for item in rest["quarantined"]],
            set_aside=[SetAsideRow(**item) for item in rest["set_aside"]],
            problems=[_problem(item) for item in rest["problems"]],
            read=rest["read"],
        )
        return source.model_copy(update=rest["found"]), result, [_problem(item) for item in rest["told"]]
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
        return None


def keep_result(source: Source, result: SheetResult, told: list[InputProblem], folder: Path) -> None:
    """Put what a source came to into a folder, whole or not at all; a full disk only means that nothing is kept."""
    if not result.usable or result.raw is None or result.covered:
        return
    raw = result.raw
    rest = {
        "found": {name: str(getattr(source, name)) for name in ("sha256", "reader", "encoding", "layout")},
        "raw": {"prefix": raw.prefix, "keys": list(raw.keys), "headless": sorted(raw.headless)},
        "quarantined": [asdict(row) for row in result.quarantined],
        "set_aside": [asdict(row) for row in result.set_aside],
        "problems": [asdict(item) for item in result.problems],
        "told": [asdict(item) for item in told],
        "read": result.read,
    }
    rows = raw.rows.frame if isinstance(raw.rows, TextRows) else frame_of(raw.rows)
    frames = {"frame": result.frame, "raw": rows, "lines": raw.lines.alias("line").to_frame()}
    with suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _forget(folder.parent)
        building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder.parent))
        try:
            for name, frame in frames.items():
                frame.write_parquet(building / f"{name}.parquet", compression="zstd", statistics=False)
            (building / _REST).write_text(json.dumps(rest, ensure_ascii=False), encoding="utf-8")
            shutil.rmtree(folder, ignore_errors=True)  # one that could not be read
            os.replace(building, folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)


def _forget(store: Path) -> None:
    """Remove all but the newest sources."""
    aged = sorted((item for item in store.iterdir() if item.is_dir()), key=lambda item: -item.stat().st_mtime)
    for item in aged[MOST:]:
        shutil.rmtree(item, ignore_errors=True)


def _pairs(fields: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in fields)


def _problem(item: Mapping[str, Any]) -> InputProblem:
    return InputProblem(item["code"], Where(**item["where"]), _pairs(item["fields"]), item["severity"])
