"""Bad input of every kind: told in the study's language, without a traceback, and nothing is lost."""

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from clustermark.study.problems import Where
from clustermark.words.problems import codes, meaning, told_code

from .conftest import FIXTURE, Run


def in_chinese(folder: Path) -> None:
    file = folder / "study.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('language = "en"', 'language = "zh"'), encoding="utf-8")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def empty_source(folder: Path) -> None:
    (folder / "claims.csv").write_bytes(b"")


def folder_for_a_file(folder: Path) -> None:
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").mkdir()


def missing_source(folder: Path) -> None:
    (folder / "claims.csv").unlink()


def study_in_another_encoding(folder: Path) -> None:
    file = folder / "study.toml"
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))


def study_is_a_folder(folder: Path) -> None:
    (folder / "study.toml").unlink()
    (folder / "study.toml").mkdir()


def study_is_gone(folder: Path) -> None:
    (folder / "study.toml").unlink()


def ids_twice(folder: Path) -> None:
    replace(folder / "study.toml", 'id = "claims"', 'id = "places"')


def path_outside(folder: Path) -> None:
    replace(folder / "study.toml", 'path = "claims.csv"', 'path = "../../../etc/passwd"')


def period_too_long(folder: Path) -> None:
    replace(folder / "study.toml", 'period = "2021"', 'period = "2010-2021"')


STOPPED = {
    "study.source-empty": empty_source,
    "study.source-is-folder": folder_for_a_file,
    "study.source-missing": missing_source,
    "study.not-utf8": study_in_another_encoding,
    "study.is-folder": study_is_a_folder,
    "study.folder-without-study": study_is_gone,
    "study.source-twice": ids_twice,
    "study.path-outside": path_outside,
    "study.period-too-long": period_too_long,
}


def first_words(code: str, language: str) -> str:
    """The message of a code up to its first slot."""
    parts = re.split("…", meaning(code, language)["message"])
    return max(parts, key=len).strip()


@pytest.mark.parametrize("name", ["check", "run", "explain"])
@pytest.mark.parametrize("code", STOPPED)
def test_a_bad_study_stops_before_any_work(command: Run, sample: Path, code: str, name: str) -> None:
    in_chinese(sample)
    STOPPED[code](sample)
    before = sorted(sample.rglob("*"))
    readable = code not in ("study.not-utf8", "study.is-folder", "study.folder-without-study")
    language = "zh" if readable else "en"
    said = command(name, *(["situation.firms"] if name == "explain" else []), sample)
    assert said.code == 1
    assert first_words(code, language) in said.err
    assert ("办法：" if language == "zh" else "What to do:") in said.err
    assert str(sample) in said.err
    assert sorted(sample.rglob("*")) == before


def test_no_rights(command: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_chinese(sample)
    real = Path.open

    def refuse(path: Path, *args: object, **kwargs: object) -> object:
        if path.name == "claims.csv":
            raise PermissionError(13, "denied", os.fspath(path))
        return real(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refuse)
    said = command("check", sample)
    assert said.code == 1
    assert "没有权限" in said.err


def bad_figure(folder: Path) -> None:
    replace(folder / "claims.csv", "sampleton,situation.firms,520", "sampleton,situation.firms,３６１°")


def unknown_place(folder: Path) -> None:
    replace(folder / "claims.csv", "sampleton,situation.firms,520", "samplton,situation.firms,520")


def share_over_hundred(folder: Path) -> None:
    replace(folder / "claims.csv", "situation.world_output_share,60", "situation.world_output_share,160")


def place_twice(folder: Path) -> None:
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write("sampleton,city,另一处,Another,,,,\n")


QUARANTINED: dict[str, tuple[Callable[[Path], None], str]] = {
    "number.unreadable": (bad_figure, "claims.csv，第3行，value列"),
    "place.unknown": (unknown_place, "claims.csv，第3行，subject列"),
    "share.over-100": (share_over_hundred, "claims.csv，第7行，value列"),
    "key.repeated": (place_twice, "places.csv，第6行，id列"),
}


@pytest.mark.parametrize("code", QUARANTINED)
def test_a_bad_row_is_quarantined_with_place_reason_and_remedy(command: Run, sample: Path, code: str) -> None:
    in_chinese(sample)
    spoil, place = QUARANTINED[code]
    spoil(sample)
    said = command("check", sample)
    assert said.code == 1
    assert "隔离的行（1）" in said.out
    assert place in said.out
    assert first_words(code, "zh") in said.out
    assert "办法：" in said.out


def test_a_truncated_workbook(command: Run, sample: Path) -> None:
    in_chinese(sample)
    book = sample / "claims.xlsx"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 500)
        archive.writestr("xl/worksheets/sheet1.xml", os.urandom(4000).hex())
    book.write_bytes(book.read_bytes()[:900])
    replace(sample / "study.toml", 'path = "claims.csv"', 'path = "claims.xlsx"\nreader = "xlsx"')
    said = command("check", sample)
    assert said.code == 1
    assert "claims.xlsx" in said.out
    assert "需要改正" in said.out


def test_text_from_outside_cannot_steer_the_terminal(command: Run, sample: Path) -> None:
    replace(sample / "claims.csv", "sampleton,situation.firms,520", "sampleton,situation.firms,\x1b[2Jbad{0}%s")
    said = command("check", sample)
    assert said.code == 1
    assert "\x1b" not in said.out
    assert "bad{0}%s" in said.out


def test_confidential_rows_are_not_shown(command: Run, sample: Path) -> None:
    replace(sample / "study.toml", 'path = "claims.csv"', 'path = "claims.csv"\nsensitivity = "confidential"')
    replace(sample / "claims.csv", "sampleton,situation.firms,520", "sampleton,situation.firms,CANARY-71")
    for options in ((), ("--json",), ("--all",)):
        said = command("check", sample, *options)
        assert said.code == 1
        assert "CANARY" not in said.out + said.err
    assert "[confidential]" in command("check", sample).out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_a_message_and_a_remedy(language: str) -> None:
    for code in codes():
        assert {"message", "remedy"} <= meaning(code, language).keys(), code


def test_every_code_that_the_program_can_tell_has_words() -> None:
    root = Path(__file__).parents[2] / "src" / "clustermark"
    calls = re.compile(
        r"""(?:problem|InputProblem|_fail|Flaw\.at|UnreadableFileError|broken|Broken|Failure)\(\s*[^"'()]*?["']([a-z]+\.[a-z0-9-]+)["']"""
    )
    found = {
        code
        for room in ("study", "evidence", "pipeline", "cli")
        for file in (root / room).rglob("*.py")
        for code in calls.findall(file.read_text(encoding="utf-8"))
    }
    assert "study.not-found" in found
    assert found - set(codes()) == set()


def test_a_code_without_words_is_still_told() -> None:
    assert told_code("no.such-code", (("value", "7"),), Where("x.csv"), "en").what == "no.such-code value=7"


def test_the_fixture_is_fine(command: Run) -> None:
    assert command("check", FIXTURE).code == 0
