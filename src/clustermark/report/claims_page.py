"""Published figures that contradict each other or never change, and what cannot all be true."""

from clustermark.findings.model import Finding
from clustermark.report.claims_figure import claims_figure
from clustermark.report.document import Block, Cell, Page, Row, Table
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.findings import claim_words, fact_list, lowered, number_span, price_name, short_link
from clustermark.words.inline import Inline, Span, fill, inline, join, plain
from clustermark.words.verdicts import note, scope_word

UNCHANGED, SPREAD = "claims.unchanged_years", "claims.spread"
CHECKS = ("claims.world_above_nation", "claims.market_share_sum", "claims.value_per_item", "claims.ladder_gap")


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
