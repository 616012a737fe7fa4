"""Answers of 186 firms in four years, on the sheet of the template: a row a firm, year and channel."""

from collections.abc import Mapping
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any

from sample_cluster.chain import (
    PAY,
    PERSONS,
    PREMIUM,
    YEARS,
    Firm,
    answering,
    sales,
    through,
    types,
)
from sample_cluster.chance import chance, pick
from sample_cluster.grammar import words
from sample_cluster.plan import ZH
from sample_cluster.write import Cell, put_sheet

# complexity, codifiability, capability on the scale from 1 to 7
SCALES: Mapping[str, tuple[float, float, float]] = {
    "market": (2.1, 5.8, 5.7),
    "modular": (5.8, 5.9, 5.8),
    "relational": (5.9, 2.1, 6.0),
    "captive": (5.8, 5.8, 2.1),
}
ITEMS = (4, 4, 5)
SPOILER = (1, 2)  # the third item of codifiability: half of it is noise
POWER: Mapping[str, tuple[float, float, float]] = {  # largest buyer, top three, months to replace the largest
    "contract-export": (56.0, 84.0, 15.0),
    "own-design": (34.0, 62.0, 7.0),
    "own-brand-home": (11.0, 26.0, 3.0),
    "unbranded-home": (27.0, 52.0, 4.0),
}
# what of its buyer's purchases a firm sells it
PART = {"contract-export": 6.0, "own-design": 9.0, "own-brand-home": 14.0, "unbranded-home": 8.0}
# chance that buyers set the price, that they choose inputs, that they are served alone, that they own plants
RULED: Mapping[str, tuple[float, float, float, float]] = {
    "contract-export": (0.9, 0.85, 0.6, 0.06),
    "own-design": (0.5, 0.35, 0.15, 0.1),
    "own-brand-home": (0.04, 0.03, 0.03, 0.04),
    "unbranded-home": (0.1, 0.05, 0.04, 0.05),
}
PRICE = {"contract-export": 6.3, "own-design": 10.5, "own-brand-home": 16.5, "unbranded-home": 6.2}  # CNY a piece, 2023
PRICE_OF_YEAR = {2020: 0.955, 2021: 0.965, 2022: 0.98, 2023: 1.0}
DEFECTS = {2020: 4.2, 2021: 3.3, 2022: 2.7, 2023: 2.6}
DAYS = {2020: 48.0, 2021: 42.0, 2022: 37.0, 2023: 36.0}
NEW = {2020: 14.0, 2021: 14.5, 2022: 17.0, 2023: 21.0}
SPECIFIC = {"contract-export": 58.0, "own-design": 30.0, "own-brand-home": 9.0, "unbranded-home": 12.0}
RESEARCH = {2020: 0.7, 2021: 0.7, 2022: 0.9, 2023: 1.1}
MARKETING = {"contract-export": 0.5, "own-design": 1.2, "own-brand-home": 7.0, "unbranded-home": 0.9}
SECOND = 6  # firms of which a second person answered in the last year
SPOILT = 2  # rows that break a rule


def put_firm_survey(folder: Path) -> None:
    book = words("chain")["survey"]
    rows = [_row(book, firm, year, channel) for year in YEARS for firm in answering() for channel in firm.channels]
    rows += [_second(book, firm, channel) for firm in answering()[2 : 2 + SECOND] for channel in firm.channels]
    put_sheet(folder / "firm-survey.xlsx", book["sheet"], [[book["title"]], book["header"], *rows, *_spoilt(book)])


def _row(book: Mapping[str, Any], firm: Firm, year: int, channel: str) -> list[Cell]:
    role = pick(chance("role", firm.code), book["roles"])
    share = shares(firm, year)[channel]
    common: list[Cell] = [firm.code, ZH["sampleton"], role, year, book["channels"][channel], share]
    money: list[Cell] = [round(sales(firm, year) * 100, 1), "万元", persons(firm, year)]
    return [
        *common,
        *money,
        *answers(firm, year, channel),
        *_power(book, firm, channel),
        *_spending(firm, year, channel),
        *pay(firm, year),
        *_goods(firm, year, channel),
        _within(0.2 + 1.6 * _spread(chance("together", firm.code, year)), -2, 2),
    ]


def shares(firm: Firm, year: int) -> dict[str, float]:
    """Per cent of a firm's sales in each of its channels, with one digit, 100 together."""
    cells = {channel: through(year)[firm.code, channel] for channel in firm.channels}
    found = {channel: round(100 * value / sum(cells.values()), 1) for channel, value in cells.items()}
    largest = max(found, key=lambda channel: found[channel])
    found[largest] = round(100 - sum(value for channel, value in found.items() if channel != largest), 1)
    return found


def persons(firm: Firm, year: int) -> int:
    return max(3, round(firm.persons * PERSONS[year] / PERSONS[2023]))


def answers(firm: Firm, year: int, channel: str) -> list[int]:
    """The thirteen items: the firm's own level, and chance in each item."""
    found = []
    for scale, (level, n) in enumerate(zip(SCALES[types()[firm.code, channel]], ITEMS, strict=True)):
        own = level + 0.7 * _spread(chance("level", firm.code, channel, scale))
        for item in range(n):
            noise = _spread(chance("item", firm.code, channel, year, scale, item))
            value = 4 + 0.5 * (own - 4) + 2.4 * noise if (scale, item) == SPOILER else own + 1.1 * noise
            found.append(_within(value, 1, 7))
    return found


