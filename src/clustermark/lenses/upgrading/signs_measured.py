"""Signs of lock-in from the firm survey and the cluster's account."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clustermark.lenses.context import Context
from clustermark.lenses.governance import scales, types
from clustermark.lenses.governance.part import Part, part_of
from clustermark.lenses.governance.power import buyer_shares
from clustermark.lenses.governance.survey import TABLE, Answers
from clustermark.lenses.position.drawn import nearest_year
from clustermark.lenses.upgrading import accounts, panel
from clustermark.lenses.upgrading.change import Change, Lack
from clustermark.lenses.upgrading.definitions import Indicator, lines
from clustermark.lenses.upgrading.series import stands_on
from clustermark.lenses.upgrading.signs import Answer, Sign, against, both, unknown
from clustermark.lenses.upgrading.triangle import Roles
from clustermark.methods.upgrading import kind_verdict
from clustermark.study.model import first_and_last_year

Array = NDArray[np.float64]
METHOD = "upgrading.lock_in/1"
ROLE = {"how": "roles", "roles": ("contract",), "of": ("contract", "design", "brand")}


def contract_share(context: Context, subject: str, found: Sequence[Roles], known: panel.Waves) -> Sign:
    """Contract work prevails and does not shrink: at least half of all sales, not falling by a point a year."""
    now, line = _now(context, found, ""), lines()["contract-share"]
    if now is None:
        return unknown("contract-share", "no-rows")
    sign = against(_of_roles("contract-share", now, 0), line.line)
    change = _contract_change(context, subject, known)
    told: Answer = "unknown"
    firm = False
    if isinstance(change, Change):
        shrinks = change.value <= -line.least
        told, firm = ("no" if shrinks else "yes"), _past(change, -line.least)
        sign = replace(sign, change=change.value, years=change.span, said={**sign.said, "change-years": change.span})
    answer, sure = both(sign, told, firm)
    export = _now(context, found, "export")
    said = {**sign.said, "in-export": f"{float(export.shares[0]):.4g}" if export is not None else ""}
    made = replace(sign, answer=answer, firm=sure, said=said)
    return replace(made, why="no-earlier-year") if answer == "unknown" else made


def _now(context: Context, found: Sequence[Roles], market: str) -> Roles | None:
    at = nearest_year((one.year for one in found), context.study.period)
    return next((one for one in found if one.year == at and one.market == market), None)


def _past(change: Change, line: float) -> bool:
    """Whether the whole interval of a change lies on one side of a line; False where there is none."""
    if change.interval is None or change.leans:
        return False
    low, high = change.interval
    return high <= line or low > line


def _contract_change(context: Context, subject: str, known: panel.Waves) -> Change | Lack:
    indicator = Indicator.model_validate(
        {
            "id": "contract-share",
            "kind": "functional",
            "better": "down",
            "form": "points",
            "least": lines()["contract-share"].least,
            "from": [{"table": TABLE, **ROLE}, {"table": "cluster_accounts", **ROLE}],
        }
    )
    _, last = first_and_last_year(context.study.period)
    seed, (survey, account) = context.study.seed, indicator.grounds
    found = panel.surveyed(known, indicator, survey, last, seed)
    if isinstance(found, Lack):
        return accounts.accounted(context.evidence, subject, indicator, account, last, seed)
    return found


def _of_roles(sign: str, now: Roles, at: int) -> Sign:
    return Sign(
        sign,
        value=float(now.shares[at]),
        interval=now.interval(at),
        unit="share",
        years=str(now.year),
        basis=now.basis,
        n=now.n,
        sample="firms" if now.sampled else "",
        rows=now.rows,
        origins=now.origins,
    )


def no_own_brand(context: Context, found: Sequence[Roles]) -> Sign:
    """No own brand in any channel: below a twentieth of the sales of every market that the cluster serves."""
    line = lines()["no-own-brand"].line
    at = nearest_year((one.year for one in found), context.study.period)
    told = [_of_roles("no-own-brand", one, 2) for one in found if one.year == at and one.market]
    if not told:
        return unknown("no-own-brand", "no-rows")
    answered = [against(one, line, above=False) for one in told]
    largest = max(answered, key=lambda one: one.value or 0.0)
    if largest.answer == "no":
        return replace(largest, firm=any(one.firm for one in answered if one.answer == "no"))
    return replace(largest, firm=all(one.firm for one in answered))


def few_buyers(context: Context, answers: Answers | None) -> Sign:
    """Three buyers take half of the sales of the average unit; where only the largest is known, he alone does."""
    if answers is None:
        return unknown("few-buyers", "no-rows")
    largest, three = buyer_shares(answers)
    part = part_of(context, answers, "", METHOD)
    sign = _mean("few-buyers", part, three, "top_buyers", {"of": "top-three"})
    if sign.answer == "unknown":
        alone = _mean("few-buyers", part, largest, "largest_buyer", {"of": "largest"})
        # one buyer below the line says nothing of three
        return alone if alone.answer == "yes" else sign
    return sign


def held(context: Context, answers: Answers | None) -> Sign:
    """Captive or hierarchical relations hold at least half of the sales."""
    if answers is None:
        return unknown("held", "no-rows")
    known = scales.reliabilities(context, answers)
    why, fields = types.unreliable(known)
    if why:
        return unknown("held", why, **fields)
    part = part_of(context, answers, "", METHOD)
    values = types.types_of(answers, known)
    inside = values[:, [types.NAMES.index(name) for name in types.HELD]].sum(axis=1)
    return _mean("held", part, inside, "complexity_1")


def specific_assets(context: Context, answers: Answers | None) -> Sign:
    """Three tenths of the equipment serve one buyer only."""
    if answers is None:
        return unknown("specific-assets", "no-rows")
    part = part_of(context, answers, "", METHOD)
    return _mean("specific-assets", part, answers.numbers("specific_assets") / 100, "specific_assets")


def _mean(sign: str, part: Part, values: Array, column: str, said: Mapping[str, object] | None = None) -> Sign:
    """The weighted mean of the answers against the line of the sign, or why it may not be told."""
    known = np.asarray(~np.isnan(values))
    if not known.any():
        return unknown(sign, "not-answered", table=TABLE, column=column)
    mean = part.mean(values)
    why, fields = part.why_not(mean)
    if why:
        return unknown(sign, why, **fields)
    ground = part.ground(known, mean.firms)
    made = Sign(
        sign,
        value=mean.value,
        interval=(mean.low, mean.high),
        unit="share",
        years=part.answers.years,
        basis=TABLE,
        n=mean.firms,
        sample="firms",
        rows=tuple(ground.rows),
        origins=tuple(ground.origins),  # type: ignore[arg-type]
        said={"weights": part.answers.weights, **(said or {})},
    )
    return against(made, lines()[sign].line)


def functions_standing(process: Sequence[Change], functional: Sequence[Change], firm: tuple[bool, bool]) -> Sign:
    """Process moved while functions stand or fall; `firm`: whether the two verdicts stand on intervals alone."""
    verdicts = [kind_verdict([change.state for change in changes]) for changes in (process, functional)]
    (first, why), (second, other) = verdicts
    changes = [*process, *functional]
    stands = [stands_on(of, verdict) for of, verdict in ((process, first), (functional, second)) if verdict]
    n, sample = min(stands, default=(0, ""))
    sign = Sign(
        "functions-standing",
        years=f"{min(one.years[0] for one in changes)}-{max(one.years[1] for one in changes)}" if changes else "",
        basis="/".join(dict.fromkeys(change.ground.table for change in changes)),
        n=n,
        sample=sample,
        rows=tuple(dict.fromkeys(row for change in changes for row in change.rows)),
        origins=tuple(dict.fromkeys(origin for change in changes for origin in change.origins)),
        said={"process": first, "functional": second},
    )
    if (first and first != "moved") or second in ("moved", "mixed"):
        decided = [firm[0]] * bool(first and first != "moved") + [firm[1]] * (second in ("moved", "mixed"))
        return replace(sign, answer="no", firm=any(decided))
    if not first or not second:
        lacking = process if not first else functional
        n = sum(change.state != "silent" for change in lacking)
        return replace(sign, why=why or other, fields={"n": n, "least": 2})
    return replace(sign, answer="yes", firm=all(firm))
