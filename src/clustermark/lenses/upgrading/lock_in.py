"""The card of lock-in: seven signs one by one, there, not there or unknown, counted and never made into an index.

What was measured answers a sign; where nothing was, pages do, and the sign leans. Published verdicts on lock-in stand
beside the count.
"""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, pairs
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.governance.survey import Answers, surveyed
from clustermark.lenses.measured import MOST_ROWS, Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.records import Record
from clustermark.lenses.upgrading import signs_measured as ours
from clustermark.lenses.upgrading import signs_published as theirs
from clustermark.lenses.upgrading.margins import margin_behind
from clustermark.lenses.upgrading.reading import Reading, read
from clustermark.lenses.upgrading.series import by_kind
from clustermark.lenses.upgrading.signs import SIGNS, Sign
from clustermark.methods.comparable import span
from clustermark.methods.origins import count_origins
from clustermark.methods.upgrading import firm_verdict
from clustermark.study.model import Origin

METHOD = ours.METHOD
LEAST = 4  # of the seven signs that a count needs: of fewer it would tell more of the evidence than of the cluster
SIGN, COUNT = "position.lock_in_sign", "position.lock_in_signs"
COLUMNS = {
    "subject": pl.String,
    "sign": pl.String,
    "answer": pl.String,
    "sure": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "unit": pl.String,
    "threshold": pl.Float64,
    "change": pl.Float64,
    "years": pl.String,
    "basis": pl.String,
    "n": pl.Int64,
    "why": pl.String,
    "rows": pl.List(pl.String),
}


def find(context: Context, reading: Reading | None = None) -> Found:
    """The card of every cluster of which a table of the chain speaks; of others what pages answer."""
    once = read(context) if reading is None else reading
    if once.empty:
        return Found([])
    answered = {one.subject: one for one in surveyed(context.evidence, context.study) if _now(context, one)}
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for subject in once.series:
        found = card(context, subject, once, answered.get(subject))
        asked = subject in once.asked
        told = [sign for sign in found if asked or sign.answer != "unknown"]
        findings += [_finding(context, subject, sign) for sign in told]
        if asked or len(told) >= LEAST:
            findings.append(_count(context, subject, found, once.claims))
        rows += [_row(subject, sign) for sign in found] if told else []
    return Found(findings, {"lock_in_card": table(COLUMNS, rows)} if rows else {})


def _now(context: Context, answers: Answers) -> bool:
    return answers.period == context.study.period


def card(context: Context, subject: str, once: Reading, answers: Answers | None) -> list[Sign]:
    """The seven signs in the order of SIGNS; a published answer stands in only where nothing measured gives one."""
    known, roles, series = once.claims, once.roles[subject], once.series[subject]
    process, functional = by_kind(series, "process"), by_kind(series, "functional")
    firm = (
        firm_verdict([change.state for change in process]),
        firm_verdict([change.state for change in functional]),
    )
    found = {
        "contract-share": ours.contract_share(context, subject, roles, once.waves[subject]),
        "few-buyers": _first(ours.few_buyers(context, answers), theirs.few_buyers(context, subject, known)),
        "held": _first(ours.held(context, answers), theirs.held(context, subject, known)),
        "functions-standing": _first(
            ours.functions_standing(process, functional, firm), theirs.functions_standing(subject, known)
        ),
        "specific-assets": ours.specific_assets(context, answers),
        "no-own-brand": _first(ours.no_own_brand(context, roles), theirs.no_own_brand(context, subject, known)),
        "margin-behind": margin_behind(context, subject, known),
    }
    return [found[name] for name in SIGNS]


def _first(measured_sign: Sign, published: Sign) -> Sign:
    """The measured sign; the published one where that is unknown and this is not."""
    if measured_sign.answer != "unknown":
        return measured_sign
    if published.answer != "unknown" or measured_sign.why == "no-rows":
        return published
    return measured_sign


def _row(subject: str, sign: Sign) -> tuple[object, ...]:
    low, high = sign.interval or (None, None)
    sure = "" if sign.answer == "unknown" else "firm" if sign.firm else "leaning"
    return (
        subject, sign.sign, sign.answer, sure, sign.value, low, high, sign.unit, sign.line, sign.change, sign.years,
        sign.basis, sign.n, sign.why, list(sign.rows[:MOST_ROWS]),
    )  # fmt: skip


