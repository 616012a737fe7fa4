"""The focus against the benchmark places, where both sides have evidence, and what these places do."""

from collections.abc import Mapping

from clustermark.evidence.model import REFERENCE
from clustermark.findings.catalogue import FIVE_PARTS
from clustermark.findings.model import Finding
from clustermark.report.document import Block, Cell, Heading, Page, Paragraph, Row, Table
from clustermark.report.drawn import short_or_code
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.inline import Inline, Span, inline
from clustermark.words.verdicts import code_word, is_known, note, reason

AGAINST = "comparison.benchmark"
ORDER = ("gap", "advantage", "level", "not-comparable")
MOST_PRACTICES = 5  # of one part; the evidence folder holds them all


def benchmark_page(material: Material) -> Page | None:
    """The page; None where the study names no benchmark place."""
    places = [place for place in material.study.benchmarks if place != material.focus]
    if not places:
        return None
    voice, say = material.voice, material.voice.say
    found = [finding for place in places for finding in material.all(AGAINST, f"{material.focus}~{place}")]
    blocks: list[Block] = []
    table = _table(material, found)
    if table.rows:
        blocks.append(table)
    practices = [row for row in material.open_rows("practices") if row["subject"] in places and not row.get("absent")]
    if practices:
        blocks += [
            Heading(say("report.benchmark.practices")),
            Paragraph(inline(say("report.benchmark.transfer")), "small"),
        ]
        blocks += _practices(material, practices)
    return Page(
        "benchmarks",
        say("report.benchmark.name"),
        say(
            "report.benchmark.question",
            label=voice.label(material.focus),
            place=voice.place(material.focus),
            n=len(places),
        ),
        _answer(material, places, found, practices),
        tuple(blocks),
    )


def _answer(material: Material, places: list[str], found: list[Finding], practices: list[dict[str, object]]) -> Inline:
    voice = material.voice
    codes = [str(finding.value) for finding in found]
    counted = [
        voice.say("report.matrix.count", n=codes.count(code), verdict=code_word(AGAINST, code, voice))
        for code in ORDER
        if code in codes
    ]
    recorded = sum(bool(material.said(row, "needed")) for row in practices)
    return inline(
        voice.say("report.benchmark.answer", total=len(codes), counted=voice.joined(counted))
        if codes
        else voice.say("report.benchmark.none"),
        voice.say("report.space"),
        voice.say("report.benchmark.read", n=len(practices), places=len(places), recorded=recorded),
    )


def _table(material: Material, found: list[Finding]) -> Table:
    """Comparable measures first: the focus, the other place, the verdict or why there is none."""
    voice, say = material.voice, material.voice.say
    rows = []
    for finding in sorted(found, key=lambda finding: (ORDER.index(str(finding.value)), finding.id)):
        sides = [voice.findings[key] for key in finding.inputs if key in voice.findings]
        place = finding.subject.split("~")[1]
        own = next((side for side in sides if side.subject == material.focus), None)
        other = next((side for side in sides if side.subject == place), None)
        why = reason(finding, voice) if finding.value == "not-comparable" else ""
        apart = "†" if dict(finding.parameters).get("years-apart") else ""
        rows.append(
            Row(
                (Span(voice.measure(finding.dimension("of")), "strong"),),
                (
                    Cell((inline(voice.place(place)),)),
                    _side(material, own),
                    _side(material, other),
                    Cell((inline(Span(code_word(AGAINST, str(finding.value), voice) + apart, "state")),), note=why),
                ),
            )
        )
    head = (
        say("report.table.measure"),
        say("report.table.place"),
        voice.place(material.focus),
        say("report.table.there"),
        say("report.table.verdict"),
    )
    return Table(head, tuple(rows), say("report.benchmark.caption"), "list")


def _side(material: Material, finding: Finding | None) -> Cell:
    if finding is None or not is_known(finding):
        return Cell(missing=reason(finding, material.voice) if finding is not None else "")
    return Cell((short_or_code(material, finding),), note=note(finding, material.voice))


def _practices(material: Material, practices: list[dict[str, object]]) -> list[Block]:
    """By part of communication: place, what was done and by whom, its result, what it needed."""
    voice, say = material.voice, material.voice.say
    head = tuple(say(f"report.table.{key}") for key in ("place", "practice", "result", "needed"))
    blocks: list[Block] = []
    for part in FIVE_PARTS:
        mine = [row for row in practices if row["part"] == part]
        chosen = _spread(mine)
        rows = [_practice(material, row) for row in chosen]
        if rows:
            caption = say("report.benchmark.part", part=voice.row(part), n=len(mine), shown=len(rows))
            blocks.append(Table(head, tuple(rows), caption, "list"))
    return blocks


def _spread(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """The first practices of each place in turn, those with a result first, then the better grade."""
    by_place: dict[str, list[dict[str, object]]] = {}
    for row in sorted(rows, key=lambda row: (not row.get("result_zh"), str(row.get("reliability") or ""))):
        by_place.setdefault(str(row["subject"]), []).append(row)
    chosen: list[dict[str, object]] = []
    turn = 0
    while len(chosen) < MOST_PRACTICES and any(len(found) > turn for found in by_place.values()):
        chosen += [found[turn] for found in by_place.values() if len(found) > turn]
        turn += 1
    return chosen[:MOST_PRACTICES]


def _practice(material: Material, row: Mapping[str, object]) -> Row:
    voice = material.voice
    year = f"{row['year']}" if row.get("year") else ""
    who = material.said(row, "actor")
    facts = [who, numbers.years(year, material.language) if year else "", str(row.get("reliability") or "")]
    link = Span(material.said(row, "what"), "number", (str(row[REFERENCE]),))
    needed, cost = material.said(row, "needed"), material.said(row, "cost")
    conditions = [inline(needed or voice.say("report.benchmark.not-recorded"))]
    if cost:
        conditions.append(inline(voice.say("report.benchmark.cost", cost=cost)))
    return Row(
        (Span(voice.place(str(row["subject"])), "strong"),),
        (
            Cell(((link,),), note=voice.say("sentences.form.comma").join(fact for fact in facts if fact)),
            Cell((inline(material.said(row, "result") or voice.say("report.benchmark.no-result")),)),
            Cell(tuple(conditions)),
        ),
    )
