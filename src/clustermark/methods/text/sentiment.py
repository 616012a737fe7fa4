"""How a name is spoken of: words of sentiment in the clauses near it, turned by negations, weighed by degree words.

A word list is transparent and blind to irony; lists lean to the positive, so that coverage and measured errors belong
beside every figure.
"""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

from clustermark.methods.text.names import fold

_CLAUSE = re.compile(
    "[^\\s\uff0c\u3002\uff01\uff1f\uff1b\u3001\uff1a\u2026.,!?;:\n](?:[^\uff0c\u3002\uff01\uff1f\uff1b\u2026.,!?;\n]|[.,](?=\\d))*"
)
_LATIN_WORD = re.compile(r"[a-z][a-z'\u2019-]*")
REACH_ZH, REACH_EN = 4, 3  # characters, words between a negation and the word that it turns


@dataclass(frozen=True)
class Lexicon:
    """Values -1..1 of words, factors of negations (below 0) and intensifiers (above 0), by folded word."""

    values: Mapping[str, float]
    negations: Mapping[str, float] = field(default_factory=dict)
    intensifiers: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def words(self) -> re.Pattern[str]:
        """Finds the words that have a value, the longest first."""
        return _pattern(self.values)

    @cached_property
    def modifiers(self) -> re.Pattern[str]:
        """Finds negations and intensifiers."""
        return _pattern({*self.negations, *self.intensifiers})

    def with_words(self, rows: Iterable[tuple[str, float, str]]) -> "Lexicon":
        """The lexicon with a user's words (word, value, kind) over its own."""
        parts = {
            "sentiment": dict(self.values),
            "negation": dict(self.negations),
            "intensifier": dict(self.intensifiers),
        }
        for word, value, kind in rows:
            parts[kind or "sentiment"][fold(word.strip())] = value
        return Lexicon(parts["sentiment"], parts["negation"], parts["intensifier"])


@cache
def default_lexicon(language: str) -> Lexicon:
    """The program's own short list of a language, "zh" or "en"."""
    raw = (files("clustermark.methods.text") / "sentiment.toml").read_text(encoding="utf-8")
    content = tomllib.loads(raw)[language]
    values = dict.fromkeys(map(fold, content["positive"].split()), 1.0)
    values |= dict.fromkeys(map(fold, content["negative"].split()), -1.0)
    return Lexicon(
        values,
        dict.fromkeys(map(fold, content["negations"].split()), -1.0),
        {fold(word): float(factor) for word, factor in content["intensifiers"].items()},
    )


def clauses(text: str) -> list[tuple[int, int]]:
    """Clauses of a text as [start, end): parted by commas, stops and line ends."""
    return [hit.span() for hit in _CLAUSE.finditer(text)]


def near(
    text: str, places: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]] = (), reach: int = 1
) -> list[tuple[int, int]]:
    """The clauses that speak of a name at `places`: those that hold it, and `reach` clauses after each.

    What is said of a name follows it. A clause that holds one of the `others` (names of rivals) speaks of them, alone
    or as well, and is left out; so is what follows it.
    """
    spans = clauses(text)
    starts = [start for start, _ in spans]

    def holding(found: Sequence[tuple[int, int]]) -> set[int]:
        return {
            number
            for start, end in found
            for number in range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end))
            if start < spans[number][1]
        }

    own, rival = holding(places), holding(others)
    wanted: set[int] = set()
    for number in own - rival:
        for following in range(number, min(number + reach + 1, len(spans))):
            if following in rival:
                break
            wanted.add(following)
    return [spans[number] for number in sorted(wanted)]


def score(text: str, lexicon: Lexicon, language: str) -> float | None:
    """Sum of the values of a clause's words; None where none of them is in the lexicon.

    Negations within three words (four characters in Chinese) before a word turn it and halve it; intensifiers there
    multiply it. The longest words of the list count first, none within another.
    """
    folded = fold(text)
    found = _latin(folded, lexicon) if language == "en" else _chinese(folded, lexicon)
    return None if not found else sum(found)


def _latin(text: str, lexicon: Lexicon) -> list[float]:
    words = [hit.group() for hit in _LATIN_WORD.finditer(text)]
    out = []
    for place, word in enumerate(words):
        value = lexicon.values.get(word)
        if value is None and word.endswith("s"):
            value = lexicon.values.get(word[:-1])
        if value is not None:
            before = words[max(0, place - REACH_EN) : place]
            turned = [w for w in before if w in lexicon.negations or w.endswith(("n't", "n\u2019t"))]
            factor = 1.0
            for w in before:
                factor *= lexicon.intensifiers.get(w, 1.0)
            out.append(value * factor * (0.5 * (-1.0) ** len(turned) if turned else 1.0))
    return out


def _chinese(text: str, lexicon: Lexicon) -> list[float]:
    """Values of the words, each with the modifiers that stand between it and the word before."""
    out, end_of_last = [], 0
    for hit in lexicon.words.finditer(text):
        turned, factor = 0, 1.0
        for modifier in lexicon.modifiers.findall(text[max(end_of_last, hit.start() - REACH_ZH) : hit.start()]):
            turned += modifier in lexicon.negations
            factor *= lexicon.intensifiers.get(modifier, 1.0)
        out.append(lexicon.values[hit.group()] * factor * (0.5 * (-1.0) ** turned if turned else 1.0))
        end_of_last = hit.end()
    return out


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


def label(value: float | None) -> str:
    """positive, negative, or neutral for 0 and for clauses without a word of the list."""
    return "neutral" if not value else "positive" if value > 0 else "negative"
