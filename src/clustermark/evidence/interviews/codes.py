"""The codebook: a tree of codes, each with its definition, its versions and what it informs; a starting one ships."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.model import CODES

_BETWEEN = re.compile("[;\uff1b\n]")
_NUMBERED = re.compile(r"(\d+)")
Code = Mapping[str, Any]


@cache
def starting_codebook() -> tuple[Code, ...]:
    """The codes that ship with the program, as rows of the table `codebook`, parents before their children."""
    path = files("clustermark.evidence.interviews") / "codebook.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    version = str(data["version"])
    return tuple({"version": version, **code} for code in data["code"])


def current(rows: Iterable[Code]) -> list[Code]:
    """The last version of each code, in the order in which codes first stand; versions count by their numbers."""
    found: dict[str, Code] = {}
    for row in rows:
        code = str(row["id"])
        held = found.get(code)
        if held is None or _rank(row) >= _rank(held):
            found[code] = row
    return list(found.values())


def _rank(row: Code) -> tuple[tuple[int, str], ...]:
    parts = _NUMBERED.split(str(row.get("version") or ""))
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts if part)


def codes_frame(rows: Iterable[Code], covered: Iterable[str] = ()) -> pl.DataFrame:
    """Rows of the table `codebook` as `model.CODES`: the last version of each code; `covered` ones are not open."""
    hidden = set(covered)
    listed = current(rows)
    made = [
        {
            "row": row.get("row") or "",
            "code": row["id"],
            "parent": row.get("parent") or "",
            "name_zh": row.get("name_zh") or row.get("name_en") or row["id"],
            "name_en": row.get("name_en") or row.get("name_zh") or row["id"],
            "informs": parts_of(str(row.get("informs") or "")),
            "version": row.get("version") or "",
            "retired": bool(row.get("retired")),
            "open": (row.get("row") or "") not in hidden,
        }
        for row in listed
    ]
    return pl.DataFrame(made, schema=CODES)


def parts_of(written: str) -> list[str]:
    """What stands between semicolons, each once: parts_of("a; b;a") = ["a", "b"]."""
    return list(dict.fromkeys(part.strip() for part in _BETWEEN.split(written) if part.strip()))


def shown_code(code: Code, language: str) -> str:
    """A code as drop-downs offer it: its id, then its name where that says more."""
    name = str(code.get(f"name_{language}") or code.get("name_zh") or code.get("name_en") or "")
    own = str(code["id"])
    return f"{own} {name}" if name and fold(name) != fold(own) else own


def code_names(rows: Iterable[Code]) -> dict[str, str]:
    """Folded id, name, or both together -> id; "" where two codes share a name."""
    found: dict[str, str] = {}
    listed = current(rows)
    for code in listed:
        own = str(code["id"])
        named = [str(code.get(f"name_{language}") or "") for language in ("zh", "en")]
        for name in {fold(name) for name in (*named, str(code.get("guid") or "")) if name}:
            found[name] = own if found.get(name, own) == own else ""
        found |= {fold(shown_code(code, language)): own for language in ("zh", "en")}
    return found | {fold(str(code["id"])): str(code["id"]) for code in listed}
