"""A cluster's account put into a world table: what the methods are given, in the unit and the codes of the table."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clustermark.evidence.currencies import TABLE as RATES
from clustermark.evidence.currencies import rates
from clustermark.evidence.units import parse_unit
from clustermark.lenses.communication.spend_points import plain
from clustermark.lenses.context import Context
from clustermark.lenses.position.account import Told
from clustermark.lenses.position.account_rows import Figure, in_currency
from clustermark.lenses.position.side import Why
from clustermark.lenses.rows import open_rows, text
from clustermark.methods.valuechain import Account, TableError, UncertainAccount, WorldTable
from clustermark.methods.valuechain.embedding import Parent, parent_of, processing_mix
from clustermark.methods.valuechain.embedding_draws import Known
from clustermark.methods.valuechain.table import Array

Columns = tuple[Array, Array]  # inputs per unit of output of processing and of ordinary trade


@dataclass(frozen=True, slots=True)
class Fitted:
    """An account in a table: for the point and for draws, with the factor of the table's unit to its currency.

    unknown  destinations that are no economies of the table, or the cluster's own
    """

    point: Account
    uncertain: UncertainAccount
    output: Figure
    currency: str
    factor: float
    unknown: tuple[str, ...]
    mixed: bool


def fitted(context: Context, told: Told, table: WorldTable, columns: Columns | None) -> Fitted | Why:
    """The account as the methods take it, or why it cannot be put into the table."""
    unit = parse_unit(table.unit)
    if unit is None or unit.family != "currency":
        return Why.of("table-unit", written=plain(table.unit))
    rows = {text(row, "row"): row for row in open_rows(context.evidence, RATES)}
    output = in_currency(told.output, unit.base, rates(context.evidence), rows)
    if isinstance(output, str):
        return Why.of(output, source=told.output.unit, target=unit.base, years=told.output.year)
    try:
        parent = parent_of(table, told.economy, told.sector)
    except TableError as error:
        return Why.of(f"table-{error.code}", cell=plain(f"{told.economy}:{told.sector}"))
    factor = float(unit.factor)
    places = {name: one for name, one in told.destinations.items() if name in table.economies and name != told.economy}
    unknown = tuple(sorted(told.destinations.keys() - places.keys()))
    mix = _mix(told, columns, parent)
    shares = _shares(told, mix, parent)
    known = {name: Known(one.value, one.error) for name, one in shares.items()}
    uncertain = UncertainAccount(
        Known(output.value / factor, output.error),
        known.get("value_added"),
        known.get("exports"),
        known.get("imported_inputs"),
        known.get("local_inputs"),
        {name: one.value for name, one in places.items()} or None,
        max((one.error for one in places.values()), default=None),
        known.get("processing_exports") if mix is not None else None,
        columns if mix is not None else None,
    )
    point = _point(output.value / factor, shares, places, mix, parent)
    return Fitted(point, uncertain, output, unit.base, factor, unknown, mix is not None)


def _mix(told: Told, columns: Columns | None, parent: Parent) -> Array | None:
    """Inputs per unit of output as processing and ordinary trade make them up; None where one of both is not known."""
    processing = told.shares.get("processing_exports")
    if columns is None or processing is None or not 0 <= processing.value <= 1:
        return None
    exports = told.shares["exports"].value if "exports" in told.shares else exported(parent)
    return processing_mix(*columns, float(np.clip(processing.value * exports, 0, 1)))


def exported(parent: Parent) -> float:
    """Exports of the parent in its output."""
    return float(np.clip(parent.sold[parent.buyer != parent.economy], 0, None).sum()) / parent.output


def _added(shares: Mapping[str, Figure], mix: Array | None, parent: Parent) -> float:
    """Value added in output: the cluster's, else what its mix of trade leaves, else the parent's."""
    if "value_added" in shares:
        return shares["value_added"].value
    return parent.value_added / parent.output if mix is None else 1 - float(mix.sum())


def _shares(told: Told, mix: Array | None, parent: Parent) -> dict[str, Figure]:
    """The shares with inputs that were told as money brought to shares of all inputs."""
    inputs = 1 - _added(told.shares, mix, parent)
    found = dict(told.shares)
    for name, one in told.of_output.items():
        if inputs > 0:
            found[name] = Figure(one.value / inputs, one.error, "share", one.year, one.rows)
    return found


def _point(
    output: float, shares: Mapping[str, Figure], places: Mapping[str, Figure], mix: Array | None, parent: Parent
) -> Account:
    """The account without its errors. Destinations need exports: where none are known they are the parent's share."""
    added = _added(shares, mix, parent)
    of_output = {name: one.value for name, one in shares.items()}
    exports = of_output.get("exports", exported(parent) if places else None)
    inputs = output * (1 - added)
    return Account(
        output,
        output * added if "value_added" in shares or mix is not None else None,
        None if exports is None else output * exports,
        {name: one.value for name, one in places.items()},
        inputs * of_output["imported_inputs"] if "imported_inputs" in of_output else None,
        inputs * of_output["local_inputs"] if "local_inputs" in of_output else None,
        mix,
    )


def as_one(table: WorldTable, economy: str) -> WorldTable:
    """The table with the regions of a split economy taken together; the table itself where it is not split."""
    return table.aggregate(countries={economy: [economy]}) if economy in table.split else table


def columns_of(table: WorldTable, whole: WorldTable, economy: str, sector: str, region: str) -> Columns | None:
    """Inputs per unit of output (n,) of an industry's processing trade, in `region`, and of all its other trade.

    Rows are those of `whole`, in which the economy's regions are one. None where the table does not tell the two apart,
    or one of them makes nothing.
    """
    if economy not in table.split or region not in table.split[economy] or sector not in table.sectors:
        return None
    n, at = len(table.sectors), table.sectors.index(sector)
    own = [place for place, name in enumerate(table.countries) if name in (*table.split[economy], economy)]
    groups = (
        [one for one in own if table.countries[one] == region],
        [one for one in own if table.countries[one] != region],
    )
    labels = [economy if place in own else name for place, name in enumerate(table.countries)]
    rows = np.concatenate([np.arange(n) + n * whole.countries.index(name) for name in labels])
    found = []
    for members in groups:
        cells = [n * place + at for place in members]
        made = float(table.output[cells].sum())
        if made <= 0:
            return None
        column = np.zeros(len(whole.output))
        np.add.at(column, rows, table.intermediate[:, cells].sum(axis=1) / made)
        found.append(column)
    return found[0], found[1]
