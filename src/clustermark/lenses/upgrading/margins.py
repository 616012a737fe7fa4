"""Whether what the makers keep falls behind the consumer's price: price ladders of two years, else profit in output."""

from collections.abc import Sequence
from math import inf

from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.lenses.context import Context
from clustermark.lenses.ladder_rows import Ladder, ladders
from clustermark.lenses.position.drawn import pages_of
from clustermark.lenses.records import Record, in_base
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, year
from clustermark.lenses.upgrading.accounts import graded
from clustermark.lenses.upgrading.definitions import lines
from clustermark.lenses.upgrading.signs import Interval, Sign, unknown
from clustermark.methods.origins import count_origins
from clustermark.methods.upgrading import annual_change, span
from clustermark.study.model import Origin, first_and_last_year

SIGN = "margin-behind"
Found = dict[int, tuple[Interval, tuple[str, ...], tuple[Origin, ...]]]  # by year: a share, its rows, their origins


def margin_behind(context: Context, subject: str, known: Sequence[Record]) -> Sign:
    """The share of the consumer's price that the factory gets, or else profit in output, falls by half a point a year.

    Of several channels the one with ladders of most years counts. Profit alone does not know the consumer's price: it
    only leans, like figures of pages without a range.
    """
    lacking = unknown(SIGN, "no-rows")
    for sign in (_ladders(context, subject), _account(context, subject), _claims(context, subject, known)):
        if sign.answer != "unknown":
            return sign
        lacking = sign if sign.why != "no-rows" and lacking.why == "no-rows" else lacking
    return lacking


def _ladders(context: Context, subject: str) -> Sign:
    """Factory price in the consumer's price, of ladders of one channel and the main product."""
    by_channel: dict[str, Found] = {}
    for ladder in ladders(context.evidence):
        share = _share(ladder)
        if ladder.subject == subject and not ladder.product and share is not None and ladder.year is not None:
            held = by_channel.setdefault(ladder.channel, {})
            held.setdefault(ladder.year, (share, tuple(ladder.rows), tuple(ladder.origins)))
    if not by_channel:
        return unknown(SIGN, "no-rows")
    signs = [_sign(context, found, "price_ladders", channel) for channel, found in sorted(by_channel.items())]
    told = [sign for sign in signs if sign.answer != "unknown"]
    return max(told, key=lambda sign: len(by_channel[str(sign.said["channel"])])) if told else signs[0]


def _share(ladder: Ladder) -> Interval | None:
    """Ends of the factory price in the consumer's price; None where one lacks, is open, or the year is a guess."""
    factory, consumer = ladder.one("factory"), ladder.one("consumer")
    if factory is None or consumer is None or ladder.mixed or ladder.inferred:
        return None
    if consumer[0] <= 0 or inf in (factory[1], consumer[1]):
        return None
    return factory[0] / consumer[1], factory[1] / consumer[0]


def _account(context: Context, subject: str) -> Sign:
    """Profit in output: per cent of it, or money over output of the same year."""
    by_year: dict[int, dict[str, Row]] = {}
    for row in sorted(open_rows(context.evidence, "cluster_accounts"), key=graded):
        at = year(row)
        if at is not None and text(row, "subject") == subject and text(row, "item") in ("profit", "output"):
            by_year.setdefault(at, {}).setdefault(text(row, "item"), row)
    found: Found = {}
    for at, rows in by_year.items():
        share = _profit(rows)
        if share is not None:
            used = [row for item, row in rows.items() if item == "profit" or share[1]]
            references = tuple(text(row, REFERENCE) for row in used)
            found[at] = ((share[0], share[0]), references, tuple(origin_of(row) for row in used))
    return _sign(
        context, found, "cluster_accounts", "", pages_of([row for rows in by_year.values() for row in rows.values()])
    )


def _profit(rows: dict[str, Row]) -> tuple[float, bool] | None:
    """Profit as a share of output, and whether output was needed to compute it."""
    profit, output = (_base(rows.get(item)) for item in ("profit", "output"))
    if profit is not None and profit[1] == "share":
        return profit[0], False
    if profit is None or output is None or profit[1] != output[1] or output[0] <= 0:
        return None
    return profit[0] / output[0], True


def _base(row: Row | None) -> tuple[float, str] | None:
    if row is None:
        return None
    unit, value, high = parse_unit(text(row, "unit")), number(row, "value"), number(row, "value_high")
    if unit is None or value is None:
        return None
    base = in_base((value + (value if high is None else high)) / 2, unit.factor)
    return None if base is None else (base, unit.base.removesuffix("/year"))


def _claims(context: Context, subject: str, known: Sequence[Record]) -> Sign:
    """Published profit margins of stated years, of the scope of which most years are known."""
    scopes: dict[str, Found] = {}
    used: dict[str, list[Record]] = {}
    for one in known:
        asked = one.subject == subject and one.measure == "position.profit_margin" and not one.channel
        if asked and one.value is not None and one.year is not None and not one.inferred and not one.product:
            ends = (one.value, one.high if one.high is not None else one.value)
            scopes.setdefault(one.scope, {}).setdefault(one.year, (ends, one.rows, (one.origin,)))
            used.setdefault(one.scope, []).append(one)
    if not scopes:
        return unknown(SIGN, "no-rows")
    scope = max(sorted(scopes), key=lambda name: len(scopes[name]))
    return _sign(context, scopes[scope], "claims", "", count_origins([one.printing for one in used[scope]]))


def _sign(context: Context, found: Found, basis: str, channel: str, n: int = 1) -> Sign:
    _, last = first_and_last_year(context.study.period)
    years = span(found, last)
    if years is None:
        return unknown(SIGN, "no-earlier-year" if found else "no-rows")
    (first, *_), (final, *_) = found[years[0]], found[years[1]]
    apart, least = years[1] - years[0], lines()[SIGN].least
    points = [float(annual_change(sum(first) / 2, sum(final) / 2, apart, "points"))]
    ends = [float(annual_change(a, b, apart, "points")) for a, b in ((first[1], final[0]), (first[0], final[1]))]
    ranged = first[0] < first[1] and final[0] < final[1]
    falls = points[0] <= -least
    return Sign(
        SIGN,
        answer="yes" if falls else "no",
        firm=basis == "price_ladders" and ranged and all((end <= -least) is falls for end in ends),
        value=sum(final) / 2,
        unit="share",
        change=points[0],
        line=-least,
        years=f"{years[0]}-{years[1]}",
        basis=basis,
        n=max(n, 1),
        rows=tuple(dict.fromkeys(row for at in years for row in found[at][1])),
        origins=tuple(dict.fromkeys(origin for at in years for origin in found[at][2])),
        said={"channel": channel, "first": f"{sum(first) / 2:.4g}"},
    )
