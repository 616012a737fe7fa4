"""What to collect: first what alone would decide a rule, then what is one of several unknowns, then the rest."""

from clustermark.findings.catalogue import measures
from clustermark.report.document import Block, Cell, Heading, Page, Paragraph, Row, Table
from clustermark.report.material import Material
from clustermark.suggestions.catalogue import rules
from clustermark.suggestions.collect import ToCollect, collect
from clustermark.words import outcomes as words
from clustermark.words.inline import Inline, Span, inline
from clustermark.words.verdicts import is_known


def collect_page(material: Material) -> Page:
    """The page."""
    voice, say = material.voice, material.voice.say
    wanted = collect(material.outcomes)
    alone = [item for item in wanted if item.alone]
    several = [item for item in wanted if not item.alone]
    blocks: list[Block] = []
    if alone:
        blocks += [Heading(say("report.collect.alone", n=len(alone))), _table(material, alone)]
    if several:
        blocks += [Heading(say("report.collect.several", n=len(several))), _table(material, several)]
    rest = _rest(material, {item.measure for item in wanted})
    if rest:
        blocks.append(Heading(say("report.collect.rest")))
        blocks += rest
    decided = len({rule for item in alone for rule in item.alone})
    first = voice.joined(voice.measure(item.measure) for item in alone[:3])
    answer = (
        say("report.collect.answer", first=first, n=len(alone), rules=decided)
        if alone
        else say("report.collect.nothing")
    )
    return Page("collect", say("report.collect.name"), say("report.collect.question"), inline(answer), tuple(blocks))


def _table(material: Material, wanted: list[ToCollect]) -> Table:
    voice, say = material.voice, material.voice.say
    rows = []
    for item in wanted:
        why = _why(material, item.measure)
        known = measures().get(item.measure)
        kind = "judgement" if known is not None and known.kind == "membership" else "claim"
        cells = (
            Cell((why,)),
            Cell((_rules(material, item.alone or item.among_several),)),
            Cell((inline(say(f"report.collect.sheet-{kind}")),)),
        )
        rows.append(Row((Span(voice.measure(item.measure), "strong"),), cells))
    head = tuple(say(f"report.table.{key}") for key in ("measure", "now", "decides", "sheet"))
    return Table(head, tuple(rows), form="list")


def _why(material: Material, measure: str) -> Inline:
    """Why a measure leaves rules unjudged: as the first condition has it that waits for it."""
    for outcome in material.outcomes:
        if outcome.fate == "not judged":
            for condition in words.deciding(outcome.when, "unknown"):
                if condition.measure == measure:
                    return words.condition_words(condition, material.voice)
    return inline(material.voice.say("why.no-rows.short"))


def _rules(material: Material, keys: tuple[str, ...]) -> Inline:
    known = rules()
    names = [known[key].title.in_language(material.language) for key in keys if key in known]
    return inline(material.voice.say("sentences.form.joint").join(names))


def _rest(material: Material, asked: set[str]) -> list[Block]:
    """Measures of the focus without evidence that no rule waits for, by row."""
    voice = material.voice
    blocks: list[Block] = []
    by_row: dict[str, list[str]] = {}
    for measure in measures().values():
        finding = material.best(measure.id, material.focus)
        if measure.id in asked or measure.row in ("checks", "comparison") or finding is None or is_known(finding):
            continue
        by_row.setdefault(measure.row, []).append(measure.name.in_language(material.language))
    for row, names in by_row.items():
        name = Span(voice.row(row) + voice.say("report.colon"), "strong")
        blocks.append(Paragraph(inline(name, voice.joined(names), voice.say("sentences.form.stop")), "small"))
    return blocks
