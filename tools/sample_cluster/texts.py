"""From a planned story to its text: title, sentences, and the frames that it was made of."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sample_cluster.chance import chance, pick, some
from sample_cluster.grammar import Kept, english, filled, words
from sample_cluster.plan import EN, FOCUS, HANT, TOPICS, TOPICS_EN, ZH, Story

SEASONS = ("冬季", "春季", "夏季", "秋季")
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
             "November", "December")  # fmt: skip
_DRAWS = 200


@dataclass(frozen=True)
class Written:
    """A story with its text."""

    story: Story
    day: int
    title: str
    sentences: tuple[str, ...]
    frames: tuple[str, ...] = field(repr=False, default=())
    feeling: str = ""  # the sentence that carries the tone

    @property
    def text(self) -> str:
        return (" " if self.story.language == "en" else "").join(self.sentences)


@dataclass
class Draft:
    """Sentences as they come together."""

    rng: random.Random
    fields: Mapping[str, str]
    slots: Mapping[str, Sequence[str]]
    frames: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    feeling: str = ""

    def add(self, frame: str) -> str:
        self.frames.append(frame)
        self.sentences.append(filled(self.rng, frame, self.fields, self.slots))
        return self.sentences[-1]

    def one(self, frames: Sequence[str]) -> None:
        self.add(pick(self.rng, frames))

    def feel(self, frames: Sequence[str]) -> None:
        self.feeling = self.add(pick(self.rng, frames))


def written(stories: Sequence[Story]) -> list[Written]:
    """Every story written, none too much like another."""
    kept = Kept()
    found = []
    for story in stories:
        for draw in range(_DRAWS):
            new = write(story, chance("text", story.number, draw))
            body = f"{new.title} {new.text}"
            if names_all(story, body) and kept.is_new(new.frames, body):
                kept.keep(new.frames, body)
                found.append(new)
                break
        else:
            raise ValueError(f"story {story.number} ({story.town}, {story.channel}, {story.topic}) has no new text")
    return found


def names_all(story: Story, body: str) -> bool:
    """Whether a text names the town, and the second one where it should."""
    return all(any(names[town] in body for names in (ZH, EN, HANT)) for town in (story.town, story.second) if town)


def write(story: Story, rng: random.Random) -> Written:
    day = 1 + int(rng.random() * 28)
    if story.channel == "shared":
        return _post(story, rng, day)
    if story.channel in ("owned", "paid"):
        return _owned(story, rng, day)
    if story.language == "mixed":
        return _mixed(story, rng, day)
    return _news(story, rng, day)


def fields_of(story: Story, day: int, language: str) -> dict[str, str]:
    names = EN if language == "en" else HANT if story.traditional else ZH
    month = int(story.month[5:])
    return {
        "place": names[story.town],
        "other": names[story.second] if story.second else "",
        "month": str(month),
        "month_en": MONTHS_EN[month - 1],
        "day": str(day),
        "season": SEASONS[month % 12 // 3],
    }


def draft_of(rng: random.Random, story: Story, day: int, language: str, slots: Mapping[str, Sequence[str]]) -> Draft:
    """A draft that keeps to one product, one machine and one part of the town."""
    fields = fields_of(story, day, language)
    once = {name: pick(rng, slots[name]) for name in ("product", "machine", "area", "yarn") if name in slots}
    return Draft(rng, fields | once, slots)


def _news(story: Story, rng: random.Random, day: int) -> Written:
    if story.traditional:
        book, part = words("hant"), words("hant")["hant"]
        return _told(story, day, draft_of(rng, story, day, "zh", book["slots"]), part, {})  # nothing is planted
    book = words(f"news_{story.language}")
    part = book["burst"] if story.topic == "burst" else book["topic"][story.topic]
    return _told(story, day, draft_of(rng, story, day, story.language, book["slots"]), part, book)


def _told(story: Story, day: int, draft: Draft, part: Mapping[str, Any], book: Mapping[str, Any]) -> Written:
    rng = draft.rng
    title = filled(rng, frame := pick(rng, part["titles"]), draft.fields, draft.slots)
    draft.frames.append(frame)
    draft.one(part["leads"])
    facts = some(rng, part["facts"], 4)
    for fact in facts[:2]:
        draft.add(fact)
    _planted(story, draft, book)
    for fact in facts[2:]:
        draft.add(fact)
    if book and story.second:
        draft.one(book["second"]["any"])
    if book:
        draft.one(book["ends"]["any"])
    return _finished(story, day, title, draft)


def _planted(story: Story, draft: Draft, book: Mapping[str, Any]) -> None:
    """What the story was planned to carry."""
    for message in story.messages:
        draft.one(words("messages")[message][story.language])
    if story.profile and book:
        draft.one(book["profile"][story.town])
    if story.tone and book:
        draft.feel(book["feeling"][story.tone])


def _finished(story: Story, day: int, title: str, draft: Draft) -> Written:
    sentences = [sentence for sentence in draft.sentences if sentence]
    if story.language == "en":
        sentences, title = [english(sentence) for sentence in sentences], english(title)
    frames = [frame for frame in draft.frames if frame]
    feeling = english(draft.feeling) if story.language == "en" else draft.feeling
    return Written(story, day, title, tuple(sentences), tuple(frames), feeling)


def _mixed(story: Story, rng: random.Random, day: int) -> Written:
    """A Chinese half and an English half, as portals for buyers print them."""
    chinese = write_part(replace(story, language="zh", second=""), rng, day, 2)
    other = replace(story, language="en", tone="", messages=(), profile=False, topic=_topic_en(story))
    latin = write_part(other, rng, day, 3)
    sentences = (*chinese.sentences, "\n" + " ".join(latin.sentences))
    frames = (*chinese.frames, *latin.frames)
    return Written(story, day, f"{chinese.title} {latin.title}", sentences, frames, chinese.feeling)


def _topic_en(story: Story) -> str:
    return story.topic if story.topic in ("fair", "orders", "water", "burst") else "orders"


def write_part(story: Story, rng: random.Random, day: int, n: int) -> Written:
    """A shorter text: lead, n facts, and what was planned."""
    book = words(f"news_{story.language}")
    part = book["burst"] if story.topic == "burst" else _part_of(book, story.topic)
    draft = draft_of(rng, story, day, story.language, book["slots"])
    title = filled(rng, pick(rng, part["titles"]), draft.fields, draft.slots)
    draft.one(part["leads"])
    for fact in some(rng, part["facts"], n):
        draft.add(fact)
    _planted(story, draft, book)
    if story.second:
        draft.one(book["second"]["any"])
    return _finished(story, day, title, draft)


def _part_of(book: Mapping[str, Any], topic: str) -> Mapping[str, Any]:
    return book["topic"].get(topic) or book["topic"]["orders"]


def _post(story: Story, rng: random.Random, day: int) -> Written:
    book = words("posts")
    language = "en" if story.language == "en" else "zh"
    part = book[language]
    slots = words(f"news_{language}")["slots"] | book[f"slots_{language}"]
    draft = draft_of(rng, story, day, language, slots)
    draft.one(part["burst"] if story.topic == "burst" else part["opening"])
    if story.profile:
        draft.one(part[f"profile_{story.town}"])
    if story.tone:
        draft.feel(part[story.tone])
    for message in story.messages:
        draft.one(words("messages")[message][f"post_{language}"])
    for frame in some(rng, part["middle"], 2):
        draft.add(frame)
    if story.second:
        draft.one(part["second"])
    draft.one(part["tail"])
    return _finished(story, day, "", draft)


def _owned(story: Story, rng: random.Random, day: int) -> Written:
    book = words("owned")
    language = "en" if story.language == "en" else "zh"
    part = book[language] if story.channel == "owned" else book[f"paid_{language}"]
    slots = words(f"news_{language}")["slots"] | book[f"slots_{language}"]
    draft = draft_of(rng, story, day, language, slots)
    title = filled(rng, pick(rng, part["titles"]), draft.fields, draft.slots)
    draft.one(part["leads"])
    facts = some(rng, part["facts"], 4)
    if story.channel == "owned":
        facts[2:] = _of_the_trade(rng, story, language, facts)
    for fact in facts[:2]:
        draft.add(fact)
    for message in story.messages:
        draft.one(words("messages")[message][language])
    for fact in facts[2:]:
        draft.add(fact)
    if story.profile:
        draft.one(words(f"news_{language}")["profile"][story.town])
    draft.one(part["ends"])
    return _finished(story, day, title, draft)


def _of_the_trade(rng: random.Random, story: Story, language: str, facts: Sequence[str]) -> list[str]:
    """What peers write of the trade, as the press does; the focus writes of meetings more."""
    book = words(f"news_{language}")["topic"]
    topics = list((TOPICS if language == "zh" else TOPICS_EN)[story.town])
    own = some(rng, [fact for topic in topics for fact in book[topic]["facts"]], 2)
    return [own[0], facts[2]] if story.town == FOCUS else own
