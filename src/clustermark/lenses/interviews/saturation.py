"""When interviews stopped telling anything new, over all and within each role."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from clustermark.findings.model import Finding, pairs
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.interviews.coded import OTHERS, Coded, Part
from clustermark.lenses.interviews.frequencies import ground_of
from clustermark.lenses.measured import measured
from clustermark.methods.interviews.saturation import SaturationCurve, saturation_over_orders

METHOD = "interviews.saturation/1"
SATURATION = "interviews.saturation"
BASE, RUN, THRESHOLD = 4, 2, 0.05
LEAST = BASE + RUN


def saturated(coded: Coded, seed: int) -> Mapping[str, SaturationCurve]:
    """Curves over seeded orders, "" over all and by role; only where interviews suffice for a base and a run."""
    held = coded.held
    found = {}
    for role in ("", *sorted(set(coded.roles) - {OTHERS})):
        chosen = [at for at in range(coded.n) if role in ("", coded.roles[at]) and coded.read[at].any()]
        if len(chosen) >= LEAST:
            themes = [{place for place, yes in enumerate(held[at]) if yes} for at in chosen]
            found[role] = saturation_over_orders(themes, base=BASE, run=RUN, threshold=THRESHOLD, seed=seed)
    return found


def find(context: Context, coded: Coded, curves: Mapping[str, SaturationCurve]) -> Part:
    """Where saturation was reached in the median order, with the 5th and 95th percentile over orders."""
    rows = [
        (coded.subject, role, at + 1, *map(float, found), curve.reached)
        for role, curve in curves.items()
        for at, found in enumerate(curve.found)
    ]
    return Part(list(_findings(context, coded, curves)), {"saturation_curve": rows})


def _findings(context: Context, coded: Coded, curves: Mapping[str, SaturationCurve]) -> Iterator[Finding]:
    if "" not in curves:
        why = "few-interviews" if coded.coders else "not-coded"
        yield insufficient(context, SATURATION, coded.subject, "interviews", why, n=coded.n, least=LEAST)
    for role, curve in curves.items():
        where = {"role": role} if role else {}
        facts = {"base": BASE, "run": RUN, "threshold": f"{THRESHOLD:g}", "reached": f"{curve.reached:.3g}"}
        if curve.at is None:
            lacking = insufficient(
                context, SATURATION, coded.subject, "interviews", "not-saturated", reached=f"{curve.reached:.0%}"
            )
            yield replace(lacking, dimensions=pairs(**where))
            continue
        low, middle, high = curve.at
        ends = (low + RUN, high + RUN)
        yield measured(
            context, SATURATION, coded.subject, middle + RUN, ground_of(coded, METHOD), interval=ends, by="orders",
            at_best="judged", dimensions=where, parameters=facts,
        )  # fmt: skip
