"""Who drives the chain of a cluster, how it is governed and who holds power, channel by channel, from the firm survey.

One file each: how answers are read (survey, merging, weights), whether scales may be averaged (scales), who drives
(driver), which type of governance (types), who depends on whom (power), and what pages say beside it (agreement).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import Finding
from clustermark.findings.results import checked, result_specs
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.governance import agreement, driver, power, scales, types
from clustermark.lenses.governance.part import Part, part_of
from clustermark.lenses.governance.survey import TABLE, Answers, surveyed
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import text, year
from clustermark.methods.comparable import span
from clustermark.study.model import Study

needs = (TABLE, "claims", "judgements")
measures: Sequence[str] = tuple(
    entry.id
    for entry in catalogue().values()
    if entry.row in ("governance", "mechanism") and entry.tables and entry.tables[0] == TABLE
)
TABLES = (
    "governance_types",
    "governance_variables",
    "governance_channels",
    "drivers",
    "driver_items",
    "power",
    "firm_scales",
    "firm_scale_items",
    "governance_verdicts",
)
METHOD = "governance/1"


def run(evidence: Evidence, study: Study) -> Found:
    """Findings and long results of every place whose firms were asked."""
    return find(Context(evidence, study)) if evidence.rows(TABLE) else Found([])


def find(context: Context) -> Found:
    """Findings of the study period and of past ones; the tables hold the study period."""
    claimed = frozenset(text(row, "variable") for row in context.evidence.rows("claims"))
    claimed |= frozenset(text(row, "condition") for row in context.evidence.rows("judgements"))
    answered = surveyed(context.evidence, context.study)
    findings: list[Finding] = list(_outside(context, answered))
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
    for answers in answered:
        made, more = of_place(context, answers, claimed)
        findings += made
        if answers.period == context.study.period:
            for name, added in more.items():
                rows[name] += added
    return Found(findings, {name: _table(name, rows[name]) for name in TABLES if rows[name]})


def of_place(
    context: Context, answers: Answers, claimed: frozenset[str]
) -> tuple[list[Finding], dict[str, list[tuple[object, ...]]]]:
    """Everything that the firms of one place say in one period."""
    known = scales.reliabilities(context, answers)
    now = answers.period == context.study.period
    found = list(scales.findings(context, answers, known, claimed)) if now else []
    rows: dict[str, list[tuple[object, ...]]] = {
        "firm_scales": list(scales.scale_rows(context, answers, known)) if now else [],
        "firm_scale_items": list(scales.item_rows(answers, known)) if now else [],
    }
    whole = part_of(context, answers, "", types.METHOD, claimed)
    for channel in answers.channels or ("",):
        part = part_of(context, answers, channel, types.METHOD, claimed)
        for made, more in _of_channel(part, known, whole):
            found += made
            for name, added in more.items():
                rows.setdefault(name, []).extend(added)
    if answers.channels and not types.unreliable(known)[0]:
        found += types.held_finding(whole, types.types_of(answers, known))
    if now:
        compared, more = agreement.find(context, answers, known, found)
        found += compared
        rows |= more
    return found, rows


def _of_channel(
    part: Part, known: Mapping[str, scales.Reliability], whole: Part
) -> Iterator[tuple[list[Finding], Mapping[str, list[tuple[object, ...]]]]]:
    typed = types.find(part, known)
    yield typed.findings, typed.rows
    if typed.typed is not None:
        all_of_it = float(whole.weight.sum())
        sales = float(part.weight.sum()) / all_of_it if all_of_it > 0 else None
        yield [], {"governance_channels": [types.channel_row(part, typed.typed, sales)]}
    yield driver.find(replace(part, method=driver.METHOD))
    yield power.find(replace(part, method=power.METHOD), known)


def _outside(context: Context, answered: Sequence[Answers]) -> Iterator[Finding]:
    """Places whose firms answered in other years only."""
    present = {one.subject for one in answered if one.period == context.study.period}
    years: dict[str, list[tuple[int, int]]] = {}
    for row in context.evidence.rows(TABLE):
        given = year(row)
        if text(row, "subject") not in present and given is not None:
            years.setdefault(text(row, "subject"), []).append((given, given))
    for subject in context.study.subjects():
        for measure in measures if subject in years else ():
            unit = catalogue()[measure].unit
            yield insufficient(context, measure, subject, unit, "outside-years", years=span(years[subject]))


def _table(name: str, rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    columns = [column.id for column in result_specs()[name].columns]
    return checked(name, pl.DataFrame(list(rows), schema=columns, orient="row", infer_schema_length=None))
