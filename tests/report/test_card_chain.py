"""Cards of rows on a cluster in its chain: what each states, in both languages; nothing of a confidential answer."""

import polars as pl
import pytest

from clustermark.evidence.model import Evidence
from clustermark.evidence.specs import table_specs
from clustermark.report.document import Card
from clustermark.report.evidence_page import card
from clustermark.report.material import material
from clustermark.study.model import LANGUAGES, Sensitivity, Source, Study, Text

HOSTILE = "<script>{0}%s"
ROWS = {
    "cluster_accounts": {"item": "imported_inputs", "value": 12.0, "value_high": 16.0, "unit": "%", "year": 2021},
    "payroll_by_function": {"scope": "cluster", "function": "design", "payroll": 1968.0, "unit": "万元", "year": 2021},
    "links": {"layer": "knowledge", "from": HOSTILE, "to": "S-2", "year": 2021},
    "firms": {"name": HOSTILE, "revenue": 12.0, "unit": "万元", "year": 2021},
    "firm_survey": {"firm": "S-77", "channel": "own-brand-home", "largest_buyer": 93.0, "year": 2021},
    "trade": {"hs": "63026010", "partner_name": HOSTILE, "period": "2021-03", "value": 1500.0, "currency": "美元"},
}
SAID = {
    "zh": {
        "cluster_accounts": "进口投入，12%—16%",
        "payroll_by_function": "集群，设计研发，1968万元",
        "links": f"{HOSTILE}→S-2：技术交流",
        "firms": HOSTILE,
        "firm_survey": "一家企业的答卷",
        "trade": f"63026010，{HOSTILE}，2021-03，1500美元",
    },
    "en": {
        "cluster_accounts": "Imported inputs, 12 to 16%",
        "payroll_by_function": "The cluster, Design and R&D, CNY 19.68 million",
        "links": f"{HOSTILE} → S-2: Knowledge",
        "firms": HOSTILE,
        "firm_survey": "answers of a firm",
        "trade": f"63026010, {HOSTILE}, 2021-03, USD 1,500",
    },
}


def made(table: str, language: str, sensitivity: Sensitivity = "public") -> Card:
    row = {"row": f"{table}:2", "source": table, "origin": "illustrative", "subject": "sampleton", **ROWS[table]}
    source = Source(id=table, path="x.csv", table=table, origin="illustrative", sensitivity=sensitivity)
    names = {"row": "places:2", "source": "places", "id": "sampleton", "name_zh": "示例镇", "name_en": "Sampleton"}
    evidence = Evidence(
        tables={table: pl.DataFrame([row]), "places": pl.DataFrame([names])},
        sources={table: source},
        covered=frozenset({f"{table}:2"} if sensitivity == "confidential" else ()),
    )
    title = Text(zh="示例", en="Sample")
    study = Study(title=title, focus="sampleton", period="2021", sources=(source,))
    return card(f"{table}:2", 1, material(study, evidence, [], [], language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", sorted(ROWS))
def test_a_card_states_what_its_row_says(table: str, language: str) -> None:
    shown = made(table, language)
    assert shown.value == SAID[language][table]
    assert table_specs()[table].name.in_language(language) in shown.head


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", sorted(ROWS))
def test_nothing_of_a_confidential_row_stands_on_its_card(table: str, language: str) -> None:
    shown = str(made(table, language, "confidential"))
    secrets = ("S-77", "S-2", "script", "93", "1968", "12", "1500", "63026010")
    assert not any(secret in shown.replace(f"{table}:2", "") for secret in secrets)


def test_an_answer_of_a_firm_is_never_repeated() -> None:
    shown = str(made("firm_survey", "zh"))
    assert "93" not in shown and "S-77" not in shown
