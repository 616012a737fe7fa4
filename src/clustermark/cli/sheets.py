"""Which evidence table answers a measure, and what its sheet is called."""

from collections.abc import Iterable

from clustermark.words import text


def tables_of(measure: str) -> tuple[str, ...]:
    """The tables to fill for a measure, the most specific first; none where it is computed from other findings."""
    from clustermark.findings.catalogue import measures
    from clustermark.lenses import LENSES

    if measure in measures() and measures()[measure].tables:
        return measures()[measure].tables[:1]
    answering = sorted(
        (lens for lens in LENSES.values() if measure in lens.measures), key=lambda lens: len(lens.measures)
    )
    main = (next((table for table in lens.needs if table != "places"), "") for lens in answering)
    return tuple(dict.fromkeys(table for table in main if table))


def sheet_names(tables: Iterable[str], language: str) -> str:
    """The names of the sheets in a sentence: sheet "Published figures" or sheet "Price ladders"."""
    from clustermark.evidence.specs import table_specs

    names = (table_specs()[table].name.in_language(language) for table in tables)
    return text("cli.check.sheet-or", language).join(text("cli.check.sheet", language, name=name) for name in names)
