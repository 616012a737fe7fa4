"""On the page of the industry: who adds the value of its final product, and what the chart of it does not show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clustermark.evidence.model import REFERENCE
from clustermark.findings.model import Finding
from clustermark.report import chart_smile
from clustermark.report.document import Block, Cell, Chart, Figure, Heading, Paragraph, Row, Table
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.findings import short_link
from clustermark.words.inline import Field, Inline, Span, fill, inline, plain
from clustermark.words.voice import Voice

PARTS = {
    "own": "industry.chain_own_share",
    "home": "industry.chain_home_share",
    "abroad": "industry.chain_foreign_share",
}
MOST = 60  # marks
READ = 5  # marks that the alternative text names
MILLION = 1_000_000.0
Known = Mapping[tuple[str, str, int], Finding]  # measure, economy, year


@dataclass(frozen=True, slots=True)
class Origin:
    """A row of the chain: economy and industry of origin, value added in million USD, distance, reference."""

    economy: str
    sector: str
    gain: float
    distance: float | None
    reference: str

    @property
    def is_cell(self) -> bool:
        """Whether it is one industry that can be drawn, not a sum or a rest."""
        return self.sector not in ("TOTAL", "REST") and self.gain > 0 and (self.distance or 0) > 0


def smile_blocks(material: Material, known: Known, economy: str, sector: str, source: Inline) -> Iterator[Block]:
    """The blocks of the latest year; none where the study has no chain of this product."""
    years = sorted({year for measure, code, year in known if measure == PARTS["own"] and code == economy})
    years = [year for year in years if all((part, economy, year) in known for part in PARTS.values())]
    origins = _origins(material, economy, sector, years[-1]) if years else []
    cells = [origin for origin in origins if origin.is_cell][:MOST]
    if not cells:
        return
    latest, first = years[-1], years[0]
    value = next(origin.gain for origin in origins if (origin.economy, origin.sector) == ("WLD", "TOTAL"))
    say = material.voice.say
    yield Heading(say("industry.smile.heading"))
    yield _figure(material, known, (economy, sector, latest), origins, source)
    if first < latest:
        yield Paragraph(
            fill(
                "industry.smile.before", material.language, first=str(first), **_parts(material, known, economy, first)
            )
        )
    drawn = numbers.amount(sum(cell.gain for cell in cells) / value, "share", material.language)
    yield Paragraph(inline(say("industry.smile.drawn", n=len(cells), share=drawn)), "small")
    yield Paragraph(inline(say("industry.smile.limit")), "small")


def _parts(material: Material, known: Known, economy: str, year: int) -> dict[str, Field]:
    """The three parts of the product's value, each with its rows."""
    return {name: short_link(known[part, economy, year], material.voice) for name, part in PARTS.items()}


def _origins(material: Material, economy: str, sector: str, year: int) -> list[Origin]:
    """The rows of a chain that may be shown, the largest first; of rows that come twice the first counts."""
    found: dict[tuple[str, str], Origin] = {}
    for row in material.open_rows("smile_curves"):
        gain, distance = row.get("gain"), row.get("distance")
        asked = (row.get("economy"), row.get("sector"), row.get("year")) == (economy, sector, year)
        if asked and isinstance(gain, float | int):
            away = float(distance) if isinstance(distance, float | int) else None
            origin = Origin(
                str(row["origin_economy"]), str(row["origin_sector"]), float(gain), away, str(row[REFERENCE])
            )
            found.setdefault((origin.economy, origin.sector), origin)
    return sorted(found.values(), key=lambda origin: (-origin.gain, origin.economy, origin.sector))


def _name(material: Material, origin: Origin, economy: str, sector: str) -> str:
    """The industry of origin: without its country at home."""
    voice = material.voice
    if origin.sector == "REST":
        return voice.say(f"industry.smile.rest-{'home' if origin.economy == economy else 'abroad'}")
    if origin.sector == "TOTAL":
        return voice.say("industry.smile.total")
    if (origin.economy, origin.sector) == (economy, sector):
        return voice.say("industry.smile.own-cell")
    name = cell_name(voice, origin.sector)
    if origin.economy == economy:
        return name
    return voice.say("industry.smile.cell", economy=voice.economy(origin.economy), industry=name)


