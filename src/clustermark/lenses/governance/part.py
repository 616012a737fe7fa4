"""A channel of a place: the answers about it, the samples of firms drawn from them, and how findings come from both."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, pairs
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.governance.survey import Answers
from clustermark.lenses.measured import Ground, measured
from clustermark.methods.governance.means import Mean, weighted_mean
from clustermark.methods.intervals import bootstrap_weights

Array = NDArray[np.float64]
LEAST = 5  # firms below which nothing is told: fewer say nothing, and may be known by name
SMALL = 30  # firms below which an interval is only a first idea
DRAWS = 1000
DOMINANT = 0.85  # part of the weight of one confidential firm from which on a mean would give its answer away


@dataclass(frozen=True, slots=True)
class Part:
    """Answers about one channel ("" for all), the number of each line's firm, and samples of firms (draws, firms).

    claimed: measures that published figures answer too; their findings say `survey`, for ids must differ.
    """

    context: Context
    answers: Answers
    channel: str
    firm: NDArray[np.intp]
    weight: Array
    times: Array
    method: str
    claimed: frozenset[str]

    @property
    def now(self) -> bool:
        """Whether the part is of the study period, not of a past one."""
        return self.answers.period == self.context.study.period

    @property
    def firms(self) -> int:
        """Firms whose answers have a weight."""
        return len(set(self.firm[self.weight > 0].tolist()))

    def mean(self, values: Array) -> Mean:
        """Weighted mean of the values of the lines (n,)."""
        return weighted_mean(values, self.weight, self.firm, self.times)

    def why_not(self, mean: Mean) -> tuple[str, dict[str, object]]:
        """Why a mean may not be told, with the fields of the reason; ("", {}) where it may."""
        if mean.firms < LEAST:
            return "few-answers", {"n": mean.firms}
        if mean.largest >= DOMINANT and self._covered_heaviest():
            return "one-firm", {}
        return "", {}

    def _covered_heaviest(self) -> bool:
        heaviest = int(np.bincount(self.firm, weights=self.weight).argmax())
        return any(
            line.covered for line, number in zip(self.answers.lines, self.firm, strict=True) if number == heaviest
        )

    def told(
        self,
        measure: str,
        mean: Mean,
        counts: NDArray[np.bool_],
        *,
        value: float | str | None = None,
        dimensions: Mapping[str, str] | None = None,
        said: Mapping[str, object] | None = None,
    ) -> list[Finding]:
        """The finding of a mean over the lines that `counts` (n,) marks, or why it cannot be told; `value` replaces it.

        Past periods are told where they can be, never asked.
        """
        why, fields = self.why_not(mean)
        if why:
            return [self.lacking(measure, why, fields, dimensions)] if self.now else []
        told = value if value is not None else mean.value
        made = measured(
            self.context,
            measure,
            self.answers.subject,
            told,
            self.ground(counts, mean.firms),
            interval=None if isinstance(told, str) else (mean.low, mean.high),
            by="" if isinstance(told, str) else mean.by,
            dimensions=self.dimensions(measure, dimensions),
            parameters={**self.said(mean), **(said or {})},
            at_best="surveyed",
            period=self.answers.period,
        )
        return [replace(made, years=self.answers.years)]

    def ground(self, counts: NDArray[np.bool_], firms: int) -> Ground:
        """The rows and origins of the lines that count."""
        lines = [line for line, yes in zip(self.answers.lines, counts & (self.weight > 0), strict=True) if yes]
        rows = [row for line in lines for row in line.rows]
        return Ground(rows, sorted({one for line in lines for one in line.origins}), firms, "firms", self.method)

    def dimensions(self, measure: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The channel, where the part is of one, and what else sets the finding apart."""
        apart = {"survey": "firms"} if measure in self.claimed else {}
        return {"channel": self.channel, **apart, **(more or {})}

    def said(self, mean: Mean) -> dict[str, object]:
        """What a reader must know of the weights and of the people who answered."""
        without = len(set(self.firm.tolist())) - self.firms
        notes = {name: n for name, n in self.answers.notes.items() if n}
        return {
            "weights": self.answers.weights,
            "n-effective": f"{mean.effective:.4g}",
            "without-weight": without or "",
            "small": "yes" if mean.firms < SMALL else "",
            **notes,
        }

    def lacking(
        self, measure: str, why: str, fields: Mapping[str, object], dimensions: Mapping[str, str] | None = None
    ) -> Finding:
        """A question that the answers about this channel cannot settle, and why."""
        unit = measures()[measure].unit
        made = insufficient(self.context, measure, self.answers.subject, unit, why, **fields)
        named = pairs(**self.dimensions(measure, dimensions))
        return replace(made, dimensions=named, method=self.method, years=self.answers.years)


def part_of(
    context: Context, answers: Answers, channel: str, method: str, claimed: frozenset[str] = frozenset()
) -> Part:
    """The part of a channel, or of all answers where `channel` is ""; firms are drawn with a seed of its own."""
    of = answers.of([channel]) if channel else answers
    named = f"{context.study.seed}/governance/{answers.subject}/{answers.period}/{channel}"
    return _part(context, of, channel, method, claimed, named)


def part_over(
    context: Context, answers: Answers, channels: tuple[str, ...], method: str, claimed: frozenset[str] = frozenset()
) -> Part:
    """The part of several channels together, told without a channel."""
    named = f"{context.study.seed}/governance/{answers.subject}/{answers.period}/{'+'.join(channels)}"
    return _part(context, answers.of(channels), "", method, claimed, named)


def _part(context: Context, answers: Answers, channel: str, method: str, claimed: frozenset[str], named: str) -> Part:
    firm = answers.firm
    count = int(firm.max()) + 1 if len(firm) else 0
    times = bootstrap_weights(count, DRAWS, zlib.crc32(named.encode())) if count else np.zeros((DRAWS, 0))
    return Part(context, answers, channel, firm, answers.weight, times.astype(np.float64), method, claimed)
