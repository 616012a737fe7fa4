"""The text of an interview as everything else counts it: read once, never changed, named by its hash.

A text is freed of signs that cannot be seen (controls, marks that turn the direction of writing), its line ends are
made one sign and blanks around it are cut off. Positions are code points of this text, from 0, the end excluded.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from hashlib import sha256

from clustermark.evidence.clean import UNSEEN

MOST_SIGNS = 5_000_000  # of an interview; a hundred times the longest that people write down
SHORTEST_HASH = 8  # signs by which a text may be named
_DROPPED = re.compile(rf"\r(?=\n)|{UNSEEN.pattern}")
_LINE_ENDS = {ord("\r"): "\n", 0x2028: "\n", 0x2029: "\n"}


@dataclass(frozen=True, slots=True)
class Plain:
    """A text, its hash, and where signs were left out of the text that it was made from."""

    text: str
    hash: str
    dropped: tuple[int, ...] = ()
    lead: int = 0  # blanks cut off at the beginning, after the others were dropped

    def position(self, original: int) -> int:
        """The position in this text of a position in the text that it was made from."""
        moved = original - bisect_left(self.dropped, original) - self.lead
        return min(max(moved, 0), len(self.text))

    def original(self, position: int) -> int:
        """The position of a sign in the text that this one was made from."""
        found = position + self.lead
        for dropped in self.dropped:
            if dropped > found:
                break
            found += 1
        return found


def plain(text: str) -> Plain:
    """The text as it is kept: plain("\\ufeffone\\r\\n two ") has the text "one\\n two"."""
    dropped = tuple(found.start() for found in _DROPPED.finditer(text))
    kept = _DROPPED.sub("", text).translate(_LINE_ENDS)
    shown = kept.strip()
    lead = len(kept) - len(kept.lstrip()) if shown else 0
    return Plain(shown, hash_of(shown), dropped, lead)


def hash_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, as hexadecimal digits; lone surrogates count as question marks."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()
