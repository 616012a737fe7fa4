"""Wang, Wei and Zhu (2013): sixteen terms of each bilateral flow of each sector."""

import numpy as np

from clustermark.methods.valuechain.exporter import Exporter
from clustermark.methods.valuechain.table import Array

TERMS = (
    "DVA_FIN",
    "DVA_INT",
    "DVA_INTrexI1",
    "DVA_INTrexF",
    "DVA_INTrexI2",
    "RDV_INT",
    "RDV_FIN",
    "RDV_FIN2",
    "OVA_FIN",
    "MVA_FIN",
    "OVA_INT",
    "MVA_INT",
    "DDC_FIN",
    "DDC_INT",
    "ODC",
    "MDC",
)


def wwz(exporter: Exporter) -> Array:
    """The sixteen terms (16, k, C) of an exporter's flows from each cell to each partner.

    With b = v_s B_ss, g = v_s L_ss, m = v_r B_rs, o = sum_{t != s,r} v_t B_ts, by cell; t, u other countries:
    DVA_FIN b Y_sr;  DVA_INT g A_sr B_rr Y_rr;  DVA_INTrexI1 g A_sr sum_t B_rt Y_tt
    DVA_INTrexF g A_sr B_rr sum_t Y_rt;  DVA_INTrexI2 g A_sr sum_t B_rt sum_{u != s,t} Y_tu
    RDV_FIN g A_sr B_rr Y_rs;  RDV_FIN2 g A_sr sum_t B_rt Y_ts;  RDV_INT g A_sr B_rs Y_ss
    DDC_FIN g A_sr B_rs sum_r Y_sr;  DDC_INT (b - g) A_sr X_r
    MVA_FIN m Y_sr;  MVA_INT m A_sr L_rr Y_rr;  MDC m A_sr L_rr E_r;  OVA_FIN, OVA_INT, ODC likewise with o.

    All sums over t run through products with B that are made once for all exporters, so nothing of order n^3 is left.

    Source: Wang, Wei and Zhu (2013), NBER Working Paper 19677, as in table A2.
    """
    t = exporter.system
    output = t.absorbed.sum(axis=1)
    first, returning, home_again, ddc = _onward(exporter)
    delivered = exporter.deliver(np.column_stack([*first, *returning, home_again, ddc, output]))
    once, twice = exporter.domestic_once[:, None], exporter.domestic[:, None]
    int_, rex1, rexf, rex2, rdv, rdv2, rdv_int, ddc_fin = (once * delivered[:, :, i] for i in range(8))
    partner = exporter.content * exporter.foreign_countries
    other = (exporter.foreign[:, None] - partner) * exporter.foreign_countries
    absorbed = exporter.absorbed_by_importer - exporter.final
    terms = {
        "DVA_FIN": twice * exporter.final,
        "DVA_INT": int_,
        "DVA_INTrexI1": rex1,
        "DVA_INTrexF": rexf,
        "DVA_INTrexI2": rex2,
        "RDV_INT": rdv_int,
        "RDV_FIN": rdv,
        "RDV_FIN2": rdv2,
        "OVA_FIN": other * exporter.final,
        "MVA_FIN": partner * exporter.final,
        "OVA_INT": other * absorbed,
        "MVA_INT": partner * absorbed,
        "DDC_FIN": ddc_fin,
        "DDC_INT": (twice - once) * delivered[:, :, 8],
        "ODC": other * exporter.sent_onward,
        "MDC": partner * exporter.sent_onward,
    }
    return np.stack([terms[name] for name in TERMS])


def _onward(exporter: Exporter) -> tuple[list[Array], list[Array], Array, Array]:
    """Output of every cell r by where it goes, seen from exporter s: the vectors that A_sr meets."""
    system, rows = exporter.system, exporter.rows
    own_home, own_all, own_back = system.own_parts(exporter.members)  # B_rr Y_rr, B_rr Y_r., B_rr Y_rs
    own_onward = own_all - own_home - own_back  # B_rr sum_t Y_rt
    columns = exporter.columns
    at_home = system.final_at_home
    abroad = system.table.final_by_country.sum(axis=1) - at_home
    mixed = columns @ np.column_stack([at_home[rows], abroad[rows], exporter.final_at_home, exporter.final.sum(axis=1)])
    others_home = system.absorbed_at_home - mixed[:, 0]  # sum over all t but s of B_rt Y_tt
    back = exporter.ends_at_home - mixed[:, 2]  # of B_rt Y_ts
    others_abroad = system.absorbed.sum(axis=1) - system.absorbed_at_home - mixed[:, 1] - back
    first = [own_home, others_home - own_home, own_onward, others_abroad - own_onward]
    return first, [own_back, back - own_back], mixed[:, 2], mixed[:, 3]
