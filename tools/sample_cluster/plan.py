"""What is planted: how many stories each town has, by channel, month, language, tone and message."""

import random
from dataclasses import dataclass, replace

from sample_cluster.chance import chance, dealt, weighted

FOCUS = "sampleton"
TOWNS = ("sampleton", "modelham", "instanceby", "fictionbury", "supposeford")
ZH = dict(zip(TOWNS, ("示例镇", "范本镇", "举例镇", "虚构镇", "假设镇"), strict=True))
HANT = dict(zip(TOWNS, ("示例鎮", "範本鎮", "舉例鎮", "虛構鎮", "假設鎮"), strict=True))
EN = {town: town.capitalize() for town in TOWNS}
PERIOD = "2023"
MONTHS = tuple(f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13))
TURN = "2023-06"  # from this month on the tone about the focus is another
BURSTS = {("sampleton", "2023-06"): {"earned": 24, "shared": 46}, ("modelham", "2022-10"): {"earned": 52, "shared": 8}}

# stories a month, in the first month and in the last
STORIES = {
    "sampleton": {"earned": (9, 12), "shared": (14, 26), "paid": (3, 3), "owned": (5, 5)},
    "modelham": {"earned": (32, 28), "shared": (24, 18), "paid": (8, 8), "owned": (4, 4)},
    "instanceby": {"earned": (14, 14), "shared": (16, 19), "paid": (4, 5), "owned": (2, 2)},
    "fictionbury": {"earned": (10, 10), "shared": (9, 9), "paid": (2, 2), "owned": (3, 3)},
    "supposeford": {"earned": (7, 7), "shared": (7, 7), "paid": (4, 4), "owned": (1, 1)},
}
ENGLISH = {"sampleton": 0.1, "modelham": 0.4, "instanceby": 0.2, "fictionbury": 0.25, "supposeford": 0.15}  # of earned
MIXED = 0.08  # of earned
ENGLISH_ELSEWHERE = {"shared": 0.08, "paid": 0.2, "owned": 0.3}
TRADITIONAL = 0.08  # of earned stories in Chinese
SECOND = {"sampleton": 0.16, "modelham": 0.08, "instanceby": 0.12, "fictionbury": 0.1, "supposeford": 0.14}
COPIES = {"sampleton": 0.25, "modelham": 0.9, "instanceby": 0.5, "fictionbury": 0.3, "supposeford": 0.2}  # a story
COPIES_SHARED, COPIES_BURST = 0.1, 3
PROFILE = 0.6  # of the stories without a burst say what is said of the town again and again
TONE = {  # positive, negative, of earned and shared stories
    "sampleton": (0.4, 0.12),
    "sampleton after": (0.16, 0.42),
    "modelham": (0.35, 0.12),
    "instanceby": (0.3, 0.15),
    "fictionbury": (0.38, 0.08),
    "supposeford": (0.3, 0.12),
}
MESSAGES = {  # of owned stories, of earned and shared ones
    "clean-water": ("sampleton", 0.6, 0.05),
    "tested-lots": ("sampleton", 0.5, 0.03),
    "own-design": ("sampleton", 0.3, 0.1),
    "long-staple": ("modelham", 0.5, 0.35),
    "seven-days": ("instanceby", 0.5, 0.2),
    "hand-jacquard": ("fictionbury", 0.6, 0.3),
    "baby-safe": ("supposeford", 0.5, 0.25),
}
TOPICS = {
    "sampleton": {"market": 5, "orders": 3, "fair": 2, "stream": 2, "water": 2, "equipment": 1, "quality": 1},
    "modelham": {"orders": 4, "fair": 3, "equipment": 3, "quality": 2, "training": 1, "design": 1, "water": 1},
    "instanceby": {"stream": 6, "orders": 2, "market": 2, "training": 2, "equipment": 1},
    "fictionbury": {"culture": 5, "design": 4, "fair": 1, "training": 1, "market": 1},
    "supposeford": {"quality": 4, "orders": 2, "stream": 2, "design": 1, "water": 1},
}
TOPICS_EN = {
    "sampleton": {"orders": 3, "fair": 2, "online": 2, "water": 2, "testing": 1},
    "modelham": {"orders": 4, "fair": 3, "machines": 3, "testing": 2, "water": 1},
    "instanceby": {"online": 6, "orders": 2, "machines": 1},
    "fictionbury": {"fair": 3, "machines": 2, "testing": 1, "orders": 1},
    "supposeford": {"testing": 4, "orders": 2, "online": 2, "water": 1},
}


@dataclass(frozen=True)
class Story:
    """One story before it is written."""

    number: int
    town: str
    channel: str
    month: str
    burst: bool = False
    language: str = "zh"
    traditional: bool = False
    second: str = ""
    tone: str = ""
    messages: tuple[str, ...] = ()
    profile: bool = False
    topic: str = ""
    copies: int = 0


