"""What the cluster keeps of the consumer's price, by channel and over all channels, and where the money goes.

    spending_c = sales_c p_c / g_c        g: price at which the cluster sells, the factory price, and above the brand's
                                          step where the brand is its own; p: the consumer's price
    m_c        = spending_c / sum of spending        K = sum_c m_c kappa_c

Channels without a ladder are named with their share of sales, and K speaks of the others; where these are less than
half of sales there is no K.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from clustermark.findings.model import NOT_STATED, RANGE_OF_CLAIMS, STATED_RANGE, Finding, pairs
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground
from clustermark.lenses.position import kept_tables
from clustermark.lenses.position.account_rows import channels
from clustermark.lenses.position.drawn import drawn_finding, grades_of, origins_of
from clustermark.lenses.position.sales import METHOD, Sales, sales_of
from clustermark.lenses.position.side import Why
from clustermark.lenses.position.tiers import Chain, chains_of
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import Row, text
from clustermark.methods.capture import mean_between
from clustermark.methods.comparable import possible_years, span

SHARE, CAPTURE, OVERALL = "position.channel_share", "position.capture_by_channel", "position.cluster_capture"
LEAST_COVERED = 0.5  # of sales, by channels that have a ladder


def find(context: Context) -> Found:
    """Channel shares, capture by channel, K, and the tables of ladders and of flows of money."""
    findings: list[Finding] = []
    ladders: list[tuple[object, ...]] = []
    flows: list[tuple[object, ...]] = []
    for subject in context.subjects:
        chains, sales = chains_of(context, subject), sales_of(context, subject)
        if not chains and isinstance(sales, Why) and sales.code == "no-rows":
            continue  # nothing was ever told of this cluster
        findings += _captures(context, subject, chains)
        ladders += [row for chain in chains.values() for row in kept_tables.ladder_rows(subject, chain)]
        if isinstance(sales, Why):
            why = sales if sales.code != "no-rows" else Why.of("no-sales-shares")
            findings += [_lacking(context, name, subject, why) for name in (SHARE, OVERALL)]
            continue
        findings += [*_shares(context, subject, sales), _overall(context, subject, sales, chains)]
        flows += kept_tables.flow_rows(subject, sales, chains)
    return Found(findings, kept_tables.tables(ladders, flows))


def _lacking(context: Context, measure: str, subject: str, why: Why) -> Finding:
    made = insufficient(context, measure, subject, "share", why.code, **dict(why.fields))
    return replace(made, method=METHOD)


def _shares(context: Context, subject: str, sales: Sales) -> Iterator[Finding]:
    for channel, (share, low, high) in sorted(sales.shares.items()):
        yield drawn_finding(
            context,
            SHARE,
            subject,
            share,
            (low, high),
            sales.grounds[channel],
            years=str(sales.year),
            reliability=sales.reliability[channel],
            by="wilson" if sales.basis == "survey" else "draws",
            dimensions={"channel": channel},
            parameters={
                "basis": sales.basis,
                "weights": sales.weights,
                "n-effective": f"{sales.effective:.4g}" if sales.effective else "",
                "left-out": sales.aside or "",
            },
        )
    for channel in sales.withheld:
        made = _lacking(context, SHARE, subject, Why.of("confidential"))
        yield replace(made, dimensions=pairs(channel=channel))


def _captures(context: Context, subject: str, chains: Mapping[str, Chain]) -> Iterator[Finding]:
    for channel, chain in chains.items():
        if not channel:  # a ladder that names no channel answers `position.capture_rate` alone
            continue
        point, low, high = chain.rate
        ladder = chain.ladder
        parameters = {"ladder": ladder.id, "unknown": chain.unknown, "converted": ladder.converted}
        made = drawn_finding(
            context,
            CAPTURE,
            subject,
            point,
            (low, high),
            _ground(chain.rows, chain.n),
            years=_years([chain]),
            reliability=grades_of(chain.rows),
            by="ladder",
            dimensions={"channel": channel},
            parameters=parameters | {"bound": "about" if ladder.about and point is not None else ""},
            bound=bool(chain.unknown),
        )
        yield made if chain.unknown else replace(made, **_stated(chain))


def _stated(chain: Chain) -> dict[str, Any]:
    """How a rate that is known at both ends is uncertain: not at all stated, by a range of one page, or of several."""
    if chain.rate[1] == chain.rate[2]:
        return {"low": None, "high": None, "uncertainty": NOT_STATED}
    return {"uncertainty": RANGE_OF_CLAIMS if chain.several else STATED_RANGE}


def _ground(rows: Sequence[Row], n: int) -> Ground:
    return Ground([text(row, "row") for row in rows], origins_of(rows), n, "", METHOD)


def _years(chains: Sequence[Chain]) -> str:
    dated = [(one.ladder.year, one.ladder.inferred) for one in chains if one.ladder.year is not None]
    return span(possible_years(*one) for one in dated)


def _overall(context: Context, subject: str, sales: Sales, chains: Mapping[str, Chain]) -> Finding:
    """K over the channels that have both a share of sales and a ladder; n is the least of their ladders' origins."""
    used = [chains[channel] for channel in channels() if channel in sales.shares and channel in chains]
    covered = sum(sales.shares[one.channel][0] for one in used)
    if covered < LEAST_COVERED:
        lacking = ",".join(channel for channel in sorted(sales.shares) if channel not in chains)
        why = Why.of("ladders-missing", ratio=f"{100 * covered:.3g}%", channels=lacking)
        return _lacking(context, OVERALL, subject, why)
    spent = [kept_tables.spent(sales.shares[one.channel], one) for one in used]
    ends = mean_between([one[1:] for one in spent], [one.rate[1:] for one in used])
    known = [(weight, one.rate[0]) for (weight, *_), one in zip(spent, used, strict=True) if one.rate[0] is not None]
    exact = len(known) == len(used)
    point = sum(weight * rate for weight, rate in known) / sum(weight for weight, _ in known) if exact else None
    rows = [row for chain in used for row in chain.rows]
    grades = {grade for told in (grades_of(rows), *sales.reliability.values()) for grade in told.split("/")} - {""}
    return drawn_finding(
        context,
        OVERALL,
        subject,
        point,
        ends,
        _both(rows, [sales.grounds[one.channel] for one in used], min(one.n for one in used)),
        years=_with(_years(used), sales.year),
        reliability="/".join(sorted(grades)),
        by="ladder",
        parameters=_overall_parameters(sales, used, covered),
        bound=not exact,
    )


