"""Table specifications: one header, one column; every table read, described and named in both languages."""

import pytest
from pydantic import ValidationError

from clustermark.evidence.dictionary import dictionary
from clustermark.evidence.fold import fold, in_brackets, without_brackets
from clustermark.evidence.specs import TableSpec, header_index, match_headers, table_specs

WRITTEN = {
    "places",
    "claims",
    "judgements",
    "practices",
    "price_ladders",
    "brands",
    "programmes",
    "events",
}
SMALL = {"publishers", "exchange_rates"}
FROM_FILES = {"mentions", "audience", "audience_items", "trade", "firms", "firm_survey"}
FROM_FILES |= {"value_chain_results", "smile_curves"}
FROM_FILES |= {"names", "policies", "owned_messages", "channel_spend", "margins", "sentiment_words", "sentiment_labels"}
FROM_FILES |= {"policy_codes", "cluster_accounts", "links", "payroll_by_function"}
FROM_FILES |= {"interviews", "interview_speakers", "codebook", "segments", "pseudonyms", "interview_summaries"}
TABLES = WRITTEN | FROM_FILES | SMALL


def spec(**changes):
    column = {"id": "a", "type": "text", "name": {"zh": "甲", "en": "A"}, "synonyms": ["first"]}
    other = {"id": "b", "type": "number", "name": {"zh": "乙", "en": "B"}, "synonyms": ["second"]}
    content = {
        "id": "t",
        "version": 1,
        "name": {"zh": "表", "en": "Table"},
        "description": {"zh": "表", "en": "table"},
        "columns": [column, other],
    }
    return content | changes


def test_every_table_is_specified_and_places_come_first():
    assert set(table_specs()) == TABLES
    assert next(iter(table_specs())) == "places"


def test_a_header_claimed_by_two_columns_is_refused():
    columns = spec()["columns"]
    TableSpec.model_validate(spec())
    for twin in ("A", "ＦＩＲＳＴ", " 甲 ", "f-i_r.st"):
        with pytest.raises(ValidationError, match="claimed by"):
            TableSpec.model_validate(spec(columns=[columns[0], columns[1] | {"synonyms": [twin]}]))


@pytest.mark.parametrize("changes", [{"key": ["c"]}, {"columns": [spec()["columns"][1] | {"unit": "c"}]}])
def test_a_column_that_is_named_must_exist(changes):
    with pytest.raises(ValidationError, match="no such column"):
        TableSpec.model_validate(spec(**changes))


def test_an_unknown_key_of_a_specification_is_refused():
    with pytest.raises(ValidationError):
        TableSpec.model_validate(spec(colour="red"))


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_header_leads_to_its_column(table):
    for column in table_specs()[table].columns:
        for header in column.headers():
            found, twice = match_headers(table, [header])
            assert found == {0: column.id}
            assert twice == []


def test_many_synonyms_are_known():
    assert sum(len(column.synonyms) for found in table_specs().values() for column in found.columns) > 400
    assert all(len(header_index(table)) > 60 for table in WRITTEN - {"places"})


def test_the_dictionary_holds_every_column():
    entries = dictionary()
    assert len(entries) == sum(len(found.columns) for found in table_specs().values())
    assert all(entry.name.zh and entry.name.en for entry in entries)


def test_folding():
    assert fold("Ｎａｍｅ （Chinese）") == fold("name chinese")
    assert without_brackets("数值（亿元）") == "数值"
    assert in_brackets("数值（亿元）") == "亿元"
    assert in_brackets("数值") == ""
