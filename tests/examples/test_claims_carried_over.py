"""The published figures of the example say what their sources say, and the map decides for every row of the source.

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
from clustermark.evidence.units import fits, parse_unit
from clustermark.findings.catalogue import measures
from clustermark.study.load import load_study

Row = Mapping[str, str]
KEY = ("place", "label", "variable", "unit")
DECISIONS = {"use", "free", "drop"}
REPOST_HOSTS = {"91se91.com", "eqfc.net"}  # and every host that a row of the research data marks
VERDICTS = {"mechanism.driver", "governance.type", "position.lock_in"}
STATEMENTS = {"finding", "flag", "text", "slogan", "rule", "programme", "project", "institute"}  # units of statements
QUOTATION_MARKS = re.compile(r'["“”«»「」『』]')
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


@pytest.fixture(scope="module")
def claims(example: Path) -> list[dict[str, str]]:
    return read(example / "claims.csv")


@pytest.fixture(scope="module")
def decisions(example: Path) -> list[dict[str, str]]:
    return read(example / "claims-map.csv")


@pytest.fixture(scope="module")
def figures(claims: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows that carry a figure, a code or a text; the others tell that no citable page was read."""
    return [row for row in claims if not row["absent"]]


# ---- what holds without the research data


def test_the_reader_accepts_every_row(example: Path, claims: list[dict[str, str]]) -> None:
    evidence = read_evidence(load_study(example))
    assert [row for row in evidence.quarantined if row.source in ("claims", "places")] == []
    assert evidence.tables["claims"].height == len(claims)
    assert evidence.tables["claims"]["variable"].to_list() == [row["variable"] for row in claims], (
        "a free name must not be the name of a measure"
    )


def test_subjects_and_products_are_known(example: Path, decisions: list[dict[str, str]], claims: list[Row]) -> None:
    places = {row["id"]: row for row in read(example / "places.csv")}
    study = load_study(example)
    products = {product.id for product in study.products} | {""}
    assert {row["within"] for row in places.values()} <= places.keys() | {""}
    assert {row["product"] for row in places.values()} <= products
    for rows in (claims, decisions):
        assert {row["subject"] for row in rows} <= places.keys()
        assert {row["product"] for row in rows} <= products
    assert set(study.subjects()) <= places.keys()
    assert places["dalang"]["name_zh"] == "大朗" and places["dalang-longhua"]["name_zh"] == "大浪"


def test_figures_fit_their_measures(figures: list[Row]) -> None:
    catalogue = measures()
    for row in figures:
        measure = catalogue.get(row["variable"])
        if measure is None:
            assert row["value"] or row["text_zh"], row
            continue
        assert measure.kind != "membership", "memberships are judged, never read from a figure"
        if measure.kind == "category":
            assert row["code"] in measure.codes and not row["value"], row
        else:
            unit = parse_unit(row["unit"])
            assert row["value"] and unit is not None and fits(unit, measure), row


def test_a_verdict_names_its_channel_and_is_no_governance_type(figures: list[Row]) -> None:
    coded = [row for row in figures if row["code"]]
    verdicts = [row for row in coded if row["variable"] in VERDICTS or row["variable"].startswith("upgrading.")]
    assert {(row["subject"], row["variable"], row["code"], row["channel"]) for row in verdicts} == {
        ("jinjiang", "position.lock_in", "locked", "contract-export"),
        ("jinjiang", "mechanism.driver", "buyer", "contract-export"),
        ("dongguan", "position.lock_in", "locked", "contract-export"),
        ("datang", "mechanism.driver", "buyer", "export"),
    }, "only what a page says in plain words has a code"
    assert {row["variable"] for row in coded if row not in verdicts} == {"communication.slogan"}
    assert all(row["text_zh"] and row["text_en"] for row in coded if row["variable"] == "communication.slogan")


def test_every_row_can_be_cited(figures: list[Row]) -> None:
    for row in figures:
        assert row["reliability"] in ("A", "B", "C") and row["read_as"] == "excerpt", row
        assert urlsplit(row["url"]).scheme in ("http", "https") and host(row["url"]) not in REPOST_HOSTS, row
        assert row["publisher"] and re.fullmatch(r"\d{4}", row["year"]), row
        assert row["year_inferred"] in ("", "yes") and row["party"] in ("", "yes"), row


