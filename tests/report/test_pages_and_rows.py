"""The pages of the report follow the rows of the comparison."""

from clustermark.comparison.rows import comparison_rows
from clustermark.findings.catalogue import FIVE_PARTS, SEVEN_ROWS
from clustermark.report.material import plans


def test_the_pages_of_the_seven_rows_list_the_measures_of_the_comparison() -> None:
    pages = {plan.row: plan.decides for plan in plans()}
    assert {row.id: row.measures for row in comparison_rows()} == {row: pages[row] for row in SEVEN_ROWS}


def test_every_row_and_part_has_a_page_in_the_order_of_the_strips() -> None:
    assert [plan.row for plan in plans()] == [*SEVEN_ROWS, *FIVE_PARTS]
