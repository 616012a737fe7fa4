"""What to collect first, and how near a suggestion is that cannot be judged yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clustermark.findings.catalogue import measures
from clustermark.suggestions.catalogue import rules
from clustermark.suggestions.model import Condition, Outcome


@dataclass(frozen=True, slots=True)
class ToCollect:
    """A measure that is unknown, and the rules it would decide: alone, or together with others."""

    measure: str
    alone: tuple[str, ...]
    among_several: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """For an addressee: the suggestion nearest to being judged, and those that do not apply."""

    outcome: Outcome | None
    not_applying: tuple[Outcome, ...]


def unknown_measures(outcome: Outcome) -> tuple[str, ...]:
    """The measures that leave the rule unjudged, in the order of its conditions."""
    return tuple(dict.fromkeys(_unknown(outcome.when)))


def _unknown(conditions: Iterable[Condition]) -> Iterable[str]:
    for condition in conditions:
        if condition.truth == "unknown":
            if condition.measure:
                yield condition.measure
            yield from _unknown(condition.parts)


def collect(outcomes: Iterable[Outcome]) -> list[ToCollect]:
    """What to collect first: measures that are the only unknown of most rules, then those among several unknowns.

    Checks are left out: they follow from the figures, and nobody collects them.
    """
    kinds = measures()
    alone: dict[str, list[str]] = defaultdict(list)
    several: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.fate == "not judged":
            unknown = unknown_measures(outcome)
            for measure in unknown:
                (alone if len(unknown) == 1 else several)[measure].append(outcome.rule)
    names = sorted(name for name in {*alone, *several} if name not in kinds or kinds[name].row != "checks")
    found = [ToCollect(name, tuple(alone[name]), tuple(several[name])) for name in names]
    return sorted(found, key=lambda item: (-len(item.alone), -len(item.among_several), item.measure))


def failed(outcome: Outcome) -> tuple[Condition, ...]:
    """The conditions that keep a rule silent: why it does not apply."""
    return tuple(condition for condition in outcome.when if condition.truth == "false")


def nearest(outcomes: Sequence[Outcome], addressee: str) -> Nearest:
    """The suggestion to an addressee that lacks least, and those whose conditions are not met.

    Nearest is the one with the largest share of its conditions met, then with the fewest unknown measures; never one
    that would be held back by a suggestion that fired.
    """
    own = [outcome for outcome in outcomes if outcome.kind == "suggestion" and outcome.addressee == addressee]
    held = {rule for outcome in outcomes if outcome.fate == "fired" for rule in rules()[outcome.rule].blocks}
    unjudged = [outcome for outcome in own if outcome.fate == "not judged" and outcome.rule not in held]
    unjudged.sort(key=lambda one: (-one.met / len(one.when), len(unknown_measures(one)), one.rule))
    return Nearest(unjudged[0] if unjudged else None, tuple(one for one in own if one.fate == "silent"))
