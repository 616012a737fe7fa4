"""Associations: how many firms are members, and what the associations do, by kind.

Coordination of prices, quotas or orders is recorded where it is found, with a caution; it is no part of any total.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from clustermark.evidence.model import REFERENCE
from clustermark.findings.model import Finding
from clustermark.lenses.actors.data import Kind, kinds, ruling_out
from clustermark.lenses.actors.firms import floor_of
from clustermark.lenses.actors.roster import Roster, roster, spanned
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.grouping import nearest
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.records import Record, records
from clustermark.lenses.rows import Row, covered_rows, open_rows, origin_of, text, year
from clustermark.methods.comparable import within
from clustermark.methods.origins import count_origins
from clustermark.study.model import Origin, first_and_last_year

METHOD = "actors.associations/1"
MEMBERS, ACTIVITY = "associations.member_share", "associations.activity"
PUBLISHED = {"members": "associations.members", "firms": "situation.firms"}
SCOPES = ("", "town")  # figures of wider areas count other firms too
OTHER = "other"
WORK = {
    "subject": pl.String, "kind": pl.String, "actions": pl.Int64, "joint": pl.Int64, "first_year": pl.String,
    "last_year": pl.String, "caution": pl.Boolean, "rows": pl.List(pl.String),
}  # fmt: skip
_CLAUSE = re.compile("[\uff0c\uff1b\u3002,;.\n]")


@dataclass(frozen=True, slots=True)
class Action:
    """What an association did: the row, its kinds, and whether firms or government did it too."""

    row: Row
    kinds: tuple[str, ...]
    joint: bool


def find(context: Context) -> Found:
    """Reach and work of associations for each cluster."""
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    published = [one for one in records(context.evidence) if one.measure in PUBLISHED.values()]
    for subject in context.subjects:
        own = [one for one in published if one.subject == subject]
        findings += _reach(context, subject, own, roster(context, subject))
        actions = actions_of(context, subject)
        if actions:
            findings += _work(context, subject, actions)
            rows += _work_rows(subject, actions)
    return Found(findings, {"association_work": table(WORK, rows)})


def _reach(context: Context, subject: str, published: Sequence[Record], known: Roster) -> Iterator[Finding]:
    """Members over firms; the ends are those of all figures that were published near the period.

    A list may be a sample or hold large firms only, so the larger number of firms counts: that of the list or the
    published one.
    """
    first, last = first_and_last_year(context.study.period)
    near = [
        one
        for one in published
        if one.value and one.scope in SCOPES and not one.product and within(one.year, first, last)
    ]
    members = [one for one in near if one.measure == PUBLISHED["members"]]
    if not members or not known.firms:
        return
    counted = [one for one in near if one.measure == PUBLISHED["firms"]]
    listed = 0.0 if floor_of(known) else float(len(known.firms))
    stated = float(nearest(counted, context.study.period).value or 0) if counted else 0.0
    firms, chosen = max(listed, stated), nearest(members, context.study.period).value or 0.0
    if not firms:
        yield insufficient(context, MEMBERS, subject, "share", "input-missing", input=PUBLISHED["firms"])
        return
    if chosen > firms:
        yield insufficient(context, MEMBERS, subject, "share", "members-exceed-firms")
        return
    basis = "list" if listed >= stated else "published"
    shares = [(one.value or 0) / firms for one in members]
    shares += [chosen / one.value for one in counted if one.value and basis == "published"]
    ends = (min(shares), min(1.0, max(shares))) if len(set(shares)) > 1 else None
    yield _told_reach(context, subject, chosen / firms, ends, members, counted if basis == "published" else [], known)


def _told_reach(
    context: Context,
    subject: str,
    value: float,
    ends: tuple[float, float] | None,
    members: Sequence[Record],
    counted: Sequence[Record],
    known: Roster,
) -> Finding:
    basis = "published" if counted else "list"
    rows = [row for one in (*members, *counted) for row in one.rows]
    origins: list[Origin | str] = [one.origin for one in (*members, *counted)]
    if basis == "list":
        rows += [firm.rows[0] for firm in known.firms]
        origins += [one for firm in known.firms for one in firm.origins]
    party = sum(one.party for one in members)
    told = {
        "members": f"{max(one.value or 0 for one in members):.12g}", "list": len(known.firms), "basis": basis,
        "party": "" if not party else "yes" if party == len(members) else "some",
    }  # fmt: skip
    ground = Ground(rows, origins, count_origins([one.printing for one in members]), "", METHOD)
    finding = measured(
        context, MEMBERS, subject, value, ground, interval=ends, by="claims" if ends else "", parameters=told
    )
    years = [one.year for one in (*members, *counted) if one.year is not None]
    return replace(finding, years=spanned(years))


def actions_of(context: Context, subject: str) -> list[Action]:
    """Practices and programmes of associations up to the end of the period, without rows that say nothing was found."""
    _, last = first_and_last_year(context.study.period)
    found = []
    for name, by in (("practices", "actor_kind"), ("programmes", "by")):
        for row in open_rows(context.evidence, name):
            done = text(row, "subject") == subject and text(row, by) in ("association", "joint")
            if done and not text(row, "absent") and (year(row) or last) <= last:
                found.append(Action(row, kinds_of(row), text(row, by) == "joint"))
    return found


def kinds_of(row: Row) -> tuple[str, ...]:
    """The kinds of a practice or programme: by the words of what was done, and the instrument of a programme."""
    columns = ("what_zh", "what_en", "result_zh", "result_en", "name_zh", "name_en")
    said = "\n".join(text(row, column) for column in columns if text(row, column)).lower()
    instrument = text(row, "instrument")
    held = tuple(kind.id for kind in kinds() if instrument in kind.instruments or _named(kind, said))
    return held or (OTHER,)


def _named(kind: Kind, said: str) -> bool:
    """Whether a text names the kind; coordination only in a clause that does not rule it out."""
    if not kind.caution:
        return _terms(kind.terms).search(said) is not None
    held = (clause for clause in _CLAUSE.split(said) if _terms(kind.terms).search(clause))
    return any(_terms(ruling_out()).search(clause) is None for clause in held)


@cache
def _terms(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Terms as they stand in a text: Latin ones as whole words."""
    latin = (rf"(?<![a-z]){re.escape(term.lower())}(?![a-z])" for term in terms if term.isascii())
    return re.compile("|".join([*latin, *(re.escape(term) for term in terms if not term.isascii())]))


