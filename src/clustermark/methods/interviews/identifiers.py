"""What in a text names a person, a firm or a vehicle: by a list of names, and by the form of numbers and addresses."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_LETTERS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A place in a text that names someone: kind, [start, end) in code points, and the text that stands there."""

    kind: str
    start: int
    end: int
    text: str


def find_identifiers(text: str, names: Mapping[str, str] | None = None) -> list[Identifier]:
    """What names someone in a text, in order and without overlaps.

    `names` gives kinds by name ("person", "firm"): each is found wherever it stands, in Latin script whatever its case
    and as a whole word. By their form: numbers of Chinese identity cards (with the check digit of GB 11643-1999),
    telephones, mail, WeChat accounts, number plates. Forms miss what is written otherwise (digits in words, nicknames):
    a person reads what is left.
    """
    found = [*_named(text, names or {}), *_formed(text)]
    kept: list[Identifier] = []
    for one in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def id_card_holds(number: str) -> bool:
    """Whether the check digit of an 18-digit identity number is right."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _LETTERS[total % 11] == number[17].upper()


_CHECKS: Mapping[str, Callable[[str], bool]] = {"id-card": id_card_holds}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], Callable[[str], bool] | None], ...]:
    content = (files("clustermark.methods.interviews") / "identifiers.toml").read_text(encoding="utf-8")
    return tuple(
        (entry["kind"], re.compile(entry["regex"]), _CHECKS.get(entry.get("check", "")))
        for entry in tomllib.loads(content)["pattern"]
    )


def _formed(text: str) -> Iterable[Identifier]:
    for kind, pattern, check in _patterns():
        for match in pattern.finditer(text):
            group = "value" if "value" in pattern.groupindex else 0
            if check is None or check(match.group(group)):
                yield Identifier(kind, match.start(group), match.end(group), match.group(group))


def _named(text: str, names: Mapping[str, str]) -> Iterable[Identifier]:
    known = {name.strip().lower(): kind for name, kind in names.items() if name.strip()}
    if not known:
        return
    longest_first = sorted(known, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(_whole(name) for name in longest_first), re.IGNORECASE)
    for match in pattern.finditer(text):
        kind = known.get(match.group().lower(), "name")  # a few letters fold in ways that lower() does not know
        yield Identifier(kind, match.start(), match.end(), match.group())


def _whole(name: str) -> str:
    """The name as a pattern: of Latin letters and digits at its ends as a whole word."""
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
    return before + re.escape(name) + after
