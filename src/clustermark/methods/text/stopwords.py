"""Words that carry grammar rather than content, and what else no network of words should hold."""

import tomllib
from functools import cache
from importlib.resources import files

LONGEST = 40  # letters; longer ones are no words


def is_content(word: str) -> bool:
    """Whether a word may stand for content: no stop word, no mere figure, no single Latin letter.

    Chinese words of one character count, unless they are stop words: many a thing is called by one.
    """
    if word in stop_words() or len(word) > LONGEST or not any(letter.isalpha() for letter in word):
        return False
    return len(word) > 1 or not word.isascii()


@cache
def stop_words() -> frozenset[str]:
    """The stop words of both languages, in small letters, with plain and with curved apostrophes."""
    data = tomllib.loads((files("clustermark.methods.text") / "stopwords.toml").read_text(encoding="utf-8"))
    words = {word for text in data.values() for word in str(text).split()}
    return frozenset(words | {word.replace("'", "\u2019") for word in words})
