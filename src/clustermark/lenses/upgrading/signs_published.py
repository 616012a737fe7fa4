"""Signs of lock-in from what pages say, where nothing was measured: codes, levels and figures. Such a sign leans."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.findings.catalogue import measures
from clustermark.lenses.context import Context
from clustermark.lenses.governance.types import HELD
from clustermark.lenses.grouping import nearest, years_of
from clustermark.lenses.records import Record
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, year
from clustermark.lenses.upgrading.definitions import lines
from clustermark.lenses.upgrading.signs import Answer, Sign, against, unknown
from clustermark.methods.comparable import within
from clustermark.methods.origins import count_origins
from clustermark.study.model import first_and_last_year

MOST = 0.67  # level of a judgement from which on it holds
OPEN = ("ambiguous",)  # a code that decides nothing


def few_buyers(context: Context, subject: str, known: Sequence[Record]) -> Sign:
    """The largest buyer alone takes half of the sales; below that nothing is known of the three largest."""
    sign = _figure("few-buyers", "governance.top_buyer_share", context, subject, known)
    if sign.answer == "no":
        return unknown("few-buyers", "no-rows")
    return replace(sign, said={**sign.said, "of": "largest"}) if sign.answer == "yes" else sign


def held(context: Context, subject: str, known: Sequence[Record]) -> Sign:
    """Pages call the governance captive or hierarchical; else the judged dependence on buyers."""
    codes = [one for one in _coded(known, subject, "governance.type") if one.code not in OPEN]
    if codes:
        return _by_codes("held", codes, {"yes": HELD})
    return _judged("held", context.evidence, subject, "governance.buyer_dependence", high="yes")


def no_own_brand(context: Context, subject: str, known: Sequence[Record]) -> Sign:
    """Published share of own brands below a twentieth; else the judged outcome of brands."""
    sign = _figure("no-own-brand", "position.own_brand_share", context, subject, known, above=False)
    if sign.answer != "unknown":
        return sign
    judged = _judged("no-own-brand", context.evidence, subject, "situation.own_brand_outcome", high="no", low="yes")
    return sign if judged.why == "no-rows" else judged


def functions_standing(subject: str, known: Sequence[Record]) -> Sign:
    """Pages say that process was upgraded and that functions were not."""
    sides = [_coded(known, subject, f"upgrading.{kind}") for kind in ("process", "functional")]
    said = [sorted({one.code for one in side}) for side in sides]
    used = [one for side in sides for one in side]
    if not used:
        return unknown("functions-standing", "no-rows")
    sign = _of("functions-standing", used)
    if any(len(codes) > 1 for codes in said):
        return replace(sign, why="codes-differ", fields={"codes": ", ".join(sorted({*said[0], *said[1]}))})
    process, functional = (codes[0] if codes else "" for codes in said)
    if process == "no" or functional == "yes":
        return replace(sign, answer="no")
    if process == "yes" and functional == "no":
        return replace(sign, answer="yes")
    return replace(sign, why="no-rows")


def _coded(known: Iterable[Record], subject: str, measure: str) -> list[Record]:
    return [one for one in known if one.subject == subject and one.measure == measure and one.code]


def _by_codes(sign: str, codes: Sequence[Record], means: dict[Answer, tuple[str, ...]]) -> Sign:
    """The answer of codes that agree on it; of codes that do not there is none."""
    yes = {one.code in means["yes"] for one in codes}
    made = _of(sign, codes)
    if len(yes) > 1:
        return replace(made, why="codes-differ", fields={"codes": ", ".join(sorted({one.code for one in codes}))})
    return replace(
        made, answer="yes" if yes == {True} else "no", said={"codes": "/".join(sorted({c.code for c in codes}))}
    )


def _of(sign: str, used: Sequence[Record]) -> Sign:
    return Sign(
        sign,
        years=years_of(used),
        basis="claims",
        n=count_origins([one.printing for one in used]),
        rows=tuple(dict.fromkeys(row for one in used for row in one.rows)),
        origins=tuple(dict.fromkeys(one.origin for one in used)),
    )


def _figure(
    sign: str, measure: str, context: Context, subject: str, known: Sequence[Record], *, above: bool = True
) -> Sign:
    """The published figure nearest the period, within three years of it, against the line of the sign.

    The figure must speak of the whole, not of a channel or another product. A stated range is an interval; without one
    the answer leans.
    """
    first, last = first_and_last_year(context.study.period)
    asked = [one for one in known if one.subject == subject and one.measure == measure and not one.channel]
    used = [one for one in asked if one.value is not None and not one.product and within(one.year, first, last)]
    if not used:
        return unknown(sign, "no-rows")
    best = nearest(used, context.study.period)
    ends = (best.value or 0.0, best.high if best.high is not None else best.value or 0.0)
    made = replace(_of(sign, used), value=sum(ends) / 2, unit=measures()[measure].unit)
    answer = against(made, lines()[sign].line, above=above)
    ranged = against(replace(made, interval=ends), lines()[sign].line, above=above)
    if best.high is not None and not ranged.firm:
        return replace(made, why="ends-differ", line=lines()[sign].line)
    return replace(answer, firm=False, said={"bound": best.bound})


def _judged(sign: str, evidence: Evidence, subject: str, condition: str, *, high: Answer, low: Answer = "no") -> Sign:
    """The answer of a judged condition: of a level of .67 or 1 `high`, of one of 0 `low`, of .33 "no".

    Levels that give different answers give none.
    """
    rows = [
        row
        for row in open_rows(evidence, "judgements")
        if text(row, "subject") == subject and text(row, "condition") == condition and number(row, "level") is not None
    ]
    if not rows:
        return unknown(sign, "no-rows")
    levels = sorted({number(row, "level") or 0.0 for row in rows})
    answers = {high if level >= MOST - 0.01 else low if level <= 0.0 else "no" for level in levels}
    made = _of_rows(sign, rows)
    said = {"condition": condition, "levels": "/".join(f"{level:g}" for level in levels)}
    if len(answers) > 1:
        return replace(made, why="values-differ", said=said)
    answer: Answer = next(iter(answers))
    return replace(made, answer=answer, said=said)


def _of_rows(sign: str, rows: Sequence[Row]) -> Sign:
    years = sorted({one for row in rows if (one := year(row)) is not None})
    pages = {text(row, "url") or text(row, REFERENCE) for row in rows}
    return Sign(
        sign,
        years="" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}",
        basis="judgements",
        n=len(pages),
        rows=tuple(text(row, REFERENCE) for row in rows),
        origins=tuple(dict.fromkeys(origin_of(row, judged=True) for row in rows)),
    )
