"""Numbers for people: the one place where figures are rounded, scaled and given their units.

Three digits that matter, four where the source gives no more than four. Chinese counts in wan and yi, English in
thousand, million and billion. Shares are held as 0..1 and printed as per cent.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from clustermark.words.catalogue import has_text, text

Form = Literal["text", "table"]

_STEPS: dict[str, tuple[tuple[Decimal, str], ...]] = {
    "zh": ((Decimal(10) ** 12, "wan-yi"), (Decimal(10) ** 8, "yi"), (Decimal(10) ** 4, "wan")),
    "en": ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million")),
}
SMALL = 0.1  # an index below it keeps three digits, not two decimals
_PLAIN_UNITS = ("code", "membership", "balance", "score", "index", "distance")  # numbers without a unit


def round_for_people(value: float | Decimal) -> Decimal:
    """Three significant digits, or all of them where there are four at most: 62.36 stays, 3.14159 is 3.14."""
    exact = Decimal(repr(value)) if isinstance(value, float | int) else value
    exact = Decimal(f"{exact:.12g}")
    if len(exact.normalize().as_tuple().digits) <= 4:
        return exact
    keep = exact.adjusted() - 2
    return exact.quantize(Decimal(1).scaleb(keep), ROUND_HALF_UP)


def _digits(value: Decimal, language: str) -> str:
    shown = value.normalize()
    grouped = language == "en" and abs(shown) >= 1000
    out = f"{shown:,f}" if grouped else f"{shown:f}"
    return out.replace("-", "\u2212")


def scaled(value: float | Decimal, language: str) -> tuple[str, str]:
    """The digits and the word of their scale: (623.6, "yi") of 62,360,000,000 in Chinese."""
    number = Decimal(f"{Decimal(str(value)):.12g}")
    for step, name in _STEPS[language]:
        shown = round_for_people(number / step)
        if abs(shown) >= 1:
            word = text(f"units.scale.{name}", language)
            return _digits(shown, language), word if language == "zh" else f" {word}"
    return _digits(round_for_people(number), language), ""


def _unit_name(group: str, unit: str, language: str) -> str:
    key = f"units.{group}.{unit}"
    return text(key, language) if has_text(key, language) else unit.replace("-", " ")


def _affixes(unit: str, language: str, *, one: bool = False) -> tuple[str, str]:
    """What stands before and after the digits."""
    money, _, per = unit.partition("/")
    if len(money) == 3 and money.isupper():
        name = _unit_name("money", money, language)
        each = _unit_name("each", per, language) if per else ""
        if language == "zh":
            return "", name + (f"/{each}" if each else "")
        return f"{name} ", f" a {each}" if each else ""
    if unit == "share":
        return "", "%"
    if unit == "points":
        return "", text("units.points", language) if language == "zh" else " " + text("units.points", language)
    if unit == "rank":
        return text("units.rank.before", language), text("units.rank.after", language)
    if unit in _PLAIN_UNITS or not unit:
        return "", ""
    name = _unit_name("count", unit, language)
    if language == "en":
        return "", " " + (name[:-1] if one and name.endswith("s") else name)
    return "", name


def _body(value: float, unit: str, language: str) -> str:
    """Digits and scale without the unit."""
    if unit in ("share", "points"):
        return _digits(round_for_people(Decimal(str(value)) * 100), language)
    if unit == "index" and 0 < abs(value) < SMALL:
        return _digits(round_for_people(value), language)  # a Herfindahl index of many firms is one in a hundred
    if unit in _PLAIN_UNITS:
        return code(value)
    digits, scale = scaled(value, language)
    return digits + scale


def amount(value: float, unit: str, language: str) -> str:
    """A value with its unit: CNY 62.36 billion; 9.5 hundred million pairs in wan and yi; 20%; 0.67."""
    if unit == "year":
        return years(f"{value:.0f}", language)
    before, after = _affixes(unit, language, one=value == 1)
    return before + _body(value, unit, language) + after


def interval(low: float, high: float, unit: str, language: str, form: Form = "text") -> str:
    """Both ends with the unit once: 0 to 10%; 4,800-5,000 firms in a table."""
    if unit == "year":
        return years(f"{low:.0f}-{high:.0f}", language)
    before, after = _affixes(unit, language)
    first, last = _body(low, unit, language), _body(high, unit, language)
    if unit == "share" and language == "zh":
        first += "%"
    elif language == "en":
        scale = last.partition(" ")[2]
        if scale and first.endswith(f" {scale}"):
            first = first.removesuffix(f" {scale}")
    kind = "negative" if low < 0 else form
    dash = text(f"units.range.{kind}", language)
    return f"{before}{first}{dash}{last}{after}"


def bound(value: float, unit: str, language: str, side: Literal["at-least", "at-most", "about"]) -> str:
    """A figure that is known from one side only: over 10,000 firms; at most 10%."""
    return text(f"units.bound.{side}", language, value=amount(value, unit, language))


def years(years_text: str, language: str, *, inferred: bool = False) -> str:
    """A year or a span as a finding holds it ("2018", "2010-2018", "2008/2013") as the language writes it."""
    if not years_text:
        return text("units.year.none", language)
    dash = text("units.year.dash", language)
    shown = text("units.year.of", language, year=years_text.replace("-", dash))
    return text("units.year.inferred", language, year=shown) if inferred else shown


def origins(n: int, language: str) -> str:
    """How many independent origins: n=1; n = 1."""
    return text("units.origins", language, n=n)


def sample_size(n: int, sample: str, language: str) -> str:
    """How many units a figure was counted from, exact: 612 respondents; 1,204 stories."""
    name = _unit_name("count", sample, language)
    return count(n, language) + (name if language == "zh" else f" {name}")


def code(level: float) -> str:
    """A code from 0 to 1 as it is written: 0, 0.33, 0.67, 1."""
    return _digits(round_for_people(round(level, 2)), "zh")


def count(n: int, language: str) -> str:
    """A count of things of the report itself, exact: 989; 1,203."""
    return f"{n:,}" if language == "en" and n >= 1000 else str(n)
