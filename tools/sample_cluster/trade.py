"""Trade of two kinds: the customs' months by region of the trader, and all exporters of the same goods by year.

Quantities follow the demand that the method of Khandelwal, Schott and Wei assumes, with a quality planted for each
exporter: ln q = size of the market and weight of the product + (sigma - 1) ln quality - sigma ln price.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any

from sample_cluster.chain import OUTPUT, YEARS
from sample_cluster.chance import chance
from sample_cluster.grammar import words
from sample_cluster.write import Cell, put_csv

SIGMA = 5.0
HOME = "951"
RIVALS = ("952", "953", "954")
RATE = 7.0  # CNY a US dollar, every year
EXPORT_SHARE = 0.28
OURS = {2020: -0.10, 2021: -0.06, 2022: 0.02, 2023: 0.10}  # ln quality of the cluster
QUALITY = {"952": 0.75, "953": 0.42, "954": -0.25}
PRICES = {2020: 6.3, 2021: 6.4, 2022: 6.65, 2023: 6.9}  # US dollars a kilogram, of the cluster
PRICE = {"952": 11.5, "953": 9.2, "954": 5.6}
PROCESSING = {2020: 0.44, 2021: 0.42, 2022: 0.38, 2023: 0.35}  # of the cluster's exports
ON_OTHERS_ACCOUNT = 0.3  # of processing: with materials that the buyer sends
OTHER_REGION = (0.25, 0.94)  # quantity and price of the traders of the other region, against the cluster
SEASON = (0.9, 0.6, 0.9, 1.0, 1.0, 1.05, 1.1, 1.2, 1.25, 1.1, 1.0, 0.9)
MISSING = 17  # every so many rows of small exporters has no quantity

Year = tuple[str, str, str, int]  # exporter, product, market, year


def put_trade(folder: Path) -> None:
    book = words("chain")["trade"]
    rows = list(_months(book))
    put_csv(folder / "customs.csv", book["customs_header"], [row for row, _, _ in rows], encoding="gb18030")
    put_csv(folder / "exporters-HS17.csv", ["t", "i", "j", "k", "v", "q"], _by_exporter(book, rows))


@cache
def cells() -> Mapping[Year, tuple[float, float]]:
    """Kilograms and dollars of the cluster ("ours") and of its rivals, by product, market and year."""
    book = words("chain")["trade"]
    served = [(number, size) for number, _, size in book["markets"]]
    found: dict[Year, tuple[float, float]] = {}
    for year in YEARS:
        for exporter in ("ours", *RIVALS):
            for code, _, factor, _, weight in book["products"]:
                for market, size in served if exporter == "ours" else [*served, *book["elsewhere"]]:
                    found[exporter, code, market, year] = _cell(exporter, code, market, year, factor, weight * size)
        value = sum(money for (exporter, *_, when), (_, money) in found.items() if exporter == "ours" and when == year)
        scale = OUTPUT[year] * 1e6 * EXPORT_SHARE / RATE / value
        found |= {key: (q * scale, v * scale) for key, (q, v) in found.items() if key[3] == year}
    return found


def _cell(exporter: str, code: str, market: str, year: int, factor: float, size: float) -> tuple[float, float]:
    rng = chance("trade", exporter, code, market, year)
    quality = OURS[year] if exporter == "ours" else QUALITY[exporter]
    level = PRICES[year] if exporter == "ours" else PRICE[exporter]
    price = level * (1 + 0.06 * (rng.random() - 0.5))
    quantity = size * exp((SIGMA - 1) * quality - SIGMA * log(price) + 0.1 * (rng.random() - 0.5))
    return quantity, quantity * price * factor


def _months(book: Mapping[str, Any]) -> Iterator[tuple[list[Cell], Year, tuple[int, int]]]:
    """Rows of the customs, the cell of the year that each is part of, and its kilograms and dollars."""
    for year in YEARS:
        for month, season in enumerate(SEASON, start=1):
            for code, label, _, weight, _ in book["products"]:
                for market, land, _ in book["markets"]:
                    key = ("ours", code, market, year)
                    yield from _rows(book, key, (month, season), label, land, weight)


def _rows(
    book: Mapping[str, Any], key: Year, when: tuple[int, float], label: str, land: str, weight: float
) -> Iterator[tuple[list[Cell], Year, tuple[int, int]]]:
    _, code, market, year = key
    quantity, value = cells()[key]
    part = when[1] / sum(SEASON)
    for region, (more, dearer) in zip(book["regions"], ((1.0, 1.0), OTHER_REGION), strict=True):
        for regime, share in zip(book["regimes"], regimes(year), strict=True):
            kilograms = max(1, round(quantity * part * share * more))
            dollars = max(1, round(value * part * share * more * dearer))
            row: list[Cell] = [year, f"{year}{when[0]:02d}", code, label, market, land, regime, region,
                               f"{kilograms:,}", book["kilograms"], f"{max(1, round(kilograms / weight)):,}",
                               book["pieces"], f"{dollars:,}"]  # fmt: skip
            yield row, key, (kilograms, dollars)


def regimes(year: int) -> tuple[float, float, float]:
    """Shares of ordinary trade and of the two kinds of processing."""
    processing = PROCESSING[year]
    return 1 - processing, processing * (1 - ON_OTHERS_ACCOUNT), processing * ON_OTHERS_ACCOUNT


def _by_exporter(book: Mapping[str, Any], months: list[tuple[list[Cell], Year, tuple[int, int]]]) -> list[list[Cell]]:
    """Thousand dollars and tonnes by exporter, market, six digits and year; the home economy is all its regions."""
    sums: dict[tuple[int, str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for _, (_, code, market, year), (kilograms, dollars) in months:
        _add(sums[year, HOME, market, code[:6]], kilograms, dollars)
    for (exporter, code, market, year), (quantity, value) in cells().items():
        if exporter != "ours":
            _add(sums[year, exporter, market, code[:6]], quantity, value)
    rows: list[list[Cell]] = []
    for at, ((year, exporter, market, code), (quantity, value)) in enumerate(sorted(sums.items())):
        unknown = market in {number for number, _ in book["elsewhere"]} and at % MISSING == 0
        rows.append([year, exporter, market, code, f"{value / 1e3:.3f}", "NA" if unknown else f"{quantity / 1e3:.3f}"])
    return rows


def _add(sums: list[float], quantity: float, value: float) -> None:
    sums[0] += quantity
    sums[1] += value
