"""The judgements, practices, ladders, brands, programmes and events of the example say what their sources say.

What holds without the research data is tested always; the comparison row by row needs CLUSTERMARK_RESEARCH_DATA.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from clustermark.evidence.read import read_evidence
from clustermark.findings.catalogue import measures
from clustermark.study.load import load_study

Row = Mapping[str, str]
TABLES = ("judgements", "practices", "price_ladders", "brands", "programmes", "events")
LEVELS = {"0", "0.33", "0.67", "1"}
ABSENT = {"nothing-found", "repost-only", "grade-d-only"}
CITATION = ("publisher", "url", "year", "reliability", "read_as")
TEXTS_OF_JUDGEMENT = ("short_zh", "short_en", "reason_zh", "reason_en", "locator_zh", "locator_en")
QUOTATION_MARKS = re.compile(r'["“”«»「」]')

# How the research data names what the example names by id.
PLACES = {
    "Shengzhou neckties": "shengzhou",
    "Dalang woollens": "dalang",
    "Jinjiang footwear": "jinjiang",
    "Jimo clothing": "jimo",
    "Wenzhou footwear": "wenzhou",
    "Datang socks": "datang",
    "Puyuan sweaters": "puyuan",
    "Humen clothing": "humen",
    "Ningbo menswear": "ningbo",
    "Changshu clothing": "changshu",
    "Zhili children's wear": "zhili",
    "Keqiao fabrics": "keqiao",
    "Putian footwear": "putian",
    "Shishi clothing": "shishi",
    "Shenzhen women's wear": "shenzhen",
    "Como silk": "como",
    "Prato textiles": "prato",
    "Biella wool": "biella",
    "Carpi knitwear": "carpi",
    "Riviera del Brenta footwear": "brenta",
    "Montebelluna sport footwear": "montebelluna",
    "Sinos Valley footwear": "sinos-valley",
    "Tiruppur knitwear": "tiruppur",
    "Sialkot sports goods": "sialkot",
    "Leicester garments": "leicester",
}
CONDITIONS = {
    "own_brand_outcome": "situation.own_brand_outcome",
    "specialised_market_or_fair": "situation.specialised_market_or_fair",
    "home_market_channel": "position.home_market_channel",
    "buyer_dependence": "governance.buyer_dependence",
    "lead_firms": "enterprises.lead_firms",
    "listed_firms": "enterprises.listed_firms",
    "design_and_rd_institutions": "enterprises.design_and_rd_institutions",
    "government_brand_programme": "government.brand_programme",
    "association_joint_action": "associations.joint_action",
    "shared_mark": "associations.shared_mark",
}
REPOST_HOSTS = {"91se91.com", "eqfc.net"}  # and every host that a row of the research data marks


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def repost_hosts(claims: Iterable[Row]) -> set[str]:
    return REPOST_HOSTS | {host(row["url"]) for row in claims if "MIRROR" in row["note"]}


def withheld(source: Row, reposts: set[str]) -> str:
    """Why a source row may not be cited; "" where it may."""
    if source.get("level") == "NA":
        return "nothing-found"
    if host(source["url"]) in reposts:
        return "repost-only"
    return "grade-d-only" if source["reliability"] == "D" else ""


def judgement_differences(carried: Sequence[Row], sources: Sequence[Row], reposts: set[str]) -> list[str]:
    """What the carried judgements say otherwise than their sources; empty where all agrees."""
    found = []
    cells = {(PLACES[row["cluster"]], CONDITIONS[row["condition"]]): row for row in sources}
    have = {(row["subject"], row["condition"]): row for row in carried}
    found += [f"{cell}: no source" for cell in have if cell not in cells]
    for cell, source in cells.items():
        row = have.get(cell)
        if row is None:
            found.append(f"{cell}: missing")
            continue
        why = withheld(source, reposts)
        fields = ("level", "year", "url", "reliability")
        expected = ["" if why else source[field] for field in fields]
        if row["absent"] != why or [row[field] for field in fields] != expected:
            found.append(f"{cell}: not as the source")
    return found


def practice_differences(carried: Sequence[Row], sources: Sequence[Row], reposts: set[str]) -> list[str]:
    """The same for practices, which stand in the order of their sources."""
    found = [] if len(carried) == len(sources) else [f"{len(carried)} rows for {len(sources)}"]
    for number, (row, source) in enumerate(zip(carried, sources, strict=False), 2):
        why = withheld(source, reposts)
        place = source["place"].lower().replace(" ", "-")
        expected = [place, source["aspect"].replace("channel", "channels"), why]
        expected += ["" if why else source[field] for field in ("year", "url", "reliability")]
        if [row[field] for field in ("subject", "part", "absent", "year", "url", "reliability")] != expected:
            found.append(f"practices:{number}: not as the source")
    return found


def fact_differences(
    rows: Sequence[Row], columns: Sequence[str], claims: Sequence[Row], reposts: set[str]
) -> list[str]:
    """Rows without a citable source row of their address, year and grade, and numbers that none of these states."""
    found = []
    for number, row in enumerate(rows, 2):
        page = [s for s in claims if s["url"] == row["url"] and not withheld(s, reposts) and "MIRROR" not in s["note"]]
        own = [s for s in page if s["reliability"] == row["reliability"] and row["year"] in (s["year"], "")]
        if not own:
            found.append(f"{number}: no source row")
        stated = " ".join(f"{s['value']} {s['note']} {s['quote']}" for s in page).replace(",", "").replace("first", "1")
        missing = [
            c for c in columns if row[c] and not re.search(rf"(?<![\d.]){re.escape(row[c])}(?![\d.]*\d)", stated)
        ]
        found += [f"{number}: {column} {row[column]} is not in the source" for column in missing]
    return found


def shared_run(text: str, quotation: str) -> str:
    """A run of words that a text took from a quotation: twelve Chinese characters or seven words."""
    for pattern, length in ((r"[\u4e00-\u9fff]|\d+", 12), (r"[^\W\d_]+", 7)):
        ours, theirs = (re.findall(pattern, value.lower()) for value in (text, quotation))
        runs = {tuple(theirs[i : i + length]) for i in range(len(theirs) - length + 1)}
        taken = (run for i in range(len(ours) - length + 1) if (run := tuple(ours[i : i + length])) in runs)
        if run := next(taken, ()):
            return " ".join(run)
    return ""


@pytest.fixture(scope="module")
def tables(example: Path) -> dict[str, list[dict[str, str]]]:
    return {table: read(example / f"{table}.csv") for table in (*TABLES, "places")}


@pytest.fixture(scope="module")
def sources(research_data: Path) -> dict[str, list[dict[str, str]]]:
    return {name: read(research_data / "claims" / f"{name}.csv") for name in ("judgements", "practices", "claims")}


@pytest.mark.parametrize("table", TABLES)
def test_every_subject_is_a_place(tables: dict[str, list[dict[str, str]]], table: str) -> None:
    known = {row["id"] for row in tables["places"]}
    assert {row["subject"] for row in tables[table]} <= known


def test_every_row_is_read(example: Path) -> None:
    evidence = read_evidence(load_study(example / "study.toml"))
    assert [row for row in evidence.quarantined if row.source in TABLES] == []
    assert {evidence.tables[table].height for table in TABLES} >= {250, 94}


def test_every_cell_of_25_clusters_and_10_conditions_stands_once(tables: dict[str, list[dict[str, str]]]) -> None:
    cells = Counter((row["subject"], row["condition"]) for row in tables["judgements"])
    assert set(cells) == {(place, condition) for place in PLACES.values() for condition in CONDITIONS.values()}
    assert set(cells.values()) == {1}
    coded = {measure.id for measure in measures().values() if measure.kind == "membership" and not measure.tables}
    assert set(CONDITIONS.values()) == coded


def test_a_judgement_is_whole_or_withheld(tables: dict[str, list[dict[str, str]]]) -> None:
    for row in tables["judgements"]:
        said = [row[field] for field in (*CITATION, *TEXTS_OF_JUDGEMENT)]
        if row["absent"]:
            assert row["absent"] in ABSENT
            assert not row["level"], row
            assert not any(said), row
        else:
            assert row["level"] in LEVELS, row
            assert all(said), row
        assert row["coder"] == "1"


def test_short_reasons_are_short(tables: dict[str, list[dict[str, str]]]) -> None:
    assert [row["short_zh"] for row in tables["judgements"] if len(row["short_zh"]) > 8] == []
    assert [row["short_en"] for row in tables["judgements"] if len(row["short_en"].split()) > 4] == []


@pytest.mark.parametrize("table", TABLES)
def test_texts_stand_in_both_languages_and_quote_nobody(tables: dict[str, list[dict[str, str]]], table: str) -> None:
    for number, row in enumerate(tables[table], 2):
        for column, text in row.items():
            if column.endswith("_zh"):
                assert bool(text) == bool(row[column.removesuffix("zh") + "en"]), (table, number, column)
            if column.endswith(("_zh", "_en")):
                assert not QUOTATION_MARKS.search(text), (table, number, text)


def test_weak_cells_carry_their_caveat(tables: dict[str, list[dict[str, str]]]) -> None:
    said = {(row["subject"], row["condition"]): row["locator_en"] for row in tables["judgements"]}
    assert "earlier excerpt" in said["shengzhou", "associations.joint_action"]
    for condition in ("situation.own_brand_outcome", "government.brand_programme"):
        assert "Brazil" in said["sinos-valley", condition]
    assert "programme" in said["carpi", "associations.shared_mark"]
    assert "certificate" in said["prato", "associations.shared_mark"]
    assert "collective" in said["putian", "associations.shared_mark"]


def test_a_practice_is_whole_or_withheld_and_needs_are_never_guessed(tables: dict[str, list[dict[str, str]]]) -> None:
    for row in tables["practices"]:
        said = [row[field] for field in (*CITATION, "what_zh", "what_en", "actor_zh", "actor_en")]
        assert row["absent"] in ABSENT | {""}
        assert not any(said) if row["absent"] else all(said), row
        assert not row["needed_zh"]
        assert not row["needed_en"]
        assert not row["cost_en"] or re.search(r"[A-Z]{3} [\d.,]+", row["cost_en"]), row


def test_ladders_are_whole_and_add_up(tables: dict[str, list[dict[str, str]]]) -> None:
    rows = tables["price_ladders"]
    for ladder in {row["ladder"] for row in rows}:
        tiers = {row["tier"]: float(row["amount"]) for row in rows if row["ladder"] == ladder}
        assert {"consumer", "factory"} <= set(tiers), ladder
        assert sum(tiers.values()) == 2 * tiers["consumer"], ladder
        for column in ("unit", "year", "url", "subject"):
            assert len({row[column] for row in rows if row["ladder"] == ladder}) == 1, (ladder, column)


@pytest.mark.parametrize("table", ["brands", "programmes", "events", "price_ladders"])
def test_every_fact_has_its_address(tables: dict[str, list[dict[str, str]]], table: str) -> None:
    for number, row in enumerate(tables[table], 2):
        missing = [field for field in CITATION if not row[field]]
        assert missing == [] or (row.get("kind") == "title" and missing == ["year"]), (table, number, missing)
        assert row["reliability"] in {"A", "B", "C"}
        assert not REPOST_HOSTS & {host(row["url"])}


@pytest.mark.research
def test_judgements_say_what_their_sources_say(
    tables: dict[str, list[dict[str, str]]], sources: dict[str, list[dict[str, str]]]
) -> None:
    reposts = repost_hosts(sources["claims"])
    assert judgement_differences(tables["judgements"], sources["judgements"], reposts) == []


@pytest.mark.research
def test_planted_judgements_are_found(
    tables: dict[str, list[dict[str, str]]], sources: dict[str, list[dict[str, str]]]
) -> None:
    rows, reposts = tables["judgements"], repost_hosts(sources["claims"])

    def differences(changed: Sequence[Row]) -> list[str]:
        return judgement_differences(changed, sources["judgements"], reposts)

    hidden = next(i for i, row in enumerate(rows) if row["absent"] == "repost-only")
    nothing = next(i for i, row in enumerate(rows) if row["absent"] == "nothing-found")
    assert differences([{**rows[0], "level": "1"}, *rows[1:]])
    assert differences([{**rows[0], "year": "2012"}, *rows[1:]])
    assert differences([{**rows[0], "url": rows[0]["url"] + "x"}, *rows[1:]])
    assert differences([{**rows[0], "reliability": "A"}, *rows[1:]])
    assert differences([*rows[:hidden], {**rows[hidden], "level": "0.67", "absent": ""}, *rows[hidden + 1 :]])
    assert differences([*rows[:nothing], {**rows[nothing], "level": "0"}, *rows[nothing + 1 :]])
    assert differences(rows[1:])
    assert differences([*rows, {**rows[0], "subject": "haiyang"}]) == [
        "('haiyang', 'situation.own_brand_outcome'): no source"
    ]


@pytest.mark.research
def test_practices_say_what_their_sources_say(
    tables: dict[str, list[dict[str, str]]], sources: dict[str, list[dict[str, str]]]
) -> None:
    reposts = repost_hosts(sources["claims"])
    rows = tables["practices"]
    assert practice_differences(rows, sources["practices"], reposts) == []
    assert practice_differences([{**rows[0], "year": "2020"}, *rows[1:]], sources["practices"], reposts)
    assert practice_differences(rows[1:], sources["practices"], reposts)


@pytest.mark.research
@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("brands", ["members"]),
        ("programmes", ["budget", "users"]),
        ("events", ["edition", "visitors", "exhibitors", "deals"]),
        ("price_ladders", ["amount"]),
    ],
)
def test_facts_stand_in_their_sources(
    tables: dict[str, list[dict[str, str]]],
    sources: dict[str, list[dict[str, str]]],
    table: str,
    columns: list[str],
) -> None:
    rows, reposts = tables[table], repost_hosts(sources["claims"])
    assert fact_differences(rows, columns, sources["claims"], reposts) == []
    at = next(i for i, row in enumerate(rows) if any(row[column] for column in columns))
    column = next(column for column in columns if rows[at][column])
    assert fact_differences([{**rows[at], column: "987654"}], columns, sources["claims"], reposts)
    assert fact_differences([{**rows[at], "reliability": "D"}], columns, sources["claims"], reposts)


@pytest.mark.research
def test_no_quotation_was_carried_over(
    tables: dict[str, list[dict[str, str]]], sources: dict[str, list[dict[str, str]]]
) -> None:
    quotations: dict[str, list[str]] = {}
    for source in (row for rows in sources.values() for row in rows):
        quotations.setdefault(source["url"], []).append(source["quote"])
    taken = []
    for table in TABLES:
        for number, row in enumerate(tables[table], 2):
            own = (column for column in row if column.endswith(("_zh", "_en")) and not column.startswith("name_"))
            texts = [row[column] for column in own]
            runs = [
                run for text in texts for quote in quotations.get(row["url"], ()) if (run := shared_run(text, quote))
            ]
            taken += [(table, number, run) for run in runs]
    assert taken == []
    assert shared_run("x a b c d e f g", "z a b c d e f g y")
