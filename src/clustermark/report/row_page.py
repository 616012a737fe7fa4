"""A page for each row and each part: the question, the answer, one chart, the table, how sure, what would change it."""

from dataclasses import replace

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, sample
from clustermark.report.chain import chain_figures
from clustermark.report.chart_direct import direct
from clustermark.report.document import Aside, Block, Cell, Figure, Items, Page, Paragraph, Row, Table
from clustermark.report.drawn import short_or_code
from clustermark.report.figures import figure
from clustermark.report.first_page import strongest_figures
from clustermark.report.heard import heard
from clustermark.report.lists import lists
from clustermark.report.material import Material, PagePlan
from clustermark.report.strips import deciding
from clustermark.report.talk import figures_of_part
from clustermark.suggestions.model import Condition, Outcome
from clustermark.words import numbers
from clustermark.words import outcomes as words
from clustermark.words.findings import fact_list, hedges, number_span, sentence, sentences
from clustermark.words.inline import Inline, Span, inline, plain
from clustermark.words.verdicts import is_known, note, reason, state_of, state_word

FIRST_OF_A_STRIP = ("situation", "audience")  # the others are reached from the strips
MOST_ROWS = 12
FEW_ROWS = 6  # where figures of the chain show most of them
MOST_MISSING = 6
MOST_CHANGES = 3


def row_page(material: Material, plan: PagePlan) -> Page:
    """The page of one row."""
    voice = material.voice
    decides = deciding(material, plan)
    in_chain = chain_figures(material, plan.row)
    blocks: list[Block] = [*in_chain, *figures_of_part(material, plan.row)]
    drawn = drawn_figure(material, plan)
    if drawn is not None:
        blocks.append(small(drawn) if blocks else drawn)
    table = findings_table(material, plan, FEW_ROWS if in_chain else MOST_ROWS)
    if table.rows:
        blocks.append(table)
    blocks += [*heard(material, plan.row), *lists(material, plan.row)]
    if plan.row == "associations":
        blocks.append(Paragraph(inline(voice.say("report.prices-only-described")), "small"))
    asides = (
        Aside(voice.say("report.aside.sure"), (_sure(material, decides),)),
        Aside(voice.say("report.aside.change"), (_changes(material, plan, decides),)),
        Aside(voice.say("report.aside.missing"), _missing(material, plan)),
    )
    return Page(
        plan.row,
        voice.row(plan.row),
        voice.say(f"report.question.{plan.row}", label=voice.label(material.focus), place=voice.place(material.focus)),
        answer(material, plan, decides),
        tuple(blocks),
        asides,
        voice.say(f"report.contents.{plan.row}") if plan.row in FIRST_OF_A_STRIP else "",
    )


def small(figure: Figure) -> Figure:
    """The figure in few letters: a page that draws many has no room for others."""
    chart = figure.chart
    return replace(figure, chart=replace(chart, wide=direct(chart.wide), narrow=direct(chart.narrow)))


def drawn_figure(material: Material, plan: PagePlan) -> Figure | None:
    """The first chart that the evidence can fill; those in which the focus itself stands come first."""
    charts = sorted(plan.charts, key=lambda chart: material.known(chart[1], material.focus) is None)
    return next((fig for kind, measure in charts if (fig := figure(material, kind, measure, plan.row))), None)


def answer(material: Material, plan: PagePlan, decides: Finding | None) -> Inline:
    """What decides the row, then the strongest figures of the row; else why nothing can be said, then what is known."""
    voice = material.voice
    figures = [f for f in strongest_figures(material, (plan.row,)) if f != decides]
    if decides is None:
        return inline(voice.say("report.no-question"))
    if not is_known(decides):
        rest = sentences(figures[:2], voice)
        return inline(sentence(decides, voice), voice.say("report.space") if rest else "", rest)
    if decides.status == "conflicting":
        rest = sentences(figures[:1], voice)
        return inline(sentence(decides, voice), voice.say("report.space") if rest else "", rest)
    return inline(sentences([decides, *figures[:2]], voice), _words_of(material, decides))


def _words_of(material: Material, finding: Finding) -> str:
    """What a slogan says in substance, or the coder's reason for a code, where the row holds them."""
    voice, stop = material.voice, material.voice.say("sentences.form.stop")
    for reference in finding.evidence:
        if reference not in material.rows or not material.is_open(reference):
            continue
        row = material.rows[reference][1]
        said, why = material.said(row, "text"), material.said(row, "reason")
        if isinstance(finding.value, str) and said:
            return voice.say("report.space") + voice.say("report.says", words=said.rstrip(stop))
        if finding.unit == "membership" and why:
            return voice.say("report.space") + voice.say("report.reason", words=why.rstrip(stop))
    return ""


def _sure(material: Material, decides: Finding | None) -> Paragraph:
    voice = material.voice
    if decides is None:
        return Paragraph(inline(voice.say("report.no-question")))
    word = state_word(state_of(decides), voice)
    state = Span(word[:1].upper() + word[1:] + voice.say("sentences.form.stop"), "state")
    lines = hedges(decides, voice, period=material.study.period)
    return Paragraph(inline(state, voice.say("report.space-after-state"), voice.say("report.space").join(lines)))


