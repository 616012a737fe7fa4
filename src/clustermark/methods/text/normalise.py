"""Text as it will be counted: one form for one character, and a note of what was changed."""

import html
import re
import unicodedata

_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]{0,2000}|!--.{0,20000}?--|![A-Za-z][^<>]{0,500})>", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_UNSEEN = (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
_LINE = (0x0B, 0x0C, 0x0D, *range(0x1C, 0x1F), 0x85, 0x2028, 0x2029)  # each ends a line, or parts records
_CONTROL = tuple(code for code in (*range(9), *range(14, 32), *range(127, 160)) if code not in _LINE)
_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_BLANK = (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_DRAWN = (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))  # radicals and ligatures that PDF readers give for letters
_BROKEN = range(0xD800, 0xE000)  # halves of a character, which no file can hold
_BLANKS = re.compile(r"[ \t]+")
_LINES = re.compile(r" ?\n[ \n]*")
# UTF-8 read as Latin-1 or Windows-1252, UTF-8 read as GB 18030, and the replacement character
_GARBLED = re.compile(
    "\ufffd|\u951f\u65a4\u62f7|[\u00c3\u00c2][\u0080-\u00bf]|\u00e2\u20ac|[\u00e4-\u00e9][\u0080-\u00bf]{2}"
    "|[\u951b\u7d1d\u9286\u9428].{0,60}[\u951b\u7d1d\u9286\u9428]"
)

HTML, UNSEEN, CONTROL, WIDTH, FORM, GARBLED = "html", "unseen", "control", "width", "form", "garbled"
_TURNED: dict[str, dict[int, str]] = {
    UNSEEN: dict.fromkeys(_UNSEEN, ""),
    WIDTH: {code: chr(code - 0xFEE0) for code in _WIDE} | dict.fromkeys(_BLANK, " "),
    FORM: {code: unicodedata.normalize("NFKC", chr(code)) for code in _DRAWN} | dict.fromkeys(_BROKEN, "\ufffd"),
    CONTROL: dict.fromkeys(_CONTROL, "") | dict.fromkeys(_LINE, "\n"),
}
_TO_TURN = {
    code: re.compile("[" + "".join(re.escape(chr(one)) for one in sorted(turned)) + "]")
    for code, turned in _TURNED.items()
}


def normalise(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in one form, and the codes of what was changed; to normalise again changes nothing.

    html (tags and entities taken out, up to four layers of them), unseen (zero-width and direction marks), control
    characters, width (full-width letters, digits and blanks), form (Unicode NFC, radicals and ligatures as letters).
    Line ends become one line feed, runs of blanks one. Case and script stay. garbled: the text looks decoded wrongly;
    it is left as it is, for nothing certain can be said.
    """
    found: list[str] = []
    for _ in range(4):  # an entity may hide a tag or an unseen mark, a full-width letter a tag
        before = text
        text, changes = _once(text)
        found += [code for code in changes if code not in found]
        if text == before or not changes:
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
        for code in (FORM, UNSEEN, WIDTH):
            text = step(code, text, _turned(code, text))
        if _GARBLED.search(text):
            changes.append(GARBLED)
    text = step(CONTROL, text, _turned(CONTROL, text))
    if "<" in text or "&" in text:
        text = step(HTML, text, _without_markup(text))
    return _LINES.sub("\n", _BLANKS.sub(" ", text)).strip(), changes


def _turned(code: str, text: str) -> str:
    """The text with the characters of one kind turned; it is gone through letter by letter only where one stands."""
    return text.translate(_TURNED[code]) if _TO_TURN[code].search(text) else text


def _without_markup(text: str) -> str:
    """Tags out, entities resolved."""
    if "<" in text:
        text = _TAG.sub(" ", _BREAK.sub("\n", _SCRIPT.sub(" ", text)))
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text).replace("\r", "\n")
