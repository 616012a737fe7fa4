"""What a page lists beside its findings: programmes, marks and titles, fairs, firms, practices of the focus."""

from collections.abc import Mapping, Sequence

from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.report.document import Cell, Row, Table
from clustermark.report.material import Material, last_year
from clustermark.words import numbers
from clustermark.words.findings import brackets, fact_list, short_link
from clustermark.words.inline import Inline, Span, fill, inline, join
from clustermark.words.verdicts import is_known

MOST = 10
Record = Mapping[str, object]


def lists(material: Material, row: str) -> list[Table]:
    """The lists of a page, those with rows."""
    focus = material.focus

    def rows(table: str) -> list[dict[str, object]]:
        return [each for each in material.open_rows(table) if each["subject"] == focus and not each.get("absent")]

    found: list[Table | None] = []
    if row == "situation":
        found.append(_named(material, "titles", [r for r in rows("brands") if r["kind"] in ("title", "enterprise")]))
    if row == "enterprises":
        found.append(firms(material))
    if row == "government":
        found.append(_named(material, "programmes", [r for r in rows("programmes") if r["by"] != "association"]))
    if row == "associations":
        found.append(_named(material, "programmes", [r for r in rows("programmes") if r["by"] == "association"]))
        marks = [r for r in rows("brands") if r["kind"] in ("regional", "collective", "certification")]
        found.append(_named(material, "marks", marks))
    if row == "channels":
        found.append(_named(material, "events", rows("events")))
    practices = [r for r in rows("practices") if r["part"] == row]
    found.append(_named(material, "practices", practices, name="what"))
    return [table for table in found if table is not None]


def _named(material: Material, key: str, rows: Sequence[Record], name: str = "name") -> Table | None:
    """A list of named records, the latest first."""
    if not rows:
        return None
    say = material.voice.say
    ordered = sorted(rows, key=lambda row: (-int(str(row.get("year") or 0)), str(row[REFERENCE])))
    made = []
    for row in ordered[:MOST]:
        link = Span(material.said(row, name), "number", (str(row[REFERENCE]),))
        made.append(Row((link,), (Cell((_about(material, row),)), Cell((inline(_year(material, row)),)))))
    caption = say(f"report.list.{key}", n=len(rows))
    if len(rows) > MOST:
        caption += say("report.list.latest", n=MOST)
    head = (say("report.table.rule"), say("report.table.about"), say("report.table.grade"))
    return Table(head, tuple(made), caption, "list")


def _year(material: Material, row: Record) -> str:
    year = str(row.get("year") or "")
    shown = numbers.years(year, material.language, inferred=bool(row.get("year_inferred"))) if year else ""
    return material.voice.say("sentences.form.comma").join(
        part for part in (str(row.get("reliability") or ""), shown) if part
    )


def _about(material: Material, row: Record) -> Inline:
    """Kind, actor, edition, visitors, exhibitors, deals, budget, owner: what the row states."""
    voice, say = material.voice, material.voice.say
    kinds = ("instrument", "kind", "actor_kind")
    parts = [say(f"report.kind.{row[key]}") for key in kinds if row.get(key) and voice.has(f"report.kind.{row[key]}")]
    for column in ("edition", "visitors", "exhibitors", "members", "users"):
        value = row.get(column)
        if isinstance(value, float | int):
            parts.append(say(f"report.amount.{column}", n=numbers.amount(float(value), "", material.language)))
    for column in ("deals", "budget"):
        value, unit = row.get(column), parse_unit(str(row.get("unit") or ""))
        if isinstance(value, float | int) and unit is not None:
            money = numbers.amount(float(value) * float(unit.factor), unit.base, material.language)
            parts.append(say(f"report.amount.{column}", n=money))
    parts += [said for column in ("owner", "actor", "result") if (said := material.said(row, column))]
    return inline(say("sentences.form.joint").join(parts))


def firms(material: Material) -> Table | None:
    """The firms of the focus that the evidence names, with what is known of each."""
    voice, say = material.voice, material.voice.say
    own = [
        str(place["id"])
        for place in material.evidence.rows("places")
        if place.get("within") == material.focus and place.get("kind") == "firm"
    ]
    rows = []
    for firm in own:
        known = [f for f in material.findings if f.subject == firm and is_known(f) and not f.scenario]
        known.sort(key=lambda f: (-last_year(f), f.measure, f.id))
        latest = {f.measure: f for f in reversed(known) if not f.measure.startswith("claims.")}
        shown = sorted(latest.values(), key=lambda f: (-last_year(f), f.measure))[:4]
        parts = [
            fill(
                "report.condition.value",
                material.language,
                measure=voice.measure(f.measure),
                value=short_link(f, voice),
                facts=brackets(fact_list(f, voice), voice),
            )
            for f in shown
        ]
        if parts:
            rows.append(Row((Span(voice.place(firm), "strong"),), (Cell((join(parts, say("sentences.form.joint")),)),)))
    if not rows:
        return None
    return Table(
        (say("report.table.firm"), say("report.table.figures")),
        tuple(rows),
        say("report.list.firms", n=len(rows)),
        "list",
    )
