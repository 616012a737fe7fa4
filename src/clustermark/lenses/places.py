"""What the lenses need to know about places: kind, main product, and what lies within what."""

from collections.abc import Mapping
from dataclasses import dataclass

from clustermark.evidence.model import Evidence
from clustermark.lenses.rows import text


@dataclass(frozen=True, slots=True)
class Place:
    """A place or firm of the study."""

    id: str
    kind: str = ""
    product: str = ""  # its main product
    within: str = ""


def places(evidence: Evidence) -> Mapping[str, Place]:
    """The rows of the table `places` by id; the first row of an id counts."""
    found: dict[str, Place] = {}
    for row in evidence.rows("places"):
        place = Place(text(row, "id"), text(row, "kind"), text(row, "product"), text(row, "within"))
        found.setdefault(place.id, place)
    return found


def ancestors(place: str, known: Mapping[str, Place]) -> tuple[str, ...]:
    """What a place lies within, from the nearest outwards; a circle is walked once."""
    found: list[str] = []
    here = known[place].within if place in known else ""
    while here and here != place and here not in found:
        found.append(here)
        here = known[here].within if here in known else ""
    return tuple(found)


def main_product(place: str, known: Mapping[str, Place]) -> str:
    """The main product of a place, "" where none is recorded."""
    return known[place].product if place in known else ""
