"""Every code of a problem: words in both languages, and `clustermark explain CODE`."""

import pytest

from clustermark.cli.main import outcome
from clustermark.words.problems import codes, meaning

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_is_explained(capsys: Capture, language: str) -> None:
    assert len(codes()) > 150
    for code in codes():
        capsys.readouterr()
        assert outcome(["explain", code, "--language", language]) == 0, code
        said = capsys.readouterr().out.replace("\n", "")
        assert code in said
        parts = meaning(code, language)
        assert set(parts) == {"message", "remedy", "example"}, code
        for part in parts.values():
            assert part.strip() and "{" not in part.replace("{ zh", "").replace("{zh", ""), code


def test_both_languages_fill_the_same_slots() -> None:
    from clustermark.words.catalogue import texts

    for key, english in texts("en").items():
        if key.endswith((".message", ".remedy", ".remedy-near")):
            slots = [{piece.partition("}")[0] for piece in each.split("{")[1:]} for each in (english, texts("zh")[key])]
            assert slots[0] == slots[1], key


def test_a_code_that_there_is_not_is_told(capsys: Capture) -> None:
    assert outcome(["explain", "file.missin", "--language", "en"]) == 0  # its unique beginning
    assert outcome(["explain", "file.nonsense", "--language", "en"]) == 1
    assert "file." in capsys.readouterr().err
