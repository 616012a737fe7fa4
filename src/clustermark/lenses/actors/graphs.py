"""The links of a cluster as one graph a layer: who supplies, works for, teaches or owns whom, and who says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from clustermark.evidence.fold import fold
from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.lenses.actors.roster import Roster, nearest_year, own_rows, spanned
from clustermark.lenses.context import Context
from clustermark.lenses.records import in_base
from clustermark.lenses.rows import Row, number, text, year
from clustermark.methods.comparable import within
from clustermark.study.model import first_and_last_year

LAYERS = ("supply", "subcontract", "knowledge", "ownership")
KINDS = ("firm", "association", "government", "outside")
LONGEST = 60  # characters of a name in a table
Key = tuple[str, str]  # kind of an end, and its place in the list of firms or its folded name


@dataclass(frozen=True, slots=True)
class Node:
    """An end of links: its name, kind, district, whether it may be told, and how many others name it."""

    name: str
    kind: str
    district: str
    told: bool
    named_by: int


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: nodes, the rows of each link (from, to), years, and whether firms were asked or records were read."""

    name: str
    nodes: Sequence[Node]
    links: Mapping[tuple[int, int], Sequence[Row]]
    years: str
    asked: bool
    told: Mapping[str, int] = field(default_factory=dict)

    @property
    def matrix(self) -> sp.csr_array:
        """Links (nodes, nodes): 1 where the first gives the second."""
        ends = np.array(list(self.links), dtype=np.int64).reshape(-1, 2)
        size = (len(self.nodes), len(self.nodes))
        return sp.csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=size)

    @property
    def rows(self) -> list[Row]:
        """All rows that speak of a link of the layer."""
        return [row for rows in self.links.values() for row in rows]


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answered: firms of the list, and others; both 0 where the links come from records."""

    listed: int
    others: int


def layers(context: Context, subject: str, known: Roster) -> tuple[list[Layer], Answers, str]:
    """The layers of a cluster at the study period, who answered, and the years of rows where none lies near it."""
    rows = [row for row in own_rows(context, "links", subject) if text(row, "layer") in LAYERS]
    kinds = _kinds(rows)
    found, reporters = [], set()
    for name in LAYERS:
        of_layer = [row for row in rows if text(row, "layer") == name]
        kept = _near(of_layer, context.study.period)
        if kept:
            found.append(_layer(context, name, kept, kinds, known, len(of_layer) - len(kept)))
            reporters |= {_key(text(row, "reporter"), "", kinds, known) for row in kept if text(row, "reporter")}
    listed = sum(kind == "listed" for kind, _ in reporters)
    outside = "" if found else spanned(one for row in rows if (one := year(row)) is not None)
    return found, Answers(listed, len(reporters) - listed), outside


def _near(rows: Sequence[Row], period: str) -> list[Row]:
    """The rows of the year nearest the period where links were asked in several years, else all within three years."""
    first, last = first_and_last_year(period)
    near = [row for row in rows if year(row) is None or within(year(row), first, last)]
    by_answer: dict[tuple[str, ...], set[int]] = {}
    for row in near:
        if (one := year(row)) is not None:
            key = tuple(fold(text(row, column)) for column in ("from", "to", "reporter"))
            by_answer.setdefault(key, set()).add(one)
    if all(len(years) == 1 for years in by_answer.values()):
        return near
    chosen = nearest_year((one for years in by_answer.values() for one in years), period)
    return [row for row in near if year(row) in (None, chosen)]


def _kinds(rows: Sequence[Row]) -> dict[str, str]:
    """The kind that any row states for a name; the first one where they differ."""
    found: dict[str, str] = {}
    for row in rows:
        for side in ("from", "to"):
            kind = text(row, f"{side}_kind")
            if kind in KINDS:
                found.setdefault(fold(text(row, side)), kind)
    return found


def _key(written: str, kind: str, kinds: Mapping[str, str], known: Roster) -> Key:
    """Which end a code or name means: a firm of the list, or a body or firm by its name."""
    stated = kind or kinds.get(fold(written), "firm")
    place = known.place_of(written) if stated == "firm" else None
    return (stated, fold(written)) if place is None else ("listed", f"{place:09d}")


def _layer(
    context: Context, name: str, rows: Sequence[Row], kinds: Mapping[str, str], known: Roster, elsewhere: int
) -> Layer:
    by_pair: dict[tuple[Key, Key], list[Row]] = {}
    written: dict[Key, tuple[bool, str]] = {}  # whether a confidential row speaks of it, and the name as written
    named: dict[Key, set[Key]] = {}
    loops = 0
    for row in rows:
        giver, taker = (_key(text(row, side), text(row, f"{side}_kind"), kinds, known) for side in ("from", "to"))
        if giver == taker:
            loops += 1
            continue
        by_pair.setdefault((giver, taker), []).append(row)
        covered = text(row, REFERENCE) in context.evidence.covered
        answered = text(row, "reporter")
        reporter = _key(answered, "", kinds, known) if answered else None
        for key, side in ((giver, "from"), (taker, "to")):
            before = written.get(key, (False, text(row, side)))
            written[key] = (before[0] or covered, before[1])
            if reporter is not None and reporter != key:
                named.setdefault(key, set()).add(reporter)
    order = {key: at for at, key in enumerate(sorted(written))}
    nodes = [_node(key, *written[key], known, len(named.get(key, ()))) for key in order]
    links = {(order[giver], order[taker]): by_pair[giver, taker] for giver, taker in sorted(by_pair)}
    told = {
        "loops": loops,
        "other-years": elsewhere,
        "off-list": sum(kind == "firm" for kind, _ in order),
        "untold": sum(not node.told for node in nodes),
    }
    years = spanned(one for row in rows if (one := year(row)) is not None)
    asked = any(text(row, "reporter") for row in rows)
    return Layer(name, nodes, links, years, asked, {label: count for label, count in told.items() if count})


def _node(key: Key, covered: bool, written: str, known: Roster, named_by: int) -> Node:
    kind, place = key
    firm = known.firms[int(place)] if kind == "listed" else None
    name = text(firm.cells, "name") if firm is not None and firm.shown else written
    district = text(firm.cells, "district") if firm is not None else ""
    plain = " ".join(name.split())[:LONGEST]
    return Node(plain, "firm" if kind == "listed" else kind, district, not covered, named_by)


def amount(rows: Sequence[Row]) -> tuple[float | None, str]:
    """The largest amount that the rows of a link state, in the unit of the first that states one; (None, "") else."""
    stated = []
    for row in rows:
        unit, value = parse_unit(text(row, "unit")), number(row, "value")
        if value is not None:
            base = value if unit is None else in_base(value, unit.factor)
            stated.append((base, "" if unit is None else unit.base))
    if not stated:
        return None, ""
    unit_of_first = stated[0][1]
    return max(value for value, unit in stated if unit == unit_of_first and value is not None), unit_of_first
