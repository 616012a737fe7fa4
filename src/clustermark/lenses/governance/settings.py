"""The data of this lens: anchors, scales, items of drivers and of power, as `governance.toml` states them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import Field

from clustermark.study.model import Frozen, Text

LOW, HIGH = 1.0, 7.0  # ends of the scale items


class Anchors(Frozen):
    """Answers that mean out, neither, and full; how far the crossover is moved to see what hangs on it."""

    out: float
    crossover: float
    full: float
    shift: float


class Scale(Frozen):
    """A scale and its items, columns of the firm survey."""

    id: str
    items: tuple[str, ...]


class Side(Frozen):
    """The score of an answer for one side: of a choice, of yes and no, or rising from `start` to `end`."""

    choices: Mapping[str, float] = {}
    yes: float | None = None
    no: float | None = None
    start: float | None = Field(default=None, alias="from")
    end: float | None = Field(default=None, alias="to")


class DriverItem(Frozen):
    """An item that speaks for producers, for buyers, or for both, and why; `only` names whose mark goods must bear."""

    id: str
    column: str
    weight: float = 1.0
    producer: Side | None = None
    buyer: Side | None = None
    only: tuple[str, ...] = ()
    reason: Text


class ReplaceItem(Frozen):
    """What makes a firm hard to replace: a scale, an item of one, or a choice."""

    id: str
    scale: str = ""
    item: str = ""
    column: str = ""
    choices: Mapping[str, float] = {}
    reversed: bool = False
    reason: Text


class Power(Frozen):
    """Months from which on a buyer cannot be replaced, and others with which dependence is computed again."""

    months: float
    other_months: tuple[float, ...]


class Settings(Frozen):
    """All of `governance.toml`."""

    anchors: Anchors
    scales: tuple[Scale, ...]
    driver: tuple[DriverItem, ...]
    power: Power
    replace: tuple[ReplaceItem, ...]
    covers: Mapping[str, tuple[str, ...]]


@cache
def settings() -> Settings:
    """The data of this lens."""
    raw = (files("clustermark.lenses.governance") / "governance.toml").read_text(encoding="utf-8")
    return Settings.model_validate(tomllib.loads(raw))
