"""Distinctiveness: a word is central when its neighbours have few other neighbours.

Source: Fronzetti Colladon and Naldi (2020), PLoS ONE 15(5): e0233276. Undirected graphs, weights w >= 1, n nodes, g_j
degree, alpha >= 1 how much the neighbours' links count.
"""

from typing import Literal

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Array = NDArray[np.float64]
Form = Literal["D1", "D2", "D3", "D4", "D5"]


def distinctiveness(weights: sp.csr_array, form: Form = "D2", alpha: float = 1.0) -> Array:
    """D1 to D5 (n,) of a symmetric weighted graph without loops; 0 for nodes without neighbours.

    D1 = sum_j w_ij log10((n - 1) / g_j^a)       D2 = sum_j log10((n - 1) / g_j^a)
    D3 = sum_j w_ij log10(W / (s_j - w_ij^a + 1))  with s_j = sum_k w_jk^a and W the sum of all edges' weights
    D4 = sum_j w_ij w_ij^a / s_j                 D5 = sum_j 1 / g_j^a
    """
    if alpha < 1:
        raise ValueError("alpha is at least 1")
    graph = sp.coo_array(weights)
    n = graph.shape[0]
    one, other, w = graph.row, graph.col, graph.data.astype(np.float64)
    degree = np.bincount(one, minlength=n).astype(np.float64)
    if form == "D5":
        terms = 1 / degree[other] ** alpha
    elif form in ("D1", "D2"):
        terms = np.log10((n - 1) / degree[other] ** alpha) * (w if form == "D1" else 1.0)
    else:
        strength = np.bincount(one, weights=w**alpha, minlength=n)
        if form == "D4":
            terms = w * w**alpha / strength[other]
        else:
            terms = w * np.log10(w.sum() / 2 / (strength[other] - w**alpha + 1))
    return np.asarray(np.bincount(one, weights=terms, minlength=n), dtype=np.float64)
