"""A cluster inside its industry in a world table: only the cluster's own cells are unknown.

The parent cell (a country's industry) is split into cluster and rest. Each of its deliveries Z is shared by relative
entropy to a prior share pi: z = Z sigma(logit pi + lambda), one lambda for each known total; the block between the two
is shared three ways in the same manner. Nothing else of the table moves, no cell turns negative, and cluster and rest
add up to the parent. The idea of splitting a sector with known shares is Wolsky's (1984), Review of Economics and
Statistics 66(2): 283-291; entropy in the place of unknown coefficients follows Golan, Judge and Robinson (1994),
Review of Economics and Statistics 76(3): 541-549. The closed form by shares is this program's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustermark.methods.valuechain.account_faults import NEAR, AccountError, faults_of
from clustermark.methods.valuechain.errors import TableError
from clustermark.methods.valuechain.table import Array, Indices, WorldTable
from clustermark.methods.valuechain.tilting import logistic, logit, tilt

CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of a cluster, in the unit of the table and at its prices; None where it is not known.

    output            gross output, the one figure that is needed
    value_added       payroll, depreciation, net taxes and profit
    exports           deliveries abroad, for use and for final demand
    destinations      share of exports by country; what is left goes elsewhere
    imported_inputs   materials and services bought abroad
    local_inputs      bought within the cluster itself
    input_mix         (G*N,) a prior of the structure of its purchases, as `processing_mix` gives it; None: the parent's
    """

    output: float
    value_added: float | None = None
    exports: float | None = None
    destinations: Mapping[str, float] = field(default_factory=dict)
    imported_inputs: float | None = None
    local_inputs: float | None = None
    input_mix: Array | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Accounts drawn S times: arrays (S,), (S, D) shares of exports to the D `destinations`, a mix (n,) or (S, n)."""

    output: Array
    value_added: Array
    exports: Array | None
    imported_inputs: Array | None
    local_inputs: Array | None
    shares: Array
    destinations: tuple[str, ...] = ()
    input_mix: Array | None = None


@dataclass(frozen=True, slots=True)
class Parent:
    """The parent cell k: its purchases (n,), its sales (n + C*F,), both without the own cell, and who buys."""

    row: int
    economy: int
    bought: Array
    sold: Array
    own: float
    output: float
    value_added: float
    seller: Indices  # economy of each row
    buyer: Indices  # economy of each column of Z, then of Y


@dataclass(frozen=True, slots=True)
class Pieces:
    """The cluster's part: purchases (S, n), sales (S, n + C*F), and of the own cell c->c, r->c, c->r (S,) each."""

    bought: Array
    sold: Array
    within: Array
    from_rest: Array
    to_rest: Array
    clipped: int = 0  # totals of draws that were drawn in to what the parent can hold


def parent_of(table: WorldTable, country: str, sector: str) -> Parent:
    """The parent cell. Raises TableError "unknown-cell" or, without output, "no-output"."""
    if country not in table.countries or sector not in table.sectors:
        raise TableError("unknown-cell", "the table has no such cell", [f"{country}:{sector}"])
    k = table.countries.index(country) * len(table.sectors) + table.sectors.index(sector)
    if table.output[k] <= 0:
        raise TableError("no-output", "the parent cell has no output", [table.cell(k)])
    bought = table.intermediate[:, k].copy()
    sold = np.concatenate([table.intermediate[k], table.final[k]])
    own = float(bought[k])
    bought[k] = sold[k] = 0.0
    per_country = table.final.shape[1] // len(table.economies)
    buyer = np.concatenate([table.economy_of_row, np.repeat(np.arange(len(table.economies)), per_country)])
    economy = int(table.economy_of_row[k])
    totals = float(table.output[k]), float(table.value_added[k])
    return Parent(k, economy, bought, sold, own, *totals, table.economy_of_row, buyer)


def processing_mix(processing: Array, ordinary: Array, share: ArrayLike) -> Array:
    """Inputs per unit of output p a_processing + (1 - p) a_ordinary: (n,) for one share p of output, (S, n) for many.

    processing, ordinary: columns (n,) of A for the two kinds of trade of one industry, rows as in the table that the
    cluster is embedded in. Raises ValueError for shares outside 0..1. What tells the two columns apart is the table's:
    the split by processing follows Koopman, Wang and Wei (2012), Journal of Development Economics 99(1): 178-189.
    """
    p = np.asarray(share, dtype=np.float64)
    if ((p < 0) | (p > 1)).any():
        raise ValueError("shares of processing lie between 0 and 1")
    return np.asarray(p[..., None] * processing + (1 - p[..., None]) * ordinary)


def figures_of(account: Account, parent: Parent, table: WorldTable) -> Figures:
    """An account as one draw, checked: AccountError ("contradictory-account") names every impossible figure."""
    value_added = account.value_added
    if value_added is None:
        value_added = account.output * parent.value_added / parent.output
    wrong = faults_of(account, value_added, parent, table)
    if wrong:
        raise AccountError(wrong)

    def one(value: float | None) -> Array | None:
        return None if value is None else np.array([float(value)])

    return Figures(
        np.array([float(account.output)]),
        np.array([float(value_added)]),
        one(account.exports),
        one(account.imported_inputs),
        one(account.local_inputs),
        np.array([[float(share) for share in account.destinations.values()]]),
        tuple(account.destinations),
        account.input_mix,
    )


