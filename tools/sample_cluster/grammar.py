"""Sentences from words that stand as data: slots are filled, and texts that came out too much alike are drawn again."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sample_cluster.chance import between, pick

WORDS = Path(__file__).parent / "words"
_SLOT = re.compile(r"\{(?:#(\d+)-(\d+)|(\w+))\}")
_TAG = re.compile(r"<[^<>]*>")
ALIKE = 0.5  # two texts that share more of their four-letter pieces than this are not both kept
_SAME_SENTENCES = 2


@cache
def words(name: str) -> Mapping[str, Any]:
    return tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))


def filled(rng: random.Random, frame: str, fields: Mapping[str, str], slots: Mapping[str, Sequence[str]]) -> str:
    """A sentence with its slots filled: fields of the story first, then words by chance."""

    def fill(slot: re.Match[str]) -> str:
        if slot[1]:
            return str(between(rng, int(slot[1]), int(slot[2])))
        name = slot[3]
        return fields[name] if name in fields else filled(rng, pick(rng, slots[name]), fields, slots)

    return _SLOT.sub(fill, frame)


def english(sentence: str) -> str:
    """With a capital at the start."""
    return sentence[:1].upper() + sentence[1:]


def pieces(text: str) -> frozenset[str]:
    """The four-letter pieces of a text, without markup and blanks at the ends of lines."""
    plain = re.sub(r"\s+", " ", _TAG.sub(" ", text)).strip()
    return frozenset(plain[at : at + 4] for at in range(max(1, len(plain) - 3)))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared pieces over all pieces."""
    return len(one & other) / len(one | other)


class Kept:
    """The texts kept so far, to be asked whether a new one is too much like one of them."""

    def __init__(self) -> None:
        self._by_frame: dict[str, list[int]] = {}
        self._pieces: list[frozenset[str]] = []

    def is_new(self, frames: Sequence[str], text: str, alike_at_most: float = ALIKE) -> bool:
        shared: dict[int, int] = {}
        for frame in frames:
            for number in self._by_frame.get(frame, ()):
                shared[number] = shared.get(number, 0) + 1
        own = pieces(text)
        return all(
            alike(own, self._pieces[number]) <= alike_at_most for number, n in shared.items() if n >= _SAME_SENTENCES
        )

    def keep(self, frames: Sequence[str], text: str) -> None:
        for frame in frames:
            self._by_frame.setdefault(frame, []).append(len(self._pieces))
        self._pieces.append(pieces(text))
