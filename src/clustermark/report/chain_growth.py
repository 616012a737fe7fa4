"""Figures of status: signs of lock-in one by one, roles of sales as a path, indicators of upgrading."""

from collections.abc import Mapping, Sequence

from clustermark.report import chart_triangle
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    code_column,
    head_of,
    known,
    leads,
    named,
    rows_of,
    signed,
    span,
    told,
    years_of,
)
from clustermark.report.document import Block, Cell, Figure, Heading, Paragraph, Row, Table, Verdict
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, end, known_of, linked, share, size, sketched
from clustermark.words import numbers
from clustermark.words.inline import Inline, Span, capital, fill, inline
from clustermark.words.verdicts import channel_word, reason

ROLES = ("contract", "design", "brand")
GROUNDS = ("firm_survey", "cluster_accounts")
KINDS = ("process", "product", "functional", "chain")
ANSWER: Mapping[str, Verdict] = {"yes": "identical", "no": "not-distinguishable", "unknown": "no-evidence"}
MOVED: Mapping[str, Verdict] = {
    "better": "identical",
    "worse": "different",
    "standing": "not-distinguishable",
    "unclear": "no-evidence",
    "silent": "no-evidence",
}
MOST_INDICATORS = 14


def card_blocks(material: Material) -> list[Block]:
    """The seven signs with answer, figure, line, years and number; counted, never made into an index."""
    rows = rows_of(material, "lock_in_card", subject=material.focus)
    if not rows:
        return []
    say = material.voice.say
    counts = {answer: sum(row["answer"] == answer for row in rows) for answer in ANSWER}
    total = known_of(material, "position.lock_in_signs", material.focus)
    made = [_sign(material, row) for row in rows]
    caption = say("chain.card.caption", total=len(rows), place=material.voice.place(material.focus), **counts)
    if sketched(material, *GROUNDS):
        caption += say("report.space") + say("sentences.mark.illustrative").strip()
    head = tuple(say(f"chain.card.head-{name}") for name in ("sign", "answer", "value", "line", "years"))
    note = [inline(say("chain.card.note"))]
    if total is not None:
        note.append(fill("chain.card.counted", material.language, value=linked(material, total)))
    space = say("report.space")
    joined = inline(*(part for at, each in enumerate(note) for part in ((space,) if at else ()) + (each,)))
    return [Heading(caption), Table(head, tuple(made), form="list", numbers=(1, 2)), Paragraph(joined, "small")]


def _sign(material: Material, row: Mapping[str, object]) -> Row:
    say, answer = material.voice.say, str(row["answer"])
    sure = str(row.get("sure") or "")
    note = say(f"chain.card.{sure}") if sure in ("firm", "leaning") and answer != "unknown" else ""
    n = say("chain.card.n", n=numbers.count(int(size(row, "n")), material.language)) if row.get("n") else ""
    years = numbers.years(str(row.get("years") or ""), material.language) if row.get("years") else ""
    chip = Cell(
        verdict=ANSWER.get(answer, "no-evidence"), verdict_text=known(material, "card", answer, "unknown"), note=note
    )
    shown = _value(material, row) if answer != "unknown" else Cell((inline(_why(material, row)),), number=True)
    cells = (
        chip,
        shown,
        Cell((inline(_line(material, row)),), number=True),
        Cell((inline(years),), note=n),
    )
    return Row(inline(named(material, "sign", str(row["sign"]))), cells)


def _unit(row: Mapping[str, object], column: str = "unit") -> str:
    unit = str(row.get(column) or "")
    return "share" if unit in ("share", "points") else "index" if unit in ("", "membership", "ratio", "code") else unit


def _value(material: Material, row: Mapping[str, object]) -> Cell:
    """The figure of a sign as a link to its rows; below it its interval and, where known, how it changed."""
    value, unit = end(row, "value"), _unit(row)
    if value is None:
        return Cell(number=True)
    found = material.all("position.lock_in_sign", material.focus)
    finding = next((each for each in found if each.dimension("segment") == row["sign"] and each.status == "ok"), None)
    note = [span(material, end(row, "low"), end(row, "high"), unit)]
    change = end(row, "change")
    if change is not None and unit == "share":
        note.append(material.voice.say("chain.card.change", value=signed(material, change, "points")))
    joined = material.voice.say("sentences.form.comma").join(part for part in note if part)
    return Cell((leads(material, finding, told(material, value, unit)),), note=joined, number=True)


