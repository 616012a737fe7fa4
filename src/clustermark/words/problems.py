"""Problems of input in words: what happened, where, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PureWindowsPath

from clustermark.study.problems import InputProblem, Where, fields_of
from clustermark.words.catalogue import has_text, text, texts

BOOKS = ("input", "quarantine", "world", "interviews")  # where codes of problems have their texts
LONGEST_VALUE = 120  # characters of the user's own text that a message repeats
LONGEST_LIST = 1000  # characters of a list of ours that a message offers
_LISTS = ("nearest", "known", "allowed")


@dataclass(frozen=True, slots=True)
class Told:
    """A problem in words. `where` and `remedy` may be empty."""

    code: str
    severity: str
    what: str
    where: str
    remedy: str


def shown(value: str, longest: int = LONGEST_VALUE) -> str:
    """Text from outside, fit for one line of a terminal: no control characters, not too long."""
    clean = "".join(sign if sign.isprintable() else " " for sign in value)
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def told(item: InputProblem, language: str) -> Told:
    """The problem in words of `language`."""
    what, remedy = _message(item.code, fields_of(item), language)
    return Told(item.code, item.severity, what, where_text(item.where, language), remedy)


def told_code(code: str, fields: Iterable[tuple[str, str]], where: Where, language: str) -> Told:
    """A broken rule of a quarantined row in words of `language`."""
    return told(InputProblem(code, where, tuple(fields)), language)


def lines(item: Told, language: str) -> list[str]:
    """The problem as lines: where and what, then the remedy, indented."""
    first = text("input.where.at", language, where=item.where, what=item.what) if item.where else item.what
    return [first, *([f"  {text('input.where.remedy', language, remedy=item.remedy)}"] if item.remedy else [])]


def where_text(where: Where, language: str) -> str:
    """The place in words: file, sheet, row and column, as far as known."""
    study_file = PureWindowsPath(where.file).suffix == ".toml"
    parts = []
    if where.file:
        parts.append(text("input.where.file", language, file=shown(where.file)))
    if where.sheet:
        parts.append(text("input.where.sheet", language, sheet=shown(where.sheet)))
    if where.row is not None:
        parts.append(text("input.where.line" if study_file else "input.where.row", language, row=where.row))
    if where.column:
        key = "input.where.key" if study_file else "input.where.column"
        parts.append(text(key, language, column=shown(where.column)))
    return texts(language)["input.where.join"].join(parts)


def codes() -> tuple[str, ...]:
    """Every code that has a message."""
    found = []
    for key in texts("en"):
        book, _, rest = key.partition(".")
        if book in BOOKS and rest.endswith(".message"):
            found.append(rest.removesuffix(".message"))
    return tuple(found)


def meaning(code: str, language: str) -> Mapping[str, str]:
    """Message, remedy and example of a code, with "…" for what only a case can fill."""
    book = _book(code, language)
    parts = {}
    for part in ("message", "remedy"):
        if has_text(f"{book}.{code}.{part}", language):
            parts[part] = _filled(f"{book}.{code}.{part}", {}, language)
    if has_text(f"{book}.{code}.example", language):  # an example has braces of its own and no slots
        parts["example"] = texts(language)[f"{book}.{code}.example"]
    return parts


def _book(code: str, language: str) -> str:
    return next((book for book in BOOKS if has_text(f"{book}.{code}.message", language)), "")


def _message(code: str, fields: Mapping[str, str], language: str) -> tuple[str, str]:
    book = _book(code, language)
    if not book:  # a code without words is a fault of ours; it must still be told
        return f"{code} {' '.join(f'{name}={shown(value)}' for name, value in fields.items())}".strip(), ""
    near = f"{book}.{code}.remedy-near"
    key = near if fields.get("nearest") and has_text(near, language) else f"{book}.{code}.remedy"
    remedy = _filled(key, fields, language) if has_text(key, language) else ""
    return _filled(f"{book}.{code}.message", fields, language), remedy


def _filled(key: str, fields: Mapping[str, str], language: str) -> str:
    slots = [piece.partition("}")[0] for piece in texts(language)[key].split("{")[1:]]
    longest = {name: LONGEST_LIST if name in _LISTS else LONGEST_VALUE for name in slots}
    return text(key, language, **{name: shown(fields.get(name, "…"), longest[name]) for name in slots})
