"""Faults of the rules as a set: what no schema of one file can see."""

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import permutations

from clustermark.findings.catalogue import Measure, measures
from clustermark.study.model import Text
from clustermark.suggestions.catalogue import literature
from clustermark.suggestions.grammar import NAMED_THRESHOLDS, Ask, Rule, Test

DIMENSIONS = (
    *("channel", "product", "scope", "tier", "role", "segment", "of", "unit", "figure", "with"),
    *("language", "platform", "side", "step", "survey"),
)
BRAND_TESTS = ("g.test-brand-first", "e.leave-place-off")
SLOT_SUFFIXES = ("", "_years", "_of")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAUSE = re.compile("[\uff1b\u3002;.\n]")
_SLOT = re.compile(r"\{([a-z_]*)\}")
_RANGES = {"share": (-1.0, 1.0), "membership": (0.0, 1.0)}


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    path = files("clustermark.suggestions") / "coordination.toml"
    return {key: tuple(words) for key, words in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def faults(found: Mapping[str, Rule]) -> list[str]:
    """Everything wrong with the rules, each line with its rule; empty where nothing is."""
    lines: list[str] = []
    for rule in found.values():
        own = [*_measures_fit(rule), *_slots_fit(rule), *_texts_fit(rule), *_works_fit(rule), *_links_fit(rule, found)]
        lines += [f"{rule.id}: {fault}" for fault in (*own, *_reachable(rule))]
    lines += [f"{one}: same conditions and addressee as {other}" for one, other in _duplicates(found.values())]
    return lines


def conditions_of(rule: Rule) -> Iterator[Test]:
    """Every condition of a rule: `when`, `unless`, `until`."""
    yield from rule.when.tests()
    yield from (item for item in rule.unless if isinstance(item, Test))
    if rule.until is not None:
        yield rule.until


def _measures_fit(rule: Rule) -> Iterator[str]:
    for test in conditions_of(rule):
        measure = measures().get(test.finding)
        if measure is None:
            yield f"no measure {test.finding}"
            continue
        yield from (f"{test.finding}: {fault}" for fault in _test_fits(test, measure))
    yield from (f"no measure {name} for a slot" for name in rule.slots.values() if name not in measures())


def _test_fits(test: Test, measure: Measure) -> Iterator[str]:
    yield from (f"unknown dimension {name}" for name in test.where if name not in DIMENSIONS)
    if test.status is not None:
        if "insufficient" in test.status and test.quantifier != "all":
            yield "`status` insufficient asks of all findings"
        return
    if test.among is not None:
        yield from (f"no code {code}" for code in test.among if code not in measure.codes)
        return
    if measure.kind == "category":
        yield "a category is put to `among`"
        return
    threshold = test.above if test.above is not None else test.below
    if threshold in NAMED_THRESHOLDS[:2] and not (measure.kind in _RANGES or measure.unit == "currency/item"):
        yield f"{threshold}: places of different size are not compared by amounts"
    low, high = _RANGES.get(measure.kind, (-math.inf, math.inf))
    numbers = test.between or ((threshold,) if isinstance(threshold, float | int) else ())
    yield from (f"{number:g} lies outside {low:g} to {high:g}" for number in numbers if not low <= number <= high)


def _slots_fit(rule: Rule) -> Iterator[str]:
    sure = {test.finding for test in rule.when.all if test.status is None and test.among is None}
    for name, measure in rule.slots.items():
        if measure not in sure:
            yield f"slot {name}: {measure} is not among the numbers that must hold"
    allowed = {name + suffix for name in rule.slots for suffix in SLOT_SUFFIXES}
    for language in ("zh", "en"):
        used = set(_SLOT.findall(rule.text.in_language(language)))
        yield from (f"text {language}: no slot {name}" for name in sorted(used - allowed))
        yield from (f"text {language}: slot {name} is not used" for name in sorted(set(rule.slots) - used))
        if "{" in rule.title.in_language(language):
            yield f"title {language}: a title has no slots"


def texts_of(rule: Rule) -> Iterator[tuple[str, Text]]:
    """Every text of a rule with its key."""
    for key in ("title", "text", "reason", "prerequisites", "may_bring", "counter"):
        value = getattr(rule, key)
        if value is not None:
            yield key, value
    for index, item in enumerate(rule.unless):
        said = item.ask if isinstance(item, Ask) else item.says
        if said is not None:
            yield f"unless {index}", said
    if rule.until is not None and rule.until.says is not None:
        yield "until", rule.until.says


def _texts_fit(rule: Rule) -> Iterator[str]:
    for key, value in texts_of(rule):
        if not _HAN.search(value.zh):
            yield f"{key} zh: no Chinese"
        if not value.en.strip() or _HAN.search(value.en):
            yield f"{key} en: no English, or Chinese in it"
        if any(word in value.zh for word in _words()["speaking_of_itself"]):
            yield f"{key} zh: speaks of itself"
        if key in ("title", "text"):
            yield from (f"{key}: advises to coordinate: {said}" for said in coordination(value))


def coordination(value: Text) -> Iterator[str]:
    """Clauses that speak of common prices, quotas or orders without ruling them out; of any text, not only of rules."""
    coordinating, ruling_out = _whole("coordinating"), _whole("ruling_out")
    for clause in _CLAUSE.split(f"{value.zh}\n{value.en.lower()}"):
        if coordinating.search(clause) and not ruling_out.search(clause):
            yield clause.strip()


@cache
def _whole(key: str) -> re.Pattern[str]:
    """Words of a kind: English ones as whole words, in the singular or plural ("quota" is no "quotation")."""
    words = _words()[key]
    return re.compile("|".join(rf"\b{re.escape(word)}s?\b" if word.isascii() else re.escape(word) for word in words))


def _works_fit(rule: Rule) -> Iterator[str]:
    for key in rule.literature:
        work = literature().get(key)
        if work is None:
            yield f"no work {key}"
        elif not work.supports:
            yield f"{key}: no statement is named that it supports"
        elif not work.verified and rule.basis != "judgement":
            yield f"{key} is not verified: `basis` is needed as well"


def _links_fit(rule: Rule, found: Mapping[str, Rule]) -> Iterator[str]:
    for key in rule.answers:
        if key not in found or found[key].kind != "problem":
            yield f"answers no problem {key}"
    yield from (f"blocks no rule {key}" for key in rule.blocks if key not in found)
    if rule.advises == "regional-brand":
        for blocker in BRAND_TESTS:
            if blocker not in found or rule.id not in found[blocker].blocks:
                yield f"advises a regional brand and is not blocked by {blocker}"
    if not {case.fires for case in rule.cases} >= {True, False}:
        yield "a case that fires and one that does not are needed"


def span(test: Test) -> tuple[float, float] | frozenset[str] | None:
    """What a condition lets through: an interval or codes; None where that is not fixed (status, named thresholds)."""
    if test.among is not None:
        return frozenset(test.among)
    if test.between is not None:
        return test.between
    threshold = test.above if test.above is not None else test.below
    if not isinstance(threshold, float | int):
        return None
    return (threshold, math.inf) if test.above is not None else (-math.inf, threshold)


def _reachable(rule: Rule) -> Iterator[str]:
    """Conditions that exclude each other, and circumstances that always hold when the rule does."""
    for one, other in permutations(rule.when.all, 2):
        if one.finding == other.finding and one.where == other.where and _disjoint(span(one), span(other)):
            yield f"{one.finding}: its conditions exclude each other"
    for item in rule.unless:
        if isinstance(item, Test) and any(implies(test, item) for test in rule.when.all):
            yield f"{item.finding}: what stops the rule holds whenever the rule does"


def _disjoint(one: object, other: object) -> bool:
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return not one & other
    if isinstance(one, tuple) and isinstance(other, tuple):
        return bool(one[0] >= other[1] or other[0] >= one[1])
    return False


def implies(one: Test, other: Test) -> bool:
    """Whether a finding that meets `one` also meets `other`."""
    if one.finding != other.finding or not other.where.items() <= one.where.items():
        return False
    inner, outer = span(one), span(other)
    if isinstance(inner, frozenset) and isinstance(outer, frozenset):
        return inner <= outer
    if isinstance(inner, tuple) and isinstance(outer, tuple):
        return outer[0] <= inner[0] and inner[1] <= outer[1]
    return one.model_copy(update={"says": None}) == other.model_copy(update={"says": None})


def subsumed(found: Iterable[Rule]) -> list[tuple[str, str]]:
    """Pairs (narrower, wider) of one addressee: whenever the first holds, the second holds too.

    That is no fault where the acts differ; it is reported so that a person looks at it.
    """
    rules = tuple(found)
    return [
        (one.id, other.id)
        for one, other in permutations(rules, 2)
        if (one.kind, one.addressee) == (other.kind, other.addressee) and _narrower(one, other)
    ]


def _narrower(one: Rule, other: Rule) -> bool:
    covered = all(any(implies(test, wide) for test in one.when.all) for wide in other.when.all)
    same_any = not other.when.any or _same(one.when.any, other.when.any)
    return covered and same_any and all(any(test == kept for kept in one.when.none) for test in other.when.none)


def _same(one: Sequence[Test], other: Sequence[Test]) -> bool:
    return len(one) == len(other) and all(test in other for test in one)


def _duplicates(found: Iterable[Rule]) -> list[tuple[str, str]]:
    pairs = subsumed(found)
    return [(one, other) for one, other in pairs if (other, one) in pairs and one < other]
