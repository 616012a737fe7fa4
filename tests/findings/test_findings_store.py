import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.findings.model import Finding, pairs
from clustermark.findings.store import (
    from_record,
    read_findings,
    rounded,
    significant,
    to_lines,
    to_record,
    write_findings,
)

FULL = Finding(
    measure="situation.firms",
    subject="sampleton",
    period="2021",
    dimensions=pairs(scope="town"),
    value=1 / 3,
    unit="firms",
    low=0.1,
    high=2.0,
    n=2,
    evidence=("claims:2", "claims:17"),
    why_fields=pairs(years="2010"),
    parameters=pairs(coders=1),
)


def test_what_is_written_is_read_again(tmp_path: Path):
    path = tmp_path / "findings.jsonl"
    other = Finding(measure="mechanism.driver", subject="示例", period="2021", value="buyer", unit="code")
    write_findings([FULL, other], path)
    assert read_findings(path) == [other, rounded(FULL)]  # sorted by id
    assert path.read_bytes().endswith(b"\n")
    assert "示例" in path.read_text(encoding="utf-8")


def test_numbers_have_twelve_digits():
    assert to_record(FULL)["value"] == 0.333333333333
    assert significant(1234567890123.4) == 1234567890120
    assert str(significant(-0.0)) == "0.0"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_twice_is_rounding_once(value: float):
    assert significant(significant(value)) == significant(value)


def test_an_id_that_does_not_belong_is_refused():
    record = to_record(FULL) | {"subject": "elsewhere"}
    with pytest.raises(ValueError, match="does not belong"):
        from_record(record)


def test_the_order_of_findings_does_not_matter():
    other = Finding(measure="a", subject="b", period="2021")
    assert to_lines([FULL, other]) == to_lines([other, FULL])
    assert [json.loads(line)["id"] for line in to_lines([FULL, other]).splitlines()] == sorted([FULL.id, other.id])


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "findings.jsonl"
    write_findings([FULL], path)
    before = path.read_bytes()

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(OSError, match="space"):
        write_findings([], path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["findings.jsonl"]


def test_no_number_that_json_does_not_know(tmp_path: Path):
    with pytest.raises(ValueError, match="JSON"):
        write_findings([Finding(measure="a", subject="b", period="2021", value=float("nan"))], tmp_path / "f")
