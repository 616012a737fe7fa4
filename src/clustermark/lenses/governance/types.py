"""The types of governance of a channel: three conditions as fuzzy sets, and the sales that lie in each type."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.governance.part import Part
from clustermark.lenses.governance.scales import Reliability, scores, why_unused
from clustermark.lenses.governance.settings import settings
from clustermark.lenses.governance.survey import Answers
from clustermark.methods.governance.calibration import calibrate
from clustermark.methods.governance.means import Mean
from clustermark.methods.governance.types import (
    AMBIGUOUS,
    CORNERS,
    TYPES,
    indicators,
    majority,
    memberships,
)

METHOD = "governance.types/1"
VARIABLES = ("complexity", "codifiability", "capability")
NAMES = (*CORNERS, AMBIGUOUS)
HELD = ("captive", "hierarchy")
SHARE, TYPE, HELD_SHARE = "governance.type_share", "governance.measured_type", "governance.held_share"
AGREES = 0.95  # of the samples of firms must give the same verdict; else it leans
Array = NDArray[np.float64]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """The verdict on a channel and what it rests on.

    shares: of each type in NAMES; agrees: part of the samples of firms with the same verdict; lower, higher: the
    verdict with the crossover moved down and up.
    """

    code: str
    shares: tuple[Mean, ...]
    agrees: float
    lower: str
    higher: str

    @property
    def leading(self) -> int:
        """Which type of NAMES has the largest share."""
        return int(np.argmax([one.value for one in self.shares]))

    @property
    def leans(self) -> bool:
        """Whether the verdict hangs on which firms answered, or on half a point of the scale."""
        return self.agrees < AGREES or {self.lower, self.higher} != {self.code}


@dataclass(frozen=True, slots=True)
class Answered:
    """What a channel answers: findings, rows of the tables by their id, and the verdict where there is one."""

    findings: list[Finding]
    rows: Mapping[str, list[Row]]
    typed: Typed | None = None


def conditions(answers: Answers, known: Mapping[str, Reliability], shift: float = 0.0) -> dict[str, Array]:
    """Memberships (n,) of the lines in the three conditions, with the crossover moved by `shift`."""
    at = settings().anchors
    return {name: calibrate(scores(answers, known[name]), at.out, at.crossover + shift, at.full) for name in VARIABLES}


def types_of(answers: Answers, known: Mapping[str, Reliability], shift: float = 0.0) -> Array:
    """1 in the column of NAMES that a line belongs to (n, types), NaN where a condition is unknown."""
    return indicators(memberships(*conditions(answers, known, shift).values()))


def unreliable(known: Mapping[str, Reliability]) -> tuple[str, dict[str, object]]:
    """Why no type can be told: the least reliable scale, or one that too few answered; ("", {}) where all are used."""
    worst = min(known.values(), key=lambda one: (one.used, np.nan_to_num(one.alpha, nan=-np.inf), one.scale))
    return ("", {}) if worst.used else why_unused(worst)


def typed(part: Part, known: Mapping[str, Reliability]) -> Typed:
    """The verdict on a part; its scales are taken to be usable."""
    shares = _shares(part, types_of(part.answers, known))
    draws = np.column_stack([one.draws for one in shares])
    code = str(majority([one.value for one in shares])[0])
    called = majority(draws)
    shift = settings().anchors.shift
    moved = [str(majority([one.value for one in _shares(part, types_of(part.answers, known, by))])[0])
             for by in (-shift, shift)]  # fmt: skip
    return Typed(code, shares, float((called[called != ""] == code).mean()) if code else 0.0, *moved)


def _shares(part: Part, types: Array) -> tuple[Mean, ...]:
    return tuple(part.mean(types[:, at]) for at in range(len(NAMES)))


def find(part: Part, known: Mapping[str, Reliability]) -> Answered:
    """Conditions, shares of types, the verdict and the held sales of one channel."""
    findings, rows = _conditions(part, known)
    why, fields = unreliable(known)
    if why:
        lacking = [part.lacking(one, why, fields) for one in (SHARE, TYPE, HELD_SHARE)] if part.now else []
        return Answered([*findings, *lacking], rows)
    types = types_of(part.answers, known)
    answered = np.asarray(~np.isnan(types).any(axis=1))
    found = typed(part, known)
    first = found.shares[0]
    if part.why_not(first)[0]:
        for measure in (SHARE, TYPE, HELD_SHARE):
            findings += part.told(measure, first, answered)
        return Answered(findings, rows)
    for name, share in zip(NAMES, found.shares, strict=True):
        if share.value > 0 or name in (*TYPES, AMBIGUOUS):
            counts = answered & (types[:, NAMES.index(name)] > 0) if share.value else answered
            findings += part.told(SHARE, share, counts, dimensions={"segment": name})
    findings += part.told(TYPE, found.shares[found.leading], answered, value=found.code, said=_said(found))
    findings += held_finding(part, types)
    rows["governance_types"] = [
        (part.answers.subject, part.channel, name, share.value, share.low, share.high, share.firms)
        for name, share in zip(NAMES, found.shares, strict=True)
    ]
    return Answered(findings, rows, found)


def _conditions(part: Part, known: Mapping[str, Reliability]) -> tuple[list[Finding], dict[str, list[Row]]]:
    """Membership of the channel in each condition, and its rows of the table."""
    findings: list[Finding] = []
    rows: list[Row] = []
    for name, values in conditions(part.answers, known).items():
        measure, scale = f"governance.{name}", known[name]
        if not scale.used:
            why, fields = why_unused(scale)
            findings += [part.lacking(measure, why, fields)] if part.now else []
            continue
        mean = part.mean(values)
        said = {"alpha": f"{scale.alpha:.3f}", "items": len(scale.items)}
        findings += part.told(measure, mean, ~np.isnan(values), said=said)
        if not part.why_not(mean)[0]:
            rows.append((part.answers.subject, part.channel, name, mean.value, mean.low, mean.high, mean.firms))
    return findings, {"governance_variables": rows}


def held_finding(part: Part, types: Array) -> list[Finding]:
    """Sales in captive and hierarchical relations; unclear relations count as not held, and are said."""
    inside = types[:, [NAMES.index(name) for name in HELD]].sum(axis=1)
    unclear = part.mean(types[:, NAMES.index(AMBIGUOUS)])
    said = {"unclear": f"{unclear.value:.3g}" if unclear.value == unclear.value else ""}
    return part.told(HELD_SHARE, part.mean(inside), ~np.isnan(inside), said=said)


def _said(found: Typed) -> dict[str, object]:
    share = found.shares[found.leading]
    return {
        "leading": NAMES[found.leading],
        "share": f"{share.value:.4g}",
        "share-low": f"{share.low:.4g}",
        "share-high": f"{share.high:.4g}",
        "agrees": f"{found.agrees:.3g}",
        "at-lower-crossover": found.lower,
        "at-higher-crossover": found.higher,
        "at-most": "leaning" if found.leans else "",
    }


def channel_row(part: Part, found: Typed, sales: float | None) -> Row:
    """The row of the table of verdicts; `sales` is the channel's part of all sales."""
    share = found.shares[found.leading]
    figures = (share.value, share.low, share.high, found.agrees)
    return (part.answers.subject, part.channel, sales, found.code, NAMES[found.leading], *figures, found.lower,
            found.higher, share.firms)  # fmt: skip
