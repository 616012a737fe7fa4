"""Government: in which role its policies show it, and whether policy goes on from year to year.

Money stands in the findings on programmes and published budgets as it was published; it is not counted from texts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from clustermark.evidence.corpus import library_missing
from clustermark.findings.model import Finding
from clustermark.lenses.actors.roster import spanned
from clustermark.lenses.communication.environment import Document, about, document_of, until_end
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import origin_of, text
from clustermark.methods.policies import clustered_share
from clustermark.methods.policy_roles import roles, roles_of
from clustermark.study.model import first_and_last_year

METHOD = "actors.government/1"
LEAST_YEARS = 4
ROLE, CONTINUITY = "government.role_share", "government.continuity"
ROLES = {
    "subject": pl.String, "role": pl.String, "documents": pl.Int64, "passages": pl.Int64, "share": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "rows": pl.List(pl.String),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A document and the roles of each of its passages that shows any."""

    document: Document
    passages: tuple[tuple[str, ...], ...]


def find(context: Context) -> Found:
    """Roles and continuity for each cluster that policies of governments concern."""
    rows = [row for row in context.evidence.rows("policies") if text(row, "level") != "association"]
    if not rows:
        return Found([])
    if missing := library_missing():
        focus = context.study.focus
        return Found(
            [
                insufficient(context, one, focus, "share", "library-missing", library=missing)
                for one in (ROLE, CONTINUITY)
            ]
        )
    documents = [document_of(context, row) for row in rows]
    shown = {
        one.reference: tuple(found for passage, named in one.passages if (found := roles_of(passage, named)))
        for one in documents
    }
    findings: list[Finding] = []
    told: list[tuple[object, ...]] = []
    for subject in context.subjects:
        known = until_end(context, about(context, subject, documents))
        if not known:
            continue
        for finding, row in _roles(context, subject, [Shown(one, shown[one.reference]) for one in known]):
            findings.append(finding)
            told += [row] if row else []
        findings.append(_continuity(context, subject, known))
    return Found(findings, {"government_roles": table(ROLES, told)})


def _ground(documents: Sequence[Document], n: int, sample: str) -> Ground:
    return Ground([one.reference for one in documents], [origin_of(one.row) for one in documents], n, sample, METHOD)


def _roles(
    context: Context, subject: str, known: Sequence[Shown]
) -> Iterator[tuple[Finding, tuple[object, ...] | None]]:
    """The share of each role in the passages that show any; the dictionary is not validated, so it leans at most."""
    using = [one for one in known if one.passages]
    if not using:
        yield insufficient(context, ROLE, subject, "share", "no-roles", n=len(known)), None
        return
    wholes = [len(one.passages) for one in using]
    years = [one.document.year for one in using if one.document.year]
    for role in roles():
        parts = [sum(role in each for each in one.passages) for one in using]
        share, low, high = clustered_share(parts, wholes)
        holding = [one.document for one, part in zip(using, parts, strict=True) if part]
        ground = _ground([one.document for one in using], sum(wholes), "passages")
        told = {"documents": len(known), "dictionary": "not validated", "at-most": "leaning"}
        finding = measured(
            context, ROLE, subject, share,
            replace(ground, rows=[one.reference for one in holding] or ground.rows),
            interval=(min(low, share), max(high, share)), by="design", dimensions={"segment": role}, parameters=told,
        )  # fmt: skip
        references = [one.reference for one in holding][:10]
        yield (
            replace(finding, years=spanned(years)),
            (subject, role, len(holding), sum(parts), share, low, high, references),
        )


def _continuity(context: Context, subject: str, known: Sequence[Document]) -> Finding:
    """Years with a document of the place itself, from the first one to the end of the period.

    What a province or the state issues every year says nothing about the town, so it does not count here.
    """
    unnamed = subject == context.study.focus
    own = [one for one in known if (text(one.row, "place") or (subject if unnamed else "")) == subject and one.year]
    _, last = first_and_last_year(context.study.period)
    years = sorted({one.year for one in own})
    span = last - years[0] + 1 if years else 0
    if span < LEAST_YEARS:
        return insufficient(context, CONTINUITY, subject, "share", "few-years", n=span, least=LEAST_YEARS)
    gaps = [later - earlier - 1 for earlier, later in zip(years, [*years[1:], last + 1], strict=True)]
    told = {"years-with": len(years), "longest-gap": max(gaps), "since": years[0]}
    finding = measured(
        context, CONTINUITY, subject, len(years) / span, _ground(own, len(own), "documents"), parameters=told
    )
    return replace(finding, years=f"{years[0]}-{last}")
