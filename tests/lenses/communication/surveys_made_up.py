"""Made-up surveys for the tests: a study, its items, and answers as a file of any layout holds them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from clustermark.evidence.read import read_evidence
from clustermark.lenses.context import Context
from clustermark.study.model import Product, Source, Study, Text

PLACES = """id,kind,name_zh,name_en,product
sampleton,cluster,示例镇,Sampleton,towels
northport,cluster,北港镇,Northport,towels
southford,cluster,南津镇,Southford,towels
milltown,city,磨坊市,Milltown,towels
"""
HEAD = "item,question,role,subject,attribute,scale_low,scale_high,reversed,options\n"


def wide(people: Sequence[Mapping[str, object]], dates: Sequence[str] = (), weights: Sequence[float] = ()) -> str:
    """A file with an answer sheet a row; a list is a multiple choice."""
    lines = ["respondent,submitted,weight,answers"]
    for number, cells in enumerate(people):
        told = {name: value if isinstance(value, list) else str(value) for name, value in cells.items() if value != ""}
        quoted = json.dumps(told, ensure_ascii=False).replace('"', '""')
        date = dates[number] if dates else ""
        weight = weights[number] if weights else ""
        lines.append(f'{number + 1},{date},{weight},"{quoted}"')
    return "\n".join(lines) + "\n"


def context(
    folder: Path, *, sensitivity: str = "public", past: tuple[str, ...] = (), period: str = "2023", **files: str
) -> Context:
    """What is read of a study with these tables; `sensitivity` is that of every table of answers."""
    contents = {"places": PLACES, **files}
    sources = []
    for name, content in contents.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
        table = name.partition("__")[0]
        secret = sensitivity if table == "audience" else "public"
        sources.append(Source(id=name.replace("__", "-"), path=f"{name}.csv", table=table, sensitivity=secret))
    study = Study(
        title=Text(zh="示例", en="Sample"),
        focus="sampleton",
        clusters=("northport", "southford"),
        benchmarks=("milltown",),
        period=period,
        past=past,
        products=(Product(id="towels", name=Text(zh="毛巾", en="towels")),),
        sources=tuple(sources),
        folder=folder,
    )
    evidence = read_evidence(study)
    assert not [problem for problem in evidence.problems if problem.severity == "error"], evidence.problems
    return Context(evidence, study)


ITEMS = (
    HEAD
    + """Q1,,awareness,sampleton,,,,,示例镇
Q1,,awareness,northport,,,,,北港镇
Q1,,awareness,southford,,,,,南津镇
Q2,,purchase,sampleton,,,,,买过
Q3,,equity,sampleton,质量,1,5,,
Q4,,equity,sampleton,质量,1,5,,
Q5,,equity,sampleton,质量,1,5,yes,
Q6,,demographic,,性别,,,,
Q7,,channel,,,,,,
Q8,,recommendation,sampleton,,0,10,,
"""
    + "".join(
        f"{attribute}{place},,image,{place},{attribute},1,5,,\n"
        for place in ("sampleton", "northport", "southford", "milltown")
        for attribute in ("柔软", "便宜", "时尚", "耐用")
    )
)
IMAGES = {
    "sampleton": (0.8, 0.3, 0.4, 0.4),
    "northport": (0.3, 0.9, 0.1, 0.4),
    "southford": (0.4, 0.2, 0.8, 0.4),
    "milltown": (0.4, 0.3, 0.9, 0.4),
}


def people(n: int = 400, seed: int = 8) -> list[dict[str, object]]:
    """Men are 70 %; 30 % of men and 60 % of women know Sampleton, half of these bought; one trait makes the scale."""
    rng = np.random.default_rng(seed)
    out: list[dict[str, object]] = []
    for _ in range(n):
        man = rng.random() < 0.7
        known = ["示例镇"] if rng.random() < (0.3 if man else 0.6) else []
        known += ["北港镇"] if rng.random() < 0.5 else []
        trait = rng.normal()
        scale = [int(np.clip(round(3 + trait + rng.normal() * 0.6), 1, 5)) for _ in range(3)]
        cells: dict[str, object] = {
            "Q1": known or "都没听说过",
            "Q2": ("买过" if rng.random() < 0.5 else "没买过") if "示例镇" in known else "",
            "Q3": scale[0],
            "Q4": f"{scale[1]}分",
            "Q5": 6 - scale[2],
            "Q6": "男" if man else "女",
            "Q7": "短视频┋朋友" if man else "商场",
            "Q8": int(np.clip(round(7 + trait), 0, 10)),
        }
        for place, shares in IMAGES.items():
            for attribute, share in zip(("柔软", "便宜", "时尚", "耐用"), shares, strict=True):
                cells[f"{attribute}{place}"] = 5 if rng.random() < share else 2
        out.append(cells)
    return out
