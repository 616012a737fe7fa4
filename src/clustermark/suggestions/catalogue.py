"""The rules and the literature, read from their data files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import ValidationError

from clustermark.study.model import Frozen, Text
from clustermark.suggestions.grammar import Rule


class RuleFileError(ValueError):
    """Rule files that break the grammar: each line names the file, the key and what is wrong."""


class Work(Frozen):
    """A work of the literature. Only verified ones are printed: author, title and place were seen on a page.

    `label` is the work in a sentence, "Schmitz (1999)"; `supports` is the statement taken from it, in own words.
    """

    key: str
    label: Text
    authors: tuple[str, ...]
    year: int | None = None
    title: str
    venue: str = ""
    doi: str = ""
    url: str = ""
    language: str = "en"
    verified: bool
    seen: Literal["seen", "cited", "recalled"]
    supports: str = ""


def parse_rule(name: str, content: str) -> Rule:
    """The rule of one file. Raises RuleFileError that names the file, the key and the fault, all at once."""
    try:
        rule = Rule.model_validate(tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        raise RuleFileError(f"{name}: {error}") from error
    except ValidationError as error:
        faults = ((".".join(map(str, item["loc"])) or "rule", item["msg"]) for item in error.errors())
        lines = [f"{name}: {key}: {fault}" for key, fault in faults]
        raise RuleFileError("\n".join(lines)) from error
    if name != f"{rule.id}.toml":
        raise RuleFileError(f"{name}: id: the file of this rule is called {rule.id}.toml")
    return rule


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by id: problems first, then suggestions, each in the order of their ids."""
    folder = files("clustermark.suggestions") / "rules"
    found, faults = [], []
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if path.name.endswith(".toml"):
            try:
                found.append(parse_rule(path.name, path.read_text(encoding="utf-8")))
            except RuleFileError as error:
                faults.append(str(error))
    if faults:
        raise RuleFileError("\n".join(faults))
    return {rule.id: rule for rule in sorted(found, key=lambda rule: (rule.kind, rule.id))}


@cache
def literature() -> Mapping[str, Work]:
    """Every work by key."""
    path = files("clustermark.suggestions") / "literature.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["work"]
    works = [Work.model_validate(entry) for entry in entries]
    return {work.key: work for work in works}


def printed_works(rule: Rule) -> tuple[Work, ...]:
    """The works of a rule that may be printed: the verified ones, in the order of the rule."""
    return tuple(work for key in rule.literature if (work := literature()[key]).verified)
