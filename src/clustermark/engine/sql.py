"""The portable queries, kept as files in `queries`: each names in its head the tables that it asks."""

from functools import cache
from importlib.resources import files

QUERIES = ("items", "near", "together", "told", "voice")


@cache
def sql(name: str) -> str:
    """The text of a query. Raises KeyError for one that is not there."""
    if name not in QUERIES:
        raise KeyError(name)
    return (files("clustermark.engine") / "queries" / f"{name}.sql").read_text(encoding="utf-8")
