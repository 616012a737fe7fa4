"""Changes between the lists of firms of two years: which share has a brand, which works outside the main trade.

A list is whole, so every firm of each year counts, whether it stands in both or not: new firms with brands are a part
of upgrading. The interval tells chance, not what a list leaves out.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from clustermark.evidence.fold import fold
from clustermark.lenses.actors.roster import Firm, own_rows, roster
from clustermark.lenses.context import Context
from clustermark.lenses.rows import text, year
from clustermark.lenses.upgrading.change import FEWEST, Change, Lack, moved, yearly
from clustermark.lenses.upgrading.definitions import Ground, Indicator
from clustermark.methods.upgrading import span
from clustermark.study.model import ORIGINS

Lists = Mapping[int, Mapping[str, Firm]]  # year -> firm -> entry


def lists(context: Context, subject: str) -> Lists:
    """The active firms by year, where the table holds a list of its own for each of several years."""
    found = {}
    for at in sorted({one for row in own_rows(context, "firms", subject) if (one := year(row)) is not None}):
        of_year = roster(context, subject, str(at))
        if of_year.years == str(at):
            found[at] = {fold(text(one.cells, "firm") or text(one.cells, "name")): one for one in of_year.firms}
    return found


def listed(known: Lists, indicator: Indicator, ground: Ground, last: int) -> Change | Lack:
    """The change of the share of firms that have a text in a column, or that lie outside the commonest code."""
    stated = {at: _stated(firms, ground) for at, firms in known.items()}
    years = span((at for at, of in stated.items() if len(of) >= FEWEST), last)
    if years is None:
        return Lack.of("no-earlier-year" if any(stated.values()) else "no-rows")
    ends = [stated[at] for at in years]
    if len(ends[0].keys() & ends[1].keys()) < FEWEST:
        return Lack.of("no-earlier-year")  # one register, whose rows were entered in several years
    counted = _counted(ends[0], ends[1], ground)
    names = sorted({*ends[0], *ends[1]})
    sums = np.zeros((len(names), 4))
    for side, (firms, yes) in enumerate(zip(ends, counted, strict=True)):
        for at, name in enumerate(names):
            sums[at, 2 * side : 2 * side + 2] = (name in yes, name in firms)
    first, final = (float(sums[:, side].sum() / sums[:, side + 1].sum()) for side in (0, 2))
    change = yearly(indicator, years, first, final)
    interval = moved(years, sums)
    entries = [firm for firms in ends for firm in firms.values()]
    return Change(
        indicator=indicator,
        ground=ground,
        years=years,
        first=first,
        last=final,
        unit="share",
        value=change,
        interval=interval,
        by="wilson",
        n=min(len(end) for end in ends),
        sample="firms",
        rows=tuple(dict.fromkeys(row for firm in entries for row in firm.rows)),
        origins=tuple(one for one in ORIGINS if any(one in firm.origins for firm in entries)),
        said={"listed": "/".join(str(len(end)) for end in ends)},
    )


def _stated(firms: Mapping[str, Firm], ground: Ground) -> Mapping[str, Firm]:
    """The firms that can be counted: all, or those whose code has so many digits.

    An empty cell of brands says that a firm has none only where the list has brands at all.
    """
    if ground.how == "named":
        return firms if any(text(firm.cells, ground.column) for firm in firms.values()) else {}
    return {name: firm for name, firm in firms.items() if _code(firm, ground)}


def _code(firm: Firm, ground: Ground) -> str:
    digits = "".join(letter for letter in text(firm.cells, ground.column) if letter.isascii() and letter.isdigit())
    return digits[: ground.digits] if len(digits) >= ground.digits else ""


def _counted(first: Mapping[str, Firm], last: Mapping[str, Firm], ground: Ground) -> tuple[set[str], set[str]]:
    """The firms of each year that count; the main trade is that of most firms in the first year."""
    if ground.how == "named":
        told = [{name for name, firm in of.items() if text(firm.cells, ground.column)} for of in (first, last)]
        return told[0], told[1]
    codes = Counter(_code(firm, ground) for firm in first.values())
    main = min(codes, key=lambda code: (-codes[code], code))
    told = [{name for name, firm in of.items() if _code(firm, ground) != main} for of in (first, last)]
    return told[0], told[1]
