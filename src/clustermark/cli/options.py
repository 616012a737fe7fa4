"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from clustermark.cli.language import LANGUAGES
from clustermark.cli.usage import WrongUsageError


def known_language(value: str | None) -> str | None:
    """`value` if it is one of our languages. Raises WrongUsageError otherwise."""
    if value is not None and value not in LANGUAGES:
        raise WrongUsageError("wrong-language", value=value)
    return value


def known_choice(option: str, value: str | None, known: tuple[str, ...]) -> str | None:
    """`value` if it is one of `known`. Raises WrongUsageError otherwise."""
    if value is not None and value not in known:
        raise WrongUsageError("wrong-choice", option=option, value=value, known=", ".join(known))
    return value


StudyPath = Annotated[Path, typer.Argument()]
AsJson = Annotated[bool, typer.Option("--json")]
LanguageOption = Annotated[str | None, typer.Option("--language", callback=known_language)]
