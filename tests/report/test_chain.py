"""The pages on the chain draw the long results of its lenses, and stay as they were where a study has none."""

import re
from dataclasses import replace

import polars as pl
import pytest
from tests.report import conftest, made_up_chain
from tests.report.made_up_chain import CHANNELS, EXPORT, HOME, tables

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding, pairs
from clustermark.report.build import build_report
from clustermark.report.chain import chain_figures
from clustermark.report.chain_parts import MOST_BEHIND, PUBLISHED_AS, hundred, span, told
from clustermark.report.chart_direct import DIRECT
from clustermark.report.charts import HATCH, draw
from clustermark.report.document import Block, Document, Figure, Heading, Page, Paragraph, Table
from clustermark.report.html import heads, render
from clustermark.report.material import Material, material
from clustermark.study.model import Source, Study
from clustermark.words.catalogue import texts
from clustermark.words.inline import plain

FIGURES = {
    "situation": ["situation-factors", "situation-specialisation"],
    "status": [
        "status-ladders", "status-flows", "status-functions", "status-roles", "status-relative", "status-quality",
        "status-embedded", "status-worth",
    ],
    "mechanism": ["mechanism-drivers"],
    "governance": ["governance-types", "governance-power"],
    "enterprises": ["enterprises-links"],
    "government": ["government-roles"],
    "associations": ["associations-work", "associations-premium", "associations-riding"],
}  # fmt: skip
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
SURVEYS = (
    "firm_survey", "cluster_accounts", "price_ladders", "links", "firms", "trade", "payroll_by_function", "policies",
    "practices",
)  # fmt: skip


def measured(study: Study) -> list[Finding]:
    """What a few titles lead to, and what decides two rows where a firm survey has answers."""
    common = {"n": 60, "years": "2021", "origin": "illustrative", "evidence": ("claims:2",)}
    sample = pairs(sample="firms")
    found = [
        Finding("position.capture_by_channel", study.focus, study.period, pairs(channel=channel), value=value,
                unit="share", **common)  # type: ignore[arg-type]
        for channel, value in ((EXPORT, 0.063), (HOME, 0.294))
    ]  # fmt: skip
    found += [
        Finding("governance.measured_type", study.focus, study.period, pairs(channel=channel), value=code, unit="code",
                parameters=sample, **{**common, "n": n})  # type: ignore[arg-type]
        for channel, code, n in ((EXPORT, "captive", 62), (HOME, "relational", 137))
    ]  # fmt: skip
    return found


def with_sources(evidence: Evidence, origin: str) -> Evidence:
    sources = {name: Source(id=name, path=f"{name}.csv", table=name, origin=origin) for name in SURVEYS}  # type: ignore[arg-type]
    return Evidence(tables=evidence.tables, sources={**evidence.sources, **sources}, covered=evidence.covered)


def report(language: str, results: dict[str, pl.DataFrame], origin: str = "illustrative") -> Document:
    study = conftest.study()
    found = [*conftest.findings(), *measured(study)]
    return build_report(study, with_sources(conftest.evidence(), origin), found, [], language, results)


@pytest.fixture(scope="module")
def made() -> dict[str, Document]:
    return {language: report(language, tables()) for language in ("zh", "en")}


def page_of(document: Document, row: str) -> Page:
    return next(page for page in document.pages if page.id == row)


def figures(document: Document, row: str) -> list[Figure]:
    return [block for block in page_of(document, row).blocks if isinstance(block, Figure)]


def chain(document: Document) -> list[Figure]:
    return [figure for row, ids in FIGURES.items() for figure in figures(document, row) if figure.id in ids]


def said(blocks: tuple[Block, ...]) -> str:
    """Every word of the tables, headings and notes of a page."""
    out = []
    for block in blocks:
        if isinstance(block, Heading):
            out.append(block.text)
        elif isinstance(block, Paragraph):
            out.append(plain(block.runs))
        elif isinstance(block, Table):
            for row in block.rows:
                cells = [[*map(plain, cell.lines), cell.verdict_text, cell.note] for cell in row.cells]
                out.append("|".join([plain(row.name), *(" ".join(filter(None, cell)) for cell in cells)]))
    return "\n".join(out)


@LANGUAGES
def test_every_page_of_the_chain_has_its_figures(made: dict[str, Document], language: str) -> None:
    for row, ids in FIGURES.items():
        assert [figure.id for figure in figures(made[language], row)][: len(ids)] == ids
    assert len({figure.id for figure in chain(made[language])}) == 18


