"""Small pieces of Markdown, with text from data escaped."""

from collections.abc import Iterable, Sequence

GENERATED = "<!-- Written by `make docs` from the data files. Do not edit. -->"


def title(name: str, lead: str) -> list[str]:
    """The head of a generated page."""
    return [GENERATED, f"# {name}", "", lead, ""]


def code(text: str) -> str:
    """Text set as code."""
    return f"`{text}`"


def cell(text: str) -> str:
    """Text that may stand in a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(cell(text) for text in row) + " |" for row in rows]
