"""The words of the coding sheet, and its columns."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from clustermark.evidence.fold import fold

STAMP = "clustermark coding sheet"
VERSION = 1
CODES = 6  # columns for codes
LANGUAGES = ("zh", "en")
LEADING = ("reference", "document", "turn", "speaker", "role", "text", "passage")
TRAILING = ("stance", "key_quote", "cleared", "memo")
CODE = "code"


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    path = files("clustermark.evidence.interviews") / "sheet_words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def word(key: str, language: str) -> str:
    """A word of the sheet."""
    return _words()[language][key]


def headers(language: str) -> list[str]:
    """The headers of the coding sheet, in order."""
    coded = [word(CODE, language).replace("{n}", str(number)) for number in range(1, CODES + 1)]
    leading, trailing = ([word(name, language) for name in names] for names in (LEADING, TRAILING))
    return [*leading, *coded, *trailing]


def columns_in(cells: list[str]) -> dict[int, str]:
    """Which columns header cells name, in either language: position -> name ("code" for each column of codes)."""
    names = (*LEADING, *[CODE] * CODES, *TRAILING)
    known = {fold(text): name for language in LANGUAGES for text, name in zip(headers(language), names, strict=True)}
    return {at: known[fold(cell)] for at, cell in enumerate(cells) if fold(cell) in known}
