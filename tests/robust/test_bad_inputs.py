"""Every bad input of the table: its code, its exit code, both languages, no traceback, nothing touched."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.robust.bad_inputs import ALL, Bad
from tests.robust.support import copied

import make_robustness
from clustermark.cli.main import outcome
from clustermark.words.problems import codes


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of a command, and the problems and quarantined rows that it tells as JSON."""
    capsys.readouterr()
    code = outcome([*arguments, "--json"])
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    content = json.loads(said.out)
    quarantined = content.get("quarantined")  # rows in the answer of check, a count in that of run
    return code, [*content["problems"], *(quarantined if isinstance(quarantined, list) else ())]


def standing(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(item): (item.lstat().st_size, item.lstat().st_mtime_ns) for item in folder.rglob("*")}


@pytest.mark.parametrize("bad", ALL, ids=lambda bad: bad.id)
def test_bad_input(
    bad: Bad, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLUSTERMARK_DEBUG", raising=False)
    folder = copied(tmp_path / "one" / "示例镇 纽扣")
    bad.spoil(folder)
    before = standing(folder)
    language = "zh" if ALL.index(bad) % 2 else "en"
    code, problems = told(capsys, "check", str(folder), "--language", language)
    assert (code, bad.code in {item["code"] for item in problems} if bad.code else True) == (
        bad.exit_code,
        True,
    ), [item["code"] for item in problems]
    if not bad.code:
        assert problems == []
    for item in problems:
        assert item["message"] and item["remedy"], item["code"]
        assert "{" not in item["message"].replace("{0.__class__}", ""), item["message"]
        assert len(item["message"]) < 1500
    assert standing(folder) == before


def test_there_are_at_least_sixty_and_no_id_is_used_twice() -> None:
    assert len({bad.id for bad in ALL}) == len(ALL) >= 60
    assert {bad.code for bad in ALL} - {""} <= set(codes())


def test_the_page_lists_them_all() -> None:
    assert not make_robustness.outdated(), "run `python tools/make_robustness.py`"
