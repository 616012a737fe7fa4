"""Published figures that contradict each other or never change, and what cannot all be true."""

from collections.abc import Mapping
from decimal import Decimal

from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.report import chart_claims
from clustermark.report.chart_claims import Mark
from clustermark.report.document import Block, Cell, Chart, Figure, Page, Row, Table
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.findings import claim_words, fact_list, lowered, number_span, price_name, short_link
from clustermark.words.inline import Inline, Span, fill, inline, join, plain
from clustermark.words.verdicts import note, scope_word

UNCHANGED, SPREAD = "claims.unchanged_years", "claims.spread"
CHECKS = ("claims.world_above_nation", "claims.market_share_sum", "claims.value_per_item", "claims.ladder_gap")
FEWEST_MARKS = 4
Claim = Mapping[str, object]


def claims_page(material: Material) -> Page:
    """The page."""
    voice, say = material.voice, material.voice.say
    unchanged = _checks(material, UNCHANGED)
    spread = _checks(material, SPREAD)
    blocks: list[Block] = []
    drawn = claims_figure(material, [*spread, *unchanged])
    if drawn is not None:
        blocks.append(drawn)
    for key, found in (("unchanged", unchanged), ("spread", spread)):
        if found:
            blocks.append(_table(material, key, found))
    others = [finding for measure in CHECKS for finding in _checks(material, measure)]
    if others:
        blocks.append(_others(material, others))
    return Page(
        "claims",
        say("report.claims.name"),
        say("report.claims.question", label=voice.label(material.focus), place=voice.place(material.focus)),
        _answer(material, unchanged, spread),
        tuple(blocks),
    )


def _checks(material: Material, measure: str) -> list[Finding]:
    """Checks on the focus first, then on the other clusters of the study; the widest first."""
    if measure == "claims.market_share_sum":
        return _sums(material)
    subjects = material.study.all_clusters()
    found = [finding for subject in subjects for finding in material.all(measure, subject) if finding.status == "ok"]
    if measure in (UNCHANGED, SPREAD):
        found = [finding for finding in found if finding.dimension("of")]
    if measure == "claims.world_above_nation":
        found = [finding for finding in found if isinstance(finding.value, float | int) and finding.value > 0]
    if measure == "claims.ladder_gap":
        found = [finding for finding in found if finding.value]
    own = [finding for finding in found if finding.subject == material.focus]
    rest = [finding for finding in found if finding.subject != material.focus]
    return [*sorted(own, key=_widest), *sorted(rest, key=_widest)]


def _sums(material: Material) -> list[Finding]:
    """Shares of one market added up, each set of places once; where scopes differ they are shown all the same."""
    seen: dict[tuple[str, ...], Finding] = {}
    for subject in material.subjects("claims.market_share_sum"):
        for finding in material.all("claims.market_share_sum", subject):
            places = tuple(sorted(dict(finding.parameters).get("places", "").split("/")))
            if isinstance(finding.value, float | int) and len(places) > 1:
                seen.setdefault((*places, finding.dimension("product")), finding)
    return list(seen.values())


def _widest(finding: Finding) -> tuple[float, str]:
    return (-float(finding.value) if isinstance(finding.value, float | int) else 0.0, finding.id)


def _answer(material: Material, unchanged: list[Finding], spread: list[Finding]) -> Inline:
    """The figure that stood longest, and the widest contradiction, of the focus; else that none was found."""
    voice = material.voice
    parts: list[Inline] = []
    longest = next((finding for finding in unchanged if finding.subject == material.focus), None)
    widest = next((finding for finding in spread if finding.subject == material.focus), None)
    if longest is not None:
        parts.append(
            fill(
                "report.claims.longest",
                material.language,
                place=voice.place(longest.subject),
                claim=number_span(longest, lowered(claim_words(longest, voice)), voice),
                years=numbers.years(longest.years, material.language),
                n=longest.n,
            )
        )
    if widest is not None:
        parts.append(
            fill(
                "report.claims.widest",
                material.language,
                measure=claim_words(widest, voice),
                years=numbers.years(widest.years, material.language),
                value=short_link(widest, voice),
            )
        )
    return join(parts, voice.say("report.space")) if parts else inline(voice.say("report.claims.none"))


