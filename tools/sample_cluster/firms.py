"""The firm list, as an office keeps it: GB 18030, revenue in ten thousands, closed firms and a few that stand twice."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sample_cluster.chain import Firm, firms, sales
from sample_cluster.chance import between, chance, pick
from sample_cluster.grammar import words
from sample_cluster.plan import PERIOD, ZH
from sample_cluster.write import Cell, put_csv


def put_firms(folder: Path) -> None:
    book = words("chain")["firms"]
    put_csv(folder / "firms.csv", book["header"], [*_at_work(book), *_closed(book), *_again(book)], encoding="gb18030")


def _at_work(book: Mapping[str, Any]) -> list[list[Cell]]:
    return [_row(book, firm) for firm in firms()]


def _row(book: Mapping[str, Any], firm: Firm) -> list[Cell]:
    rng = chance("listed", firm.code)
    form = "个体工商户" if firm.persons < 20 else "有限责任公司"
    revenue = f"{sales(firm, int(PERIOD)) * 100:,.0f}" if rng.random() > 0.04 else ""
    persons: Cell = firm.persons if rng.random() > 0.03 else f"{firm.persons // 10 * 10}以上"
    rest = [firm.brand, "是" if firm.mark else "否", "是" if firm.code == "S-001" else "否"]
    industry, product = book["industries"][firm.kind], book["products"][firm.kind]
    return [firm.name, firm.code, ZH["sampleton"], PERIOD, "存续", form, industry, product, persons, revenue,
            firm.founded, *rest, book["districts"][firm.district]]  # fmt: skip


def _closed(book: Mapping[str, Any]) -> list[list[Cell]]:
    rng = chance("closed")
    rows: list[list[Cell]] = []
    for at in range(book["closed"]):
        kind = pick(rng, book["kinds"])
        founded = f"{between(rng, 1988, 2012)}-06-01"
        rows.append([f"示例{kind}{901 + at}", f"S-{901 + at}", ZH["sampleton"], PERIOD, "注销" if at % 3 else "吊销",
                     "有限责任公司", book["industries"][kind], book["products"][kind], between(rng, 5, 60), "", founded,
                     "", "否", "否", book["districts"][at % 2]])  # fmt: skip
    return rows


def _again(book: Mapping[str, Any]) -> list[list[Cell]]:
    """The same code a second time, under another name."""
    twice: Sequence[Firm] = firms()[40 : 40 + book["again"]]
    return [[firm.name + "（原厂）", *_row(book, firm)[1:]] for firm in twice]
