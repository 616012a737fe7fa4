"""Reliability of the three scales before any mean is taken: alpha over all channels decides whether a scale is used."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.lenses.governance.part import DRAWS, LEAST, Part, part_of
from clustermark.lenses.governance.settings import HIGH, LOW, Scale, settings
from clustermark.lenses.governance.survey import Answers
from clustermark.methods.governance.means import interval
from clustermark.methods.governance.scales import alpha_draws, scale_means
from clustermark.methods.intervals import bootstrap_weights

MEASURE, METHOD = "governance.scale_reliability", "governance.scales/1"
RELIABLE = 0.6  # alpha below which no mean of a scale is told
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reliability:
    """A scale as it was answered: its items with any answer, and how well they hang together.

    n: complete answers, firms: firms that gave them; alpha and its interval over samples of firms; NaN where unknown.
    """

    scale: str
    items: tuple[str, ...]
    n: int
    firms: int
    alpha: float
    low: float
    high: float
    omega: float

    @property
    def used(self) -> bool:
        """Whether a mean of the items may be told."""
        return self.firms >= LEAST and self.alpha >= RELIABLE


def reliabilities(context: Context, answers: Answers) -> dict[str, Reliability]:
    """Each scale over all lines of the answers, by its id."""
    return {scale.id: reliability(context, answers, scale) for scale in settings().scales}


def reliability(context: Context, answers: Answers, scale: Scale) -> Reliability:
    """Alpha of the items that anybody answered, firms drawn anew for its interval."""
    from clustermark.methods.surveys.scales import alpha, omega  # loads scipy, which a study without a survey spares

    given = {item: answers.numbers(item, LOW, HIGH) for item in scale.items}
    asked = tuple(item for item, values in given.items() if not np.isnan(values).all())
    nothing = float("nan")
    if not asked:
        return Reliability(scale.id, (), 0, 0, nothing, nothing, nothing, nothing)
    items = np.column_stack([given[item] for item in asked])
    full = ~np.isnan(items).any(axis=1)
    _, firm = np.unique(answers.firm[full], return_inverse=True)
    firms = int(firm.max()) + 1 if len(firm) else 0
    value = alpha(items)
    low = high = nothing
    if not np.isnan(value):
        named = f"{context.study.seed}/{METHOD}/{answers.subject}/{answers.period}/{scale.id}"
        times = bootstrap_weights(firms, DRAWS, zlib.crc32(named.encode()))
        low, high = interval(value, alpha_draws(items[full], firm, times), 0.0)
    return Reliability(scale.id, asked, int(full.sum()), firms, value, low, high, omega(items))


def scores(answers: Answers, known: Reliability) -> Array:
    """Mean of the items of a scale (n,), from lines that answered at least half of them."""
    if not known.items:
        return np.full(len(answers.lines), np.nan)
    return scale_means(np.column_stack([answers.numbers(item, LOW, HIGH) for item in known.items]))


def why_unused(of: Reliability) -> tuple[str, dict[str, object]]:
    """Why no mean of a scale is told: not asked, too few answers, or items that do not hang together."""
    if not of.items:
        return "not-asked", {}
    if of.firms < LEAST:
        return "few-answers", {"n": of.n}
    if np.isnan(of.alpha):  # one item only, or all answers alike
        return "scale-unknown", {"scale": of.scale}
    return "scale-unreliable", {"alpha": f"{of.alpha:.2f}", "scale": of.scale}


def findings(
    context: Context, answers: Answers, found: Mapping[str, Reliability], claimed: frozenset[str]
) -> Iterator[Finding]:
    """Alpha of each scale that was asked, or why it is not known."""
    part = part_of(context, answers, "", METHOD, claimed)
    for known in found.values():
        where = {"segment": known.scale}
        if known.firms < LEAST or np.isnan(known.alpha):
            yield part.lacking(MEASURE, *why_unused(known), where)
            continue
        yield _finding(part, known, where)


def _finding(part: Part, known: Reliability, where: Mapping[str, str]) -> Finding:
    items = np.column_stack([part.answers.numbers(item, LOW, HIGH) for item in known.items])
    answered = np.asarray(~np.isnan(items).any(axis=1))
    everyone = replace(part, weight=np.ones(len(part.firm)))  # alpha weighs nobody
    mean = everyone.mean(np.where(answered, known.alpha, np.nan))
    mean = replace(mean, value=known.alpha, low=known.low, high=known.high, by="bootstrap")
    said: dict[str, object] = {"answers": known.n, "items": len(known.items), "used": "yes" if known.used else "no"}
    said |= {"omega": "" if np.isnan(known.omega) else f"{known.omega:.3f}"}
    said |= dict.fromkeys(("weights", "n-effective", "without-weight"), "")
    return everyone.told(MEASURE, mean, answered, dimensions=where, said=said)[0]


def scale_rows(context: Context, answers: Answers, found: Mapping[str, Reliability]) -> Iterator[tuple[object, ...]]:
    """Rows of the table of scales: over all channels first, then each channel that enough firms answered about."""
    for scale in settings().scales:
        whole = found[scale.id]
        if whole.n:
            yield _row(answers, "", whole, whole.used)
        for channel in answers.channels:
            own = reliability(context, answers.of([channel]), scale)
            if own.firms >= LEAST:
                yield _row(answers, channel, own, whole.used)


def _row(answers: Answers, channel: str, of: Reliability, used: bool) -> tuple[object, ...]:
    within = [one for where, scale, one in answers.agreement if scale == of.scale and channel in ("", where)]
    agreed = float(np.mean(within)) if within else float("nan")
    known = [None if np.isnan(one) else float(one) for one in (of.alpha, of.low, of.high, of.omega, agreed)]
    return (answers.subject, channel, of.scale, len(of.items), of.n, *known, used)


def item_rows(answers: Answers, found: Mapping[str, Reliability]) -> Iterator[tuple[object, ...]]:
    """Each item with its correlation with the others: a negative one was turned round, or does not belong."""
    from clustermark.methods.surveys.scales import alpha_without, full_rows, item_total

    for known in found.values():
        items = np.column_stack([answers.numbers(item, LOW, HIGH) for item in known.items] or [np.zeros(0)])
        full = full_rows(items)
        if known.firms < LEAST or len(known.items) < 2:
            continue
        totals, without = item_total(items), alpha_without(items)
        for at, item in enumerate(known.items):
            figures = [None if np.isnan(one) else float(one) for one in (totals[at], without[at])]
            yield (answers.subject, known.scale, item, len(full), float(full[:, at].mean()), *figures)
