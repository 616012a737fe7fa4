"""World input-output tables: who adds the value in exports, how often it crosses borders, and where a cell stands.

`WorldTable` holds the numbers, `System` its one factorisation; every function takes either.
"""

from clustermark.methods.valuechain.content import rca, smile_curve, value_added, value_added_in_exports
from clustermark.methods.valuechain.decompose import LEVELS, METHODS, decompose
from clustermark.methods.valuechain.decomposition import Decomposition
from clustermark.methods.valuechain.embedded import EmbeddedTable, embed
from clustermark.methods.valuechain.embedding import Account
from clustermark.methods.valuechain.embedding_draws import UncertainAccount, embed_many
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
    "Account",
    "Decomposition",
    "EmbeddedTable",
    "Oddity",
    "System",
    "TableError",
    "UncertainAccount",
    "WorldTable",
    "decompose",
    "downstreamness",
    "embed",
    "embed_many",
    "participation",
    "production_lengths",
    "rca",
    "smile_curve",
    "upstreamness",
    "value_added",
    "value_added_in_exports",
    "vax",
]