def _why(material: Material, row: Mapping[str, object]) -> str:
    """Why a sign could not be judged, or nothing where the answer needs no figure."""
    if row["answer"] != "unknown":
        return ""
    for finding in material.all("position.lock_in_sign", material.focus):
        if finding.dimension("segment") == row["sign"]:
            return reason(finding, material.voice)
    key = f"why.{row.get('why')}.short"
    return material.voice.say("why.no-rows.short") if not material.voice.has(key) or row.get("why") else ""


def _line(material: Material, row: Mapping[str, object]) -> str:
    line = end(row, "threshold")
    if line is None:
        return ""
    return signed(material, line, "points") if line < 0 and _unit(row) == "share" else told(material, line, _unit(row))


def triangle_figure(material: Material) -> Figure | None:
    """Contract work, own products, own brands: where each market stands and how it came there."""
    rows = [row for row in rows_of(material, "product_roles", subject=material.focus) if row.get("channel")]
    rows = [row for row in rows if all(end(row, role) is not None for role in ROLES)]
    paths = []
    markets = list(dict.fromkeys(str(row["channel"]) for row in rows))
    for market in markets:
        own = _of_one_basis(
            sorted((row for row in rows if row["channel"] == market), key=lambda row: size(row, "year"))
        )
        stops = [chart_triangle.Stop(str(int(size(row, "year"))), *(size(row, role) for role in ROLES)) for row in own]
        paths.append(chart_triangle.Path(channel_word(market, material.voice), stops))
    if not paths:
        return None
    say = material.voice.say
    corners = (say("chain.role.contract"), say("chain.role.design"), say("chain.role.brand"))
    charts = chart_triangle.both(paths, corners, say("chain.role.half"))
    columns = [
        code_column(material, "product_roles", "channel", "channel"),
        Column(head_of(material, "product_roles", "year"), lambda row: str(int(size(row, "year"))), number=False),
        *(_role_column(material, role) for role in ROLES),
    ]
    ordered = [row for market in markets for row in rows if row["channel"] == market]
    table = behind(material, "product_roles", columns, ordered)
    read = [_path_read(material, path, corners) for path in paths]
    said = below(material, "role", GROUNDS, years=years_of(material, rows))
    title = _role_title(material, paths, markets)
    return drawn(material, "status-roles", title, said, charts, read, ("firm_survey",), table)


def _path_read(material: Material, path: chart_triangle.Path, corners: Sequence[str]) -> str:
    """A market with its years and the shares of the last one."""
    last = path.stops[-1]
    shares = zip(corners, (last.left, last.top, last.right), strict=True)
    said = [f"{corner} {share(material, round(value, 2))}" for corner, value in shares]
    joined = material.voice.say("sentences.form.list").join(said)
    first = path.stops[0].year
    return material.voice.say("chain.role.read", market=path.name, first=first, last=last.year, shares=joined)


def _of_one_basis(rows: Rows) -> Rows:
    """The rows of one basis: survey and account differ in scope and are not joined."""
    first = str(rows[-1].get("basis") or "")
    return [row for row in rows if str(row.get("basis") or "") == first]


def _role_column(material: Material, role: str) -> Column:
    def shown(row: Mapping[str, object]) -> str:
        ends = span(material, end(row, f"{role}_low"), end(row, f"{role}_high"))
        value = told(material, size(row, role))
        return material.voice.say("chain.ranged", value=value, span=ends) if ends else value

    return Column(material.voice.say(f"chain.role.{role}"), shown)


