"""Folding of text for comparison: headers, labels and names are the same whatever their width, case and blanks."""

import re
import unicodedata
from functools import lru_cache

_BRACKETS = re.compile(r"[(\[\uFF08\u3010][^()\[\]\uFF08\uFF09\u3010\u3011]*[)\]\uFF09\u3011]")
_DROPPED = re.compile(r"[\s_\-.()\[\]:;,/\u3010\u3011\u3001\u3002\u2014\u2013\u200b\ufeff*]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The text for comparison: NFKC, without case, blanks and punctuation."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).casefold())


def without_brackets(text: str) -> str:
    """The text without its brackets and what stands in them."""
    return _BRACKETS.sub("", text)


def in_brackets(text: str) -> str:
    """What stands in the first pair of brackets, "" where there is none."""
    found = _BRACKETS.search(text)
    return found.group(0)[1:-1].strip() if found else ""
