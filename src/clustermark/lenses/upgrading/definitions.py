"""The data of this lens: indicators of upgrading, roles of channels, and the signs of lock-in, as TOML states them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import Field

from clustermark.methods.upgrading import Better, Form
from clustermark.study.model import Frozen

Kind = Literal["process", "product", "functional", "chain"]
Role = Literal["contract", "design", "brand"]
Market = Literal["export", "home"]
How = Literal["quotient", "mean", "index", "roles", "functions", "named", "outside", "relative", "quality", "figure"]
ROLES: tuple[Role, ...] = ("contract", "design", "brand")
MARKETS: tuple[Market, ...] = ("export", "home")


class Ground(Frozen):
    """Where an indicator is read, and how.

    percent: cells are per cent; whole: cells speak of the firm, not of a channel; marked: only goods with a mark.
    """

    table: str
    how: How
    above: str = ""
    below: str = ""
    columns: tuple[str, ...] = ()
    column: str = ""
    digits: int = 0
    measure: str = ""
    functions: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    of: tuple[Role, ...] = ()
    marked: bool = False
    percent: bool = False
    unit: str = ""
    whole: bool = False


class Indicator(Frozen):
    """What shows one kind of upgrading, which way is better, and the smallest change a year that counts."""

    id: str
    kind: Kind
    better: Better
    form: Form
    least: float
    grounds: tuple[Ground, ...] = Field(alias="from")


class Channel(Frozen):
    """A sales channel: its market, the role that it stands for, and whether its goods bear a mark."""

    market: Market
    role: Role | None = None
    marked: bool = True
    asks_design: bool = False


class Owner(Frozen):
    """The role that answers on mark and design stand for; an empty key fits every answer."""

    mark: str = ""
    design: str = ""
    role: Role
    marked: bool = True


class Line(Frozen):
    """The line of a sign of lock-in, and the smallest change a year that counts; 0 where it has none."""

    line: float = 0.0
    least: float = 0.0


@cache
def lines() -> Mapping[str, Line]:
    """The lines of the seven signs, in the order of `lock_in.toml`."""
    return {name: Line.model_validate(entry) for name, entry in _raw("lock_in").items()}


@cache
def indicators() -> tuple[Indicator, ...]:
    """The indicators in the order of `indicators.toml`."""
    return tuple(Indicator.model_validate(entry) for entry in _raw("indicators")["indicator"])


@cache
def channels() -> Mapping[str, Channel]:
    """The sales channels of `roles.toml`."""
    return {name: Channel.model_validate(entry) for name, entry in _raw("roles")["channels"].items()}


@cache
def owners() -> tuple[Owner, ...]:
    """The answers on mark and design, in the order in which they are tried."""
    return tuple(Owner.model_validate(entry) for entry in _raw("roles")["owners"])


def _raw(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("clustermark.lenses.upgrading") / f"{name}.toml").read_text(encoding="utf-8"))
