"""Problems and suggestions in full: what fired, what is held back, what could not be judged, what was stopped."""

from dataclasses import replace

from clustermark.report.advice import ADDRESSEES, advice_of, problem_of
from clustermark.report.document import (
    Advice,
    AdviceList,
    Block,
    Cell,
    Heading,
    Page,
    Paragraph,
    ProblemList,
    Row,
    Table,
)
from clustermark.report.first_page import first_advice
from clustermark.report.material import Material, by_weight
from clustermark.suggestions.collect import unknown_measures
from clustermark.suggestions.model import Outcome
from clustermark.words import outcomes as words
from clustermark.words.inline import Span, inline


def problems_page(material: Material) -> Page:
    """Every problem that fired, then those that could not be judged."""
    voice, say = material.voice, material.voice.say
    fired = material.fired("problem")
    unknown = [out for out in material.outcomes if out.kind == "problem" and out.fate == "not judged"]
    silent = [out for out in material.outcomes if out.kind == "problem" and out.fate in ("silent", "stopped")]
    blocks: list[Block] = []
    if fired:
        blocks.append(ProblemList(tuple(problem_of(out, material) for out in fired)))
    if unknown:
        blocks += [Heading(say("report.problems.unknown", n=len(unknown))), _open_table(material, unknown)]
    if silent:
        names = say("sentences.form.joint").join(words.title(out, voice) for out in silent)
        blocks.append(Paragraph(inline(say("report.problems.silent", names=names)), "small"))
    firm = sum(out.firm for out in fired)
    return Page(
        "problems",
        say("report.problems.name"),
        say("report.problems.question", label=voice.label(material.focus), place=voice.place(material.focus)),
        inline(say("report.problems.answer", n=len(fired), firm=firm, unknown=len(unknown))),
        tuple(blocks),
    )


def _open_table(material: Material, outcomes: list[Outcome]) -> Table:
    """Rules that could not be judged: how many conditions are met, and what is unknown."""
    voice, say = material.voice, material.voice.say
    rows = [
        Row(
            (Span(words.title(out, voice), "strong"),),
            (
                Cell((inline(say("report.met-short", met=out.met, of=len(out.when))),)),
                Cell((words.conditions(out, voice, "true", most=6),)),
                Cell((words.conditions(out, voice, "unknown", most=6),)),
            ),
        )
        for out in outcomes
    ]
    head = tuple(say(f"report.table.{key}") for key in ("rule", "met", "known", "unknown"))
    return Table(head, tuple(rows), form="list")


def advice_page(material: Material) -> Page:
    """Suggestions that fired, by addressee, each with what it holds back; then not judged, stopped, not applying."""
    voice, say = material.voice, material.voice.say
    own = [out for out in material.outcomes if out.kind == "suggestion"]
    fired = first_advice(material)
    blocks: list[Block] = []
    shown: set[str] = set()
    for addressee in ADDRESSEES:
        mine = [out for out in fired if out.addressee == addressee]
        if mine:
            blocks.append(Heading(say(f"report.advice.to-{addressee}", n=len(mine))))
            blocks.append(AdviceList(tuple(_with_held(out, own, material, shown) for out in mine)))
    unknown = sorted(
        (out for out in own if out.fate == "not judged"),
        key=lambda out: (-out.met / len(out.when), len(unknown_measures(out)), out.rule),
    )
    if unknown:
        blocks += [Heading(say("report.advice.unknown", n=len(unknown))), _open_table(material, unknown)]
    stopped = [out for out in own if out.fate == "stopped"]
    if stopped:
        blocks += [Heading(say("report.advice.stopped", n=len(stopped))), _stopped(material, stopped)]
    silent = [out for out in own if out.fate == "silent"]
    if silent:
        blocks += [Heading(say("report.advice.silent", n=len(silent))), _silent(material, silent)]
    counts = {"fired": len(fired), "blocked": sum(out.fate == "blocked" for out in own), "unknown": len(unknown)}
    return Page(
        "advice",
        say("report.advice.name"),
        say("report.advice.question", label=voice.label(material.focus), place=voice.place(material.focus)),
        inline(say("report.advice.answer", n=len(own), stopped=len(stopped), silent=len(silent), **counts)),
        tuple(blocks),
    )


def _with_held(outcome: Outcome, own: list[Outcome], material: Material, shown: set[str]) -> Advice:
    """A suggestion with those it holds back below it, to whomever they are addressed; each of these once."""
    held = [out for out in own if outcome.rule in out.blocked_by and out.rule not in shown]
    shown.update(out.rule for out in held)
    below = tuple(advice_of(out, material, "full") for out in by_weight(held, material))
    return replace(advice_of(outcome, material, "full"), held=below)


def _stopped(material: Material, outcomes: list[Outcome]) -> Table:
    voice, say = material.voice, material.voice.say
    rows = [
        Row(
            (Span(words.title(out, voice), "strong"),),
            (
                Cell((inline(voice.say(f"report.addressee.{out.addressee}")),)),
                Cell((inline(voice.say("sentences.form.joint").join(words.circumstances(out, voice, "true"))),)),
            ),
        )
        for out in outcomes
    ]
    head = tuple(say(f"report.table.{key}") for key in ("rule", "addressee", "circumstance"))
    return Table(head, tuple(rows), form="list")


def _silent(material: Material, outcomes: list[Outcome]) -> Table:
    voice, say = material.voice, material.voice.say
    rows = [
        Row(
            inline(words.title(out, voice)),
            (
                Cell((inline(voice.say(f"report.addressee.{out.addressee}")),)),
                Cell((words.conditions(out, voice, "false", most=2),)),
            ),
        )
        for out in outcomes
    ]
    head = tuple(say(f"report.table.{key}") for key in ("rule", "addressee", "fails"))
    return Table(head, tuple(rows), form="list")
