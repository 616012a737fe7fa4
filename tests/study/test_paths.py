from pathlib import Path, PureWindowsPath

import pytest

from clustermark.study.paths import safe_path, study_file


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("claims.csv", "claims.csv"),
        ("data/claims.csv", "data/claims.csv"),
        ("data\\claims.csv", "data/claims.csv"),
        (".\\data\\..\\claims.csv", "claims.csv"),
        ("../shared rows/claims.csv", "../shared rows/claims.csv"),
        ("data/../../beside/x.csv", "../beside/x.csv"),
        ("嵊州 领带 2021/数据.xlsx", "嵊州 领带 2021/数据.xlsx"),
        (" claims.csv ", "claims.csv"),
    ],
)
def test_paths_inside_or_beside_the_study(given: str, expected: str) -> None:
    assert safe_path(given) == (expected, "")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "study.path-empty"),
        (".", "study.path-empty"),
        ("..", "study.path-empty"),
        ("/etc/passwd", "study.path-absolute"),
        ("C:\\data\\claims.csv", "study.path-absolute"),
        ("C:claims.csv", "study.path-absolute"),
        ("\\\\server\\share\\x.csv", "study.path-absolute"),
        ("\\claims.csv", "study.path-absolute"),
        ("../../claims.csv", "study.path-outside"),
        ("a/../../../claims.csv", "study.path-outside"),
        ("NUL", "study.path-characters"),
        ("data/con.csv", "study.path-characters"),
        ("claims.csv:stream", "study.path-characters"),
        ("a\x00b.csv", "study.path-characters"),
        ("what?.csv", "study.path-characters"),
    ],
)
def test_paths_that_lead_elsewhere_are_refused(given: str, code: str) -> None:
    assert safe_path(given) == ("", code)


def test_an_accepted_path_stays_below_the_parent_on_windows() -> None:
    safe, _ = safe_path("..\\beside\\表 1.csv")
    joined = PureWindowsPath("D:\\研究\\嵊州 领带 2021") / safe
    assert joined == PureWindowsPath("D:\\研究\\嵊州 领带 2021\\..\\beside\\表 1.csv")
    assert not joined.is_reserved()


def test_a_folder_or_its_file_names_the_study() -> None:
    assert study_file(Path("嵊州 领带 2021")) == Path("嵊州 领带 2021/study.toml")
    assert study_file(Path("a/Study.TOML")) == Path("a/Study.TOML")
