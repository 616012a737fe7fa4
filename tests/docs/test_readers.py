"""The page on readers names every layout, its table, its signs, and whether it has met a real file."""

from tests.conftest import ROOT

from clustermark.evidence.layouts.model import layouts

PAGE = (ROOT / "docs" / "readers.md").read_text(encoding="utf-8")
MET = {"real": "yes", "fixture": "a file cut from one", "none": "no"}


def test_every_layout_stands_on_the_page() -> None:
    lines = {line.split("|")[1].strip(" `"): line for line in PAGE.splitlines() if line.startswith("| `")}
    for layout in layouts().values():
        line = lines[layout.id]
        assert f"| {layout.table} |" in line and line.endswith(f"| {MET[layout.met]} |"), layout.id
        assert f"`{layout.signs[0]}`" in line and layout.name.en in line, layout.id


def test_the_page_names_no_layout_that_is_none() -> None:
    records = {"json", "ris", "nexis", "factiva", "gdelt-gkg", "folder", "parquet", "spss", "layout"}
    named = {line.split("|")[1].strip(" `") for line in PAGE.splitlines() if line.startswith("| `")}
    assert named - records == set(layouts())
