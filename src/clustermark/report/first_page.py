"""The first page: three sentences, the ladder, two strips, problems, suggestions and a line on the evidence."""

from collections.abc import Sequence

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, State, sample
from clustermark.report.advice import ADDRESSEES, Addressee, advice_of, problem_of
from clustermark.report.document import AdviceColumn, FirstPage, Sentence
from clustermark.report.evidence_line import evidence_line, span_of_years
from clustermark.report.ladder import ladder
from clustermark.report.material import RANK, Material, quiet, set_apart
from clustermark.report.strips import deciding, plan_of, strips
from clustermark.suggestions.collect import nearest
from clustermark.suggestions.model import Outcome
from clustermark.words import numbers
from clustermark.words import outcomes as words
from clustermark.words.findings import sentence, sentences
from clustermark.words.inline import Inline, inline, join
from clustermark.words.verdicts import is_known, state_of, state_word

MOST_PROBLEMS = 4
NOT_HOLDING = ("checks", "comparison", "message", "effect")  # problems of figures and of reporting hold no cluster


def first_page(material: Material) -> FirstPage:
    """The first page."""
    say, voice, study = material.voice.say, material.voice, material.study
    others = voice.joined([voice.label(place) for place in study.all_clusters() if place != study.focus])
    subtitle = say(
        "report.first.subtitle",
        period=numbers.years(study.period, material.language),
        others=others,
        years=span_of_years(material),
    )
    seven, five = strips(material)
    return FirstPage(
        title=voice.label(study.focus),
        subtitle=subtitle,
        sentences=(where_it_stands(material), what_holds_it(material), what_to_do(material)),
        ladder=ladder(material),
        seven=seven,
        five=five,
        key=_key(material),
        problems_title=say("report.first.problems"),
        problems=tuple(problem_of(out, material) for out in material.fired("problem")[:MOST_PROBLEMS]),
        no_problem=say("report.first.no-problem"),
        advice_title=say("report.first.advice"),
        advice=tuple(advice_column(material, addressee) for addressee in ADDRESSEES),
        evidence=evidence_line(material),
    )


def _key(material: Material) -> tuple[tuple[str, str], ...]:
    states = ("firm", "leaning", "conflicting", "insufficient")
    return (
        *((state, material.voice.say(f"report.key.{state}")) for state in states),
        ("", material.voice.say(f"report.key.{'grades-samples' if any(map(sample, material.findings)) else 'grades'}")),
    )


def weakest_state(findings: Sequence[Finding]) -> State:
    """The state of a sentence: that of its least sure part."""
    return max((state_of(finding) for finding in findings), key=lambda state: RANK[state], default="insufficient")


def _sentence(material: Material, label: str, runs: Inline, state: State, note: str) -> Sentence:
    return Sentence(material.voice.say(f"report.label.{label}"), runs, state, state_word(state, material.voice), note)


def grades_of(findings: Sequence[Finding], material: Material) -> str:
    """The grades of a sentence's figures, and that one of them stands alone."""
    grades = sorted({grade for finding in findings for grade in finding.reliability.split("/") if grade})
    parts = [material.voice.say("sentences.form.grade", grades="/".join(grades))] if grades else []
    if findings and all(finding.n == 1 for finding in findings):
        parts.append(numbers.origins(1, material.language))
    return material.voice.say("sentences.form.comma").join(parts)


def widest(finding: Finding, material: Material) -> float:
    """How far a figure lies from the median of the other places, relative to it; 0 where there are too few."""
    values = sorted(
        float(other.value)
        for subject in material.subjects(finding.measure)
        if subject != finding.subject
        and (other := material.known(finding.measure, subject)) is not None
        and isinstance(other.value, float | int)
        and (other.unit, other.dimensions) == (finding.unit, finding.dimensions)
    )
    if len(values) < 5 or not isinstance(finding.value, float | int):
        return 0.0
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return abs(finding.value - middle) / (abs(middle) or 1.0)


def strongest_figures(material: Material, rows: Sequence[str]) -> list[Finding]:
    """Numbers of the focus in some rows: firm before leaning, more origins, then the wider gap; one a measure."""
    found = [
        finding
        for measure in measures().values()
        if measure.row in rows and measure.kind in ("share", "number", "money") and measure.id not in quiet()
        if (finding := material.known(measure.id, material.focus)) is not None and finding.status == "ok"
        if not finding.dimension("product") and not (sample(finding) and set_apart(finding))
    ]
    place = {measure: at for at, measure in enumerate(measures())}
    return sorted(found, key=lambda f: (RANK[state_of(f)], -f.n, -widest(f, material), place[f.measure], f.id))


