"""What the texts of trade records mean: economies, regions, regimes, versions of the Harmonised System, units."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from clustermark.evidence.fold import fold
from clustermark.evidence.model import Evidence
from clustermark.evidence.units import parse_unit, unit_words
from clustermark.lenses.places import ancestors, places
from clustermark.lenses.rows import open_rows, text

KILOGRAMS = "kg"
OWN_NUMBERS = ("china-customs",)  # layouts whose numbers of economies are the customs' own, not those of the UN
UNKNOWN_VERSION = "unknown"


@cache
def _data(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("clustermark.lenses.position") / name).read_text(encoding="utf-8"))


@cache
def _economies() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Codes and names of economies, folded, to the three letters."""
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for letters, entry in _data("economies.toml").items():
        codes |= {fold(code): letters for code in (letters, *entry["codes"])}
        names |= {fold(name): letters for name in entry["names"]}
    return codes, names


def economy(code: str, name: str = "", layout: str = "") -> str:
    """One key for an economy: its three letters where the code or the name is known, else the code as it is written.

    Numbers of a customs that has its own are never read as those of the UN: there the name decides. "" where neither
    code nor name stands.
    """
    codes, names = _economies()
    plain = code.strip()
    number = plain.isascii() and plain.isdigit()
    if plain and not (number and layout in OWN_NUMBERS):
        known = codes.get(fold(plain.zfill(3) if number else plain)) or names.get(fold(plain))
        if known:
            return known
    return names.get(fold(name), "") or plain or name.strip()


def regions(evidence: Evidence, subjects: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """For each subject what a region of the trader may be called, folded: to the id of the place that it names.

    The subject itself by its id, its names and its aliases, and the regions and cities that it lies within, by the
    same; never a country, whose trade is not that of a cluster.
    """
    known = places(evidence)
    near = ("cluster", "city", "region")
    said: dict[str, set[str]] = {}
    for row in open_rows(evidence, "places"):
        spoken = (text(row, "id"), text(row, "name_zh"), text(row, "name_en"))
        said.setdefault(text(row, "id"), set()).update(fold(one) for one in spoken if fold(one))
    for row in open_rows(evidence, "names"):
        if text(row, "kind") == "place" and fold(text(row, "alias")):
            said.setdefault(text(row, "id"), set()).add(fold(text(row, "alias")))
    found: dict[str, dict[str, str]] = {}
    for subject in subjects:
        larger = [one for one in reversed(ancestors(subject, known)) if one in known and known[one].kind in near]
        found[subject] = {name: place for place in (*larger, subject) for name in sorted(said.get(place, ()))}
    return found


@cache
def regimes() -> Mapping[str, str]:
    """Folded texts of customs regimes to processing, ordinary or other."""
    return {fold(word): kind for kind, words in _data("trade_words.toml")["regimes"].items() for word in words}


@cache
def _versions() -> Mapping[str, str]:
    return {fold(word): name for name, words in _data("trade_words.toml")["versions"].items() for word in words}


def version(classification: str, source: str) -> str:
    """The version of the Harmonised System, HS2017; of an unknown one what keeps it apart from other sources."""
    return _versions().get(fold(classification)) or f"{UNKNOWN_VERSION}:{source}"


def quantity_unit(written: str) -> tuple[str, float]:
    """The unit of one of what is counted ("pair", "kg") and the factor into it; ("", 0) where it cannot be read.

    Tonnes become kilograms; weights never become pieces.
    """
    found = parse_unit(written)
    noun = unit_words().nouns.get(found.base) if found is not None else None
    if found is None or noun is None or noun.family != "item":
        return "", 0.0
    weight = _data("trade_words.toml")["weights"].get(found.base)
    return (KILOGRAMS, float(found.factor) * weight) if weight else (noun.one, float(found.factor))


def money_unit(written: str) -> tuple[str, float]:
    """The currency and the factor into units of it; ("", 0) where it cannot be read or is no currency."""
    found = parse_unit(written)
    if found is None or found.family != "currency" or "/" in found.base:
        return "", 0.0
    return found.base, float(found.factor)
