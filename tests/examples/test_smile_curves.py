"""The smile curves of the example: they sum to the product's value, and come from the full tables of WIOD 2013."""

import csv
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

import make_value_chain_results
from clustermark import System, read_world_table

Cell = tuple[str, str]
# Final deliveries of the Chinese industries in WIOD 2013, million USD: c4 and c5, 1995 and 2011.
VALUES = {("c4", 1995): 49740, ("c5", 1995): 14786, ("c4", 2011): 285182, ("c5", 2011): 93657}
# Distances and gains are written with six and nine digits.
GAIN, DISTANCE = 1e-8, 1e-5


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def chains(example: Path) -> Mapping[tuple[str, str, int], Mapping[Cell, tuple[float, float]]]:
    read = rows(example / "smile-curves.csv")
    found = {}
    for key, some in groupby(read, key=lambda row: (row["economy"], row["sector"], int(row["year"]))):
        assert key not in found
        listed = list(some)
        found[key] = {
            (row["origin_economy"], row["origin_sector"]): (float(row["gain"]), float(row["distance"]))
            for row in listed
        }
        assert len(found[key]) == len(listed), key
    return found


def test_five_economies_two_industries_first_and_last_year(chains: Mapping[tuple[str, str, int], object]) -> None:
    assert len(chains) == 5 * 2 * 2
    assert {year for _, _, year in chains} == {1995, 2011}


def parts(chain: Mapping[Cell, tuple[float, float]], economy: str, home: bool) -> list[float]:
    return [gain for (where, what), (gain, _) in chain.items() if what != "TOTAL" and (where == economy) == home]


def test_gains_sum_to_the_value_of_the_product(
    chains: Mapping[tuple[str, str, int], Mapping[Cell, tuple[float, float]]],
) -> None:
    for (economy, sector, year), chain in chains.items():
        at_home, abroad = parts(chain, economy, True), parts(chain, economy, False)
        assert sum(at_home) == pytest.approx(chain[economy, "TOTAL"][0], rel=GAIN)
        assert sum(at_home) + sum(abroad) == pytest.approx(chain["WLD", "TOTAL"][0], rel=GAIN)
        if economy == "CHN":
            assert chain["WLD", "TOTAL"][0] == VALUES[sector, year]


def test_the_cells_listed_make_nine_tenths_and_not_one_more(
    chains: Mapping[tuple[str, str, int], Mapping[Cell, tuple[float, float]]],
) -> None:
    for chain in chains.values():
        cells = [gain for (_, what), (gain, _) in chain.items() if what not in ("TOTAL", "REST")]
        value = chain["WLD", "TOTAL"][0]
        assert cells == sorted(cells, reverse=True)
        assert sum(cells) >= 0.9 * value > sum(cells[:-1])


def test_the_mean_distance_of_a_chain_is_the_downstreamness_of_its_industry(
    example: Path, chains: Mapping[tuple[str, str, int], Mapping[Cell, tuple[float, float]]]
) -> None:
    """v B = 1, so sum_i v_i (B B)_ik = (1' B)_k: two files, computed on two ways, agree."""
    known = {
        (row["economy"], row["sector"], int(row["year"])): float(row["value"])
        for row in rows(example / "value-chain-results.csv")
        if row["term"] == "downstreamness"
    }
    for key, chain in chains.items():
        assert chain["WLD", "TOTAL"][1] == pytest.approx(known[key], rel=DISTANCE)


@pytest.mark.research
def test_the_file_is_made_again_byte_by_byte(example: Path, research_data: Path) -> None:
    drawn = []
    for year in (1995, 2011):
        table = read_world_table(research_data / "wiod2013" / f"wiot_{year}.RData", "wiod2013", year)
        drawn += make_value_chain_results.curves_of(System(table), year)
        made_by_china = table.economy_of_row == table.economies.index("CHN")
        for sector in ("c4", "c5"):
            row = made_by_china & (table.sector_of_row == table.sectors.index(sector))
            assert int(np.sum(table.final[row])) == VALUES[sector, year]
    order = make_value_chain_results.ECONOMIES
    drawn.sort(key=lambda row: (order.index(row[0]), row[1], row[2]))
    written = (example / "smile-curves.csv").read_text(encoding="utf-8")
    assert make_value_chain_results.curves(drawn) == written
