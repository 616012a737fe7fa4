"""Every indicator of upgrading of a place, by each ground that the evidence has, over three years and more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clustermark.lenses.context import Context
from clustermark.lenses.records import Record
from clustermark.lenses.upgrading import CHAIN, accounts, listed, panel, published
from clustermark.lenses.upgrading.change import Change, Lack
from clustermark.lenses.upgrading.definitions import Indicator, indicators
from clustermark.lenses.upgrading.exports import Exported, traded
from clustermark.methods.upgrading import kind_verdict
from clustermark.study.model import first_and_last_year

TABLES = CHAIN


@dataclass(frozen=True, slots=True)
class Series:
    """What was read of one indicator: the changes by their grounds, the one that counts first, and what lacks."""

    indicator: Indicator
    changes: tuple[Change, ...]
    lacks: tuple[Lack, ...]

    @property
    def counted(self) -> Change | None:
        """The change that counts; None where the indicator cannot be read."""
        return self.changes[0] if self.changes else None


def all_series(
    context: Context, subject: str, exports: Exported, known: panel.Waves, claims: Sequence[Record]
) -> Sequence[Series]:
    """The indicators of a place in the order of their data file."""
    read = list(_read(context, subject, exports, known, claims))
    found = []
    for indicator in indicators():
        told = [change for of, change in read if of is indicator]
        changes = tuple(one for one in told if isinstance(one, Change))
        lacks = tuple(one for one in told if isinstance(one, Lack))
        found.append(Series(indicator, changes, lacks))
    return found


def _read(
    context: Context, subject: str, exports: Exported, known: panel.Waves, claims: Sequence[Record]
) -> Iterator[tuple[Indicator, Change | Lack]]:
    evidence, seed = context.evidence, context.study.seed
    _, last = first_and_last_year(context.study.period)
    registers = listed.lists(context, subject) if "firms" in evidence.tables else {}
    for indicator in indicators():
        for ground in indicator.grounds:
            if ground.table not in evidence.tables:
                continue
            if ground.table == "firm_survey":
                yield indicator, panel.surveyed(known, indicator, ground, last, seed)
            elif ground.table == "claims":
                yield indicator, published.claimed(claims, subject, indicator, ground, last)
            elif ground.table == "cluster_accounts":
                yield indicator, accounts.accounted(evidence, subject, indicator, ground, last, seed)
            elif ground.table == "payroll_by_function":
                yield indicator, accounts.functions(evidence, subject, indicator, ground, last, seed)
            elif ground.table == "firms":
                yield indicator, listed.listed(registers, indicator, ground, last)
            elif ground.table == "trade":
                yield indicator, traded(exports, subject, indicator, ground, last, seed)


def stands_on(changes: Sequence[Change], verdict: str) -> tuple[int, str]:
    """The largest sample on which a verdict stands, and of what; else the number of tables behind it, of nothing.

    A verdict stands on a sample of n where the indicators that count n or more give it alone. Indicators of one survey
    have one origin, however many they are.
    """
    samples = {change.n: change.sample for change in changes if change.sample}
    for n in sorted(samples, reverse=True):
        states = [change.state for change in changes if change.sample and change.n >= n]
        if kind_verdict(states)[0] == verdict:
            return n, samples[n]
    return len({change.ground.table for change in changes}), ""


def by_kind(found: Sequence[Series], kind: str) -> list[Change]:
    """The changes that count of one kind of upgrading."""
    return [one.counted for one in found if one.indicator.kind == kind and one.counted is not None]


def has_rows(context: Context, subject: str) -> bool:
    """Whether a table of the cluster in its chain speaks of the place."""
    focus = context.study.focus
    return any(
        (row.get("subject") or (focus if table == "firms" else "")) == subject
        for table in TABLES
        if table != "trade"
        for row in context.evidence.rows(table)
    )
