"""A sign of lock-in: there, not there, or unknown, with the figure, the line, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from clustermark.study.model import Origin

Answer = Literal["yes", "no", "unknown"]
Interval = tuple[float, float]
SIGNS = (
    "contract-share",
    "few-buyers",
    "held",
    "functions-standing",
    "specific-assets",
    "no-own-brand",
    "margin-behind",
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One of SIGNS.

    firm    whether the whole interval lies on one side of the line; a published figure or code only leans
    value   of the figure that was held against the line, None where a verdict was; `unit` of it
    change  a year, where the sign asks for one
    why     code of the reason where the answer is unknown, with `fields`
    """

    sign: str
    answer: Answer = "unknown"
    firm: bool = False
    value: float | None = None
    interval: Interval | None = None
    unit: str = ""
    line: float | None = None
    change: float | None = None
    years: str = ""
    basis: str = ""
    n: int = 0
    sample: str = ""
    why: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    said: Mapping[str, object] = field(default_factory=dict)


def unknown(sign: str, why: str, **fields: object) -> Sign:
    """A sign that cannot be judged, and why."""
    return Sign(sign, why=why, fields=fields)


def against(sign: Sign, line: float, *, above: bool = True) -> Sign:
    """The sign answered by its figure: yes at the line or above it (below it where `above` is false).

    The point decides; the answer is firm where the whole interval lies on the same side. Raises ValueError without a
    figure.
    """
    if sign.value is None:
        raise ValueError("no figure")

    def holds(value: float) -> bool:
        return value >= line if above else value < line

    yes = holds(sign.value)
    firm = sign.interval is not None and all(holds(end) is yes for end in sign.interval)
    return replace(sign, answer="yes" if yes else "no", firm=firm, line=line)


def both(first: Sign, second: Answer, second_firm: bool) -> tuple[Answer, bool]:
    """Whether two conditions of one sign hold together, and firmly: one that fails decides alone."""
    if "no" in (first.answer, second):
        fails = [first.firm] * (first.answer == "no") + [second_firm] * (second == "no")
        return "no", any(fails)
    if "unknown" in (first.answer, second):
        return "unknown", False
    return "yes", first.firm and second_firm
