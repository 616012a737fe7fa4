"""The clusters over seven rows: what each shows, and the verdict of the focus with each of the others."""

from itertools import combinations
from typing import cast

from clustermark.findings.catalogue import SEVEN_ROWS
from clustermark.findings.model import Finding
from clustermark.report.document import Block, Cell, Heading, Page, Paragraph, Row, Table, Verdict
from clustermark.report.drawn import short_or_code
from clustermark.report.material import Material
from clustermark.report.strips import plan_of
from clustermark.words.inline import Inline, Span, inline
from clustermark.words.verdicts import channel_word, code_word, is_known, note, reason, state_of, state_word
from clustermark.words.voice import Voice

PAIR = "comparison.verdict"
COUNTED = ("identical", "same-direction", "different", "not-distinguishable")


def verdicts(material: Material, one: str, other: str, row: str) -> list[Finding]:
    """The verdicts on a pair in a row, whichever way round the study names them; the deciding measure first."""
    found = [
        finding
        for subject in (f"{one}~{other}", f"{other}~{one}")
        for finding in material.index.get((PAIR, subject), ())
        if finding.dimension("row") == row
    ]
    return sorted(found, key=lambda finding: ("decides" not in dict(finding.parameters), finding.id))


def deciding(material: Material, one: str, other: str, row: str) -> Finding | None:
    """The verdict that decides a row: of the deciding measure the clearest channel."""
    found = [finding for finding in verdicts(material, one, other, row) if "decides" in dict(finding.parameters)]
    return min(found, key=lambda finding: (finding.value == "no-evidence", finding.id), default=None)


def lines_of(material: Material, row: str) -> list[str]:
    """The measures of a row that pairs are compared on, the first of the row first."""
    seen: dict[str, None] = {}
    for one, other in combinations(material.study.all_clusters(), 2):
        for finding in verdicts(material, one, other, row):
            seen.setdefault(finding.dimension("of"), None)
    order = plan_of(row).decides
    return sorted(seen, key=lambda measure: order.index(measure) if measure in order else len(order))


def matrix_page(material: Material) -> Page | None:
    """The page; None where the study has one cluster only."""
    clusters = material.study.all_clusters()
    if len(clusters) < 2:
        return None
    voice, say = material.voice, material.voice.say
    others = clusters[1:]
    rows = [row for each in SEVEN_ROWS for row in _rows(material, each, others)]
    head = (say("report.table.row"), *(voice.label(place) for place in clusters))
    blocks: list[Block] = [
        Paragraph(inline(say("report.matrix.key")), "small"),
        Table(head, tuple(rows), form="matrix", focus_column=0),
    ]
    pairs = list(combinations(others, 2))
    if pairs:
        blocks += [Heading(say("report.matrix.others", n=len(pairs))), _other_pairs(material, pairs)]
    blocks.append(Paragraph(inline(say("report.matrix.note")), "small"))
    return Page(
        "matrix",
        say("report.matrix.name"),
        say(
            "report.matrix.question",
            label=voice.place(clusters[0]),
            others=voice.joined(voice.place(p) for p in others),
        ),
        _answer(material, others),
        tuple(blocks),
    )


def _answer(material: Material, others: tuple[str, ...]) -> Inline:
    """How many of the comparisons with the focus came out how."""
    voice = material.voice
    found = [deciding(material, material.focus, other, row) for other in others for row in SEVEN_ROWS]
    codes = [str(finding.value) if finding is not None else "no-evidence" for finding in found]
    counted = [
        voice.say("report.matrix.count", n=codes.count(code), verdict=code_word(PAIR, code, voice))
        for code in COUNTED
        if code in codes
    ]
    return inline(
        voice.say(
            "report.matrix.answer",
            total=len(codes),
            counted=voice.joined(counted) or voice.say("report.matrix.none"),
            none=codes.count("no-evidence"),
        )
    )


