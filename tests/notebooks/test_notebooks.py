"""The notebooks run from top to bottom on the small tables, and print what is stored in them."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest
from tests.conftest import ROOT

FOLDER = ROOT / "notebooks"
BOOKS = sorted(FOLDER.glob("*.ipynb"))
NUMBER = re.compile(r"-?\d+\.\d+(?:e\d+)?")


def test_there_are_three() -> None:
    assert [book.stem for book in BOOKS] == ["a-country-group", "chinese-footwear-1995-2011", "from-r-to-clustermark"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_a_notebook_runs_and_prints_what_it_holds(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    monkeypatch.delenv("CLUSTERMARK_TABLES", raising=False)
    names: dict[str, object] = {}
    cells = [cell for cell in json.loads(book.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 4
    for number, cell in enumerate(cells, start=1):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile("".join(cell["source"]), f"{book.name}, cell {number}", "exec"), names)
        stored = "".join(line for output in cell["outputs"] for line in output["text"])
        assert NUMBER.sub("#", said.getvalue()).split() == NUMBER.sub("#", stored).split()
        numbers = [[float(n) for n in NUMBER.findall(text)] for text in (said.getvalue(), stored)]
        assert numbers[0] == pytest.approx(numbers[1], rel=1e-4, abs=1e-6)