def cell_name(voice: Voice, sector: str) -> str:
    """The short name of an industry of a world table; its code where no name is known."""
    key = f"industry.cell.{sector}"
    return voice.say(key) if voice.has(key) else sector


def origin_text(row: Mapping[str, object], voice: Voice) -> str:
    """What a row of a chain states: who adds how much to the final product, from how far."""
    economy, sector, distance = (row.get(name) for name in ("origin_economy", "origin_sector", "distance"))
    if sector == "REST":
        who = voice.say(f"industry.smile.rest-{'abroad' if economy == 'ABROAD' else 'home'}")
    elif sector == "TOTAL":
        who = voice.say("industry.smile.total" if economy == "WLD" else "industry.smile.total-home")
    else:
        who = voice.say(
            "industry.smile.cell", economy=voice.economy(str(economy)), industry=cell_name(voice, str(sector))
        )
    gain = _money(float(str(row["gain"])) * MILLION, voice.language)
    if not isinstance(distance, float | int):
        return voice.say("industry.smile.card", origin=who, gain=gain)
    return voice.say("industry.smile.card-distance", origin=who, gain=gain, distance=f"{distance:.1f}")


def _figure(
    material: Material, known: Known, asked: tuple[str, str, int], origins: Sequence[Origin], source: Inline
) -> Figure:
    economy, sector, latest = asked
    say, language = material.voice.say, material.language
    cells = [origin for origin in origins if origin.is_cell][:MOST]
    names = {id(origin): _name(material, origin, economy, sector) for origin in origins}
    marks = [
        chart_smile.Mark(names[id(cell)], cell.gain * MILLION, float(cell.distance or 0), _kind(cell, economy, sector))
        for cell in cells
    ]
    title = fill(
        "industry.smile.title",
        language,
        latest=str(latest),
        industry=material.voice.industry(f"{economy}:{sector}"),
        **_parts(material, known, economy, latest),
    )
    wide, narrow = chart_smile.both(
        marks,
        chart_smile.Words(
            say("industry.smile.home"),
            say("industry.smile.abroad"),
            say("industry.smile.near"),
            say("industry.smile.far"),
            lambda value: _money(value, language),
        ),
    )
    read = say("sentences.form.joint").join(
        say("industry.smile.read", cell=mark.name, gain=_money(mark.gain, language), distance=f"{mark.distance:.1f}")
        for mark in marks[:READ]
    )
    alternative = say("industry.smile.alternative", title=plain(title), n=len(marks[:READ]), read=read)
    table = _table(material, origins, names)
    subtitle = say("industry.smile.subtitle", latest=latest)
    chart = Chart(wide, narrow, alternative)
    return Figure("industry-smile", title, subtitle, chart, source, table, say("industry.smile.table"))


def _kind(cell: Origin, economy: str, sector: str) -> str:
    if cell.economy != economy:
        return "abroad"
    return "own" if cell.sector == sector else "home"


def _money(value: float, language: str) -> str:
    return numbers.amount(value, "USD", language)


def _table(material: Material, origins: Sequence[Origin], names: Mapping[int, str]) -> Table:
    """Every industry drawn, what the rest adds at home and abroad, and the product's value last."""
    say, language = material.voice.say, material.language
    cells = [origin for origin in origins if origin.is_cell][:MOST]
    rests = [origin for origin in origins if origin.sector == "REST"]
    value = next(origin for origin in origins if (origin.economy, origin.sector) == ("WLD", "TOTAL"))
    rows = [
        Row(
            inline(names[id(origin)]),
            (
                Cell(
                    (inline(Span(_money(origin.gain * MILLION, language), "number", (origin.reference,))),), number=True
                ),
                Cell((inline(numbers.amount(origin.gain / value.gain, "share", language)),), number=True),
                Cell((inline("" if origin.distance is None else f"{origin.distance:.1f}"),), number=True),
            ),
        )
        for origin in (*cells, *rests, value)
    ]
    head = tuple(say(f"industry.smile.{key}-head") for key in ("origin", "gain", "share", "distance"))
    return Table(head, tuple(rows), form="data", numbers=(0, 1, 2))
