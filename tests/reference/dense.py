"""Slow and literal: each decomposition from its paper's equations, one dense inverse for each perimeter.

Shares no code with the package. A `World` is arrays and, for each row, the number of its country and of its sector;
an exporter is a set of countries. Flows are (rows of the exporter, countries); the exporter's own columns stay 0.
Borin and Mancini (2019), World Bank WPS 8804; Koopman, Wang and Wei (2014), AER 104(2); Wang, Wei and Zhu (2013),
NBER 19677; Borin, Mancini and Taglioni (2021), PRWP 9785; Wang, Wei, Yu and Zhu (2017), NBER 23222 and 23261.
"""

from dataclasses import dataclass

import numpy as np


@dataclass
class World:
    z: np.ndarray
    y: np.ndarray  # (n, C)
    country: np.ndarray
    sector: np.ndarray

    def __post_init__(self):
        self.n, self.c = self.y.shape
        self.x = self.z.sum(1) + self.y.sum(1)
        over = np.array([1 / value if value else 0.0 for value in self.x])
        self.a = self.z @ np.diag(over)
        self.v = (self.x - self.z.sum(0)) * over
        self.b = inverse(self.a)
        self.ybar = self.y.sum(1)
        same = self.country[:, None] == self.country[None, :]
        self.a_home = np.where(same, self.a, 0.0)
        self.l = inverse(self.a_home)

    def merged(self, members):
        """The same world with the members as country 0, and the others after it; and the old number of each."""
        olds = [c for c in range(self.c) if c not in members]
        new_of = dict.fromkeys(members, 0) | {c: i + 1 for i, c in enumerate(olds)}
        y = np.zeros((self.n, len(olds) + 1))
        for c in range(self.c):
            y[:, new_of[c]] += self.y[:, c]
        return World(self.z, y, np.array([new_of[c] for c in self.country]), self.sector), olds


def inverse(a):
    return np.linalg.inv(np.eye(len(a)) - a)


def exports(w):
    e = np.zeros((w.n, w.c))
    for i in range(w.n):
        for r in range(w.c):
            if r != w.country[i]:
                e[i, r] = w.z[i, w.country == r].sum() + w.y[i, r]
    return e


def to(w, s, r, vector):
    """A_sr vector_r: what the rows of s deliver to r for the output given, as (n,) with 0 outside s."""
    out = np.zeros(w.n)
    rows, columns = w.country == s, w.country == r
    out[rows] = w.a[np.ix_(rows, columns)] @ vector[columns]
    return out


def nine(e, dc, fc, dva, fva, ref):
    return {
        "GEXP": e, "DC": dc, "DVA": dva, "VAX": dva - ref, "REF": ref, "DDC": dc - dva, "FC": fc, "FVA": fva,
        "FDC": fc - fva,
    }  # fmt: skip


def contents(w, e):
    """Domestic and foreign content of exports of country 0, with the full inverse."""
    ours = w.country == 0
    return (w.v[ours] @ w.b[ours])[:, None] * e, (w.v[~ours] @ w.b[~ours])[:, None] * e


def exporter_inverse(w):
    """The inverse without the intermediate deliveries of country 0 to all others."""
    a = w.a.copy()
    a[np.ix_(w.country == 0, w.country != 0)] = 0.0
    return inverse(a)


def own_exports(w):
    e = exports(w)
    e[w.country != 0] = 0.0
    return e


def source(w):
    e, ours = own_exports(w), w.country == 0
    dc, fc = contents(w, e)
    without = exporter_inverse(w)
    g, f = w.v[ours] @ without[ours], w.v[~ours] @ without[~ours]
    back = np.zeros_like(e)
    direct = np.zeros_like(e)
    for r in range(1, w.c):
        back[:, r] = to(w, 0, r, w.b @ w.y[:, 0])
        home = np.where(w.country == r, w.y[:, r], 0.0)
        direct[:, r] = np.where(ours, w.y[:, r], 0.0) + to(w, 0, r, w.l @ home)
    terms = nine(e, dc, fc, g[:, None] * e, f[:, None] * e, g[:, None] * back)
    terms["DAVAX"] = g[:, None] * direct
    terms["GVCB"] = fc + terms["DDC"]
    terms["GVCF"] = terms["DVA"] - terms["DAVAX"]
    terms["GVC"] = terms["GVCB"] + terms["GVCF"]
    return terms