@LANGUAGES
def test_every_figure_has_title_subtitle_both_drawings_and_a_short_table(
    made: dict[str, Document], language: str
) -> None:
    mark = {"zh": "〔示例〕", "en": "[illustrative]"}[language]
    for figure in chain(made[language]):
        assert plain(figure.title).count(mark) == 1, figure.id
        assert plain(figure.title) in figure.chart.alternative and figure.subtitle, figure.id
        assert figure.chart.wide["drawn"] == figure.chart.narrow["drawn"] == DIRECT, figure.id
        assert (figure.chart.wide["width"], figure.chart.narrow["width"]) == (730, 358), figure.id
        assert figure.table is not None and 0 < len(figure.table.rows) <= MOST_BEHIND, figure.id


@LANGUAGES
def test_a_table_that_is_cut_names_the_file_that_holds_all(made: dict[str, Document], language: str) -> None:
    ladders = next(figure for figure in chain(made[language]) if figure.id == "status-ladders")
    assert ladders.table is not None
    assert "results/value_ladders.csv" in ladders.table.caption and "16" in ladders.table.caption
    worth = next(figure for figure in chain(made[language]) if figure.id == "status-worth")
    assert worth.table is not None and worth.table.caption == ""


@LANGUAGES
def test_no_code_and_no_key_stands_where_words_belong(made: dict[str, Document], language: str) -> None:
    codes = {*CHANNELS, "own-design-sales", "few-buyers", "free_riding", "as-is", "buyers-dependence", "one-sided"}
    for row in FIGURES:
        for figure in figures(made[language], row):
            words = [plain(figure.title), figure.subtitle, figure.chart.alternative]
            for spec in (figure.chart.wide, figure.chart.narrow):
                words += [
                    str(line["text"]) for layer in spec["layer"] if layer["mark"]["type"] == "text"  # type: ignore[attr-defined]
                    for line in layer["data"]["values"]
                ]  # fmt: skip
            for text in words:
                assert not re.search(r"\bchain\.|\breport\.kind|position\.|governance\.", text), (figure.id, text)
                assert not codes & set(re.findall(r"[a-z_]+(?:-[a-z]+)+", text)) or language == "en", (figure.id, text)


def test_a_title_leads_to_its_rows_and_says_what_is_drawn(made: dict[str, Document]) -> None:
    ladders = next(figure for figure in chain(made["en"]) if figure.id == "status-ladders")
    assert plain(ladders.title).startswith(
        "Of every 100 that consumers pay, own brands at home keeps 29.4 in the cluster, contract exports only 6.3"
    )
    assert [span.rows for span in ladders.title if span.role == "number"] == [("claims:2",), ("claims:2",)]
    types = next(figure for figure in chain(made["zh"]) if figure.id == "governance-types")
    assert plain(types.title).startswith("出口贴牌为俘获型；自主设计为模块型；自有品牌内销为关系型；无牌内销为市场型")


def test_a_bound_is_told_as_a_bound(made: dict[str, Document]) -> None:
    ladders = next(figure for figure in chain(made["en"]) if figure.id == "status-ladders")
    assert "unbranded at home keeps 0–25" in ladders.chart.alternative
    dashed = [layer for layer in ladders.chart.wide["layer"] if layer["mark"].get("strokeDash")]  # type: ignore[attr-defined]
    assert dashed


@LANGUAGES
def test_signs_are_counted_and_each_answer_stands_in_words(made: dict[str, Document], language: str) -> None:
    words = said(page_of(made[language], "status").blocks)
    title = {"zh": "7项锁定迹象：2项有，3项无，2项不能判断", "en": "7 signs of lock-in"}[language]
    assert title in words
    unknown = {"zh": "不能判断", "en": "unknown"}[language]
    assert sum(unknown in line for line in words.splitlines() if "|" in line) == 2


def test_an_unknown_sign_says_why_and_a_known_one_its_interval(made: dict[str, Document]) -> None:
    lines = said(page_of(made["en"], "status").blocks).splitlines()
    assets = next(line for line in lines if line.startswith("specific equipment"))
    few = next(line for line in lines if line.startswith("few buyers"))
    assert "no figure" in assets or "nothing read" in assets
    assert "52%" in few and "47–57%" in few and "leaning" in few and "n = 180" in few


def test_an_indicator_counts_once_and_says_its_change(made: dict[str, Document]) -> None:
    lines = said(page_of(made["en"], "status").blocks).splitlines()
    brands = [line for line in lines if line.startswith("sales under own brands|")]
    assert len(brands) == 1
    assert "8% (2020)" in brands[0] and "12% (2023)" in brands[0] and "+1.3 percentage points" in brands[0]
    defects = next(line for line in lines if line.startswith("rate of defects|"))
    assert "better" in defects and "\u22129 percentage points" in defects


def test_verdicts_stand_side_by_side_and_those_of_one_side_are_counted(made: dict[str, Document]) -> None:
    words = said(page_of(made["en"], "governance").blocks)
    assert "1 of 2 verdicts agree" in words
    assert "On one side alone: 0 measured that no page states, 1 published" in words


