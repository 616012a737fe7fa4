"""Positions of marked passages: which way of counting fits the words that the file quotes.

A position should count code points of the text. Programs differ: some count UTF-16 units (a rare character or an emoji
is two), some count a line end of two signs as one or of one sign as two, some count the byte order mark.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate

RULES = tuple(
    "+".join(filter(None, parts)) or "code-points"
    for parts in (
        (mark, ends, units)
        for mark in ("", "mark-counted")
        for units in ("", "utf16")
        for ends in ("", "crlf-as-one", "lf-as-two")
    )
)
_LEAST_QUOTE = 4
_LONG = 40
_FEW, _MANY, _WORK = 20, 1_000, 500_000_000
_CUT = ("...", "…")


def scale(text: str, rule: str) -> Sequence[int]:
    """The position in the file of each code point of the text and of its end, counted by a rule; never falling."""
    parts = rule.split("+")
    if parts == ["code-points"]:
        return range(len(text) + 1)
    wide, one, two = "utf16" in parts, "crlf-as-one" in parts, "lf-as-two" in parts
    lengths: list[int] = []
    for sign, after in zip(text, text[1:] + " ", strict=False):
        length = 2 if wide and sign > "\uffff" else 1
        if sign == "\r" and after == "\n" and one:
            length = 0
        elif sign == "\n" and two and text[len(lengths) - 1 : len(lengths)] != "\r":
            length = 2
        lengths.append(length)
    return array("L", accumulate(lengths, initial=int("mark-counted" in parts)))


def placed(stored: int, positions: Sequence[int]) -> int:
    """The code point at a position of the file: the first whose position is not before it, kept within the text."""
    return min(bisect_left(positions, stored), len(positions) - 1)


def best_rule(text: str, passages: Sequence[tuple[int, int, str]], marked: bool) -> tuple[str, int, int, int]:
    """The rule under which most quoted passages (start, end, words) stand where the file says.

    Returns rule, passages with a quote that can be checked, how many agree as code points, how many under the rule.
    Code points stay where no other rule does better; of equal rules the first of `RULES`. Names that occur nowhere in
    the text are no quotes ("line 6") and do not count. `marked`: the file of the text begins with a byte order mark.
    Of very many passages some are checked.
    """
    flat = _flat(text)
    said = [(start, end, *_said(name)) for start, end, name in _some(passages, len(text))]
    quoted = [one for one in said if len(one[2]) >= _LEAST_QUOTE and one[2] in flat]
    if not quoted:
        return "code-points", 0, 0, 0
    plainly = _agree(text, quoted, "code-points")
    if plainly == (len(quoted), len(quoted)):
        return "code-points", len(quoted), *plainly
    differs = _what_differs(text, marked)
    fits = {rule: _agree(text, quoted, rule) for rule in RULES if rule == "code-points" or differs(rule)}
    rule = max(fits, key=lambda one: fits[one])
    return rule, len(quoted), fits["code-points"][0], fits[rule][0]


def _some(passages: Sequence[tuple[int, int, str]], length: int) -> Sequence[tuple[int, int, str]]:
    """Passages to check, evenly spaced: all of them, or so many that looking for them in a long text does not last."""
    most = max(_FEW, min(_MANY, _WORK // (length + 1)))
    step = max(1, -(-len(passages) // most))
    return passages[::step]


def _what_differs(text: str, marked: bool) -> Callable[[str], bool]:
    """Whether a rule can count otherwise than code points in this text."""
    reasons = {
        "mark-counted": marked,
        "utf16": any(sign > "\uffff" for sign in text),
        "crlf-as-one": "\r\n" in text,
        "lf-as-two": "\n" in text.replace("\r\n", ""),
    }
    return lambda rule: all(reasons.get(part, True) for part in rule.split("+"))


def _agree(text: str, quoted: Sequence[tuple[int, int, str, bool]], rule: str) -> tuple[int, int]:
    """How many quotes agree, and how many of them without blanks at their ends: a small shift may add a line end."""
    positions = scale(text, rule)
    count = clean = 0
    for start, end, words, cut in quoted:
        there = text[placed(start, positions) : placed(end, positions)]
        agrees = _flat(there).startswith(words) if cut else _flat(there) == words
        count += agrees
        clean += agrees and there[:1] == there[:1].strip() and (cut or there == there.rstrip())
    return count, clean


def _said(name: str) -> tuple[str, bool]:
    """The words that a name quotes, and whether they may have been cut: programs cut long names, some without dots."""
    words = name.strip()
    for sign in _CUT:
        words = words.removesuffix(sign)
    flat = _flat(words)
    return flat, words != name.strip() or len(flat) >= _LONG


def _flat(text: str) -> str:
    """Text with every run of blanks as one, for programs write quotes on one line."""
    return " ".join(text.split())
