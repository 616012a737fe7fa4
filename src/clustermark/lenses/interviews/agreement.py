"""How far coders agree: alpha and kappa over turns, alpha for unitising and F1 over passages, by code and over all."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.interviews.model import SUGGESTER
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.interviews.coded import Coded, Part
from clustermark.lenses.interviews.frequencies import ground_of
from clustermark.lenses.interviews.suggested import beside_people
from clustermark.lenses.measured import measured
from clustermark.methods.interviews.agreement import alpha, alpha_interval, kappa, segment_f1
from clustermark.methods.interviews.unitising import Continuum, unitising_alpha, unitising_interval

METHOD = "interviews.agreement/1"
AGREEMENT, UNITISING, F1 = "interviews.agreement", "interviews.unitising", "interviews.segment_f1"
DRAWS = 1000
LEAST_UNITS = 10  # turns coded by two below which alpha is not computed
OVERALL = ""
PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Agreement on one code, or over all: turns coded by two or more, alpha with interval, kappa and F1 of the pairs of
    coders on average, alpha for unitising with interval; NaN where it cannot be told.
    """

    turns: int
    alpha: float
    alpha_ends: tuple[float, float]
    kappa: float
    f1: float
    unitising: float
    unitising_ends: tuple[float, float]


def agreement(coded: Coded, seed: int) -> Mapping[str, Agreed]:
    """By id of code, "" over all codes; empty where no two coders read the same interview."""
    shared = np.flatnonzero(coded.read.sum(axis=1) > 1)
    if not shared.size:
        return {}
    ratings, group = _ratings(coded, shared)
    if ratings.shape[2] < LEAST_UNITS:
        return {}
    found = {code.id: _agreed(coded, ratings[at], group, [at], shared, seed) for at, code in enumerate(coded.codes)}
    everything = ratings.transpose(1, 0, 2).reshape(len(coded.coders), -1)
    groups = np.tile(group, len(coded.codes))
    return {OVERALL: _agreed(coded, everything, groups, range(len(coded.codes)), shared, seed)} | found