def test_a_scale_that_cannot_be_used_says_so(made: dict[str, Document]) -> None:
    lines = said(page_of(made["en"], "governance").blocks).splitlines()
    assert next(line for line in lines if line.startswith("capability|")).endswith("|not used")


def test_coordination_of_prices_is_recorded_with_a_caution(made: dict[str, Document]) -> None:
    for language, caution in (("zh", "反垄断"), ("en", "competition law may forbid it")):
        assert caution in said(page_of(made[language], "associations").blocks)
    without = tables()
    without["association_work"] = without["association_work"].filter(~pl.col("caution"))
    assert "competition law" not in said(page_of(report("en", without), "associations").blocks)


def test_what_is_assumed_says_so(made: dict[str, Document]) -> None:
    riding = next(figure for figure in chain(made["en"]) if figure.id == "associations-riding")
    assert "[assumed]" in plain(riding.title) and "no forecast" in riding.subtitle


def test_few_answers_to_the_survey_of_links_warn_in_the_subtitle() -> None:
    study = conftest.study()
    found = [
        *conftest.findings(),
        Finding("enterprises.response_rate", study.focus, study.period, value=0.4, unit="share", n=60),
        Finding("enterprises.network_warning", study.focus, study.period, pairs(segment="knowledge"),
                value="read-in-degree-only", unit="code", n=60),
    ]  # fmt: skip
    document = build_report(study, with_sources(conftest.evidence(), "surveyed"), found, [], "en", tables())
    links = next(figure for figure in chain(document) if figure.id == "enterprises-links")
    assert "Response rate 40%" in links.subtitle and "under 60% answered" in links.subtitle


def test_no_more_nodes_are_drawn_than_can_be_read(made: dict[str, Document]) -> None:
    many = tables()
    names = [f"F{n:03d}" for n in range(90)]
    rows = [("sampleton", "knowledge", names[n], names[(n * 7 + 1) % 90], None, "", 1, []) for n in range(90)]
    many["firm_links"] = made_up_chain.frame("subject layer from to weight unit stated_by rows", rows)
    links = next(figure for figure in chain(report("en", many)) if figure.id == "enterprises-links")
    points = [
        row for layer in links.chart.wide["layer"] if layer["mark"]["type"] == "point"  # type: ignore[attr-defined]
        for row in layer["data"]["values"]
    ]  # fmt: skip
    assert len(points) == 40 + 1 + 3  # the broker has a ring; the key names a firm and the broker
    assert "90 links, 90 nodes" in links.chart.alternative


def test_hostile_names_are_escaped(made: dict[str, Document]) -> None:
    hostile = tables()
    bad = "<img src=x onerror=alert(1)>{0}"
    for name, columns in (("firm_links", ("from", "to")), ("firm_roles", ("firm",))):
        hostile[name] = hostile[name].with_columns(pl.col(columns).replace("F001", bad))
    page = render({"en": report("en", hostile)})
    assert "&lt;img src=x" in page and "<img" not in page


def test_the_channel_with_most_answers_decides_the_row(made: dict[str, Document]) -> None:
    cells = {cell.row: cell for cell in made["zh"].first.seven.cells}
    assert cells["governance"].verdict.startswith("关系型（自有品牌内销）")


def test_what_a_survey_did_not_measure_keeps_the_published_verdict() -> None:
    study = conftest.study()
    plain_one = build_report(study, conftest.evidence(), conftest.findings(), [], "zh", {})
    cells = {cell.row: cell for cell in plain_one.first.seven.cells}
    assert cells["governance"].verdict.startswith("订单多由采购商掌握")


def test_a_study_without_the_tables_is_as_it_was() -> None:
    study, evidence, found = conftest.study(), conftest.evidence(), conftest.findings()
    bare = render({"en": build_report(study, evidence, found, [], "en", {})})
    other = {"industry_years": pl.DataFrame({"industry": ["XSA:c4"], "year": [2021]})}
    assert render({"en": build_report(study, evidence, found, [], "en", other)}) == bare
    empty = {name: frame.clear() for name, frame in tables().items()}
    assert render({"en": build_report(study, evidence, found, [], "en", empty)}) == bare
    assert ".small+figure" not in bare  # the style sheet of these pages goes only with them


def test_tables_of_other_subjects_draw_nothing() -> None:
    others = {
        name: frame.with_columns(pl.lit("northby").alias("subject")) if "subject" in frame.columns else frame
        for name, frame in tables().items()
    }
    document = report("en", others)
    assert not [figure for figure in chain(document) if figure.id not in ("situation-factors",)]


