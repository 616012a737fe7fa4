"""Problems of the user's input: a code, a place and fields; the words for them live in `words`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the user's input: file, sheet, row (1-based, as a spreadsheet counts) and column (letter or key)."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing that is wrong with the input.

    `code` (such as "study.unknown-key") keys a message and a remedy in `words`, which `fields` fill.
    """

    code: str
    where: Where = field(default_factory=Where)
    fields: tuple[tuple[str, str], ...] = ()
    severity: Severity = "error"


def problem(code: str, where: Where | None = None, *, severity: Severity = "error", **fields: object) -> InputProblem:
    """Make an `InputProblem` with its fields as text, sorted by name."""
    texts = tuple(sorted((name, str(value)) for name, value in fields.items()))
    return InputProblem(code, where or Where(), texts, severity)


class ClustermarkError(Exception):
    """The one exception that is shown to the user without a traceback; it carries every problem found."""

    def __init__(self, problems: Iterable[InputProblem], *, language: str = "") -> None:
        self.problems = tuple(problems)
        self.language = language
        super().__init__("; ".join(item.code for item in self.problems))


def fields_of(item: InputProblem) -> Mapping[str, str]:
    """The fields of a problem as a mapping."""
    return dict(item.fields)
