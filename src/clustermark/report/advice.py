"""Problems and suggestions as blocks: the words with their tag, and the lines that say why, how sure and when not."""

from typing import Literal, cast

from clustermark.report.document import Advice, Problem, Tag, TagState
from clustermark.report.material import Material
from clustermark.suggestions.model import Outcome
from clustermark.words import outcomes as words
from clustermark.words.inline import Inline, inline
from clustermark.words.verdicts import state_word

Addressee = Literal["enterprise", "government", "association"]
ADDRESSEES: tuple[Addressee, ...] = ("enterprise", "government", "association")


def tag_of(outcome: Outcome, material: Material) -> Tag:
    """firm or leaning; not judged with its count; blocked; stopped."""
    voice = material.voice
    if outcome.fate == "not judged":
        return Tag("not judged", voice.say("report.tag.not-judged", count=words.counted(outcome, voice)))
    if outcome.fate in ("blocked", "stopped", "silent"):
        return Tag("not judged", voice.say(f"report.tag.{outcome.fate}"))
    state: TagState = "firm" if outcome.firm else "conflicting" if _contested(outcome, material) else "leaning"
    return Tag(state, state_word(state, voice))


def _contested(outcome: Outcome, material: Material) -> bool:
    """A problem that rests on conflicting findings alone is itself a contradiction."""
    known = [material.voice.findings[key] for key in outcome.findings if key in material.voice.findings]
    return outcome.kind == "problem" and bool(known) and all(finding.status == "conflicting" for finding in known)


def problem_of(outcome: Outcome, material: Material) -> Problem:
    """A problem with its figures."""
    head = words.title(outcome, material.voice)
    return Problem(
        outcome.id,
        outcome.rule,
        inline(head, material.voice.say("sentences.form.stop")),
        words.body(outcome, material.voice),
        tag_of(outcome, material),
    )


Form = Literal["full", "first", "second"]


def advice_of(outcome: Outcome, material: Material, form: Form) -> Advice:
    """A suggestion: in full, or as it stands on the first page, where a second one carries its strength only."""
    addressee = cast(Addressee, outcome.addressee)
    return Advice(
        outcome.id,
        outcome.rule,
        addressee,
        material.voice.say(f"report.addressee.{addressee}"),
        tag_of(outcome, material),
        words.body(outcome, material.voice) if form == "full" else words.act(outcome, material.voice),
        tuple(_lines(outcome, material, form)),
        title=words.title(outcome, material.voice),
    )


def _lines(outcome: Outcome, material: Material, form: Form) -> list[tuple[str, Inline]]:
    voice = material.voice
    if form == "second":
        return [(voice.say("report.line.strength"), words.strength(outcome, voice))]
    most = 9 if form == "full" else 2
    unknown = words.circumstances(outcome, voice, "unknown")[:most]
    holding = words.circumstances(outcome, voice, "true")
    held = words.held_back(outcome, material.outcomes, voice)
    met = words.conditions(outcome, voice, "true", most=most)
    lines: list[tuple[str, Inline]] = [
        ("strength", words.strength(outcome, voice)),
        ("blocked", words.blockers(outcome, voice)),
        ("stopped", inline(voice.say("sentences.form.joint").join(holding))),
        ("because" if outcome.fate != "not judged" else "met", met),
        ("unknown", words.conditions(outcome, voice, "unknown", most=most)),
        ("fails", words.conditions(outcome, voice, "false", most=most) if outcome.fate == "silent" else ()),
        ("blocks", inline(held)),
        ("not-if", inline(voice.say("sentences.form.joint").join(unknown))),
    ]
    if form == "full":
        lines += _background(outcome, material)
    return [(voice.say(f"report.line.{key}"), runs) for key, runs in lines if runs]


def _background(outcome: Outcome, material: Material) -> list[tuple[str, Inline]]:
    """What a suggestion needs and costs, what is reported elsewhere for and against it, and the works it rests on."""
    voice, rule = material.voice, words.rule_of(outcome)
    return [
        ("needs", inline(rule.prerequisites.in_language(voice.language) if rule.prerequisites else "")),
        ("cost", inline(voice.say(f"report.cost.{rule.cost}") if rule.cost else "")),
        ("may-bring", inline(rule.may_bring.in_language(voice.language) if rule.may_bring else "")),
        ("counter", inline(rule.counter.in_language(voice.language) if rule.counter else "")),
        ("transfer", inline(voice.say(f"report.transfer.{rule.transfer}") if rule.transfer else "")),
        ("works", inline(words.works(outcome, voice))),
        ("basis", inline(words.basis(outcome, voice))),
    ]
