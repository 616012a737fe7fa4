"""Clustermark: from a folder of evidence about an industrial cluster to a brand strategy that it can defend.

The world-table library (`WorldTable`, `decompose`, `read_world_table` and their like) can be imported from here; it is
loaded when first asked for, so that the commands which do not need it stay quick.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "clustermark.methods.valuechain": (
        "Decomposition",
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
    ),
    "clustermark.evidence.world_tables": ("cached_system", "read_world_table", "write_world_table"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = ["__version__", *_HOME_OF]


def __getattr__(name: str) -> Any:
    """A name of the library, imported now."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
