"""The conditions of rules in words, as the catalogue holds them, before any evidence is put to them."""

from collections.abc import Mapping

from clustermark.findings.catalogue import measures
from clustermark.suggestions.grammar import Ask, Rule, Test
from clustermark.words import numbers
from clustermark.words.catalogue import has_text, text
from clustermark.words.inline import Field, fill_template, plain

OPEN_UNITS = ("currency", "currency/item", "item", "code")  # a threshold in them has no unit of its own


def circumstance_words(item: Test | Ask, language: str) -> str:
    """A condition in its own words where it has them, else the test that it makes."""
    if isinstance(item, Ask):
        return text("cli.explain.ask", language, text=item.ask.in_language(language))
    return item.says.in_language(language) if item.says is not None else test_words(item, language)


def test_words(test: Test, language: str) -> str:
    """A test: Capture rate below 0.25 (contract work for export)."""
    words = comparison_words(test.finding, test.test, test.threshold, test.where, language)
    return text("cli.rules.all-of", language, test=words) if test.quantifier == "all" else words


def comparison_words(measure: str, test: str, threshold: str, where: Mapping[str, str], language: str) -> str:
    """A measure against a threshold, narrowed by dimensions."""
    name = measures()[measure].name.in_language(language)
    join = text("cli.rules.or" if test in ("among", "status") else "cli.rules.to", language)
    shown = join.join(_threshold(measure, part, language) for part in threshold.split(" "))
    words = text(f"cli.rules.test-{test}", language, measure=name, threshold=shown)
    if not where:
        return words
    narrowed = text("cli.list.comma", language).join(_dimension(*pair, language) for pair in where.items())
    return text("cli.rules.where", language, test=words, where=narrowed)


def unfilled(rule: Rule, language: str) -> str:
    """The text of a rule with the names of its measures where the figures will stand."""
    fields: dict[str, Field] = {}
    for slot, measure in rule.slots.items():
        name = text("cli.rules.slot", language, name=measures()[measure].name.in_language(language))
        years = text("cli.rules.slot", language, name=text("cli.rules.years", language))
        fields |= {slot: name, f"{slot}_of": name, f"{slot}_years": years}
    return plain(fill_template(rule.text.in_language(language), **fields))


def _threshold(measure: str, part: str, language: str) -> str:
    for key in (f"cli.threshold.{part}", f"verdicts.code.{measure}.{part}", f"verdicts.state.{part}"):
        if has_text(key, language):
            return text(key, language)
    unit = measures()[measure].unit
    if unit in OPEN_UNITS or not part.replace(".", "", 1).replace("-", "", 1).isdigit():
        return part
    return numbers.amount(float(part), unit, language)


def _dimension(name: str, value: str, language: str) -> str:
    for key in (f"verdicts.{name}.{value}", f"cli.where.{name}.{value}"):
        if has_text(key, language):
            return text(key, language)
    return f"{name} = {value}"
