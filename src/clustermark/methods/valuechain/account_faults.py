"""What is impossible in a cluster's account: each fault with its code, the figure and what it may not pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from clustermark.methods.valuechain.errors import TableError

if TYPE_CHECKING:
    from clustermark.methods.valuechain.embedding import Account, Parent
    from clustermark.methods.valuechain.table import WorldTable

NEAR = 1e-9
SAID = {  # by code: {figure} and {limit} in the unit of the table
    "output-not-positive": "output is not positive",
    "output-above-parent": "output {figure:g} is not below the parent's {limit:g}",
    "added-above-output": "value added {figure:g} exceeds output {limit:g}",
    "exports-above-output": "exports {figure:g} exceed output {limit:g}",
    "exports-above-parent": "exports {figure:g} exceed the parent's {limit:g}",
    "imports-above-inputs": "imported inputs {figure:g} exceed all inputs {limit:g}",
    "imports-above-parent": "imported inputs {figure:g} exceed the parent's {limit:g}",
    "local-above-parent": "local inputs {figure:g} exceed what the industry buys from itself, {limit:g}",
    "inputs-above-all": "local and imported inputs {figure:g} exceed all inputs {limit:g}",
    "figure-negative": "a figure is negative: {figure:g}",
    "shares-above-one": "shares of exports add up to more than 1: {figure:g}",
    "no-exports": "destinations without exports",
    "unknown-destination": "unknown destination {name}",
    "no-room-for-inputs": "inputs {figure:g}, of which the parent's purchases allow {limit:g} in these groups",
    "no-room-for-sales": "sales {figure:g}, of which the parent's sales allow {limit:g} in these groups",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A figure that cannot be: its code (a key of SAID), the figure, what it may not pass, and a name where one is."""

    code: str
    figure: float = nan
    limit: float = nan
    name: str = ""

    @property
    def said(self) -> str:
        """The fault in English."""
        return SAID[self.code].format(figure=self.figure, limit=self.limit, name=self.name)


class AccountError(TableError):
    """An account that contradicts itself or its parent; `faults` names every impossible figure."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        said = [fault.said for fault in self.faults]
        super().__init__("contradictory-account", "the account does not fit its parent", said)


def faults_of(account: Account, value_added: float, parent: Parent, table: WorldTable) -> list[Fault]:
    """Every fault of an account whose value added is given or that of the parent; the gravest first."""
    exported = float(np.clip(parent.sold[parent.buyer != parent.economy], 0, None).sum())
    imported = float(np.clip(parent.bought[parent.seller != parent.economy], 0, None).sum())
    x, inputs = account.output, account.output - value_added
    exports, local, abroad = account.exports or 0.0, account.local_inputs or 0.0, account.imported_inputs or 0.0
    shares = sum(account.destinations.values())
    least = min(exports, local, abroad, value_added, *account.destinations.values(), 0)
    found = (
        (not x > 0, Fault("output-not-positive", x)),
        (x >= parent.output, Fault("output-above-parent", x, parent.output)),
        (least < 0, Fault("figure-negative", least)),
        (value_added > x, Fault("added-above-output", value_added, x)),
        (exports > x, Fault("exports-above-output", exports, x)),
        (exports > exported, Fault("exports-above-parent", exports, exported)),
        (abroad > inputs, Fault("imports-above-inputs", abroad, inputs)),
        (abroad > imported, Fault("imports-above-parent", abroad, imported)),
        (local > parent.own, Fault("local-above-parent", local, parent.own)),
        (local + abroad > inputs, Fault("inputs-above-all", local + abroad, inputs)),
        (shares > 1 + NEAR, Fault("shares-above-one", shares)),
        (bool(account.destinations) and account.exports is None, Fault("no-exports")),
    )
    unknown = [Fault("unknown-destination", name=name) for name in account.destinations if name not in table.economies]
    return [fault for is_so, fault in found if is_so] + unknown
