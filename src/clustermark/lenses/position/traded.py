"""What trade records say of a cluster: price and quality against rivals, upgrading, regimes, markets, advantage.

The exports of an economy are never called those of a cluster: only records whose region of the trader names it, or,
where none does, the nearest region that it lies within (said in the parameter `stands-for`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from clustermark.evidence.fold import fold
from clustermark.evidence.model import REFERENCE
from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, pairs
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import MOST_ROWS, Ground, measured
from clustermark.lenses.position import trade_flaws, trade_goods, trade_tables
from clustermark.lenses.position.drawn import nearest_year, steady
from clustermark.lenses.position.trade_cells import Trade, version_of
from clustermark.lenses.position.trade_names import regions
from clustermark.lenses.position.trade_prices import LEAST_RIVALS, SIGMA, SIGMAS
from clustermark.lenses.position.trade_rows import TABLE
from clustermark.lenses.position.trade_years import METHOD, Exports, Price, Year, exports_of, product_of, trade_of
from clustermark.lenses.protocol import Found
from clustermark.methods.comparable import span
from clustermark.methods.trade.quality import band
from clustermark.methods.trade.specialisation import upgrading
from clustermark.study.model import ORIGINS

PRICE, BAND, QUALITY = "position.relative_unit_value", "position.price_band", "position.quality"
UPGRADED = "position.trade_upgraded"
PROCESSING, CONCENTRATION = "position.processing_share", "position.market_concentration"
OF_PRICES = (PRICE, BAND, QUALITY)
ASKED = (*OF_PRICES, UPGRADED, PROCESSING, CONCENTRATION)
APART = 3  # years between the first and the last of an upgrading
OWN_ROWS, RIVAL_ROWS = 6, 2  # references of a finding
Lack = tuple[str, Mapping[str, object]]
Interval = tuple[float, float] | None


def find(context: Context) -> Found:
    """Findings and result tables of every cluster of the study; nothing for a study without trade records."""
    trade = trade_of(context)
    if trade is None:
        return Found([])
    found = exports_of(context, trade)
    findings: list[Finding] = []
    for subject in context.subjects:
        own = [one for one in found if one.subject == subject]
        for one in own:
            for period in dict.fromkeys((context.study.period, *context.study.past)):
                findings += _Told(context, trade, one, period).findings()
        if not own:
            why, fields = _why_not_own(context, trade, subject)
            findings += [_lacking(context, measure, subject, why, fields) for measure in ASKED]
    goods = trade_goods.find(context, frozenset(one.subject for one in found))
    told = trade_flaws.flaws(context, trade, product_of(context.study))
    return Found([*findings, *goods], trade_tables.tables(trade, found), told)


def _why_not_own(context: Context, trade: Trade, subject: str) -> Lack:
    """Why no record is the cluster's: they are confidential, in money without a rate, or name no region of it."""
    if subject in trade.own and trade.no_rate:
        source, (target, years) = min(trade.no_rate.items())
        return "trade-no-rate", {"source": source, "target": target, "years": years}
    frame = context.evidence.tables[TABLE]
    if context.evidence.covered and "trader_region" in frame.columns:
        hidden = frame.filter(pl.col(REFERENCE).is_in(list(context.evidence.covered)))
        names = regions(context.evidence, [subject])[subject]
        if any(fold(text) in names for text in hidden["trader_region"].drop_nulls().unique().to_list()):
            return "confidential", {}
    return "no-own-trade", {}


def _lacking(
    context: Context, measure: str, subject: str, why: str, fields: Mapping[str, object], product: str = ""
) -> Finding:
    made = insufficient(context, measure, subject, measures()[measure].unit, why, **fields)
    return replace(made, dimensions=pairs(product=product), method=METHOD)


def _unsure(price: Price) -> dict[str, object]:
    """What a reader must know of a band whose limits the interval crosses."""
    if price.interval is None or price.relative is None:
        return {}
    low, high = price.interval
    bands = dict.fromkeys(band(one) for one in (low, price.relative, high))
    return {"at-most": "leaning", "codes": "/".join(bands)} if len(bands) > 1 else {}


def _overlap(one: Interval, other: Interval) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


