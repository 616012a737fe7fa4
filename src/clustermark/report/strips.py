"""The two strips: seven rows and five parts of communication, each with a verdict in words, its state and a link."""

from clustermark.findings.catalogue import FIVE_PARTS, SEVEN_ROWS
from clustermark.findings.model import Finding, State, sample
from clustermark.report.document import Strip, StripCell
from clustermark.report.material import Material, PagePlan, plans
from clustermark.words.verdicts import (
    channel_word,
    is_known,
    mark,
    note,
    reason,
    short_value,
    short_verdict,
    state_of,
    state_word,
    value_text,
)
from clustermark.words.voice import Voice

COMPUTED = ("position.cluster_capture", "position.lock_in_signs")
BY_CHANNEL = ("mechanism.measured_driver", "governance.measured_type")


def deciding(material: Material, plan: PagePlan, subject: str = "") -> Finding | None:
    """The finding that decides a row: that of the first measure with evidence; else the first that says why not."""
    who = subject or material.focus
    counted = next((one for measure in plan.counted if (one := _counted(material, measure, who)) is not None), None)
    if counted is not None:
        return counted
    found = [material.best(measure, who) for measure in plan.decides]
    present = [finding for finding in found if finding is not None]
    return next((finding for finding in present if is_known(finding)), next(iter(present), None))


def _counted(material: Material, measure: str, subject: str) -> Finding | None:
    """What was counted from texts or answers: of a mix its largest channel, of policy its demand side.

    Of verdicts by channel that of the channel with most answers; what is computed from an account has no sample.
    """
    known = [finding for finding in material.all(measure, subject) if is_known(finding)]
    if measure in COMPUTED:
        return next(iter(known), None)
    known = [finding for finding in known if sample(finding)]
    if measure in BY_CHANNEL:
        return max(known, key=lambda finding: (finding.n, finding.id), default=None)
    if measure == "communication.policy_side":
        return next((finding for finding in known if finding.dimension("side") == "demand"), None)
    if measure == "communication.channel_share":
        return max(known, key=lambda finding: float(finding.value or 0), default=None)
    return next(iter(known), None)


def plan_of(row: str) -> PagePlan:
    """The plan of a row."""
    return next(plan for plan in plans() if plan.row == row)


def verdict_of_row(material: Material, plan: PagePlan) -> tuple[str, State, str]:
    """Verdict, state and note of a row for the focus."""
    voice = material.voice
    finding = deciding(material, plan)
    if finding is None or not is_known(finding):
        why = reason(finding, voice) if finding is not None else voice.say("why.no-rows.short")
        return voice.say(f"verdicts.missing.{plan.row}"), "insufficient", why
    if plan.row in FIVE_PARTS:
        return _part(material, plan, finding)
    if finding.measure in COMPUTED:
        value = short_value(finding, voice) + mark(finding, voice)
        said = _said(voice, "figure", measure=voice.measure(finding.measure), value=value)
        return said, state_of(finding), note(finding, voice)
    return short_verdict(finding, voice), state_of(finding), note(finding, voice)


def _part(material: Material, plan: PagePlan, finding: Finding) -> tuple[str, State, str]:
    """A part of communication: where its first question is open, the verdict says what is known instead."""
    voice, first = material.voice, finding.measure == plan.decides[0]
    plain = short_verdict(finding, voice), state_of(finding), note(finding, voice)
    if sample(finding):
        return _of_sample(finding, voice), plain[1], plain[2]
    if finding.measure == "communication.consumer_awareness":
        return _said(voice, "awareness", value=value_text(finding, voice)), plain[1], plain[2]
    if finding.measure == "communication.public_funding_share":
        return _said(voice, "funding", value=value_text(finding, voice)), plain[1], plain[2]
    if finding.measure == "communication.place_name_effect" and isinstance(finding.value, float | int):
        return _said(voice, "name-gains" if finding.value > 0 else "name-loses"), plain[1], plain[2]
    if plan.row == "audience" and not first:
        return _said(voice, "visitors-only"), "insufficient", voice.say("report.lacks.audience")
    if finding.measure == "communication.intended_deals":
        return _said(voice, "deals-only"), "insufficient", voice.say("report.lacks.effect")
    if finding.measure == "communication.slogan":
        return _said(voice, "slogan-untested"), plain[1], plain[2]
    if finding.measure == "government.brand_programme":
        return _said(voice, "budget-unseen", verdict=plain[0]), plain[1], plain[2]
    if finding.measure == "government.promotion_budget":
        return _said(voice, "budget-seen"), plain[1], plain[2]
    return plain


def _of_sample(finding: Finding, voice: Voice) -> str:
    """A count from texts or answers: its point; the interval stands on its page."""
    value = short_value(finding, voice)
    if finding.measure == "communication.consumer_awareness":
        said = _said(voice, "awareness", value=value)
    elif finding.measure == "communication.policy_side":
        said = _said(voice, "policy-demand", value=value)
    elif finding.measure == "communication.channel_share":
        channel = channel_word(finding.dimension("channel"), voice)
        said = _said(voice, "largest-channel", channel=channel, value=value)
    else:
        said = _said(voice, "figure", measure=voice.measure(finding.measure), value=value)
    return said + mark(finding, voice)


def _said(voice: Voice, key: str, **fields: str) -> str:
    return voice.say(f"verdicts.part.{key}", **fields)


def strip(material: Material, rows: tuple[str, ...], title: str) -> Strip:
    """One strip."""
    cells = []
    for row in rows:
        verdict, state, line = verdict_of_row(material, plan_of(row))
        cells.append(
            StripCell(row, material.voice.row(row), verdict, state, state_word(state, material.voice), line, row)
        )
    return Strip(title, tuple(cells))


def strips(material: Material) -> tuple[Strip, Strip]:
    """Seven rows, five parts."""
    say = material.voice.say
    return (
        strip(material, SEVEN_ROWS, say("report.first.seven")),
        strip(material, FIVE_PARTS, say("report.first.five")),
    )
