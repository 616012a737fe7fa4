"""Ties of four kinds as firms named them: yarn from outside, work given out, who asks whom, who owns whom."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sample_cluster.chain import BROKER, SIDE, Firm, answering
from sample_cluster.chance import between, chance, pick, some
from sample_cluster.grammar import words
from sample_cluster.plan import PERIOD, ZH
from sample_cluster.write import Cell, put_csv

Link = tuple[str, str, str, str, str, Cell, str, str]  # layer, from, to, kinds, value, unit, reporter
OUTSIDE, FIRM, ASSOCIATION, OFFICE = "集群外", "", "协会", "政府机构"


def put_links(folder: Path) -> None:
    book = words("chain")["links"]
    rows = [
        [ZH["sampleton"], book["layers"][layer], *link, PERIOD, who, book["publisher"]] for layer, *link, who in links()
    ]
    put_csv(folder / "links.csv", book["header"], rows)


@cache
def links() -> tuple[Link, ...]:
    book = words("chain")["links"]
    return (*_supply(book), *_subcontract(), *_knowledge(book), *_ownership())


def _supply(book: Mapping[str, Any]) -> list[Link]:
    """Every firm that answered names one or two who sell it yarn and dye; six in ten of them stand outside."""
    found: list[Link] = []
    makers = [firm.code for firm in answering() if firm.kind in ("制线", "漂染")]
    for firm in answering():
        rng = chance("supply", firm.code)
        for at in range(2 if rng.random() < 0.5 else 1):
            value = between(rng, 20, 400)
            if rng.random() < 0.6:
                giver = book["outside"][(between(rng, 0, 4) + at) % 5]
                found.append(("supply", giver, firm.code, OUTSIDE, FIRM, value, "万元", firm.code))
            else:
                giver = pick(rng, [code for code in makers if code != firm.code])
                found.append(("supply", giver, firm.code, FIRM, FIRM, value, "万元", firm.code))
    return _once(found)


def _subcontract() -> list[Link]:
    """Small firms work for larger ones."""
    found: list[Link] = []
    firms = answering()
    for at, firm in enumerate(firms[60:], start=60):
        rng = chance("work", firm.code)
        for larger in some(rng, firms[: min(at, 60)], between(rng, 0, 2)):
            found.append(("subcontract", firm.code, larger.code, FIRM, FIRM, between(rng, 5, 90), "万元", firm.code))
    return _once(found)


def halves() -> tuple[Sequence[Firm], Sequence[Firm]]:
    """Two halves of the knowledge layer, one on each bank; the broker belongs to neither."""
    others = [firm for firm in answering() if firm.code != BROKER]
    return (
        [firm for firm in others if firm.district == 0][:SIDE],
        [firm for firm in others if firm.district == 1][:SIDE],
    )


def _knowledge(book: Mapping[str, Any]) -> list[Link]:
    """Within each half firms ask one another; between the halves all goes through the broker."""
    found: list[Link] = []
    for side in halves():
        codes = [firm.code for firm in side]
        for at, code in enumerate(codes):
            rng = chance("asks", code)
            near = [codes[(at + step) % len(codes)] for step in (1, 2, 3, 7)]
            for other in some(rng, near, between(rng, 1, 3)):
                found.append(("knowledge", other, code, FIRM, FIRM, "", "", code))
        for code in codes[::5]:
            found.append(("knowledge", BROKER, code, FIRM, FIRM, "", "", code))
        for code in codes[2::6]:
            found.append(("knowledge", code, BROKER, FIRM, FIRM, "", "", BROKER))
    for firm in answering()[::9]:
        found.append(("knowledge", book["association"], firm.code, ASSOCIATION, FIRM, "", "", firm.code))
    for firm in answering()[4::16]:
        found.append(("knowledge", book["office"], firm.code, OFFICE, FIRM, "", "", firm.code))
    return _once(found)


def _ownership() -> list[Link]:
    """A few parents and their daughters."""
    firms = answering()
    pairs = ((0, 30), (0, 52), (1, 44), (2, 61), (2, 83), (5, 97), (8, 110))
    return [
        ("ownership", firms[one].code, firms[other].code, FIRM, FIRM, share, "%", firms[other].code)
        for (one, other), share in zip(pairs, (100, 60, 51, 100, 35, 51, 70), strict=True)
    ]


def _once(found: Sequence[Link]) -> list[Link]:
    """A tie is named once by one firm; none is with oneself."""
    return list({(link[0], link[1], link[2], link[7]): link for link in found if link[1] != link[2]}.values())
