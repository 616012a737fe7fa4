"""The firm survey of several years: only firms that answered in both years tell a change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clustermark.evidence.model import Evidence
from clustermark.evidence.units import parse_unit
from clustermark.lenses.governance.survey import TABLE, Answers, Line, answers
from clustermark.lenses.position.drawn import seed_of
from clustermark.lenses.records import in_base
from clustermark.lenses.rows import Row, number, text, year
from clustermark.lenses.upgrading.change import FEWEST, Array, Change, Lack, drawn, given_away, moved, yearly
from clustermark.lenses.upgrading.definitions import Ground, Indicator
from clustermark.lenses.upgrading.sides import placed
from clustermark.methods.upgrading import span

Waves = Mapping[int, Answers]
Key = tuple[str, str]  # firm and channel, "" for the whole firm


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of each firm (firms, 4): above and below the line in the first year, then in the last; lines behind them."""

    firms: tuple[str, ...]
    values: Array
    lines: tuple[Line, ...]
    unit: str = ""


def waves(evidence: Evidence, subject: str) -> Waves:
    """The answers of a place by year, each firm and channel once, weighed within its year."""
    by_year: dict[int, list[Row]] = {}
    for row in evidence.rows(TABLE):
        at = year(row)
        if at is not None and text(row, "subject") == subject:
            by_year.setdefault(at, []).append(row)
    return {at: answers(evidence, rows, subject, str(at)) for at, rows in sorted(by_year.items())}


def surveyed(known: Waves, indicator: Indicator, ground: Ground, last: int, seed: int) -> Change | Lack:
    """The change of an indicator among the firms that answered in both years.

    The years are those nearest to five years apart in which at least five firms answered what the indicator needs.
    """
    answered = [at for at in known if _answered(known[at], ground) >= FEWEST]
    years = span(answered, last)
    if years is None:
        return _lack(known, ground)
    made = _MADE[ground.how](known[years[0]], known[years[1]], ground)
    if len(made.firms) < FEWEST:
        return Lack.of("few-answers", n=len(made.firms))
    return _change(made, indicator, ground, years, known, seed)


def _change(
    made: Sums, indicator: Indicator, ground: Ground, years: tuple[int, int], known: Waves, seed: int
) -> Change | Lack:
    hidden = {line.firm for line in made.lines if line.covered}
    if any(given_away(made.values[:, side], [firm in hidden for firm in made.firms]) for side in (1, 3)):
        return Lack.of("one-firm")
    total = made.values.sum(axis=0)
    if not (total[1] > 0 and total[3] > 0):
        return Lack.of("not-answered")
    first, last = float(total[0] / total[1]), float(total[2] / total[3])
    change = yearly(indicator, years, first, last)
    if not np.isfinite(change):
        return Lack.of("not-answered")
    parts = ground.how == "roles"
    named = seed_of(seed, "upgrading", indicator.id, known[years[1]].subject)
    ends = moved(years, made.values) if parts else drawn(indicator, years, made.values, named)
    weights = "/".join(sorted({known[at].weights for at in years}))
    return Change(
        indicator=indicator,
        ground=ground,
        years=years,
        first=first,
        last=last,
        unit=made.unit,
        value=change,
        interval=None if ends is None else (min(ends[0], change), max(ends[1], change)),
        n=len(made.firms),
        sample="firms",
        rows=tuple(dict.fromkeys(row for line in made.lines for row in line.rows)),
        origins=tuple(dict.fromkeys(origin for line in made.lines for origin in line.origins)),
        by="wilson" if parts else "bootstrap",
        said={"weights": weights if ground.how != "quotient" else "", "paired": "yes"},
    )


def _lack(known: Waves, ground: Ground) -> Lack:
    """Why no two years can be compared: nobody answered, too few did, or all answers lie too near."""
    most = max((_answered(wave, ground) for wave in known.values()), default=0)
    if most == 0:
        return Lack.of("not-answered", table=TABLE, column=(*ground.columns, ground.above, "channel")[0])
    return Lack.of("few-answers", n=most) if most < FEWEST else Lack.of("no-earlier-year")


def _answered(wave: Answers, ground: Ground) -> int:
    """How many firms answered what an indicator needs."""
    wanted = {"quotient": (ground.above, ground.below), "roles": ("channel",)}.get(ground.how, ground.columns)
    return len({line.firm for line in wave.lines if all(line.cells.get(name) not in (None, "") for name in wanted)})


def _quotient(first: Answers, last: Answers, ground: Ground) -> Sums:
    """Sum of one figure of the firms over the sum of another: money in one currency, or counts."""
    ends = [_figures(wave, ground.above, ground.below) for wave in (first, last)]
    units = {unit for end in ends for _, _, unit, _ in end.values()}
    main = max(sorted(units), key=lambda unit: sum(unit == one[2] for one in ends[1].values()), default="")
    kept = [name for name in sorted(ends[0]) if all(name in end and end[name][2] == main for end in ends)]
    values = [[ends[0][name][0], ends[0][name][1], ends[1][name][0], ends[1][name][1]] for name in kept]
    lines = tuple(end[name][3] for name in kept for end in ends)
    return Sums(tuple(kept), _array(values), lines, f"{main}/person" if main else "")


def _figures(wave: Answers, above: str, below: str) -> dict[str, tuple[float, float, str, Line]]:
    """Two figures of each firm that states both, with the unit of the first and the line that states them."""
    found: dict[str, tuple[float, float, str, Line]] = {}
    for line in wave.lines:
        top, bottom, unit = number(line.cells, above), number(line.cells, below), parse_unit(text(line.cells, "unit"))
        amount = None if top is None or unit is None else in_base(top, unit.factor)
        if line.firm in found or amount is None or unit is None or unit.family != "currency":
            continue
        if amount > 0 and bottom is not None and bottom > 0:
            found[line.firm] = (amount, bottom, unit.base.removesuffix("/year"), line)
    return found