def test_texts_are_in_their_language_and_quote_nothing(claims: list[Row]) -> None:
    for row in claims:
        assert CHINESE.search(row["locator_zh"]) and row["locator_en"] and not CHINESE.search(row["locator_en"]), row
        assert bool(row["text_zh"]) == bool(row["text_en"]), row
        texts = [row[column] for column in ("locator_zh", "locator_en", "text_zh", "text_en")]
        assert not any(QUOTATION_MARKS.search(text) for text in texts), row


def test_the_map_decides_each_key_once(decisions: list[Row]) -> None:
    keys = [(*(row[column] for column in KEY), row["match"]) for row in decisions]
    assert len(keys) == len(set(keys))
    assert {row["decision"] for row in decisions} == DECISIONS
    assert all(row["reason"] for row in decisions)
    plain = {key[:4] for key in keys if not key[4]}
    unsplit = [key for key in keys if key[4] and key[:4] not in plain]
    assert unsplit == [], "a key that is split must also say what happens to its other rows"


def test_measures_are_used_and_free_names_are_free(decisions: list[Row]) -> None:
    for row in decisions:
        if row["decision"] != "drop":
            assert (row["measure"] in measures()) == (row["decision"] == "use"), row
        if re.search(r"half_year|part_year|cumulative|several_years|target|expected", row["measure"]):
            assert row["decision"] != "use", row


def test_the_map_holds_every_row(decisions: list[Row], figures: list[Row]) -> None:
    columns = ("subject", "product", "scope", "channel")
    kept = [row for row in decisions if row["decision"] != "drop"]
    decided = {(row["measure"], *(row[column] for column in columns)) for row in kept}
    assert {(row["variable"], *(row[column] for column in columns)) for row in figures} == decided


def values(figures: Iterable[Row], subject: str, variable: str, **more: str) -> list[tuple[str, str]]:
    """(year, value) of the figures of a subject, in order of years."""
    wanted = {"subject": subject, "variable": variable, **more}
    return sorted(
        (row["year"], row["value"]) for row in figures if all(row[name] == value for name, value in wanted.items())
    )


def test_the_figures_that_the_checks_rest_on(figures: list[Row]) -> None:
    """The claims on which the example's checks stand, as the pages print them."""
    ties = values(figures, "shengzhou", "situation.output_volume")
    assert [year for year, value in ties if value == "300"] == ["2005", "2008", "2009", "2024"]
    assert ("2021", "110") in ties and ("2010", "350") in ties
    world = values(figures, "shengzhou", "situation.world_output_share")
    assert {value for _, value in world} == {"40", "50", "60"}
    assert values(figures, "shengzhou", "situation.national_output_share") == [("2008", "90")]
    assert values(figures, "shengzhou", "situation.national_market_share") == [("2011", "90"), ("2024", "90")]
    market = values(figures, "shengzhou", "situation.world_market_share")
    assert market == [("2005", "40"), ("2008", "50"), ("2024", "60")], "what is sold is no share of what is made"
    assert values(figures, "dalang", "situation.world_output_share", scope="unstated")[-1] == ("2025", "20")
    assert values(figures, "puyuan", "situation.world_output_share", scope="trade") == [("2023", "70")]
    assert values(figures, "dalang", "situation.output_volume", scope="trade") == [("2012", "800")]
    assert values(figures, "shengzhou", "position.factory_price", unit="USD per tie", channel="contract-export") == [
        ("2010", "3"),
        ("2010", "3"),
    ]
    assert values(figures, "shengzhou", "position.retail_price", unit="USD per tie") == [("2010", "30")]
    (_, dollars), *_ = values(figures, "china", "position.export_value", product="neckties")
    (_, pieces), *_ = values(figures, "china", "position.export_volume", product="neckties")
    assert round(float(dollars) * 1e6 / float(pieces), 2) == 1.51
    sports = values(figures, "jinjiang", "situation.world_output_share", product="sport-footwear")
    assert sports == [("2013", "20"), ("2015", "20"), ("2018", "20")]