def _both(rows: Sequence[Row], grounds: Sequence[Ground], n: int) -> Ground:
    """The ground of rows of ladders and of shares of sales together."""
    references = [*(text(row, "row") for row in rows), *(row for one in grounds for row in one.rows)]
    return Ground(
        references, [*origins_of(rows), *(origin for one in grounds for origin in one.origins)], n, "", METHOD
    )


def _overall_parameters(sales: Sales, used: Sequence[Chain], covered: float) -> dict[str, object]:
    """What a reader must know: which channels count, what of sales they are, which have no ladder, what is unknown."""
    counted = [one.channel for one in used]
    without = {channel: share for channel, (share, *_) in sorted(sales.shares.items()) if channel not in counted}
    return {
        "channels": ",".join(counted),
        "covered": f"{covered:.4g}",
        "without-ladder": ",".join(f"{channel}:{share:.4g}" for channel, share in without.items()),
        "basis": sales.basis,
        "firms": sales.grounds[counted[0]].n if sales.basis == "survey" else "",
        "unknown": ",".join(dict.fromkeys(part for one in used for part in one.unknown.split(",") if part)),
        "at-most": "leaning" if without or sales.other > 0 else "",
    }


def _with(years: str, year: int) -> str:
    ends = [int(end) for end in years.split("-") if end] + [year]
    return span([(min(ends), max(ends))])
