"""Firms that answered in confidence: they are counted in every figure, and named in no output, message or cache."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import ROOT, copy_study
from tests.whole.test_confidential import contents, written
from tests.whole.test_same_bytes import command

pytestmark = pytest.mark.slow

SAMPLE = ROOT / "examples" / "sample-cluster"
SECRET = ("firms", "firm-survey", "links")
KEPT = ("places", "claims", "price-ladders", "practices", "account", "payroll", "rates", "publishers", *SECRET)
FIRM = re.compile(r"S-\d{3}\b|示例(?:织造|家纺|漂染|制线|绣品|牌)\d{3}|样张(?:纱厂|染料行|机械行)")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up cluster in its chain; its list of firms, their answers and their ties are confidential."""
    folder = copy_study(SAMPLE, tmp_path_factory.mktemp("silent") / "study")
    head, *sources = (folder / "study.toml").read_text(encoding="utf-8").split("\n[[sources]]\n")
    found = [head]
    for source in sources:
        name = source.split('"')[1]
        if name in KEPT:
            found.append(f'sensitivity = "confidential"\n{source}' if name in SECRET else source)
    (folder / "study.toml").write_text("\n[[sources]]\n".join(found), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(study: Path) -> str:
    """What the commands say of it."""
    asked = [("check", str(study)), ("run", str(study)), ("check", str(study), "--json")]
    answers = [command(*arguments, cwd=study.parent) for arguments in asked]
    assert all(answer.returncode in (0, 1) for answer in answers), [answer.stderr[-400:] for answer in answers]
    return "\n".join(answer.stdout + answer.stderr for answer in answers)


def named(study: Path) -> Iterator[str]:
    for path in written(study):
        for name, text in contents(path):
            yield from (f"{name}: {found}" for found in set(FIRM.findall(text)))


def test_no_firm_is_named_in_what_is_written(study: Path, told: str) -> None:
    assert len(written(study)) > 8
    assert sorted(named(study)) == []


def test_no_firm_is_named_in_what_is_told(told: str) -> None:
    assert FIRM.findall(told) == []
    assert "87.4" not in told  # the sum of a spoilt row


def test_they_are_counted_nevertheless(study: Path, told: str) -> None:
    lines = (study / "report" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    findings = {one["measure"]: one for one in map(json.loads, lines) if one["subject"] == "sampleton"}
    for measure in ("governance.held_share", "upgrading.process_shown", "enterprises.top_four_share",
                    "enterprises.response_rate", "associations.mark_premium"):  # fmt: skip
        assert findings[measure]["status"] == "ok", measure
    roles = study / "report" / "results" / "firm_roles.csv"
    assert not roles.exists() or pl.read_csv(roles).height == 0


def test_a_firm_that_is_named_would_be_seen(study: Path, told: str, tmp_path: Path) -> None:
    copy = copy_study(study, tmp_path / "copy")
    (copy / "report").mkdir()
    (copy / "report" / "x.csv").write_text("示例漂染097,4\n", encoding="utf-8")
    pl.DataFrame({"reporter": ["S-012"]}).write_parquet(copy / "report" / "y.parquet", compression="zstd")
    assert set(named(copy)) == {"x.csv: 示例漂染097", "y.parquet: S-012"}