@pytest.mark.parametrize("lacking", sorted(tables()))
def test_each_table_may_lack(lacking: str) -> None:
    results = {name: frame for name, frame in tables().items() if name != lacking}
    assert render({"zh": report("zh", results)})


def test_real_evidence_is_not_marked_and_not_hatched() -> None:
    document = report("en", tables(), origin="surveyed")
    for figure in chain(document):
        own = figure.id == "situation-factors"  # rests on claims, which the study made up
        assert ("[illustrative]" in plain(figure.title)) == own, figure.id
        hatched = [layer for layer in figure.chart.wide["layer"] if layer["mark"].get("color") == HATCH]  # type: ignore[attr-defined]
        assert not hatched or figure.id == "status-ladders", figure.id  # there a bound is hatched


def words_of() -> Material:
    study = conftest.study()
    return material(study, conftest.evidence(), conftest.findings(), [], "en")


def test_numbers_keep_the_digits_that_matter() -> None:
    with_words = words_of()
    assert told(with_words, 0.08426) == "8.4%"
    assert told(with_words, -0.00002) == "0%"
    assert told(with_words, 0.0138, "index") == "0.01"
    assert hundred(with_words, 0.06333) == "6.33"
    assert span(with_words, 0.101, 0.1012) == "10.1–10.1%" or span(with_words, 0.101, 0.1012) == ""
    assert span(with_words, None, 0.2) == ""


def test_measured_verdicts_are_told_as_the_published_ones() -> None:
    for measured_as, published in PUBLISHED_AS.items():
        for language in ("zh", "en"):
            assert any(key.startswith(f"verdicts.code.{published}.") for key in texts(language)), measured_as


def test_a_document_is_made_alike_each_time(made: dict[str, Document]) -> None:
    again = report("en", tables())
    assert replace(again, pages=()) == replace(made["en"], pages=())
    assert [figure.chart for figure in chain(again)] == [figure.chart for figure in chain(made["en"])]


@pytest.mark.parametrize("name", sorted(tables()))
def test_cells_without_a_number_and_unknown_codes_stop_no_page(name: str) -> None:
    study = conftest.study()
    frame = tables()[name]
    numbers = [column for column, kind in frame.schema.items() if kind == pl.Float64]
    codes = [column for column, kind in frame.schema.items() if kind == pl.String and column != "subject"]
    for broken in (
        frame.with_columns(pl.lit(float("nan")).alias(column) for column in numbers),
        frame.with_columns(pl.lit(None, dtype=frame.schema[column]).alias(column) for column in numbers),
        frame.with_columns(pl.lit("unheard-of").alias(column) for column in codes),
        frame.with_columns(pl.lit("").alias(column) for column in codes),
        frame.head(1),
    ):
        given = {**tables(), name: broken}
        page = material(study, with_sources(conftest.evidence(), "surveyed"), conftest.findings(), [], "zh", given)
        for row in FIGURES:
            for block in chain_figures(page, row):
                if isinstance(block, Figure):
                    drawn = draw(block.chart.wide, alternative="", css="w", language="zh")
                    assert "nan" not in drawn, block.id


def test_heads_stand_once_a_table_and_cannot_leave_their_string() -> None:
    head = heads(("Place", "A \"quoted\" 'head'\\", "</style><b>", "示例镇"))
    assert head.count("'") == 6 and '"' not in head and "<" not in head and head.endswith("--p3:'示例镇'")
    assert "\\27 head\\27 \\5c '" in head


def test_cells_of_plain_text_need_no_element_and_no_head_of_their_own(made: dict[str, Document]) -> None:
    page = render({"en": made["en"]})
    assert "--p1:'Share of sales'" not in page and "--p1:'Type';--p2:'Share of sales'" in page
    figure = page[page.index('id="en-governance-types"') :].partition("</figure>")[0]
    assert "data-p" not in figure and '<td class="r">78%</td>' in figure
    assert "data-p" in render({"en": report("en", {})})  # as before where nothing of the chain is drawn


def test_no_title_names_a_first_where_several_share_the_place() -> None:
    even = tables()
    even["association_work"] = even["association_work"].with_columns(pl.lit(2).alias("actions"))
    work = next(figure for figure in chain(report("en", even)) if figure.id == "associations-work")
    assert plain(work.title).startswith("Work of associations is of 3 kinds, with at most 2 actions of each")
    own = pl.col("subject") == "sampleton"
    shared = pl.when(own & pl.col("factor").is_in(["talent", "capital"])).then(1.0).when(own).then(3.0)
    even["factor_scores"] = even["factor_scores"].with_columns(shared.otherwise(2.0).alias("rank"))
    factors = next(figure for figure in chain(report("en", even)) if figure.id == "situation-factors")
    assert "stands best in talent, capital (rank 1)" in plain(factors.title)