def sink(w):
    e, ours = own_exports(w), w.country == 0
    dc, fc = contents(w, e)
    without = exporter_inverse(w)
    d, f = w.v[ours] @ w.b[ours], w.v[~ours] @ w.b[~ours]
    once, back, importer = e.copy(), np.zeros_like(e), np.zeros_like(e)
    absorbed_home = np.where(ours, 0.0, w.y[:, 0]) + np.where(ours, w.y[:, 0], 0.0)  # no final exports of s in it
    for r in range(1, w.c):
        once[:, r] -= to(w, 0, r, without @ e.sum(1))
        back[:, r] = to(w, 0, r, without @ absorbed_home)
        importer[:, r] = np.where(ours, w.y[:, r], 0.0) + to(w, 0, r, without @ np.where(ours, 0.0, w.y[:, r]))
    terms = nine(e, dc, fc, d[:, None] * once, f[:, None] * once, d[:, None] * back)
    terms["VAXIM"] = d[:, None] * importer
    return terms


def one_flow(w, sector, partner):
    """Self perimeter of one flow; sector or partner None for all: nine numbers."""
    e, ours = own_exports(w), w.country == 0
    rows = ours if sector is None else ours & (w.sector == sector)
    columns = w.country != 0 if partner is None else w.country == partner
    flow = np.where(rows[:, None], e, 0.0)
    flow = flow if partner is None else np.where(np.arange(w.c) == partner, flow, 0.0)
    a = w.a.copy()
    a[np.ix_(rows, columns)] = 0.0
    without = inverse(a)
    dc, fc = contents(w, flow)
    g, f = w.v[ours] @ without[ours], w.v[~ours] @ without[~ours]
    vector = flow.sum(1)
    back = np.zeros(w.n)
    for r in range(1, w.c) if partner is None else [partner]:
        back += to(w, 0, r, w.b @ w.y[:, 0])
    return nine(vector.sum(), dc.sum(), fc.sum(), g @ vector, f @ vector, g @ np.where(rows, back, 0.0))


def world(w, approach):
    e, ours = own_exports(w), w.country == 0
    terms = {name: value.sum() for name, value in source(w).items() if name in nine(0, 0, 0, 0, 0, 0)}
    fva = 0.0
    for t in range(1, w.c):
        theirs = w.country == t
        if approach == "source":
            local = w.v[theirs] @ w.l[np.ix_(theirs, theirs)]
            inputs = w.a[np.ix_(theirs, ours)] @ w.l[np.ix_(ours, ours)]
            fva += local @ inputs @ e[ours].sum(1)
        else:
            content = w.v[theirs] @ w.b[np.ix_(theirs, ours)]
            fva += content @ directly(w, 0)[ours]
            returned = w.l[np.ix_(theirs, theirs)] @ directly(w, t)[theirs]
            fva += content @ w.a[np.ix_(ours, theirs)] @ returned
    terms["FVA"] = fva
    terms["FDC"] = terms["FC"] - fva
    return terms


def directly(w, s):
    """Exports of s that the importing countries absorb without sending them on (n)."""
    out = np.zeros(w.n)
    for r in range(w.c):
        if r != s:
            home = np.where(w.country == r, w.y[:, r], 0.0)
            out += np.where(w.country == s, w.y[:, r], 0.0) + to(w, s, r, w.l @ home)
    return out


def importer(w):
    ours = w.country == 0
    imports = np.where(ours, 0.0, w.a[:, ours] @ w.x[ours] + w.y[:, 0])
    a = w.a.copy()
    a[np.ix_(~ours, ours)] = 0.0
    added = (w.v @ inverse(a)) @ imports
    return {"GIMP": imports.sum(), "VA": added, "DC": imports.sum() - added}


def tripartite(w):
    e, ours = own_exports(w), w.country == 0
    without = exporter_inverse(w)
    g = (w.v[ours] @ without[ours])[:, None]
    direct, onward = np.zeros_like(e), np.zeros_like(e)
    all_exports = exports(w).sum(1)
    for r in range(1, w.c):
        theirs = w.country == r
        direct[:, r] = np.where(ours, w.y[:, r], 0.0) + to(w, 0, r, w.l @ np.where(theirs, w.y[:, r], 0.0))
        onward[:, r] = to(w, 0, r, w.l @ np.where(theirs, all_exports, 0.0))
    return {"DAVAX": g * direct, "PF": g * onward, "PB": (1 - g) * direct, "TS": (1 - g) * onward}


def block(w, matrix, s, r):
    return matrix[np.ix_(w.country == s, w.country == r)]


def part(w, s, d):
    """Y_sd."""
    return w.y[w.country == s, d]


