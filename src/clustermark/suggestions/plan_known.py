"""What the communication plan is made from: of the focus alone, without rows that must not be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.evidence.reference import may_show
from clustermark.findings.model import Finding
from clustermark.study.model import Study
from clustermark.suggestions.model import Outcome

Rows = Sequence[Mapping[str, object]]
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Known:
    """Findings and outcomes of the focus, its open rows of messages and spending, its rows of long results."""

    study: Study
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    messages: Rows
    spending: Rows
    funnel: Rows
    gaps: Mapping[str, float]  # message -> share of owned stories less share of earned ones
    split: Rows
    bursts: Rows
    months_seen: bool


def known_of(
    findings: Iterable[Finding], outcomes: Iterable[Outcome], tables: Tables, evidence: Evidence, study: Study
) -> Known:
    """Gather what the plan of the focus is made from."""
    messages = _rows(tables, "messages", study.focus)
    return Known(
        study,
        tuple(finding for finding in findings if finding.subject == study.focus and not finding.scenario),
        tuple(outcome for outcome in outcomes if outcome.subject == study.focus),
        _open(evidence, "owned_messages", study.focus),
        _open(evidence, "channel_spend", study.focus),
        _last_survey(_rows(tables, "funnel", study.focus)),
        {str(row["message"]): number(row["owned_share"]) - number(row["earned_share"]) for row in messages},
        _rows(tables, "budget_split", study.focus),
        _rows(tables, "bursts", study.focus),
        "voice_by_month" in tables,
    )


def _rows(tables: Tables, name: str, subject: str) -> Rows:
    return [row for row in tables[name].to_dicts() if row["subject"] == subject] if name in tables else []


def _last_survey(rows: Rows) -> Rows:
    last = rows[-1].get("survey") if rows else None
    return [row for row in rows if row.get("survey") == last]


def _open(evidence: Evidence, table: str, subject: str) -> Rows:
    rows = (row for row in evidence.rows(table) if row.get("subject") == subject)
    return [row for row in rows if may_show(evidence, str(row[REFERENCE]))]


def number(value: object) -> float:
    """A number of a cell, 0 where it holds none."""
    return float(value) if isinstance(value, float | int) else 0.0


def name_in(row: Mapping[str, object], column: str) -> str:
    """The text of a cell, "" where it holds none."""
    return str(row.get(column) or "").strip()
