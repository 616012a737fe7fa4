"""A survey as an office sends it, from file to findings: Chinese headers, a confidential source, hostile names."""

from pathlib import Path

import pytest

from clustermark.evidence.read import read_evidence
from clustermark.findings.check import check_findings
from clustermark.findings.results import to_csv
from clustermark.lenses import governance
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import origin_of
from clustermark.study.model import Source, Study, Text

PLACES = "id,kind,name_zh,name_en\nsampleton,cluster,示例镇,Sampleton\n"
FIRST = "企业代码,所属集群,年份,渠道,渠道占销售额比重（%）,销售额,销售额单位"
LAST = "最大客户占比（%）,更换最大客户所需月数,谁定价,可公开"
NAMES = ["=cmd()", "../../etc", "<b>机密织造</b>", "Secret;a=1/b@c", "甲", "乙", "丙", "丁", "戊", "己"]


def line(firm: str, at: int, cleared: str = "") -> str:
    high, low = str(6 + at % 2), str(1 + at % 2)
    answers = ",".join([high] * 4 + [high] * 4 + [low] * 5)
    return f"{firm},示例镇,2023,出口贴牌,100,{1000 + at},万元,{answers},60,12,客户,{cleared}"


def asked(folder: Path, lines: list[str], sensitivity: str = "confidential") -> tuple[Found, dict[str, str], int]:
    head = ",".join([FIRST, *_items(), LAST])
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "survey.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    study = Study(
        title=Text(zh="示例", en="Sample"),
        focus="sampleton",
        period="2023",
        sources=(
            Source(id="places", path="places.csv", table="places"),
            Source(id="survey", path="survey.csv", table="firm_survey", origin="surveyed", sensitivity=sensitivity),
        ),
        folder=folder,
    )
    kept = read_evidence(study)
    rows = {str(row["row"]): origin_of(row) for table in kept.tables for row in kept.rows(table)}
    return governance.run(kept, study), rows, len(kept.covered)


def _items() -> list[str]:
    from clustermark.evidence.specs import table_specs

    names = {column.id: column.name.zh for column in table_specs()["firm_survey"].columns}
    return [
        names[f"{scale}_{at}"]
        for scale, n in (("complexity", 4), ("codifiability", 4), ("capability", 5))
        for at in range(1, n + 1)
    ]


def told(found: Found) -> str:
    return repr(found.findings) + "".join(to_csv(frame) for frame in found.tables.values())


@pytest.mark.parametrize("sensitivity", ["public", "confidential"])
def test_firms_are_counted_and_never_named(tmp_path: Path, sensitivity: str) -> None:
    found, rows, covered = asked(tmp_path, [line(name, at) for at, name in enumerate(NAMES)], sensitivity)
    assert covered == (10 if sensitivity == "confidential" else 0)
    assert check_findings(found.findings, rows) == []  # type: ignore[arg-type]
    by_id = {finding.id: finding for finding in found.findings}
    verdict = by_id["governance.measured_type/sampleton/2023/channel=contract-export"]
    assert (verdict.value, verdict.n, verdict.origin) == ("captive", 10, "surveyed")
    assert by_id["governance.dependence/sampleton/2023/channel=contract-export"].value == pytest.approx(0.3)
    assert not [name for name in NAMES if name in told(found)]


def test_cleared_rows_are_open_and_a_dominant_one_may_be_told(tmp_path: Path) -> None:
    giant = line("甲", 0).replace(",1000,万元", ",900000,万元")
    others = [line(name, at) for at, name in enumerate(NAMES[5:], start=1)]
    hidden, _, _ = asked(tmp_path, [giant, *others])
    name = "governance.largest_buyer/sampleton/2023/channel=contract-export"
    assert {one.id: one for one in hidden.findings}[name].why == "one-firm"
    opened, _, covered = asked(tmp_path, [giant + "是", *others])
    assert covered == 5
    assert {one.id: one for one in opened.findings}[name].value == pytest.approx(0.6)
