"""Made-up studies hold no real place, firm, person or outlet: their figures must never be read as those of one."""

import csv
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from tests.conftest import EXAMPLE, ROOT

NAME_COLUMNS = {
    "name_zh",
    "name_en",
    "publisher",
    "actor_zh",
    "actor_en",
    "owner_zh",
    "owner_en",
    "label_zh",
    "label_en",
}
GENERAL = {  # parts of real names that are ordinary words, and wholes that every study needs
    "world", "china", "government", "association", "enterprise", "city", "town", "district", "municipal government",
    "世界", "全球", "中国", "全国", "政府", "协会", "企业", "商务局", "市政府", "区政府", "镇政府", "县政府",
}  # fmt: skip


def names_in(folder: Path) -> set[str]:
    """Every name of a place, firm, person or outlet in a study's tables, whole and split at its separators."""
    found: set[str] = set()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                for column in NAME_COLUMNS & set(row):
                    found.update(pieces(row[column] or ""))
    return {name for name in found if name.casefold() not in GENERAL and long_enough(name)}


def pieces(value: str) -> Iterable[str]:
    return (piece.strip() for piece in re.split(r"[;；、/（）()]", value))


def long_enough(name: str) -> bool:
    """Whether a piece can be a name: long enough; where it is Latin, with a capital or the dot of an address."""
    return len(name) >= 4 and (not name.islower() or "." in name) if name.isascii() else len(name) >= 2


@cache
def real_names() -> frozenset[str]:
    """Names of the example on real places, and the ids of its places as words."""
    ids = set()
    with (EXAMPLE / "places.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            ids.add(row["id"].replace("-", " "))
    return frozenset(names_in(EXAMPLE) | {name for name in ids if long_enough(name) and name not in GENERAL})


def found_in(text: str) -> list[str]:
    """Real names that occur in a text: whole words where the name is Latin."""
    low = text.casefold()
    hits = []
    for name in sorted(real_names()):
        part = name.casefold()
        if part in low and (not name.isascii() or re.search(rf"(?<!\w){re.escape(part)}(?!\w)", low)):
            hits.append(name)
    return hits


def made_up_studies() -> list[Path]:
    """Studies that say of every source that it is illustrative."""
    found = []
    for path in sorted([*ROOT.glob("examples/*/study.toml"), *ROOT.glob("tests/**/study.toml")]):
        sources = tomllib.loads(path.read_text(encoding="utf-8")).get("sources", [])
        if any(source.get("origin") == "illustrative" for source in sources):
            found.append(path.parent)
    return found


def text_of(folder: Path) -> str:
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in {".csv", ".toml", ".md", ".txt"})
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


@pytest.mark.parametrize("folder", made_up_studies(), ids=lambda path: path.name)
def test_a_made_up_study_holds_no_real_name(folder: Path) -> None:
    assert found_in(text_of(folder)) == []


def test_a_study_is_wholly_real_or_wholly_made_up() -> None:
    for path in ROOT.glob("examples/*/study.toml"):
        sources = tomllib.loads(path.read_text(encoding="utf-8")).get("sources", [])
        made_up = {source.get("origin") == "illustrative" for source in sources}
        assert len(made_up) <= 1, path


def planted() -> list[str]:
    """A cluster, a firm and an outlet of the real example, taken from its tables."""
    chosen = []
    with (EXAMPLE / "places.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for kind in ("cluster", "firm"):
        row = next(row for row in rows if row["kind"] == kind)
        chosen += [row["name_zh"], row["name_en"]]
    with (EXAMPLE / "claims.csv").open(encoding="utf-8-sig", newline="") as stream:
        chosen += [next(row["publisher"] for row in csv.DictReader(stream) if row["publisher"])]
    return chosen


def test_a_planted_real_name_is_found() -> None:
    for name in planted():
        assert found_in(f"subject,value\nsampleton {name} rows,1\n"), name
