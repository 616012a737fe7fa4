"""Several people of a firm about one channel: averaged where they agree, kept apart where they do not."""

from collections import Counter
from collections.abc import Mapping, Sequence

from clustermark.lenses.governance.settings import HIGH, LOW, settings
from clustermark.lenses.rows import Row, number, text
from clustermark.methods.governance.scales import mean_agreement

AGREED = 0.7  # r_wg from which on answers of one firm may be averaged
OF_FIRM = ("sales", "unit", "foreign_equity", "rd_share", "marketing_share")  # asked once of a firm, not of a channel
MARKS = ("row", "source", "origin", "firm", "subject", "channel", "respondent", "year", "cleared")


def within_firm(rows: Sequence[Row]) -> dict[str, float]:
    """Mean r_wg of each scale over its items that at least two people of a firm answered."""
    found = {}
    for scale in settings().scales:
        given = [[one for row in rows if (one := number(row, item)) is not None] for item in scale.items]
        found[scale.id] = mean_agreement(given, LOW, HIGH)
    return {name: value for name, value in found.items() if value == value}


def merged(
    rows: Sequence[Row], whole: Sequence[Row], within: Mapping[str, float], notes: Counter[str]
) -> list[tuple[Row, Sequence[Row]]]:
    """The lines that rows of one firm and channel make, each with the rows that it rests on.

    `whole` are the firm's rows about no channel, which fill what is asked once of a firm; `within` is the agreement of
    its people on each scale: one scale on which they differ keeps them apart.
    """
    filled = [_filled(row, whole) for row in rows]
    if len(rows) == 1:
        notes["one-respondent"] += 1
        return [(filled[0], rows)]
    if all(one >= AGREED for one in within.values()):
        notes["averaged"] += 1
        return [(_mean(filled), rows)]
    notes["kept-apart"] += 1
    return [({**cells, "respondents": len(rows)}, [row]) for cells, row in zip(filled, rows, strict=True)]


def _filled(row: Row, whole: Sequence[Row]) -> Row:
    """The row with what the firm said of itself elsewhere, where its own cells are empty."""
    lacking = [name for name in OF_FIRM if row.get(name) in (None, "")]
    if "sales" in lacking and "unit" not in lacking:
        lacking.append("unit")  # a figure and its unit come from one row
    for other in whole:
        if lacking and other.get(lacking[0]) not in (None, ""):
            return {**row, **{name: other.get(name) for name in lacking}}
    return row


def _mean(rows: Sequence[Row]) -> Row:
    """Means of numbers; what is no number only where all who answered say the same."""
    found: dict[str, object] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        given = [row[name] for row in rows if row.get(name) not in (None, "")]
        numbers = [one for row in rows if (one := number(row, name)) is not None]
        if name in MARKS:
            found[name] = rows[0].get(name)
        elif numbers and len(numbers) == len(given):
            found[name] = sum(numbers) / len(numbers)
        else:
            found[name] = given[0] if given and all(one == given[0] for one in given) else None
    if len({text(row, "unit") for row in rows} - {""}) > 1:
        found["sales"] = None  # figures in several units have no mean
    return found
