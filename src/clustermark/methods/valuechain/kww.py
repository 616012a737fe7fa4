"""Koopman, Wang and Wei (2014): nine terms of a country's gross exports."""

import numpy as np

from clustermark.methods.valuechain.exporter import Exporter
from clustermark.methods.valuechain.table import Array

TERMS = ("DVA_FIN", "DVA_INT", "DVA_INTrex", "RDV_FIN", "RDV_INT", "DDC", "FVA_FIN", "FVA_INT", "FDC")


def kww(exporter: Exporter) -> Array:
    """The nine terms (9,) of one exporter's gross exports, in the table's unit.

    With l = v_s B_s. (n), over partners r, t:
    DVA_FIN    v_s B_ss sum_r Y_sr                DVA_INT     sum_r l_r Y_rr
    DVA_INTrex sum_r l_r sum_{t != s,r} Y_rt      RDV_FIN     sum_r l_r Y_rs
    RDV_INT    (v_s B_ss - v_s L_ss) Y_ss         DDC         (v_s B_ss - v_s L_ss) E_s
    FVA_FIN    sum_t v_t B_ts sum_r Y_sr          FVA_INT     sum_t v_t B_ts sum_r A_sr L_rr Y_rr
    FDC        sum_t v_t B_ts sum_r A_sr L_rr E_r
    They sum to gross exports where every exporting cell has output. Only country totals are right: the paper's own
    terms do not hold by sector.

    Source: Koopman, Wang and Wei (2014), American Economic Review 104(2), equation 36.
    """
    system = exporter.system
    left = system.weighted_rows(exporter.rows, exporter.share)
    left[exporter.rows] = 0.0
    final = system.table.final_by_country
    returning = final[:, list(exporter.members)].sum(axis=1)
    at_home = system.final_at_home
    onward = final.sum(axis=1) - at_home - returning
    again = exporter.domestic - exporter.domestic_once
    final_goods = exporter.final.sum(axis=1)
    return np.array(
        [
            exporter.domestic @ final_goods,
            left @ at_home,
            left @ onward,
            left @ returning,
            again @ exporter.final_at_home,
            again @ exporter.total_exports,
            exporter.foreign @ final_goods,
            exporter.foreign @ (exporter.absorbed_by_importer - exporter.final).sum(axis=1),
            exporter.foreign @ exporter.sent_onward.sum(axis=1),
        ]
    )
