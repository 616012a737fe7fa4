"""From stories to items as they are found: outlets, copies, what does not belong, and the usual mess."""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from sample_cluster.chance import between, chance, pick, some, weighted
from sample_cluster.grammar import Kept, alike, english, filled, pieces, words
from sample_cluster.plan import EN, FOCUS, MONTHS, ZH
from sample_cluster.texts import MONTHS_EN, SEASONS, Written, names_all, written

PLATFORMS = (("短视频", 5), ("微博客", 3), ("聊天", 2))
OTHERS = {"homonym_zh": 60, "homonym_en": 40, "none_zh": 30}  # items that name no town of the study
STILL_ALIKE = 0.66  # a copy shares at least so many of its pieces with the original
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Item:
    """One row of a source. `story` is 0 for what belongs to no story; `file` is the source that holds it."""

    file: str
    story: int
    channel: str
    language: str
    date: datetime.datetime
    title: str
    text: str
    outlet: str = ""
    platform: str = ""
    place: str = ""
    reach: int = 0
    number: int = 0
    copy: bool = False


@cache
def items() -> tuple[list[Written], list[Item]]:
    """The stories, and every item in the order of time within its file."""
    from sample_cluster.plan import stories

    texts = written(stories())
    found: list[Item] = []
    for text in texts:
        first = _first(text)
        found.append(first)
        found += _copies(text, first)
    found += _others()
    found.sort(key=lambda item: (item.file, item.date, item.story, item.copy, item.title))
    return texts, [replace(item, number=at) for at, item in enumerate(found, start=1)]


def _first(text: Written) -> Item:
    story = text.story
    rng = chance("item", story.number)
    year, month = int(story.month[:4]), int(story.month[5:])
    date = datetime.datetime(year, month, text.day, between(rng, 6, 20), between(rng, 0, 59))
    body = _messed(story.number, text)
    plain = Item(_file(rng, text), story.number, story.channel, story.language, date, text.title, body)
    if story.channel == "shared":
        platform = weighted(rng, [name for name, _ in PLATFORMS], [float(weight) for _, weight in PLATFORMS])
        return replace(plain, platform=platform, reach=between(rng, 20, 900) * (40 if story.burst else 1))
    if story.channel == "owned":
        outlet = f"{EN[story.town]} Council" if story.language == "en" else f"{ZH[story.town]}发布"
        place = "Sample City" if story.language == "en" else "示例市" if story.town == FOCUS else "样张省"
        return replace(plain, outlet=outlet, platform="公众号", place=place, reach=between(rng, 80, 3000))
    return _with_outlet(rng, plain, story.town, ())


def _with_outlet(rng: random.Random, item: Item, town: str, taken: Sequence[str]) -> Item:
    outlets = [one for one in words("outlets")["en" if item.language == "en" else "zh"] if one["name"] not in taken]
    weight = "weight" if town == FOCUS else "wide"
    outlet = weighted(rng, outlets, [float(one[weight]) for one in outlets])
    reach = between(rng, 3, 60) * 100 * (3 if outlet["platform"] == "网站" else 1)
    return replace(item, outlet=outlet["name"], platform=outlet["platform"], place=outlet["place"], reach=reach)


def _file(rng: random.Random, text: Written) -> str:
    story = text.story
    if story.channel == "owned" and story.town == FOCUS:
        return "owned"
    if story.channel == "shared" and story.language != "en":
        return "platform"
    if story.channel == "earned" and story.language == "en":
        return "english"
    if story.language != "zh" or story.traditional:
        return "web"
    return "web" if story.channel == "earned" and rng.random() < 0.2 else "monitor"


def _messed(number: int, text: Written) -> str:
    """Full-width figures, unseen marks, line ends of other systems: here and there."""
    body = text.text
    if text.story.language == "zh" and number % 67 == 0:
        body = body.translate(_WIDE)
    if text.story.channel == "shared" and number % 41 == 0:
        body = body.replace("镇", "\u200b镇", 1)
    if text.story.channel == "shared" and number % 53 == 0:
        body = f"\u200f{body}\u200e"
    if text.story.channel == "earned" and number % 29 == 0:
        half = len(text.sentences) // 2
        joint = " " if text.story.language == "en" else ""
        body = joint.join(text.sentences[:half]) + "\r\n\u3000\u3000" + joint.join(text.sentences[half:])
    return body


def _copies(text: Written, first: Item) -> list[Item]:
    """Near-copies: other outlets, headers and footers, a lost end."""
    story = text.story
    found: list[Item] = []
    for at in range(story.copies):
        rng = chance("copy", story.number, at)
        later = first.date + datetime.timedelta(days=between(rng, 0, 3), minutes=between(rng, 10, 600))
        later = min(later, datetime.datetime(2023, 12, 31, 23, 0))
        copy = replace(first, copy=True, date=max(later, first.date))
        if story.channel == "shared":
            found.append(replace(copy, text=f"{first.text}{pick(rng, ['', ' [转]', '//'])}", reach=between(rng, 5, 90)))
            continue
        copy = _with_outlet(rng, copy, "", [first.outlet, *(item.outlet for item in found)])
        file = first.file if first.file == "english" or rng.random() < 0.7 else "web"
        found.append(replace(copy, file=file, text=_taken_over(rng, text, first, copy)))
    return found


def _taken_over(rng: random.Random, text: Written, first: Item, copy: Item) -> str:
    """The text as another outlet prints it; never so changed that it is no copy any more."""
    book = words("noise")["copies"]
    en = text.story.language == "en"
    joint = " " if en else ""
    original = pieces(f"{first.title}\n{text.text}")
    for _ in range(20):
        fields = {"outlet": first.outlet}
        before = filled(rng, pick(rng, book["before_en" if en else "before"]), fields, {})
        behind = filled(rng, pick(rng, book["behind_en" if en else "behind"]), fields, {})
        sentences = text.sentences[: -1 if rng.random() < 0.3 and len(text.sentences) > 4 else None]
        body = f"{before}{joint.join(sentences)}{behind}"
        whole = f"{copy.title}\n{body}"
        if alike(original, pieces(whole)) >= STILL_ALIKE and names_all(text.story, whole):
            return body
    return text.text


def _others() -> list[Item]:
    """Items that a search finds and that name no town of the study."""
    book = words("noise")
    kept = Kept()
    found = []
    for kind, n in OTHERS.items():
        language = kind[-2:]
        slots = book.get(f"slots_{kind}", {})
        for at in range(n):
            for draw in range(500):
                rng = chance("other", kind, at, draw)
                month = pick(rng, MONTHS)
                day = between(rng, 1, 28)
                number = int(month[5:])
                fields = {"month": str(number), "month_en": MONTHS_EN[number - 1], "day": str(day)}
                fields["season"] = SEASONS[number % 12 // 3][0]
                frames = [pick(rng, book[kind]["titles"]), pick(rng, book[kind]["leads"])]
                frames += some(rng, book[kind]["facts"], 4)
                title, *sentences = [filled(rng, frame, fields, slots) for frame in frames]
                body = " ".join(map(english, sentences)) if language == "en" else "".join(sentences)
                if kept.is_new(frames, f"{title} {body}", 0.35):
                    break
            kept.keep(frames, f"{title} {body}")
            date = datetime.datetime(int(month[:4]), number, day, between(rng, 6, 20), between(rng, 0, 59))
            item = Item("english" if language == "en" else "monitor", 0, "earned", language, date, title, body)
            found.append(_with_outlet(rng, item, "", ()))
    return found
