"""What `clustermark new` needs to know: from options, or asked one by one."""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from clustermark.cli.output import talk
from clustermark.cli.usage import WrongUsageError
from clustermark.words import text

Answer = TypeVar("Answer")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Named:
    """A place or product with its id and its names."""

    id: str
    zh: str
    en: str


def named(written: str, option: str) -> Named:
    """A name in both languages, written ZH=EN or ID=ZH=EN, also with a wide equals sign."""
    parts = [part.strip() for part in written.replace("\uff1d", "=").split("=")]
    if len(parts) not in (2, 3) or not all(parts) or any(not part.isprintable() for part in parts):
        raise WrongUsageError("wrong-name", option=option, value=written)
    identifier = parts[0] if len(parts) == 3 else slug(parts[-1])
    if not _ID.fullmatch(identifier):
        raise WrongUsageError("wrong-id", value=written)
    return Named(identifier, parts[-2], parts[-1])


def slug(name: str) -> str:
    """An id from an English name: "New Sampleton" -> "new-sampleton"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def period_text(written: str, option: str) -> str:
    """A period as the study file holds it. Raises WrongUsageError for one that it cannot hold."""
    from clustermark.study.checks import period_flaw

    period = re.sub(r"\s*[-\u2013\u2014\uff0d~\u81f3\u5230]+\s*", "-", written.strip())
    if period_flaw(period):
        raise WrongUsageError("wrong-period", option=option, value=written)
    return period


def several(written: str, option: str) -> list[Named]:
    """Several names with semicolons between them; none where nothing is written."""
    return [named(part, option) for part in re.split("[;\uff1b]", written) if part.strip()]


def ask(question: str, read: Callable[[str], Answer], language: str, *, default: str = "") -> Answer:
    """Ask until the answer can be read. The question stands on standard error: standard output holds the result."""
    key = "cli.ask.default" if default else "cli.ask.plain"
    prompt = text(key, language, question=text(f"cli.ask.{question}", language), default=default)
    while True:
        print(prompt, end="", file=sys.stderr, flush=True)
        written = sys.stdin.readline()
        if not written:
            raise WrongUsageError("no-more-answers")
        try:
            return read(written.strip() or default)
        except WrongUsageError:
            talk(text("cli.ask.again", language, value=written.strip()))


def ask_named(question: str, option: str, language: str) -> Named:
    """Ask for the Chinese and the English name, one after the other."""
    zh = ask(f"{question}-zh", _filled, language)
    return ask(f"{question}-en", lambda en: named(f"{zh}={en}", option), language)


def _filled(written: str) -> str:
    if not written or "=" in written or not written.isprintable():
        raise WrongUsageError("wrong-name", option="", value=written)
    return written


def once_each(things: Sequence[Named]) -> None:
    """Raises WrongUsageError where two things share an id."""
    seen: set[str] = set()
    for thing in things:
        if thing.id in seen:
            raise WrongUsageError("twice", value=thing.id)
        seen.add(thing.id)
