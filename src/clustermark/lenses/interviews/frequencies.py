"""How many interviews speak of a theme, by whom, and how they take it; few interviewees are never told apart."""

from collections.abc import Iterator

import numpy as np

from clustermark.findings.model import Finding
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.interviews.coded import Coded, Part
from clustermark.lenses.measured import MOST_ROWS, Ground, measured
from clustermark.methods.interviews.cases import LEAST, case_matrix, coverage, frequencies

METHOD = "interviews.frequencies/1"
HELD, SPOKEN, STANCE = "interviews.held", "interviews.mentioned_by", "interviews.stance"
ALL = ""


def ground_of(coded: Coded, method: str, interviews: list[int] | None = None) -> Ground:
    """What findings of interviews rest on: their rows; n is how many."""
    chosen = range(coded.n) if interviews is None else interviews
    return Ground([coded.rows[at] for at in chosen][:MOST_ROWS], [coded.origin], coded.n, "interviews", method)


def find(context: Context, coded: Coded) -> Part:
    """Interviews held, and the share that speaks of each theme with its interval."""
    matrix = case_matrix(coded.interview.tolist(), coded.code.tolist(), coded.n, len(coded.codes))
    findings = list(_held(context, coded))
    findings += [] if coded.coders else [insufficient(context, SPOKEN, coded.subject, "share", "not-coded")]
    rows: list[tuple[object, ...]] = []
    for at, (code, frequency) in enumerate(zip(coded.codes, frequencies(matrix), strict=True)):
        passages, few = int(matrix[:, at].sum()), frequency.interviews < LEAST
        if not few:
            findings += _spoken(context, coded, at, frequency.share, (frequency.low, frequency.high))
        shown = (None,) * 3 if few else (frequency.share, frequency.low, frequency.high)
        own = None if few else frequency.interviews
        counted = None if few else passages
        net = None if few else _net(coded, at)
        named = (coded.subject, code.id, code.zh, code.en, " ".join(code.informs))
        rows.append((*named, ALL, own, coded.n, *shown, counted, net, few))
    for role, spoken in coverage(matrix, coded.roles).items():
        size = coded.roles.count(role)
        for at, code in enumerate(coded.codes):
            k, few = int(spoken[at]), 0 < spoken[at] < LEAST or size < LEAST
            share = None if few else k / size
            row = (None if few else k, size, share, None, None, None, None, few)
            rows.append((coded.subject, code.id, code.zh, code.en, " ".join(code.informs), role, *row))
    return Part(findings, {"code_frequencies": rows})


def _held(context: Context, coded: Coded) -> Iterator[Finding]:
    ground, signs = ground_of(coded, METHOD), sum(coded.signs)
    facts = {"coders": len(coded.coders), "signs": signs, "withheld": coded.withheld or ""}
    yield measured(context, HELD, coded.subject, float(coded.n), ground, at_best="judged", parameters=facts)
    for role in sorted(set(coded.roles)):
        size = coded.roles.count(role)
        if size >= LEAST:
            yield measured(
                context, HELD, coded.subject, float(size), ground, at_best="judged", dimensions={"role": role}
            )


def _spoken(context: Context, coded: Coded, at: int, share: float, interval: tuple[float, float]) -> Iterator[Finding]:
    code = coded.codes[at]
    ground = ground_of(coded, METHOD, np.flatnonzero(coded.held[:, at]).tolist())
    facts = {"coders": len(coded.coders), "counted": "any-coder", "informs": " ".join(code.informs)}
    yield measured(
        context, SPOKEN, coded.subject, share, ground, interval=interval, by="wilson", at_best="judged",
        dimensions={"segment": code.id}, parameters=facts,
    )  # fmt: skip
    net = _net(coded, at)
    if net is not None:
        yield measured(
            context, STANCE, coded.subject, net, ground, at_best="judged", dimensions={"segment": code.id},
            parameters=facts,
        )  # fmt: skip


def _net(coded: Coded, at: int) -> float | None:
    """Interviews that take a theme well less those that take it ill, over those with a stance; None where too few."""
    good, ill = set[int](), set[int]()
    for interview, code, stance in zip(coded.interview, coded.code, coded.stance, strict=True):
        if code == at and stance in ("positive", "negative"):
            (good if stance == "positive" else ill).add(int(interview))
    both = good & ill
    told = len(good | ill)
    return None if told < LEAST else (len(good - both) - len(ill - both)) / told
