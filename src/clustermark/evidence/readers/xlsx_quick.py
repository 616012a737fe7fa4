"""The scan of a sheet's XML for sheets written as programs write them: many times faster than walking through it.

Anything unusual (comments, prefixes, attributes in another order, another encoding) is left to the thorough scan, so
that no sheet can show one thing here and another to the reader of values.
"""

import re
from xml.parsers import expat
from xml.sax.saxutils import unescape

from clustermark.evidence.readers.sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, UnreadableFileError
from clustermark.evidence.readers.xlsx_scan import Scan

_PLACE = rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"'
_USUAL = re.compile(rb'<c r="([A-Z]{1,3})[1-9]\d{0,6}"(?: s="\d+")?(?: t="[a-zA-Z]+")?/?>')
_CELL_TAGS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r")
_ROWS = re.compile(rb"<row[\s/>]")
_USUAL_ROWS = re.compile(rb'<row(?: r="([1-9]\d{0,6})")?(?: (?!r=)[\w:.-]+="[^"<>]*")*\s*/?>')
_LAST_ROW = 1_048_576
_PREFIXED = re.compile(rb"<[\w.-]+:(?:c|row|v|f)[\s/>]")
_DECLARED = re.compile(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)[\"']")
_NUMBERS = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"')
_ERROR = re.compile(_PLACE + rb'(?: s="\d+")? t="e">(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL)
_FORMULA = re.compile(
    _PLACE + rb'(?: s="\d+")?(?: t="n")?>\s*<f(?:\s[^>]*)?(?:/>|(?<!/)>([^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)


def quick_scan(xml: bytes, percent: frozenset[str]) -> Scan | None:
    """What the XML of a sheet says; None where the thorough scan must look. Raises where it is malformed."""
    declared = _DECLARED.match(xml)
    if declared and declared.group(1).lower() != b"utf-8":
        return None
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!" in xml or _PREFIXED.search(xml):
        return None
    try:
        expat.ParserCreate().Parse(xml, True)
    except expat.ExpatError:
        raise UnreadableFileError("file.damaged") from None
    numbers = _USUAL_ROWS.findall(xml)
    if len(_ROWS.findall(xml)) != len(numbers) or max(map(int, filter(None, numbers)), default=0) > _LAST_ROW:
        return None
    letters = _USUAL.findall(xml)
    if sum(map(xml.count, _CELL_TAGS)) != len(letters):
        return None
    rows = max(map(int, set(_NUMBERS.findall(xml))), default=0)
    columns = max(map(_column, set(letters)), default=0)
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        return None
    scan = Scan(rows, columns, percent=_percentages(xml, percent))
    for found in _ERROR.finditer(xml):
        scan.texts[_at(found)] = _plain(found.group(3))
    for found in _FORMULA.finditer(xml):
        scan.texts[_at(found)] = "=" + _plain(found.group(3) or b"")
        scan.formulas.add(_at(found))
    return scan


def _percentages(xml: bytes, percent: frozenset[str]) -> set[tuple[int, int]]:
    if not percent:
        return set()
    styles = "|".join(sorted(style for style in percent if style.isdecimal())).encode()
    pattern = re.compile(_PLACE + rb' s="(?:' + styles + rb')"(?: t="n")?/?>')
    return {_at(found) for found in pattern.finditer(xml)}


def _at(found: re.Match[bytes]) -> tuple[int, int]:
    return int(found.group(2)), _column(found.group(1))


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column


def _plain(text: bytes) -> str:
    return unescape(text.decode("utf-8"), {"&quot;": '"', "&apos;": "'"})
