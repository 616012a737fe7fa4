"""Wrong usage of the command line, in words; it ends with exit code 2."""

import re
from collections.abc import Collection, Sequence
from typing import Any

import typer

from clustermark.words import text

FINE, MEND, USAGE, FAULT, INTERRUPTED = 0, 1, 2, 70, 130  # exit codes

UsageError: Any = typer.BadParameter.__mro__[1]  # the base of every complaint about arguments, where typer keeps it


class WrongUsageError(Exception):
    """A complaint of ours about the arguments: a key of `words` and its fields."""

    def __init__(self, key: str, **fields: str) -> None:
        self.key, self.fields = key, fields
        super().__init__(key)


def usage_message(error: Exception, language: str) -> str:
    """What is wrong with the arguments, in words of ours rather than the library's."""
    if isinstance(error, WrongUsageError):
        return text(f"cli.usage.{error.key}", language, **error.fields)
    name = type(error).__name__
    if name == "NoSuchOption":
        near = ", ".join(getattr(error, "possibilities", None) or ())
        key = "no-such-option-near" if near else "no-such-option"
        return text(f"cli.usage.{key}", language, value=error.option_name, nearest=near)  # type: ignore[attr-defined]
    if name == "MissingParameter":
        param = getattr(error, "param", None)
        option = param.opts[0] if param is not None and param.param_type_name == "option" else ""
        return text("cli.usage.missing", language, name=option or parameter_name(getattr(param, "name", ""), language))
    if name == "BadOptionUsage":
        return text("cli.usage.needs-value", language, value=error.option_name)  # type: ignore[attr-defined]
    found = re.search(r"\(([^()]*)\)\s*$", str(getattr(error, "message", error)))
    if found and "extra" in str(getattr(error, "message", "")):
        return text("cli.usage.extra", language, value=found.group(1))
    return text("cli.usage.other", language, value=str(getattr(error, "message", error)))


def parameter_name(name: str, language: str) -> str:
    """What an argument is called in help and messages."""
    return text(f"cli.metavars.{name}", language) if name else ""


def usage_hint(arguments: Sequence[str], commands: Collection[str], language: str) -> str:
    """Where to read on: the help of the command that was meant, else of the program."""
    meant = next((argument for argument in arguments if argument in commands), "")
    return text("cli.usage.hint", language, command=f"clustermark {meant}".rstrip())
