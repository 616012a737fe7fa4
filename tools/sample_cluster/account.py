"""The account of the cluster and its payroll by function: one workbook, the sheets of the template."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sample_cluster.chain import CHANNELS, FUNCTIONS, PAY, SALES, YEARS
from sample_cluster.grammar import words
from sample_cluster.plan import PERIOD, ZH
from sample_cluster.write import Cell, put_book

HOME, PARENT = "XOW", "C13"  # the cell of the world table that the cluster is part of
PAYROLL = 1230.0  # million CNY, as in the account
_GROWTH = {2020: 0.93, 2023: 1.0}  # of pay


def put_account(folder: Path) -> None:
    book, pay = words("chain")["account"], words("chain")["payroll"]
    put_book(
        folder / "account.xlsx",
        {book["sheet"]: [book["header"], *_account(book)], pay["sheet"]: [pay["header"], *_payroll(pay)]},
    )


def _account(book: Mapping[str, Any]) -> list[list[Cell]]:
    place = ZH["sampleton"]
    rows: list[list[Cell]] = [
        [place, item, of, value, high, bound, unit, int(PERIOD), HOME, PARENT, grade, party, publisher, zh, en]
        for item, of, value, high, bound, unit, grade, party, publisher, zh, en in book["rows"]
    ]
    rows += [
        [place, item, "", value, "", "", unit, year, HOME, PARENT, grade, "", "示例统计局", "历年年报", "yearbooks"]
        for year, item, value, unit, grade in book["earlier"]
    ]
    labels = words("chain")["survey"]["channels"]
    source = ["B", "是", book["share_publisher"], *book["share_where"]]
    rows += [
        [place, book["share_of_sales"], labels[channel], share, "", "", "%", year, HOME, PARENT, *source]
        for year in YEARS
        for channel, share in zip(CHANNELS, SALES[year], strict=True)
    ]
    return rows


def paid(year: int) -> dict[str, float]:
    """Pay of each function, million CNY."""
    whole = PAYROLL * _GROWTH[year]
    return {name: whole * share / 100 for name, share in zip(FUNCTIONS, PAY[year], strict=True)}


def _payroll(book: Mapping[str, Any]) -> list[list[Cell]]:
    place = ZH["sampleton"]
    rows: list[list[Cell]] = []
    for year in _GROWTH:
        for name, money in paid(year).items():
            people = round(money / (book["average_pay"][name] * _GROWTH[year]))
            bought = round(book["services"][name] * 100 * (_GROWTH[year] if year == int(PERIOD) else 0.7))
            rows.append([place, book["scopes"]["cluster"], book["functions"][name], year, people, round(money * 100),
                         bought, "万元", 186, "B", "示例镇毛巾协会"])  # fmt: skip
    for name, (money, bought) in book["sector"].items():
        rows.append([place, book["scopes"]["sector"], book["functions"][name], int(PERIOD), "", round(money * 100),
                     round(bought * 100), "万元", "", "A", "示例国家统计局"])  # fmt: skip
    return rows
