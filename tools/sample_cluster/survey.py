"""Six hundred answers, as a survey platform exports them: a row a respondent, several choices in one cell."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sample_cluster.chance import between, chance, dealt, shuffled, weighted
from sample_cluster.grammar import words
from sample_cluster.plan import TOWNS, ZH
from sample_cluster.write import Cell, put_csv, put_sheet

PEOPLE = 600
SEX = (("男", 0.38, 0.5), ("女", 0.62, 0.5))  # share in the sample, in the population
AGE = (("18至29岁", 0.45, 0.24), ("30至44岁", 0.3, 0.31), ("45至59岁", 0.18, 0.28), ("60岁及以上", 0.07, 0.17))
USE = (("家庭用户", 0.6), ("店铺采购商", 0.25), ("酒店采购商", 0.15))
FUNNEL: Mapping[str, tuple[float, ...]] = {  # of all: aware; of those before: consider, prefer, bought, would again
    "sampleton": (0.58, 0.6, 0.14, 0.62, 0.45),
    "modelham": (0.52, 0.78, 0.72, 0.68, 0.74),
    "instanceby": (0.36, 0.58, 0.42, 0.7, 0.5),
    "fictionbury": (0.3, 0.62, 0.34, 0.45, 0.6),
    "supposeford": (0.28, 0.66, 0.4, 0.52, 0.68),
}
OLDER = {"18至29岁": -0.1, "30至44岁": 0.0, "45至59岁": 0.12, "60岁及以上": 0.2}  # on awareness of the focus
USES = {  # on awareness, by town
    "家庭用户": {},
    "店铺采购商": {"sampleton": 0.22, "instanceby": 0.1},
    "酒店采购商": {"modelham": 0.35, "sampleton": -0.1},
}
LIKED = {"sampleton": 6.6, "modelham": 8.2}  # mean of 0 to 10
SCALE = {"sampleton": (2.9, 0.85, 0.6), "modelham": (3.7, 0.7, 0.65)}  # mean, common and own spread of an item
IMAGE: Mapping[str, Sequence[float]] = {  # share of those who know the town that grant it: in the order of the words
    "sampleton": (0.22, 0.8, 0.2, 0.18, 0.5, 0.12),
    "modelham": (0.72, 0.25, 0.4, 0.42, 0.3, 0.25),
    "instanceby": (0.3, 0.55, 0.35, 0.15, 0.75, 0.06),
    "fictionbury": (0.4, 0.12, 0.78, 0.3, 0.1, 0.75),
    "supposeford": (0.62, 0.2, 0.35, 0.68, 0.25, 0.1),
}
HEARD = {  # by use of towels: channels in the order of the words
    "家庭用户": (6, 4, 3, 1, 0.3, 0.5),
    "店铺采购商": (2, 3, 1, 6, 3, 1),
    "酒店采购商": (1, 0.5, 2, 2, 6, 3),
}
SKIPPED = "(跳过)"
DAY = datetime.datetime(2023, 10, 9, 9, 0)


@dataclass
class Person:
    """One respondent."""

    sex: str
    age: str
    use: str
    aware: list[str] = field(default_factory=list)
    considered: list[str] = field(default_factory=list)
    preferred: str = ""
    bought: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)


def people() -> list[Person]:
    """Everyone, with what each knows, likes and buys."""
    rng = chance("people")
    sexes = dealt(rng, PEOPLE, [(name, share) for name, share, _ in SEX], SEX[0][0])
    ages = dealt(rng, PEOPLE, [(name, share) for name, share, _ in AGE], AGE[0][0])
    uses = dealt(rng, PEOPLE, list(USE), USE[0][0])
    found = [Person(sex, age, use) for sex, age, use in zip(sexes, ages, uses, strict=True)]
    for number, person in enumerate(found, start=1):
        _answer(person, number)
    return found


def _answer(person: Person, number: int) -> None:
    rng = chance("person", number)
    best = []
    for town in TOWNS:
        aware, consider, prefer, buy, again = FUNNEL[town]
        aware += USES[person.use].get(town, 0.0) + (OLDER[person.age] if town == "sampleton" else 0.0)
        draws = [rng.random() for _ in range(5)]
        if draws[0] >= aware:
            continue
        person.aware.append(town)
        if draws[1] < consider:
            person.considered.append(town)
            if draws[2] < prefer:
                best.append(town)
            if draws[3] < buy:
                person.bought.append(town)
                if draws[4] < again:
                    person.again.append(town)
    if best:
        person.preferred = weighted(rng, best, [FUNNEL[town][2] for town in best])


def put_survey(folder: Path) -> None:
    book = words("survey")
    found = people()
    header = [*book["platform"]["header"], *(question for question, *_ in _questions(book))]
    rows = [_row(book, number, person) for number, person in enumerate(found, start=1)]
    put_sheet(folder / "survey.xlsx", "Sheet1", [header, *rows, rows[41]])  # one answer stands twice
    put_csv(folder / "survey-items.csv", book["items"]["header"], _items(book))
    put_csv(folder / "margins.csv", ["survey", "item", "option", "share", "year", "publisher"], _margins(book))


def _questions(book: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Header, key and town of each question, numbered as the platform does."""
    found: list[tuple[str, str, str]] = [(text, key, "") for key, text in book["questions"].items()]
    for town in ("sampleton", "modelham"):
        found.append((book["recommend"]["text"].format(place=ZH[town]), "recommend", town))
        found += [(text.format(place=ZH[town]), f"scale {at}", town) for at, text in enumerate(book["scale"]["items"])]
    found += [
        (book["image"]["text"].format(attribute=attribute), f"image {at}", "")
        for at, attribute in enumerate(book["image"]["attributes"])
    ]
    return [(f"{number}、{text}", key, town) for number, (text, key, town) in enumerate(found, start=1)]


