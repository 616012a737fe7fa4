"""The parent industry of the focus in its world chain: the industry of the country, never the cluster."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from clustermark.findings.model import Finding
from clustermark.report import chart_years
from clustermark.report.document import Block, Cell, Chart, Figure, Heading, Page, Paragraph, Row, Table
from clustermark.report.material import Material
from clustermark.report.smile_blocks import smile_blocks
from clustermark.words import numbers
from clustermark.words.findings import short_link
from clustermark.words.inline import Inline, Span, fill, inline, plain

SHARE = "industry.domestic_share"
BESIDE = (
    "industry.exports",
    "industry.domestic_share",
    "industry.backward_participation",
    "industry.forward_participation",
    "industry.rca_vax",
    "industry.rca_dva",
    "industry.upstreamness",
    "industry.downstreamness",
    "industry.length_forward",
    "industry.length_backward",
    "industry.chain_own_share",
    "industry.chain_home_share",
    "industry.chain_foreign_share",
)
Index = Mapping[tuple[str, str, int], Finding]  # measure, economy, year


@cache
def industries() -> Mapping[str, tuple[str, ...]]:
    """Codes of industries with the HS chapters that they make."""
    content = (files("clustermark.report") / "industries.toml").read_text(encoding="utf-8")
    return {sector: tuple(chapters) for sector, chapters in tomllib.loads(content).items()}


def industry_page(material: Material) -> Page | None:
    """The page; None where the study has no results for the industry that makes the focus's product."""
    economy, sector = home(material), parent(material)
    known = _index(material, sector)
    years = sorted(year for measure, code, year in known if measure == SHARE and code == economy)
    if not sector or not years:
        return None
    first, latest = years[0], years[-1]
    voice, say = material.voice, material.voice.say
    name = voice.industry(f"{economy}:{sector}")
    blocks: list[Block] = [Paragraph(inline(say("industry.page.subject", industry=name, latest=latest)), "small")]
    if first < latest:
        blocks.append(_figure(material, known, economy, sector))
    blocks += smile_blocks(material, known, economy, sector, _source(material))
    blocks += [
        Heading(say("industry.page.beside", latest=latest)),
        _beside(material, known, economy, latest),
        *(Paragraph(inline(say(f"industry.page.{key}")), "small") for key in ("warning", "retail", "average")),
    ]
    answer = fill(
        "industry.page.answer" if first < latest else "industry.page.same",
        material.language,
        industry=name,
        economy=voice.economy(economy),
        latest=str(latest),
        first=str(first),
        now=_hundredth(known[SHARE, economy, latest]),
        then=_hundredth(known[SHARE, economy, first]),
    )
    return Page(
        "industry", say("industry.page.name"), say("industry.page.question", industry=name), answer, tuple(blocks)
    )


def home(material: Material) -> str:
    """The code of the economy that the focus lies in: the one whose name a place around it bears."""
    within = {str(row["id"]): str(row.get("within") or "") for row in material.open_rows("places")}
    codes = sorted({finding.subject.partition(":")[0] for finding in material.findings if finding.measure == SHARE})
    by_name = {material.voice.economy(code): code for code in codes}
    here, walked = material.focus, set()
    while here and here not in walked:
        walked.add(here)
        if material.voice.place(here) in by_name:
            return by_name[material.voice.place(here)]
        here = within.get(here, "")
    return ""


def parent(material: Material) -> str:
    """The code of the industry that makes the focus's main product, "" where its HS codes name none."""
    products = {str(row["id"]): str(row.get("product") or "") for row in material.open_rows("places")}
    own = next((one for one in material.study.products if one.id == products.get(material.focus)), None)
    chapters = {code[:2] for code in own.hs} if own else set()
    return next((code for code, makes in industries().items() if chapters and chapters <= set(makes)), "")


def _index(material: Material, sector: str) -> Index:
    found: dict[tuple[str, str, int], Finding] = {}
    for finding in material.findings:
        economy, _, its_sector = finding.subject.partition(":")
        if finding.measure.startswith("industry.") and its_sector == sector and finding.period.isdigit():
            found[finding.measure, economy, int(finding.period)] = finding
    return found


def _hundredth(finding: Finding) -> Span:
    """A share as a number of a hundred, with its rows."""
    assert isinstance(finding.value, float)
    return Span(f"{100 * finding.value:.0f}", "number", finding.evidence, finding.id)


def _figure(material: Material, known: Index, own: str, sector: str) -> Figure:
    voice, say = material.voice, material.voice.say
    economies = sorted({code for measure, code, _ in known if measure == SHARE}, key=lambda code: (code != own, code))
    years = sorted({year for measure, code, year in known if measure == SHARE and code == own})
    series = {
        voice.economy(code): {
            year: float(str(finding.value))
            for (measure, its, year), finding in sorted(known.items())
            if measure == SHARE and its == code
        }
        for code in economies
    }
    line = series[voice.economy(own)]
    low, high = (min(line, key=lambda year: line[year]), max(line, key=lambda year: line[year]))
    title = fill(
        "industry.page.title",
        material.language,
        first=str(years[0]),
        latest=str(years[-1]),
        economy=voice.economy(own),
        low=short_link(known[SHARE, own, low], voice),
        high=short_link(known[SHARE, own, high], voice),
    )

    def percent(value: float) -> str:
        return numbers.amount(value, "share", material.language)

    wide, narrow = chart_years.both(series, voice.economy(own), percent)
    read = say("sentences.form.joint").join(
        say(
            "industry.page.read",
            economy=name,
            first=min(by),
            latest=max(by),
            then=percent(by[min(by)]),
            now=percent(by[max(by)]),
        )
        for name, by in series.items()
    )
    subtitle = say("industry.page.subtitle", sector=say(f"industry.sector.{sector}"), latest=years[-1])
    chart = Chart(wide, narrow, f"{plain(title)}{say('report.colon')}{read}")
    table = _each_year(material, known, economies, years)
    return Figure("industry-years", title, subtitle, chart, _source(material), table, say("industry.page.table"))


def _source(material: Material) -> Inline:
    publishers = sorted({str(row.get("publisher") or "") for row in material.open_rows("value_chain_results")} - {""})
    named = material.voice.joined([material.voice.publisher(name) for name in publishers])
    return inline(material.voice.say("industry.page.source", publisher=named)) if publishers else ()


def _each_year(material: Material, known: Index, economies: list[str], years: list[int]) -> Table:
    rows = [
        Row(inline(str(year)), tuple(_cell(material, known.get((SHARE, code, year))) for code in economies))
        for year in years
    ]
    head = (material.voice.say("industry.page.year-head"), *(material.voice.economy(code) for code in economies))
    return Table(head, tuple(rows), form="data", numbers=tuple(range(len(economies))))


def _beside(material: Material, known: Index, own: str, latest: int) -> Table:
    """A measure a row, an economy a column, the own one first."""
    economies = sorted({code for _, code, _ in known}, key=lambda code: (code != own, code))
    rows = [
        Row(
            (Span(material.voice.measure(measure), "strong"),),
            tuple(_cell(material, known.get((measure, code, latest))) for code in economies),
        )
        for measure in BESIDE
    ]
    head = (material.voice.say("report.table.measure"), *(material.voice.economy(code) for code in economies))
    return Table(head, tuple(rows), form="list", numbers=tuple(range(len(economies))))


def _cell(material: Material, finding: Finding | None) -> Cell:
    return Cell((inline(short_link(finding, material.voice)),), number=True) if finding is not None else Cell()
