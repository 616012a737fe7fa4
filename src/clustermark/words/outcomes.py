"""Problems and suggestions in words: their texts with figures, why they hold, what is unknown, where they are wrong."""

from clustermark.findings.model import Finding
from clustermark.suggestions.catalogue import printed_works, rules
from clustermark.suggestions.grammar import Ask, Rule
from clustermark.suggestions.model import Condition, Outcome
from clustermark.words import numbers
from clustermark.words.findings import beside_name, brackets, claim_words, fact_list, number_span, short_link
from clustermark.words.inline import Field, Inline, fill, fill_template, inline, join
from clustermark.words.verdicts import is_known, reason, short_verdict
from clustermark.words.voice import Voice


def rule_of(outcome: Outcome) -> Rule:
    """The rule of an outcome."""
    return rules()[outcome.rule]


def title(outcome: Outcome, voice: Voice) -> str:
    """The short name of a problem or suggestion."""
    return rule_of(outcome).title.in_language(voice.language)


def body(outcome: Outcome, voice: Voice) -> Inline:
    """The text of a rule with figures as links: `{slot}`, `{slot_years}`, `{slot_of}`; an unknown one says so."""
    said = _filled(rule_of(outcome).text.in_language(voice.language), outcome, voice)
    return said if any(span.role == "number" for span in said) else _with_grounds(said, outcome, voice)


def act(outcome: Outcome, voice: Voice) -> Inline:
    """What a suggestion says to do, without the reason behind it: the first sentence of its text."""
    stop = voice.say("sentences.form.stop")
    text = rule_of(outcome).text.in_language(voice.language)
    first, found, _ = text.partition(stop if voice.language == "zh" else f"{stop} ")
    return _filled(first + stop if found else first, outcome, voice)


def _filled(template: str, outcome: Outcome, voice: Voice) -> Inline:
    rule = rule_of(outcome)
    known = dict(outcome.slots)
    fields: dict[str, Field] = {}
    for name in rule.slots:
        finding = voice.findings.get(known.get(name, ""))
        has_value = finding is not None and is_known(finding)
        fields[name] = short_link(finding, voice) if finding and has_value else voice.say("report.unknown")
        fields[f"{name}_of"] = claim_words(finding, voice) if finding else ""
        fields[f"{name}_years"] = numbers.years(finding.years, voice.language) if finding and has_value else ""
    return fill_template(template, **fields)


def _with_grounds(said: Inline, outcome: Outcome, voice: Voice) -> Inline:
    """A problem whose text names no figure, with the code or figure that made it fire after its first sentence."""
    if outcome.kind != "problem" or outcome.fate != "fired" or not said:
        return said
    held = deciding(outcome.when, "true")
    for condition in held:
        finding = _deciding(condition, voice)
        if finding is not None and is_known(finding):
            plainly = isinstance(finding.value, str) or finding.unit == "membership"
            facts = fact_list(finding, voice, coded=plainly)
            if not plainly:
                facts.insert(0, _named(finding, voice))
            elif len(held) > 1:
                facts.insert(0, inline(short_verdict(finding, voice, marked=False)))
            first, stop, rest = said[0].text.partition(voice.say("sentences.form.stop"))
            return inline(first, brackets(facts, voice), stop, rest, said[1:])
    return said


def _named(finding: Finding, voice: Voice) -> Inline:
    name, value = voice.measure(finding.measure), beside_name(finding, voice)
    return fill("report.condition.value", voice.language, measure=name, value=value, facts="")


def deciding(conditions: tuple[Condition, ...], truth: str) -> list[Condition]:
    """The conditions on findings that give the rule's conditions this truth value; of `any` only those that count."""
    out: list[Condition] = []
    for condition in conditions:
        if condition.truth != truth:
            continue
        if not condition.parts:
            out.append(condition)
            continue
        inverse = {"true": "false", "false": "true"}.get(truth, truth) if condition.kind == "none" else truth
        out += [part for part in condition.parts if part.truth == inverse]
    return out


def leaves(conditions: tuple[Condition, ...]) -> list[Condition]:
    """The conditions on findings, those within `any` and `none` included."""
    out: list[Condition] = []
    for condition in conditions:
        out += leaves(condition.parts) if condition.parts else [condition]
    return out


def counted(outcome: Outcome, voice: Voice) -> str:
    """How many of its conditions are met: 2 of 3."""
    met, of = outcome.met, len(outcome.when)
    return voice.say("report.met-of", met=number_word(met, voice), of=number_word(of, voice))


