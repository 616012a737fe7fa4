"""Borin and Mancini: value added in exports, counted once, for every perimeter and both approaches."""

from collections.abc import Mapping

import numpy as np

from clustermark.methods.valuechain.exporter import Exporter
from clustermark.methods.valuechain.table import Array

SOURCE_TERMS = ("GEXP", "DC", "DVA", "VAX", "DAVAX", "REF", "DDC", "FC", "FVA", "FDC", "GVC", "GVCB", "GVCF")
NINE_TERMS = ("GEXP", "DC", "DVA", "VAX", "REF", "DDC", "FC", "FVA", "FDC")
SINK_TERMS = (*NINE_TERMS, "VAXIM")
MY_TERMS = ("GEXP", "DVA", "DDC", "FVA", "FDC")
IMPORT_TERMS = ("GIMP", "VA", "DC")
TRIPARTITE_TERMS = ("DAVAX", "PF", "PB", "TS")

Terms = Mapping[str, Array]


def stack(terms: Terms, names: tuple[str, ...]) -> Array:
    """The named terms along a first axis."""
    return np.stack([terms[name] for name in names])


def completed(exports: Array, domestic: Array, foreign: Array, dva: Array, fva: Array, ref: Array) -> dict[str, Array]:
    """The nine terms from the contents and what of them is counted once."""
    return {
        "GEXP": exports,
        "DC": domestic,
        "DVA": dva,
        "VAX": dva - ref,
        "REF": ref,
        "DDC": domestic - dva,
        "FC": foreign,
        "FVA": fva,
        "FDC": foreign - fva,
    }


def foreign_once(exporter: Exporter) -> Array:
    """f (k): foreign value added per unit of exports, counted at its first crossing of the exporter's border.

    f = sum_t v_t B_ts ((I - A_ss) B_ss)^-1, since the inverse without the exporter's own deliveries abroad is
    B_.s ((I - A_ss) B_ss)^-1: no second inverse of order n.
    """
    return np.asarray(np.linalg.solve(exporter.own.T, exporter.foreign) @ exporter.local_inverse)


def source(exporter: Exporter) -> dict[str, Array]:
    """Exporter's perimeter, source approach: thirteen terms (k, C), value added counted when it first leaves.

    g = v_s L_ss, f = foreign_once; by cell and partner:
    DC v_s B_ss E; DVA g E; DAVAX g (Y_sr + A_sr L_rr Y_rr); REF g A_sr [B Y_s]_r; VAX = DVA - REF
    FC sum_t v_t B_ts E; FVA f E; GVCB = FC + DDC; GVCF = DVA - DAVAX; GVC = GVCB + GVCF.

    Source: Borin and Mancini (2019), World Bank WPS 8804; (2023), Economic Systems Research,
    doi:10.1080/09535314.2022.2153221.
    """
    e, once = exporter.exports, exporter.domestic_once[:, None]
    terms = completed(
        e,
        exporter.domestic[:, None] * e,
        exporter.foreign[:, None] * e,
        once * e,
        foreign_once(exporter)[:, None] * e,
        once * exporter.returning,
    )
    terms["DAVAX"] = once * exporter.absorbed_by_importer
    terms["GVCB"] = terms["FC"] + terms["DDC"]
    terms["GVCF"] = terms["DVA"] - terms["DAVAX"]
    terms["GVC"] = terms["GVCB"] + terms["GVCF"]
    return terms


def sink(exporter: Exporter) -> dict[str, Array]:
    """Exporter's perimeter, sink approach: ten terms (k, C), value added counted when it last leaves.

    With B' the inverse without the exporter's deliveries abroad, F_sr = E_sr - A_sr B'_rs E_s is what is not exported
    by s again: DVA v_s B_ss F, FVA sum_t v_t B_ts F, REF v_s B_ss A_sr [B' Y_s]_r, where Y_s leaves out final
    exports. VAXIM v_s B_ss (Y_sr + A_sr [B' Y_r]_r) is absorbed by the direct importer.
    B' x = B x - B_.s B_ss^-1 (B_ss-block of B x minus L x_s), so one solve with B_ss serves everything.

    Source: Borin and Mancini (2019), World Bank WPS 8804, equations 33 to 39.
    """
    system, rows = exporter.system, exporter.rows
    e = exporter.exports
    right = np.column_stack(
        [
            exporter.local_inverse @ exporter.total_exports,
            exporter.ends_at_home[rows] - exporter.local_inverse @ exporter.final_at_home,
            system.absorbed[rows],
        ]
    )
    solved = np.linalg.solve(exporter.own, right)
    spread = exporter.columns @ solved[:, :2]
    again = exporter.deliver(np.column_stack([spread[:, 0], exporter.ends_at_home - spread[:, 1]]))
    last = e - again[:, :, 0]
    terms = completed(
        e,
        exporter.domestic[:, None] * e,
        exporter.foreign[:, None] * e,
        exporter.domestic[:, None] * last,
        exporter.foreign[:, None] * last,
        exporter.domestic[:, None] * again[:, :, 1],
    )
    rows_all, economy = np.arange(len(system.table.output)), system.table.economy_of_row
    absorbed_own = system.absorbed[rows_all, economy]  # [B Y_r]_r
    through = np.einsum("nk,nk->n", exporter.columns, solved[:, 2:].T[economy])  # [B_.s B_ss^-1 X_s^r]_r
    terms["VAXIM"] = exporter.domestic[:, None] * (exporter.final + exporter.deliver(absorbed_own - through))
    return terms


