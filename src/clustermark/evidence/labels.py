"""What the template and the dictionary call things: headers, notes, examples, kinds of content."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from clustermark.evidence.specs import Column
from clustermark.findings.catalogue import measures

_COMPUTED_ROWS = ("checks", "comparison")  # measures that the program works out itself
_MOST_SYNONYMS = 6


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("clustermark.evidence") / "template_words.toml").read_text(encoding="utf-8"))


def word(key: str, language: str) -> str:
    """A word of the template. Raises KeyError where there is none."""
    return str(_words()[language][key])


def type_name(column_type: str, language: str) -> str:
    """What a kind of content is called."""
    return str(_words()[language]["types"][column_type])


def unit_name(unit: str, language: str) -> str:
    """What the unit of a measure is called."""
    return str(_words()[language]["units"][unit])


def header_of(column: Column, language: str) -> str:
    """The header of a column; a star marks one that must be filled."""
    return column.name.in_language(language) + ("*" if column.required else "")


def allowed_of(column: Column, language: str) -> str:
    """What a column may hold, in words; "" where anything may stand."""
    if column.type == "boolean":
        values = [word("yes", language), word("no", language)]
    else:
        values = [column.label(str(value), language) for value in column.allowed]
    return ("\u3001" if language == "zh" else ", ").join(values)


def note_of(column: Column, language: str) -> str:
    """The note at a header: what it means, what may stand there, what else it may be called."""
    lines = [f"{column.name.in_language(language)} ({type_name(column.type, language)})"]
    if column.required:
        lines.append(word("required", language))
    if column.description.in_language(language):
        lines.append(column.description.in_language(language))
    if allowed_of(column, language):
        lines.append(word("allowed", language) + allowed_of(column, language))
    if column.synonyms:
        joined = ("\u3001" if language == "zh" else ", ").join(column.synonyms[:_MOST_SYNONYMS])
        lines.append(word("also-read", language) + joined)
    return "\n".join(lines)


@cache
def measure_names(language: str, *, of_membership: bool) -> list[str]:
    """Names of the measures that a row may speak of: conditions for judgements, the others for claims."""
    chosen = [m for m in measures().values() if m.row not in _COMPUTED_ROWS]
    wanted = [m for m in chosen if (m.kind == "membership") == of_membership]
    names = [measure.name.in_language(language) for measure in chosen]
    return [m.id if names.count(m.name.in_language(language)) > 1 else m.name.in_language(language) for m in wanted]


def cell_example(column: Column, at: int, language: str) -> str:
    """The example in the row `at` of the template; "" where the column has none."""
    examples = column.examples if language == "zh" or not column.examples_en else column.examples_en
    text = examples[at] if at < len(examples) else ""
    if column.type == "boolean" and text:
        return word(text, language)
    measure = measures().get(text)
    if measure is not None:
        return measure.name.in_language(language)
    return column.label(text, language)
