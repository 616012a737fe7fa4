"""Arrays with labelled axes as frames: a row a value, in the order of the axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from clustermark.methods.valuechain.table import Array

if TYPE_CHECKING:
    import polars as pl


def long_frame(axes: Mapping[str, Sequence[str]], values: Mapping[str, Array], enum: str = "") -> pl.DataFrame:
    """Columns of the axes' labels (`enum` names one that is an Enum), then the values, which have those axes."""
    import polars as pl

    shape = tuple(len(labels) for labels in axes.values())
    columns = {}
    for axis, (name, labels) in enumerate(axes.items()):
        place = np.arange(len(labels), dtype=np.uint32).reshape([-1 if i == axis else 1 for i in range(len(shape))])
        kind = pl.Enum(list(labels)) if name == enum else pl.String()
        columns[name] = pl.Series(list(labels), dtype=kind).gather(pl.Series(np.broadcast_to(place, shape).ravel()))
    columns |= {name: pl.Series(np.ascontiguousarray(array).ravel()) for name, array in values.items()}
    return pl.DataFrame(columns)
