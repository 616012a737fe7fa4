"""Figures of the page on effect: share of voice month by month, and the peaks with the stories that made them."""

from clustermark.report import chart_months, chart_peaks
from clustermark.report.document import Block, Cell, Figure, Items, Row, Table
from clustermark.report.material import Material
from clustermark.report.tabled import (
    Rows,
    drawn,
    end,
    known_of,
    laid_out,
    linked,
    month,
    rows_of,
    share,
    size,
    sketched,
    subtitle,
)
from clustermark.words import numbers
from clustermark.words.inline import Inline, Span, fill, inline
from clustermark.words.verdicts import short_value

TEXTS = ("mentions",)
VOICE = "communication.share_of_voice"
MOST_OPENED = 5  # stories of a peak that the list opens


def effect_figures(material: Material) -> list[Block]:
    """Share of voice of every cluster, and the time line of the focus."""
    blocks: list[Block] = []
    rows = rows_of(material, "voice_by_month")
    months = sorted({str(row["month"]) for row in rows if row["month"]})
    if len(months) > 2:
        blocks.append(_voice(material, rows, months))
        blocks += _peaks(material, months)
    return blocks


def _counted(iso: str) -> int:
    year, _, number = iso.partition("-")
    return int(year) * 12 + int(number)


def _voice(material: Material, rows: Rows, months: list[str]) -> Figure:
    voice = material.voice
    first = _counted(months[0])
    panels = []
    for place in material.study.all_clusters():
        points = [
            (_counted(str(row["month"])) - first, size(row, "share"), end(row, "low"), end(row, "high"))
            for row in rows
            if row["subject"] == place and row["month"] and row["share"] is not None
        ]
        known = known_of(material, VOICE, place)
        note = short_value(known, voice) if known else ""
        if points:
            panels.append(chart_months.Panel(voice.place(place), sorted(points), place == material.focus, note))
    ends = (month(material, months[0]), month(material, months[-1]))
    short = (month(material, months[0], "short"), month(material, months[-1], "short"))
    charts = chart_months.both(panels, short, lambda value: share(material, value))
    span = [f"{panel.name} {_span(material, [point[1] for point in panel.points])}" for panel in panels]
    table = _by_month(material, rows, months)
    below = subtitle(material, "voice.subtitle", TEXTS, first=ends[0], last=ends[1])
    title = _voice_title(material, rows)
    return drawn(material, "effect-voice", title, below, charts, span, TEXTS, table)


def _by_month(material: Material, rows: Rows, months: list[str]) -> Table:
    """A row a month, a column a cluster: its share and, in brackets, its stories."""
    places = [place for place in material.study.all_clusters() if any(row["subject"] == place for row in rows)]
    found = {(str(row["month"]), str(row["subject"])): row for row in rows}
    made = []
    for name in months:
        cells = []
        for place in places:
            row = found.get((name, place), {})
            stories = material.voice.say(
                "report.in-brackets", words=numbers.count(int(size(row, "stories")), material.language)
            )
            known = end(row, "share") is not None
            cells.append(Cell((inline(share(material, size(row, "share")) + stories),) if known else (), number=True))
        made.append(Row(inline(month(material, name, "short")), tuple(cells)))
    head = (material.voice.say("communication.voice.head"), *(material.voice.place(place) for place in places))
    return Table(head, tuple(made), form="data", numbers=tuple(range(len(places))))


def _span(material: Material, shares: list[float]) -> str:
    return numbers.interval(min(shares), max(shares), "share", material.language)


def _voice_title(material: Material, rows: Rows) -> Inline:
    """Where the focus stands among the clusters; without a figure of the period, between which ends its months lie."""
    places = material.study.all_clusters()
    known = {place: known_of(material, VOICE, place) for place in places}
    own = known[material.focus]
    ranked = sorted((f for f in known.values() if f is not None), key=lambda f: -float(f.value or 0))
    fields: dict[str, str | Inline] = {"place": material.voice.place(material.focus), "value": linked(material, own)}
    if own is not None and len(ranked) > 1:
        leader = ranked[0]
        other = ranked[1] if leader is own else leader
        key = "communication.voice.title-first" if leader is own else "communication.voice.title"
        fields |= {"other": material.voice.place(other.subject), "top": linked(material, other)}
        return fill(key, material.language, **fields)
    shares = [size(row, "share") for row in rows if row["subject"] == material.focus]
    fields |= {"low": share(material, min(shares, default=0)), "high": share(material, max(shares, default=0))}
    return fill("communication.voice.title-alone", material.language, **fields)