def number_word(n: int, voice: Voice) -> str:
    """A small count as a word where the language writes it so."""
    key = f"report.count.n{n}"
    return voice.say(key) if voice.has(key) else str(n)


def _deciding(condition: Condition, voice: Voice) -> Finding | None:
    for identifier in condition.findings:
        if identifier in voice.findings:
            return voice.findings[identifier]
    return None


def condition_words(condition: Condition, voice: Voice) -> Inline:
    """A condition as the evidence has it: the measure with its value or code, or why it is unknown."""
    finding = _deciding(condition, voice)
    name = voice.measure(condition.measure)
    if finding is None:
        key = f"why.{condition.why}.short"
        short = voice.say("why.no-rows.short")
        if condition.why and voice.has(key) and "{" not in voice.say(key, years="", n="", input=""):
            short = voice.say(key)
        return fill("report.condition.unknown", voice.language, measure=name, reason=short)
    if not is_known(finding):
        return fill("report.condition.unknown", voice.language, measure=name, reason=reason(finding, voice))
    key = f"why.{condition.why}.short"
    if condition.truth == "unknown" and voice.has(key) and "{" not in voice.say(key, years="", n="", input=""):
        return fill("report.condition.unknown", voice.language, measure=name, reason=voice.say(key))
    facts = brackets(fact_list(finding, voice, coded=finding.unit == "membership"), voice)
    if isinstance(finding.value, str):
        verdict = number_span(finding, short_verdict(finding, voice), voice)
        return fill("report.condition.verdict", voice.language, verdict=verdict, facts=facts)
    if finding.unit == "membership":
        return fill(
            "report.condition.verdict", voice.language, verdict=short_verdict(finding, voice, marked=False), facts=facts
        )
    value = beside_name(finding, voice)
    return fill("report.condition.value", voice.language, measure=name, value=value, facts=facts)


def conditions(outcome: Outcome, voice: Voice, truth: str, *, most: int = 4) -> Inline:
    """The conditions of one truth value, each measure once."""
    seen: dict[str, Inline] = {}
    for condition in deciding(outcome.when, truth):
        if condition.measure not in seen:
            seen[condition.measure] = condition_words(condition, voice)
    return join(list(seen.values())[:most], voice.say("sentences.form.joint"))


def circumstances(outcome: Outcome, voice: Voice, truth: str) -> list[str]:
    """The circumstances in which the advice is wrong: those that hold ("true") or are not known ("unknown")."""
    out = []
    for item, condition in zip(rule_of(outcome).unless, outcome.unless, strict=False):
        if condition.truth != truth:
            continue
        said = item.ask if isinstance(item, Ask) else item.says
        if said is not None:
            out.append(said.in_language(voice.language))
    return out


def strength(outcome: Outcome, voice: Voice) -> Inline:
    """The grade of a suggestion and what the grade means for it."""
    rule = rule_of(outcome)
    if not rule.strength:
        return ()
    about = rule.evidence_about or "action"
    key = f"report.strength.{rule.strength}-{about}"
    meaning = voice.say(key if voice.has(key) else f"report.strength.{rule.strength}")
    return inline(voice.say("report.strength.line", grade=rule.strength, meaning=meaning))


def works(outcome: Outcome, voice: Voice) -> str:
    """The works that a rule rests on, those that were verified."""
    labels = [work.label.in_language(voice.language) for work in printed_works(rule_of(outcome))]
    return voice.say("sentences.form.joint").join(labels)


def basis(outcome: Outcome, voice: Voice) -> str:
    """Why a rule rests on our own judgement, where it does."""
    rule = rule_of(outcome)
    return rule.reason.in_language(voice.language) if rule.basis and rule.reason else ""


def blockers(outcome: Outcome, voice: Voice) -> Inline:
    """What holds a suggestion back, and what must be known first."""
    parts: list[Inline] = []
    for key in outcome.blocked_by:
        rule = rules()[key]
        first = rule.until.says.in_language(voice.language) if rule.until and rule.until.says else ""
        name = rule.title.in_language(voice.language)
        parts.append(fill("report.blocked-by", voice.language, rule=name, until=first))
    return join(parts, voice.say("report.space"))


def held_back(outcome: Outcome, outcomes: tuple[Outcome, ...], voice: Voice) -> str:
    """What a suggestion holds back, by name."""
    names = [title(other, voice) for other in outcomes if outcome.rule in other.blocked_by]
    return voice.joined(names)