def _mean(first: Answers, last: Answers, ground: Ground) -> Sums:
    """Weighted means of the same firms and channels; the weights are the mean of both years, so that no shift of the
    mix of channels can look like a change."""
    return _matched(first, last, ground, lambda line: _added(line, ground))


def _index(first: Answers, last: Answers, ground: Ground) -> Sums:
    """Prices of the same firm, channel and unit: the first year is 1, the last the weighted mean of the quotients."""
    priced = [_prices(wave, ground.columns[0]) for wave in (first, last)]
    sums = _matched(first, last, ground, lambda _: 1.0, priced)
    return Sums(sums.firms, sums.values, sums.lines, "index")


def _matched(
    first: Answers,
    last: Answers,
    ground: Ground,
    value: Callable[[Line], float | None],
    priced: Sequence[Mapping[Key, tuple[float, str]]] = (),
) -> Sums:
    ends = [_cells(wave, value, ground.whole) for wave in (first, last)]
    both = [key for key in sorted(ends[0]) if key in ends[1] and ends[0][key][1] > 0 and ends[1][key][1] > 0]
    if priced:
        both = [key for key in both if all(key in one for one in priced) and priced[0][key][1] == priced[1][key][1]]
    totals = [sum(end[key][1] for key in both) or 1.0 for end in ends]
    firms = sorted({firm for firm, _ in both})
    place = {firm: at for at, firm in enumerate(firms)}
    values = np.zeros((len(firms), 4))
    for key in both:
        weight = (ends[0][key][1] / totals[0] + ends[1][key][1] / totals[1]) / 2
        quotient = priced[1][key][0] / priced[0][key][0] if priced else 1.0
        values[place[key[0]]] += weight * np.array([ends[0][key][0], 1.0, ends[1][key][0] * quotient, 1.0])
    lines = tuple(line for key in both for end in ends for line in end[key][2])
    return Sums(tuple(firms), values, lines, "share" if ground.percent else ground.unit)


def _cells(
    wave: Answers, value: Callable[[Line], float | None], whole: bool
) -> dict[Key, tuple[float, float, tuple[Line, ...]]]:
    """Value, weight and lines of each firm and channel, or of each firm; several people of a firm by their weights."""
    groups: dict[Key, list[tuple[float, float, Line]]] = {}
    for line in wave.lines:
        given, weight = value(line), float(np.nan_to_num(line.weight))
        if given is not None and weight > 0:
            groups.setdefault((line.firm, "" if whole else line.channel), []).append((given, weight, line))
    found = {}
    for key, group in groups.items():
        total = sum(weight for _, weight, _ in group)
        mean = sum(given * weight for given, weight, _ in group) / total
        found[key] = (mean, total, tuple(line for _, _, line in group))
    return found


def _added(line: Line, ground: Ground) -> float | None:
    """The sum of the columns of a line; None where one is empty, negative, or more than the whole."""
    given = [number(line.cells, name) for name in ground.columns]
    known = [one for one in given if one is not None and one >= 0]
    if len(known) < len(given) or (ground.percent and sum(known) > 100):
        return None
    return sum(known) / 100 if ground.percent else sum(known)


def _prices(wave: Answers, column: str) -> dict[Key, tuple[float, str]]:
    """Price and its unit of each firm and channel; kilograms and pairs are never set against each other."""
    found: dict[Key, tuple[float, str]] = {}
    for line in wave.lines:
        price, unit = number(line.cells, column), parse_unit(text(line.cells, "price_unit"))
        if price is not None and price > 0 and unit is not None:
            found.setdefault((line.firm, line.channel), (price * float(unit.factor), unit.base))
    return found


def _roles(first: Answers, last: Answers, ground: Ground) -> Sums:
    """Sales of each firm in some roles over its sales in the roles that they are a part of."""
    first_end, last_end = (_in_roles(wave, ground) for wave in (first, last))
    both = [firm for firm in sorted(first_end) if firm in last_end]
    kept = [firm for firm in both if first_end[firm][1] > 0 or last_end[firm][1] > 0]
    totals = [sum(end[firm][1] for firm in kept) or 1.0 for end in (first_end, last_end)]
    values = []
    for firm in kept:
        before, after = first_end[firm], last_end[firm]
        values.append([before[0] / totals[0], before[1] / totals[0], after[0] / totals[1], after[1] / totals[1]])
    lines = tuple(line for firm in kept for end in (first_end, last_end) for line in end[firm][2])
    return Sums(tuple(kept), _array(values), lines, "share")


def _in_roles(wave: Answers, ground: Ground) -> dict[str, tuple[float, float, tuple[Line, ...]]]:
    found: dict[str, tuple[float, float, tuple[Line, ...]]] = {}
    for side in placed(wave.lines):
        above, below, lines = found.get(side.line.firm, (0.0, 0.0, ()))
        counted = side.role in ground.of and (side.marked or not ground.marked)
        below += side.weight if counted else 0.0
        above += side.weight if counted and side.role in ground.roles else 0.0
        found[side.line.firm] = (above, below, (*lines, side.line))
    return found


def _array(values: Iterable[Sequence[float]]) -> Array:
    return np.array(list(values), dtype=np.float64).reshape(-1, 4)


_MADE: Mapping[str, Callable[[Answers, Answers, Ground], Sums]] = {
    "quotient": _quotient,
    "mean": _mean,
    "index": _index,
    "roles": _roles,
}