def _table(material: Material, key: str, found: list[Finding]) -> Table:
    voice, say = material.voice, material.voice.say
    rows = []
    for finding in found[:14]:
        facts = [plain(part) for part in fact_list(finding, voice)[1:]]
        rows.append(
            Row(
                (Span(voice.place(finding.subject), "strong"),),
                (
                    Cell((inline(claim_words(finding, voice)),), note=say("sentences.form.comma").join(facts)),
                    Cell(((short_link(finding, voice),),), number=True),
                    Cell((inline(numbers.years(finding.years, material.language)),)),
                    Cell((inline(say(f"report.claims.pages-{key}", n=finding.n, grades=finding.reliability)),)),
                ),
            )
        )
    head = (
        say("report.table.place"),
        say("report.table.claim"),
        say(f"report.claims.column-{key}"),
        say("report.table.years"),
        say("report.table.origins"),
    )
    return Table(head, tuple(rows), say(f"report.claims.caption-{key}", n=len(found)), "list", numbers=(1,))


def _others(material: Material, found: list[Finding]) -> Table:
    """World above nation, shares that add up to more than a market, value over volume, ladders that do not add up."""
    voice, say = material.voice, material.voice.say
    rows = [
        Row(
            (Span(price_name(finding, voice), "strong"),),
            (
                Cell((inline(_subject(material, finding)),)),
                Cell(((short_link(finding, voice),),), number=True),
                Cell((inline(_remark(material, finding)),), note=note(finding, voice)),
            ),
        )
        for finding in found
    ]
    head = tuple(say(f"report.table.{key}") for key in ("check", "place", "value", "remark"))
    return Table(head, tuple(rows), say("report.claims.caption-others"), "list", numbers=(1,))


def _subject(material: Material, finding: Finding) -> str:
    """Whom a check speaks of; with its product where it is not the main one."""
    voice = material.voice
    name = voice.place(finding.subject)
    product = finding.dimension("product")
    return voice.say("report.chart.with", name=name, of=voice.product(product)) if product else name


def _remark(material: Material, finding: Finding) -> str:
    """What a check means; beside what it stands, where it has such figures."""
    voice = material.voice
    key = finding.measure.partition(".")[2]
    beside = [voice.findings[each] for each in finding.inputs if each in voice.findings]
    shown = voice.joined(
        voice.say(
            "report.claims.beside-one",
            place=voice.place(each.subject),
            measure=price_name(each, voice),
            value=plain((short_link(each, voice),)),
            years=numbers.years(each.years, material.language),
        )
        for each in beside
    )
    said = _sum_remark(material, finding) if key == "market_share_sum" else voice.say(f"report.claims.remark-{key}")
    return said + (voice.say("report.claims.beside", figures=shown) if shown else "")


def _sum_remark(material: Material, finding: Finding) -> str:
    """Who claims which share, what that would leave for everyone else, and whether the scopes differ."""
    voice, known = material.voice, dict(finding.parameters)
    shares = [float(share) for share in known.get("shares", "").split("/") if share]
    parts = [
        voice.say(
            "report.claims.sum-part", place=voice.place(place), share=numbers.amount(share, "share", material.language)
        )
        for place, share in zip(known.get("places", "").split("/"), shares, strict=False)
    ]
    scopes = [scope_word(scope, voice) for scope in known.get("scopes", "").split("/")]
    total = float(finding.value) if isinstance(finding.value, float | int) else 0.0
    verdict = "differ" if finding.why == "scopes-differ" else "error" if total > 1 else "same"
    return voice.say(
        "report.claims.remark-market_share_sum",
        parts=voice.joined(parts),
        rest=numbers.amount(round(1 - total, 12), "share", material.language),
        scopes=voice.joined(scopes),
        verdict=voice.say(f"report.claims.sum-{verdict}"),
    )


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
        publisher = str(row.get("publisher") or "")
        marks.append(Mark(str(row["year"]), value, high, bool(row.get("party")), publisher))
        units.append(unit)
    del material
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
    read_out = voice.say("sentences.form.joint").join(
        voice.say(
            "report.claims.read",
            year=mark.year,
            value=words(mark.value, mark.high or mark.value),
            publisher=mark.publisher,
        )
        for _, mark in chosen
    )
    links = [
        inline(Span(mark.year, "number", (str(row[REFERENCE]),)), voice.say("report.in-brackets", words=mark.publisher))
        for row, mark in chosen
    ]
    source = inline(
        voice.say("report.chart.sources"),
        join(links, voice.say("sentences.form.list")),
        voice.say("sentences.form.stop"),
    )
    chart = Chart(wide, narrow, f"{plain(title)}{voice.say('report.colon')}{read_out}")
    return Figure(
        "claims-years",
        title,
        voice.say("report.claims.subtitle"),
        chart,
        source,
        _behind(material, chosen, words),
        voice.say("report.chart.table", n=len(chosen)),
    )


def _behind(material: Material, chosen: list[tuple[dict[str, object], Mark]], words: object) -> Table:
    assert callable(words)
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
