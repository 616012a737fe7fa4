"""Rules over findings: what fires, what is blocked, what is stopped, what cannot be judged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from clustermark.findings.model import Finding, Pairs, pairs
from clustermark.study.model import Study
from clustermark.suggestions.catalogue import rules
from clustermark.suggestions.grammar import Ask, Rule, Test
from clustermark.suggestions.logic import Ground, Judged, every, judge, negate, some
from clustermark.suggestions.model import Condition, Fate, Outcome


def evaluate(
    findings: Iterable[Finding], study: Study, *, with_rules: Mapping[str, Rule] | None = None
) -> list[Outcome]:
    """One outcome a rule for the focus of the study, in the order of the rules.

    Comparators of named thresholds are the other places whose findings carry the parameter `place-kind` cluster.
    """
    chosen = rules() if with_rules is None else with_rules
    ground = _ground(findings, study)
    outcomes = {rule.id: _outcome(rule, ground, study) for rule in chosen.values()}
    return [_linked(rule, outcomes, chosen, ground) for rule in chosen.values()]


def _ground(findings: Iterable[Finding], study: Study) -> Ground:
    here: dict[str, list[Finding]] = defaultdict(list)
    past: dict[str, list[Finding]] = defaultdict(list)
    others: dict[str, list[Finding]] = defaultdict(list)
    as_is = (finding for finding in findings if not finding.scenario and "~" not in finding.subject)
    for finding in sorted(as_is, key=lambda item: item.id):
        if finding.subject == study.focus and finding.period == study.period:
            here[finding.measure].append(finding)
        elif finding.subject == study.focus and finding.period in study.past:
            past[finding.measure].append(finding)
        elif finding.period == study.period and ("place-kind", "cluster") in finding.parameters:
            others[finding.measure].append(finding)
    for before in past.values():
        before.sort(key=lambda item: item.period, reverse=True)
    return Ground(here, past, others)


def _outcome(rule: Rule, ground: Ground, study: Study) -> Outcome:
    when = _when(rule, ground)
    unless = tuple(_circumstance(item, index, ground) for index, item in enumerate(rule.unless))
    truth = every(condition.truth for condition in when)
    fate: Fate
    if truth == "false":
        fate = "silent"
    elif any(condition.truth == "true" for condition in unless):
        fate = "stopped"
    else:
        fate = "fired" if truth == "true" else "not judged"
    sure = all(condition.firm for condition in when) and all(condition.truth == "false" for condition in unless)
    return Outcome(
        rule=rule.id,
        subject=study.focus,
        period=study.period,
        kind=rule.kind,
        addressee=rule.addressee,
        fate=fate,
        firm=fate == "fired" and sure,
        when=when,
        unless=unless,
        findings=tuple(dict.fromkeys(_ids(when))),
        slots=_slots(rule, when),
    )


def _when(rule: Rule, ground: Ground) -> tuple[Condition, ...]:
    conditions = [_condition(test, ground) for test in rule.when.all]
    if rule.when.any:
        parts = tuple(_condition(test, ground) for test in rule.when.any)
        firm = any(part.firm and part.truth == "true" for part in parts)
        conditions.append(Condition("any", some(part.truth for part in parts), firm, parts=parts))
    if rule.when.none:
        parts = tuple(_condition(test, ground) for test in rule.when.none)
        firm = all(part.firm and part.truth == "false" for part in parts)
        conditions.append(Condition("none", negate(some(part.truth for part in parts)), firm, parts=parts))
    return tuple(conditions)


def _circumstance(item: Test | Ask, index: int, ground: Ground) -> Condition:
    if isinstance(item, Ask):
        return Condition("ask", "unknown", ask=index)
    return _condition(item, ground)


def _matching(test: Test, pool: Mapping[str, Sequence[Finding]]) -> list[Finding]:
    """Findings of the measure with the dimensions asked; of the main product, unless another or `any` is named."""
    asked = {"product": "", **test.where}
    if asked["product"] == "any":
        del asked["product"]
    return [
        finding
        for finding in pool.get(test.finding, ())
        if all(finding.dimension(name) == value for name, value in asked.items())
    ]


def _earlier(test: Test, ground: Ground) -> list[Finding]:
    """What is known of the latest past period, where the condition allows it and the period itself has nothing."""
    known = [finding for finding in _matching(test, ground.past) if finding.status in ("ok", "conflicting")]
    return [finding for finding in known if finding.period == known[0].period] if test.or_earlier else []


def _condition(test: Test, ground: Ground) -> Condition:
    where = pairs(**test.where)
    matching = _matching(test, ground.here)
    now = any(finding.status in ("ok", "conflicting") for finding in matching)
    earlier = [] if now else _earlier(test, ground)
    judged = [(finding, judge(test, finding, ground)) for finding in earlier or matching]
    if earlier:
        judged = [(finding, replace(verdict, firm=False)) for finding, verdict in judged]
    blank = Condition("finding", "unknown", measure=test.finding, where=where, test=test.test, threshold=test.threshold)
    if not judged:
        absent = test.status is not None and "insufficient" in test.status and not test.why
        return replace(blank, truth="true") if absent else replace(blank, why="no-rows")
    truths = [verdict.truth for _, verdict in judged]
    truth = some(truths) if test.quantifier == "any" else every(truths)
    deciding = sorted(
        (pair for pair in judged if pair[1].truth == truth),
        key=lambda pair: (not pair[1].firm, -pair[1].distance, -pair[0].n, pair[0].id),
    )
    first = deciding[0][1]
    return replace(
        blank,
        truth=truth,
        firm=_firm(truth == "true", test.quantifier, [verdict for _, verdict in deciding]),
        reference=first.reference,
        findings=tuple(finding.id for finding, _ in deciding),
        why=first.why if truth == "unknown" else "",
    )


def _firm(holds: bool, quantifier: str, deciding: Sequence[Judged]) -> bool:
    """One firm finding is enough where one decides (any holds, all fails), else each must be firm."""
    one_is_enough = holds == (quantifier == "any")
    return (any if one_is_enough else all)(verdict.firm for verdict in deciding)


def _ids(conditions: Iterable[Condition]) -> Iterable[str]:
    for condition in conditions:
        yield from condition.findings
        yield from _ids(part for part in condition.parts if part.truth == condition.truth)


def _slots(rule: Rule, when: Iterable[Condition]) -> Pairs:
    """The finding behind each slot: the first that decided a condition on the slot's measure."""
    deciding = {condition.measure: condition.findings[0] for condition in reversed(tuple(when)) if condition.findings}
    return pairs(**{name: deciding.get(measure, "") for name, measure in rule.slots.items()})


def _linked(rule: Rule, outcomes: Mapping[str, Outcome], chosen: Mapping[str, Rule], ground: Ground) -> Outcome:
    """The outcome with what holds it back and which problems it answers."""
    outcome = outcomes[rule.id]
    answers = tuple(key for key in rule.answers if key in outcomes and outcomes[key].fate == "fired")
    if outcome.fate != "fired":
        return replace(outcome, answers=answers)
    blockers = tuple(
        other.id
        for other in chosen.values()
        if rule.id in other.blocks
        and outcomes[other.id].fate == "fired"
        and not (other.until is not None and _condition(other.until, ground).truth == "true")
    )
    fate: Fate = "blocked" if blockers else "fired"
    return replace(outcome, fate=fate, firm=outcome.firm and not blockers, blocked_by=blockers, answers=answers)
