"""A file of a known layout into accepted, quarantined and set-aside rows."""

from collections.abc import Sequence

from clustermark.evidence.bulk import FEW, plain_rows
from clustermark.evidence.clean import Names, Value
from clustermark.evidence.confidential import Cover
from clustermark.evidence.frames import frame_of_rows, put_in_order
from clustermark.evidence.layouts.flaws import cut_off, flaws_of
from clustermark.evidence.layouts.laid import Laid
from clustermark.evidence.model import SetAsideRow
from clustermark.evidence.raw import RawSheet
from clustermark.evidence.reading import Reading, quarantined, read_row, reading_of
from clustermark.evidence.sheets import Keys, SheetResult, accept
from clustermark.evidence.specs import match_headers, private_columns, table_specs
from clustermark.study.model import Source


def read_laid(laid: Laid, source: Source, data: bytes, names: Names, keys: Keys, few: int = FEW) -> SheetResult:
    """Give every row of the file its fate. `keys` holds the keys of the table read so far."""
    spec = table_specs()[source.table]
    result = SheetResult()
    result.problems.extend(flaws_of(laid, source, spec))
    if any(item.severity == "error" for item in result.problems):
        result.usable = False
        return result
    reading = reading_of(laid.sheet, source, spec, laid.head, names, Cover.of(source, data))
    plain, lines = plain_rows(reading, few)
    rows = _read_rows(reading, lines, laid, result)
    accept(reading, put_in_order(plain, frame_of_rows(spec, rows)), keys, result)
    if result.raw is not None:
        named, _ = match_headers(source.table, laid.keys)
        private = frozenset(at for at, column in named.items() if column in private_columns(source.table))
        result.raw = RawSheet(reading.prefix, laid.keys, laid.rows, result.raw.lines, private=private)
    result.read = len(laid.sheet.rows)
    result.problems.extend(cut_off(laid, source, result.read - len(result.set_aside)))
    return result


def _read_rows(reading: Reading, lines: Sequence[int], laid: Laid, result: SheetResult) -> list[dict[str, Value]]:
    accepted = []
    for line in lines:
        cells = reading.sheet.rows[line - 1]
        kind = laid.aside.get(line)
        if kind is not None:
            result.set_aside.append(SetAsideRow(reading.source.id, reading.sheet.name, line, kind))
            continue
        if line in laid.wrong:
            result.quarantined.append(quarantined(reading, line, [laid.wrong[line]]))
            continue
        row, wrong, told = read_row(reading, line, cells)
        result.problems.extend(told)
        if wrong:
            result.quarantined.append(quarantined(reading, line, wrong))
        else:
            accepted.append(row | {"line": line})
    return accepted
