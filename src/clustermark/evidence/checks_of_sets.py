"""What several rows say together and cannot all be right: shares of one whole above 100 %, two figures for one.

The rows are each well formed and stay; which of them is wrong only the user can tell.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from clustermark.evidence.model import REFERENCE
from clustermark.evidence.reference import split_reference
from clustermark.evidence.units import parse_unit
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem, Where, problem

WHOLE, ROUNDING = 100.0, 0.5  # per cent, and by how much shares that were rounded may go above it
_MOST_TOLD = 3
_SHARES = ("sales_share", "destination")
Frames = Mapping[str, Sequence[pl.DataFrame]]


@dataclass(frozen=True, slots=True)
class Clash:
    """Rows that cannot all be right: what is wrong, and the sum or the number of different figures."""

    code: str
    rows: Sequence[str]
    total: float


def tell(code: str, rows: Sequence[str], total: float) -> Clash:
    """A clash of rows, by its code."""
    return Clash(code, rows, total)


def set_problems(frames: Frames, sources: Mapping[str, Source], covered: Collection[str]) -> list[InputProblem]:
    """Warnings about rows that contradict each other; figures of a confidential source are not repeated."""
    found: list[InputProblem] = []
    for table, check in (("cluster_accounts", _account), ("firm_survey", _survey)):
        parts = frames.get(table, ())
        if parts:
            found += [_told(clash, sources, covered) for clash in check(pl.concat(parts))]
    return _counted(found)


def _account(frame: pl.DataFrame) -> Iterator[Clash]:
    """Shares of sales by channel, or of exports by destination, of one place, year and publisher."""
    shares = frame.filter(pl.col("item").is_in(_SHARES) & (pl.col("bound").fill_null("") != "at most"))
    factors = [float(unit.factor) if (unit := parse_unit(text or "")) else 1.0 for text in shares["unit"].to_list()]
    shares = shares.with_columns((pl.col("value") * pl.Series(factors, dtype=pl.Float64)).alias("share"))
    keys = ["subject", "year", "item", "publisher"]
    for (_, _, item, _), group in shares.group_by(keys, maintain_order=True):
        once = group.unique("of", keep="first", maintain_order=True)
        total = 100 * float(once["share"].sum())
        if total > WHOLE + ROUNDING:
            rows = once[REFERENCE].to_list()
            if item == "sales_share":
                yield tell("account.channels-above-100", rows, total)
            else:
                yield tell("account.destinations-above-100", rows, total)


def _survey(frame: pl.DataFrame) -> Iterator[Clash]:
    """Shares of a firm's channels, and its sales, of one year and respondent."""
    keys = ["subject", "firm", "year", "respondent"]
    groups = frame.group_by(keys, maintain_order=True).agg(
        pl.col(REFERENCE),
        pl.col("channel_share").sum().alias("total"),
        pl.col("sales").drop_nulls().n_unique().alias("figures"),
        pl.col("unit").drop_nulls().n_unique().alias("units"),
    )
    for row in groups.filter(pl.col("total") > WHOLE + ROUNDING).iter_rows(named=True):
        yield tell("survey.channels-above-100", row[REFERENCE], row["total"])
    for row in groups.filter((pl.col("figures") > 1) & (pl.col("units") <= 1)).iter_rows(named=True):
        yield tell("survey.sales-differ", row[REFERENCE], float(row["figures"]))


def _told(clash: Clash, sources: Mapping[str, Source], covered: Collection[str]) -> InputProblem:
    source, sheet, line = split_reference(clash.rows[0])
    where = Where(sources[source].path, sheet, line)
    shown = "\u2026" if any(row in covered for row in clash.rows) else f"{clash.total:.4g}"
    return problem(clash.code, where, severity="warning", total=shown, n=len(clash.rows))


def _counted(found: Sequence[InputProblem]) -> list[InputProblem]:
    """A few problems of each kind, and how many more there are."""
    kept: list[InputProblem] = []
    for code in dict.fromkeys(item.code for item in found):
        same = [item for item in found if item.code == code]
        kept += same[:_MOST_TOLD]
        if len(same) > _MOST_TOLD:
            first = Where(same[0].where.file, same[0].where.sheet)
            kept.append(problem("sets.more", first, severity="warning", n=len(same) - _MOST_TOLD))
    return kept
