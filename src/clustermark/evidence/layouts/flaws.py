"""What a file of a known layout lacks, and what may be wrong with it as a whole."""

from collections.abc import Iterator

from clustermark.evidence.layouts.laid import Laid
from clustermark.evidence.layouts.model import layouts
from clustermark.evidence.specs import TableSpec, missing_required
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem, Where, problem


def flaws_of(laid: Laid, source: Source, spec: TableSpec) -> Iterator[InputProblem]:
    """Columns that the table needs and that neither the file nor the study gives."""
    where = Where(source.path, laid.sheet.name)
    name = name_of(laid.layout)
    if name:
        yield problem("layout.read-as", where, severity="warning", name=name, layout=laid.layout)
    for column in missing_required(spec, (column.id for column in laid.head.columns.values())):
        both = f"{column.name.zh} / {column.name.en}"
        yield problem("layout.not-said", where, layout=laid.layout, column=column.id, name=both)
    if laid.sheet.hidden:
        yield problem("sheet.hidden", where, severity="warning", sheet=laid.sheet.name)


def name_of(layout: str) -> str:
    """What a layout is called in both languages, "" for records of the table's own columns."""
    known = layouts().get(layout.rpartition("+")[2])
    if known is None or known.later:
        return ""
    return known.name.en if known.name.en == known.name.zh else f"{known.name.zh} / {known.name.en}"


def cut_off(laid: Laid, source: Source, rows: int) -> Iterator[InputProblem]:
    """A file with exactly as many rows as the exporting program gives at most may lack the rest."""
    if rows in laid.limits:
        where = Where(source.path, laid.sheet.name)
        yield problem("layout.cut-off", where, severity="warning", rows=rows, layout=laid.layout)
