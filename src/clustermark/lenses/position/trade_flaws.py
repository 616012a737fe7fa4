"""What in trade records cannot be read, told with its file and what to do: units, currencies, regimes, versions."""

from collections.abc import Callable, Iterator

import polars as pl

from clustermark.evidence.fold import fold
from clustermark.lenses.context import Context
from clustermark.lenses.position import trade_names as named
from clustermark.lenses.position.trade_cells import Trade
from clustermark.lenses.position.trade_rows import TABLE, Group, open_records
from clustermark.study.problems import InputProblem, Where, problem

MOST_TOLD = 3  # texts of a kind that a message names, the most frequent first
LONGEST = 30  # letters of each


def flaws(context: Context, trade: Trade, group: Group) -> tuple[InputProblem, ...]:
    """Warnings about the export records of the study's products, in the order of the study's files."""
    rows = open_records(context).filter(pl.col("flow") == "export")
    kept = [code for code in rows["hs"].drop_nulls().unique().to_list() if code.isdigit() and group(code) is not None]
    rows = rows.filter(pl.col("hs").is_in(kept))
    found: list[InputProblem] = []
    for source in rows["source"].unique(maintain_order=True):
        here = rows.filter(pl.col("source") == source)
        where = Where(context.evidence.sources[source].path if source in context.evidence.sources else "")
        found += [
            *_unread(here.filter(pl.col("quantity") > 0), "unit", _no_unit, "trade.unit-unread", where),
            *_unread(here, "currency", _no_currency, "trade.currency-unread", where),
            *_unread(here, "regime", _no_regime, "trade.regime-unread", where),
            *_unknown_version(here, source, trade, where),
        ]
    return (*found, *_versions_differ(trade))


def _no_unit(written: str) -> bool:
    return not named.quantity_unit(written)[0]


def _no_currency(written: str) -> bool:
    return not named.money_unit(written)[0]


def _no_regime(written: str) -> bool:
    return bool(fold(written)) and fold(written) not in named.regimes()


def _unread(
    rows: pl.DataFrame, column: str, unread: Callable[[str], bool], code: str, where: Where
) -> Iterator[InputProblem]:
    """One warning a file and column: in how many rows, and the most frequent texts; an empty cell is none."""
    counts = rows.group_by(column).agg(rows=pl.len()).sort(["rows", column], descending=[True, False], nulls_last=True)
    odd = [(text or "", count) for text, count in counts.iter_rows() if unread(text or "")]
    if odd:
        texts = [" ".join(text.split())[:LONGEST] for text, _ in odd if text.strip()][:MOST_TOLD]
        n = sum(count for _, count in odd)
        filled = code if texts else f"{code}-empty"
        yield problem(filled, where, severity="warning", n=n, text=" / ".join(texts))


def _unknown_version(rows: pl.DataFrame, source: str, trade: Trade, where: Where) -> Iterator[InputProblem]:
    """A file that does not say its version is joined to other files at four digits only."""
    written = rows["classification"].unique().to_list()
    unknown = any(named.version(text or "", source).startswith(named.UNKNOWN_VERSION) for text in written)
    others = any(level == 4 and len(trade.versions[product]) > 1 for product, level in trade.levels.items())
    if unknown and others:
        yield problem("trade.version-unknown", where, severity="warning", table=TABLE)


def _versions_differ(trade: Trade) -> Iterator[InputProblem]:
    known = {one for found in trade.versions.values() for one in found} - {named.UNKNOWN_VERSION}
    if any(len(set(found) - {named.UNKNOWN_VERSION}) > 1 for found in trade.versions.values()):
        yield problem("trade.versions-differ", severity="warning", versions=", ".join(sorted(known)))
