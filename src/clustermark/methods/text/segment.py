"""Words of a text with their places; names of the study are one word each, whatever segmentation would make of them.

Chinese is cut by rjieba (the dictionary and model of jieba), other scripts at blanks and marks. Words are counted in
small letters. Marks and blanks are no words. Many texts are cut in one call: what ends a text also ends a sentence for
rjieba, so that each comes out as it would alone, and the numbers of words and places are made by numpy.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby, islice

import numpy as np
from numpy.typing import NDArray

from clustermark.methods.text.names import Match

NAME = "name:"  # before the id of a name, as a term
Integers = NDArray[np.int32]
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"([^\W_]+(?:['\u2019\u2010-][^\W_]+)*|[\x00\x01])")
_MARKS = re.compile(r"[\W_]+")
_NOT_HAN = re.compile("[^\u3400-\u9fff\uf900-\ufaff]+")
_KEPT = re.compile(r"[^\W_]")
# Words beside Chinese that rjieba would cut: with an apostrophe, or with letters beyond A to Z
_ODD = re.compile("['\u2019\u00c0-\u1fff\u2c00-\u2dff\u3040-\u31ff\ua000-\ud7ff]")
_LETTER = "[^\\W_\u3400-\u9fff\uf900-\ufaff]"
_WHOLE_WORD = re.compile(f"{_LETTER}+(?:['\u2019\u2010-]{_LETTER}+)*")
_END, _UNCUT = "\x00", "\x01"  # stand for the end of a text, and for a word that is not to be cut
_OWN_MARKS = re.compile("[\x00\x01]")
_AT_ONCE = 20_000  # characters that are cut in one call
_NOT_A_WORD = -1
Word = tuple[str, int, int]


@dataclass(slots=True)
class TokenTable:
    """Tokens of many texts as integers: document, position, term, start, end; `terms` are the words by their number."""

    document: Integers
    position: Integers
    term: Integers
    start: Integers
    end: Integers
    terms: list[str]


class _Pieces:
    """What rjieba cuts, by number: 0 the end of a text, 1 a word that was not cut; of each its length and its term."""

    def __init__(self, terms: defaultdict[str, int]) -> None:
        self.numbers = defaultdict(count(2).__next__, {_END: 0, _UNCUT: 1})
        self._terms = terms
        self._told = np.array([[0, 0], [_NOT_A_WORD, _NOT_A_WORD]], dtype=np.int32)

    def lengths_and_terms(self) -> Integers:
        """Length and term (2, n) of every piece seen until now."""
        new = list(islice(reversed(self.numbers), len(self.numbers) - self._told.shape[1]))[::-1]
        if new:
            known = [self._terms[piece.lower()] if _is_word(piece) else _NOT_A_WORD for piece in new]
            told = np.array([[len(piece) for piece in new], known], dtype=np.int32)
            self._told = np.concatenate([self._told, told], axis=1)
        return self._told


def _is_word(piece: str) -> bool:
    return piece.isalnum() or _KEPT.search(piece) is not None


@dataclass(slots=True)
class _Chunk:
    """Texts that are cut in one call, with the words in each that are not to be cut."""

    han: bool
    texts: list[tuple[str, list[Word]]] = field(default_factory=list)


class Tokeniser:
    """Cuts texts into integer arrays; the numbers of terms hold for one tokeniser."""

    def __init__(self) -> None:
        self.numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._pieces = _Pieces(self.numbers)

    def table(self, texts: Sequence[str], names: Sequence[Sequence[Match]]) -> TokenTable:
        """The tokens of normalised texts, with the names found in each; document numbers are places in `texts`.

        Raises ValueError where texts and names differ in number, UnicodeEncodeError for halves of a character, which
        `normalise` takes out.
        """
        none = np.zeros(0, dtype=np.int32)
        cut, done = [(none, none, none, none)], 0
        for chunk in _chunks(texts, names):
            cut.append(self._cut(chunk, done))
            done += len(chunk.texts)
        document, term, start, end = (np.concatenate(column) for column in zip(*cut, strict=True))
        counts = np.bincount(document, minlength=len(texts))
        position = np.arange(len(document)) - np.repeat(np.cumsum(counts) - counts, counts)
        return TokenTable(document, position.astype(np.int32), term, start, end, list(self.numbers))

    def _cut(self, chunk: _Chunk, done: int) -> tuple[Integers, Integers, Integers, Integers]:
        """document, term, start and end of the words of a chunk, `done` texts after the first."""
        parts: list[str] = []
        uncut: list[Word] = []
        for text, own in chunk.texts:
            plain = _OWN_MARKS.sub(" ", text)
            at = 0
            for _, start, end in own:
                parts += (plain[at:start], _UNCUT)
                at = end
            parts += (plain[at:], _END)
            uncut += own
        found = _way_of_cutting(chunk.han)("".join(parts))
        piece = np.fromiter(map(self._pieces.numbers.__getitem__, found), dtype=np.int32, count=len(found))
        length, term = (row.take(piece) for row in self._pieces.lengths_and_terms())
        if uncut:
            places = np.flatnonzero(piece == 1)
            length[places] = [end - start for _, start, end in uncut]
            term[places] = [self.numbers[word] for word, _, _ in uncut]
        stops = np.flatnonzero(piece == 0)
        pieces = np.diff(stops, prepend=-1)  # of each text
        ends = length.cumsum(dtype=np.int32)
        ends -= np.repeat(np.concatenate([np.zeros(1, dtype=np.int32), ends[stops[:-1]]]), pieces)
        document = np.repeat(np.arange(done, done + len(stops), dtype=np.int32), pieces)
        kept = np.flatnonzero(term != _NOT_A_WORD)
        end = ends.take(kept)
        return document.take(kept), term.take(kept), end - length.take(kept), end


def words(text: str, names: Sequence[Match] = ()) -> list[Word]:
    """The words (term, start, end) of a text, in order; `names` are its matches, each one word "name:id"."""
    table = Tokeniser().table([text], [names])
    places = zip(table.term.tolist(), table.start.tolist(), table.end.tolist(), strict=True)
    return [(table.terms[term], start, end) for term, start, end in places]


def _way_of_cutting(han: bool) -> Callable[[str], list[str]]:
    if not han:
        return lambda text: _LATIN.split(text)[:-1]  # nothing stands behind the last end of a text
    import rjieba

    cut: Callable[[str], list[str]] = rjieba.cut
    return cut


def _chunks(texts: Sequence[str], names: Sequence[Sequence[Match]]) -> Iterator[_Chunk]:
    """Neighbouring texts of one way of cutting, together about 20,000 characters."""
    both = zip(texts, names, strict=True)
    for han, group in groupby(both, key=lambda pair: not pair[0].isascii() and _HAN.search(pair[0]) is not None):
        chunk, size = _Chunk(han), 0
        for text, found in group:
            chunk.texts.append((text, _uncut(text, found, han)))
            size += len(text)
            if size >= _AT_ONCE:
                yield chunk
                chunk, size = _Chunk(han), 0
        if chunk.texts:
            yield chunk


def _uncut(text: str, names: Sequence[Match], han: bool) -> list[Word]:
    """The words of a text that are not to be cut: its names, and words beside Chinese that rjieba would cut."""
    found = [(NAME + match.name, match.start, match.end) for match in names]
    if not han or not _ODD.search(text):
        return found
    stops = [0, *(place for _, *both in found for place in both), len(text)]
    for start, end in zip(stops[::2], stops[1::2], strict=True):
        for hit in _WHOLE_WORD.finditer(text, start, end):
            word = hit.group()
            if "'" in word or not word.isascii():
                found.append((word.lower(), hit.start(), hit.end()))
    return sorted(found, key=lambda word: word[1])


def characters_in_words(text: str) -> tuple[int, int]:
    """Letters and digits of a text, and how many of them are Chinese: what segmentation must find again."""
    kept = _MARKS.sub("", text)
    return len(kept), len(_NOT_HAN.sub("", kept))
