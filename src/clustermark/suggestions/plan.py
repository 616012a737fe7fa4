"""The communication plan: for each target group what to say, where, who acts, when, for how much, and what shows it.

Nothing is guessed. A cell that the evidence cannot fill stays empty, and `missing` says what would fill it.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import polars as pl

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.findings.model import Finding
from clustermark.findings.results import checked
from clustermark.study.model import Study
from clustermark.suggestions.model import Condition, Outcome
from clustermark.suggestions.plan_known import Known, Rows, Tables, known_of, name_in, number

MOST_CHANNELS = 3  # of a group, those that the best split gives most
FEWEST_BEFORE = 30  # respondents at a step below whom the next one is not called the weakest
MOST_MONTHS = 3  # with the highest peaks
TABLE = "communication_plan"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What to do for one target group.

    audience  name of the group as the evidence has it, "" for everybody where no group is named
    message   id of the message, and its words in both languages
    channels  (name, share of the whole budget) by the best split; the share is None where there is no split
    actors    enterprise, government, association
    months    "YYYY-MM" in which attention stood far above the usual
    share     share of the whole budget that the group's channels take by the best split
    step      the step of the funnel that loses most; `measure` shows it, now `value` (low, high) of n respondents
    findings  ids; rows: references of the rows of messages and spending
    missing   what no evidence fills: message, channel, actor, months, share, measure, audience; "no-peak" where the
              months were looked at and none stood out
    """

    audience: str
    message: str = ""
    message_zh: str = ""
    message_en: str = ""
    channels: tuple[tuple[str, float | None], ...] = ()
    actors: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    share: float | None = None
    step: str = ""
    measure: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    findings: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@cache
def _data() -> Mapping[str, Mapping[str, object]]:
    found: Mapping[str, Mapping[str, object]] = tomllib.loads(
        (files("clustermark.suggestions") / "plan.toml").read_text(encoding="utf-8")
    )
    return found


def measure_of_step(step: str) -> str:
    """The measure that shows a step of the funnel; "" for a step that has none."""
    return str(_data()["steps"].get(step, ""))


def communication_plan(
    findings: Iterable[Finding], outcomes: Iterable[Outcome], tables: Tables, evidence: Evidence, study: Study
) -> tuple[PlanRow, ...]:
    """One row a target group, in the order in which messages, spending and survey name them.

    Message: of those for the group (else of those for nobody in particular) the one whose share among owned stories
    exceeds its share among earned ones most. Channels: those of the group's spending, by the best split of the budget.
    Who acts: whom the spending names, else whom a suggestion addresses that fired on the kind of channel. When: months
    whose stories stood far above the usual. Measure: the step of the funnel with the lowest conversion.
    Empty where the study has neither messages nor spending nor a funnel.
    """
    known = known_of(findings, outcomes, tables, evidence, study)
    if not (known.messages or known.spending or known.funnel):
        return ()
    return tuple(_row(group, known) for group in _groups(known) or [""])


def plan_tables(plan: Sequence[PlanRow]) -> dict[str, pl.DataFrame]:
    """The plan as the result table `communication_plan`; nothing where there is no plan."""
    if not plan:
        return {}
    names = ("audience", "message", "message_zh", "message_en", "share", "step", "measure", "value", "low", "high", "n")
    rows = [
        {name: getattr(row, name) for name in names}
        | {
            "channels": "; ".join(name for name, _ in row.channels),
            "channel_shares": "; ".join("" if share is None else f"{share:.3f}" for _, share in row.channels),
            "actors": "; ".join(row.actors),
            "months": "; ".join(row.months),
            "missing": "; ".join(row.missing),
            "findings": "\n".join(row.findings),
            "rows": list(row.rows),
        }
        for row in plan
    ]
    numbers = {"share": pl.Float64, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}
    return {TABLE: checked(TABLE, pl.DataFrame(rows, schema_overrides={**numbers, "rows": pl.List(pl.String)}))}


