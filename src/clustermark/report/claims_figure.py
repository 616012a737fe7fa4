"""The published claims on one matter, year by year."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.report import chart_claims
from clustermark.report.chart_claims import Mark
from clustermark.report.document import Cell, Chart, Figure, Row, Table
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.inline import Inline, Span, fill, inline, join, plain
from clustermark.words.voice import Voice

FEWEST_MARKS = 4
Claim = Mapping[str, object]
Words = Callable[[float, float], str]


def claims_figure(material: Material, checks: list[Finding]) -> Figure | None:
    """The claims of the focus on the matter that contradicts itself most, or has stood longest, year by year."""
    for measure in dict.fromkeys(check.dimension("of") for check in checks if check.subject == material.focus):
        known = measures().get(measure)
        claims = [row for row in material.open_rows("claims") if _belongs(row, material.focus, measure)]
        if known is None or len(claims) < FEWEST_MARKS:
            continue
        marks, units = _marks(material, claims)
        unit = max(sorted(set(units)), key=units.count)
        chosen = [(row, mark) for row, mark, its in zip(claims, marks, units, strict=True) if its == unit]
        if len(chosen) >= FEWEST_MARKS:
            return _figure(material, measure, unit, chosen)
    return None


def _belongs(row: Claim, subject: str, measure: str) -> bool:
    plain_scope = str(row.get("scope") or "unstated") == "unstated"
    same = row["subject"] == subject and row["variable"] == measure
    return same and plain_scope and not row.get("absent") and row.get("value") is not None and bool(row.get("year"))


def _marks(material: Material, claims: list[dict[str, object]]) -> tuple[list[Mark], list[str]]:
    marks, units = [], []
    for row in claims:
        base = parse_unit(str(row.get("unit") or ""))
        unit, factor = (base.base, base.factor) if base is not None else ("", Decimal(1))
        value = float(Decimal(repr(row["value"])) * factor)
        high = float(Decimal(repr(row["value_high"])) * factor) if row.get("value_high") is not None else None
        publisher = material.voice.publisher(str(row.get("publisher") or ""))
        marks.append(Mark(str(row["year"]), value, high, bool(row.get("party")), publisher))
        units.append(unit)
    return marks, units


def _figure(material: Material, measure: str, unit: str, chosen: list[tuple[dict[str, object], Mark]]) -> Figure:
    voice, language = material.voice, material.language
    marks = [mark for _, mark in chosen]
    chosen = sorted(chosen, key=lambda pair: (pair[1].year, pair[1].value, str(pair[0][REFERENCE])))

    def words(low: float, high: float) -> str:
        return numbers.amount(low, unit, language) if low == high else numbers.interval(low, high, unit, language)

    axis = "" if unit not in ("share", "points") else unit
    wide, narrow = chart_claims.both(marks, words, lambda value: numbers.amount(value, axis, language))
    low = min(mark.value for mark in marks)
    high = max(mark.value if mark.high is None else mark.high for mark in marks)
    name, place = voice.measure(measure), voice.place(material.focus)
    first, last = min(mark.year for mark in marks), max(mark.year for mark in marks)
    key = "report.claims.title-same" if low == high else "report.claims.title"
    title = fill(
        key,
        language,
        place=place,
        measure=name,
        range=words(low, high),
        n=len(marks),
        years=numbers.years(f"{first}-{last}", language),
    )
    chart = Chart(wide, narrow, f"{plain(title)}{voice.say('report.colon')}{_read_out(voice, chosen, words)}")
    return Figure(
        "claims-years",
        title,
        voice.say("report.claims.subtitle"),
        chart,
        _sources(voice, chosen),
        _behind(material, chosen, words),
        voice.say("report.chart.table", n=len(chosen)),
    )


def _read_out(voice: Voice, chosen: list[tuple[dict[str, object], Mark]], words: Words) -> str:
    """Every mark in words, for those who do not see the chart."""
    return voice.say("sentences.form.joint").join(
        voice.say(
            "report.claims.read",
            year=mark.year,
            value=words(mark.value, mark.high or mark.value),
            publisher=mark.publisher,
        )
        for _, mark in chosen
    )


def _sources(voice: Voice, chosen: list[tuple[dict[str, object], Mark]]) -> Inline:
    """The year of every mark as a link to its row, with who published it."""
    links = [
        inline(Span(mark.year, "number", (str(row[REFERENCE]),)), voice.say("report.in-brackets", words=mark.publisher))
        for row, mark in chosen
    ]
    return inline(
        voice.say("report.chart.sources"),
        join(links, voice.say("sentences.form.list")),
        voice.say("sentences.form.stop"),
    )


def _behind(material: Material, chosen: list[tuple[dict[str, object], Mark]], words: Words) -> Table:
    say = material.voice.say
    rows = [
        Row(
            inline(mark.year),
            (
                Cell(
                    ((Span(words(mark.value, mark.high or mark.value), "number", (str(row[REFERENCE]),)),),),
                    number=True,
                ),
                Cell((inline(mark.publisher),), note=say("sentences.form.party") if mark.party else ""),
                Cell((inline(str(row.get("reliability") or "")),)),
            ),
        )
        for row, mark in chosen
    ]
    head = tuple(say(f"report.table.{key}") for key in ("years", "value", "publisher", "grade"))
    return Table(head, tuple(rows), form="data", numbers=(0,))
