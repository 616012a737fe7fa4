"""In which language a text is: Chinese, English, both, or another."""

import re

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_OTHER = re.compile(
    "[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f\u0900-\u097f]"
)  # kana, Hangul ...
_WORD = re.compile(r"[A-Za-z]{2,}")
_LATIN_BEYOND = re.compile("[\u00c0-\u024f]")
_ENGLISH = frozenset(
    re.findall(
        "[a-z]+",
        "the of and to in is that for it as was with be by on not he this are or his from at which but have an"
        " had they you were their one all we can her has there been if more when will would who"
        " so no its our new than into only",
    )
)
_ENOUGH = 20  # words from which on the share of English function words tells


def language_of(text: str) -> str:
    """ "zh", "en", "mixed" (a fifth or more of each) or "other", by script and by English function words.

    A Chinese character counts as two thirds of a word. Latin text of twenty words or more with hardly any English
    function word is another language. Japanese and Korean are told by their own letters.
    """
    han = len(_HAN.findall(text))
    words = _WORD.findall(text)
    strange = len(_OTHER.findall(text))
    if strange > 0.2 * (han + strange) and strange > 0.2 * len(words):
        return "other"
    chinese, latin = han / 1.5, len(words)
    if not chinese and not latin:
        return "other"
    if chinese >= 4 * latin:
        return "zh"
    english = _is_english(words, text)
    if latin >= 4 * chinese:
        return "en" if english else "other"
    return "mixed"


def _is_english(words: list[str], text: str) -> bool:
    share = sum(word.lower() in _ENGLISH for word in words) / len(words) if words else 0.0
    if len(words) >= _ENOUGH:
        return share >= 0.12
    return share > 0 or not _LATIN_BEYOND.search(text)