def world(exporter: Exporter, approach: str) -> dict[str, Array]:
    """World perimeter: nine terms (1,) of a country's exports; foreign value counted once in all exports.

    source  a foreign value added belongs to the first country that exports it on:
            FVA = sum_t v_t L_tt A_ts L_ss E_s
    sink    to the last country other than its origin that exports it:
            FVA = sum_t v_t B_ts (D_s + A_st L_tt D_t), D the exports that the importing country absorbs
    Domestic terms are those of the exporter's perimeter.

    Source: Borin and Mancini (2019), World Bank WPS 8804, equations 52 and 54.
    """
    terms = {name: value.sum(keepdims=True)[0] for name, value in source(exporter).items()}
    fva = _world_source(exporter) if approach == "source" else _world_sink(exporter)
    terms["FVA"] = np.array([fva])
    terms["FDC"] = terms["FC"] - terms["FVA"]
    return terms


def _world_source(exporter: Exporter) -> float:
    weights = exporter.system.local_share.copy()
    weights[exporter.rows] = 0.0
    system = exporter.system
    inputs = (weights @ system.table.intermediate[:, exporter.rows]) * system.per_output[exporter.rows]
    return float(inputs @ exporter.local_inverse @ exporter.total_exports)


def _world_sink(exporter: Exporter) -> float:
    system, rows = exporter.system, exporter.rows
    directly = system.directly_absorbed
    if len(exporter.members) > 1:  # what the group absorbs it may pass among its members
        within = exporter.local_inverse @ exporter.final_at_home - system.made_for_home[rows]
        directly = directly + system.table.intermediate[:, rows] @ (within * system.per_output[rows])
    directly_own = exporter.absorbed_by_importer.sum(axis=1)
    returned = exporter.deliver(system.local(directly))
    return float(exporter.foreign @ directly_own + np.sum(exporter.content * returned))


def importer(country: Exporter) -> Array:
    """Importer's perimeter: GIMP, VA, DC (3,) of the gross imports of a country.

    VA = v B' M, M the imports by origin cell and B' the inverse in which the country's imports of intermediates are
    zero; DC is what crosses its border more than once.

    Source: Borin and Mancini (2019), World Bank WPS 8804, equation 51.
    """
    system, rows, members = country.system, country.rows, list(country.members)
    final = system.table.final_by_country[:, members].sum(axis=1)
    output = system.table.output
    bought = system.table.intermediate[:, rows]
    per_output = system.per_output[rows]
    imports = bought @ (output[rows] * per_output) + final
    imports[rows] = 0.0
    covered = system.value_content  # v B: 1 where the cell has output
    inputs = (covered @ bought) * per_output - covered[rows] @ country.own_inputs
    needed = np.linalg.solve(country.own, _own_part_of_imports(country))
    gross, once = float(imports.sum()), float(covered @ imports)
    repeated = float(inputs @ (country.local_inverse @ needed))
    return np.array([gross, once - repeated, gross - once + repeated])


def _own_part_of_imports(country: Exporter) -> Array:
    """[B M]_r (k): the country's own output that its imports embody."""
    system, rows = country.system, country.rows
    x = system.table.output[rows]
    within = x - country.own_inputs @ x
    absorbed = country.ends_at_home[rows] - country.own @ country.final_at_home
    return np.asarray(country.own @ within - x + absorbed)


def tripartite(exporter: Exporter) -> dict[str, Array]:
    """Trade-based participation: DAVAX, PF, PB, TS (k, C), which sum to exports.

    g = v_s L_ss, direct = Y_sr + A_sr L_rr Y_rr, onward = A_sr L_rr E_r: traditional trade g direct, pure forward
    g onward, pure backward (1 - g) direct, two-sided (1 - g) onward.

    Source: Borin, Mancini and Taglioni (2021), World Bank PRWP 9785.
    """
    once = exporter.domestic_once[:, None]
    direct, onward = exporter.absorbed_by_importer, exporter.sent_onward
    return {"DAVAX": once * direct, "PF": once * onward, "PB": (1 - once) * direct, "TS": (1 - once) * onward}
