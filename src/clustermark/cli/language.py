"""The language of messages: --language, else the study's, else CLUSTERMARK_LANGUAGE, else the computer's."""

import locale
import os
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path

LANGUAGES = ("zh", "en")  # as in study.model, which takes too long to load for a help page
VARIABLE = "CLUSTERMARK_LANGUAGE"

_asked: ContextVar[str] = ContextVar("asked", default="")  # by --language on the command line
_spoken: ContextVar[str] = ContextVar("spoken", default="")  # what the command found


def begin(arguments: Sequence[str]) -> None:
    """Note the language that a command line asks for, before anything is parsed."""
    _asked.set(asked_language(arguments))
    _spoken.set("")


def asked_language(arguments: Sequence[str]) -> str:
    """The value of --language among the arguments if it is one of ours, else ""."""
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--language" and at + 1 < len(arguments):
            return arguments[at + 1] if arguments[at + 1] in LANGUAGES else ""
        if argument.startswith("--language="):
            value = argument.partition("=")[2]
            return value if value in LANGUAGES else ""
    return ""


def usual_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language where neither an option nor a study names one."""
    wanted = environment.get(VARIABLE, "").strip().lower()
    if wanted in LANGUAGES:
        return wanted
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    named = (locale.getlocale()[0] or "").lower()  # Windows has none of the three: "Chinese (Simplified)_China"
    return "zh" if named.startswith(("zh", "chinese")) else "en"


def message_language(asked: str | None, study: Path | None = None) -> str:
    """The language of messages of a command; what goes wrong later is told in it too."""
    language = asked if asked in LANGUAGES else ""
    if not language and study is not None:
        from clustermark.study.load import language_of

        language = language_of(study)
    language = language or usual_language()
    _spoken.set(language)
    return language


def spoken_language() -> str:
    """The language of help pages and errors: the one asked for, else the one the command found, else the usual one."""
    return _asked.get() or _spoken.get() or usual_language()
