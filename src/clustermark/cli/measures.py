"""`clustermark measures`: the catalogue of measures, readable."""

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from clustermark.cli.language import message_language
from clustermark.cli.layout import WIDTH, wrapped
from clustermark.cli.options import AsJson, LanguageOption, known_choice
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say
from clustermark.cli.usage import FINE
from clustermark.words import has_text, text

if TYPE_CHECKING:
    from clustermark.findings.catalogue import Measure


def measures(
    word: Annotated[str | None, typer.Argument()] = None,
    row: Annotated[str | None, typer.Option("--row")] = None,
    discipline: Annotated[str | None, typer.Option("--discipline")] = None,
    kind: Annotated[str | None, typer.Option("--kind")] = None,
    as_json: AsJson = False,
    language: LanguageOption = None,
) -> int:
    """List the catalogue of measures."""
    from clustermark.findings.catalogue import Kind, Measure, Row
    from clustermark.findings.catalogue import measures as catalogue

    spoken = message_language(language)
    known_choice("--row", row, get_args(Row))
    known_choice("--kind", kind, get_args(Kind))
    known_choice("--discipline", discipline, get_args(Measure.model_fields["discipline"].annotation))
    wanted = {"row": row, "discipline": discipline, "kind": kind}
    chosen = [
        measure
        for measure in catalogue().values()
        if all(value is None or getattr(measure, name) == value for name, value in wanted.items())
        and (word is None or _has(measure, word))
    ]
    chosen.sort(key=lambda measure: get_args(Row).index(measure.row))
    if as_json:
        write_json([_content(measure) for measure in chosen])
    else:
        _say_catalogue(chosen, spoken)
    return FINE


def _has(measure: "Measure", word: str) -> bool:
    texts = (measure.id, measure.name.zh, measure.name.en, measure.definition.zh, measure.definition.en)
    return any(word.casefold() in text.casefold() for text in texts)


def _content(measure: "Measure") -> dict[str, Any]:
    from clustermark.cli.sheets import tables_of

    return {**measure.model_dump(mode="json"), "tables": list(tables_of(measure.id))}


def _say_catalogue(chosen: "list[Measure]", language: str) -> None:
    row = ""
    for measure in chosen:
        if measure.row != row:
            row = measure.row
            say("", f"{text(f'verdicts.row.{row}', language)} ({row})")
        say("", *_lines(measure, language))
    say("", text("cli.measures.count", language, n=len(chosen)) if chosen else text("cli.measures.none", language))


def _lines(measure: "Measure", language: str) -> list[str]:
    from clustermark.cli.sheets import sheet_names, tables_of

    kind = text(f"cli.kind.{measure.kind}", language)
    discipline = text(f"cli.discipline.{measure.discipline}", language)
    facts = [text("cli.measures.unit", language, value=_unit(measure.unit, language))]
    if measure.codes:
        facts.append(text("cli.measures.codes", language, value=", ".join(measure.codes)))
    if measure.formula:
        facts.append(text("cli.measures.formula", language, value=measure.formula))
    tables = tables_of(measure.id)
    filled = text("cli.measures.tables", language, value=sheet_names(tables, language))
    facts.append(filled if tables else text("cli.measures.computed", language))
    if measure.literature:
        facts.append(text("cli.measures.literature", language, value=", ".join(measure.literature)))
    join = text("cli.list.semicolon", language)
    body = [measure.definition.in_language(language), join.join([kind, discipline, *facts])]
    head = f"  {measure.id}  {measure.name.in_language(language)}"
    return [head, *(f"      {line}" for part in body for line in wrapped(part, WIDTH - 6))]


def _unit(unit: str, language: str) -> str:
    """A unit in words where it has some."""
    keys = (f"cli.unit.{unit}", f"units.count.{unit}")
    return next((text(key, language) for key in keys if has_text(key, language)), unit)
