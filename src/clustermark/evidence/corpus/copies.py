"""Near-copies over all parts of a corpus. Each pair that may be one is compared once and the answer kept.

Which pairs are compared follows from the whole corpus alone; what is kept saves their comparing and changes nothing.
"""

import io
import os
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus.parts import Part
from clustermark.methods.text.duplicates import candidates_by_band, shingles, stories

COPIES = 0.6  # similarity from which on two texts are one story
KEPT = "copies.npz"
_AT_ONCE = 20_000  # pairs that are compared before the answers are written
_REMEMBERED = 20_000  # texts whose shingles stay in memory
_ROWS = 1 << 32  # more than a part can have
Integers = NDArray[np.int64]
Answers = tuple[Integers, NDArray[np.bool_]]  # codes of pairs, sorted, and whether each is a copy


def stories_of(
    dates: pl.Series, parts: Sequence[Part], keys: Sequence[str], text: Callable[[int], str], store: Path | None
) -> Integers:
    """The earliest near-copy of each document (n,), its own number where there is none; without a date ("") comes last.

    `keys` name the parts; those of confidential sources have none (""), and nothing about their pairs is kept.
    """
    n = len(dates)
    order = _earliest_first(dates)
    bands = range(parts[0].bands.shape[0]) if parts else range(0)
    ranked = candidates_by_band(n, (np.concatenate([part.bands[band] for part in parts])[order] for band in bands))
    pairs = order[ranked]
    codes = pairs.min(axis=1) * n + pairs.max(axis=1)
    sorting = np.argsort(codes)
    alike = np.zeros(len(codes), dtype=bool)
    place = _Places(keys, [part.documents.height for part in parts])
    alike[sorting] = _compared(codes[sorting], n, text, place, store)
    copied = _different(ranked[alike].ravel())
    local = np.searchsorted(copied, ranked[alike])
    found = np.arange(n)
    found[order[copied]] = order[copied[stories(len(copied), local)]]
    return found


def _earliest_first(dates: pl.Series) -> Integers:
    """The numbers of documents in order of time."""
    known = sorted(dates.unique().to_list(), key=lambda date: date or "9999")
    number = dates.replace_strict(known, list(range(len(known))), return_dtype=pl.UInt32).to_numpy()
    return np.argsort(number.astype(np.uint16) if len(known) < 2**16 else number, kind="stable")


def _different(values: Integers) -> Integers:
    """The values without repetitions, in order; np.unique would hash, which is slower for millions."""
    ordered = np.sort(values)
    return ordered[np.diff(ordered, prepend=-1) > 0]


class _Places:
    """Turns numbers of documents into part and row, which hold from run to run, and back."""

    def __init__(self, keys: Sequence[str], heights: Sequence[int]) -> None:
        self.keys = list(keys)
        self.starts = np.concatenate([[0], np.cumsum(heights)]).astype(np.int64)

    def lasting(self, documents: Integers) -> Integers:
        """part * 2^32 + row of documents."""
        part = np.searchsorted(self.starts, documents, side="right") - 1
        return np.asarray(part * _ROWS + documents - self.starts[part], dtype=np.int64)

    def documents(self, lasting: Integers, keys: Sequence[str]) -> Integers:
        """Documents of places whose parts are numbered as in `keys`; -1 for those of parts that are gone."""
        now = {key: at for at, key in enumerate(self.keys) if key}
        start = np.array([self.starts[now[key]] if key in now else -1 for key in keys], dtype=np.int64)
        first = start[lasting // _ROWS] if len(keys) else np.zeros(0, dtype=np.int64)
        return np.where(first < 0, -1, first + lasting % _ROWS)

    def is_open(self, documents: Integers) -> NDArray[np.bool_]:
        """Whether something about a document may be kept."""
        named = np.array([bool(key) for key in self.keys], dtype=bool)
        return np.asarray(named[np.searchsorted(self.starts, documents, side="right") - 1], dtype=bool)


def _compared(
    codes: Integers, n: int, text: Callable[[int], str], place: _Places, store: Path | None
) -> NDArray[np.bool_]:
    """Whether each pair is a copy; what was not known is kept as it is found."""
    known, answers = _kept(store, n, place)
    at = np.minimum(np.searchsorted(known, codes), max(len(known) - 1, 0))
    there = known[at] == codes if len(known) else np.zeros(len(codes), dtype=bool)
    alike = np.zeros(len(codes), dtype=bool)
    alike[there] = answers[at[there]]
    missing = np.flatnonzero(~there)

    @lru_cache(maxsize=_REMEMBERED)
    def pieces(document: int) -> frozenset[str]:
        return shingles(text(document))

    for start in range(0, len(missing), _AT_ONCE):
        now = missing[start : start + _AT_ONCE]
        alike[now] = [_alike(pieces(int(code // n)), pieces(int(code % n))) for code in codes[now]]
        if store is not None:
            known_now = np.concatenate([np.flatnonzero(there), missing[: start + _AT_ONCE]])
            _keep(store, codes[known_now], alike[known_now], n, place)
    return alike


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) >= COPIES * len(one | other)


def _kept(store: Path | None, n: int, place: _Places) -> Answers:
    """The answers of earlier runs about pairs of documents that are still there."""
    nothing = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    if store is None:
        return nothing
    try:
        with np.load(store / KEPT, allow_pickle=False) as kept:
            keys = [str(key) for key in kept["keys"]]
            one, other = place.documents(kept["one"], keys), place.documents(kept["other"], keys)
            there = (one >= 0) & (other >= 0) & (np.maximum(one, other) < n)
            codes = (np.minimum(one, other) * n + np.maximum(one, other))[there]
            order = np.argsort(codes, kind="stable")
            return codes[order], kept["alike"].astype(bool)[there][order]
    except (OSError, ValueError, KeyError, IndexError, BadZipFile):
        return nothing


def _keep(store: Path, codes: Integers, alike: NDArray[np.bool_], n: int, place: _Places) -> None:
    one, other = codes // n, codes % n
    open_ones = place.is_open(one) & place.is_open(other)
    if not open_ones.any():
        return
    out = io.BytesIO()
    np.savez(
        out,
        keys=np.array(place.keys, dtype=str),
        one=place.lasting(one[open_ones]),
        other=place.lasting(other[open_ones]),
        alike=alike[open_ones],
    )
    store.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=".building-", dir=store)
    with os.fdopen(number, "wb") as stream:
        stream.write(out.getbuffer())
    os.replace(name, store / KEPT)
