"""The second reading of every text: what was read, what it renders, and what was changed.

    python tools/language_review.py --unreviewed   lists the texts that are new or changed since they were read
    python tools/language_review.py --accept KEY…  notes that these were read again (all that are listed: --accept all)
    python tools/language_review.py                writes docs/language-review.md, rendering the example for each focus

The readings stand in docs/language-review.toml: a hash for each text, the changes with their reasons, and the terms.
"""

import argparse
import hashlib
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from language_rendering import rendered, sentences

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "clustermark"
READINGS = ROOT / "docs" / "language-review.toml"
PAGE = ROOT / "docs" / "language-review.md"
EXAMPLE = ROOT / "examples" / "four-clusters"
FOCUSES = ("shengzhou", "dalang", "jinjiang", "jimo")
DATA = {"rules": "suggestions/rules", "tables": "evidence/tables", "measures": "findings/measures"}


class Template(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str

    @property
    def hash(self) -> str:
        """Ten digits that change with either text."""
        return hashlib.sha256(f"{self.zh}\0{self.en}".encode()).hexdigest()[:10]


def templates(source: Path = SOURCE) -> dict[str, Template]:
    """Every text a person reads, by key: the words, and the texts of rules, tables and measures."""
    found: dict[str, Template] = {}
    for path in sorted((source / "words" / "zh").glob("*.toml")):
        english = dict(_leaves(_load(source / "words" / "en" / path.name)))
        for key, text in _leaves(_load(path)):
            found[f"words/{path.stem}:{key}"] = Template(text, english[key])
    for name, folder in DATA.items():
        for path in sorted((source / folder).glob("*.toml")):
            for key, template in _pairs(_load(path)):
                found[f"{name}/{path.stem}:{key}"] = template
    return found


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _leaves(tree: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{before}{key}.")
        elif isinstance(value, str):
            yield before + key, value


def _pairs(tree: Any, before: str = "") -> Iterator[tuple[str, Template]]:
    """The places of a data file where a text stands in both languages; an entry of a list goes by its id."""
    if isinstance(tree, dict):
        if isinstance(tree.get("zh"), str) and isinstance(tree.get("en"), str):
            yield before.rstrip("."), Template(tree["zh"], tree["en"])
            return
        for key, value in tree.items():
            yield from _pairs(value, f"{before}{key}.")
    elif isinstance(tree, list):
        for number, value in enumerate(tree, 1):
            name = value.get("id", number) if isinstance(value, dict) else number
            yield from _pairs(value, f"{before}{name}.")


def readings() -> dict[str, Any]:
    """What docs/language-review.toml holds: `reviewed`, `changed` and `terms`."""
    return _load(READINGS)


def unreviewed(found: Mapping[str, Template], reviewed: Mapping[str, str]) -> list[str]:
    """Keys whose text is new, or is not the text that was read."""
    return [key for key, template in found.items() if reviewed.get(key) != template.hash]


def accept(keys: list[str]) -> None:
    """Note that these texts were read as they stand now; readings of texts that are gone are dropped."""
    found, held = templates(), readings()
    wanted = set(unreviewed(found, held["reviewed"]) if keys == ["all"] else keys)
    kept = {key: found[key].hash if key in wanted else held["reviewed"].get(key) for key in found}
    lines = READINGS.read_text(encoding="utf-8").partition("\n[reviewed]\n")[0].splitlines()
    lines += ["[reviewed]"] + [f'"{key}" = "{value}"' for key, value in kept.items() if value]
    write_text(READINGS, "\n".join(lines) + "\n")


def page(found: Mapping[str, Template], shown: Mapping[str, str]) -> str:
    """docs/language-review.md."""
    held = readings()
    changes = {entry["key"]: entry for entry in held.get("changed", [])}
    lines = [
        "# The second reading of the texts",
        "",
        "Every Chinese text was read a second time, as a county official and as a copy editor would. "
        "Of the English, report, brief and rules were read line by line, messages of the command line only through. "
        "`tools/language_review.py` writes this page from `docs/language-review.toml`; "
        "a test fails when a text is new or differs from what was "
        "read. After changing a text: `python tools/language_review.py --unreviewed`, read what it lists, "
        "`python tools/language_review.py --accept all`, then `python tools/language_review.py` for this page.",
        "",
        f"{len(found)} texts; {len(shown)} are rendered by `examples/four-clusters` with one of its four clusters as "
        f"focus; {len(changes)} were changed at this reading. The first sentence found that holds the text is shown. "
        "“Not rendered” means that the example does not call for it: a message of the command line, a help text, a "
        "note of the workbook, a unit or verdict that does not occur, or a piece too short to be told in a sentence.",
        "",
        "## Terms",
        "",
        "| Chinese | English | source of its use |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {_cell(term['zh'])} | {_cell(term['en'])} | {_cell(term['source'])} |" for term in held["terms"]]
    heading = ""
    for key, template in found.items():
        part, _, name = key.partition(":")
        if part != heading:
            heading = part
            lines += [
                "",
                f"## {part}",
                "",
                "| key | Chinese | English | rendered | changed |",
                "| --- |" + " --- |" * 4,
            ]
        lines.append(
            "| "
            + " | ".join(
                _cell(cell)
                for cell in (
                    f"`{name}`",
                    template.zh,
                    template.en,
                    shown.get(key, "not rendered"),
                    _change(changes, key),
                )
            )
            + " |"
        )
    return "\n".join(lines) + "\n"


def _change(changes: Mapping[str, Mapping[str, str]], key: str) -> str:
    if key not in changes:
        return ""
    entry = changes[key]
    old = " / ".join(entry[language] for language in ("zh", "en") if language in entry)
    return f"was: {old}. {entry['why']}"


def _cell(text: str) -> str:
    """Text in a cell of a Markdown table, with nothing taken for markup."""
    for plain, safe in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("*", "\\*"), ("_", "\\_")):
        text = text.replace(plain, safe) if not text.startswith("`") else text
    return " ".join(text.split())


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--unreviewed", action="store_true")
    parser.add_argument("--accept", nargs="+", metavar="KEY")
    arguments = parser.parse_args()
    found = templates()
    if arguments.unreviewed:
        waiting = unreviewed(found, readings()["reviewed"])
        for key in waiting:
            print(f"{key}\n    {found[key].zh}\n    {found[key].en}")
        return 1 if waiting else 0
    if arguments.accept:
        accept(arguments.accept)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        read = sentences(EXAMPLE, FOCUSES, Path(scratch))
    write_text(PAGE, page(found, rendered({key: template.zh for key, template in found.items()}, read)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
