"""World input-output tables that a study names: read as a whole, kept as they were read, factorised once.

Nothing here is loaded until a lens asks for a table: numpy and scipy stay out of a study that has none.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from clustermark.evidence.model import Evidence
from clustermark.study.model import WORLD_TABLE, Source, Study
from clustermark.study.problems import ClustermarkError, Where, problem

if TYPE_CHECKING:
    from clustermark.methods.valuechain import System, WorldTable
    from clustermark.study.model import WorldLayout

STORE = "world"  # under .clustermark
MOST = 6  # files that are kept there: tables, and an inverse for each
_BESIDE = ("countries", "sectors")  # labels that lie beside a matrix without any


def world_sources(evidence: Evidence) -> list[Source]:
    """The world tables of a study that could be opened, in the order of the study."""
    return [one for one in evidence.sources.values() if one.table == WORLD_TABLE and one.sha256]


def table_hash(path: Path, layout: str) -> str:
    """SHA-256 of a table's file, and of the labels beside it where the layout has them there."""
    found = [path]
    if layout == "matrix-csv":
        beside = (path.with_name(f"{start}{what}.csv") for what in _BESIDE for start in (f"{path.stem}_", ""))
        found += [file for file in beside if file.is_file() and file != path]
    digests = []
    for file in found:
        with file.open("rb") as stream:
            digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
    return digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()


def open_table(study: Study, source: Source) -> WorldTable:
    """The table of a source: from the store where an unchanged file was read before, else read anew and kept there.

    A table of a confidential source is never kept. Raises TableError as `read_world_table` does, and ClustermarkError
    where the file is no longer the one that was hashed.
    """
    from clustermark.evidence.world_tables import read_world_table, write_world_table
    from clustermark.methods.valuechain import TableError

    store = study.folder / ".clustermark" / STORE
    kept = store / _key(source)
    if source.sensitivity != "confidential" and kept.is_dir():
        with suppress(TableError):
            return read_world_table(kept, "npz", source.year)
    settings = source.defaults
    table = read_world_table(
        study.folder / source.path,
        cast("WorldLayout", source.layout),
        source.year,
        unit=settings.get("unit"),
        blank=cast("Literal['error', 'zero']", settings.get("blank", "error")),
    )
    if table_hash(study.folder / source.path, source.layout) != source.sha256:
        raise ClustermarkError([problem("run.source-changed", Where(source.path), value=source.path)])
    if source.sensitivity != "confidential":
        with suppress(OSError):  # a full disk: the table is at hand all the same
            write_world_table(table, kept)
            _forget_old(store)
    return table


def open_system(study: Study, source: Source, table: WorldTable) -> System:
    """The factorised system of a table, with its inverse from the store or made and kept there."""
    from clustermark.evidence.world_tables import cached_system
    from clustermark.methods.valuechain import System

    if source.sensitivity == "confidential":
        made = System(table)
        made.make_inverse()
        return made
    return cached_system(table, study.folder / ".clustermark" / STORE)


@cache
def _readers() -> str:
    """SHA-256 of the code that tables are read with."""
    root = Path(str(files("clustermark")))
    code = [*sorted((root / "evidence").rglob("world_*.py")), root / "methods" / "valuechain" / "table.py"]
    digest = hashlib.sha256(f"numpy {version('numpy')}".encode())
    for path in code:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _key(source: Source) -> str:
    """The name of a kept table: of its bytes, how the study declares it, and the readers."""
    told = f"{source.sha256} {source.layout} {source.year} {sorted(source.defaults.items())} {_readers()}"
    return f"table-{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _forget_old(store: Path) -> None:
    """Remove all but the newest tables and inverses."""
    found = sorted(store.iterdir(), key=lambda item: item.stat().st_mtime, reverse=True)
    for start, is_folder in (("table-", True), ("inverse-", False)):
        for item in [one for one in found if one.name.startswith(start) and one.is_dir() == is_folder][MOST:]:
            with suppress(OSError):
                for file in item.iterdir() if is_folder else ():
                    file.unlink()
                item.rmdir() if is_folder else item.unlink()