def test_the_readme_counts_what_the_tables_hold(example: Path, decisions: list[Row], claims: list[Row]) -> None:
    text = (example / "README.md").read_text(encoding="utf-8")
    stated = {name.strip(): int(number) for name, number in re.findall(r"^\| ([^|]+) \| (\d+) \|", text, re.M)}
    figures = [row for row in claims if not row["absent"]]
    for decision, number in Counter(row["decision"] for row in decisions).items():
        assert stated[f"lines of the map: {decision}"] == number
    assert stated["lines of the map with a match"] == sum(bool(row["match"]) for row in decisions)
    for grade, number in Counter(row["reliability"] for row in figures).items():
        assert stated[f"rows of grade {grade}"] == number
    assert stated["rows carried over"] == len(figures)
    assert stated["of these, feeding a measure"] == sum(row["variable"] in measures() for row in figures)
    assert stated["of these, kept under a free name"] == sum(row["variable"] not in measures() for row in figures)
    assert stated["rows that only say where no citable page was read"] == len(claims) - len(figures)


# ---- the comparison with the research data


def repost_hosts(research: Iterable[Row]) -> set[str]:
    return REPOST_HOSTS | {host(row["url"]) for row in research if "MIRROR" in row["note"].upper()}


def citable(row: Row, reposts: set[str]) -> bool:
    return row["reliability"] in ("A", "B", "C") and host(row["url"]) not in reposts


def decision_for(row: Row, decisions: Iterable[Row]) -> Row:
    """The line of the map for a row: one whose `match` stands in the note or is the year, else the one without."""
    lines = [line for line in decisions if all(line[column] == row[column] for column in KEY)]
    split = [line for line in lines if line["match"]]
    matching = [line for line in split if line["match"] in row["note"] or line["match"] == row["year"]]
    chosen = matching or [line for line in lines if not line["match"]]
    assert len(chosen) == 1, (row, chosen)
    return chosen[0]


def expected(number: int, row: Row, line: Row) -> dict[str, str]:
    """What a row of claims.csv must hold to say what row `number` of the research data says."""
    return {
        "origin_row": str(number),
        "subject": line["subject"],
        "product": line["product"],
        "variable": line["measure"],
        "scope": line["scope"],
        "channel": line["channel"],
        "value": "" if row["unit"] in STATEMENTS else row["value"],
        "value_high": row["value_high"],
        "unit": "" if row["unit"] in STATEMENTS else line["unit_as"] or row["unit"],
        "year": row["year"],
        "url": row["url"],
        "reliability": row["reliability"],
    }


def differences(claims: Sequence[Row], research: Sequence[Row], decisions: Sequence[Row]) -> list[object]:
    """Where claims.csv and the research data part: rows too many, rows too few, cells that differ."""
    reposts = repost_hosts(research)
    wanted = {}
    for number, row in enumerate(research, 2):
        line = decision_for(row, decisions)
        if citable(row, reposts) and line["decision"] != "drop":
            wanted[str(number)] = expected(number, row, line)
    held = {row["origin_row"]: {name: row[name] for name in expected_columns()} for row in claims if not row["absent"]}
    found: list[object] = [("only in one", number) for number in sorted(wanted.keys() ^ held.keys())]
    found += [(held[number], wanted[number]) for number in wanted if number in held and held[number] != wanted[number]]
    order = [int(row["origin_row"]) for row in claims if not row["absent"]]
    return found if order == sorted(order) else [*found, "not in the order of the source"]


def expected_columns() -> tuple[str, ...]:
    nothing = dict.fromkeys((*KEY, "value", "value_high", "year", "url", "reliability", "note"), "")
    line = dict.fromkeys(("subject", "product", "measure", "scope", "channel", "unit_as"), "")
    return tuple(expected(0, nothing, line))


@pytest.fixture(scope="module")
def research(research_data: Path) -> list[dict[str, str]]:
    rows = read(research_data / "claims" / "claims.csv")
    return [{**row, "label": row["cluster"]} for row in rows]


