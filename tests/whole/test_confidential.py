"""Rows of a confidential source, good and bad, are planted; every output, message and cache is searched for them."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import EXAMPLE, copy_study
from tests.whole.test_same_bytes import command

pytestmark = pytest.mark.slow

GOOD, BAD, NUMBER, BAD_NUMBER = "canarygoodwords", "canarybadwords", "73918264", "91827365oops"
CANARIES = (GOOD, BAD, NUMBER, BAD_NUMBER)
NUMBER_AS_PRINTED = ("73918264", "73,918,264", "7391.8", "7392万", "73.9 million")
SOURCE = """
[[sources]]
id = "orders"
path = "orders.csv"
table = "claims"
publisher = "a firm that asked for silence"
origin = "surveyed"
sensitivity = "confidential"
"""
HEADER = "subject,variable,value,unit,scope,year,publisher,locator_zh,locator_en,reliability"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with a confidential source: a good row, one that feeds a measure, and two bad ones."""
    folder = copy_study(EXAMPLE, tmp_path_factory.mktemp("canary") / "study")
    rows = [
        f"shengzhou,orders_of_one_buyer,{NUMBER},pieces,unstated,2021,{GOOD} press,{GOOD}页,{GOOD} page,B",
        f"shengzhou,situation.output_volume,{NUMBER},ties,one-product,2021,{GOOD} press,{GOOD}页,{GOOD} page,B",
        f"shengzhou,situation.output_value,{BAD_NUMBER},CNY,unstated,2021,{BAD} press,{BAD}页,{BAD} page,B",
        f"{BAD},situation.output_value,1,CNY,unstated,2021,{BAD} press,{BAD}页,{BAD} page,B",
    ]
    (folder / "orders.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write(SOURCE)
    return folder


@pytest.fixture(scope="module")
def told(study: Path) -> str:
    """What every command says of the study."""
    asked = [
        ("check", str(study)),
        ("check", str(study), "--json"),
        ("run", str(study)),
        ("run", str(study), "--json"),
        ("explain", "situation.output_volume/shengzhou/2021", str(study)),
        ("explain", "situation.output_volume/shengzhou/2021/scope=one-product", str(study), "--json"),
    ]
    answers = [command(*arguments, cwd=study.parent) for arguments in asked]
    assert all(answer.returncode in (0, 1) for answer in answers), [answer.stderr[-400:] for answer in answers]
    return "\n".join(answer.stdout + answer.stderr for answer in answers)


def contents(path: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of a file: archives and Parquet unpacked, everything else as it is."""
    data = path.read_bytes()
    yield path.name, data.decode("utf-8", errors="ignore")
    if path.suffix == ".parquet":
        rows = pl.read_parquet(path).to_dicts()
        yield path.name, "\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in rows)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield f"{path.name}/{name}", archive.read(name).decode("utf-8", errors="ignore")


def written(study: Path) -> list[Path]:
    """Everything that runs left, outside private/."""
    folders = (study / "report", study / ".clustermark")
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in found if "private" not in path.relative_to(study).parts]


def leaks(study: Path) -> list[str]:
    """Where a canary sings."""
    wanted = (*CANARIES, *NUMBER_AS_PRINTED)
    texts = ((name, text) for path in written(study) for name, text in contents(path))
    return sorted({f"{name}: {word}" for name, text in texts for word in wanted if word in text})


def test_no_confidential_row_is_written(study: Path, told: str) -> None:
    assert len(written(study)) > 8
    assert leaks(study) == []


def test_no_confidential_row_is_told(told: str) -> None:
    assert [word for word in (*CANARIES, *NUMBER_AS_PRINTED) if word in told] == []


def test_the_rows_are_accounted_for(study: Path, told: str) -> None:
    quarantine = (study / "report" / "quarantine.csv").read_text(encoding="utf-8-sig")
    assert quarantine.count("orders") >= 2


def test_a_leak_would_be_seen(study: Path, told: str, tmp_path: Path) -> None:
    copy = copy_study(study, tmp_path / "copy")
    (copy / "report").mkdir()
    pl.DataFrame({"text": [f"of {GOOD}"]}).write_parquet(copy / "report" / "x.parquet", compression="zstd")
    with zipfile.ZipFile(copy / "report" / "x.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", BAD * 3)
    assert leaks(copy) == [f"x.docx/word/document.xml: {BAD}", f"x.parquet: {GOOD}"]
