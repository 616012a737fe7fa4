"""How much trust a theme deserves, and which type of governance most interviews speak of."""

import math
from collections.abc import Iterator, Mapping

import numpy as np

from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.lenses.interviews.agreement import Agreed
from clustermark.lenses.interviews.coded import OTHERS, Coded, Part
from clustermark.lenses.interviews.frequencies import ground_of
from clustermark.lenses.measured import measured
from clustermark.methods.interviews.cases import LEAST
from clustermark.methods.interviews.certainty import Standing, certainty
from clustermark.methods.interviews.saturation import SaturationCurve

METHOD = "interviews.trust/1"
CERTAINTY, TYPE = "interviews.certainty", "interviews.governance_type"
TYPES = ("market", "modular", "relational", "captive", "hierarchy")
SATURATED = 0.9  # of the orders in which nothing new came up at the end


def find(context: Context, coded: Coded, agreed: Mapping[str, Agreed], curves: Mapping[str, SaturationCurve]) -> Part:
    """A certainty for every theme that three interviews or more speak of."""
    findings = list(_type(context, coded))
    rows: list[tuple[object, ...]] = []
    for place, code in enumerate(coded.codes):
        speaking = np.flatnonzero(coded.held[:, place]).tolist()
        if len(speaking) < LEAST:
            continue
        found = certainty(_standing(coded, place, speaking, agreed.get(code.id), curves.get("")))
        parts = (found.limitations, found.coherence, found.adequacy, found.relevance)
        level = found.certainty.replace(" ", "-")
        names = ("limitations", "coherence", "adequacy", "relevance")
        facts = {name: reason for name, (_, reason) in zip(names, parts, strict=True)}
        ground = ground_of(coded, METHOD, speaking)
        where = {"segment": code.id}
        findings.append(
            measured(
                context, CERTAINTY, coded.subject, level, ground, at_best="judged", dimensions=where, parameters=facts
            )
        )
        rows.append((coded.subject, code.id, level, *(word for part in parts for word in part)))
    return Part(findings, {"theme_certainty": rows})


def _standing(
    coded: Coded, place: int, speaking: list[int], agreed: Agreed | None, curve: SaturationCurve | None
) -> Standing:
    good, ill = set[int](), set[int]()
    for interview, code, stance in zip(coded.interview.tolist(), coded.code.tolist(), coded.stance, strict=True):
        if code == place and stance in ("positive", "negative"):
            (good if stance == "positive" else ill).add(interview)
    against = min(len(good), len(ill))
    known = agreed is not None and not math.isnan(agreed.alpha)
    asked = set(coded.roles)
    return Standing(
        coders=len(coded.coders),
        alpha=agreed.alpha if agreed is not None and known else None,
        supporting=len(speaking) - against,
        against=against,
        saturated=None if curve is None else curve.reached >= SATURATED,
        roles=len({coded.roles[at] for at in speaking} - {OTHERS}) or 1,
        roles_asked=len(asked),
    )


def _type(context: Context, coded: Coded) -> Iterator[Finding]:
    """The type that most interviews speak of, where three or more do and no other type is spoken of as often."""
    held = coded.held
    counts = {
        name: int(held[:, place].sum())
        for place, code in enumerate(coded.codes)
        for name in TYPES
        if code.id == f"governance.{name}"
    }
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    if not ordered or ordered[0][1] < LEAST or (len(ordered) > 1 and ordered[1][1] == ordered[0][1]):
        return
    name, n = ordered[0]
    second = ordered[1][1] if len(ordered) > 1 else 0
    facts = {"interviews": n, "second": second if second >= LEAST else 0}
    yield measured(context, TYPE, coded.subject, name, ground_of(coded, METHOD), at_best="judged", parameters=facts)
