"""The ladder of the consumer's price: who adds what between factory and shop."""

from collections.abc import Mapping, Sequence
from typing import Literal

from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.report.document import Ladder, LadderStep
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.findings import clause
from clustermark.words.inline import Inline, Span, capital, inline
from clustermark.words.verdicts import is_known

ORDER = ("retail", "brand", "intermediary", "tax", "factory")  # as drawn, from the shop to the factory
Row = Mapping[str, object]


def _number(row: Row, column: str) -> float:
    value = row.get(column)
    return float(value) if isinstance(value, float | int) else 0.0


def ladders(material: Material) -> dict[str, list[Row]]:
    """The rows of each ladder that has a consumer's price, a factory price and one unit."""
    found: dict[str, list[Row]] = {}
    for row in material.open_rows("price_ladders"):
        found.setdefault(f"{row['subject']}/{row['ladder']}", []).append(row)
    whole = {}
    for key, rows in found.items():
        tiers = {str(row["tier"]) for row in rows}
        if {"consumer", "factory"} <= tiers and len({str(row["unit"]) for row in rows}) == 1:
            whole[key] = rows
    return whole


def nearest(material: Material) -> list[Row]:
    """The ladder of the focus, else of the nearest place of the study.

    Of several the channel that sells most, where that is known; then the best grade and the latest year.
    """
    order = {subject: at for at, subject in enumerate(material.study.subjects())}
    sold = {
        (subject, one.dimension("channel")): float(str(one.value))
        for subject in order
        for one in material.all("position.channel_share", subject)
        if is_known(one)
    }

    def rank(rows: Sequence[Row]) -> tuple[object, ...]:
        one = rows[0]
        return (
            order.get(str(one["subject"]), len(order)),
            -sold.get((str(one["subject"]), str(one.get("channel") or "")), 0.0),
            str(one["reliability"]),
            -_number(one, "year"),
            str(one["ladder"]),
        )

    return min(ladders(material).values(), key=rank, default=[])


def ladder(material: Material) -> Ladder:
    """The ladder of the first page; without steps where the study has none."""
    say, language = material.voice.say, material.language
    rows = nearest(material)
    if not rows:
        return Ladder(say("report.ladder.none-title"), (), inline(say("report.ladder.none")))
    by_tier = {str(row["tier"]): row for row in rows}
    consumer = by_tier["consumer"]
    unit = parse_unit(str(consumer["unit"]))
    currency = (unit.base if unit is not None else str(consumer["unit"])).partition("/")[0]
    subject = str(consumer["subject"])
    year = f"{_number(consumer, 'year'):.0f}" if consumer.get("year") else ""
    total = _amount(consumer, currency, language)
    steps = [_step(by_tier[tier], tier, currency, material) for tier in ORDER if tier in by_tier]
    rest = _number(consumer, "amount") - sum(step.size for step in steps)
    if rest > 0.005 * _number(consumer, "amount"):
        steps.insert(0, _rest(rest, consumer, currency, material))
    title = say(
        "report.ladder.title", total=total, place=material.voice.label(subject), year=numbers.years(year, language)
    )
    read_out = " + ".join(f"{step.name} {step.label}" for step in steps)
    return Ladder(title, tuple(steps), _note(material, rows, subject), f"{total} = {read_out}")


def _amount(row: Row, currency: str, language: str) -> str:
    value = _number(row, "amount")
    if row.get("amount_high"):
        return numbers.interval(value, _number(row, "amount_high"), currency, language)
    return numbers.amount(value, currency, language)


def _step(row: Row, tier: str, currency: str, material: Material) -> LadderStep:
    kind: Literal["factory", "between", "end"] = (
        "factory" if tier == "factory" else "end" if tier in ("retail", "brand") else "between"
    )
    said = _amount(row, currency, material.language)
    value = _number(row, "amount")
    name = material.said(row, "label") or material.voice.say(f"report.tier.{tier}")
    digits, scale = numbers.scaled(value, material.language)
    link = Span(said, "number", (str(row[REFERENCE]),))
    return LadderStep(name, (link,), digits + scale, value, kind)


def _rest(size: float, consumer: Row, currency: str, material: Material) -> LadderStep:
    """What the tiers that were read leave of the consumer's price: hatched, for nobody said who adds it."""
    said = numbers.amount(size, currency, material.language)
    digits, scale = numbers.scaled(size, material.language)
    link = Span(said, "number", (str(consumer[REFERENCE]),))
    return LadderStep(material.voice.say("report.ladder.rest"), (link,), digits + scale, size, "rest")


def _note(material: Material, rows: Sequence[Row], subject: str) -> Inline:
    """Whose ladder it is, what it rests on, and that the factory price is not what stays."""
    say, voice = material.voice.say, material.voice
    one = rows[0]
    pages = {
        str(row.get("url") or "") for each in ladders(material).values() for row in each if row["subject"] == subject
    }
    known = [finding for finding in material.all("position.capture_rate", subject) if is_known(finding)]
    same = [finding for finding in known if finding.dimension("channel") == str(one.get("channel") or "")]
    capture = next(iter(same or known), None)
    n = capture.n if capture is not None else len(pages)
    key = "borrowed" if subject != material.focus else "own"
    head = say(f"report.ladder.{key}", focus=voice.place(material.focus), place=voice.place(subject))
    source = say(
        "report.ladder.source",
        n=numbers.origins(n, material.language),
        publisher=voice.publisher(str(one.get("publisher") or "")),
        grade=str(one.get("reliability") or ""),
    )
    lead = say("report.ladder.not-kept")
    kept: Inline = inline(say("report.ladder.kept-unknown"))
    if capture is not None:
        said = clause(capture, voice)
        kept = inline(said if material.language == "zh" else capital(said), say("sentences.form.stop"))
    return inline(Span(head, "strong"), source, lead, kept)
