"""Words of a text with their places; names of the study are one word each, whatever segmentation would make of them.

Chinese is cut by rjieba (the dictionary and model of jieba), other scripts at blanks and marks. Words are counted in
small letters. Marks and blanks are no words. Many texts are cut in one call: what ends a text also ends a sentence for
rjieba, so that each comes out as it would alone; polars and numpy make the numbers of words and places.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby, islice

import numpy as np
import polars as pl
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
_AT_ONCE = 20_000  # characters that are cut in one call: what stays in the processor's cache
_CALLS = 50  # whose words are numbered together
_NOT_A_WORD, _AN_END, _NOT_CUT = -1, -2, -3  # in the place of the number of a term
_SIGNS = {_END: _AN_END, _UNCUT: _NOT_CUT}
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
        self._terms: dict[str, int] = {}  # piece -> number of its term, or what it stands for

    def table(self, texts: Sequence[str], names: Sequence[Sequence[Match]]) -> TokenTable:
        """The tokens of normalised texts, with the names found in each; document numbers are places in `texts`.

        Raises ValueError where texts and names differ in number, UnicodeEncodeError for halves of a character, which
        `normalise` takes out.
        """
        none = np.zeros(0, dtype=np.int32)
        found, done = [(none, none, none, none)], 0
        for chunks in _batches(_chunks(texts, names)):
            found.append(self._cut(chunks, done))
            done += sum(len(chunk.texts) for chunk in chunks)
        document, term, start, end = (np.concatenate(column) for column in zip(*found, strict=True))
        counts = np.bincount(document, minlength=len(texts))
        position = np.arange(len(document)) - np.repeat(np.cumsum(counts) - counts, counts)
        return TokenTable(document, position.astype(np.int32), term, start, end, list(self.numbers))

    def _cut(self, chunks: Sequence[_Chunk], done: int) -> tuple[Integers, Integers, Integers, Integers]:
        """document, term, start and end of the words of chunks, `done` texts after the first."""
        parts: list[pl.Series] = []
        uncut: list[Word] = []
        for chunk in chunks:
            text, own = _joined(chunk)
            parts.append(pl.Series(_way_of_cutting(chunk.han)(text), dtype=pl.String))
            uncut += own
        pieces = pl.concat(parts)
        term = self._numbered(pieces)
        length = pieces.str.len_chars().to_numpy().astype(np.int32)
        stops = np.flatnonzero(term == _AN_END)
        if uncut:
            places = np.flatnonzero(term == _NOT_CUT)
            length[places] = [end - start for _, start, end in uncut]
            term[places] = [self.numbers[word] for word, _, _ in uncut]
        many = np.diff(stops, prepend=-1)  # pieces of each text
        ends = length.cumsum(dtype=np.int32)
        ends -= np.repeat(np.concatenate([np.zeros(1, dtype=np.int32), ends[stops[:-1]]]), many)
        document = np.repeat(np.arange(done, done + len(stops), dtype=np.int32), many)
        kept = np.flatnonzero(term >= 0)
        end = ends.take(kept)
        return document.take(kept), term.take(kept), end - length.take(kept), end

    def _numbered(self, pieces: pl.Series) -> Integers:
        """The number of the term of each piece, a number below 0 for what is no word; polars tells equal pieces."""
        code = pieces.cast(pl.Categorical).to_physical().to_numpy()
        seen = np.full(int(code.max(initial=0)) + 1, -1, dtype=np.int64)
        seen[code] = np.arange(len(code))  # one place of each
        used = np.flatnonzero(seen >= 0)
        different = pieces.gather(seen[used]).to_list()
        for piece in sorted(set(different) - self._terms.keys()):
            self._terms[piece] = self.numbers[piece.lower()] if _is_word(piece) else _SIGNS.get(piece, _NOT_A_WORD)
        term = np.empty(len(seen), dtype=np.int32)
        term[used] = [self._terms[piece] for piece in different]
        return term.take(code)


def _joined(chunk: _Chunk) -> tuple[str, list[Word]]:
    """The texts of a chunk as one, with a sign for each word that is not to be cut and for each end of a text."""
    parts: list[str] = []
    uncut: list[Word] = []
    for text, own in chunk.texts:
        plain = _OWN_MARKS.sub(" ", text) if _END in text or _UNCUT in text else text
        at = 0
        for _, start, end in own:
            parts += (plain[at:start], _UNCUT)
            at = end
        parts += (plain[at:], _END)
        uncut += own
    return "".join(parts), uncut


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
    given = pl.Series(texts, dtype=pl.String)
    ways = (given.str.contains(sign.pattern).to_list() for sign in (_HAN, _ODD))
    for han, group in groupby(zip(texts, names, *ways, strict=True), key=lambda given: bool(given[2])):
        chunk, size = _Chunk(han), 0
        for text, found, _, odd in group:
            chunk.texts.append((text, _uncut(text, found, han and odd)))
            size += len(text)
            if size >= _AT_ONCE:
                yield chunk
                chunk, size = _Chunk(han), 0
        if chunk.texts:
            yield chunk


def _batches(chunks: Iterator[_Chunk]) -> Iterator[Sequence[_Chunk]]:
    while batch := list(islice(chunks, _CALLS)):
        yield batch


def _uncut(text: str, names: Sequence[Match], odd: bool) -> list[Word]:
    """The words of a text that are not to be cut: its names, and `odd` words beside Chinese that rjieba would cut."""
    found = [(NAME + match.name, match.start, match.end) for match in names]
    if not odd:
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