def _work(context: Context, subject: str, actions: Sequence[Action]) -> Iterator[Finding]:
    """How many actions were read, by kind and in all; the total is without those that carry a caution."""
    careful = {kind.id for kind in kinds() if kind.caution}
    hidden = sum(text(row, "subject") == subject for row in covered_rows(context.evidence, "practices"))
    every = [one for one in actions if not careful.issuperset(one.kinds)]
    if every:
        yield _counted(context, subject, every, "", {"confidential": hidden or ""})
    for kind in (*(one.id for one in kinds()), OTHER):
        held = [one for one in actions if kind in one.kinds]
        if held:
            yield _counted(context, subject, held, kind, {"caution": "legal" if kind in careful else ""})


def _counted(context: Context, subject: str, actions: Sequence[Action], kind: str, more: dict[str, object]) -> Finding:
    rows = [one.row for one in actions]
    pages = {(text(row, "publisher"), text(row, "url")) for row in rows}
    ground = Ground([text(row, REFERENCE) for row in rows], [origin_of(row) for row in rows], len(pages), "", METHOD)
    told = {"joint": sum(one.joint for one in actions) or "", "words": "not validated", "at-most": "leaning", **more}
    dimensions = {"segment": kind} if kind else {}
    finding = measured(context, ACTIVITY, subject, float(len(actions)), ground, dimensions=dimensions, parameters=told)
    return replace(finding, years=spanned(one for row in rows if (one := year(row)) is not None))


def _work_rows(subject: str, actions: Sequence[Action]) -> Iterator[tuple[object, ...]]:
    careful = {kind.id for kind in kinds() if kind.caution}
    for kind in (*(one.id for one in kinds()), OTHER):
        held = [one for one in actions if kind in one.kinds]
        years = sorted({one for action in held if (one := year(action.row)) is not None})
        if held:
            ends = (str(years[0]), str(years[-1])) if years else ("", "")
            references = [text(one.row, REFERENCE) for one in held][:10]
            yield (subject, kind, len(held), sum(one.joint for one in held), *ends, kind in careful, references)
