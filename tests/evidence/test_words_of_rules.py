"""Every rule and every problem of a file has words in both languages, and the words need only what is told."""

import ast
from pathlib import Path

import pytest

import clustermark.evidence
from clustermark.study.model import LANGUAGES
from clustermark.words.catalogue import texts

ROOM = Path(clustermark.evidence.__file__).parent
NUMBERS = ROOM.parent / "methods" / "numbers.py"
CODE_HOLDERS = (
    "broken",
    "problem",
    "UnreadableFileError",
    "FailureError",
    "Unreadable",
    "DateError",
    "UnreadableDate",
    "tell",
)


def codes_in_source() -> set[str]:
    """Codes given as literals to the calls that tell of a broken rule."""
    found = set()
    for path in [*ROOM.rglob("*.py"), *NUMBERS.parent.glob("number*.py"), *NUMBERS.parent.glob("date*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CODE_HOLDERS:
                for value in [item for argument in node.args for item in ast.walk(argument)]:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value:
                        found.add(value.value)
    expanded = {f"{what}.{end}" for what in ("place", "product", "measure") for end in ("unknown", "ambiguous")}
    codes = {code for code in found | expanded if code.replace(".", "").replace("-", "").isalnum()}
    return {code for code in codes if not code.startswith(".") and not code.endswith((".", ".toml", ".csv", ".xml"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_message_a_remedy_and_an_example(language):
    known = texts(language)
    books = ("quarantine", "input", "interviews")
    missing = [
        f"{code}.{part}"
        for code in sorted(codes_in_source() - {"number.empty"})
        for part in ("message", "remedy", "example")
        if not any(f"{book}.{code}.{part}" in known for book in books)
    ]
    assert missing == []


def test_no_message_is_left_over():
    told = codes_in_source()
    listed = {
        key.removeprefix("quarantine.").rpartition(".")[0] for key in texts("en") if key.startswith("quarantine.")
    }
    assert sorted(listed - told) == []
