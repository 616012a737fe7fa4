"""Every measure, rule, command and table is documented, and the generated pages say what the data say."""

import re
from pathlib import Path

import pytest
from tests.conftest import ROOT

import make_docs
from clustermark.evidence.specs import table_specs
from clustermark.findings.catalogue import measures
from clustermark.suggestions.catalogue import rules
from docs_commands import command_names

CATALOGUE = ROOT / "docs" / "catalogue"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def undocumented(page: str, names: list[str], mark: str) -> list[str]:
    """Names without a heading of their own on a page."""
    lines = set((CATALOGUE / page).read_text(encoding="utf-8").splitlines())
    return [name for name in names if f"{mark} {name}" not in lines]


def test_every_measure_is_documented() -> None:
    assert undocumented("measures.md", list(measures()), "###") == []


def test_every_rule_is_documented() -> None:
    assert undocumented("rules.md", list(rules()), "###") == []


def test_every_table_is_documented() -> None:
    assert undocumented("tables.md", list(table_specs()), "##") == []


def test_every_command_is_documented() -> None:
    assert undocumented("commands.md", [f"clustermark {name}" for name in command_names()], "##") == []


def test_something_undocumented_would_be_seen() -> None:
    assert undocumented("measures.md", ["position.invented"], "###") == ["position.invented"]


@pytest.mark.slow
@pytest.mark.parametrize("page", list(make_docs.PAGES))
def test_the_generated_pages_are_up_to_date(page: str) -> None:
    assert make_docs.outdated([page]) == [], "run `make docs`"


def pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/*.md")]


def test_links_between_pages_lead_somewhere() -> None:
    lost = []
    for path in pages():
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:|#", target) and not (path.parent / target.split("#")[0]).exists():
                lost.append(f"{path.relative_to(ROOT)}: {target}")
    assert lost == []


def test_every_page_is_reached_from_the_contents() -> None:
    contents = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    written = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]
    assert [name for name in written if name != "README.md" and f"({name})" not in contents] == []


def test_commands_that_pages_name_exist() -> None:
    known = set(command_names())
    named = set()
    for path in pages():
        named |= set(re.findall(r"(?m)^\s*(?:\$ )?clustermark ([a-z-]+)", path.read_text(encoding="utf-8")))
    assert named <= known


def test_the_library_example_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## As a library")[1].split("\n## ")[0]
    program = "\n".join(line[4:] for line in section.splitlines() if line.startswith("    "))
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(program, names)
    assert names["findings"]
