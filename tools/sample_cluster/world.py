"""A made-up world table of six economies and eight industries, a line a cell: what is sold is what is made.

Output is the solution of x = Z(x) + y for planned techniques, sources of inputs and final demand; the figures are
rounded, so that output is the sum of a row and value added the rest of a column.
"""

from collections.abc import Mapping
from pathlib import Path

from sample_cluster.chance import chance
from sample_cluster.write import Cell, put_csv

ECONOMIES = ("XOW", "XAL", "XBE", "XGA", "XDE", "XRW")  # codes that the standard leaves to users: no country has them
INDUSTRIES = ("A01", "C10", "C13", "C20", "C28", "G46", "H49", "J62")
SIZES = (150.0, 1500.0, 1100.0, 700.0, 500.0, 2400.0)  # final demand, thousand million US dollars
SPENT = (0.06, 0.16, 0.06, 0.05, 0.14, 0.24, 0.09, 0.2)  # of final demand, by industry
HOME_BIAS = (0.8, 0.84, 0.72, 0.68, 0.66, 0.93, 0.9, 0.88)  # bought at home, by industry
TECHNIQUE = (  # inputs of the industry of the row in a unit of output of that of the column
    (0.12, 0.3, 0.1, 0.02, 0.0, 0.01, 0.0, 0.0),
    (0.06, 0.12, 0.0, 0.01, 0.0, 0.01, 0.01, 0.0),
    (0.01, 0.0, 0.28, 0.01, 0.01, 0.01, 0.01, 0.0),
    (0.09, 0.04, 0.12, 0.24, 0.06, 0.01, 0.04, 0.01),
    (0.04, 0.02, 0.04, 0.04, 0.26, 0.02, 0.05, 0.03),
    (0.06, 0.09, 0.09, 0.08, 0.08, 0.08, 0.05, 0.04),
    (0.04, 0.04, 0.03, 0.05, 0.03, 0.08, 0.12, 0.02),
    (0.02, 0.03, 0.03, 0.05, 0.06, 0.09, 0.06, 0.16),
)
EXPORTER = {("XOW", "C13"): 2.6, ("XRW", "A01"): 1.5, ("XAL", "J62"): 1.4, ("XBE", "C28"): 1.5}  # sells more abroad
CATEGORIES = (("HFCE", 0.8), ("GFCF", 0.2))
ROUNDS = 400
HEADER = ("year", "row_country", "row_item", "col_country", "col_item", "value")
Node = tuple[str, str]


def put_world(folder: Path) -> None:
    nodes = [(economy, industry) for economy in ECONOMIES for industry in INDUSTRIES]
    output = solved(nodes)
    rows: list[list[Cell]] = []
    for seller in nodes:
        for buyer in nodes:
            _put(rows, seller, buyer, coefficient(seller, buyer) * output[buyer])
        for economy in ECONOMIES:
            for category, share in CATEGORIES:
                _put(rows, seller, (economy, category), bought(seller, economy) * share)
    put_csv(folder / "world-table.csv", HEADER, rows)


def _put(rows: list[list[Cell]], seller: Node, buyer: Node, value: float) -> None:
    text = f"{value:.1f}"
    if text != "0.0":
        rows.append(["2023", *seller, *buyer, text])


def solved(nodes: list[Node]) -> Mapping[Node, float]:
    """Output of each industry, million US dollars."""
    demand = {seller: sum(bought(seller, economy) for economy in ECONOMIES) for seller in nodes}
    inputs = {seller: [(buyer, coefficient(seller, buyer)) for buyer in nodes] for seller in nodes}
    output = dict(demand)
    for _ in range(ROUNDS):
        output = {seller: demand[seller] + sum(a * output[buyer] for buyer, a in inputs[seller]) for seller in nodes}
    return output


def coefficient(seller: Node, buyer: Node) -> float:
    """What of the seller's goods stands in a unit of the buyer's output."""
    industry = seller[1]
    technique = TECHNIQUE[INDUSTRIES.index(industry)][INDUSTRIES.index(buyer[1])]
    return technique * (0.9 + 0.2 * chance("technique", industry, *buyer).random()) * source(seller, buyer[0])


def bought(seller: Node, economy: str) -> float:
    """What an economy's households and investors buy of the seller's goods, million US dollars."""
    spent = SPENT[INDUSTRIES.index(seller[1])] * (0.9 + 0.2 * chance("spent", seller[1], economy).random())
    return 1000 * SIZES[ECONOMIES.index(economy)] * spent * source(seller, economy)


def source(seller: Node, economy: str) -> float:
    """The share of the seller's economy in what another buys of its industry: home first, the others by size."""
    home = HOME_BIAS[INDUSTRIES.index(seller[1])]
    if seller[0] == economy:
        return home
    sizes = {other: size * EXPORTER.get((other, seller[1]), 1.0)
             for other, size in zip(ECONOMIES, SIZES, strict=True) if other != economy}  # fmt: skip
    return (1 - home) * sizes[seller[0]] / sum(sizes.values())
