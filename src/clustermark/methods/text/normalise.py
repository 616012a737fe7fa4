"""Text as it will be counted: one form for one character, and a note of what was changed."""

import html
import re
import unicodedata

_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]{0,2000}|!--.{0,20000}?--|![A-Za-z][^<>]{0,500})>", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)))
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_BLANKS = re.compile(r"[ \t]+")
_LINES = re.compile(r" ?\n[ \n]*")
# UTF-8 read as Latin-1 or Windows-1252, UTF-8 read as GB 18030, and the replacement character
_GARBLED = re.compile(
    "\ufffd|\u951f\u65a4\u62f7|[\u00c3\u00c2][\u0080-\u00bf]|\u00e2\u20ac|[\u00e4-\u00e9][\u0080-\u00bf]{2}"
)

HTML, UNSEEN, CONTROL, WIDTH, FORM, GARBLED = "html", "unseen", "control", "width", "form", "garbled"


def normalise(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in one form, and the codes of what was changed; to normalise again changes nothing.

    html (tags and entities taken out), unseen (zero-width and direction marks), control characters, width (full-width
    letters, digits and blanks), form (Unicode NFC). Line ends become one line feed, runs of blanks one. Case and script
    stay. garbled: the text looks decoded wrongly; it is left as it is, for nothing certain can be said.
    """
    found: list[str] = []
    for _ in range(4):  # an entity may hide a tag or an unseen mark, a full-width letter a tag
        before = text
        text, changes = _once(text)
        found += [code for code in changes if code not in found]
        if text == before:
            break
    return text, tuple(found)


def _once(text: str) -> tuple[str, list[str]]:
    changes: list[str] = []

    def step(code: str, before: str, after: str) -> str:
        if after != before:
            changes.append(code)
        return after

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = step(FORM, text, unicodedata.normalize("NFC", text))
        text = step(UNSEEN, text, text.translate(_UNSEEN))
        text = step(WIDTH, text, text.translate(_WIDE).translate(_SPACES))
        if _GARBLED.search(text):
            changes.append(GARBLED)
    text = step(CONTROL, text, text.translate(_CONTROL))
    if "<" in text or "&" in text:
        text = step(HTML, text, _without_markup(text))
    return _LINES.sub("\n", _BLANKS.sub(" ", text)).strip(), changes


def _without_markup(text: str) -> str:
    """Tags out, entities resolved."""
    if "<" in text:
        text = _TAG.sub(" ", _BREAK.sub("\n", _SCRIPT.sub(" ", text)))
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text).replace("\r", "\n")