def pieces_of(parent: Parent, figures: Figures, economies: tuple[str, ...]) -> Pieces:
    """Share the parent's cells, S draws at once; a total beyond what the parent holds is drawn in and counted."""
    omega = np.clip(figures.output / parent.output, 1e-9, 1 - 1e-9)
    prior = logit(omega)[:, None]
    local = omega**2 * parent.own if figures.local_inputs is None else np.minimum(figures.local_inputs, parent.own)
    left = parent.own - local  # of the own cell, shared three ways: r->c, c->r, r->r
    clipped = 0
    bought, sold = omega[:, None] * parent.bought, omega[:, None] * parent.sold
    buys = _groups_of_purchases(parent, figures, local)
    sells = _groups_of_sales(parent, figures, local, economies)
    priors = {"bought": _mixed(parent, figures, prior, omega), "sold": np.broadcast_to(prior, sold.shape)}
    for groups, amounts, out, name in ((buys, parent.bought, bought, "bought"), (sells, parent.sold, sold, "sold")):
        for cells, target in groups[1:]:  # the first group is that at home, which shares the own cell
            held = _place(amounts, cells, priors[name], target, out, None)
            clipped += held[1]
    lifts = [np.zeros_like(omega), np.zeros_like(omega)]
    even = np.log(omega * (1 - omega)), np.log((1 - omega) ** 2)
    from_rest = to_rest = np.zeros_like(omega)
    for _ in range(200):
        before = [lift.copy() for lift in lifts]
        other = even[0] - np.logaddexp(even[0] + lifts[1], even[1])
        held_buy = _place(parent.bought, buys[0][0], priors["bought"], buys[0][1], bought, (left, other))
        lifts[0], from_rest = held_buy[0], left * logistic(other + held_buy[0])
        other = even[0] - np.logaddexp(even[0] + lifts[0], even[1])
        held_sell = _place(parent.sold, sells[0][0], priors["sold"], sells[0][1], sold, (left, other))
        lifts[1], to_rest = held_sell[0], left * logistic(other + held_sell[0])
        if all(np.abs(now - then).max() < 1e-13 for now, then in zip(lifts, before, strict=True)):
            break
    other = even[0] - np.logaddexp(even[0] + lifts[1], even[1])
    from_rest = left * logistic(other + lifts[0])
    return Pieces(bought, sold, local, from_rest, to_rest, clipped + held_buy[1] + held_sell[1])


Group = tuple[NDArray[np.bool_], Array]  # which cells, and what they add up to in each draw


def _groups_of_purchases(parent: Parent, figures: Figures, local: Array) -> list[Group]:
    home = parent.seller == parent.economy
    inputs = figures.output - figures.value_added - local
    if figures.imported_inputs is None:
        return [(np.ones_like(home), inputs)]
    return [(home, inputs - figures.imported_inputs), (~home, figures.imported_inputs)]


def _groups_of_sales(parent: Parent, figures: Figures, local: Array, economies: tuple[str, ...]) -> list[Group]:
    sales = figures.output - local
    if figures.exports is None:
        return [(np.ones(parent.buyer.shape, dtype=np.bool_), sales)]
    named = [economies.index(name) for name in figures.destinations]
    groups: list[Group] = [(parent.buyer == parent.economy, sales - figures.exports)]
    groups += [(parent.buyer == place, figures.exports * figures.shares[:, i]) for i, place in enumerate(named)]
    rest = (parent.buyer != parent.economy) & ~np.isin(parent.buyer, named)
    return [*groups, (rest, figures.exports * (1 - figures.shares.sum(axis=1)))]


def _mixed(parent: Parent, figures: Figures, prior: Array, omega: Array) -> Array:
    """Prior logits of purchases (S, n): the cluster's share, or that which makes its purchases have the given mix."""
    if figures.input_mix is None:
        return np.asarray(np.broadcast_to(prior, (len(omega), len(parent.bought))))
    mix = np.atleast_2d(np.asarray(figures.input_mix, dtype=np.float64))
    wanted = (figures.output - figures.value_added)[:, None] * mix / mix.sum(axis=1, keepdims=True)
    per_cell = np.divide(1.0, parent.bought, out=np.zeros_like(parent.bought), where=parent.bought > 0)
    return logit(np.clip(wanted * per_cell, 1e-6, 1 - 1e-6))


def _place(
    amounts: Array,
    cells: NDArray[np.bool_],
    prior: Array,
    target: Array,
    out: Array,
    own: tuple[Array, Array] | None,
) -> tuple[Array, int]:
    """Share the positive cells of a group so that they add up to the target, into `out`; lambda and totals clipped.

    Negative cells (inventories) keep the cluster's share of output. `own` is a further cell: its amount and logit.
    """
    positive = cells & (amounts > 0)
    fixed = out[:, cells & (amounts < 0)].sum(axis=1)
    given = np.broadcast_to(amounts[positive], (len(target), int(positive.sum())))
    logits = prior[:, positive]
    if own is not None:
        given = np.column_stack([given, own[0]])
        logits = np.column_stack([logits, own[1]])
    capacity = given.sum(axis=1)
    wanted = np.clip(target - fixed, NEAR * capacity, (1 - NEAR) * capacity)
    slack = 1e-7 * np.maximum(np.abs(target), capacity)
    lift = tilt(given, logits, wanted)
    shares = logistic(logits + lift[:, None])
    out[:, positive] = (given * shares)[:, : int(positive.sum())]
    return lift, int(np.sum(np.abs(wanted - (target - fixed)) > slack))
