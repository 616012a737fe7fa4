"""What was planted, counted from the plan and from the rows that were written, by nothing but sums."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sample_cluster.firm_survey import SPOILT
from sample_cluster.grammar import words
from sample_cluster.interviews import planted_interviews
from sample_cluster.items import OTHERS, Item
from sample_cluster.media import BAD_DATES, EMPTY_POSTS
from sample_cluster.plan import BURSTS, FOCUS, MESSAGES, PERIOD, TOWNS, TURN, Story
from sample_cluster.planted_chain import chain
from sample_cluster.policies import CHANGE, policies
from sample_cluster.survey import SCALE, people
from sample_cluster.texts import Written
from sample_cluster.write import put

ASSOCIATIONS = {  # a word that stands in most of what is said of the town, and with none of its peers
    "sampleton": ["批发", "wholesale"],
    "modelham": ["长绒棉", "long-staple"],
    "instanceby": ["直播间", "streaming"],
    "fictionbury": ["提花", "jacquard"],
    "supposeford": ["竹纤维", "bamboo"],
}


def put_planted(folder: Path, stories: Sequence[Written], items: Sequence[Item]) -> None:
    facts = planted([one.story for one in stories], items)
    put(folder / "planted.json", (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode())


def planted(stories: Sequence[Story], items: Sequence[Item]) -> dict[str, Any]:
    """Every fact by name."""
    now = [story for story in stories if story.month.startswith(PERIOD)]
    by_channel = {
        channel: shares([story for story in now if story.channel == channel])
        for channel in ("earned", "shared", "paid", "owned")
    }
    return {
        "period": PERIOD,
        "stories": {town: sum(town in towns_of(story) for story in now) for town in TOWNS},
        "items": _items(stories, items),
        "share_of_voice": shares(now),
        "share_of_voice_by_channel": by_channel,
        "share_of_voice_by_month": {
            month: shares([story for story in stories if story.month == month])
            for month in sorted({story.month for story in stories})
        },
        "rival_noise": {
            town: _part([bool(story.second) for story in now if town in towns_of(story)]) for town in TOWNS
        },
        "bursts": [{"subject": town, "month": month} for town, month in BURSTS],
        "turn": TURN,
        "tone": _tones(stories),
        "associations": ASSOCIATIONS,
        "pull_through": {town: _pull(now, town) for town in TOWNS},
        "homonyms": sum(n for kind, n in OTHERS.items() if kind.startswith("homonym")),
        "quarantined": {"monitor": len(BAD_DATES), "platform": EMPTY_POSTS, "firm-survey": SPOILT},
        "survey": _survey(),
        "policies": _policies(),
        "chain": chain(),
        "interviews": planted_interviews(),
        "curves": {row[0]: {"ceiling": row[5], "scale": row[6]} for row in words("figures")["channel_spend"]["rows"]},
    }


def towns_of(story: Story) -> tuple[str, ...]:
    return (story.town, story.second) if story.second else (story.town,)


def shares(stories: Sequence[Story]) -> dict[str, float]:
    """A story of two towns counts a half for each."""
    counts = dict.fromkeys(TOWNS, 0.0)
    for story in stories:
        for town in towns_of(story):
            counts[town] += 1 / len(towns_of(story))
    whole = sum(counts.values()) or 1.0
    return {town: round(count / whole, 6) for town, count in counts.items()}


def _items(stories: Sequence[Story], items: Sequence[Item]) -> dict[str, int]:
    """Items of the period, by their own dates."""
    told = {story.number: story for story in stories}
    counts: Counter[str] = Counter()
    for item in items:
        if item.story and item.date.year == int(PERIOD):
            counts.update(towns_of(told[item.story]))
    return {town: counts[town] for town in TOWNS}


def _tones(stories: Sequence[Story]) -> dict[str, dict[str, dict[str, int]]]:
    """Stories of the focus and its peers with a positive and a negative sentence, before and from the turn on."""
    found: dict[str, Any] = {}
    for town in TOWNS:
        found[town] = {}
        for name, part in (
            ("before", [one for one in stories if one.month < TURN]),
            ("after", [one for one in stories if one.month >= TURN]),
        ):
            found[town][name] = {
                tone: sum(one.tone == tone and one.town == town for one in part) for tone in ("positive", "negative")
            }
    return found


def _pull(now: Sequence[Story], town: str) -> dict[str, float]:
    """Stories of earned and shared channels that name the town and carry a message of it; and of owned ones."""
    own = {message for message, (whose, *_) in MESSAGES.items() if whose == town}
    outside = [one for one in now if one.channel in ("earned", "shared") and town in towns_of(one)]
    owned = [one for one in now if one.channel == "owned" and one.town == town]
    found = {
        "any": _part([bool(own & set(one.messages)) for one in outside]),
        "any owned": _part([bool(own & set(one.messages)) for one in owned]),
    }
    for message in sorted(own):
        found[message] = _part([message in one.messages for one in outside])
        found[f"{message} owned"] = _part([message in one.messages for one in owned])
    return found


def _part(yes: Sequence[bool]) -> float:
    return round(sum(yes) / len(yes), 6) if yes else 0.0


def _survey() -> dict[str, Any]:
    found = people()
    steps: Mapping[str, Any] = {
        "awareness": lambda one, town: town in one.aware,
        "consideration": lambda one, town: town in one.considered,
        "preference": lambda one, town: one.preferred == town,
        "purchase": lambda one, town: town in one.bought,
        "loyalty": lambda one, town: town in one.again,
    }
    return {
        "respondents": len(found),
        "steps": {
            town: {name: sum(test(one, town) for one in found) for name, test in steps.items()} for town in TOWNS
        },
        "scale_respondents": {town: sum(town in one.aware for one in found) for town in SCALE},
    }


def _policies() -> dict[str, Any]:
    years: dict[str, Counter[int]] = defaultdict(Counter)
    sides: dict[str, list[int]] = {"before": [0, 0, 0], "after": [0, 0, 0]}
    for policy in policies():
        years[policy.town][policy.year] += 1
        if policy.town == FOCUS:
            part = sides["after" if policy.year >= CHANGE else "before"]
            for at, n in enumerate(policy.sides):
                part[at] += n
    return {
        "documents": {town: dict(sorted((str(year), n) for year, n in years[town].items())) for town in TOWNS},
        "change": CHANGE,
        "focus": {
            name: dict(zip(("supply", "environment", "demand"), part, strict=True)) for name, part in sides.items()
        },
    }
