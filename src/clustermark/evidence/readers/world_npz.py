"""Our own form of a world table: one uncompressed .npz with arrays, labels and a few words of JSON; no pickles."""

import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from clustermark.evidence.neutral import write_atomically
from clustermark.methods.valuechain import TableError, WorldTable

NAMES = {
    "intermediate": ("intermediate", "inter", "Z"),
    "final": ("final", "Y"),
    "countries": ("countries", "regions"),
    "sectors": ("sectors", "industries"),
}


def write_npz(table: WorldTable, folder: Path) -> Path:
    """Write `table` to world-table-YEAR.npz (world-table.npz without a year) in `folder`, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (f"world-table-{table.year}.npz" if table.year is not None else "world-table.npz")
    facts = {"year": table.year, "unit": table.unit, "split": table.split, "tolerance": table.tolerance}
    arrays: dict[str, Any] = {
        "intermediate": table.intermediate,
        "final": table.final,
        "countries": np.array(table.countries),
        "sectors": np.array(table.sectors),
        "facts": np.array(json.dumps(facts, ensure_ascii=False)),
    }
    arrays |= {"output": table.given_output} if table.given_output is not None else {}
    arrays |= {"value_added": table.given_value_added} if table.given_value_added is not None else {}
    arrays |= {f"published_{name}": total for name, total in table.published.items()}

    def save(partial: Path) -> None:
        with partial.open("wb") as file:
            np.savez(file, **arrays)

    write_atomically(path, save)
    return path


def read_npz(path: Path, *, year: int | None, unit: str | None) -> WorldTable:
    """Read what `write_npz` wrote (a file, or its folder), or an .npz with inter, final, countries and industries."""
    file = _chosen(path, year) if path.is_dir() else path
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
            return _table(arrays, year, unit)
    except TableError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:  # other bytes look like a pickle
        raise TableError("file", "not a whole .npz file", [str(error)[:80]]) from None


def _chosen(folder: Path, year: int | None) -> Path:
    named = f"world-table-{year}.npz" if year is not None else "*.npz"
    found = sorted(folder.glob(named))
    if len(found) != 1:
        there = sorted(file.name for file in folder.glob("*.npz"))
        raise TableError("year", "the folder does not hold the one table that is meant; name a year", there)
    return found[0]


def _table(arrays: Any, year: int | None, unit: str | None) -> WorldTable:
    stored = {}
    for name, known in NAMES.items():
        found = [other for other in known if other in arrays.files]
        if not found:
            raise TableError("layout", f"the file has no array {name!r} (or {', '.join(known[1:])})", arrays.files)
        stored[name] = _array(arrays, found[0])
    facts = json.loads(str(_array(arrays, "facts"))) if "facts" in arrays.files else {}
    its_year = facts.get("year", int(_array(arrays, "year")) if "year" in arrays.files else year)
    if year is not None and its_year not in (None, year):
        raise TableError("year", f"the file is of {its_year}, not {year}")
    totals = {name: _array(arrays, name) for name in ("output", "value_added") if name in arrays.files}
    published = {
        name.removeprefix("published_"): _array(arrays, name) for name in arrays.files if name.startswith("published_")
    }
    return WorldTable(
        stored["intermediate"],
        stored["final"],
        [str(label) for label in stored["countries"]],
        [str(label) for label in stored["sectors"]],
        year=year if its_year is None else its_year,
        unit=unit or facts.get("unit", "million USD"),
        split=facts.get("split") or None,
        tolerance=facts.get("tolerance", 1e-6),
        published=published,
        **totals,
    )


def _array(arrays: Any, name: str) -> Any:
    try:
        return arrays[name]
    except ValueError:
        raise TableError("type", f"the array {name!r} holds objects, not numbers or text") from None
