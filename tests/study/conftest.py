from collections.abc import Callable
from pathlib import Path

import pytest

STUDY = """title = { zh = "示例镇制扣", en = "Sampleton buttons" }
focus = "sampleton"
clusters = ["exampleford"]
benchmarks = ["mockbridge"]
period = "2017-2021"
past = ["2010"]

[[products]]
id = "buttons"
name = { zh = "纽扣", en = "Buttons" }
hs = ["9606"]

[[sources]]
id = "places"
path = "places.csv"
table = "places"

[[sources]]
id = "claims"
path = "claims.csv"
table = "claims"
"""

MakeStudy = Callable[..., Path]


@pytest.fixture
def make_study(tmp_path: Path) -> MakeStudy:
    """A function that writes the study with some lines replaced, and its two files; gives the folder."""

    def make(*changes: tuple[str, str], add: str = "", folder: str = "study") -> Path:
        text = STUDY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / folder
        path.mkdir()
        (path / "study.toml").write_text(text + add, encoding="utf-8")
        for name in ("places", "claims"):
            (path / f"{name}.csv").write_text("id\nx\n", encoding="utf-8")
        return path

    return make
