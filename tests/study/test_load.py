import os
from pathlib import Path

import pytest

from clustermark.study.load import language_of, load_study
from clustermark.study.problems import ClustermarkError, InputProblem, fields_of

from .conftest import MakeStudy


def problems(path: Path) -> list[InputProblem]:
    with pytest.raises(ClustermarkError) as caught:
        load_study(path)
    return list(caught.value.problems)


def only(path: Path) -> InputProblem:
    found = problems(path)
    assert len(found) == 1, [item.code for item in found]
    return found[0]


def test_a_good_study_loads_from_its_folder_and_from_its_file(make_study: MakeStudy) -> None:
    folder = make_study(folder="嵊州 领带 2021")
    study = load_study(folder)
    assert study == load_study(str(folder / "study.toml"))
    assert study.subjects() == ("sampleton", "exampleford", "mockbridge")
    assert study.folder == folder
    assert [source.path for source in study.sources] == ["places.csv", "claims.csv"]


def test_years_may_be_written_as_numbers_and_paths_with_backslashes(make_study: MakeStudy) -> None:
    folder = make_study(
        ('period = "2017-2021"', "period = 2021"),
        ('past = ["2010"]', "past = [2010]"),
        ('"claims.csv"', "'.\\claims.csv'"),
    )
    study = load_study(folder)
    assert (study.period, study.past, study.sources[1].path) == ("2021", ("2010",), "claims.csv")


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(make_study: MakeStudy) -> None:
    folder = make_study(
        ('focus = "sampleton"', 'focus = "sampleton"\nfocuss = 1'),
        ('clusters = ["exampleford"]', 'clusters = ["exampleford", "sampleton", "exampleford"]'),
        ('period = "2017-2021"', 'period = "2011-2021"'),
        ('past = ["2010"]', 'past = ["next year"]'),
        ('id = "claims"', 'id = "places"\nreader = "exel"\norigin = "publised"\nsensitivity = "secret"'),
        ('path = "claims.csv"', 'path = "claim.csv"'),
    )
    assert [(item.code, item.where.row, item.where.column) for item in problems(folder)] == [
        ("study.unknown-key", 3, "focuss"),
        ("study.focus-again", 4, "clusters[2]"),
        ("study.place-twice", 4, "clusters[3]"),
        ("study.period-too-long", 6, "period"),
        ("study.bad-period", 7, "past[1]"),
        ("study.source-twice", 20, "sources[2].id"),
        ("study.wrong-choice", 21, "sources[2].reader"),
        ("study.wrong-choice", 22, "sources[2].origin"),
        ("study.wrong-choice", 23, "sources[2].sensitivity"),
        ("study.source-missing", 24, "sources[2].path"),
    ]


def test_an_unknown_key_names_the_nearest_known_one(make_study: MakeStudy) -> None:
    found = only(make_study(('table = "claims"', 'table = "claims"\npublsher = "x"')))
    assert (found.code, fields_of(found)["nearest"]) == ("study.unknown-key", "publisher")
    assert "sha256" not in fields_of(found)["known"]


def test_keys_that_only_the_program_sets_are_unknown(make_study: MakeStudy) -> None:
    folder = make_study(
        ("period = ", 'folder = "/tmp"\nperiod = '), ('table = "claims"', 'table = "claims"\nsha256 = "0"')
    )
    assert [item.code for item in problems(folder)] == ["study.unknown-key", "study.unknown-key"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('period = "2017-2021"\n', "", "study.missing-key"),
        ('period = "2017-2021"', 'period = ""', "study.bad-period"),
        ('period = "2017-2021"', 'period = "2021-2017"', "study.period-backwards"),
        ('period = "2017-2021"', 'period = "1021"', "study.year-out-of-range"),
        ('period = "2017-2021"', "period = 2021.5", "study.wrong-text"),
        ('past = ["2010"]', 'past = ["2017-2021"]', "study.period-twice"),
        ('past = ["2010"]', 'past = "2010"', "study.wrong-list"),
        ('past = ["2010"]', 'seed = "many"', "study.wrong-whole-number"),
        ('past = ["2010"]', 'language = "fr"', "study.wrong-choice"),
        ('past = ["2010"]', 'languages = ["zh", "fr"]', "study.wrong-choice"),
        ('past = ["2010"]', "languages = []", "study.empty-list"),
        ('focus = "sampleton"', 'focus = "Sample Town"', "study.bad-id"),
        ('focus = "sampleton"', 'focus = "a~b"', "study.bad-id"),
        ('title = { zh = "示例镇制扣", en = "Sampleton buttons" }', 'title = "x"', "study.wrong-both-languages"),
        ('title = { zh = "示例镇制扣", en = "Sampleton buttons" }', 'title = { zh = "x" }', "study.missing-key"),
        (
            'title = { zh = "示例镇制扣", en = "Sampleton buttons" }',
            'title = { zh = " ", en = "x" }',
            "study.empty-text",
        ),
        ('hs = ["9606"]', 'hs = ["960"]', "study.bad-hs"),
        ('hs = ["9606"]', '[[products]]\nid = "buttons"\nname = { zh = "a", en = "b" }', "study.product-twice"),
        ('path = "claims.csv"', 'path = "/etc/passwd"', "study.path-absolute"),
        ('path = "claims.csv"', 'path = "../../claims.csv"', "study.path-outside"),
        ('path = "claims.csv"', 'path = "places.csv"', "study.file-twice"),
        ('path = "claims.csv"', 'path = "."', "study.path-empty"),
        ('path = "claims.csv"', 'path = "claims.csv"\nreader = "xlsx"', "study.reader-mismatch"),
    ],
)
def test_one_flaw_is_one_problem(make_study: MakeStudy, old: str, new: str, code: str) -> None:
    assert only(make_study((old, new))).code == code


