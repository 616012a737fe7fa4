"""The data dictionary: every column of every table, from the table specifications."""

from dataclasses import dataclass

from clustermark.evidence.labels import allowed_of
from clustermark.evidence.specs import table_specs
from clustermark.study.model import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A column of a table."""

    table: str
    table_name: Text
    column: str
    type: str
    required: bool
    allowed: Text  # labels of what it may hold, "" for anything
    codes: tuple[str, ...]  # the same as the program stores them
    name: Text
    description: Text
    synonyms: tuple[str, ...]


def dictionary() -> list[Entry]:
    """Every column, in the order of the tables and of their columns."""
    return [
        Entry(
            table=spec.id,
            table_name=spec.name,
            column=column.id,
            type=column.type,
            required=column.required,
            allowed=Text(zh=allowed_of(column, "zh"), en=allowed_of(column, "en")),
            codes=tuple(str(value) for value in column.allowed),
            name=column.name,
            description=column.description,
            synonyms=column.synonyms,
        )
        for spec in table_specs().values()
        for column in spec.columns
    ]
