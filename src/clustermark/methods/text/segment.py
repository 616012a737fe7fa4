"""Words of a text with their places; names of the study are one word each, whatever segmentation would make of them.

Chinese is cut by rjieba (the dictionary and model of jieba), other scripts at blanks and marks. Words are counted in
small letters. Marks and blanks are no words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clustermark.methods.text.names import Match

NAME = "name:"  # before the id of a name, as a term
Integers = NDArray[np.int32]
_LATIN = re.compile(r"[^\W_]+(?:['\u2019\u2010-][^\W_]+)*")
_MARKS = re.compile(r"[\W_]+")
_NOT_HAN = re.compile("[^\u3400-\u9fff\uf900-\ufaff]+")
_KEPT = re.compile(r"[^\W_]")


def words(text: str, language: str, names: Sequence[Match] = ()) -> list[tuple[str, int, int]]:
    """The words (term, start, end) of a text, in order; `names` are its matches, each one word "name:id"."""
    found: list[tuple[str, int, int]] = []
    at = 0
    for match in names:
        found += _pieces(text[at : match.start], at, language)
        found.append((NAME + match.name, match.start, match.end))
        at = match.end
    return found + _pieces(text[at:], at, language)


def _pieces(text: str, offset: int, language: str) -> list[tuple[str, int, int]]:
    if not text:
        return []
    if language == "en" or text.isascii():
        return [(hit.group().lower(), offset + hit.start(), offset + hit.end()) for hit in _LATIN.finditer(text)]
    import rjieba

    out = []
    for word, start, end in rjieba.tokenize(text):
        if _KEPT.search(word):
            out.append((word.lower(), offset + start, offset + end))
    return out


@dataclass(slots=True)
class TokenTable:
    """Tokens of many texts as integers: document, position, term, start, end; `terms` are the words by their number."""

    document: Integers
    position: Integers
    term: Integers
    start: Integers
    end: Integers
    terms: list[str]


@dataclass(slots=True)
class Tokeniser:
    """Cuts texts into integer arrays; the numbers of terms hold for one tokeniser."""

    numbers: dict[str, int] = field(default_factory=dict)
    kept: list[bool] = field(default_factory=list)

    def table(self, texts: Sequence[str], languages: Sequence[str], names: Sequence[Sequence[Match]]) -> TokenTable:
        """The tokens of texts; document numbers are places in `texts`."""
        term: list[Integers] = []
        end: list[Integers] = []
        start: list[Integers] = []
        counts = np.zeros(len(texts), dtype=np.int64)
        for place, (text, language, found) in enumerate(zip(texts, languages, names, strict=True)):
            numbers, starts, ends = self._one(text, language, found)
            term.append(numbers)
            start.append(starts)
            end.append(ends)
            counts[place] = len(numbers)
        document = np.repeat(np.arange(len(texts), dtype=np.int32), counts)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        position = (np.arange(len(document)) - first).astype(np.int32)
        return TokenTable(document, position, _joined(term), _joined(start), _joined(end), list(self.numbers))

    def _one(self, text: str, language: str, names: Sequence[Match]) -> tuple[Integers, Integers, Integers]:
        if language == "en" or text.isascii() or names:
            found = words(text, language, names)
            numbers = np.array([self._number(word) for word, _, _ in found], dtype=np.int32)
            places = np.array([(start, end) for _, start, end in found], dtype=np.int32).reshape(-1, 2)
            return numbers, places[:, 0], places[:, 1]
        import rjieba

        pieces = rjieba.cut(text)
        get = self.numbers.get
        raw = [get(piece, -1) for piece in pieces]
        numbers = np.array(raw, dtype=np.int32)
        for place in np.flatnonzero(numbers < 0):
            numbers[place] = self._number_of_piece(pieces[place])
        ends = np.fromiter(map(len, pieces), dtype=np.int32, count=len(pieces)).cumsum(dtype=np.int32)
        starts = np.concatenate([[0], ends[:-1]]).astype(np.int32)
        kept = numbers >= 0
        return numbers[kept], starts[kept], ends[kept]

    def _number(self, word: str) -> int:
        return self.numbers.setdefault(word, len(self.numbers))

    def _number_of_piece(self, piece: str) -> int:
        return self._number(piece.lower()) if _KEPT.search(piece) else -1


def _joined(parts: Sequence[Integers]) -> Integers:
    return np.concatenate(parts).astype(np.int32) if parts else np.zeros(0, dtype=np.int32)


def characters_in_words(text: str) -> tuple[int, int]:
    """Letters and digits of a text, and how many of them are Chinese: what segmentation must find again."""
    kept = _MARKS.sub("", text)
    return len(kept), len(_NOT_HAN.sub("", kept))
