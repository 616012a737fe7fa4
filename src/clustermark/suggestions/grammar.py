"""The grammar of a rule file: closed, checked, without any arithmetic."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from clustermark.findings.catalogue import Row
from clustermark.findings.model import Status
from clustermark.study.model import Frozen, Text

Threshold = float | Literal["benchmark_median", "benchmark_p25", "own_past"]
NAMED_THRESHOLDS = ("benchmark_median", "benchmark_p25", "own_past")
TESTS = ("above", "below", "between", "among", "status")
Part = Literal["audience", "environment", "channels", "message", "effect"]
Upgrading = Literal["process", "product", "functional", "chain"]


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Test(Frozen):
    """One condition: the findings of a measure, narrowed by dimensions, put to exactly one test.

    where          dimensions that a finding must have; the main product only, unless `product` is named or `any`
    above, below   a number or a named threshold; strict
    between        two numbers; both ends belong to it
    among          codes
    status         statuses of the finding itself, narrowed by `why`, the code of the reason
    quantifier     whether any or all of the matching findings must meet it
    or_earlier     where the period has no finding, the latest past period decides, and only as leaning
    says           the circumstance in words, where the condition stands in `unless` or `until`
    """

    __test__: ClassVar[bool] = False  # pytest need not look into it

    finding: str
    where: dict[str, str] = Field(default_factory=dict)
    quantifier: Literal["any", "all"] = "any"
    or_earlier: bool = False
    above: Threshold | None = None
    below: Threshold | None = None
    between: tuple[float, float] | None = None
    among: tuple[str, ...] | None = None
    status: Annotated[tuple[Status, ...] | None, BeforeValidator(_one_or_many)] = None
    why: str = ""
    says: Text | None = None

    @model_validator(mode="after")
    def _exactly_one_test(self) -> Self:
        given = [name for name in TESTS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"exactly one of {', '.join(TESTS)} is needed, found {', '.join(given) or 'none'}")
        if self.why and self.status is None:
            raise ValueError("`why` narrows `status` only")
        if self.or_earlier and "own_past" in (self.above, self.below):
            raise ValueError("`own_past` compares with the past already")
        if self.between is not None and self.between[0] > self.between[1]:
            raise ValueError("`between` needs its smaller number first")
        return self

    @property
    def test(self) -> str:
        """The name of the test."""
        return next(name for name in TESTS if getattr(self, name) is not None)

    @property
    def threshold(self) -> str:
        """The threshold as text: "0.5", "0.2 0.5", "benchmark_median", "captive hierarchy"."""
        value = getattr(self, self.test)
        parts = value if isinstance(value, tuple) else (value,)
        return " ".join(part if isinstance(part, str) else f"{part:g}" for part in parts)


class Ask(Frozen):
    """A circumstance that no measure decides yet: a clause that completes "not if"."""

    ask: Text


def _shape(value: object) -> str:
    keys = value if isinstance(value, Mapping) else {"ask": 0} if isinstance(value, Ask) else {}
    return "ask" if "ask" in keys else "test"


Circumstance = Annotated[Annotated[Test, Tag("test")] | Annotated[Ask, Tag("ask")], Discriminator(_shape)]


class When(Frozen):
    """What must hold: all of `all`, at least one of `any`, none of `none`."""

    all: tuple[Test, ...] = ()
    any: tuple[Test, ...] = ()
    none: tuple[Test, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.all or self.any):
            raise ValueError("`all` or `any` is needed: what only lacks something advises everybody")
        return self

    def tests(self) -> tuple[Test, ...]:
        """Every condition of it."""
        return (*self.all, *self.any, *self.none)


class CaseFinding(Frozen):
    """A small finding of a case; what is left out is the focus, the period, the measure's own unit and two origins."""

    measure: str
    value: float | str | None = None
    low: float | None = None
    high: float | None = None
    n: int = 2
    unit: str = ""
    subject: str = ""
    period: str = ""
    dimensions: dict[str, str] = Field(default_factory=dict)
    status: Status = "ok"
    why: str = ""


class Case(Frozen):
    """A situation and what the rule must make of it."""

    fires: bool
    findings: tuple[CaseFinding, ...] = ()


class Rule(Frozen):
    """A rule: when it holds, what it says, where it is wrong, and on what it rests.

    `action` names the entry of the list of actions it was drawn from, and `wrong_when` how many circumstances that
    entry names in which it is wrong: the first so many entries of `unless` are these, in the same order.
    `slots` names the measures whose values stand in `text`; `title` has none.
    """

    id: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z0-9-]+$")]
    kind: Literal["problem", "suggestion"]
    row: Row | None = None
    addressee: Literal["", "enterprise", "government", "association"] = ""
    upgrading: Upgrading | None = None
    part: Part | None = None
    answers: tuple[str, ...] = ()
    action: str = ""
    wrong_when: int = 0
    literature: tuple[str, ...] = ()
    basis: Literal["", "judgement"] = ""
    reason: Text | None = None
    strength: Literal["A", "B", "C", "D"] | None = None
    evidence_about: Literal["action", "problem", "measure"] | None = None
    transfer: Literal["close", "moderate", "far"] | None = None
    cost: Literal["low", "medium", "high"] | None = None
    prerequisites: Text | None = None
    may_bring: Text | None = None
    counter: Text | None = None
    advises: Literal["", "regional-brand"] = ""
    blocks: tuple[str, ...] = ()
    until: Test | None = None
    title: Text
    text: Text
    slots: dict[str, str] = Field(default_factory=dict)
    unless: tuple[Circumstance, ...] = ()
    when: When
    cases: tuple[Case, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [*self._missing_for_kind(), *self._missing_basis(), *self._missing_for_unless()]
        if missing:
            raise ValueError("; ".join(missing))
        return self

    def _missing_for_kind(self) -> list[str]:
        if self.kind == "problem":
            return [] if self.row and not self.addressee else ["a problem needs `row` and no addressee"]
        found = []
        if not self.addressee:
            found.append("a suggestion needs an addressee")
        if not (self.upgrading or self.part):
            found.append("a suggestion needs `upgrading` or `part`")
        if not (self.strength and self.evidence_about and self.transfer and self.cost and self.prerequisites):
            found.append("a suggestion needs strength, evidence_about, transfer, cost and prerequisites")
        return found

    def _missing_basis(self) -> list[str]:
        if self.basis and not self.reason:
            return ["`basis` needs a reason"]
        return [] if self.literature or self.basis else ["literature, or `basis` with a reason, is needed"]

    def _missing_for_unless(self) -> list[str]:
        found = []
        if any(isinstance(item, Test) and item.says is None for item in self.unless):
            found.append("a condition in `unless` says its circumstance in words")
        if len(self.unless) < self.wrong_when:
            found.append(f"`unless` names {len(self.unless)} of the {self.wrong_when} circumstances of the action")
        if bool(self.action) != bool(self.wrong_when):
            found.append("`action` and `wrong_when` stand together")
        if bool(self.blocks) != (self.until is not None):
            found.append("`blocks` and `until` stand together")
        if self.until is not None and self.until.says is None:
            found.append("`until` says in words what must be known first")
        return found