def _told(sign: Sign) -> dict[str, object]:
    """Figure, line, change and basis of a sign, as far as it has them."""
    low, high = sign.interval or (None, None)
    numbers = {"value": sign.value, "low": low, "high": high, "line": sign.line, "change": sign.change}
    return {
        **{name: "" if number is None else f"{number:.4g}" for name, number in numbers.items()},
        "of-unit": sign.unit,
        "basis": sign.basis,
        **sign.said,
    }


def _at_best(sign: Sign) -> Origin:
    return "surveyed" if "firm_survey" in sign.basis else "published"


def _finding(context: Context, subject: str, sign: Sign) -> Finding:
    if sign.answer == "unknown":
        made = insufficient(context, SIGN, subject, "code", sign.why, **sign.fields)
        return replace(
            made,
            method=METHOD,
            dimensions=pairs(segment=sign.sign),
            parameters=pairs(**_told(sign)),
            evidence=sign.rows[:MOST_ROWS],
            years=sign.years,
        )
    made = measured(
        context,
        SIGN,
        subject,
        sign.answer,
        Ground(sign.rows, sign.origins, sign.n, sign.sample, METHOD),
        dimensions={"segment": sign.sign},
        parameters={**_told(sign), "at-most": "" if sign.firm else "leaning"},
        at_best=_at_best(sign),
    )
    return replace(made, years=sign.years)


def _count(context: Context, subject: str, found: Sequence[Sign], known: Sequence[Record]) -> Finding:
    """How many signs are there, of those that could be read; the upper end counts the unread ones."""
    told = [sign for sign in found if sign.answer != "unknown"]
    said = _published(subject, known)
    if len(told) < LEAST:
        made = insufficient(context, COUNT, subject, measures()[COUNT].unit, "few-signs", n=len(told), least=LEAST)
        return replace(made, method=METHOD, parameters=pairs(**said))
    yes = [sign for sign in told if sign.answer == "yes"]
    sure = [sign for sign in yes if sign.firm]
    firms = [sign.n for sign in told if sign.sample == "firms"]
    surveys = firms and len(firms) == len(told)
    ground = Ground(
        [row for sign in told for row in sign.rows[:2]],
        [origin for sign in told for origin in sign.origins],
        min(firms) if surveys else len({name for sign in told for name in sign.basis.split("/")}),
        "firms" if surveys else "",
        METHOD,
    )
    leans = any(not sign.firm for sign in told) or len(told) < len(found)
    made = measured(
        context,
        COUNT,
        subject,
        float(len(yes)),
        ground,
        interval=(float(len(yes)), float(len(yes) + len(found) - len(told))),
        by="unread-signs",
        parameters={
            "read": len(told),
            "of": len(found),
            "firm": len(sure),
            "signs": "/".join(sign.sign for sign in yes),
            "unread": "/".join(sign.sign for sign in found if sign.answer == "unknown"),
            "at-most": "leaning" if leans else "",
            **said,
        },
        at_best="surveyed" if any("firm_survey" in sign.basis for sign in told) else "published",
        inputs=[_id(context, subject, sign) for sign in told],
    )
    return replace(made, years=_span(told))


def _span(told: Sequence[Sign]) -> str:
    return span((int(part), int(part)) for sign in told for part in sign.years.split("-") if part)


def _id(context: Context, subject: str, sign: Sign) -> str:
    return Finding(SIGN, subject, context.study.period, pairs(segment=sign.sign)).id


def _published(subject: str, known: Sequence[Record]) -> dict[str, str]:
    """What pages say of lock-in itself, with their number and the channels that they name."""
    said = [one for one in known if one.subject == subject and one.measure == "position.lock_in" and one.code]
    if not said:
        return {}
    return {
        "published": "/".join(sorted({one.code for one in said})),
        "published-n": str(count_origins([one.printing for one in said])),
        "published-channels": "/".join(sorted({one.channel for one in said} - {""})),
    }
