"""Words and values of the lens on actors that are data: sizes of lists, kinds of joint action, what-ifs of a mark."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of what associations do: its id, its terms, instruments of programmes, and whether the law is at stake."""

    id: str
    terms: tuple[str, ...]
    instruments: tuple[str, ...]
    caution: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the what-if on a shared mark: traceability and minimum (low, middle, high), and the part of members."""

    id: str
    traceability: tuple[float, float, float]
    minimum: tuple[float, float, float]
    members: tuple[float, float, float]


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("clustermark.lenses.actors") / "actors.toml").read_text(encoding="utf-8"))


@cache
def thresholds() -> Mapping[str, float]:
    """The revenue from which official statistics list a firm, by currency."""
    return {str(entry["currency"]): float(entry["revenue"]) for entry in _data()["threshold"]}


@cache
def words_for_none() -> frozenset[str]:
    """What people write into a cell to say that there is nothing."""
    return frozenset(_data()["words_for_none"])


@cache
def kinds() -> tuple[Kind, ...]:
    """Kinds of joint action in the order in which they are shown."""
    return tuple(
        Kind(
            entry["id"],
            (*entry.get("terms_zh", ()), *entry.get("terms_en", ())),
            tuple(entry.get("instruments", ())),
            bool(entry.get("caution", False)),
        )
        for entry in _data()["kind"]
    )


@cache
def ruling_out() -> tuple[str, ...]:
    """Words that make a clause on coordination one against it."""
    given = _data()["ruling_out"]
    return (*given["zh"], *given["en"])


@cache
def cases() -> tuple[Case, ...]:
    """Cases of the what-if on free riding, the state of things first."""

    def three(entry: Mapping[str, Any], name: str) -> tuple[float, float, float]:
        low, middle, high = (float(one) for one in entry[name])
        return low, middle, high

    return tuple(
        Case(entry["id"], three(entry, "traceability"), three(entry, "minimum"), three(entry, "members"))
        for entry in _data()["case"]
    )


@cache
def reputation_parameters() -> Mapping[str, float]:
    """b, gamma, c and r of the what-if: declared values, each with its reason beside it in the file."""
    return {name: float(entry["value"]) for name, entry in _data()["reputation"].items()}
