"""Computes the value-chain figures of the four-clusters example, and the small tables of the notebooks, from WIOD 2013.

    python tools/make_value_chain_results.py FOLDER

FOLDER holds wiot_1995.RData to wiot_2011.RData (World Input-Output Database, release 2013; Timmer, Dietzenbacher, Los,
Stehrer and de Vries 2015, Review of International Economics 23(3): 575-605, doi:10.1111/roie.12178). The figures come
from the full tables of 41 economies and 35 industries; the small tables serve tutorials only, and a page of the docs
prints the differences between both. Smile curves (who adds the value of a final product) are written for the first and
the last year only: they are read as a picture, and other years would make the file eight times as long.
"""

import csv
import io
import sys
from pathlib import Path

import numpy as np
import polars as pl

from clustermark import (
    System,
    WorldTable,
    decompose,
    downstreamness,
    production_lengths,
    rca,
    read_world_table,
    smile_curve,
    upstreamness,
)

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "examples" / "four-clusters" / "value-chain-results.csv"
CURVES = ROOT / "examples" / "four-clusters" / "smile-curves.csv"
SMALL = ROOT / "notebooks" / "tables"
PAGE = ROOT / "docs" / "methods" / "valuechain-aggregation.md"
YEARS = range(1995, 2012)
ECONOMIES = ("CHN", "ITA", "DEU", "USA", "KOR")
SECTORS = ("c4", "c5")
TERMS = ("GEXP", "DC", "DVA", "VAX", "DAVAX", "REF", "DDC", "FC", "FVA", "FDC", "GVC", "GVCB", "GVCF")
LENGTHS = ("plv", "plv_gvc", "ply_gvc", "position")
CURVE_YEARS = (YEARS[0], YEARS[-1])
LISTED = 0.9  # share of a product's value whose cells have rows of their own; the other cells are shown together
BASES = ("gross", "vax", "dva-by-source")
EUROPE = ["AUT", "BEL", "BGR", "CYP", "CZE", "DNK", "ESP", "EST", "FIN", "GRC", "HUN", "IRL", "LTU", "LUX", "LVA"]
EUROPE += ["MLT", "NLD", "POL", "PRT", "ROM", "SVK", "SVN", "SWE"]
COUNTRIES = {"EUR": EUROPE, "ROW": ["AUS", "BRA", "CAN", "MEX", "RUS", "RoW"]}
INDUSTRIES = {
    "agriculture": ["c1"],
    "mining": ["c2"],
    "food": ["c3"],
    "chemicals": ["c8", "c9", "c10"],
    "metals": ["c12"],
    "machinery": ["c13", "c14", "c15"],
    "other-manufacturing": ["c6", "c7", "c11", "c16"],
    "utilities-construction": ["c17", "c18"],
    "trade-transport": ["c19", "c20", "c21", "c23", "c24", "c25", "c26", "c27"],
    "services": ["c22", "c28", "c29", "c30", "c31", "c32", "c33", "c34", "c35"],
}
Row = tuple[str, str, int, str, float]
CurveRow = tuple[str, str, int, str, str, float, float]


def rows_of(table: WorldTable) -> list[Row]:
    """The figures of one year: terms of exports, and positions, of the economies and industries of the example."""
    system, year = System(table), int(table.year or 0)
    out: list[Row] = []
    for sector in (*SECTORS, "TOTAL"):
        level = "country" if sector == "TOTAL" else "sector"
        got = decompose(system, "bm-exporter-source", exporters=list(ECONOMIES), level=level)
        for e, economy in enumerate(ECONOMIES):
            values = got.values[:, e, got.sectors.index(sector), 0]
            out += [(economy, sector, year, term, float(v)) for term, v in zip(got.terms, values, strict=True)]
    out += positions(system, year)
    system.exporters.clear()
    return out


def positions(system: System, year: int) -> list[Row]:
    """Distances, lengths and the three bases of advantage."""
    frames = {
        "upstreamness": upstreamness(system),
        "downstreamness": downstreamness(system),
        **{
            f"rca-{basis}": rca(system, basis).rename({"rca": f"rca-{basis}"})
            for basis in ("gross", "vax", "dva-by-source")
        },
    }
    lengths = production_lengths(system)
    frames |= {name: lengths.select("country", "sector", name) for name in LENGTHS}
    out: list[Row] = []
    for term, frame in frames.items():
        found = {row[:2]: row[2] for row in frame.select("country", "sector", term).iter_rows()}
        out += [(e, s, year, term, float(found[e, s])) for e in ECONOMIES for s in SECTORS]
    return out


def curves_of(system: System, year: int) -> list[CurveRow]:
    """The chain of each final product: the sums of the world and of the home economy, the cells, the rest."""
    return [
        (economy, sector, year, *row)
        for economy in ECONOMIES
        for sector in SECTORS
        for row in curve(smile_curve(system, economy, sector), economy)
    ]