def kww(w):
    v = w.v[w.country == 0]
    others = range(1, w.c)
    e = own_exports(w).sum(1)[w.country == 0]
    all_e = exports(w).sum(1)
    l_ss, b_ss = block(w, w.l, 0, 0), block(w, w.b, 0, 0)
    terms = dict.fromkeys(
        ("DVA_FIN", "DVA_INT", "DVA_INTrex", "RDV_FIN", "RDV_INT", "DDC", "FVA_FIN", "FVA_INT", "FDC"), 0.0
    )
    for r in others:
        terms["DVA_FIN"] += v @ b_ss @ part(w, 0, r)
        terms["DVA_INT"] += v @ block(w, w.b, 0, r) @ part(w, r, r)
        terms["RDV_FIN"] += v @ block(w, w.b, 0, r) @ part(w, r, 0)
        for t in others:
            if t != r:
                terms["DVA_INTrex"] += v @ block(w, w.b, 0, r) @ part(w, r, t)
        for t in others:
            theirs = w.v[w.country == t] @ block(w, w.b, t, 0)
            onward = block(w, w.a, 0, r) @ block(w, w.l, r, r)
            terms["FVA_FIN"] += theirs @ part(w, 0, r)
            terms["FVA_INT"] += theirs @ onward @ part(w, r, r)
            terms["FDC"] += theirs @ onward @ all_e[w.country == r]
    terms["RDV_INT"] = v @ (b_ss - l_ss) @ part(w, 0, 0)
    terms["DDC"] = v @ (b_ss - l_ss) @ e
    return terms


def wwz(w):
    """Sixteen terms of each flow; the sums over third and fourth countries are written out."""
    ours = w.country == 0
    v = w.v[ours]
    b_ss, l_ss = block(w, w.b, 0, 0), block(w, w.l, 0, 0)
    g, d = v @ l_ss, v @ b_ss
    all_e = exports(w).sum(1)
    names = [
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
    ]
    terms = {name: np.zeros((w.n, w.c)) for name in names}
    for r in range(1, w.c):
        a = block(w, w.a, 0, r)
        third = [t for t in range(1, w.c) if t != r]
        b_rr = block(w, w.b, r, r)
        theirs = w.v[w.country == r] @ block(w, w.b, r, 0)
        others = sum((w.v[w.country == t] @ block(w, w.b, t, 0) for t in third), np.zeros(len(v)))
        home, onward = a @ block(w, w.l, r, r) @ part(w, r, r), a @ block(w, w.l, r, r) @ all_e[w.country == r]
        zero = np.zeros(len(b_rr))
        rest = {
            "DVA_FIN": d * part(w, 0, r),
            "DVA_INT": g * (a @ b_rr @ part(w, r, r)),
            "DVA_INTrexI1": g * (a @ sum((block(w, w.b, r, t) @ part(w, t, t) for t in third), zero)),
            "DVA_INTrexF": g * (a @ b_rr @ sum((part(w, r, t) for t in third), zero)),
            "DVA_INTrexI2": g
            * (
                a
                @ sum(
                    (block(w, w.b, r, t) @ part(w, t, u) for t in third for u in range(1, w.c) if u != t),
                    zero,
                )
            ),
            "RDV_INT": g * (a @ block(w, w.b, r, 0) @ part(w, 0, 0)),
            "RDV_FIN": g * (a @ b_rr @ part(w, r, 0)),
            "RDV_FIN2": g * (a @ sum((block(w, w.b, r, t) @ part(w, t, 0) for t in third), zero)),
            "OVA_FIN": others * part(w, 0, r),
            "MVA_FIN": theirs * part(w, 0, r),
            "OVA_INT": others * home,
            "MVA_INT": theirs * home,
            "DDC_FIN": g * (a @ block(w, w.b, r, 0) @ sum(part(w, 0, t) for t in range(1, w.c))),
            "DDC_INT": (d - g) * (a @ w.x[w.country == r]),
            "ODC": others * onward,
            "MDC": theirs * onward,
        }
        for name, value in rest.items():
            terms[name][ours, r] = value
    return terms


def positions(w):
    """Distances of all cells, from matrix powers and dense local inverses."""
    idle = w.x == 0
    over = np.array([1 / value if value else 0.0 for value in w.x])
    ghosh = inverse(np.diag(over) @ w.z)
    a_far = w.a - w.a_home
    home = np.array([w.y[i, w.country[i]] for i in range(w.n)])
    gvc = w.l @ a_far @ w.b @ w.ybar
    longer = w.l @ w.l @ a_far @ w.b @ w.ybar + w.l @ a_far @ w.b @ w.b @ w.ybar
    back = w.v @ w.l @ a_far @ w.b
    back_longer = w.v @ w.l @ w.l @ a_far @ w.b + w.v @ w.l @ a_far @ w.b @ w.b
    with np.errstate(all="ignore"):
        lengths = {
            "plv_domestic": (w.l @ w.l @ home) / (w.l @ home),
            "plv_rt": (w.l @ w.l @ (w.ybar - home)) / (w.l @ (w.ybar - home)),
            "plv_gvc": longer / gvc,
            "ply_gvc": back_longer / back,
        }
    return {
        "upstreamness": np.where(idle, 1.0, ghosh.sum(1)),
        "downstreamness": np.where(idle, 1.0, w.b.sum(0)),
        "gvc": gvc,
        "backward": back,
        "parts": np.stack([w.l @ home, w.l @ (w.ybar - home), gvc]),
        **lengths,
    }
