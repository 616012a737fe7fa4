"""The environment of policy: which instruments the documents about a place use, and how attention to it moves.

Shares are of all documents up to the end of the study period, for what was issued earlier still holds; the documents of
the period itself are counted apart.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import polars as pl

from clustermark.evidence.corpus import library_missing
from clustermark.evidence.model import REFERENCE
from clustermark.findings.model import Finding
from clustermark.lenses.communication.coded import coded_passages, dictionary_agreement
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.places import ancestors, places
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import Row, origin_of, text
from clustermark.methods.policies import SIDES, clustered_share, instruments, instruments_of, passages, sides_of
from clustermark.methods.text.normalise import normalise
from clustermark.methods.trend import volatility
from clustermark.study.model import first_and_last_year

METHOD = "communication.environment/2"
SAMPLE = 30  # passages for two coders
LEAST_YEARS = 4  # for a volatility
DOCUMENTS, SIDE, VOLATILITY = (f"communication.policy_{name}" for name in ("documents", "side", "volatility"))
INSTRUMENTS = {
    "side": pl.String, "instrument": pl.String, "documents": pl.Int64, "passages": pl.Int64, "share": pl.Float64,
    "rows": pl.List(pl.String),
}  # fmt: skip
YEARS = {"subject": pl.String, "year": pl.String, "documents": pl.Int64, "passages": pl.Int64}
CHECK = {"passage": pl.String, "instrument": pl.String, "row": pl.String}


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document: its reference, year (0: unknown), whether it may be cited, and its passages."""

    row: Row
    reference: str
    year: int
    covered: bool
    passages: tuple[tuple[str, tuple[str, ...]], ...]  # with their instruments

    @property
    def named(self) -> list[tuple[str, ...]]:
        """The instruments of each passage that names any."""
        return [named for _, named in self.passages if named]


def find(context: Context) -> Found:
    """Documents, instruments by side and volatility for each cluster that policies concern; tables for the focus."""
    rows = context.evidence.rows("policies") if "policies" in context.evidence.tables else []
    if not rows:
        return Found([])
    if missing := library_missing():
        focus = context.study.focus
        units = {DOCUMENTS: "documents", SIDE: "share", VOLATILITY: "index"}
        return Found(
            [insufficient(context, one, focus, unit, "library-missing", library=missing) for one, unit in units.items()]
        )
    documents = [document_of(context, row) for row in rows]
    known = coded_passages(context)
    findings = list(dictionary_agreement(context, known))
    yearly: list[tuple[object, ...]] = []
    tables: dict[str, pl.DataFrame] = {}
    for subject in context.subjects:
        own = about(context, subject, documents)
        if not own:
            continue
        until = until_end(context, own)
        findings += _findings(context, subject, own, until, known.checked)
        yearly += _years(subject, own)
        if subject == context.study.focus:
            tables["policy_instruments"] = table(INSTRUMENTS, _instruments(until))
            tables["policy_sample"] = table(CHECK, _sample(until, context.study.seed))
    return Found(findings, {**tables, "policy_years": table(YEARS, yearly)})


def document_of(context: Context, row: Row) -> Document:
    """A policy document with the instruments of its passages."""
    year = text(row, "date")[:4]
    title = normalise(text(row, "title"))[0]
    parts = passages(normalise(text(row, "text"))[0], title)
    named = tuple((passage, instruments_of(passage)) for passage in parts)
    reference = text(row, REFERENCE)
    return Document(row, reference, int(year) if year.isdigit() else 0, reference in context.evidence.covered, named)


def about(context: Context, subject: str, documents: list[Document]) -> list[Document]:
    """Documents on a place or on what it lies within; those that name no place count for the focus."""
    within = {subject, *ancestors(subject, places(context.evidence))}
    unnamed = subject == context.study.focus
    return [one for one in documents if (text(one.row, "place") or (subject if unnamed else "")) in within]


def until_end(context: Context, own: list[Document]) -> list[Document]:
    """Documents up to the end of the period; those without a date are taken to be."""
    _, last = first_and_last_year(context.study.period)
    return [one for one in own if one.year <= last]


def _ground(documents: Sequence[Document], n: int, sample: str) -> Ground:
    return Ground([one.reference for one in documents], [origin_of(one.row) for one in documents], n, sample, METHOD)


