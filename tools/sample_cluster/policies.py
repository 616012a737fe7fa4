"""Forty policy texts, a file each: the instruments of each side are planted, and the year in which the mix changed."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sample_cluster.chance import between, chance, pick, shuffled
from sample_cluster.grammar import filled, words
from sample_cluster.plan import EN, FOCUS, TOWNS, ZH
from sample_cluster.write import put

CHANGE = 2021  # from this year on the focus also moves demand
YEARS: Mapping[str, Sequence[int]] = {
    "sampleton": (2016, 2017, 2018, 2018, 2019, 2020, 2020, 2021, 2021, 2021, 2021, 2021, 2021, 2022, 2022, 2022,
                  2023, 2023, 2023, 2023),
    "modelham": (2018, 2019, 2020, 2021, 2022, 2023, 2023, 2023),
    "instanceby": (2019, 2021, 2022, 2023, 2023),
    "fictionbury": (2018, 2020, 2022, 2023),
    "supposeford": (2020, 2022, 2023),
}  # fmt: skip
PASSAGES = {  # with an instrument in each text: supply, environment, demand
    "before": (7, 3, 0),
    "after": (6, 3, 2),
    "peers": (4, 4, 4),
}
NEUTRAL = 4
LEVELS = ("town", "town", "county", "town", "association", "town", "provincial")
ENGLISH = ("sampleton", "modelham")  # the last text by the association of each of these towns is in English
PROVINCE = {
    "sampleton": "示例省",
    "modelham": "样张省",
    "instanceby": "样张省",
    "fictionbury": "示例省",
    "supposeford": "示例省",
}


@dataclass(frozen=True)
class Policy:
    """One text: where it holds, who issued it, when, and how many passages of each side it holds."""

    town: str
    level: str
    year: int
    sides: tuple[int, int, int]
    english: bool = False


def policies() -> list[Policy]:
    """Every text in the order of towns and years."""
    found = []
    for town in TOWNS:
        years = YEARS[town]
        for at, year in enumerate(years):
            kind = "peers" if town != FOCUS else "after" if year >= CHANGE else "before"
            english = town in ENGLISH and at in (len(years) - 1, len(years) - 4)
            level = "association" if english else LEVELS[at % len(LEVELS)]
            found.append(Policy(town, level, year, PASSAGES[kind], english))
    return found


def put_policies(folder: Path) -> None:
    for number, policy in enumerate(policies(), start=1):
        rng = chance("policy", number)
        lines = list(_english(rng, policy) if policy.english else _chinese(rng, policy))
        name = f"{number:02d}-{policy.town}-{policy.level}.txt"
        put(folder / "policies" / name, ("\n".join(lines) + "\n").encode())


def _passages(rng: random.Random, policy: Policy, book: Mapping[str, Sequence[str]]) -> list[str]:
    found: list[str] = []
    for side, n in zip(("supply", "environment", "demand"), policy.sides, strict=True):
        found += _drawn(rng, book[side], n)
    return shuffled(rng, found + _drawn(rng, book["neutral"], NEUTRAL))


def _drawn(rng: random.Random, frames: Sequence[str], n: int) -> list[str]:
    """n different frames, and again from the start where there are fewer."""
    order = shuffled(rng, frames)
    return [order[at % len(order)] for at in range(n)]


def _chinese(rng: random.Random, policy: Policy) -> Iterator[str]:
    book = words("policies")
    place = ZH[policy.town]
    province = PROVINCE[policy.town]
    issuer = {
        "town": f"{place}政府",
        "county": f"{province}样县政府办公室",
        "provincial": f"{province}经济厅",
        "association": f"{place}毛巾协会",
    }[policy.level]
    fields = {"place": place, "year": str(policy.year), "province": province}
    month, day = between(rng, 1, 12), between(rng, 1, 28)
    sides = {side: book[side]["sentences"] for side in ("supply", "environment", "demand", "neutral")}
    passages = [filled(rng, frame, fields, book["slots"]) for frame in _passages(rng, policy, sides)]
    yield filled(rng, pick(rng, book["titles"][policy.level]), fields, book["slots"])
    yield f"发文单位：{issuer}"
    yield f"层级：{ {'town': '镇级', 'county': '县级', 'provincial': '省级', 'association': '协会'}[policy.level] }"
    yield f"涉及地方：{place}"
    yield f"文号：样{between(rng, 1, 9)}〔{policy.year}〕{between(rng, 1, 60)}号"
    yield ""
    yield filled(rng, pick(rng, book["opening"]["any"]), fields, book["slots"])
    parts = (passages[:2], passages[2:-2], passages[-2:])
    for heading, part in zip(book["headings"]["zh"], parts, strict=True):
        yield heading
        for number, passage in enumerate(part, start=1):
            yield f"{number}. {passage}"
    yield ""
    yield issuer
    yield f"{policy.year}年{month}月{day}日"


def _english(rng: random.Random, policy: Policy) -> Iterator[str]:
    book = words("policies")["english"]
    place = EN[policy.town]
    fields = {"place_en": place, "year": str(policy.year)}
    yield filled(rng, pick(rng, book["titles"]), fields, {})
    yield f"Issuer: {place} Towel Association"
    yield "Level: association"
    yield f"Place: {place}"
    yield f"Date: {policy.year}-{between(rng, 1, 12):02d}-{between(rng, 1, 28):02d}"
    yield ""
    yield filled(rng, pick(rng, book["opening"]), fields, {})
    for number, frame in enumerate(_passages(rng, policy, book), start=1):
        yield f"{number}. {filled(rng, frame, fields, {})}"
