"""The page of the communication plan: one row a target group; a cell without evidence says what to collect."""

from collections.abc import Mapping, Sequence

from clustermark.findings.model import Finding
from clustermark.report.document import Block, Cell, Page, Paragraph, Row, Table
from clustermark.report.material import Material
from clustermark.report.tabled import leading, month, rows_of, share, sketched, word
from clustermark.suggestions.plan import TABLE
from clustermark.words import numbers
from clustermark.words.inline import Inline, Span, inline, join
from clustermark.words.verdicts import channel_word, is_known

PLAN = "plan"
COLUMNS = ("message", "channel", "actor", "when", "share", "measure", "findings")
EVIDENCE = ("owned_messages", "channel_spend", "audience", "mentions")
MOST_FINDINGS = 6
SPARE = ("months", "no-peak", "audience")  # a group without these is complete all the same


def plan_page(material: Material) -> Page | None:
    """The plan; None where the study has neither messages nor spending nor a survey."""
    rows = rows_of(material, TABLE)
    if not rows:
        return None
    voice, say = material.voice, material.voice.say
    full = sum(not set(_parts(row, "missing")) - set(SPARE) for row in rows)
    blocks: list[Block] = [_table(material, rows), Paragraph(inline(say("communication.plan.limit")), "small")]
    if sketched(material, *EVIDENCE):
        blocks.append(Paragraph(inline(say("communication.plan.file.illustrative")), "small"))
    return Page(
        PLAN,
        say("communication.plan.name"),
        say("communication.plan.question", place=voice.place(material.focus)),
        inline(say("communication.plan.answer", n=len(rows), full=full)),
        tuple(blocks),
    )


def _table(material: Material, rows: Sequence[Mapping[str, object]]) -> Table:
    say = material.voice.say
    head = tuple(say(f"communication.plan.head.{name}") for name in ("audience", *COLUMNS))
    made = tuple(Row(inline(_group(material, row)), _cells(material, row)) for row in rows)
    return Table(head, made, say("communication.plan.caption"), "list", numbers=(COLUMNS.index("share"),))


def _group(material: Material, row: Mapping[str, object]) -> str:
    """The name of the group; it carries the mark of illustrative evidence into report, brief and workbook."""
    name = str(row["audience"] or "") or material.voice.say("communication.plan.everybody")
    return name + material.voice.say("sentences.mark.illustrative") if sketched(material, *EVIDENCE) else name


def _parts(row: Mapping[str, object], column: str) -> list[str]:
    return [part for part in str(row[column] or "").replace("\n", "; ").split("; ") if part]


def _cells(material: Material, row: Mapping[str, object]) -> tuple[Cell, ...]:
    """The cells of a group; `missing` of the row says which are empty and what would fill them."""
    filled = {
        "message": _message(material, row),
        "channel": _channels(material, row),
        "actor": inline(material.voice.joined(word_of(material, each) for each in _parts(row, "actors"))),
        "when": _when(material, row),
        "share": _share(material, row),
        "measure": _measure(material, row),
        "findings": _findings(material, row),
    }
    missing = {"when": "no-peak" if "no-peak" in _parts(row, "missing") else "months"}
    return tuple(
        Cell((runs,), number=name == "share")
        if runs
        else Cell(missing=_lacking(material, missing.get(name, name)), number=name == "share")
        for name, runs in filled.items()
    )


def _lacking(material: Material, name: str) -> str:
    key = f"communication.plan.missing.{name}"
    return material.voice.say(key) if material.voice.has(key) else ""


def word_of(material: Material, actor: str) -> str:
    """An enterprise, the government or an association in words."""
    key = f"report.who.{actor}"
    return material.voice.say(key) if material.voice.has(key) else actor


def _message(material: Material, row: Mapping[str, object]) -> Inline:
    first, second = ("message_zh", "message_en") if material.language == "zh" else ("message_en", "message_zh")
    said = str(row[first] or row[second] or row["message"] or "")
    if not said:
        return ()
    references = row["rows"] if isinstance(row["rows"], list) else []
    source = tuple(str(each) for each in references if material.rows.get(str(each), ("",))[0] == "owned_messages")
    quoted = material.voice.say("communication.plan.quoted", words=said)
    return inline(Span(quoted, "number" if source else "text", source))


def _channels(material: Material, row: Mapping[str, object]) -> Inline:
    """Channels with their shares of the whole budget."""
    names, shares = _parts(row, "channels"), str(row["channel_shares"] or "").split("; ")
    voice = material.voice
    told = []
    for at, name in enumerate(names):
        given = shares[at] if at < len(shares) else ""
        shown = channel_word(name, voice)
        if given:
            shown = voice.say("communication.plan.share-of", channel=shown, share=share(material, float(given)))
        told.append(shown)
    return inline(voice.joined(told))


def _when(material: Material, row: Mapping[str, object]) -> Inline:
    months = [month(material, each) for each in _parts(row, "months")]
    if not months:
        return ()
    return inline(material.voice.say("communication.plan.peak", months=material.voice.joined(months)))


def _known(material: Material, row: Mapping[str, object]) -> list[Finding]:
    named = (material.voice.findings.get(identifier) for identifier in str(row["findings"] or "").split("\n"))
    return [finding for finding in named if finding is not None and is_known(finding)]


def _share(material: Material, row: Mapping[str, object]) -> Inline:
    value = row["share"]
    return inline(share(material, float(value))) if isinstance(value, float | int) else ()


def _measure(material: Material, row: Mapping[str, object]) -> Inline:
    """The measure with its present value, its interval and how many answered."""
    measure, value = str(row["measure"] or ""), row["value"]
    if not measure or not isinstance(value, float | int):
        return ()
    voice = material.voice
    shown = voice.say("communication.plan.step", measure=voice.measure(measure), value=share(material, float(value)))
    finding = next((each for each in _known(material, row) if each.measure == measure and each.value == value), None)
    facts = []
    low, high = row["low"], row["high"]
    if isinstance(low, float | int) and isinstance(high, float | int):
        span = numbers.interval(float(low), float(high), "share", material.language)
        facts.append(voice.say("sentences.form.interval-range", range=span))
    if isinstance(row["n"], int) and row["n"]:
        facts.append(voice.say("communication.plan.n", n=row["n"]))
    words = voice.say("sentences.form.comma").join(facts)
    return inline(
        leading(material, finding, shown) if finding else inline(Span(shown, "strong")),
        voice.say("report.in-brackets", words=words) if words else "",
    )


def _findings(material: Material, row: Mapping[str, object]) -> Inline:
    """The measures of the findings behind the row, each a link to its rows."""
    links: dict[str, Inline] = {}
    for finding in _known(material, row):
        name = material.voice.measure(finding.measure)
        if finding.dimension("channel"):
            name = material.voice.say(
                "report.chart.with", name=name, of=word(material, "kind", finding.dimension("channel"))
            )
        links.setdefault(name, leading(material, finding, name))
    return join(list(links.values())[:MOST_FINDINGS], material.voice.say("sentences.form.list"))
