"""A finding: one checkable statement about one subject."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from clustermark.study.model import ORIGINS, Origin

Status = Literal["ok", "conflicting", "insufficient", "not applicable"]
State = Literal["firm", "leaning", "conflicting", "insufficient"]
Pairs = tuple[tuple[str, str], ...]

NOT_STATED = "not stated"  # a figure without a stated range: low and high are empty
RANGE_OF_CLAIMS = "range of claims"  # low and high are the smallest and largest of several claims
STATED_RANGE = "stated range"  # one source prints a range: low and high are its ends, there is no point
ENOUGH = 100  # of a sample: fewer lean only (a share of fewer than a hundred is uncertain by ten points or more)
AGREEMENT = 1.1  # numbers less than so many times apart agree; the line of pairs in `comparison`
BOUND = "bound"  # "at least", "at most", "over": one of low and high is known


@dataclass(frozen=True, slots=True)
class Finding:
    """One checkable statement: what, about whom, when, how much, how sure, from which rows, by which method.

    measure     id in the catalogue of measures
    subject     id of a place or firm; of a pair "a~b" in `comparison`
    period      the period that was asked ("2021"); `years` is what the evidence covers ("2018-2021", "" if none)
    dimensions  sorted (name, value) pairs: channel, product, scope, tier, role, segment, with, row
    scenario    "" as is
    value       number (share as 0..1, money in units of the currency), code, or None
    unit        fits the measure's unit: "share", "CNY", "USD/pair", "firms", "code", "membership", "year"
    low, high   bounds in the same unit, or None
    uncertainty "not stated", "range of claims", "stated range", "bound", "none"
    n           independent origins; with the parameter `sample` (stories, respondents, documents) the number of these
                that it was counted from
    reliability grades of the rows, best first, joined by "/": "B/C"
    evidence    row references "source:row"; inputs: ids of findings
    why         code of the reason when the status is not ok, with `why_fields`
    """

    measure: str
    subject: str
    period: str
    dimensions: Pairs = ()
    scenario: str = ""
    value: float | str | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    uncertainty: str = NOT_STATED
    n: int = 0
    years: str = ""
    origin: Origin = "published"
    reliability: str = ""
    evidence: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    method: str = ""
    parameters: Pairs = ()
    status: Status = "ok"
    why: str = ""
    why_fields: Pairs = ()

    @property
    def id(self) -> str:
        """measure/subject/period[/name=value;...][@scenario]."""
        parts = [self.measure, self.subject, self.period]
        if self.dimensions:
            parts.append(";".join(f"{name}={value}" for name, value in self.dimensions))
        return "/".join(parts) + (f"@{self.scenario}" if self.scenario else "")

    def dimension(self, name: str) -> str:
        """The value of a dimension, "" where the finding has none."""
        return dict(self.dimensions).get(name, "")


def pairs(**values: object) -> Pairs:
    """Sorted (name, value) pairs without the empty ones, as findings hold them."""
    return tuple(sorted((name, str(value)) for name, value in values.items() if value not in ("", None)))


def weakest(origins: Iterable[Origin]) -> Origin:
    """The weakest of the origins that a finding rests on; "published" if it rests on none."""
    return max(origins, key=ORIGINS.index, default="published")


def state(finding: Finding) -> State:
    """How sure a finding is, in the four words of the report.

    firm: ok, from one official origin, or from at least two independent ones that agree (the largest claim less than
    1.1 times the smallest); leaning: ok otherwise. A comparison of figures of unstated scope leans at most (parameter
    at-most=leaning).
    """
    if finding.status == "conflicting":
        return "conflicting"
    if finding.status != "ok":
        return "insufficient"
    if ("at-most", "leaning") in finding.parameters:
        return "leaning"
    agreed = well_founded(finding) and not _claims_differ(finding)
    return "firm" if agreed or finding.origin == "official" else "leaning"


def sample(finding: Finding) -> str:
    """What the finding was counted from: stories, respondents, documents; "" where n counts independent origins."""
    return dict(finding.parameters).get("sample", "")


def well_founded(finding: Finding) -> bool:
    """Whether a finding rests on at least two independent origins, or on a sample that is not small."""
    return finding.n >= (ENOUGH if sample(finding) else 2)


def _claims_differ(finding: Finding) -> bool:
    if finding.uncertainty != RANGE_OF_CLAIMS or finding.low is None or finding.high is None:
        return False
    return finding.low != finding.high and not 0 < finding.high < AGREEMENT * finding.low
