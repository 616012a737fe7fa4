"""Advantage and income content: only where the records hold the trade in all goods."""

import numpy as np
import pytest
from tests.lenses.position.trade_made_up import PLACES, asked, economy, evidence, frame, one, own, said

from clustermark.evidence.model import Evidence
from clustermark.methods.trade.specialisation import expy, prody

RCA, EXPY = "position.export_rca", "position.expy"
HEADINGS = [f"{chapter:02}01" for chapter in range(1, 26)]
ECONOMIES = [f"E{at:02}" for at in range(12)]


def _values(seed: int = 3) -> np.ndarray:
    """Exports of twelve economies and of the cluster (last) in 26 goods, the first of which are towels."""
    return np.round(np.random.default_rng(seed).lognormal(2, 1, (13, 26)), 3)


def _rows(values: np.ndarray) -> list[dict[str, object]]:
    codes = ["630260", *(f"{heading}10" for heading in HEADINGS)]
    rows: list[dict[str, object]] = []
    for row, who in zip(values, [*ECONOMIES, "own"], strict=True):
        make = own if who == "own" else lambda value, quantity, who=who, **more: economy(who, value, quantity, **more)
        rows += [dict(make(float(value), 1.0, hs=code)) for value, code in zip(row, codes, strict=True) if value > 0]
    return rows


def _with_incomes(incomes: dict[str, float]) -> Evidence:
    lands = [{"id": name.lower(), "kind": "country", "name_zh": name, "name_en": name} for name in incomes]
    claims = [
        {"subject": name.lower(), "variable": "income_per_person", "value": value, "unit": "USD", "year": 2020}
        for name, value in incomes.items()
    ]
    kept = evidence(_rows(_values()), claims=claims)
    return Evidence({**kept.tables, "places": frame("places", [*PLACES, *lands])}, {})


def test_balassa_by_hand_over_all_goods() -> None:
    values = _values()
    found = one(asked(evidence(_rows(values))), RCA)
    world = values.sum(axis=0)
    expected = (values[-1, 0] / values[-1].sum()) / (world[0] / world.sum())
    assert found.value == pytest.approx(expected, rel=1e-6)
    assert (said(found)["goods"], said(found)["exporters"]) == ("26", "13")


def test_the_home_economy_reports_for_the_cluster_too() -> None:
    """Records of the home economy as a whole hold the cluster's: it is not added to the world again."""
    values = _values()
    home = [
        dict(economy("HOM", float(2 * value), 1.0, hs=row["hs"]))
        for value, row in zip(values[-1], _rows(values)[-26:], strict=True)
    ]
    found = one(asked(evidence([*_rows(values), *home])), RCA)
    world = values[:-1].sum(axis=0) + 2 * values[-1]
    expected = (values[-1, 0] / values[-1].sum()) / (world[0] / world.sum())
    assert found.value == pytest.approx(expected, rel=1e-6)


def test_a_file_of_few_goods_says_nothing_of_specialisation() -> None:
    rows = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    found = asked(evidence(rows))
    for measure in (RCA, EXPY):
        assert one(found, measure).why == "trade-few-chapters"
        assert dict(one(found, measure).why_fields) == {"least": "20", "n": "1"}


def test_hausmann_hwang_and_rodrik_2007_needs_the_incomes_of_nine_tenths_of_exports() -> None:
    assert one(asked(evidence(_rows(_values()))), EXPY).why == "trade-no-incomes"
    few = _with_incomes(dict.fromkeys(ECONOMIES[:9], 1000.0))
    assert dict(one(asked(few), EXPY).why_fields) == {"least": "10", "n": "9"}


def test_expy_is_that_of_the_formula_and_only_leans() -> None:
    incomes = {name: 1000.0 * (at + 1) for at, name in enumerate(ECONOMIES)}
    incomes["HOM"] = 500.0
    values = _values()
    found = one(asked(_with_incomes(incomes)), EXPY)
    known = np.vstack([values[:-1], values[-1]])  # the home economy is what its only region, the cluster, exports
    content = prody(known, [*list(incomes.values())[:12], 500.0])
    assert found.value == pytest.approx(expy(values[-1:], content)[0], rel=1e-6)
    assert found.unit == "USD" and said(found)["at-most"] == "leaning" and said(found)["processing"] == "unknown"