def _groups(known: Known) -> list[str]:
    """Groups that messages or spending name, else those of the survey; each once, whatever its capitals."""
    named = [name_in(row, "audience") for row in (*known.messages, *known.spending)]
    if not any(named):
        named = [name_in(row, "segment") for row in known.funnel]
    return list({name.casefold(): name for name in reversed(named) if name}.values())[::-1]


def _of(rows: Rows, column: str, group: str) -> Rows:
    return [row for row in rows if name_in(row, column).casefold() == group.casefold()]


def _row(group: str, known: Known) -> PlanRow:
    message = _message(group, known)
    spending = _of(known.spending, "audience", group) if group else known.spending
    split = _split(spending, group, known)
    channels = tuple(split.items())[:MOST_CHANNELS] or tuple((name, None) for name in _channels(spending))
    shares = [share for share in split.values() if share is not None]
    chosen = [row for row in spending if name_in(row, "channel") in dict(channels)]
    actors, fired = _actors(chosen, known)
    step = _weakest(group, known)
    bursts = sorted(sorted(known.bursts, key=lambda row: -number(row["z"]))[:MOST_MONTHS], key=_month)
    shown = _finding_of(str(step.get("measure", "")), name_in(step, "segment"), known)
    row = PlanRow(
        group,
        name_in(message, "id"),
        name_in(message, "message_zh"),
        name_in(message, "message_en"),
        channels,
        actors,
        tuple(_month(burst) for burst in bursts),
        sum(shares) if shares else None,
        str(step.get("step", "")),
        str(step.get("measure", "")),
        *_present(shown, step),
        findings=tuple(dict.fromkeys((*_behind(message, channels, known), *fired, *([shown.id] if shown else ())))),
        rows=tuple(str(each[REFERENCE]) for each in (*([message] if message else ()), *chosen[:5])),
    )
    return _with_missing(row, known)


def _month(row: Mapping[str, object]) -> str:
    return str(row["month"])


def _message(group: str, known: Known) -> Mapping[str, object]:
    """The message of the group whose share among owned stories exceeds that among earned ones most."""
    own = _of(known.messages, "audience", group) or _of(known.messages, "audience", "")
    return max(own, key=lambda row: known.gaps.get(name_in(row, "id"), float("-inf")), default={})


def _channels(spending: Rows) -> list[str]:
    """Channels of the group's spending, the dearest first."""
    spent: dict[str, float] = {}
    for row in spending:
        spent[name_in(row, "channel")] = spent.get(name_in(row, "channel"), 0.0) + number(row.get("amount"))
    return sorted((name for name in spent if name), key=lambda name: (-spent[name], name))[:MOST_CHANNELS]


def _split(spending: Rows, group: str, known: Known) -> dict[str, float | None]:
    """What the best split gives each channel of a group, as a share of the whole budget, the largest first.

    A split made within groups is weighed by what is spent on each group now.
    """
    by_group = any(row.get("audience") for row in known.split)
    own = _of(known.split, "audience", group) if by_group else known.split
    names = {name_in(row, "channel") for row in spending}
    everything = sum(number(row["spent"]) for row in known.split)
    budget = sum(number(row["spent"]) for row in own)
    weight = budget / everything if everything else 1.0
    found: list[tuple[str, float | None]] = [
        (name_in(row, "channel"), number(row["share_best"]) * weight)
        for row in own
        if number(row["share_best"]) > 0 and (by_group or name_in(row, "channel") in names)
    ]
    return dict(sorted(found, key=lambda item: (-(item[1] or 0.0), item[0])))


