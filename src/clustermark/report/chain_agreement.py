"""Tables of governance: measured verdicts beside published ones, and whether the scales of the survey can be used."""

from collections.abc import Sequence

from clustermark.report.chain_parts import (
    Column,
    Record,
    behind,
    code_column,
    codes_of,
    count_column,
    head_of,
    known,
    number_column,
    ranged,
    rows_of,
)
from clustermark.report.document import Block, Cell, Heading, Paragraph, Row, Table, Verdict
from clustermark.report.material import Material
from clustermark.report.tabled import end
from clustermark.words.inline import Inline, Span, inline
from clustermark.words.verdicts import channel_word

MEASURED_AS = {"governance.type": "governance.measured_type", "mechanism.driver": "mechanism.measured_driver"}


def verdict_blocks(material: Material) -> list[Block]:
    """The measured verdict beside what pages state, where both speak; how often one side alone does."""
    rows = rows_of(material, "governance_verdicts", subject=material.focus)
    if not rows:
        return []
    say = material.voice.say
    both = [row for row in rows if row["verdict"] != "one-sided"]
    agree = sum(row["verdict"] == "agree" for row in both)
    blocks: list[Block] = [Heading(say("chain.verdict.caption", agree=agree, total=len(both)))]
    if both:
        head = tuple(say(f"chain.verdict.head-{name}") for name in ("what", "measured", "published", "verdict"))
        blocks.append(Table(head, tuple(_compared(material, row) for row in both), form="list"))
    alone = len(rows) - len(both)
    if alone:
        silent = sum(not row.get("published") for row in rows if row["verdict"] == "one-sided")
        note = say("chain.verdict.alone", measured=silent, published=alone - silent)
        blocks.append(Paragraph(inline(note), "small"))
    return blocks


def _compared(material: Material, row: Record) -> Row:
    """One verdict: what the survey measured, what pages say, whether they agree."""
    of, channel, said = str(row["of"]), str(row.get("channel") or ""), str(row["verdict"] or "mixed")
    name = material.voice.measure(of)
    if channel:
        name = material.voice.say("report.chart.with", name=name, of=channel_word(channel, material.voice))
    references = row.get("rows")
    listed = tuple(map(str, references)) if isinstance(references, list) else ()
    published = _published(material, of, str(row.get("published") or ""))
    chip: Verdict = "identical" if said == "agree" else "different" if said == "differ" else "no-evidence"
    cells = (
        Cell((inline(_published(material, MEASURED_AS.get(of, of), str(row.get("measured") or ""))),)),
        Cell((_with_rows(material, published, listed),)),
        Cell(verdict=chip, verdict_text=known(material, "verdict", said, "mixed")),
    )
    return Row(inline(name), cells)


def _published(material: Material, of: str, codes: str) -> str:
    """Codes of a verdict in words; several that contradict each other joined."""
    if not codes:
        return material.voice.say("chain.verdict.none")
    return material.voice.say("sentences.form.list").join(codes_of(material, of, code) for code in codes.split(","))


def _with_rows(material: Material, words: str, references: Sequence[str]) -> Inline:
    shown = tuple(each for each in references if each in material.rows and material.is_open(each))
    return (Span(words, "number", shown),) if shown else inline(words)


def scale_blocks(material: Material) -> list[Block]:
    """Whether the scales of the firm survey hang together, before their means are told."""
    rows = [row for row in rows_of(material, "firm_scales", subject=material.focus) if not row.get("channel")]
    if not rows:
        return []
    say = material.voice.say
    columns = [
        code_column(material, "firm_scales", "scale", "scale"),
        count_column(material, "firm_scales", "items"),
        count_column(material, "firm_scales", "n"),
        Column(
            head_of(material, "firm_scales", "alpha"),
            lambda row: ranged(material, end(row, "alpha"), end(row, "low"), end(row, "high"), "index"),
        ),
        number_column(material, "firm_scales", "r_wg", "index"),
        Column(
            head_of(material, "firm_scales", "used"),
            lambda row: say("chain.scale.used" if row.get("used") else "chain.scale.left"),
            number=False,
        ),
    ]
    table = behind(material, "firm_scales", columns, rows)
    used = sum(bool(row.get("used")) for row in rows)
    caption = say("chain.scale.caption", used=used, total=len(rows))
    note = Paragraph(inline(say("chain.scale.note")), "small")
    return [Heading(caption), Table(table.head, table.rows, form="list", numbers=table.numbers), note]
