"""What every figure needs: which findings are drawn and what they are called, their sources, the table behind them."""

from collections.abc import Sequence

from clustermark.findings.model import Finding
from clustermark.report.document import Cell, Row, Table
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.findings import fact_list, number_span, price_name, short_link
from clustermark.words.inline import Inline, fill, inline, join, plain
from clustermark.words.verdicts import channel_word, code_word, note

PRICES = (
    "position.factory_price",
    "position.export_unit_price",
    "position.import_unit_price",
    "position.retail_price",
    "claims.value_per_item",
)
FEWEST = 2  # places that a chart of one axis needs, the focus without a figure beside them


def found(material: Material, measure: str) -> list[Finding]:
    """The best finding of every subject that has one that says something, the focus first, then the study's order."""
    order = [material.focus, *(place for place in material.subjects(measure) if place != material.focus)]
    known = (material.known(measure, subject) for subject in order)
    return one_kind([finding for finding in known if finding is not None])


def one_kind(findings: Sequence[Finding]) -> list[Finding]:
    """Real findings alone where there are any: what is illustrative never stands in one chart with them."""
    real = [finding for finding in findings if finding.origin != "illustrative"]
    return real or list(findings)


def kind_of(material: Material, subject: str) -> str:
    """focus, a cluster of the study, or other: how a place is drawn."""
    if subject == material.focus:
        return "focus"
    return "study" if subject in material.study.all_clusters() else "other"


def name_of(material: Material, finding: Finding) -> str:
    """What a figure calls the place of a finding: with its price, or its channel, where it has one."""
    name = material.voice.place(finding.subject)
    if finding.measure in PRICES:
        return material.voice.say("report.chart.price-of", place=name, measure=price_name(finding, material.voice))
    channel = finding.dimension("channel")
    return (
        material.voice.say("report.chart.with", name=name, of=channel_word(channel, material.voice))
        if channel
        else name
    )


def marked(material: Material, drawn: Sequence[Finding]) -> str:
    """What a subtitle begins with where the drawn figures are illustrative."""
    illustrative = any(finding.origin == "illustrative" for finding in drawn)
    return material.voice.say("report.chart.illustrative") if illustrative else ""


def years_of(drawn: Sequence[Finding], material: Material) -> str:
    """The years that the drawn findings cover."""
    years = [int(year) for finding in drawn for year in finding.years.replace("/", "-").split("-") if year.isdigit()]
    if not years:
        return material.voice.say("units.year.none")
    low, high = min(years), max(years)
    return numbers.years(str(low) if low == high else f"{low}-{high}", material.language)


def sources(material: Material, drawn: Sequence[Finding]) -> Inline:
    """The sources of the clusters of the study, each a link; the others stand in the table."""
    voice = material.voice
    own = [finding for finding in drawn if kind_of(material, finding.subject) != "other"]
    shown = own or list(drawn[:4])
    parts = [
        fill(
            "report.chart.source",
            material.language,
            place=name_of(material, finding),
            value=short_link(finding, voice)
            if not isinstance(finding.value, str)
            else number_span(finding, code_word(finding.measure, finding.value, voice), voice),
            note=note(finding, voice),
        )
        for finding in shown
    ]
    rest = len(drawn) - len(shown)
    tail = voice.say("report.chart.rest", n=rest) if rest else voice.say("sentences.form.stop")
    return inline(voice.say("report.chart.sources"), join(parts, voice.say("sentences.form.joint")), tail)


def places_table(material: Material, drawn: Sequence[Finding]) -> Table:
    """The table behind a chart: place, value, facts, grade and origins."""
    voice, say = material.voice, material.voice.say
    rows = []
    for finding in drawn:
        text = short_reason(material, finding)
        rows.append(
            Row(
                inline(name_of(material, finding)),
                (
                    Cell((inline(short_or_code(material, finding)),), number=True),
                    Cell((inline(text),)),
                    Cell((inline(note(finding, voice)),)),
                ),
            )
        )
    head = (say("report.table.place"), say("report.table.value"), say("report.table.reason"), say("report.table.grade"))
    return Table(head, tuple(rows), form="data", numbers=(0,))


def short_or_code(material: Material, finding: Finding) -> Inline:
    """A value or a code as a link."""
    if isinstance(finding.value, str):
        return (number_span(finding, code_word(finding.measure, finding.value, material.voice), material.voice),)
    return (short_link(finding, material.voice),)


def short_reason(material: Material, finding: Finding) -> str:
    """The coder's reason in a few words, or what else the finding states of itself."""
    for reference in finding.evidence:
        if reference in material.rows and material.is_open(reference):
            row = material.rows[reference][1]
            said = material.said(row, "short") or material.said(row, "text")
            if said:
                return said
    facts = [plain(part) for part in fact_list(finding, material.voice)[1:]]
    return material.voice.say("sentences.form.comma").join(facts)
