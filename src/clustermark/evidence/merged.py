"""Merged cells of the rows below a header: names, ids and years hold for every row they span; figures never do."""

from collections import Counter
from dataclasses import replace

from clustermark.evidence.reading import Reading
from clustermark.study.problems import InputProblem, Where, problem

FILLED = frozenset({"id", "place", "product", "year"})


def fill_down(reading: Reading) -> tuple[Reading, list[InputProblem]]:
    """The reading with the cells that a merged cell above stands for, and what must be told of merged cells."""
    filled: dict[tuple[int, int], str] = {}
    kept: Counter[int] = Counter()
    left: Counter[int] = Counter()
    rows, end = reading.sheet.rows, reading.head.end
    for merge in reading.sheet.merged:
        first, position = merge.first_row, merge.first_column - 1
        column = reading.columns.get(position)
        if column is None or first <= end or merge.last_row == first or merge.last_column > merge.first_column:
            continue
        if column.type not in FILLED:
            left[position] += 1
            continue
        cells = rows[first - 1] if first <= len(rows) else []
        text = cells[position] if position < len(cells) else ""
        kept[position] += 1
        for line in range(first + 1, min(merge.last_row, len(rows)) + 1):
            filled[line, position] = text
    told = [
        problem("cells.filled-down", _where(reading, position), severity="warning", n=count)
        for position, count in sorted(kept.items())
    ]
    told += [
        problem("cells.merged", _where(reading, position), severity="warning", n=count)
        for position, count in sorted(left.items())
    ]
    return (replace(reading, filled=filled) if filled else reading), told


def _where(reading: Reading, position: int) -> Where:
    label = reading.head.labels[position].strip()
    return Where(reading.source.path, reading.sheet.name, reading.head.end, label)
