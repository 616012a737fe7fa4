"""The cited rows as cards, and how the report was made."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from clustermark.evidence.specs import table_specs
from clustermark.findings.catalogue import measures
from clustermark.report.card_chain import CHAIN, stated_of_chain
from clustermark.report.card_text import TOLD, published, stated
from clustermark.report.document import Block, Card, CardList, Heading, Items, Page, Paragraph
from clustermark.report.evidence_line import evidence_line
from clustermark.report.material import Material
from clustermark.report.smile_blocks import origin_text
from clustermark.suggestions.catalogue import rules
from clustermark.words import numbers
from clustermark.words.inline import Span, inline
from clustermark.words.verdicts import channel_word, code_word, scope_word


def spans(part: Any) -> Iterable[Span]:
    """Every run of text in a part of a document, in the order of reading."""
    if isinstance(part, Span):
        yield part
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from spans(getattr(part, field.name))
    elif isinstance(part, tuple):
        for item in part:
            yield from spans(item)


def numbered(parts: Iterable[Any], material: Material) -> dict[str, int]:
    """Cited references in the order in which a reader meets them, counted from 1."""
    found: dict[str, int] = {}
    for span in spans(tuple(parts)):
        for reference in span.rows:
            if reference in material.rows:
                found.setdefault(reference, len(found) + 1)
    return found


def card(reference: str, number: int, material: Material) -> Card:
    """The card of a row: what it states, of whom, and where it was read; nothing of it where it is confidential."""
    table, row = material.rows[reference]
    say = material.voice.say
    if not material.is_open(reference):
        return Card(
            reference, number, say("report.card.confidential"), "", ((say("report.card.row"), reference),), "", True
        )
    publisher, year = material.voice.publisher(_text(row, "publisher")), _text(row, "year")
    if year:
        year = numbers.years(year, material.language, inferred=bool(row.get("year_inferred")))
    if table in TOLD:
        publisher, year = published(row)
    about = [part for part in (publisher, year) if part]
    head = _subject(table, row, material)
    comma, grade = say("sentences.form.comma"), _text(row, "reliability")
    if about:
        head += say("report.in-brackets", words=comma.join(about))
    source = comma.join([*about, say("sentences.form.grade", grades=grade)] if grade else about)
    said = [(say(f"report.card.{key}"), text) for key, text in _fields(table, row, reference, material) if text]
    return Card(reference, number, head, _value(table, row, material), tuple(said), _text(row, "url"), source=source)


def _text(row: Mapping[str, object], column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value)


def _subject(table: str, row: Mapping[str, object], material: Material) -> str:
    """Of whom and of what a row speaks; the place is not named twice."""
    voice = material.voice
    place = voice.place(_text(row, "subject"))
    if table == "claims":
        variable = _text(row, "variable")
        name = voice.measure(variable) if variable in measures() else variable
    elif table == "judgements":
        name = voice.measure(_text(row, "condition"))
    elif table in ("value_chain_results", "smile_curves"):
        return voice.industry(f"{_text(row, 'economy')}:{_text(row, 'sector')}")
    elif table == "price_ladders":
        name = material.said(row, "label") or voice.say(f"report.tier.{_text(row, 'tier')}")
    else:
        key = f"report.card.table-{table}"
        name = voice.say(key) if voice.has(key) else table_specs()[table].name.in_language(material.language)
    return name if name.startswith(place) else place + voice.say("report.space-between") + name


def _value(table: str, row: Mapping[str, object], material: Material) -> str:
    """What a row states, as printed on its page."""
    voice = material.voice
    if table == "claims":
        return _claim(row, material)
    if table == "judgements":
        level = row.get("level")
        return numbers.code(float(level)) if isinstance(level, float | int) else ""
    if table == "price_ladders":
        return _printed(row, "amount", material)
    if table == "exchange_rates":
        return _rate(row, material)
    if table == "practices":
        return material.said(row, "what")
    if table == "value_chain_results":
        return _term(row, material.language)
    if table == "smile_curves":
        return origin_text(row, voice)
    if table in TOLD:
        return stated(table, row, material)
    if table in CHAIN:
        return stated_of_chain(table, row, material)
    return material.said(row, "name") or voice.say("report.unknown")


def _term(row: Mapping[str, object], language: str) -> str:
    """A term of a decomposition in money (its name is in capitals), or a ratio or distance."""
    term, value = _text(row, "term"), float(_text(row, "value"))
    return f"{term} = {numbers.amount(value * 1e6, 'USD', language) if term.isupper() else f'{value:.4g}'}"


def _rate(row: Mapping[str, object], material: Material) -> str:
    """A rate as it is quoted, with all its digits: 100 USD = 645.15 CNY."""
    say = material.voice.say
    quantity, rate = (f"{number:.10g}" for number in (row.get("quantity") or 1, row["rate"]))
    names = {name: say(f"units.money.{_text(row, name)}") for name in ("currency", "per")}
    return say("report.card.rate", quantity=quantity, rate=rate, **names)


def _claim(row: Mapping[str, object], material: Material) -> str:
    code = _text(row, "code")
    if code:
        return material.said(row, "text") or code_word(_text(row, "variable"), code, material.voice)
    return _printed(row, "value", material) or material.said(row, "text")


def _printed(row: Mapping[str, object], column: str, material: Material) -> str:
    """A figure in the unit of its row, in the way of the language."""
    from clustermark.evidence.units import parse_unit

    value, high = row.get(column), row.get(f"{column}_high")
    if not isinstance(value, float | int):
        return ""
    unit = parse_unit(_text(row, "unit"))
    base, factor = (unit.base, float(unit.factor)) if unit is not None else (_text(row, "unit"), 1.0)
    if not base and _text(row, "variable") == "situation.title_year":
        base = "year"
    if isinstance(high, float | int):
        return numbers.interval(value * factor, high * factor, base, material.language)
    shown = numbers.amount(value * factor, base, material.language)
    bound = _text(row, "bound").replace(" ", "-")
    known = bound in ("about", "at-least", "at-most")
    return material.voice.say(f"units.bound.{bound}", value=shown) if known else shown


def _fields(table: str, row: Mapping[str, object], reference: str, material: Material) -> Iterable[tuple[str, str]]:
    """The lines of a card, in order."""
    voice, say = material.voice, material.voice.say
    product, scope, channel = _text(row, "product"), _text(row, "scope"), _text(row, "channel")
    yield "product", voice.product(product) if product else ""
    yield "scope", scope_word(scope, voice) if scope else ""
    yield "channel", channel_word(channel, voice) if channel else ""
    yield "reason", material.said(row, "reason")
    yield "result", material.said(row, "result")
    yield "actor", material.said(row, "actor")
    yield "where", material.said(row, "locator")
    grade = _text(row, "reliability")
    yield "grade", say(f"report.grade.{grade}") if voice.has(f"report.grade.{grade}") else grade
    yield "party", say("report.card.party-yes") if row.get("party") else ""
    yield "coder", say("report.card.one-coder") if table == "judgements" else ""
    origin = _text(row, "origin")
    yield "origin", say(f"report.origin.{origin}") if voice.has(f"report.origin.{origin}") else origin
    read_as = _text(row, "read_as")
    yield "read", say(f"report.card.read-{read_as}") if read_as else ""
    yield "row", reference


def evidence_page(material: Material, cards: tuple[Card, ...]) -> Page:
    """The list of cited rows."""
    say = material.voice.say
    return Page(
        "evidence",
        say("report.evidence.name"),
        say("report.evidence.question"),
        inline(say("report.evidence.answer", n=numbers.count(len(cards), material.language))),
        (Paragraph(evidence_line(material), "small"), CardList()),
    )


def method_page(material: Material) -> Page:
    """How the report was made: versions, rules of reading, limits."""
    say = material.voice.say
    try:
        own = version("clustermark")
    except PackageNotFoundError:
        own = "?"
    sources = [
        say("report.method.source", id=source.id, sha=source.sha256[:12], origin=say(f"report.origin.{source.origin}"))
        for source in material.evidence.sources.values()
        if source.sha256
    ]
    blocks: list[Block] = [
        Heading(say("report.method.how")),
        Items(tuple(inline(say(f"report.method.how-{n}")) for n in range(1, 8))),
        Heading(say("report.method.limits")),
        Items(tuple(inline(say(f"report.method.limit-{n}")) for n in range(1, 7))),
        Heading(say("report.method.made")),
        Paragraph(
            inline(
                say(
                    "report.method.versions",
                    version=own,
                    measures=len(measures()),
                    rules=len(rules()),
                    findings=numbers.count(len(material.findings), material.language),
                    seed=material.study.seed,
                )
            ),
            "small",
        ),
        Paragraph(
            inline(say("report.method.sources"), say("sentences.form.joint").join(sources), say("sentences.form.stop")),
            "small",
        ),
    ]
    return Page(
        "method",
        say("report.method.name"),
        say("report.method.question"),
        inline(say("report.method.answer")),
        tuple(blocks),
    )
