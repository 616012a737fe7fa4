"""Borin and Mancini, self perimeter: each flow is its own border, so the terms do not add up over flows."""

import numpy as np

from clustermark.methods.valuechain.borin_mancini import completed
from clustermark.methods.valuechain.exporter import Exporter
from clustermark.methods.valuechain.table import Array


def self_perimeter(exporter: Exporter, level: str) -> dict[str, Array]:
    """Nine terms of each flow taken alone, (N, 1), (1, C) or (N, C) by `level`.

    With B' the inverse without the intermediate deliveries of the flow, B'_.s E = B_.s (I + M)^-1 E, where M is the
    part of A B_.s that belongs to the flow: M_sr = A_sr B_rs for a bilateral flow, its sector block for one sector.
    DVA v_s B'_ss E, FVA sum_t v_t B'_ts E, REF v_s B'_ss A_sr [B Y_s]_r.

    Equals hypothetical extraction (Los, Timmer and de Vries 2016, doi:10.1257/aer.20140883).
    Source: Borin and Mancini (2019), World Bank WPS 8804, equations 47 to 49.
    """
    flows = np.stack([exporter.exports, exporter.returning], axis=2)  # (k, C, 2)
    if level == "bilateral":
        loops = np.eye(exporter.size) + _loops(exporter)
        once = np.linalg.solve(loops, flows.transpose(1, 0, 2)).transpose(1, 0, 2)
    elif level == "sector":
        total = flows.sum(axis=1, keepdims=True)
        once = _by_sector(exporter.own_loops.sum(axis=0, keepdims=True), total)
    else:
        once = _by_sector(exporter.own_loops, flows)
    e = flows.sum(axis=1, keepdims=True)[:, :, 0] if level == "sector" else exporter.exports
    domestic, foreign = exporter.domestic[:, None], exporter.foreign[:, None]
    dva, ref = domestic * once[:, :, 0], domestic * once[:, :, 1]
    terms = completed(e, domestic * e, foreign * e, dva, foreign * once[:, :, 0], ref)
    if level == "bilateral":
        return {name: value.sum(axis=0, keepdims=True) for name, value in terms.items()}
    return {name: exporter.to_sectors(value) for name, value in terms.items()}


def _loops(exporter: Exporter) -> Array:
    """M_sr = A_sr B_rs (C, k, k); 0 for members."""
    n_sectors = len(exporter.system.table.sectors)
    deliveries = exporter.deliveries.reshape(exporter.size, -1, n_sectors).transpose(1, 0, 2)
    columns = exporter.columns * exporter.system.per_output[:, None]
    loops = exporter.system.sum_regions(np.matmul(deliveries, columns.reshape(-1, n_sectors, exporter.size)))
    return np.asarray(loops * exporter.foreign_countries[:, None, None])


def _by_sector(loops: Array, flows: Array) -> Array:
    """(I + M_jj)^-1 flow_j for each sector j: loops (width, N, regions, regions), flows (k, width, m)."""
    width, n_sectors, regions, _ = loops.shape
    right = flows.reshape(regions, n_sectors, width, -1).transpose(2, 1, 0, 3)
    solved = right / (1.0 + loops) if regions == 1 else np.linalg.solve(np.eye(regions) + loops, right)
    return np.asarray(solved.transpose(2, 1, 0, 3).reshape(flows.shape))