def stories() -> list[Story]:
    """Every story of the 24 months, with what is planted in it."""
    found: list[Story] = []
    for town in TOWNS:
        for channel in STORIES[town]:
            plain = [Story(0, town, channel, month) for month in _months(town, channel)]
            bursts = [
                Story(0, town, channel, month, burst=True)
                for (where, month), extra in BURSTS.items()
                if where == town
                for _ in range(extra.get(channel, 0))
            ]
            found += _planted(town, channel, plain, bursts)
    found.sort(key=lambda story: (story.month, TOWNS.index(story.town), story.channel))
    return [replace(story, number=number) for number, story in enumerate(found, start=1)]


def _months(town: str, channel: str) -> list[str]:
    """A month for every story; the numbers go evenly from the first to the last, and nothing is lost in rounding."""
    first, last = STORIES[town][channel]
    found, owed = [], 0.0
    for at, month in enumerate(MONTHS):
        owed += first + (last - first) * at / (len(MONTHS) - 1)
        n = round(owed)
        owed -= n
        found += [month] * n
    return found


def _planted(town: str, channel: str, plain: list[Story], bursts: list[Story]) -> list[Story]:
    rng = chance("plan", town, channel)
    both = plain + bursts
    n = len(both)
    languages = dealt(rng, n, _languages(town, channel), "zh")
    seconds = dealt(rng, n, [(True, SECOND[town] if channel in ("earned", "shared") else 0.0)], False)
    profiles = dealt(rng, n, [(True, PROFILE)], False)
    traditional = dealt(rng, n, [(True, TRADITIONAL if channel == "earned" else 0.0)], False)
    copies = dealt(rng, n, _copies(town, channel), 0)
    tones = _tones(town, channel, both)
    carried = _carried(town, channel, n)
    found = []
    for at, story in enumerate(both):
        language = languages[at]
        found.append(
            replace(
                story,
                language=language,
                traditional=traditional[at] and not (language != "zh" or story.burst or carried[at] or tones[at]),
                second=_other(rng, town) if seconds[at] and not traditional[at] else "",
                tone=tones[at],
                messages=() if story.burst else carried[at],
                profile=profiles[at] and not story.burst and not traditional[at] and channel != "owned",
                topic=_topic(rng, story, language),
                copies=COPIES_BURST if story.burst and channel == "earned" else copies[at],
            )
        )
    return found


def _languages(town: str, channel: str) -> list[tuple[str, float]]:
    if channel == "earned":
        return [("en", ENGLISH[town]), ("mixed", MIXED)]
    return [("en", ENGLISH_ELSEWHERE[channel])]


def _copies(town: str, channel: str) -> list[tuple[int, float]]:
    if channel == "shared":
        return [(1, COPIES_SHARED)]
    if channel != "earned":
        return []
    share = COPIES[town]  # half as one copy, the rest of the copies in threes
    return [(1, share / 2), (3, share / 6)]


def _tones(town: str, channel: str, both: list[Story]) -> list[str]:
    """Positive and negative in exact shares, before and after the turn apart."""
    if channel not in ("earned", "shared"):
        return [""] * len(both)
    found = [""] * len(both)
    for name, at in (
        (town, [i for i, story in enumerate(both) if story.month < TURN or town != FOCUS]),
        (f"{town} after", [i for i, story in enumerate(both) if story.month >= TURN and town == FOCUS]),
    ):
        if not at:
            continue
        positive, negative = TONE[name]
        rng_of = chance("tone", name, channel)
        for place, tone in zip(
            at, dealt(rng_of, len(at), [("positive", positive), ("negative", negative)], ""), strict=True
        ):
            found[place] = tone
    return found


def _carried(town: str, channel: str, n: int) -> list[tuple[str, ...]]:
    """The messages that each story carries."""
    found: list[list[str]] = [[] for _ in range(n)]
    if channel in ("owned", "earned", "shared"):
        for message, (whose, owned, outside) in MESSAGES.items():
            if whose == town:
                share = owned if channel == "owned" else outside
                for at, carries in enumerate(dealt(chance("message", message, channel), n, [(True, share)], False)):
                    if carries:
                        found[at].append(message)
    return [tuple(messages) for messages in found]


def _other(rng: random.Random, town: str) -> str:
    others = [other for other in TOWNS if other != town]
    weights = [3.0 if other == "modelham" else 1.0 for other in others]
    return weighted(rng, others, weights)


def _topic(rng: random.Random, story: Story, language: str) -> str:
    if story.burst and story.town == FOCUS:
        return "burst"
    if story.burst:
        return "fair"
    topics = (TOPICS if language == "zh" else TOPICS_EN)[story.town]
    return weighted(rng, list(topics), list(topics.values()))
