"""`clustermark rules`: the catalogue of rules, readable."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from clustermark.cli.ids import chosen
from clustermark.cli.language import message_language
from clustermark.cli.layout import WIDTH, listed, wrapped
from clustermark.cli.options import AsJson, LanguageOption, known_choice
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say
from clustermark.cli.usage import FINE
from clustermark.words import text

if TYPE_CHECKING:
    from clustermark.suggestions.grammar import Rule

KINDS = ("problem", "suggestion")
ADDRESSEES = ("enterprise", "government", "association")


def rules(
    rule: Annotated[str | None, typer.Argument()] = None,
    kind: Annotated[str | None, typer.Option("--kind")] = None,
    addressee: Annotated[str | None, typer.Option("--addressee")] = None,
    as_json: AsJson = False,
    language: LanguageOption = None,
) -> int:
    """List the catalogue of rules, or show one."""
    from clustermark.suggestions.catalogue import rules as catalogue

    spoken = message_language(language)
    known_choice("--kind", kind, KINDS)
    known_choice("--addressee", addressee, ADDRESSEES)
    found = [one for one in catalogue().values() if kind in (None, one.kind) and addressee in (None, one.addressee)]
    if rule is not None:
        found = [catalogue()[chosen(rule, catalogue())]]
    if as_json:
        write_json([one.model_dump(mode="json", exclude_defaults=True) for one in found])
    elif rule is not None:
        say(*rule_lines(found[0], spoken))
    else:
        _say_catalogue(found, spoken)
    return FINE


def _say_catalogue(found: "list[Rule]", language: str) -> None:
    groups = {"problems": [one for one in found if one.kind == "problem"]}
    groups |= {name: [one for one in found if one.addressee == name] for name in ADDRESSEES}
    for name, members in groups.items():
        if members:
            say("", text(f"cli.rules.{name}", language))
        say(*listed(((one.id, one.title.in_language(language)) for one in members), widest=40))
    say("", text("cli.rules.count", language, n=len(found)) if found else text("cli.rules.none", language))


def rule_lines(rule: "Rule", language: str) -> list[str]:
    """One rule in full: what it says, when, where it is wrong, and on what it rests."""
    from clustermark.words.conditions import unfilled

    blocks = [
        [rule.id, *_indented([rule.title.in_language(language)])],
        [text("cli.rules.says", language), *_indented([unfilled(rule, language)])],
        *_conditions(rule, language),
        *_bonds(rule, language),
        _grounds(rule, language),
    ]
    return [line for at, block in enumerate(block for block in blocks if block) for line in ([""] * bool(at) + block)]


def _conditions(rule: "Rule", language: str) -> list[list[str]]:
    from clustermark.words.conditions import circumstance_words

    when = rule.when
    parts = (("when", when.all), ("when-any", when.any), ("when-none", when.none), ("unless", rule.unless))
    return [
        [text(f"cli.rules.{name}", language), *_indented(circumstance_words(item, language) for item in items)]
        for name, items in parts
        if items
    ]


def _bonds(rule: "Rule", language: str) -> list[list[str]]:
    from clustermark.words.conditions import circumstance_words

    blocks = []
    for name in ("answers", "blocks"):
        if getattr(rule, name):
            named = [
                text("cli.rules.named", language, id=one, title=title_of(one, language)) for one in getattr(rule, name)
            ]
            blocks.append([text(f"cli.rules.{name}", language), *_indented(named)])
    if rule.until is not None:
        blocks.append([text("cli.rules.until", language), *_indented([circumstance_words(rule.until, language)])])
    return blocks


def title_of(rule: str, language: str) -> str:
    """The title of a rule by its id."""
    from clustermark.suggestions.catalogue import rules as catalogue

    return catalogue()[rule].title.in_language(language)


def _grounds(rule: "Rule", language: str) -> list[str]:
    from clustermark.suggestions.catalogue import printed_works

    lines = []
    if rule.prerequisites:
        lines.append(text("cli.rules.prerequisites", language, value=rule.prerequisites.in_language(language)))
    if rule.upgrading:
        value = text(f"cli.upgrading.{rule.upgrading}", language)
        lines.append(text("cli.rules.upgrading", language, value=value))
    if rule.part:
        lines.append(text("cli.rules.part", language, value=text(f"verdicts.row.{rule.part}", language)))
    if rule.strength:
        lines.append(text("cli.rules.strength", language, value=rule.strength))
    if rule.reason:
        lines.append(text("cli.rules.basis", language, reason=rule.reason.in_language(language)))
    pause = text("cli.list.pause", language)
    works = [pause.join((work.label.in_language(language), work.title)) for work in printed_works(rule)]
    if works:
        lines += [text("cli.rules.literature", language), *_indented(works)]
    return lines


def _indented(items: Iterable[str]) -> list[str]:
    return [f"  {line}" for item in items for line in wrapped(item, WIDTH - 2)]
