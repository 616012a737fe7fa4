"""A made-up corpus with planted facts: shares of voice, copies, a burst, a message gap, sentiment, associations."""

import csv
import io
from pathlib import Path

import numpy as np

from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.study.model import Product, Source, Study, Text

PLACES = """id,kind,name_zh,name_en,product
sampleton,cluster,示例镇,Sampleton,towels
northport,cluster,北港镇,Northport,towels
southford,cluster,南津镇,Southford,towels
"""
NAMES = """id,kind,alias,subject
clean-water,message,净水回用,sampleton
tested-lots,message,批次检验,sampleton
"""
CLAIMS = """subject,variable,value,unit,year,url,publisher,reliability
sampleton,situation.output_value,500000000,CNY,2023,https://example.org/1,示例统计局,B
northport,situation.output_value,300000000,CNY,2023,https://example.org/2,示例统计局,B
southford,situation.output_value,200000000,CNY,2023,https://example.org/3,示例统计局,B
"""
SPEND = """subject,channel,channel_kind,period,amount,currency,reach,audience,population,actor
sampleton,短视频,paid,2023-01,20000,CNY,3000,消费者,20000,association
sampleton,短视频,paid,2023-02,40000,CNY,4800,消费者,20000,association
sampleton,行业报纸,earned,2023-01,5000,CNY,2000,消费者,20000,enterprise
sampleton,行业报纸,earned,2023-02,10000,CNY,3600,消费者,20000,enterprise
"""
OWN = {"sampleton": "柔软 吸水 染色", "northport": "便宜 批发 订单", "southford": "设计 花型 刺绣"}
SHARE = {"sampleton": 0.3, "northport": 0.5, "southford": 0.2}
TITLE = {"sampleton": "示例镇", "northport": "北港镇", "southford": "南津镇"}
COMMON = (
    "毛巾", "展会", "企业", "市场", "采购", "仓库", "物流", "车间", "工人", "培训", "价格", "出口",
    "商场", "网店", "包装", "面料", "棉纱", "织机", "标准", "会议",
)  # fmt: skip


def mentions(seed: int = 4, stories: int = 900) -> str:
    """CSV of stories with copies; a burst of Sampleton in June 2023; Northport is spoken of badly."""
    rng = np.random.default_rng(seed)
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["date", "outlet", "channel", "platform", "language", "title", "text"])
    for number in range(stories):
        place = str(rng.choice(list(SHARE), p=list(SHARE.values())))
        month = int(rng.integers(1, 13))
        _story(write, rng, place, month, number)
    for number in range(60):
        _story(write, rng, "sampleton", 6, stories + number)
    return out.getvalue()


def _story(write: "csv._writer", rng: np.random.Generator, place: str, month: int, number: int) -> None:  # type: ignore[name-defined]
    channel = str(rng.choice(["earned", "shared", "owned"], p=[0.6, 0.25, 0.15]))
    words = [*rng.choice(COMMON, 25), *rng.choice(OWN[place].split(), 5)]
    rng.shuffle(words)
    mood = (
        "质量差，容易掉色"
        if place == "northport" and rng.random() < 0.6
        else "口碑好"
        if rng.random() < 0.3
        else "按期举行"
    )
    message = "净水回用" if place == "sampleton" and (channel == "owned" or rng.random() < 0.1) else ""
    text = f"{TITLE[place]}{mood}。{'、'.join(map(str, words))}{message}第{number}号。"
    day = f"2023-{month:02d}-{int(rng.integers(1, 28)):02d}"
    outlet = str(rng.choice(["示例日报", "示例网", "示例周刊", "示例晚报"], p=[0.4, 0.3, 0.2, 0.1]))
    platform = str(rng.choice(["报纸", "网站", "短视频"]))
    write.writerow([day, outlet, channel, platform, "中文", f"{TITLE[place]}消息{number}", text])
    if rng.random() < 0.2:
        write.writerow([day, "转载网", channel, "网站", "中文", f"{TITLE[place]}消息{number}", "转载：" + text])


def planted(folder: Path, **files: str) -> tuple[Study, Evidence]:
    """The study and what is read of it; `files` replace or add tables."""
    contents = {
        "places": PLACES,
        "names": NAMES,
        "claims": CLAIMS,
        "channel_spend": SPEND,
        "mentions": mentions(),
    } | files
    for name, content in contents.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    sources = tuple(
        Source(id=name, path=f"{name}.csv", table=name, origin="illustrative") for name in contents if contents[name]
    )
    study = Study(
        title=Text(zh="示例", en="Sample"),
        focus="sampleton",
        clusters=("northport", "southford"),
        period="2023",
        products=(Product(id="towels", name=Text(zh="毛巾", en="towels")),),
        sources=sources,
        folder=folder,
    )
    return study, read_evidence(study)
