"""The environment of policy: which instruments the documents about a place use, and how attention to it moves."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import polars as pl

from clustermark.evidence.model import REFERENCE
from clustermark.findings.model import Finding
from clustermark.lenses.communication.context import Context
from clustermark.lenses.communication.measured import Ground, measured, table
from clustermark.lenses.places import ancestors, places
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import Row, open_rows, origin_of, text
from clustermark.methods.intervals import wilson
from clustermark.methods.policies import SIDES, instruments, instruments_of, passages
from clustermark.methods.text.normalise import normalise
from clustermark.methods.trend import volatility
from clustermark.study.model import first_and_last_year

METHOD = "communication.environment/1"
SAMPLE = 30  # passages for two coders
INSTRUMENTS = {
    "side": pl.String, "instrument": pl.String, "documents": pl.Int64, "passages": pl.Int64, "share": pl.Float64,
    "rows": pl.List(pl.String),
}  # fmt: skip
YEARS = {"subject": pl.String, "year": pl.String, "documents": pl.Int64, "passages": pl.Int64}
CHECK = {"passage": pl.String, "instrument": pl.String, "row": pl.String}
Hit = tuple[str, str, str]  # reference, passage, instrument


def find(context: Context) -> Found:
    """Documents, instruments by side and volatility for each cluster that policies concern; tables for the focus."""
    rows = open_rows(context.evidence, "policies")
    if not rows:
        return Found([])
    findings: list[Finding] = []
    yearly: list[tuple[object, ...]] = []
    tables: dict[str, pl.DataFrame] = {}
    for subject in context.subjects:
        own = _about(context, subject, rows)
        if not own:
            continue
        hits, counted = _hits(own)
        findings += _findings(context, subject, own, hits, counted)
        yearly += _years(subject, own, hits)
        if subject == context.study.focus:
            tables["policy_instruments"] = table(INSTRUMENTS, _instruments(hits))
            tables["policy_sample"] = table(CHECK, _sample(hits, context.study.seed))
    return Found(findings, {**tables, "policy_years": table(YEARS, yearly)})


def _about(context: Context, subject: str, rows: list[Row]) -> list[Row]:
    """Documents on a place or on what it lies within; those that name no place count for the focus."""
    within = {subject, *ancestors(subject, places(context.evidence))}
    unnamed = subject == context.study.focus
    return [row for row in rows if text(row, "place") in within or (unnamed and not text(row, "place"))]


def _year(row: Row) -> str:
    return text(row, "date")[:4]


def _in_period(context: Context, rows: list[Row]) -> list[Row]:
    first, last = first_and_last_year(context.study.period)
    return [row for row in rows if _year(row).isdigit() and first <= int(_year(row)) <= last]


def _hits(rows: list[Row]) -> tuple[list[Hit], int]:
    """Passages with their instruments, a row for each pair, and the passages in all."""
    found: list[Hit] = []
    counted = 0
    for row in rows:
        for passage in passages(normalise(text(row, "text"))[0]):
            counted += 1
            found += [(text(row, REFERENCE), passage, one) for one in instruments_of(passage)]
    return found, counted


def _findings(context: Context, subject: str, own: list[Row], hits: list[Hit], counted: int) -> Iterator[Finding]:
    now = _in_period(context, own)
    origins = [origin_of(row) for row in own]
    references = [text(row, REFERENCE) for row in now or own]
    ground = Ground(references, origins, len(now), "documents", METHOD)
    yield measured(context, "communication.policy_documents", subject, float(len(now)), ground)
    with_any = {(reference, passage) for reference, passage, _ in hits}
    for side in SIDES if with_any else ():
        mine = {(ref, passage) for ref, passage, one in hits if instruments()[one].side == side}
        yield measured(
            context,
            "communication.policy_side",
            subject,
            len(mine) / len(with_any),
            Ground([ref for ref, _ in sorted(mine)] or references, origins, len(with_any), "passages", METHOD),
            interval=wilson(len(mine), len(with_any)),
            by="wilson",
            dimensions={"side": side},
            parameters={"passages": counted, "dictionary": "not validated", "documents": len(own)},
        )
    dated = [_year(row) for row in own if _year(row).isdigit()]
    if dated:
        span = range(int(min(dated)), int(max(dated)) + 1)
        year_of = {text(row, REFERENCE): _year(row) for row in own}
        by_year = Counter(year_of[ref] for ref, _ in with_any)
        wave = volatility([by_year.get(str(year), 0) for year in span])
        if not np.isnan(wave):
            said = {"years-covered": f"{span[0]}-{span[-1]}"}
            yield measured(context, "communication.policy_volatility", subject, wave, ground, parameters=said)


def _instruments(hits: list[Hit]) -> list[tuple[object, ...]]:
    total = len({(ref, passage) for ref, passage, _ in hits})
    out: list[tuple[object, ...]] = []
    for one in instruments().values():
        mine = [(ref, passage) for ref, passage, name in hits if name == one.id]
        if mine:
            documents = sorted({ref for ref, _ in mine})
            out.append((one.side, one.id, len(documents), len(mine), len(mine) / total, documents[:10]))
    return sorted(out, key=lambda row: (SIDES.index(str(row[0])), -int(str(row[3])), str(row[1])))


def _years(subject: str, own: list[Row], hits: list[Hit]) -> list[tuple[object, ...]]:
    year_of = {text(row, REFERENCE): _year(row) for row in own if _year(row).isdigit()}
    documents = Counter(year_of.values())
    used = Counter(year_of[ref] for ref, _ in {(ref, passage) for ref, passage, _ in hits} if ref in year_of)
    if not documents:
        return []
    span = range(int(min(documents)), int(max(documents)) + 1)
    return [(subject, str(year), documents[str(year)], used[str(year)]) for year in span]


def _sample(hits: list[Hit], seed: int) -> list[tuple[object, ...]]:
    """Passages drawn with the study's seed, without what the dictionary said hidden: coders judge it."""
    if not hits:
        return []
    chosen = np.random.default_rng(seed).permutation(len(hits))[:SAMPLE]
    return [(hits[i][1], hits[i][2], hits[i][0]) for i in sorted(int(one) for one in chosen)]