def _actors(spending: Rows, known: Known) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who acts by the spending; else whom suggestions address that fired on the kind of channel, and their findings."""
    named = tuple(dict.fromkeys(name_in(row, "actor") for row in spending if name_in(row, "actor")))
    if named:
        return named, ()
    kinds = {name_in(row, "channel_kind") for row in spending}
    speaking = {measure for kind in sorted(kinds) for measure in _measures_of(kind)}
    fired = [
        outcome
        for outcome in known.outcomes
        if outcome.kind == "suggestion" and outcome.fate == "fired" and speaking & set(_named(outcome.when))
    ]
    found = tuple(identifier for outcome in fired for identifier in outcome.findings)
    return tuple(dict.fromkeys(outcome.addressee for outcome in fired)), found


def _measures_of(kind: str) -> tuple[str, ...]:
    listed = _data()["kinds"].get(kind, ())
    return tuple(str(measure) for measure in listed) if isinstance(listed, list) else ()


def _named(conditions: Iterable[Condition]) -> Iterator[str]:
    for condition in conditions:
        if condition.measure:
            yield condition.measure
        yield from _named(condition.parts)


def _weakest(group: str, known: Known) -> Mapping[str, object]:
    """The step that the fewest of the step before reach, in the group.

    Among all respondents where the survey has no such group, or where too few of the group stood before that step.
    """
    for segment in dict.fromkeys((group, "")):
        usable = [
            dict(row) | {"measure": measure_of_step(name_in(row, "step"))}
            for row in _of(known.funnel, "segment", segment)
        ]
        usable = [row for row in usable if row["measure"]]
        told = [row for row in usable if isinstance(row.get("conversion"), float | int)]
        if not segment:
            told = [row for row in told if _many_before(row)]
        weakest = min(told or usable, key=lambda row: number(row.get("conversion") or row.get("share")), default={})
        if weakest and (not segment or _many_before(weakest)):
            return weakest
    return {}


def _many_before(row: Mapping[str, object]) -> bool:
    """Whether enough respondents stood at the step before, where the survey says how many."""
    return row.get("reached") is None or number(row.get("reached")) >= FEWEST_BEFORE


def _finding_of(measure: str, group: str, known: Known) -> Finding | None:
    """The finding of a measure for a group of the survey, "" for all; never that of all in place of a group's."""
    own = [f for f in known.findings if f.measure == measure and f.status == "ok" and f.period == known.study.period]
    by_segment = {finding.dimension("segment").casefold(): finding for finding in reversed(own)}
    return by_segment.get(group.casefold())


def _present(shown: Finding | None, step: Mapping[str, object]) -> tuple[float | None, float | None, float | None, int]:
    """Where the measure stands: as the finding has it, else as the funnel has it."""
    if shown is not None and isinstance(shown.value, float | int):
        return float(shown.value), shown.low, shown.high, shown.n
    low, high = (None if step.get(end) is None else number(step.get(end)) for end in ("low", "high"))
    return (number(step["share"]), low, high, int(number(step.get("n")))) if step else (None, None, None, 0)


def _behind(message: Mapping[str, object], channels: Iterable[tuple[str, float | None]], known: Known) -> Iterator[str]:
    """Ids of the findings that chose the message, the channels and the months."""
    names, identifier = {name for name, _ in channels}, name_in(message, "id")
    for finding in known.findings:
        if finding.status != "ok" or finding.period != known.study.period:
            continue
        about = dict(finding.dimensions)
        on_message = finding.measure == "communication.message_pull_through" and bool(message)
        on_channel = finding.measure == "communication.best_split" and about.get("channel") in names
        on_months = finding.measure == "communication.bursts" and bool(known.bursts)
        if (on_message and identifier in about.values()) or (on_message and not about) or on_channel or on_months:
            yield finding.id


def _with_missing(row: PlanRow, known: Known) -> PlanRow:
    lacks = {
        "audience": not row.audience,
        "message": not row.message,
        "channel": not row.channels,
        "actor": not row.actors,
        "months": not row.months and not known.months_seen,
        "no-peak": not row.months and known.months_seen,
        "share": row.share is None,
        "measure": not row.measure,
    }
    return replace(row, missing=tuple(name for name, empty in lacks.items() if empty))