def _role_title(material: Material, paths: list[chart_triangle.Path], markets: list[str]) -> Inline:
    """How the share of own brands changed in the market where it changed most."""
    moves = [(abs(path.stops[-1].right - path.stops[0].right), at) for at, path in enumerate(paths)]
    at = max(moves, key=lambda move: (move[0], -move[1]))[1]
    path, market = paths[at], markets[at]
    finding = known_of(material, "upgrading.brand_share", material.focus, channel=market)
    last = leads(material, finding, told(material, path.stops[-1].right))
    fields: dict[str, str | Inline] = {
        "market": path.name,
        "value": last,
        "last": numbers.years(path.stops[-1].year, material.language),
    }
    if len(path.stops) < 2:
        return capital(fill("chain.role.title-one", material.language, **fields))
    fields["before"] = told(material, path.stops[0].right)
    fields["first"] = numbers.years(path.stops[0].year, material.language)
    return capital(fill("chain.role.title", material.language, **fields))


def indicator_blocks(material: Material) -> list[Block]:
    """First and last value of each indicator that counts, its change and what it says, by kind of upgrading."""
    found = rows_of(material, "upgrading_indicators", subject=material.focus)
    counted = [row for row in found if row.get("counted") is not False]
    rows = [row for kind in KINDS for row in counted if row["kind"] == kind]
    if not rows:
        return []
    say = material.voice.say
    made = []
    for row in rows[:MOST_INDICATORS]:
        moved, _, leaning = str(row.get("moved") or "silent").partition("-")
        note = say("chain.card.leaning") if leaning == "leaning" else ""
        chip = Cell(
            verdict=MOVED.get(moved, "no-evidence"), verdict_text=known(material, "moved", moved, "silent"), note=note
        )
        cells = (
            Cell((inline(say(f"chain.upgrading.{row['kind']}")),)),
            Cell((inline(_at(material, row, "first")),), number=True),
            Cell((_linked_last(material, row),), number=True),
            _change(material, row),
            chip,
        )
        made.append(Row(inline(named(material, "upgrading-indicator", str(row["indicator"]))), cells))
    better = sum(str(row.get("moved") or "").startswith("better") for row in rows)
    caption = say("chain.upgrading.caption", n=len(rows), better=better)
    if sketched(material, *GROUNDS):
        caption += say("report.space") + say("sentences.mark.illustrative").strip()
    head = tuple(
        say(f"chain.upgrading.head-{name}") for name in ("indicator", "kind", "first", "last", "change", "moved")
    )
    note_text = say("chain.upgrading.note")
    if len(rows) > MOST_INDICATORS:
        note_text = inline_rest(material, len(rows)) + note_text
    table = Table(head, tuple(made), form="list", numbers=(1, 2, 3))
    return [Heading(caption), table, Paragraph(inline(note_text), "small")]


def inline_rest(material: Material, total: int) -> str:
    """That the table is cut, and where all of it stands."""
    return material.voice.say(
        "chain.first-rows", n=MOST_INDICATORS, total=total, file="results/upgrading_indicators.csv"
    )


def _at(material: Material, row: Mapping[str, object], which: str) -> str:
    """A value with its year: 12% (2020)."""
    value = end(row, which)
    if value is None:
        return ""
    year = str(int(size(row, f"{which}_year")))
    return material.voice.say("chain.upgrading.at", value=told(material, value, _unit(row)), year=year)


def _linked_last(material: Material, row: Mapping[str, object]) -> Inline:
    words = _at(material, row, "last")
    for measure in ("upgrading.indicator_change", "upgrading.share_change"):
        for finding in material.all(measure, material.focus):
            if finding.dimension("segment") == row["indicator"] and finding.status == "ok":
                return (Span(words, "number", material.voice.rows(finding), finding.id),)
    return inline(words)


def _change(material: Material, row: Mapping[str, object]) -> Cell:
    """The change a year: of shares in points, of others in per cent; its interval below."""
    value = end(row, "change")
    if value is None:
        return Cell(number=True)
    unit = "points" if row.get("form") == "points" else "share"
    ends = span(material, end(row, "low"), end(row, "high"), unit)
    return Cell((inline(signed(material, value, unit)),), note=ends, number=True)
