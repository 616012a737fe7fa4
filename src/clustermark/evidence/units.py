"""The units that evidence may hold: the vocabulary of `units.toml`, and whether a unit is one that a measure allows."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from clustermark.findings.catalogue import Measure, unit_fits
from clustermark.methods import units as unit_methods
from clustermark.methods.units import Family, Noun, Unit, UnitWords, fold_unit

EXAMPLES: Mapping[str, str] = {  # a unit that fits, for those units of measures that stand for many
    "currency": "million CNY",
    "currency/item": "CNY/piece",
    "item": "pieces",
    "share": "percent",
}
_FAMILIES: tuple[Family, ...] = ("currency", "item", "count", "share", "time", "other")


@cache
def unit_words() -> UnitWords:
    """The vocabulary. Raises ValueError where two units claim one word."""
    raw = (files("clustermark.evidence") / "units.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(raw)
    nouns: dict[str, Noun] = {}
    for family in _FAMILIES:
        entries: Mapping[str, Mapping[str, Any]] = data[family]
        for name, entry in entries.items():
            base = entry.get("base", name)
            noun = Noun(base, entry["one"], family, Decimal(entry.get("factor", "1")))
            for word in (*entry["words"], name):
                if nouns.setdefault(fold_unit(word), noun) != noun:
                    raise ValueError(f"two units claim {word!r}")
    scales = {fold_unit(word): Decimal(factor) for word, factor in data["scales"].items()}
    longest_first = dict(sorted(scales.items(), key=lambda item: (-len(item[0]), item[0])))
    return UnitWords(longest_first, nouns, tuple(data["per"]))


@cache
def parse_unit(text: str) -> Unit | None:
    """A written unit as base unit and factor: "million CNY" -> CNY, 1000000. None where it is not known.

    A value in the written unit times `factor` is the value in `base`: 60 "percent" is 0.6 of "share".
    """
    return unit_methods.parse_unit(text, unit_words()) if text.strip() else None


@lru_cache(maxsize=5_000)
def nearest_unit(text: str) -> str:
    """The known unit that is written most like `text`, "" where none is close."""
    return unit_methods.nearest_unit(text, unit_words())


def fits(unit: Unit, measure: Measure) -> bool:
    """Whether a claim in this unit may feed the measure: goods for "item", a price of goods for "currency/item"."""
    if not unit_fits(unit.base, measure):
        return False
    if measure.unit == "item":
        return unit.family == "item"
    if measure.unit == "currency/item":
        _, _, below = unit.base.partition("/")
        noun = unit_words().nouns.get(below)
        return unit.family == "currency" and noun is not None and noun.family == "item"
    return True
