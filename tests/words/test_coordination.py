"""No text advises to coordinate prices, quotas or orders: not a rule, not a word, not a measure, not a table."""

from collections.abc import Iterator

import pytest

from clustermark.findings.results import result_specs
from clustermark.study.model import Text
from clustermark.suggestions.lint import coordination
from language_review import templates

# Names of what is found, beside which the caution stands; and circumstances that stop an advice.
NAMES = ("words/chain:work-kind.coordination",)


def texts() -> Iterator[tuple[str, Text]]:
    """Every text that people read, by key."""
    for key, template in templates().items():
        if key not in NAMES and ":unless" not in key:
            yield key, Text(zh=template.zh, en=template.en)
    for table in result_specs().values():
        yield f"results/{table.id}", table.name
        yield f"results/{table.id}.description", table.description
        for column in table.columns:
            yield f"results/{table.id}.{column.id}", column.name
            yield f"results/{table.id}.{column.id}.description", column.description


def test_no_text_advises_to_coordinate() -> None:
    told = [(key, clause) for key, text in texts() for clause in coordination(text)]
    assert told == []
    assert len({key for key, _ in texts()}) > 1_000


@pytest.mark.parametrize(
    "planted",
    [
        Text(zh="协会商定最低价。", en=""),
        Text(zh="各企业统一报价，不再互相压价。", en=""),
        Text(zh="由协会分配订单。", en=""),
        Text(zh="", en="Agree on prices every spring."),
        Text(zh="", en="The association may set quotas."),
        Text(zh="", en="Raise prices together, and share out orders."),
    ],
)
def test_a_planted_advice_would_be_seen(planted: Text) -> None:
    assert list(coordination(planted))


@pytest.mark.parametrize(
    "plain",
    [
        Text(zh="不得商定价格。", en="Never agree on prices."),
        Text(zh="涉及订单协调的只作记录。", en="Quotas are recorded only."),
        Text(zh="引文须经同意。", en="Quotations are cleared by who said them."),
    ],
)
def test_what_rules_it_out_or_is_another_word_is_let_through(plain: Text) -> None:
    assert list(coordination(plain)) == []