@pytest.mark.research
def test_every_row_is_decided_and_carried_as_its_source_prints_it(
    claims: list[Row], research: list[Row], decisions: list[Row]
) -> None:
    assert differences(claims, research, decisions) == []


@pytest.mark.research
@pytest.mark.parametrize("column", ["value", "unit", "year", "url", "reliability", "subject", "scope"])
def test_a_changed_cell_would_be_seen(
    column: str, claims: list[dict[str, str]], research: list[Row], decisions: list[Row]
) -> None:
    changed = [dict(row) for row in claims]
    changed[40][column] += "1"
    assert len(differences(changed, research, decisions)) == 1


@pytest.mark.research
def test_a_row_left_out_or_added_would_be_seen(claims: list[Row], research: list[Row], decisions: list[Row]) -> None:
    assert differences([*claims[:40], *claims[41:]], research, decisions)
    reposted = next(n for n, row in enumerate(research, 2) if "MIRROR" in row["note"])
    added = {**claims[0], "origin_row": str(reposted)}
    assert differences([*claims, added], research, decisions)


@pytest.mark.research
def test_the_map_has_no_line_without_a_row(research: list[Row], decisions: list[Row]) -> None:
    used = {id(decision_for(row, decisions)) for row in research}
    assert [line for line in decisions if id(line) not in used] == []


@pytest.mark.research
def test_a_share_of_a_market_is_no_share_of_output(figures: list[Row], research: list[Row]) -> None:
    """Whatever a page calls a market or demand feeds the share of a market."""
    says = re.compile(r"占有率|demand|(domestic|world|global|national) market")
    both = {"11", "112"}  # one sentence with a share of output and one of the home market
    for row in figures:
        if row["variable"].endswith("_output_share") and row["origin_row"] not in both:
            assert not says.search(research[int(row["origin_row"]) - 2]["quote"]), row


@pytest.mark.research
def test_firms_tied_to_a_trade_are_the_whole_chain(figures: list[Row], research: list[Row]) -> None:
    for row in figures:
        quotation = research[int(row["origin_row"]) - 2]["quote"]
        if row["variable"] == "situation.firms" and re.search("相关企业|配套企业4", quotation):
            assert row["scope"] == "whole-chain", row


@pytest.mark.research
def test_what_is_called_absent_is_absent(claims: list[Row], research: list[Row], decisions: list[Row]) -> None:
    reposts = repost_hosts(research)
    held = {(row["subject"], row["variable"]) for row in claims if not row["absent"]}
    for row in (row for row in claims if row["absent"]):
        assert (row["subject"], row["variable"]) not in held
        origins = [research[int(number) - 2] for number in row["origin_row"].split("+")]
        assert not any(citable(origin, reposts) for origin in origins)
        only_d = all(origin["reliability"] == "D" for origin in origins)
        assert row["absent"] == ("grade-d-only" if only_d else "repost-only")


@pytest.mark.research
def test_years_that_a_note_calls_inferred_are_marked(figures: list[Row], research: list[Row]) -> None:
    unmarked = [
        row["origin_row"]
        for row in figures
        if re.search("undated|inferred", research[int(row["origin_row"]) - 2]["note"]) and not row["year_inferred"]
    ]
    assert unmarked == ["140", "141"], "these two print their year in the figure's own sentence"


def longest_common(one: str, other: str) -> int:
    """Length of the longest run of characters that two texts share."""
    best, previous = 0, [0] * (len(other) + 1)
    for sign in one:
        current = [0]
        for place, letter in enumerate(other):
            current.append(previous[place] + 1 if sign == letter else 0)
        best, previous = max(best, *current), current
    return best


@pytest.mark.research
def test_no_sentence_of_a_page_is_copied(figures: list[Row], research: list[Row]) -> None:
    for row in figures:
        quotation = research[int(row["origin_row"]) - 2]["quote"].lower()
        for column, most in (("locator_zh", 13), ("text_zh", 13), ("locator_en", 40), ("text_en", 40)):
            assert longest_common(row[column].lower(), quotation) <= most, row