def _power(book: Mapping[str, Any], firm: Firm, channel: str) -> list[Cell]:
    spoken = book["words"]
    rng = chance("power", firm.code, channel)
    first, three, months = POWER[channel]
    largest = round(min(96.0, max(3.0, first + 24 * _spread(rng))))
    top = round(min(100.0, max(largest + 2.0, three + 18 * _spread(rng))))
    price, inputs, alone, plants = (rng.random() < share for share in RULED[channel])
    at_home = channel == "unbranded-home"
    setter = spoken["buyer"] if price else spoken["market"] if at_home else spoken["firm"]
    chooser = spoken["buyer"] if inputs else spoken["firm"]
    design = {"contract-export": "buyer", "own-design": "both"}.get(channel, "firm")
    of_buyer = round(max(0.5, PART[channel] * (1 + 0.6 * _spread(rng))), 1)
    return [largest, top, of_buyer, max(1, round(months * (1 + 0.5 * _spread(rng)))), setter, chooser, _yes(alone),
            spoken[owner(firm, channel)], spoken[design], _yes(plants)]  # fmt: skip


def owner(firm: Firm, channel: str) -> str:
    """Whose mark the goods bear."""
    if channel == "own-brand-home":
        return "common" if firm.mark else "firm"
    return "none" if channel == "unbranded-home" else "buyer"


def _spending(firm: Firm, year: int, channel: str) -> list[Cell]:
    rng = chance("spending", firm.code, year, channel)
    foreign = 40 if firm.code in ("S-004", "S-017") else 0
    research = RESEARCH[year] * (1 + 0.4 * _spread(rng))
    return [foreign, round(research, 2), round(MARKETING[channel] * (1 + 0.4 * _spread(rng)), 2)]


@cache
def pay(firm: Firm, year: int) -> tuple[float, ...]:
    """Per cent of a firm's pay for design, production, marketing, management; 100 together."""
    rng, of_year = chance("pay", firm.code), chance("pay", firm.code, year)
    design, _, marketing, management = PAY[year]
    extra = 1.0 + 0.3 * _spread(rng)
    found = [round(design * (extra + 0.4 * _spread(of_year)), 1), 0.0]
    found += [round(marketing * (extra + 0.4 * _spread(of_year)), 1), round(management + 2 * _spread(of_year), 1)]
    found[1] = round(100 - found[0] - found[2] - found[3], 1)
    return tuple(found)


def _goods(firm: Firm, year: int, channel: str) -> list[Cell]:
    rng = chance("goods", firm.code, year, channel)
    cells = (DEFECTS[year], DAYS[year], NEW[year], SPECIFIC[channel])
    defects, days, new, specific = (value * (1 + 0.25 * _spread(rng)) for value in cells)
    return [price(firm, year, channel), "元/条", round(defects, 2), round(days), round(new, 1), round(specific)]


def price(firm: Firm, year: int, channel: str) -> float:
    """What a piece costs at the gate: chance within a channel, none of it between users of the mark and others."""
    group = [one.code for one in answering() if channel in one.channels and one.mark == firm.mark]
    own = log_noise(channel, year)
    level = own[firm.code] - sum(own[code] for code in group) / len(group)
    dearer = PREMIUM if channel == "own-brand-home" and firm.mark else 1.0
    return round(PRICE[channel] * PRICE_OF_YEAR[year] * dearer * exp(level), 2)


@cache
def log_noise(channel: str, year: int) -> Mapping[str, float]:
    """By how much each firm's price stands off the others': its own level, and the chance of a year."""
    return {
        one.code: log(1 + 0.12 * _spread(chance("price", one.code, channel)))
        + 0.06 * _spread(chance("price", one.code, channel, year))
        for one in answering()
        if channel in one.channels
    }


def _second(book: Mapping[str, Any], firm: Firm, channel: str) -> list[Cell]:
    """A second person of the firm, who sees it much alike."""
    row = _row(book, firm, YEARS[-1], channel)
    first = row[2]
    row[2] = next(role for role in book["roles"] if role != first)
    at = book["header"].index("复杂度1：规格多")
    rng = chance("second", firm.code, channel)
    for place in range(at, at + sum(ITEMS), 4):
        row[place] = _within(int(str(row[place])) + (1 if rng.random() < 0.5 else -1), 1, 7)
    return row


def _spoilt(book: Mapping[str, Any]) -> list[list[Cell]]:
    """An answer of 8 on a scale of seven, and pay that does not make 100."""
    firm = answering()[-1]
    first, second = (_row(book, firm, YEARS[0], firm.channels[0]) for _ in (0, 1))
    first[2], second[2] = "班组长", "仓管"
    first[book["header"].index("复杂度2：非目录品")] = 8
    second[book["header"].index("生产薪酬占比（%）")] = 75
    return [first, second]


def _spread(rng: Any) -> float:
    """Between -1.5 and 1.5, mean 0, standard deviation 0.5."""
    return float(rng.random() + rng.random() + rng.random() - 1.5)


def _within(value: float, low: int, high: int) -> int:
    return min(high, max(low, int(value + 1000.5) - 1000))


def _yes(value: bool) -> str:
    return "是" if value else "否"
