"""The items as five sources: a monitor's workbook, a platform's file, a press library, a web crawl, own texts."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from sample_cluster.chance import between, chance
from sample_cluster.items import Item
from sample_cluster.write import Cell, put, put_csv, put_lines, put_sheet

CHANNELS = {"paid": "付费", "earned": "媒体报道", "shared": "用户分享", "owned": "自有"}
MONITOR = ("文章编号", "标题", "正文", "发布时间", "媒体名称", "信息类型", "渠道类型", "地区", "阅读量", "原文链接")
PLATFORM = ("编号", "发布时间", "平台名称", "正文", "播放量", "点赞数", "评论数", "转发数")
NO_OUTLET = 23  # every so manieth row of the monitor lacks the outlet
BAD_DATES = ("2023-13-02", "昨天 18:20", "2022-02-30", "待补", "0000-00-00", "2023/7/45")
EMPTY_POSTS = 12
BROKEN = ("ç¤ºä¾‹é•‡æ¯›å·¾", "示例�镇�毛巾")  # texts that someone decoded wrongly
HTML_EVERY = 2


def put_media(folder: Path, items: Sequence[Item]) -> None:
    put_sheet(folder / "monitor.xlsx", "导出", _monitor([item for item in items if item.file == "monitor"]))
    put_csv(folder / "platform.csv", PLATFORM, _platform([i for i in items if i.file == "platform"]), "gb18030")
    put_lines(folder / "web.jsonl", _web([item for item in items if item.file == "web"]))
    put(folder / "english.ris", "".join(_ris(item) for item in items if item.file == "english").encode())
    for item in items:
        if item.file == "owned":
            lines = item.text.replace("\r\n", "\n")
            name = f"{item.date:%Y-%m-%d}-{item.number:05d}.txt"
            put(folder / "owned" / item.outlet / name, f"{item.title}\n\n{lines}\n".encode())


def _id(item: Item) -> str:
    return f"a-{item.number:05d}"


def _url(item: Item) -> str:
    return f"https://example.org/{_id(item)}"


def _reach(item: Item) -> Cell:
    """Readers as a monitor prints them: whole numbers, ten thousands, and a bound above."""
    if item.reach > 100_000:
        return "10万+"
    if item.reach >= 10_000 and item.number % 2:
        return f"{item.reach / 10_000:.1f}万"
    return item.reach


def _monitor(items: Sequence[Item]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [["舆情监测导出（毛巾，2022年1月至2023年12月）"], [], list(MONITOR)]
    for at, item in enumerate(items):
        outlet = "" if at % NO_OUTLET == NO_OUTLET - 1 else item.outlet
        when = f"{item.date:%Y-%m-%d %H:%M}"
        rows.append([_id(item), item.title, item.text, when, outlet, item.platform, CHANNELS[item.channel], item.place,
                     _reach(item), _url(item)])  # fmt: skip
    for at, date in enumerate(BAD_DATES):
        rows.append([f"b-{at + 1}", "标题缺日期", "", date, "填空商情网", "网站", CHANNELS["earned"], "", None, ""])
    rows.append(["合计", "", "", "", "", "", "", "", sum(item.reach for item in items), ""])
    return rows


def _platform(items: Sequence[Item]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for item in items:
        rng = chance("likes", item.number)
        likes = between(rng, 0, 1 + item.reach // 8)
        when = f"{item.date.year}/{item.date.month}/{item.date.day} {item.date:%H:%M}"
        text = item.text.encode("gb18030", "ignore").decode("gb18030")
        rows.append(
            [_id(item), when, item.platform, text, item.reach, likes, between(rng, 0, 1 + likes // 3), likes // 9]
        )
    for at in range(EMPTY_POSTS):
        rows.insert(
            (at + 1) * len(rows) // (EMPTY_POSTS + 1), [f"e-{at + 1}", "2022/11/3 9:05", "短视频", "", 0, 0, 0, 0]
        )
    return rows


def _web(items: Sequence[Item]) -> list[dict[str, object]]:
    zone = datetime.timezone(datetime.timedelta(hours=8))
    rows: list[dict[str, object]] = []
    for at, item in enumerate(items):
        text = item.text
        if at % HTML_EVERY == 0:
            paragraphs = "".join(f"<p>{part.strip()}</p>" for part in text.split("\n") if part.strip())
            text = f'<div class="article"><script>var n = 1;</script>{paragraphs}&nbsp;</div>'
        rows.append(
            {
                "id": _id(item),
                "pub date": item.date.replace(tzinfo=zone).isoformat(),
                "source name": item.outlet or None,
                "channel type": item.channel,
                "platform name": item.platform,
                "country": item.place or None,
                "lang": {"zh": "zh", "en": "en"}.get(item.language),
                "title": item.title or None,
                "content": text,
                "views": item.reach,
                "link": _url(item),
            }
        )
    for at, text in enumerate(BROKEN):
        rows.append({"id": f"g-{at + 1}", "pub date": "2022-08-09T10:00:00+08:00", "source name": "空栏晚报",
                     "channel type": "earned", "title": None, "content": text, "views": 0})  # fmt: skip
    return rows


def _ris(item: Item) -> str:
    text = " ".join(item.text.split())
    lines = [
        ("TY", "NEWS"),
        ("TI", item.title),
        ("T2", item.outlet),
        ("DA", f"{item.date:%Y/%m/%d}/"),
        ("LA", "English"),
        ("AB", text),
        ("UR", _url(item)),
        ("ID", _id(item)),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines) + "ER  - \n\n"
