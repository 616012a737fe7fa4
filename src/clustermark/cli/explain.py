"""`clustermark explain`: from a number, a suggestion or the code of a problem to what it rests on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clustermark.cli.ids import OFFERED, matches, near_to, nothing_found
from clustermark.cli.language import message_language
from clustermark.cli.layout import tree as drawn
from clustermark.cli.options import AsJson, LanguageOption
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say, talk
from clustermark.cli.usage import FINE
from clustermark.study.problems import ClustermarkError, problem
from clustermark.words import text
from clustermark.words.problems import codes, meaning

if TYPE_CHECKING:
    from clustermark.words.tree import Node


def explain(
    what: Annotated[str, typer.Argument()],
    study: Annotated[Path | None, typer.Argument()] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    as_json: AsJson = False,
    language: LanguageOption = None,
) -> int:
    """Trace a finding, a suggestion or the code of a problem."""
    spoken = message_language(language, study)
    code = _code(what, study)
    if code:
        tree = code_tree(code, spoken)
    else:
        tree = _tree_of(what, study, out, spoken)
    if as_json:
        write_json(tree.content())
    else:
        say(*drawn(tree.label, tree.parts))
    return FINE


def _code(what: str, study: Path | None) -> str:
    """The code of a problem that is meant: the code itself, or, where no study is named, its unique beginning."""
    found = matches(what, codes())
    return found[0] if len(found) == 1 and (what in found or study is None) else ""


def code_tree(code: str, language: str) -> "Node":
    """What the code of a problem means and what to do about it."""
    from clustermark.words.tree import Node

    parts = meaning(code, language)
    labels = {"message": "meaning", "remedy": "remedy", "example": "example"}
    join = text("cli.list.colon", language)
    leaves = [
        Node(f"{text(f'cli.explain.{labels[name]}', language)}{join}{value}", kind=labels[name])
        for name, value in parts.items()
    ]
    return Node(text("cli.explain.code", language, code=code), kind="code", id=code, parts=tuple(leaves))


def _tree_of(what: str, study: Path | None, out: Path | None, language: str) -> "Node":
    from clustermark.cli.results import results_of
    from clustermark.words.tree import finding_tree, outcome_tree

    place = study or Path()
    if study is None and not (place / "study.toml").exists():
        near = [code for code in codes() if code.startswith(what)] or near_to(what, codes())
        if near:
            raise nothing_found(what, near)
        raise ClustermarkError([problem("explain.no-study", value=what)])
    results = results_of(place, language, lambda: talk(text("cli.explain.ran", language)), out)
    known = [*results.findings, *results.outcomes]
    found = matches(what, known)
    if not found:
        raise nothing_found(what, near_to(what, [*known, *codes()]))
    short = _the_same_rule(found, what) if len(found) > 1 else found
    if len(short) > 1:
        offered = ", ".join(short[:OFFERED]) + (" …" if len(short) > OFFERED else "")
        raise ClustermarkError([problem("explain.many", value=what, n=len(short), nearest=offered)])
    identifier = short[0]
    if identifier in results.findings:
        return finding_tree(results.findings[identifier], results.voice, results.source_row)
    return outcome_tree(results.outcomes[identifier], results.voice, results.source_row)


def _the_same_rule(found: list[str], what: str) -> list[str]:
    """Where an id is a whole part of the others ("a.b" of "a.b/x" beside "a.bc/x"), only those that go on with "/"."""
    exact = [name for name in found if name.startswith((f"{what}/", f"{what};"))]
    return exact or found
