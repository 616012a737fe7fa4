"""Who adds the value of an industry's final product: shares of the own industry, of others at home and of abroad.

From rows of `smile_curves`. The shares are divided by the product's value, the row WLD TOTAL; the value added at home
is the row of the economy with TOTAL. Only these sums are cited, so that a share does not lean on forty rows.
"""

from collections.abc import Iterator, Mapping

from clustermark.evidence.model import Evidence
from clustermark.lenses.rows import Row, number, open_rows, text, year

WORLD, ALL, REST, ABROAD = "WLD", "TOTAL", "REST", "ABROAD"
measures = ("industry.chain_own_share", "industry.chain_home_share", "industry.chain_foreign_share")
Chain = Mapping[tuple[str, str], Row]  # economy and industry of origin


def chains(evidence: Evidence) -> Mapping[str, Mapping[int, Chain]]:
    """The open rows by subject ("CHN:c4") and year; of rows that come twice the first counts."""
    found: dict[str, dict[int, dict[tuple[str, str], Row]]] = {}
    for row in open_rows(evidence, "smile_curves"):
        at = year(row)
        if at is not None and number(row, "gain") is not None:
            subject = f"{text(row, 'economy')}:{text(row, 'sector')}"
            origin = (text(row, "origin_economy"), text(row, "origin_sector"))
            found.setdefault(subject, {}).setdefault(at, {}).setdefault(origin, row)
    return found


def shares(subject: str, chain: Chain) -> Iterator[tuple[str, float, list[Row]]]:
    """Measure, share and the rows divided; nothing where a sum is missing or the result is no share.

    own = gain of the own industry / value; home = (gain at home - own) / value; abroad = (value - gain at home) / value
    """
    economy, _, sector = subject.partition(":")
    rows = [chain.get(key) for key in ((economy, sector), (economy, ALL), (WORLD, ALL))]
    own, home, world = (0.0 if row is None else number(row, "gain") or 0.0 for row in rows)
    if not all((own, home, world)):
        return
    parts = {
        "industry.chain_own_share": (own, (0, 2)),
        "industry.chain_home_share": (home - own, (0, 1, 2)),
        "industry.chain_foreign_share": (world - home, (1, 2)),
    }
    for measure, (gain, used) in parts.items():
        if 0 <= gain / world <= 1:
            yield measure, gain / world, [row for place in used if (row := rows[place]) is not None]
