"""World input-output tables: who adds the value in exports, how often it crosses borders, and where a cell stands.

`WorldTable` holds the numbers, `System` its one factorisation; every function takes either.
"""

from clustermark.methods.valuechain.content import rca, smile_curve, value_added, value_added_in_exports
from clustermark.methods.valuechain.decompose import LEVELS, METHODS, decompose
from clustermark.methods.valuechain.decomposition import Decomposition
from clustermark.methods.valuechain.errors import TableError
from clustermark.methods.valuechain.oddities import Oddity
from clustermark.methods.valuechain.position_frames import (
    downstreamness,
    participation,
    production_lengths,
    upstreamness,
    vax,
)
from clustermark.methods.valuechain.system import System
from clustermark.methods.valuechain.table import WorldTable

__all__ = [
    "LEVELS",
    "METHODS",
    "Decomposition",
    "Oddity",
    "System",
    "TableError",
    "WorldTable",
    "decompose",
    "downstreamness",
    "participation",
    "production_lengths",
    "rca",
    "smile_curve",
    "upstreamness",
    "value_added",
    "value_added_in_exports",
    "vax",
]