def _row(book: Mapping[str, Any], number: int, person: Person) -> list[Cell]:
    rng = chance("answers", number)
    when = DAY + datetime.timedelta(minutes=37 * number + between(rng, 0, 30))
    cells: list[Cell] = [number, f"{when:%Y/%m/%d %H:%M:%S}", f"{between(rng, 48, 420)}秒"]
    cells += [weighted(rng, ["微信", "链接", "手机提交"], [5.0, 2.0, 3.0]), "N/A", "（已删除）"]
    mood = {town: rng.random() + rng.random() + rng.random() - 1.5 for town in TOWNS}  # mean 0, deviation 0.5
    for _, key, town in _questions(book):
        cells.append(_cell(book, person, key, town, mood, rng))
    return cells


def _cell(book: Mapping[str, Any], person: Person, key: str, town: str, mood: Mapping[str, float], rng: Any) -> Cell:
    plain = {"sex": person.sex, "age": person.age, "use": person.use, "preferred": ZH.get(person.preferred, "没有首选")}
    if key in plain:
        return plain[key]
    if key in ("aware", "considered", "bought", "again"):
        return _several([ZH[one] for one in getattr(person, key)], "以上都没有")
    if key == "heard":
        return _heard(book, person, rng)
    if key.startswith("image"):
        at = int(key.split()[1])
        return _several([ZH[one] for one in person.aware if rng.random() < IMAGE[one][at]], "都不符合")
    own = rng.random() + rng.random() + rng.random() - 1.5
    if town not in person.aware:
        return SKIPPED
    if key == "recommend":
        return _within(LIKED[town] + 3.4 * mood[town] + 1.6 * own, 0, 10)
    mean, common, alone = SCALE[town]
    score = _within(mean + 2 * common * mood[town] + 2 * alone * own, 1, 5)
    return 6 - score if int(key.split()[1]) in book["scale"]["reversed"] else score


def _within(value: float, low: int, high: int) -> int:
    return min(high, max(low, int(value + 0.5)))


def _several(chosen: Sequence[str], none: str) -> str:
    return "┋".join(chosen) if chosen else none


def _heard(book: Mapping[str, Any], person: Person, rng: Any) -> str:
    if not person.aware:
        return "没有听说过"
    first = weighted(rng, book["heard"]["channels"], list(HEARD[person.use]))
    second = weighted(rng, book["heard"]["channels"], list(HEARD[person.use]))
    return _several(list(dict.fromkeys(shuffled(rng, [first, second]))), "")


def _items(book: Mapping[str, Any]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    roles = {"aware": "awareness", "considered": "consideration", "preferred": "preference", "bought": "purchase"}
    for header, key, town in _questions(book):
        plain: list[Cell] = ["survey", header, header.split("、", 1)[1]]
        if key in ("sex", "age", "use"):
            rows.append([*plain, "demographic", "", book["demographics"][key], "", "", "", ""])
        elif key == "heard":
            rows.append([*plain, "channel", "", "", "", "", "", ""])
        elif key == "recommend":
            rows.append([*plain, "recommendation", town, "", 0, 10, "", ""])
        elif key.startswith("scale"):
            turned = "yes" if int(key.split()[1]) in book["scale"]["reversed"] else ""
            rows.append([*plain, "equity", town, book["scale"]["name"], 1, 5, turned, ""])
        elif key.startswith("image"):
            attribute = book["image"]["attributes"][int(key.split()[1])]
            rows += [[*plain, "image", one, attribute, "", "", "", ZH[one]] for one in TOWNS]
        else:
            rows += [[*plain, roles.get(key, "loyalty"), one, "", "", "", "", ZH[one]] for one in TOWNS]
    return rows


def _margins(book: Mapping[str, Any]) -> list[list[Cell]]:
    headers = {key: header for header, key, _ in _questions(book)}
    rows: list[list[Cell]] = []
    for key, options in (("sex", SEX), ("age", AGE)):
        rows += [["survey", headers[key], option, share, "2022", "示例统计局"] for option, _, share in options]
    return rows