def _changes(material: Material, plan: PagePlan, decides: Finding | None) -> Block:
    """Which verdict another source would change, and which problems and suggestions hang on this row."""
    voice = material.voice
    items: list[Inline] = []
    if decides is not None:
        key: str = "insufficient" if not is_known(decides) else state_of(decides)
        if sample(decides) and key in ("firm", "leaning"):
            key = f"sample-{key}"
        items.append(inline(voice.say(f"report.change.{key}", measure=voice.measure(decides.measure))))
    own = {measure.id for measure in measures().values() if measure.row == plan.row} | set(plan.decides)
    hanging = [
        (outcome, condition)
        for outcome in material.outcomes
        for condition in words.leaves(outcome.when)
        if condition.measure in own and condition.test in ("above", "below") and condition.truth != "unknown"
    ]
    seen: set[str] = set()
    for outcome, condition in sorted(hanging, key=lambda pair: (pair[0].fate != "fired", pair[0].fate == "silent")):
        if outcome.rule not in seen and len(items) <= MOST_CHANGES and outcome.fate in ("fired", "silent"):
            line = _change(material, outcome, condition)
            if line:
                items.append(line)
                seen.add(outcome.rule)
    return Items(tuple(items))


def _change(material: Material, outcome: Outcome, condition: Condition) -> Inline:
    """If a figure crossed its line, a problem or suggestion would fall away or stand."""
    voice = material.voice
    measure = measures().get(condition.measure)
    line = condition.reference
    if line is None:
        try:
            line = float(condition.threshold)
        except ValueError:
            return ()
    unit = _unit(material, condition)
    if measure is None or not unit or line == 0:
        return ()
    falls = condition.truth == "true"
    if not falls and sum(each.truth == "false" for each in words.leaves(outcome.when)) != 1:
        return ()
    above = (condition.test == "above") != falls
    return inline(
        voice.say(
            f"report.change.{'above' if above else 'below'}-{'falls' if falls else 'stands'}",
            measure=measure.name.in_language(material.language),
            line=numbers.amount(line, unit, material.language),
            title=words.title(outcome, voice),
        )
    )


def _unit(material: Material, condition: Condition) -> str:
    for identifier in condition.findings:
        finding = material.voice.findings.get(identifier)
        if finding is not None:
            return finding.unit
    return ""


def _missing(material: Material, plan: PagePlan) -> tuple[Block, ...]:
    """What could not be said, the measures that decide the row first; and where to read what to collect."""
    voice = material.voice
    open_ones: dict[str, str] = {}
    ids = [*plan.decides, *(measure.id for measure in measures().values() if measure.row == plan.row)]
    for identifier in dict.fromkeys(ids):
        finding = material.best(identifier, material.focus)
        if finding is not None and not is_known(finding):
            open_ones[identifier] = voice.say(
                "report.condition.unknown", measure=voice.measure(identifier), reason=reason(finding, voice)
            )
    if not open_ones:
        return (Paragraph(inline(voice.say("report.nothing-missing"))),)
    shown = list(open_ones.values())[:MOST_MISSING]
    rest = len(open_ones) - len(shown)
    items = [inline(line) for line in shown]
    if rest:
        items.append(inline(voice.say("report.and-more", n=rest)))
    return (Items(tuple(items)),)


def listed(material: Material, plan: PagePlan) -> list[Finding]:
    """What a page lists: known findings of its row about the focus; of a past period where the period has none."""
    ids = [*plan.counted, *plan.decides, *(measure.id for measure in measures().values() if measure.row == plan.row)]
    found: list[Finding] = []
    for identifier in dict.fromkeys(ids):
        found += [finding for finding in material.all(identifier, material.focus) if is_known(finding)]
    return found


def findings_table(material: Material, plan: PagePlan, most: int = MOST_ROWS) -> Table:
    """The known findings of a row about the focus, the first of them."""
    voice, say = material.voice, material.voice.say
    known = listed(material, plan)
    rows = []
    for finding in known[:most]:
        stage = measures()[finding.measure].stage
        facts = say("sentences.form.comma").join(
            [
                *([say(f"report.stage.{stage}")] if stage else []),
                *(
                    plain(part)
                    for part in fact_list(finding, voice)
                    if plain(part) != numbers.years(finding.years, material.language)
                ),
            ]
        )
        value = (
            short_or_code(material, finding)
            if finding.status == "ok"
            else (number_span(finding, _range(material, finding), voice),)
        )
        rows.append(
            Row(
                inline(voice.measure(finding.measure)),
                (
                    Cell((value,), number=True),
                    Cell((inline(facts),)),
                    Cell((inline(note(finding, voice)),)),
                    Cell((inline(Span(state_word(state_of(finding), voice), "state")),)),
                ),
            )
        )
    caption = say("report.table.findings", n=len(known))
    if len(known) > most:
        caption += say("report.table.first", n=most)
    head = tuple(say(f"report.table.{key}") for key in ("measure", "value", "scope", "grade", "state"))
    return Table(head, tuple(rows), caption, "list", numbers=(0,))


def _range(material: Material, finding: Finding) -> str:
    """Contradicting claims as their range, contradicting codes as their words."""
    from clustermark.words.verdicts import code_word, unit_of

    voice = material.voice
    if finding.low is not None and finding.high is not None:
        return numbers.interval(finding.low, finding.high, unit_of(finding, voice), material.language, "table")
    codes = dict(finding.parameters).get("codes", "").split("/")
    return voice.say("sentences.form.list").join(code_word(finding.measure, code, voice) for code in codes if code)
