"""How many independent origins stand behind several pages that print a figure."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing of a figure.

    key     what was printed: subject, product, unit, scope and value; equal keys print one figure
    year    the year that the page names; a later page repeats an earlier one
    fresh   whether the page names a newer year, count or survey for the same value
    page    address of the page, "" where unknown
    """

    key: Hashable
    year: int | None = None
    fresh: bool = False
    page: str = ""


def _order(printing: Printing) -> tuple[bool, int, bool, str]:
    # Without a year a page can only be taken for a repetition, so it comes last.
    return (printing.year is None, printing.year or 0, printing.fresh, printing.page)


def chains(printings: Iterable[Printing]) -> list[list[Printing]]:
    """The printings of each figure, in order of year, cut where a page names new ground.

    Two printings stand in one chain when their keys are equal and no page between them is fresh: they have one
    origin. A page that is fresh opens a new chain, except where it is the first.
    """
    by_key: dict[Hashable, list[Printing]] = {}
    for printing in printings:
        by_key.setdefault(printing.key, []).append(printing)
    found: list[list[Printing]] = []
    for group in by_key.values():
        for position, printing in enumerate(sorted(group, key=_order)):
            if position == 0 or printing.fresh:
                found.append([])
            found[-1].append(printing)
    return found


def count_origins(printings: Sequence[Printing]) -> int:
    """The number of independent origins.

    Chains are origins, and chains that share a page are one origin: a page that prints two different values is still
    one witness.
    """
    parent: dict[object, object] = {}

    def root(item: object) -> object:
        while parent.setdefault(item, item) != item:
            item = parent[item]
        return item

    linked = chains(printings)
    for number, chain in enumerate(linked):
        for printing in chain:
            if printing.page:
                parent[root(("page", printing.page))] = root(("chain", number))
    return len({root(("chain", number)) for number in range(len(linked))})
