"""Suggestions that a person accepted, beside what people coded: a coder of its own, and never the second one."""

import math
from collections.abc import Sequence

import numpy as np

from clustermark.lenses.interviews.coded import Coded
from clustermark.methods.interviews.agreement import segment_f1

Spans = dict[tuple[int, int], list[tuple[int, int]]]


def beside_people(coded: Coded) -> tuple[int, float] | None:
    """Passages of the suggester, and their F1 with people's passages of the same code; None where it has none.

    F1 over interviews and codes, of the passages that touch one of the suggester's, averaged over the people who read
    such an interview: elsewhere the suggester was never asked. Alpha and kappa would need stretches in which it set
    nothing on purpose, and there are none.
    """
    own = _spans(coded, coded.suggester)
    if not own:
        return None
    asked: dict[int, list[tuple[int, int]]] = {}
    for (interview, _), spans in own.items():
        asked.setdefault(interview, []).extend(spans)
    values = [_f1(coded, own, asked, person) for person in range(len(coded.coders))]
    known = [value for value in values if not math.isnan(value)]
    return sum(map(len, own.values())), sum(known) / len(known) if known else math.nan


def _spans(coded: Coded, coder: int) -> Spans:
    found: Spans = {}
    for at in np.flatnonzero(coded.coder == coder).tolist():
        start, end = coded.spans[at].tolist()
        found.setdefault((int(coded.interview[at]), int(coded.code[at])), []).append((start, end))
    return found


def _f1(coded: Coded, own: Spans, asked: dict[int, list[tuple[int, int]]], person: int) -> float:
    theirs = {
        place: [span for span in spans if _touches(span, asked.get(place[0], ()))]
        for place, spans in _spans(coded, person).items()
    }
    matched = whole = 0.0
    for place in sorted(set(own) | set(theirs)):
        if coded.read[place[0], person]:
            mine, other = own.get(place, []), theirs.get(place, [])
            size = len(mine) + len(other)
            if size:
                whole += size
                matched += segment_f1(mine, other) * size
    return matched / whole if whole else math.nan


def _touches(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
