"""Numbers in cells: declared languages, words of approximation in their columns, units in two places."""

import pytest

from clustermark.evidence.clean import Broken, Names, clean
from clustermark.evidence.read import read_evidence
from clustermark.evidence.specs import table_specs

HEADER = ["subject", "variable", "value", "unit", "year"]


def claim(make_study, *cells, header=HEADER, locale=""):
    study = make_study(claims=[header, *cells])
    sources = tuple(source.model_copy(update={"locale": locale}) for source in study.sources)
    return read_evidence(study.model_copy(update={"sources": sources}))


def values(evidence):
    return [(row["value"], row["value_high"], row["bound"]) for row in evidence.rows("claims")]


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("五六百", "家", (500, 600, None)),
        ("数十", "家", (20, 100, "about")),
        ("上百家", "", (100, None, "at least")),
        ("3500余家", "", (3500, None, "at least")),
        ("近4万", "家", (40000, None, "at most")),
        ("20~30", "家", (20, 30, None)),
    ],
)
def test_words_of_approximation_stand_in_their_columns(make_study, text, unit, expected):
    evidence = claim(make_study, ["sampleton", "situation.firms", text, unit, "2021"])
    assert not evidence.quarantined
    assert values(evidence) == [expected]


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [("", "1.234", 1.234), ("de", "1.234", 1234), ("de", "1.234,5", 1234.5), ("en-IN", "1,50,000", 150000)],
)
@pytest.mark.parametrize("rows", [1, 300])
def test_a_declared_language_reads_its_own_figures_in_small_and_large_files(make_study, locale, text, expected, rows):
    cells = [["sampleton", "market.note", text, "", "2021"]] * rows
    assert {value for value, _, _ in values(claim(make_study, *cells, locale=locale))} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234.5", 1234.5),  # a number of the workbook
        ("0.125", 0.125),
        ("1234.567", 1234.567),
        ("1.234,5", 1234.5),  # typed as text
        ("1.234.567", 1234567),
        ("3,5", 3.5),
        ("1.234", "number.ambiguous"),  # the number, or one thousand typed as text
    ],
)
def test_numbers_of_a_workbook_have_no_language(text, expected):
    column, names = table_specs()["claims"].column("value"), Names(locale="de", workbook=True)
    found = clean(column, text, names)
    assert (found.rule if isinstance(found, Broken) else float(found.parsed.value)) == expected


def test_figures_of_another_language_are_never_guessed(make_study):
    evidence = claim(make_study, ["sampleton", "market note", "1.234,5", "", "2021"])
    assert [row.rule for row in evidence.quarantined] == ["number.grouping"]


@pytest.mark.parametrize(
    ("header", "value", "rule"),
    [
        ("value（万元）", "300元", "unit.twice"),
        ("value（万元）", "300万元", "unit.twice"),
        ("value（万元）", "3.5亿", "unit.scale-twice"),
        ("value（百万元）", "3.5亿", "unit.scale-twice"),
        ("value（万元）", "3.5亿美元", "unit.twice"),
    ],
)
def test_a_unit_in_header_and_cell_is_quarantined(make_study, header, value, rule):
    head = [header if name == "value" else name for name in HEADER if name != "unit"]
    row = ["sampleton", "situation.output_value", value, "2021"]
    evidence = claim(make_study, row, header=head)
    assert [item.rule for item in evidence.quarantined] == [rule]


def test_half_a_year_never_feeds_a_yearly_measure(make_study):
    evidence = claim(
        make_study,
        ["sampleton", "situation.firms", "300", "家", "2021年上半年"],
        ["sampleton", "situation.firms", "300", "家", "2021年底"],
    )
    assert [row.rule for row in evidence.quarantined] == ["year.part"]
    assert [row["year"] for row in evidence.rows("claims")] == [2021]