def _ratings(coded: Coded, shared: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Whether each coder set each code in each turn (codes, coders, turns), NaN where not read; whose turn it is."""
    sizes = [len(coded.turns[at]) for at in shared]
    starts = dict(zip(shared.tolist(), np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int).tolist(), strict=True))
    group = np.repeat(shared, sizes)
    found = np.full((len(coded.codes), len(coded.coders), int(sum(sizes))), np.nan)
    found[:, coded.read[group].T] = 0.0
    for interview, code, coder, (start, end) in zip(
        coded.interview.tolist(), coded.code.tolist(), coded.coder.tolist(), coded.spans.tolist(), strict=True
    ):
        if interview in starts and coder != coded.suggester:
            turns = coded.turns[interview]
            first = int(np.searchsorted(turns[:, 1], start, side="right"))
            last = int(np.searchsorted(turns[:, 0], end, side="left"))
            found[code, coder, starts[interview] + first : starts[interview] + last] = 1.0
    return found, group


def _agreed(
    coded: Coded,
    ratings: NDArray[np.float64],
    group: NDArray[np.intp],
    codes: Sequence[int],
    shared: NDArray[np.intp],
    seed: int,
) -> Agreed:
    both = (~np.isnan(ratings)).sum(axis=0) > 1
    spans = _spans(coded, codes)
    pieces = _continua(coded, codes, shared, spans)
    pairs = list(combinations(range(len(coded.coders)), 2))
    kappas = [_kappa(ratings[one], ratings[other]) for one, other in pairs]
    f1s = [_f1(coded, codes, shared, spans, one, other) for one, other in pairs]
    return Agreed(
        int(both.sum()) // max(1, len(codes)),
        alpha(ratings),
        alpha_interval(ratings, groups=group, draws=DRAWS, seed=seed),
        _mean(kappas),
        _mean(f1s),
        unitising_alpha(pieces),
        unitising_interval(pieces, draws=DRAWS, seed=seed),
    )


def _kappa(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    both = ~np.isnan(one) & ~np.isnan(other)
    return kappa(one[both], other[both])


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


Spans = Mapping[tuple[int, int, int], list[tuple[int, int]]]


def _spans(coded: Coded, codes: Sequence[int]) -> Spans:
    """Passages by interview, code and coder."""
    wanted = set(codes)
    found: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    for interview, code, coder, span in zip(
        coded.interview.tolist(), coded.code.tolist(), coded.coder.tolist(), coded.spans.tolist(), strict=True
    ):
        if code in wanted:
            found.setdefault((interview, code, coder), []).append((span[0], span[1]))
    return found


def _continua(coded: Coded, codes: Sequence[int], shared: NDArray[np.intp], spans: Spans) -> list[Continuum]:
    """A continuum for each interview and code, of the two coders with most interviews in common."""
    one, other = _pair(coded)
    found = []
    for interview in shared.tolist():
        if coded.read[interview, one] and coded.read[interview, other]:
            for code in codes:
                cut = tuple(tuple(spans.get((interview, code, coder), ())) for coder in (one, other))
                if cut[0] or cut[1]:
                    found.append(Continuum(coded.signs[interview], cut))
    return found


def _pair(coded: Coded) -> tuple[int, int]:
    """The two coders with most interviews in common, the first by name where several have."""
    common = coded.read.T.astype(np.int64) @ coded.read.astype(np.int64)
    return max(combinations(range(len(coded.coders)), 2), key=lambda pair: (int(common[pair]), -pair[0], -pair[1]))


def _f1(coded: Coded, codes: Sequence[int], shared: NDArray[np.intp], spans: Spans, one: int, other: int) -> float:
    """F1 over all interviews that both read: matched passages over all passages of both."""
    matched = whole = 0.0
    for interview in shared.tolist():
        if coded.read[interview, one] and coded.read[interview, other]:
            for code in codes:
                mine, theirs = spans.get((interview, code, one), []), spans.get((interview, code, other), [])
                size = len(mine) + len(theirs)
                if size:
                    whole += size
                    matched += segment_f1(mine, theirs) * size
    return matched / whole if whole else math.nan


def find(context: Context, coded: Coded, agreed: Mapping[str, Agreed]) -> Part:
    """Agreement over all and by code."""
    if not agreed:
        why = "not-coded" if not coded.coders else "one-coder" if len(coded.coders) == 1 else "no-common-segments"
        asked = ((AGREEMENT, "index"), (UNITISING, "index"), (F1, "share"))
        lacking = [insufficient(context, name, coded.subject, unit, why) for name, unit in asked]
        return Part(lacking, {"code_agreement": _suggested(coded)})
    told = {code: one for code, one in agreed.items() if code == OVERALL or code in coded.told}
    rows = [(coded.subject, PEOPLE, code, one.turns, *_known(one)) for code, one in told.items()]
    return Part(list(_findings(context, coded, told)), {"code_agreement": [*rows, *_suggested(coded)]})


def _suggested(coded: Coded) -> list[tuple[object, ...]]:
    """A row of its own for suggestions that somebody accepted: only passages can be set against people's."""
    found = beside_people(coded)
    if found is None:
        return []
    passages, f1 = found
    return [(coded.subject, SUGGESTER, OVERALL, passages, *[None] * 4, None if math.isnan(f1) else f1, *[None] * 3)]


def _findings(context: Context, coded: Coded, agreed: Mapping[str, Agreed]) -> Iterator[Finding]:
    ground = ground_of(coded, METHOD)
    shared = int((coded.read.sum(axis=1) > 1).sum())
    known = {"coders": len(coded.coders), "interviews-shared": shared}
    for code, one in agreed.items():
        facts = known | {"turns": one.turns, "kappa": f"{one.kappa:.3g}"}
        where = {"segment": code} if code else {}
        if not math.isnan(one.alpha):
            yield measured(
                context, AGREEMENT, coded.subject, one.alpha, ground, interval=_ends(one.alpha_ends), by="bootstrap",
                at_best="judged", dimensions=where, parameters=facts,
            )  # fmt: skip
        if code == OVERALL and not math.isnan(one.unitising):
            yield measured(
                context, UNITISING, coded.subject, one.unitising, ground, interval=_ends(one.unitising_ends),
                by="bootstrap", at_best="judged", parameters=facts,
            )  # fmt: skip
            yield measured(context, F1, coded.subject, one.f1, ground, at_best="judged", parameters=facts)


def _ends(ends: tuple[float, float]) -> tuple[float, float] | None:
    return None if math.isnan(ends[0]) else ends


def _known(one: Agreed) -> tuple[float | None, ...]:
    values = (one.alpha, *one.alpha_ends, one.kappa, one.f1, one.unitising, *one.unitising_ends)
    return tuple(None if math.isnan(value) else value for value in values)
