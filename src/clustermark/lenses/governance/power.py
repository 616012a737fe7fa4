"""Power in a channel: how concentrated buyers are, who depends on whom, who sets price and inputs."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.governance.part import Part
from clustermark.lenses.governance.scales import Reliability, scores
from clustermark.lenses.governance.settings import HIGH, LOW, ReplaceItem, settings
from clustermark.lenses.governance.survey import Answers
from clustermark.methods.governance.calibration import calibrate
from clustermark.methods.governance.means import Mean
from clustermark.methods.governance.power import dependence, imbalance, substitutability

METHOD = "governance.power/1"
LEAST_ITEMS = 2  # of what makes a firm hard to replace
LONGEST = 600.0  # months
SETS = {"price_setter": "buyer_sets_price", "input_setter": "buyer_sets_inputs"}
FIRMS_DEPEND, BUYERS_DEPEND = "dependence", "buyers_dependence"
TABLE = {  # id of the measure -> whose, and what the table calls it
    "largest_buyer": ("buyers", "largest_buyer"),
    "top_three_buyers": ("buyers", "top_three_buyers"),
    FIRMS_DEPEND: ("firms", "dependence"),
    BUYERS_DEPEND: ("buyers", "dependence"),
    "imbalance": ("both", "imbalance"),
    "mutual_dependence": ("both", "mutual_dependence"),
    "buyer_sets_price": ("buyers", "sets_price"),
    "buyer_sets_inputs": ("buyers", "sets_inputs"),
    "exclusive": ("buyers", "exclusive"),
}
Array = NDArray[np.float64]
Row = tuple[object, ...]


def buyer_shares(answers: Answers) -> tuple[Array, Array]:
    """Shares (n,) of the largest and of the three largest buyers; the three below the one are a contradiction: NaN."""
    one, three = (answers.numbers(column) / 100 for column in ("largest_buyer", "top_buyers"))
    against = three < one
    return np.where(against, np.nan, one), np.where(against, np.nan, three)


def firms_dependence(answers: Answers, months: float) -> Array:
    """D (n,) of each line: share of the largest buyer times how hard he is to replace."""
    months_needed = answers.numbers("months_to_replace", 0.0, LONGEST)
    return dependence(buyer_shares(answers)[0], substitutability(months_needed, months))


def buyers_dependence(answers: Answers, known: Mapping[str, Reliability]) -> tuple[Array, NDArray[np.bool_]]:
    """D' (n,) of each line's buyer, and where it is an upper bound because the firm's share was not asked.

    D' = t (1 - z): t the firm's share of what the largest buyer buys, 1 where unknown; 1 - z the mean of what makes the
    firm hard to replace, from at least two answered items.
    """
    hard = np.column_stack([_hard(answers, item, known) for item in settings().replace])
    answered = (~np.isnan(hard)).sum(axis=1)
    sums = np.nansum(hard, axis=1)
    mean = np.divide(sums, answered, out=np.full(len(hard), np.nan), where=answered >= LEAST_ITEMS)
    part = answers.numbers("share_of_buyer") / 100
    bound = np.isnan(part)
    return dependence(np.where(bound, 1.0, part), 1 - mean), bound


def _hard(answers: Answers, item: ReplaceItem, known: Mapping[str, Reliability]) -> Array:
    """One reason why a firm is hard to replace (n,), 0..1; of a scale only where it is reliable."""
    at = settings().anchors
    if item.choices:
        return answers.scores(item.column, item.choices)
    if item.scale:
        scale = known[item.scale]
        given = scores(answers, scale) if scale.used else np.full(len(answers.lines), np.nan)
    else:
        given = answers.numbers(item.item, LOW, HIGH)
    found = calibrate(given, at.out, at.crossover, at.full)
    return 1 - found if item.reversed else found


def find(part: Part, known: Mapping[str, Reliability]) -> tuple[list[Finding], dict[str, list[Row]]]:
    """Findings on power in one channel, and the rows of its table."""
    asked: dict[str, tuple[Array, dict[str, object]]] = {}
    largest, three = buyer_shares(part.answers)
    off = int((part.answers.numbers("top_buyers") < part.answers.numbers("largest_buyer")).sum())
    said: dict[str, object] = {"contradictory": off or ""}
    asked["largest_buyer"], asked["top_three_buyers"] = (largest, said), (three, said)
    asked |= _dependences(part, known)
    for column, measure in SETS.items():
        asked[measure] = _setting(part, column)
    asked["exclusive"] = (part.answers.flags("exclusive"), {})
    findings: list[Finding] = []
    rows: list[Row] = []
    for name, (values, more) in asked.items():
        mean = part.mean(values)
        findings += [_bounded(one, name) for one in part.told(f"governance.{name}", mean, ~np.isnan(values), said=more)]
        if not part.why_not(mean)[0]:
            rows.append((part.answers.subject, part.channel, *TABLE[name], mean.value, mean.low, mean.high, mean.firms))
    return findings, {"power": rows}


def _dependences(part: Part, known: Mapping[str, Reliability]) -> dict[str, tuple[Array, dict[str, object]]]:
    """Dependence of both sides, their difference and mean; the last two from lines where both are known."""
    theirs, bound = buyers_dependence(part.answers, known)
    mine = firms_dependence(part.answers, settings().power.months)
    others = {months: part.mean(firms_dependence(part.answers, months)) for months in settings().power.other_months}
    said: dict[str, object] = {f"at-{months:g}-months": _figure(mean) for months, mean in others.items()}
    unasked = int((bound & ~np.isnan(theirs)).sum())
    limit: dict[str, object] = {"share-unasked": unasked or ""}
    gap, both = imbalance(mine, theirs)
    return {
        FIRMS_DEPEND: (mine, said),
        BUYERS_DEPEND: (theirs, limit | {"bound": "at most" if unasked else ""}),
        "imbalance": (gap, limit | {"bound": "at least" if unasked else ""}),
        "mutual_dependence": (both / 2, limit | {"bound": "at most" if unasked else ""}),
    }


def _figure(mean: Mean) -> str:
    return f"{mean.value:.3g}" if mean.value == mean.value else ""


def _setting(part: Part, column: str) -> tuple[Array, dict[str, object]]:
    """1 where the buyer alone decides, 0 where anybody else does; how much is decided together is said."""
    known = dict.fromkeys(("firm", "both", "market"), 0.0)
    values = part.answers.scores(column, known | {"buyer": 1.0})
    together = part.mean(part.answers.scores(column, known | {"buyer": 0.0, "both": 1.0}))
    return values, {"together": _figure(together)}


def _bounded(finding: Finding, name: str) -> Finding:
    """An upper bound of the buyers' dependence makes no statement firm about who is the weaker."""
    if name in (BUYERS_DEPEND, "mutual_dependence") and dict(finding.parameters).get("bound"):
        return replace(finding, parameters=tuple(sorted((*finding.parameters, ("at-most", "leaning")))))
    return finding
