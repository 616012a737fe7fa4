"""A small made-up study: Sampleton, made-up peers, hostile text where outside text may stand."""

from pathlib import Path

import polars as pl
import pytest

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.study.model import Product, Source, Study, Text
from clustermark.suggestions.evaluate import evaluate
from clustermark.suggestions.model import Outcome

HOSTILE = "<script>alert(1)</script>{0}%s"
PEERS = ("sampleton", "northby", "eastby", "southby", "westby", "midby", "farby")

Parts = tuple[Study, Evidence, list[Finding], list[Outcome]]


def study() -> Study:
    return Study(
        title=Text(zh="示例镇研究", en="Study of Sampleton"),
        focus="sampleton",
        clusters=("northby", "eastby"),
        benchmarks=("farby",),
        period="2021",
        past=("2010",),
        products=(Product(id="caps", name=Text(zh="帽", en="Caps")),),
        sources=(Source(id="claims", path="claims.csv", table="claims", origin="illustrative"),),
    )


def evidence() -> Evidence:
    places = [
        {
            "row": f"places:{at}",
            "source": "places",
            "id": name,
            "kind": "cluster",
            "name_zh": f"例{at}",
            "name_en": name.title(),
            "label_zh": "",
            "label_en": f"{name.title()} caps",
            "within": "",
            "product": "caps",
        }
        for at, name in enumerate(PEERS, 2)
    ]
    claims = [
        {
            "row": f"claims:{at}",
            "source": "claims",
            "subject": "sampleton",
            "variable": "situation.world_output_share",
            "value": value,
            "value_high": None,
            "unit": "percent",
            "scope": "unstated",
            "year": year,
            "publisher": publisher,
            "url": url,
            "reliability": "B",
            "party": at == 2,
            "read_as": "excerpt",
            "locator_zh": HOSTILE,
            "locator_en": HOSTILE,
            "origin": "illustrative",
        }
        for at, (value, year, publisher, url) in enumerate(
            [
                (40.0, 2005, HOSTILE, "https://a.example/x?q=<b>&y='\""),
                (40.0, 2008, "Sample Post", "javascript:alert(1)"),
                (60.0, 2008, "Sample Post", "https://b.example/"),
                (60.0, 2011, "Sample Post", "data:text/html,x"),
            ],
            2,
        )
    ]
    ladder = [
        {
            "row": f"price_ladders:{at}",
            "source": "price_ladders",
            "ladder": "one",
            "subject": "northby",
            "tier": tier,
            "amount": amount,
            "amount_high": None,
            "unit": "USD/cap",
            "label_zh": "",
            "label_en": "",
            "year": 2019,
            "publisher": "Sample Post",
            "url": "https://c.example/",
            "reliability": "B",
            "read_as": "excerpt",
        }
        for at, (tier, amount) in enumerate(
            [("consumer", 20.0), ("retail", 12.0), ("intermediary", 5.0), ("factory", 3.0)], 2
        )
    ]
    tables = {"places": pl.DataFrame(places), "claims": pl.DataFrame(claims), "price_ladders": pl.DataFrame(ladder)}
    return Evidence(tables=tables, sources={source.id: source for source in study().sources})


def findings() -> list[Finding]:
    made = [
        Finding(
            "situation.own_brand_outcome",
            place,
            "2021",
            value=level,
            unit="membership",
            n=1,
            years="2020",
            origin="judged",
            reliability="C",
            evidence=("claims:2",),
        )
        for place, level in zip(PEERS, (0.33, 0.0, 0.33, 0.67, 1.0, 1.0, 0.67), strict=True)
    ]
    made += [
        Finding(
            "situation.firms",
            "sampleton",
            "2021",
            value=1200.0,
            unit="firms",
            n=1,
            years="2020",
            reliability="C",
            evidence=("claims:3",),
        ),
        Finding(
            "situation.employment",
            "sampleton",
            "2021",
            value=30000.0,
            unit="persons",
            n=3,
            years="2021",
            reliability="B",
            evidence=("claims:4", "claims:5"),
        ),
        Finding(
            "situation.world_output_share",
            "sampleton",
            "2021",
            value=0.6,
            low=0.4,
            high=0.6,
            unit="share",
            uncertainty="range of claims",
            n=2,
            years="2008",
            reliability="B",
            evidence=("claims:3", "claims:4"),
            status="conflicting",
            why="values-differ",
        ),
        Finding("mechanism.driver", "sampleton", "2021", unit="code", status="insufficient", why="no-rows"),
        Finding(
            "governance.buyer_dependence",
            "sampleton",
            "2021",
            value=0.67,
            unit="membership",
            n=1,
            years="2019",
            origin="judged",
            reliability="B",
            evidence=("claims:2",),
        ),
        Finding(
            "communication.place_name_effect",
            "sampleton",
            "2021",
            unit="standard-deviations",
            status="insufficient",
            why="no-rows",
        ),
        Finding(
            "government.brand_programme",
            "sampleton",
            "2021",
            value=0.67,
            unit="membership",
            n=1,
            years="2018",
            origin="judged",
            reliability="B",
            evidence=("claims:2",),
        ),
    ]
    return made


@pytest.fixture
def parts() -> Parts:
    asked, found = study(), findings()
    return asked, evidence(), found, evaluate(found, asked)


@pytest.fixture(scope="session")
def example_folder() -> Path:
    return Path(__file__).parents[2] / "examples" / "four-clusters"
