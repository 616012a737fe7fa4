"""From findings and outcomes to the document of one language."""

from collections.abc import Iterable, Mapping

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.report.advice_page import advice_page, problems_page
from clustermark.report.benchmark_page import benchmark_page
from clustermark.report.claims_page import claims_page
from clustermark.report.collect_page import collect_page
from clustermark.report.document import Document, Page
from clustermark.report.evidence_page import card, evidence_page, method_page, numbered
from clustermark.report.first_page import first_page
from clustermark.report.industry_page import industry_page
from clustermark.report.interviews_page import interviews_page
from clustermark.report.material import NO_TABLES, Material, material, plans
from clustermark.report.matrix_page import matrix_page
from clustermark.report.plan_page import plan_page
from clustermark.report.row_page import row_page
from clustermark.study.model import Study
from clustermark.suggestions.model import Outcome


def build_report(
    study: Study,
    evidence: Evidence,
    findings: Iterable[Finding],
    outcomes: Iterable[Outcome],
    language: str,
    tables: Mapping[str, pl.DataFrame] = NO_TABLES,
) -> Document:
    """The report in one language; `tables` are the long results that findings point to."""
    made_of = material(study, evidence, findings, outcomes, language, tables)
    first = first_page(made_of)
    pages = tuple(_pages(made_of))
    numbers = numbered((first, *pages), made_of)
    cards = tuple(card(reference, number, made_of) for reference, number in numbers.items())
    return Document(language, first, (*pages, evidence_page(made_of, cards), method_page(made_of)), cards, numbers)


def _pages(made_of: Material) -> Iterable[Page]:
    for plan in plans():
        yield row_page(made_of, plan)
    for make in (interviews_page, plan_page, matrix_page, benchmark_page, industry_page):
        page = make(made_of)
        if page is not None:
            yield page
    yield claims_page(made_of)
    yield problems_page(made_of)
    yield advice_page(made_of)
    yield collect_page(made_of)