def test_source_files_that_cannot_be_read(make_study: MakeStudy) -> None:
    folder = make_study()
    (folder / "claims.csv").write_bytes(b"")
    assert only(folder).code == "study.source-empty"
    (folder / "claims.csv").unlink()
    found = only(folder)
    assert found.code == "study.source-missing"
    assert "nearest" not in fields_of(found)
    (folder / "claims.csv").mkdir()
    assert only(folder).code == "study.source-is-folder"


def test_a_file_that_is_missing_by_a_letter_is_named(make_study: MakeStudy) -> None:
    folder = make_study()
    (folder / "claims.csv").rename(folder / "Claims.csv")
    if (folder / "claims.csv").exists():
        pytest.skip("this file system takes no notice of case")
    assert fields_of(only(folder))["nearest"] == "Claims.csv"


def test_a_source_without_rights(make_study: MakeStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_study()
    real_open = Path.open

    def refuse(path: Path, *args: object, **kwargs: object) -> object:
        if path.name == "claims.csv":
            raise PermissionError(13, "denied", str(path))
        return real_open(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refuse)
    assert only(folder).code == "study.source-no-rights"


def test_study_files_that_are_not_there(tmp_path: Path) -> None:
    assert only(tmp_path / "nowhere").code == "study.not-found"
    assert only(tmp_path).code == "study.folder-without-study"
    assert only(tmp_path / ("x" * 5000)).code == "study.not-found"
    (tmp_path / "claims.csv").write_text("a")
    assert only(tmp_path / "claims.csv").code == "study.not-a-study-file"
    (tmp_path / "study.toml").mkdir()
    assert only(tmp_path).code == "study.is-folder"


def test_study_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "study.toml"
    file.write_bytes(b" \n")
    assert only(tmp_path).code == "study.empty-file"
    file.write_bytes('period = "2021"\ntitle = "示例"\n'.encode("gb18030"))
    found = only(tmp_path)
    assert (found.code, found.where.row) == ("study.not-utf8", 2)
    file.write_text('period = "2021"\nfocus = sampleton\n')
    found = only(tmp_path)
    assert (found.code, found.where.row, fields_of(found)["text"]) == ("study.not-toml", 2, "focus = sampleton")
    file.write_text("a = " + "[" * 100_000)
    assert only(tmp_path).code == "study.not-toml"

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "denied", os.fspath(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert only(tmp_path).code == "study.no-rights"


def test_the_error_carries_the_language_of_the_study(make_study: MakeStudy) -> None:
    folder = make_study(("past = ", 'language = "en"\npast = '), ('"sampleton"', '"Sample Town"'))
    with pytest.raises(ClustermarkError) as caught:
        load_study(folder)
    assert caught.value.language == "en"
    assert language_of(folder) == "en"
    assert language_of(folder / "missing") == ""


def test_a_byte_order_mark_and_windows_line_ends_are_fine(make_study: MakeStudy) -> None:
    folder = make_study()
    text = (folder / "study.toml").read_text(encoding="utf-8")
    (folder / "study.toml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_study(folder).focus == "sampleton"


def test_the_language_of_figures_must_be_known(make_study: MakeStudy) -> None:
    study = load_study(make_study(('id = "claims"', 'id = "claims"\nlocale = "de-AT"'), folder="good"))
    assert study.sources[1].locale == "de-AT"
    flaw = only(make_study(('id = "claims"', 'id = "claims"\nlocale = "klingon"'), folder="bad"))
    assert (flaw.code, flaw.where.column) == ("study.wrong-choice", "sources[2].locale")
    assert "de" in dict(fields_of(flaw))["allowed"].split(", ")