def _peaks(material: Material, months: list[str]) -> list[Block]:
    """The time line of the focus and, below it, the numbered peaks with links to their first stories."""
    own = {
        str(row["month"]): int(size(row, "stories"))
        for row in rows_of(material, "voice_by_month")
        if row["subject"] == material.focus
    }
    if not own:
        return []
    peaks = sorted(rows_of(material, "bursts", subject=material.focus), key=lambda row: str(row["month"]))
    numbered = {str(row["month"]): at for at, row in enumerate(peaks, 1)}
    usual = {str(row["month"]): size(row, "usual") for row in peaks}
    level = sorted(own.values())[len(own) // 2] if not peaks else None
    bars = [
        chart_peaks.Bar(
            name[:4] if name.endswith("-01") or at == 0 else "",
            own.get(name, 0),
            usual.get(name, level),
            numbered.get(name, 0),
        )
        for at, name in enumerate(months)
    ]
    charts = chart_peaks.both(
        bars, lambda v: numbers.amount(v, "index", material.language), sketched=sketched(material, *TEXTS)
    )
    read = [f"{month(material, name)} {own.get(name, 0)}" for name in months]
    rows = [row for row in rows_of(material, "voice_by_month") if row["subject"] == material.focus]
    table = laid_out(material, "voice_by_month", ("month", "items", "stories"), rows)
    below = subtitle(material, "peaks.subtitle" if peaks else "peaks.subtitle-none", TEXTS)
    title = _peaks_title(material, peaks)
    figure = drawn(material, "effect-peaks", title, below, charts, read, TEXTS, table)
    return [figure, Items(tuple(_peak(material, row) for row in peaks), ordered=True)] if peaks else [figure]


def _peaks_title(material: Material, peaks: Rows) -> Inline:
    place = material.voice.place(material.focus)
    if not peaks:
        return fill("communication.peaks.title-none", material.language, place=place)
    top = max(peaks, key=lambda row: size(row, "stories"))
    known = known_of(material, "communication.bursts", material.focus)
    return fill(
        "communication.peaks.title",
        material.language,
        place=place,
        n=linked(material, known, numbers.amount(len(peaks), "months", material.language)),
        month=month(material, str(top["month"])),
        stories=numbers.count(int(size(top, "stories")), material.language),
    )


def _peak(material: Material, row: dict[str, object]) -> Inline:
    """A peak: its month, its stories against the usual, and links that open the stories that made it."""
    voice = material.voice
    references = row.get("rows")
    listed = [str(each) for each in references] if isinstance(references, list) else []
    seen = {
        _headline(material, each): each for each in reversed(listed) if each in material.rows and material.is_open(each)
    }
    opened = list(seen.values())[::-1][:MOST_OPENED]
    said = voice.say(
        "communication.peaks.item",
        month=month(material, str(row["month"])),
        stories=numbers.count(int(size(row, "stories")), material.language),
        usual=numbers.amount(size(row, "usual"), "index", material.language),
    )
    links: list[Inline] = [(Span(_headline(material, each), "number", (each,)),) for each in opened]
    if not links:
        return inline(said)
    parts: list[str | Inline] = [said, voice.say("report.colon")]
    for at, link in enumerate(links):
        parts += [voice.say("sentences.form.joint") if at else "", link]
    return inline(*parts)


def _headline(material: Material, reference: str) -> str:
    """What a story is called: its title, else its outlet, else its reference."""
    row = material.rows[reference][1]
    return str(row.get("title") or row.get("outlet") or reference)[:60]