def _findings(
    context: Context, subject: str, own: list[Document], until: list[Document], checked: bool
) -> Iterator[Finding]:
    first, last = first_and_last_year(context.study.period)
    now = [one for one in own if first <= one.year <= last]
    undated = sum(not one.year for one in own)
    told = {"documents": len(own)} | ({"undated": undated} if undated else {})
    yield measured(
        context, DOCUMENTS, subject, float(len(now)), _ground(now or own, len(now), "documents"), parameters=told
    )
    using = [one for one in until if one.named]
    if not using:
        yield insufficient(context, SIDE, subject, "share", "no-instruments", n=len(until))
    for side in SIDES if using else ():
        yield _side(context, subject, side, until, using, checked)
    yield _volatility(context, subject, [one for one in until if one.year])


def _side(
    context: Context, subject: str, side: str, until: list[Document], using: list[Document], checked: bool
) -> Finding:
    named = [one.named for one in using]
    parts = [sum(side in sides_of(passage) for passage in one) for one in named]
    value, low, high = clustered_share(parts, [len(one) for one in named])
    told: dict[str, object] = {
        "documents": len(until),
        "passages": sum(len(one.passages) for one in until),
        "dictionary": "checked" if checked else "not validated",
    } | _placed_otherwise(side, named)
    if not checked:
        told["at-most"] = "leaning"
    holding = [one for one, part in zip(using, parts, strict=True) if part]
    ground = replace(_ground(using, sum(map(len, named)), "passages"), rows=[one.reference for one in holding or using])
    finding = measured(
        context, SIDE, subject, value, ground, interval=(low, high), by="design", dimensions={"side": side},
        parameters=told,
    )  # fmt: skip
    return replace(finding, years=_span([one.year for one in using if one.year]))


def _placed_otherwise(side: str, named: Sequence[Sequence[Sequence[str]]]) -> dict[str, object]:
    """The least and the largest share of a side where instruments that other studies place elsewhere are moved."""
    every = [passage for one in named for passage in one]
    known = instruments().values()
    sure = {one.id for one in known if one.side == side and not one.other_side}
    possible = {one.id for one in known if side in (one.side, one.other_side)}
    least, most = (sum(not ids.isdisjoint(passage) for passage in every) / len(every) for ids in (sure, possible))
    return {"placed-least": f"{least:.4g}", "placed-most": f"{most:.4g}"}


def _span(years: Sequence[int]) -> str:
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}-{last}"


def _volatility(context: Context, subject: str, dated: list[Document]) -> Finding:
    """Of the yearly passages with an instrument, from the first year with a document to the last."""
    years = [one.year for one in dated]
    span = range(min(years), max(years) + 1) if years else range(0)
    by_year: Counter[int] = Counter()
    for one in dated:
        by_year[one.year] += len(one.named)
    wave = volatility([by_year[year] for year in span])
    if len(span) < LEAST_YEARS or np.isnan(wave):
        return insufficient(context, VOLATILITY, subject, "index", "few-years", n=len(span), least=LEAST_YEARS)
    finding = measured(context, VOLATILITY, subject, wave, _ground(dated, len(dated), "documents"))
    return replace(finding, years=_span(years))


def _instruments(documents: list[Document]) -> list[tuple[object, ...]]:
    """A row for each instrument that stands anywhere: documents, passages, share of the passages that hold any."""
    total = sum(len(one.named) for one in documents)
    held: dict[str, Counter[str]] = {}
    for one in documents:
        for name in (name for passage in one.named for name in passage):
            held.setdefault(name, Counter())[one.reference] += 1
    order = sorted(held, key=lambda name: (SIDES.index(instruments()[name].side), -held[name].total(), name))
    return [
        (instruments()[name].side, name, len(rows), rows.total(), rows.total() / total, list(rows)[:10])
        for name, rows in ((name, held[name]) for name in order)
    ]


def _years(subject: str, own: list[Document]) -> list[tuple[object, ...]]:
    documents = Counter(one.year for one in own if one.year)
    used: Counter[int] = Counter()
    for one in own:
        used[one.year] += len(one.named)
    span = range(min(documents), max(documents) + 1) if documents else ()
    return [(subject, str(year), documents[year], used[year]) for year in span]


def _sample(documents: list[Document], seed: int) -> list[tuple[object, ...]]:
    """Passages drawn from all, with and without an instrument, so that what the dictionary misses is seen as well."""
    every = [
        (passage, "; ".join(named), one.reference)
        for one in documents
        if not one.covered
        for passage, named in one.passages
    ]
    distinct = [next(group) for _, group in groupby(sorted(every), key=lambda row: row[0])]
    chosen = np.random.default_rng(seed).permutation(len(distinct))[:SAMPLE]
    return [distinct[at] for at in chosen]
