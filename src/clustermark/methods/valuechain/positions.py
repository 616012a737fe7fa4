"""Distances along the chain: upstreamness, downstreamness, participation and production lengths."""

import numpy as np

from clustermark.methods.valuechain.system import System
from clustermark.methods.valuechain.table import Array


def _ratio(above: Array, below: Array, idle: Array) -> Array:
    """above / below; 1 for idle cells, NaN where there is nothing to divide by."""
    out = np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)
    out[idle] = 1.0
    return out


def upstreamness(system: System) -> Array:
    """U (n): mean number of stages from a cell to final demand, 1 or more; 1 for cells without output.

    U = (I - x^-1 Z)^-1 1, that is x_i U_i = sum_j B_ij x_j. Never a rank of value: read it beside downstreamness.

    Source: Antras, Chor, Fally and Hillberry (2012), American Economic Review 102(3): 412-416.
    """
    x = system.table.output
    return _ratio(system.solve(x), x, x == 0)


def downstreamness(system: System) -> Array:
    """D (n): mean number of stages that went into a cell's output, 1 or more; 1 for cells without output.

    D = 1' (I - A)^-1, with A of all inputs, home and foreign.

    Source: Miller and Temurshoev (2017), International Regional Science Review 40(5): 443-475.
    """
    distances = system.solve_left(np.ones(len(system.table.output)))
    distances[system.table.output == 0] = 1.0
    return distances


def vax(system: System) -> Array:
    """VAX (n): value added of each cell that foreign final demand absorbs, v_i sum over foreign d of [B Y_d]_i.

    Source: Johnson and Noguera (2012), Journal of International Economics 86(2): 224-236.
    """
    rows = np.arange(len(system.table.output))
    at_home = system.absorbed[rows, system.table.economy_of_row]
    return np.asarray(system.value_added_share * (system.absorbed.sum(axis=1) - at_home))


def production_lengths(system: System) -> dict[str, Array]:
    """Mean lengths (n) of the chains that a cell's value added and final product run through.

    plv          of all its value added (equals upstreamness); of the parts used at home (plv_domestic), in traditional
    trade (plv_rt) and in chains across borders (plv_gvc); ply_gvc backwards from its final product;
    position = plv_gvc / ply_gvc. L local inverses, A_f foreign inputs, y all final demand, Y_d home, Y_f abroad:
    V_D = L Y_d, V_RT = L Y_f, V_GVC = L A_f B y; lengths by one more pass: (L L Y_d) / (L Y_d) and so on.
    NaN where a part is empty.

    Source: Wang, Wei, Yu and Zhu (2017), NBER Working Papers 23222 and 23261.
    """
    home, abroad, gvc = forward_parts(system)
    x = system.table.output
    longer_gvc = system.local(gvc) + system.local(_foreign_inputs(system, system.solve(x)))
    back_gvc = backward_gvc(system)
    twice = _foreign_inputs_left(system, _local_left(system, system.local_share))
    back_longer = system.solve_left(twice + back_gvc)
    idle = np.zeros_like(x, dtype=bool)
    plv_gvc = _ratio(longer_gvc, gvc, idle)
    ply_gvc = _ratio(back_longer, back_gvc, idle)
    return {
        "plv": upstreamness(system),
        "plv_domestic": _ratio(system.local(home), home, idle),
        "plv_rt": _ratio(system.local(abroad), abroad, idle),
        "plv_gvc": plv_gvc,
        "ply_gvc": ply_gvc,
        "position": plv_gvc / ply_gvc,
    }


def participation(system: System) -> dict[str, Array]:
    """Forward and backward participation (n), as shares of value added and of final product.

    forward  = v L A_f B y / va: value added that crosses borders inside intermediates
    backward = (v L A_f B) y / y by column: of a unit of final product, what came through foreign intermediates

    Source: Wang, Wei, Yu and Zhu (2017), NBER Working Paper 23222.
    """
    _, _, gvc = forward_parts(system)
    idle = np.zeros(len(gvc), dtype=bool)
    return {"forward": _ratio(gvc, system.table.output, idle), "backward": backward_gvc(system)}


def forward_parts(system: System) -> tuple[Array, Array, Array]:
    """Output (n) used for final demand at home, for final exports, and in chains across borders; they sum to x."""
    at_home = system.final_at_home
    abroad = system.table.final_by_country.sum(axis=1) - at_home
    gvc = system.once("forward_gvc", lambda: system.local(_foreign_inputs(system, system.table.output)))
    return system.local(at_home), system.local(abroad), gvc


def _foreign_inputs(system: System, output: Array) -> Array:
    """A_f output (n): inputs that cross a border for the output given."""
    out = system.needs(output)
    for rows in system.rows_of:
        out[rows] -= system.block(rows, rows) @ output[rows]
    return out


def backward_gvc(system: System) -> Array:
    """v L A_f B (n), by column: of a unit of final product, what came through foreign intermediates."""
    return system.once("backward_gvc", lambda: system.solve_left(_foreign_inputs_left(system, system.local_share)))


def _local_left(system: System, left: Array) -> Array:
    out = np.empty_like(left)
    for rows, inverse in zip(system.rows_of, system.local_inverses, strict=True):
        out[rows] = left[rows] @ inverse
    return out


def _foreign_inputs_left(system: System, left: Array) -> Array:
    out = (left @ system.table.intermediate) * system.per_output
    for rows in system.rows_of:
        out[rows] -= left[rows] @ system.block(rows, rows)
    return out