def where_it_stands(material: Material) -> Sentence:
    """The verdict on the situation, the strongest figure, the verdict on the status."""
    verdicts = [deciding(material, plan_of(row)) for row in ("situation", "status")]
    known = [finding for finding in verdicts if finding is not None and is_known(finding) and _sayable(finding)]
    figures = [f for f in strongest_figures(material, ("situation", "status")) if f not in known]
    chosen = [*known[:1], *figures[: 3 - len(known)], *known[1:]]
    if not chosen:
        return _sentence(material, "stands", inline(material.voice.say("report.first.nothing")), "insufficient", "")
    runs = sentences(chosen, material.voice)
    return _sentence(material, "stands", runs, weakest_state(chosen), grades_of(chosen, material))


def _sayable(finding: Finding) -> bool:
    return finding.status == "ok"


def what_holds_it(material: Material) -> Sentence:
    """The two weightiest problems of the cluster itself; without any, the verdicts on mechanism and governance."""
    voice = material.voice
    holding = [out for out in material.fired("problem") if words.rule_of(out).row not in NOT_HOLDING][:2]
    if holding:
        runs = join([words.body(out, voice) for out in holding], voice.say("report.space"))
        based = [voice.findings[key] for out in holding for key in out.findings if key in voice.findings]
        state: State = "firm" if all(out.firm for out in holding) else "leaning"
        return _sentence(material, "holds", runs, state, grades_of(based, material))
    found = [deciding(material, plan_of(row)) for row in ("mechanism", "governance")]
    known = [finding for finding in found if finding is not None]
    runs = join([sentence(finding, voice) for finding in known], voice.say("report.space"))
    return _sentence(material, "holds", runs, weakest_state(known), grades_of(known, material))


def first_advice(material: Material) -> list[Outcome]:
    """Suggestions that may stand on the first page: fired, not blocked. What others wait for comes first."""
    waited_for = {key for out in material.outcomes for key in out.blocked_by}
    return sorted(material.fired("suggestion"), key=lambda out: (out.rule not in waited_for, not out.answers))


def what_to_do(material: Material) -> Sentence:
    """The weightiest suggestions, two at most and to different addressees; without any, what to collect."""
    voice = material.voice
    chosen: list[Outcome] = []
    for outcome in first_advice(material):
        if len(chosen) < 2 and outcome.addressee not in {out.addressee for out in chosen}:
            chosen.append(outcome)
    if not chosen:
        return _sentence(material, "first", inline(voice.say("report.first.collect-first")), "insufficient", "")
    runs = join(
        [
            inline(
                voice.say("report.to-addressee", who=voice.say(f"report.who.{out.addressee}")),
                words.title(out, voice),
                voice.say("sentences.form.stop"),
            )
            for out in chosen
        ],
        voice.say("report.space"),
    )
    grades = sorted({words.rule_of(out).strength or "" for out in chosen})
    note = voice.say("report.first.advice-strength", grades=voice.joined(grades))
    return _sentence(material, "first", runs, "firm" if all(out.firm for out in chosen) else "leaning", note)


def weightiest_second(material: Material) -> Outcome | None:
    """The one suggestion that stands below another to the same addressee: the weightiest of the rest."""
    seen: set[str] = set()
    for outcome in first_advice(material):
        if outcome.addressee in seen:
            return outcome
        seen.add(outcome.addressee)
    return None


def advice_column(material: Material, addressee: Addressee) -> AdviceColumn:
    """What an addressee reads first: the weightiest suggestion that fired, else the nearest that was not judged."""
    voice = material.voice
    fired = [out for out in first_advice(material) if out.addressee == addressee]
    if fired:
        second = [out for out in fired[1:2] if out == weightiest_second(material)]
        shown = [advice_of(fired[0], material, "first"), *(advice_of(out, material, "second") for out in second)]
    else:
        closest = nearest(material.outcomes, addressee).outcome
        shown = [advice_of(closest, material, "first")] if closest is not None else []
    quiet = _quiet(material, addressee, bool(fired)) if len(shown) < 2 else ()
    return AdviceColumn(addressee, voice.say(f"report.addressee.{addressee}"), tuple(shown), quiet)


def _quiet(material: Material, addressee: str, any_fired: bool) -> Inline:
    """What does not apply and why, or that nothing was fully met."""
    voice = material.voice
    mine = [out for out in material.outcomes if out.kind == "suggestion" and out.addressee == addressee]
    parts: list[Inline] = []
    if not any_fired:
        parts.append(inline(voice.say("report.first.none-met")))
    stopped = [out for out in mine if out.fate == "stopped"]
    silent = [out for out in mine if out.fate == "silent" and out.met > 0]
    for out in [*stopped, *sorted(silent, key=lambda out: -out.met / len(out.when))][:1]:
        why = (
            inline(voice.say("sentences.form.joint").join(words.circumstances(out, voice, "true")))
            if out.fate == "stopped"
            else words.conditions(out, voice, "false", most=1)
        )
        name = voice.say("sentences.form.quote", words=words.title(out, voice))
        parts.append(inline(name, voice.say("report.first.not-apply"), why, voice.say("sentences.form.stop")))
    held = [words.title(out, voice) for out in mine if out.fate == "blocked"]
    if held:
        parts.append(inline(voice.say("report.first.held-back", n=len(held))))
    return join(parts, voice.say("report.space"))