class _Told:
    """The findings of one subject, product and period: what they share is held once."""

    def __init__(self, context: Context, trade: Trade, exports: Exports, period: str) -> None:
        self._context, self._trade, self._exports, self._period = context, trade, exports, period
        self._now = period == context.study.period
        self._cells = trade.values.filter(pl.col("product") == exports.number)
        self._homes = trade.homes[exports.subject]
        self._references = context.evidence.tables[TABLE][REFERENCE]

    def findings(self) -> Iterator[Finding]:
        """The findings of the period; where the study period has none, why."""
        yield from self._prices()
        yield from self._upgraded()
        yield from self._processing()
        yield from self._concentration()

    def _prices(self) -> Iterator[Finding]:
        compared = {one.year: (one, price) for one in self._exports.years if (price := self._compared(one))}
        at = nearest_year(compared, self._period)
        if at is None:
            why, fields = self._why_no_price(sorted(compared))
            yield from self._missing(OF_PRICES, why, fields)
            return
        year, price = compared[at]
        assert price.relative is not None and price.quality is not None
        said = self._said_of_prices(year, price)
        ends = price.interval
        yield self._told(PRICE, steady(price.relative), year, price.records, said, ends, "bootstrap")
        yield self._told(BAND, band(price.relative), year, price.records, said | _unsure(price))
        point, low, high = price.quality
        said |= {"elasticity": f"{SIGMA:g}", "elasticities": f"{SIGMAS[0]:g}-{SIGMAS[-1]:g}"} | self._place(at)
        yield self._told(QUALITY, steady(point), year, price.records, said, (low, high), "sensitivity")

    def _compared(self, year: Year) -> Price | None:
        price = year.price(self._exports.unit)
        return price if price is not None and price.relative is not None else None

    def _why_no_price(self, years: Sequence[int]) -> Lack:
        if years:
            return "outside-years", {"years": span((one, one) for one in years)}
        units = {price.unit for one in self._exports.years for price in one.prices}
        if not units:
            return "trade-no-quantity", {"n": sum(one.records for one in self._exports.years)}
        others = self._trade.prices.filter(
            (pl.col("product") == self._exports.number)
            & (pl.col("exporter") >= 0)
            & ~pl.col("exporter").is_in(list(self._homes))
        )
        told = {self._trade.books.units.texts[unit] for unit in others["unit"].unique().to_list()}
        if told and not units & told:
            return "trade-units-differ", {"own-unit": min(units), "other-unit": min(told)}
        return "trade-few-rivals", {"least": LEAST_RIVALS}

    def _said_of_prices(self, year: Year, price: Price) -> dict[str, object]:
        return self._said(year) | {
            "per": price.unit,
            "cells": price.cells,
            "rivals": f"{price.rivals:g}",
            "compared": f"{price.compared / price.value:.4g}",
            "drawn-in": self._exports.moved or "",
            "hs-digits": self._trade.levels[self._exports.number],
            "hs-version": version_of(self._trade, self._exports.number),
            "other-units": ",".join(sorted(one.unit for one in year.prices if one.unit != price.unit)),
        }

    def _said(self, year: Year) -> dict[str, object]:
        stands = self._trade.stands[self._exports.subject]
        left = self._trade.left.get(self._exports.subject, {})
        return {
            "stands-for": "" if stands == self._exports.subject else stands,
            "months": "" if year.whole else year.months,
            "without-quantity": year.without_quantity or "",
            "at-most": "" if stands == self._exports.subject else "leaning",
            "converted": self._rate(year.year),
            "no-rate": ",".join(f"{name}:{years}" for name, (_, years) in sorted(self._trade.no_rate.items())),
            **{f"left-{why}": count for why, count in left.items()},
        }

    def _rate(self, year: int) -> str:
        """The rate that money of the year was converted by, as findings hold it: "USD/CNY/2021/7"."""
        rate = self._trade.rates.get(year)
        return "" if rate is None else f"{rate.currency}/{rate.per}/{rate.year}/{float(rate.value):.6g}"

    def _place(self, at: int) -> dict[str, object]:
        """The subject's place among all that sell in its markets, by quality."""
        unit = self._trade.books.units.numbers[self._exports.unit]
        rows = self._exports.rivals.filter((pl.col("year") == at) & (pl.col("unit") == unit))
        own = rows.filter("own")["quality"]
        better = rows.filter(pl.col("quality") > own[0]).height if len(own) else 0
        return {"place": better + 1, "of": rows.height} if len(own) else {}

    def _upgraded(self) -> Iterator[Finding]:
        known = {
            one.year: (one, price.relative, one.market_share, price)
            for one in self._exports.years
            if (price := self._compared(one)) and one.market_share is not None and price.relative is not None
        }
        last = nearest_year(known, self._period)
        first = None if last is None else min((year for year in known if last - year >= APART), default=None)
        if last is None or first is None:
            reach = 0 if not known else max(known) - min(known) + 1
            yield from self._missing([UPGRADED], "trade-few-years", {"n": reach, "least": APART + 1})
            return
        (_, relative, share, before), (year, now, share_now, after) = known[first], known[last]
        assert relative is not None and now is not None and share is not None and share_now is not None
        said = self._said_of_prices(year, after) | {
            "from": first,
            "to": last,
            "relative-from": f"{relative:.4g}",
            "relative-to": f"{now:.4g}",
            "share-from": f"{share:.4g}",
            "share-to": f"{share_now:.4g}",
            "exporters": year.exporters,
        }
        if _overlap(before.interval, after.interval):
            said["at-most"] = "leaning"
        made = self._told(UPGRADED, upgrading((relative, now), (share, share_now)), year, after.records, said)
        yield replace(made, years=f"{first}-{last}")

    def _processing(self) -> Iterator[Finding]:
        known = {one.year: one for one in self._exports.years if one.processing is not None}
        at = nearest_year(known, self._period)
        if at is None:
            yield from self._missing([PROCESSING], *self._why_of("trade-no-regime", known))
            return
        year = known[at]
        assert year.processing is not None
        low = year.processing * year.regime_known
        ends = None if year.regime_known > 0.9999 else (low, low + 1 - year.regime_known)
        said = self._said(year) | {"regime-known": f"{year.regime_known:.4g}"}
        yield self._told(PROCESSING, steady(year.processing), year, year.records, said, ends, "bounds", rivals=False)

    def _concentration(self) -> Iterator[Finding]:
        known = {one.year: one for one in self._exports.years if one.concentration is not None}
        at = nearest_year(known, self._period)
        if at is None:
            yield from self._missing([CONCENTRATION], *self._why_of("trade-no-market", known))
            return
        year = known[at]
        assert year.concentration is not None
        said = self._said(year) | {
            "form": "not-normalised",
            "markets": year.markets,
            "largest-three": f"{year.top_three:.4g}",
        }
        yield self._told(CONCENTRATION, steady(year.concentration), year, year.records, said, rivals=False)

    def _why_of(self, why: str, known: Mapping[int, Year]) -> Lack:
        return ("outside-years", {"years": span((one, one) for one in sorted(known))}) if known else (why, {})

    def _missing(self, asked: Sequence[str], why: str, fields: Mapping[str, object]) -> Iterator[Finding]:
        """Why the study period has no finding; a past period without one is no question."""
        if self._now:
            for measure in asked:
                yield _lacking(self._context, measure, self._exports.subject, why, fields, self._exports.product)

    def _told(
        self,
        measure: str,
        value: float | str,
        year: Year,
        n: int,
        said: Mapping[str, object],
        ends: Interval = None,
        by: str = "",
        *,
        rivals: bool = True,
    ) -> Finding:
        made = measured(
            self._context,
            measure,
            self._exports.subject,
            value,
            self._ground(year.year, n, rivals),
            interval=None if ends is None else (steady(ends[0]), steady(ends[1])),
            by=by if ends is not None else "",
            dimensions={"product": self._exports.product},
            parameters=said,
            at_best="published",
            period=self._period,
        )
        return replace(made, years=str(year.year))

    def _ground(self, year: int, n: int, rivals: bool) -> Ground:
        """The records of the year: the largest of the cluster, and of rivals in its markets, stand as references."""
        here = self._cells.filter(pl.col("year") == year).sort(["value", "first"], descending=[True, False])
        own = here.filter(pl.col("exporter") == self._trade.own[self._exports.subject])
        parts = [own.head(OWN_ROWS if rivals else OWN_ROWS + RIVAL_ROWS)]
        used = [own]
        if rivals:
            rivals_only = (pl.col("exporter") >= 0) & ~pl.col("exporter").is_in(list(self._homes))
            others = here.filter(rivals_only).join(own.select("code", "market"), ["code", "market"], "semi")
            parts, used = [*parts, others.head(RIVAL_ROWS)], [own, others]
        at = pl.concat([part["first"] for part in parts])
        origins = sorted({ORIGINS[one] for part in used for one in part["origin"].unique().to_list()})
        rate = self._trade.rates.get(year)
        rows = [*self._references.gather(at).to_list()[: MOST_ROWS - (rate is not None)], *([rate.row] if rate else [])]
        return Ground(rows, origins, n, "records", METHOD)