def curve(chain: pl.DataFrame, economy: str) -> list[tuple[str, str, float, float]]:
    """Origin, industry, gain, distance: two sums, the largest cells that make LISTED of the value, the rest."""
    ordered = chain.filter(pl.col("gain") != 0).sort(["gain", "country", "sector"], descending=[True, False, False])
    home = pl.col("country") == economy
    before = ordered["gain"].cum_sum().shift(1, fill_value=0.0)
    listed = ordered.with_columns(own=before < LISTED * float(ordered["gain"].sum()))
    own, rest = listed.filter("own"), listed.filter(~pl.col("own"))
    together = [
        ("WLD", "TOTAL", listed),
        (economy, "TOTAL", listed.filter(home)),
        (economy, "REST", rest.filter(home)),
        ("ABROAD", "REST", rest.filter(~home)),
    ]
    sums = [(origin, sector, *mean(cells)) for origin, sector, cells in together if cells.height]
    cells = [(str(c), str(s), float(g), float(d)) for c, s, g, d in own.drop("own").iter_rows()]
    return [*sums[:2], *cells, *sums[2:]]


def mean(cells: pl.DataFrame) -> tuple[float, float]:
    """The gain of some cells and their distance, weighted by gain: over a whole chain the product's downstreamness."""
    gain = float(cells["gain"].sum())
    return gain, float((cells["gain"] * cells["distance"]).sum()) / gain


def small(table: WorldTable) -> WorldTable:
    """14 economies and 12 industries: textiles and footwear kept, the rest summed."""
    return table.aggregate(countries=COUNTRIES, sectors=INDUSTRIES)


def write_small(table: WorldTable) -> None:
    """The small table as whole numbers, compressed, for read_world_table(..., "npz")."""
    SMALL.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        SMALL / f"world-table-{table.year}.npz",
        intermediate=table.intermediate.astype(np.int32),
        final=table.final.astype(np.int32),
        countries=np.array(table.countries),
        sectors=np.array(table.sectors),
        year=np.array(table.year),
    )


def results(rows: list[Row]) -> str:
    """The results as CSV, twelve significant digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["economy", "sector", "year", "term", "value"])
    writer.writerows([*row[:4], f"{row[4]:.12g}"] for row in rows)
    return out.getvalue()


def curves(rows: list[CurveRow]) -> str:
    """The smile curves as CSV: gains with nine significant digits, distances with six."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["economy", "sector", "year", "origin_economy", "origin_sector", "gain", "distance"])
    writer.writerows([*row[:5], f"{row[5]:.9g}", f"{row[6]:.6g}"] for row in rows)
    return out.getvalue()


def page(whole: list[Row], summed: list[Row]) -> str:
    """Both sets of figures for China in 2008, and what aggregation changes."""
    both = {row[:4]: [row[4]] for row in whole if row[0] == "CHN" and row[2] == 2008}
    for row in summed:
        if row[:4] in both:
            both[row[:4]].append(row[4])
    changes = {key: small / full - 1 for key, (full, small) in both.items() if full}
    widest = max(changes, key=lambda key: abs(changes[key]))
    lines = [
        "# What aggregation changes",
        "",
        "`tools/make_value_chain_results.py` wrote this page: China in 2008 from the full table of WIOD 2013 "
        "(41 economies, 35 industries) and from the small one of the notebooks (14 economies, 12 industries).",
        "Aggregation makes the average industry the exporter, so value added in exports changes though no total does. "
        f"The widest change here is {changes[widest]:+.1%} ({widest[1]} {widest[3]}). Figures of a study come from the "
        "full tables; the small ones serve tutorials only.",
        "",
        "| industry | term | full | small | change |",
        "| --- | --- | --- | --- | --- |",
    ]
    for (_, sector, _, term), (full, little) in both.items():
        shown = (f"{value:,.0f}" if abs(full) >= 100 else f"{value:.3f}" for value in (full, little))
        lines.append(f"| {sector} | {term} | {' | '.join(shown)} | {little / full - 1:+.1%} |")
    return "\n".join([*lines, "", "Million USD; distances in stages; advantage 1 = the world's share.", ""])


def main(folder: Path) -> None:
    """Read every year, write the four outputs."""
    whole: list[Row] = []
    summed: list[Row] = []
    drawn: list[CurveRow] = []
    for year in YEARS:
        table = read_world_table(folder / f"wiot_{year}.RData", "wiod2013", year)
        whole += rows_of(table)
        if year in CURVE_YEARS:
            drawn += curves_of(System(table), year)
        little = small(table)
        write_small(little)
        if year == 2008:
            summed = rows_of(little)
    order = {term: place for place, term in enumerate((*TERMS, "upstreamness", "downstreamness", *LENGTHS))}
    whole.sort(key=lambda row: (ECONOMIES.index(row[0]), row[1], row[2], order.get(row[3], 99), row[3]))
    RESULTS.write_text(results(whole), encoding="utf-8", newline="\n")
    drawn.sort(key=lambda row: (ECONOMIES.index(row[0]), row[1], row[2]))
    CURVES.write_text(curves(drawn), encoding="utf-8", newline="\n")
    PAGE.write_text(page(whole, summed), encoding="utf-8", newline="\n")
    for rows, path in ((whole, RESULTS), (drawn, CURVES)):
        print(f"{len(rows)} rows in {path.relative_to(ROOT)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
