"""The short verdict of a finding: what fits into a cell of the strip, from data by measure and code or level."""

from typing import Literal

from clustermark.evidence.specs import table_specs
from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, State, sample, state
from clustermark.words import numbers
from clustermark.words.voice import Voice

BOUND_WORDS: dict[str, Literal["about", "at-least", "at-most"]] = {
    "about": "about",
    "at least": "at-least",
    "at most": "at-most",
}
LEVELS = ((0.0, "l0"), (0.33, "l33"), (0.67, "l67"), (1.0, "l100"))


def level_key(level: float) -> str:
    """The key of the nearest of the four codes: l0, l33, l67, l100."""
    return min(LEVELS, key=lambda pair: abs(pair[0] - level))[1]


def state_word(of: State | str, voice: Voice) -> str:
    """firm, leaning, conflicting, insufficient, not judged in words."""
    return voice.say(f"verdicts.state.{of.replace(' ', '-')}")


def code_word(measure: str, code: str, voice: Voice) -> str:
    """A code in words; the code itself where the catalogue has none."""
    key = f"verdicts.code.{measure}.{code}"
    return voice.say(key) if voice.has(key) else code


def is_known(finding: Finding) -> bool:
    """Whether a finding says anything about its measure."""
    has_value = finding.value is not None or finding.low is not None or finding.high is not None
    return has_value and finding.status in ("ok", "conflicting")


def mark(finding: Finding, voice: Voice) -> str:
    """What must stand behind a figure that is assumed or illustrative, wherever it appears."""
    return voice.say(f"sentences.mark.{finding.origin}") if finding.origin in ("illustrative", "assumed") else ""


def short_verdict(finding: Finding, voice: Voice, *, marked: bool = True) -> str:
    """A verdict of a few words; for a number its measure and value, with the channel where one is named."""
    if not is_known(finding):
        return reason(finding, voice)
    known = measures().get(finding.measure)
    verdict = ""
    if isinstance(finding.value, str):
        verdict = code_word(finding.measure, finding.value, voice)
    elif known is not None and known.kind == "membership" and finding.value is not None:
        key = f"verdicts.level.{finding.measure}.{level_key(finding.value)}"
        verdict = voice.say(key) if voice.has(key) else ""
    if not verdict:
        verdict = voice.say(
            "verdicts.part.figure", measure=voice.measure(finding.measure), value=_without_name(finding, voice)
        )
    channel = finding.dimension("channel")
    if channel:
        verdict = voice.say("verdicts.part.with-channel", verdict=verdict, channel=channel_word(channel, voice))
    return verdict + mark(finding, voice) if marked else verdict


def _without_name(finding: Finding, voice: Voice) -> str:
    """The value without the name of what is counted, where the name of the measure has it."""
    value, key = value_text(finding, voice), f"units.count.{finding.unit}"
    if voice.language != "zh" and voice.has(key) and voice.say(key) in voice.measure(finding.measure).lower():
        return value.replace(f" {voice.say(key)}", "")
    return value


def channel_word(channel: str, voice: Voice) -> str:
    """A channel in words."""
    key = f"verdicts.channel.{channel}"
    return voice.say(key) if voice.has(key) else channel


def scope_word(scope: str, voice: Voice) -> str:
    """A scope in words."""
    key = f"verdicts.scope.{scope}"
    return voice.say(key) if voice.has(key) else scope


def reason(finding: Finding, voice: Voice) -> str:
    """Why something cannot be said, short."""
    return voice.say(_why_key(finding, voice, "short"), **why_fields(finding, voice))


def why_fields(finding: Finding, voice: Voice) -> dict[str, str]:
    """The fields of a reason as the language writes them."""
    fields = {"years": "", "n": "", "input": "", **dict(finding.why_fields)}
    fields["years"] = numbers.years(fields["years"], voice.language)
    key = f"report.input.{fields['input']}"
    if voice.has(key):
        fields["input"] = voice.say(key)
    elif fields["input"] in measures():
        fields["input"] = voice.measure(fields["input"])
    spec = table_specs().get(fields.get("table", ""))
    for column in spec.columns if spec else ():
        if column.id == fields.get("column"):
            fields["column"] = column.name.in_language(voice.language)
    if spec:
        fields["table"] = spec.name.in_language(voice.language)
    if fields.get("channels"):
        fields["channels"] = voice.joined([channel_word(one, voice) for one in fields["channels"].split(",")])
    for name in ("source", "target"):  # currencies
        if voice.has(f"units.money.{fields.get(name, '')}"):
            fields[name] = voice.say(f"units.money.{fields[name]}")
    for name in ("own-unit", "other-unit"):  # of quantities
        if voice.has(f"units.each.{fields.get(name, '')}"):
            fields[name] = voice.say(f"units.each.{fields[name]}")
    fields["place"] = voice.place(finding.subject)
    fields["measure"] = voice.measure(finding.measure)
    return fields


