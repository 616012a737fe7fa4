"""The coded passages that a new passage most resembles, by its characters: proposals that a person takes or leaves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

SIZES = (2, 3)  # characters: enough for Chinese, where no blank parts the words


@dataclass(frozen=True, slots=True)
class Resembled:
    """A coded passage (its number) and how like it is, 0 to 1."""

    passage: int
    likeness: float


def nearest(texts: Sequence[str], coded: Sequence[str], *, most: int = 1, least: float = 0.2) -> list[list[Resembled]]:
    """For each text the `most` coded passages most like it, of at least the likeness `least`, the likest first.

    Likeness is the cosine of tf-idf weights of runs of two and three characters, lower-cased, blanks as one. Nothing is
    learned and nothing leaves the machine: every proposal can be held against the passage it resembles.
    """
    if not texts or not coded:
        return [[] for _ in texts]
    grams: dict[str, int] = {}
    known = _weights(coded, grams, grow=True)
    given = _weights(texts, grams, grow=False)
    seen = np.asarray((known > 0).sum(axis=0)).ravel()
    idf = sp.diags_array(np.log((1 + len(coded)) / (1 + seen)) + 1)
    likeness = (_unit(given @ idf) @ _unit(known @ idf).T).tocsr()
    return [_best(likeness[[at], :], most, least) for at in range(len(texts))]


def _best(row: sp.csr_array, most: int, least: float) -> list[Resembled]:
    pairs = sorted(zip(row.indices, row.data, strict=True), key=lambda pair: (-round(float(pair[1]), 9), pair[0]))
    return [Resembled(int(at), min(1.0, float(value))) for at, value in pairs[:most] if value >= least]


def _weights(texts: Sequence[str], grams: dict[str, int], *, grow: bool) -> sp.csr_array:
    """Counts of the runs of characters (texts, grams), damped by a logarithm; `grams` numbers them."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        plain = " ".join(text.lower().split())
        counts = Counter(plain[at : at + size] for size in SIZES for at in range(len(plain) - size + 1))
        for gram, n in counts.items():
            column = grams.setdefault(gram, len(grams)) if grow else grams.get(gram)
            if column is not None:
                rows.append(row)
                columns.append(column)
                values.append(1 + np.log(n))
    return sp.csr_array((values, (rows, columns)), shape=(len(texts), max(len(grams), 1)), dtype=np.float64)


def _unit(rows: sp.csr_array) -> sp.csr_array:
    norms = np.sqrt(np.asarray((rows * rows).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0)
    return sp.csr_array(sp.diags_array(scale) @ rows)