def _rows(material: Material, row: str, others: tuple[str, ...]) -> list[Row]:
    """The deciding line of a row with its verdicts, then the other measures that have evidence on both sides."""
    voice = material.voice
    out = []
    for at, measure in enumerate(lines_of(material, row)):
        cells = [_own(material, measure)]
        has_pair = at == 0
        for other in others:
            verdict = _of_measure(material, other, row, measure)
            has_pair = has_pair or (verdict is not None and verdict.value != "no-evidence")
            cells.append(_cell(material, measure, other, verdict))
        if has_pair:
            name = voice.say("report.matrix.line", row=voice.row(row), measure=voice.measure(measure))
            below = voice.say("report.matrix.below", measure=voice.measure(measure))
            out.append(Row((Span(name if at == 0 else below, "strong" if at == 0 else "text"),), tuple(cells)))
    return out


def _of_measure(material: Material, other: str, row: str, measure: str) -> Finding | None:
    found = [f for f in verdicts(material, material.focus, other, row) if f.dimension("of") == measure]
    return min(found, key=lambda finding: (finding.value == "no-evidence", finding.id), default=None)


def _own(material: Material, measure: str) -> Cell:
    return _with(_value(material, measure, material.focus), focus=True)


def _with(cell: Cell, *, focus: bool) -> Cell:
    return Cell(cell.lines, cell.level, cell.note, cell.verdict, cell.verdict_text, cell.missing, cell.number, focus)


def _value(material: Material, measure: str, place: str) -> Cell:
    """What a cluster shows: its code as a bar with the short reason, its value, or why there is none."""
    voice = material.voice
    finding = material.best(measure, place)
    if finding is None or not is_known(finding):
        return Cell(missing=reason(finding, voice) if finding is not None else voice.say("why.no-rows.short"))
    line = inline(short_or_code(material, finding))
    level = None
    if finding.unit == "membership" and isinstance(finding.value, float | int):
        level = float(finding.value)
        line = inline(line, " ", _short(material, finding))
    elif finding.dimension("channel"):
        line = inline(line, voice.say("report.in-brackets", words=channel_word(finding.dimension("channel"), voice)))
    if finding.status == "conflicting":
        line = inline(line, " ", Span(state_word(state_of(finding), voice), "state"))
    return Cell((line,), level, note(finding, voice))


def _short(material: Material, finding: Finding) -> str:
    """The coder's reason in a few words."""
    for reference in finding.evidence:
        if reference in material.rows and material.is_open(reference):
            return material.said(material.rows[reference][1], "short")
    return ""


def _cell(material: Material, measure: str, other: str, verdict: Finding | None) -> Cell:
    shown = _value(material, measure, other)
    code = cast(Verdict, str(verdict.value)) if verdict is not None else "no-evidence"
    return Cell(shown.lines, shown.level, shown.note, code, verdict_word(verdict, material.voice), shown.missing)


def verdict_word(verdict: Finding | None, voice: Voice) -> str:
    """The verdict in one word, with its channel, and a dagger where the years lie more than three apart."""
    if verdict is None:
        return code_word(PAIR, "no-evidence", voice)
    word = code_word(PAIR, str(verdict.value), voice)
    if dict(verdict.parameters).get("years-apart") == "yes":
        word += "†"
    channel = verdict.dimension("channel")
    return word + voice.say("report.in-brackets", words=channel_word(channel, voice)) if channel else word


def _other_pairs(material: Material, pairs: list[tuple[str, str]]) -> Table:
    voice = material.voice
    rows = []
    for row in SEVEN_ROWS:
        cells = []
        for one, other in pairs:
            verdict = deciding(material, one, other, row)
            code = cast(Verdict, str(verdict.value)) if verdict is not None else "no-evidence"
            of = voice.measure(verdict.dimension("of")) if verdict is not None and code != "no-evidence" else ""
            cells.append(Cell(verdict=code, verdict_text=verdict_word(verdict, voice), note=of))
        rows.append(Row((Span(voice.row(row), "strong"),), tuple(cells)))
    head = (voice.say("report.table.row"), *(voice.place(f"{one}~{other}") for one, other in pairs))
    return Table(head, tuple(rows), form="list")