def _why_key(finding: Finding, voice: Voice, form: str) -> str:
    key = f"why.{finding.why}.{form}"
    return key if finding.why and voice.has(key) else f"why.other.{form}"


def reason_sentence(finding: Finding, voice: Voice) -> str:
    """Why something cannot be said, as a sentence."""
    return voice.say(_why_key(finding, voice, "sentence"), **why_fields(finding, voice))


def unit_of(finding: Finding, voice: Voice) -> str:
    """The unit to print: a difference of shares is printed in points, and so on; data says so."""
    key = f"units.print-as.{finding.measure}"
    return voice.say(key) if voice.has(key) else finding.unit


def value_text(finding: Finding, voice: Voice) -> str:
    """The value of a finding with its unit, bound or interval; "" where it has none."""
    if isinstance(finding.value, str):
        return code_word(finding.measure, finding.value, voice)
    unit = unit_of(finding, voice)
    low, high, value = finding.low, finding.high, finding.value
    if finding.uncertainty == "bound" or value is None:
        said = _bound_text(value, low, high, unit, voice)
        side = point_bound(finding) if finding.uncertainty == "stated range" else None
        return said if side is None else voice.say(f"units.bound.{side}", value=said)
    shown = _point(finding, voice)
    if low is None or high is None or low == high:
        return shown
    span = numbers.interval(low, high, unit, voice.language)
    form = "range" if finding.uncertainty == "range of claims" else "interval"
    return voice.say(f"sentences.form.{form}", value=shown, range=span)


def _bound_text(value: float | None, low: float | None, high: float | None, unit: str, voice: Voice) -> str:
    if high is not None and (low is None or low == 0):
        return numbers.bound(high, unit, voice.language, "at-most")
    if low is not None and high is None:
        return numbers.bound(low, unit, voice.language, "at-least")
    if low is not None and high is not None and low != high:
        return numbers.interval(low, high, unit, voice.language)
    point = value if value is not None else low
    return "" if point is None else numbers.amount(point, unit, voice.language)


def point_bound(finding: Finding) -> Literal["about", "at-least", "at-most"] | None:
    """How the page bounds the point of a finding; None where it prints the figure without such a word."""
    if finding.uncertainty == "bound":
        return "at-most" if finding.low is None or finding.low == 0 else "at-least"
    return BOUND_WORDS.get(dict(finding.parameters).get("bound", ""))


def _point(finding: Finding, voice: Voice) -> str:
    """The point of a finding, with the word of approximation that its page prints: about, at least, at most."""
    assert isinstance(finding.value, float | int)
    side = point_bound(finding)
    if side is None:
        return numbers.amount(finding.value, unit_of(finding, voice), voice.language)
    return numbers.bound(finding.value, unit_of(finding, voice), voice.language, side)


def short_value(finding: Finding, voice: Voice) -> str:
    """The value for a cell or a label: the point where there is one, else the bound; no interval."""
    if isinstance(finding.value, float | int) and finding.uncertainty != "bound":
        return _point(finding, voice)
    return value_text(finding, voice)


def note(finding: Finding, voice: Voice) -> str:
    """The line under a verdict: grades, n where it is one, years; the reason where nothing can be said."""
    if not is_known(finding):
        return reason(finding, voice)
    parts = [finding.reliability] if finding.reliability else []
    if sample(finding):
        size = numbers.sample_size(finding.n, sample(finding), voice.language)
        parts.append(voice.say("units.origins", n=size))
    elif finding.n == 1:
        parts.append(numbers.origins(finding.n, voice.language))
    if finding.years:
        parts.append(numbers.years(finding.years, voice.language))
    return voice.say("sentences.form.comma").join(parts)


def state_of(finding: Finding) -> State:
    """The state of a finding in the words of the report."""
    return state(finding)
