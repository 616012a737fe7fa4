"""Writes the generated pages of docs/catalogue/ from the data files and the example. `make docs` calls it.

`python tools/make_docs.py --check` writes nothing and fails when a page is not what it should be.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from clustermark.evidence.specs import Column, table_specs
from clustermark.findings.catalogue import Measure, measures
from docs_commands import commands_page
from docs_conclusions import conclusions_page
from docs_example import coverage_page, thesis_page
from docs_markdown import code, table, title
from docs_rules import rules_page

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "docs" / "catalogue"


def measures_page() -> str:
    """Every measure, by the row of the report that it belongs to."""
    lines = title("Measures", "What Clustermark can state. A measure is an entry of `findings/measures/*.toml`.")
    lines += [
        "A finding of the kind *share* holds 0 to 1, of *membership* 0, .33, .67 or 1 (a coded condition), of "
        "*category* one of the codes. *Direction* says whether more is better for the cluster.",
        "",
    ]
    for row, entries in groupby(sorted(measures().values(), key=lambda item: item.row), key=lambda item: item.row):
        lines += [f"## {row}", ""]
        for measure in entries:
            lines += _measure(measure)
    return "\n".join(lines)


def _measure(measure: Measure) -> list[str]:
    facts = [f"kind {measure.kind}", f"unit {code(measure.unit)}", f"direction {measure.direction}", measure.discipline]
    if measure.stage:
        facts.append(measure.stage)
    lines = [f"### {measure.id}", "", f"{measure.name.en} | {measure.name.zh}", "", "; ".join(facts), ""]
    lines += [measure.definition.en, "", measure.definition.zh, ""]
    if measure.codes:
        lines += ["Codes: " + ", ".join(code(item) for item in measure.codes), ""]
    if measure.formula:
        lines += [f"Formula: {code(measure.formula)}", ""]
    if measure.literature:
        lines += ["Literature: " + ", ".join(code(key) for key in measure.literature), ""]
    return lines


def tables_page() -> str:
    """The data dictionary: every table and column."""
    lines = title(
        "Evidence tables", "The data dictionary. A table is a file of `evidence/tables/`; a study fills those it has."
    )
    lines += ["A header may be the column's id, its Chinese or English name or one of its synonyms.", ""]
    for spec in table_specs().values():
        lines += [f"## {spec.id}", "", f"{spec.name.en} | {spec.name.zh}", "", spec.description.en, ""]
        if spec.key:
            lines += ["No two rows may share: " + ", ".join(code(name) for name in spec.key), ""]
        head = ("Column", "Names", "Type", "What it holds")
        lines += [*table(head, [_column(column) for column in spec.columns]), ""]
    return "\n".join(lines)


def _column(column: Column) -> tuple[str, ...]:
    kind = column.type + (", required" if column.required else "")
    words = [column.description.en] if column.description.en else []
    if column.allowed:
        words.append("One of " + ", ".join(code(str(value)) for value in column.allowed))
    if column.synonyms:
        words.append("Also: " + ", ".join(column.synonyms))
    return (code(column.id), f"{column.name.en} / {column.name.zh}", kind, ". ".join(words))


PAGES: Mapping[str, Callable[[], str]] = {
    "measures.md": measures_page,
    "tables.md": tables_page,
    "rules.md": rules_page,
    "commands.md": commands_page,
    "coverage.md": coverage_page,
    "thesis.md": thesis_page,
    "conclusions.md": conclusions_page,
}


def outdated(names: Iterable[str]) -> list[str]:
    """Names of the pages that are not what the data say."""
    return [name for name in names if _read(CATALOGUE / name) != PAGES[name]().rstrip() + "\n"]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is outdated")
    parser.add_argument("pages", nargs="*", help="names of pages; all without any")
    asked = parser.parse_args(arguments)
    names = asked.pages or list(PAGES)
    old = outdated(names)
    for name in old:
        print(("outdated: " if asked.check else "written: ") + f"docs/catalogue/{name}")
        if not asked.check:
            CATALOGUE.mkdir(parents=True, exist_ok=True)
            (CATALOGUE / name).write_text(PAGES[name]().rstrip() + "\n", encoding="utf-8", newline="\n")
    return 1 if asked.check and old else 0


if __name__ == "__main__":
    sys.exit(main())
