"""What the rules make of the findings: problems and suggestions, each with the conditions that decided it."""

from dataclasses import dataclass
from typing import Literal

from clustermark.findings.model import Pairs

Truth = Literal["true", "false", "unknown"]
Fate = Literal[
    "fired",  # every condition holds
    "blocked",  # it fired, and another rule holds it back
    "stopped",  # an `unless` holds
    "not judged",  # a condition is unknown and none is false
    "silent",  # a condition is false
]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule as it was judged.

    `kind` is all, any, none, finding or ask; `measure`, `where`, `test` ("below") and `threshold` ("0.5",
    "benchmark_median") describe it; `reference` is the number a named threshold stood for; `findings` are the ids
    that decided it; `firm` means that a whole interval met it with two origins; `ask` is the index of a question in
    the rule's `unless`.
    """

    kind: str
    truth: Truth
    firm: bool = False
    measure: str = ""
    where: Pairs = ()
    test: str = ""
    threshold: str = ""
    reference: float | None = None
    findings: tuple[str, ...] = ()
    why: str = ""
    ask: int | None = None
    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule evaluated for one subject. `id` is "rule/subject/period"."""

    rule: str
    subject: str
    period: str
    kind: Literal["problem", "suggestion"]
    addressee: str  # enterprise | government | association; "" for problems
    fate: Fate
    firm: bool
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...] = ()
    blocked_by: tuple[str, ...] = ()  # rule ids
    findings: tuple[str, ...] = ()  # ids, in the order of the conditions
    slots: Pairs = ()  # named slots of the text -> finding id
    answers: tuple[str, ...] = ()  # problem rules that fired and that it answers

    @property
    def id(self) -> str:
        """rule/subject/period."""
        return f"{self.rule}/{self.subject}/{self.period}"

    @property
    def met(self) -> int:
        """How many of the top-level conditions hold."""
        return sum(condition.truth == "true" for condition in self.when)
