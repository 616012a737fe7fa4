"""In which role government appears in policy texts: facilitator, regulator, producer, buyer.

The roles are those of De Marchi and Alford (2022), Journal of International Business Policy 5: 88-111; which instrument
stands for which role is this program's own and not validated.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from clustermark.methods.policies import instruments
from clustermark.methods.text.names import Entry, NameMatcher


@dataclass(frozen=True, slots=True)
class Role:
    """A role: the instruments that stand for it, and terms of its own."""

    id: str
    instruments: frozenset[str]
    terms: tuple[str, ...]


@cache
def roles() -> Mapping[str, Role]:
    """The roles by id. Raises ValueError for an instrument that is unknown or stands for two roles."""
    raw = (files("clustermark.methods") / "policy_roles.toml").read_text(encoding="utf-8")
    found: dict[str, Role] = {}
    for entry in tomllib.loads(raw)["role"]:
        own = frozenset(entry["instruments"])
        if unknown := own - instruments().keys():
            raise ValueError(f"no instrument {sorted(unknown)}")
        if any(own & role.instruments for role in found.values()):
            raise ValueError(f"two roles for an instrument of {entry['id']}")
        found[entry["id"]] = Role(entry["id"], own, (*entry["terms_zh"], *entry["terms_en"]))
    return found


@cache
def _matcher() -> NameMatcher:
    return NameMatcher(Entry(role.id, term) for role in roles().values() for term in role.terms)


def roles_of(passage: str, named: Sequence[str]) -> tuple[str, ...]:
    """The roles that a normalised passage shows, by the instruments that it names and by terms of the roles themselves.

    A passage may show several. Negation is not read: "no company is to be founded" counts as one.
    """
    said = {match.name for match in _matcher().find(passage)}
    return tuple(role.id for role in roles().values() if role.id in said or not role.instruments.isdisjoint(named))
