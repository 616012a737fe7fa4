"""The findings and outcomes of examples/four-clusters are those that were looked at and committed.

After a change that is meant to change them: `make golden`, read the difference, commit it.
"""

import difflib

import pytest

import make_golden

SHOWN = 40


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return make_golden.golden()


@pytest.mark.parametrize("name", ["findings.tsv", "unanswered.tsv", "outcomes.tsv"])
def test_findings_are_those_that_were_committed(made: dict[str, str], name: str) -> None:
    committed = (make_golden.GOLDEN / name).read_text(encoding="utf-8").splitlines()
    difference = list(difflib.unified_diff(committed, made[name].splitlines(), "committed", "made", lineterm="", n=0))
    assert not difference, "\n".join(difference[:SHOWN])
