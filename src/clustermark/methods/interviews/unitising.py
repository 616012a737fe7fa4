"""Agreement on where a passage begins and ends: Krippendorff's alpha for unitising, over documents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.methods.interviews.agreement import Span

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Continuum:
    """One document as its coders cut it for one code: its length, and the passages of each coder (may be none).

    Passages are [start, end) in code points, within the document; those of one coder that overlap or touch are one.
    """

    length: int
    coders: tuple[tuple[Span, ...], ...]


def unitising_alpha(documents: Sequence[Continuum]) -> float:
    """Alpha of the passages that coders marked for one code: 1 - D_o / D_e.

    D_o sums, over pairs of coders, (b_g - b_h)^2 + (e_g - e_h)^2 for two passages that overlap (b begins, e ends) and
    l^2 for one of length l that lies wholly in what the other coder left blank. D_e is what passages of these lengths
    would give if they lay anywhere among these blanks. 1 when all agree, about 0 by chance, NaN where nobody marked
    anything or there is one coder. Documents are pieces of one continuum; all need the same number of coders, else
    ValueError, as for passages outside the document.

    Source: Krippendorff (1995), On the reliability of unitizing continuous data, Sociological Methodology 25: 47-76.
    """
    counted = [_count(document) for document in documents]
    return _alpha(counted, np.ones((1, len(counted))))[0]


def unitising_interval(
    documents: Sequence[Continuum], *, draws: int = 1000, seed: int = 1, share: float = 0.95
) -> tuple[float, float]:
    """Percentile interval of `unitising_alpha` over bootstrapped documents; (NaN, NaN) where it cannot be computed."""
    counted = [_count(document) for document in documents]
    n = len(counted)
    if not n:
        return float("nan"), float("nan")
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws).astype(np.float64)
    found = np.array(_alpha(counted, weights))
    known = found[~np.isnan(found)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a document adds: its length, coders, observed difference, lengths of passages and of blanks."""

    length: int
    coders: int
    observed: float
    units: Array
    blanks: Array


def _count(document: Continuum) -> _Counted:
    cut = [_merged(passages, document.length) for passages in document.coders]
    blank = [_blanks(passages, document.length) for passages in cut]
    observed = 0.0
    for i, mine in enumerate(cut):
        for j, theirs in enumerate(cut):
            if i < j:
                observed += 2 * _apart(mine, theirs)
            if i != j:
                observed += 2 * _within(mine, blank[j])
    units = [end - start for passages in cut for start, end in passages]
    blanks = [end - start for gaps in blank for start, end in gaps]
    return _Counted(document.length, len(cut), observed, np.array(units, float), np.array(blanks, float))


def _merged(passages: Sequence[Span], length: int) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(passages):
        if not 0 <= start < end <= length:
            raise ValueError(f"passage {start} to {end} in a document of {length}")
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _blanks(passages: Sequence[Span], length: int) -> list[Span]:
    ends = [0, *(end for _, end in passages)]
    starts = [*(start for start, _ in passages), length]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if end < start]


def _apart(mine: Sequence[Span], theirs: Sequence[Span]) -> float:
    """Squared differences of begins and ends of the passages that overlap; both lists are in order and disjoint."""
    found, first = 0.0, 0
    for start, end in mine:
        while first < len(theirs) and theirs[first][1] <= start:
            first += 1
        at = first
        while at < len(theirs) and theirs[at][0] < end:
            found += (start - theirs[at][0]) ** 2 + (end - theirs[at][1]) ** 2
            at += 1
    return found


def _within(mine: Sequence[Span], blanks: Sequence[Span]) -> float:
    """Squared lengths of the passages that lie wholly in a blank of the other coder."""
    starts = np.array([start for start, _ in blanks], dtype=np.int64)
    found = 0.0
    for start, end in mine:
        at = int(np.searchsorted(starts, start, side="right")) - 1
        if at >= 0 and end <= blanks[at][1]:
            found += (end - start) ** 2
    return found


def _alpha(documents: Sequence[_Counted], weights: Array) -> list[float]:
    """Alpha for each row of document weights (draws, documents)."""
    if len({one.coders for one in documents}) > 1:
        raise ValueError("documents with different numbers of coders")
    if not documents or documents[0].coders < 2:
        return [float("nan")] * len(weights)
    m = documents[0].coders
    units, unit_of = _pooled([one.units for one in documents])
    blanks, blank_of = _pooled([one.blanks for one in documents])
    order = np.argsort(blanks, kind="stable")
    blanks, blank_of = blanks[order], blank_of[order]
    first = np.searchsorted(blanks, units)  # the blanks that hold a unit are those from here on
    length = weights @ np.array([one.length for one in documents], dtype=np.float64)
    observed = weights @ np.array([one.observed for one in documents])
    found = []
    for weight, whole, differed in zip(weights, length, observed, strict=True):
        mine, theirs = weight[unit_of], weight[blank_of]
        n = mine.sum()
        behind = np.concatenate([np.cumsum(theirs[::-1])[::-1], [0.0]])
        lengths = np.concatenate([np.cumsum((theirs * blanks)[::-1])[::-1], [0.0]])
        room = lengths[first] - (units - 1) * behind[first]
        met = (n - 1) / 3 * (2 * units**3 - 3 * units**2 + units)
        ways = m * whole * (m * whole - 1) - (mine * units * (units - 1)).sum()
        expected = 2 / whole * (mine * (met + units**2 * room)).sum() / ways if n and ways > 0 else 0.0
        seen = differed / (m * (m - 1) * whole**2) if whole else 0.0
        found.append(float(1 - seen / expected) if expected > 0 else float("nan"))
    return found


def _pooled(parts: Sequence[Array]) -> tuple[Array, NDArray[np.intp]]:
    return np.concatenate(parts), np.repeat(np.arange(len(parts)), [len(part) for part in parts])
