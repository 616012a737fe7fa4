"""What figures made from result tables need: rows of a table, names, links, sources, and the table behind."""

from collections.abc import Mapping, Sequence

from clustermark.findings.model import Finding
from clustermark.findings.results import ResultColumn, result_specs
from clustermark.report.chart_direct import direct
from clustermark.report.document import Cell, Chart, Figure, Row, Table
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.inline import Inline, Span, inline, plain
from clustermark.words.verdicts import short_value

Rows = list[dict[str, object]]
_COUNTED = {"count": "", "number": ""}
NAMED = {"subject": "", "step": "step", "side": "side", "channel": "kind", "instrument": "instrument"}


def rows_of(material: Material, table: str, **where: str) -> Rows:
    """The rows of a result table in which columns hold given texts, in its order; none where the study has no such."""
    frame = material.tables.get(table)
    rows = [] if frame is None else frame.to_dicts()
    return [row for row in rows if all(row.get(name) == value for name, value in where.items())]


def of_one_survey(material: Material, rows: Rows) -> Rows:
    """The rows of one survey: that of the finding on awareness, else the last one."""
    surveys = list(dict.fromkeys(str(row.get("survey") or "") for row in rows))
    if len(surveys) < 2:
        return rows
    known = material.known("communication.consumer_awareness", material.focus)
    named = known.dimension("survey") if known is not None else ""
    chosen = named if named in surveys else surveys[-1]
    return [row for row in rows if str(row.get("survey") or "") == chosen]


def size(row: Mapping[str, object], column: str) -> float:
    """A number of a row, 0 where it holds none."""
    value = row.get(column)
    return float(value) if isinstance(value, float | int) else 0.0


def end(row: Mapping[str, object], column: str) -> float | None:
    """A number of a row, None where it holds none."""
    value = row.get(column)
    return float(value) if isinstance(value, float | int) else None


def word(material: Material, group: str, code: str) -> str:
    """A code of a result table in words; the code where none are known."""
    key = f"communication.{group}.{code}"
    return material.voice.say(key) if code and material.voice.has(key) else code


def share(material: Material, value: float) -> str:
    """A share as it is printed."""
    return numbers.amount(value, "share", material.language)


def linked(material: Material, finding: Finding | None, otherwise: str = "") -> Inline:
    """A figure as a link to its rows, else a text; that it is illustrative is said once, at the end of a title."""
    if finding is None:
        return inline(Span(otherwise, "strong"))
    return leading(material, finding, short_value(finding, material.voice))


def leading(material: Material, finding: Finding, words: str) -> Inline:
    """Words that lead to the rows of a finding."""
    rows = material.voice.rows(finding)
    return (Span(words, "number" if rows else "strong", rows, finding.id),)


def known_of(material: Material, measure: str, subject: str, **where: str) -> Finding | None:
    """The known finding of a measure whose dimensions are exactly these, of whichever survey."""
    for finding in material.all(measure, subject):
        apart = {name: value for name, value in finding.dimensions if name != "survey"}
        if finding.status == "ok" and apart == where and isinstance(finding.value, float | int):
            return finding
    return None


def sketched(material: Material, *tables: str) -> bool:
    """Whether what is drawn rests on illustrative evidence."""
    sources = material.evidence.sources.values()
    return any(source.table in tables and source.origin == "illustrative" for source in sources)


def subtitle(material: Material, key: str, tables: Sequence[str], **fields: str | int) -> str:
    """What is drawn, in which unit, of what; it begins with a warning where the evidence is illustrative."""
    warning = material.voice.say("report.chart.illustrative") if sketched(material, *tables) else ""
    return warning + material.voice.say(f"communication.{key}", **fields)


def read_from(material: Material, *tables: str) -> Inline:
    """The sources of the evidence tables that a figure was counted from, with their numbers of rows."""
    voice, evidence = material.voice, material.evidence
    counts: dict[str, int] = {}
    for source in evidence.sources.values():
        if source.table in tables:
            name = voice.publisher(source.publisher) if source.publisher else source.id
            frame = evidence.tables.get(source.table)
            known = frame is not None and "source" in frame.columns
            counts[name] = counts.get(name, 0) + (
                int(frame["source"].eq(source.id).sum()) if frame is not None and known else 0
            )
    if not counts:
        return ()
    said = [
        voice.say("communication.source", name=name, n=numbers.count(n, material.language)) if n else name
        for name, n in counts.items()
    ]
    return inline(
        voice.say("report.chart.sources"),
        voice.say("sentences.form.joint").join(said),
        voice.say("sentences.form.stop"),
    )


def drawn(
    material: Material,
    identifier: str,
    title: Inline,
    below: str,
    charts: tuple[Mapping[str, object], Mapping[str, object]],
    read: Sequence[str],
    tables: Sequence[str],
    table: Table,
) -> Figure:
    """A figure from evidence tables; `read` is what its alternative text reads out after the title."""
    voice = material.voice
    source = read_from(material, *tables)
    if sketched(material, *tables):
        title = inline(title, voice.say("report.space"), voice.say("sentences.mark.illustrative").strip())
    said = f"{plain(title)}{voice.say('report.colon')}{voice.say('sentences.form.joint').join(read)}"
    behind = voice.say("report.chart.table", n=len(table.rows))
    return Figure(identifier, title, below, Chart(direct(charts[0]), direct(charts[1]), said), source, table, behind)


def laid_out(material: Material, table: str, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> Table:
    """Rows of a result table, the first of the columns as their names; numbers in the way of the language."""
    spec = {column.id: column for column in result_specs()[table].columns}
    chosen = [spec[name] for name in columns]
    head = tuple(column.name.in_language(material.language) for column in chosen)
    numeric = tuple(at for at, column in enumerate(chosen[1:]) if column.type in ("number", "count"))
    made = []
    for row in rows:
        first, *rest = (_shown(material, column, row) for column in chosen)
        cells = tuple(Cell((inline(text),), number=at in numeric) for at, text in enumerate(rest))
        made.append(Row(inline(first), cells))
    return Table(head, tuple(made), form="data", numbers=numeric)


def _shown(material: Material, column: ResultColumn, row: Mapping[str, object]) -> str:
    value = row.get(column.id)
    if value is None or value == "":
        return ""
    if column.id == "month":
        return month(material, str(value))
    if isinstance(value, str):
        group = NAMED.get(column.id)
        if group == "":
            return material.voice.place(value)
        return word(material, group, value) if group else value
    if isinstance(value, int) and not isinstance(value, bool):
        return numbers.count(value, material.language)
    if isinstance(value, float):
        shares = ("low", "high", "conversion_low", "conversion_high")
        unit = "share" if column.unit == "share" or column.id in shares else "index"
        return numbers.amount(value, unit, material.language)
    return str(value)


def month(material: Material, iso: str, form: str = "month") -> str:
    """A month "2021-05" in the way of the language; the form "short" is for axes."""
    year, _, number = iso.partition("-")
    if not number.isdigit():
        return iso
    return material.voice.say(f"communication.{form}.m{int(number)}", year=year)
