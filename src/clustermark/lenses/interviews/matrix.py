"""Cases by themes, and which themes stand together. Interviews have numbers, never names."""

import polars as pl

from clustermark.findings.results import checked, result_specs
from clustermark.lenses.interviews.coded import OTHERS, Coded, Part
from clustermark.lenses.interviews.summaries import Summaries
from clustermark.methods.interviews.cases import LEAST, case_matrix
from clustermark.methods.interviews.cooccurrence import cooccurrence

WITHIN = 200  # characters between passages that count as near


def find(coded: Coded, summaries: Summaries) -> Part:
    """A row for each interview and theme that was spoken of, and one for each pair of themes that stand together."""
    return Part((), {"case_theme": _cases(coded, summaries), "co_occurrence": _pairs(coded)})


def _cases(coded: Coded, summaries: Summaries) -> list[tuple[object, ...]]:
    """Interviews whose role would point at few people stand as "others"; with fewer than three of these, not at all."""
    matrix = case_matrix(coded.interview.tolist(), coded.code.tolist(), coded.n, len(coded.codes))
    stances: dict[tuple[int, int], set[str]] = {}
    for interview, code, stance in zip(coded.interview.tolist(), coded.code.tolist(), coded.stance, strict=True):
        stances.setdefault((interview, code), set()).add(stance)
    hidden = coded.roles.count(OTHERS) < LEAST
    found: list[tuple[object, ...]] = []
    for at, role in enumerate(coded.roles):
        if role == OTHERS and hidden:
            continue
        for place, code in enumerate(coded.codes):
            passages = int(matrix[at, place])
            if passages and code.id in coded.told:
                said = summaries.get((coded.rows[at], code.id), "")
                found.append((coded.subject, at + 1, role, code.id, passages, _stance(stances[at, place]), said))
    return found


def _stance(stances: set[str]) -> str:
    told = stances - {""}
    if not told:
        return ""
    return next(iter(told)) if len(told) == 1 else "mixed"


def _pairs(coded: Coded) -> list[tuple[object, ...]]:
    """Counted for the coder who read most, so that two coders of one passage are no pair."""
    if not coded.coders:
        return []
    chosen = max(range(len(coded.coders)), key=lambda at: (int(coded.read[:, at].sum()), -at))
    own = coded.coder == chosen
    spans = [(int(start), int(end)) for start, end in coded.spans[own]]
    numbers = (coded.interview[own].tolist(), spans, coded.code[own].tolist(), len(coded.codes))
    same, over = cooccurrence(*numbers, "same"), cooccurrence(*numbers, "overlap")
    near, talks = cooccurrence(*numbers, "near", within=WITHIN), cooccurrence(*numbers, "interview")
    return [
        (coded.subject, one.id, other.id, *(int(counts[i, j]) for counts in (same, over, near, talks)))
        for i, one in enumerate(coded.codes)
        for j, other in enumerate(coded.codes)
        if i < j and talks[i, j] >= LEAST
    ]


def as_table(name: str, rows: list[tuple[object, ...]]) -> pl.DataFrame:
    """Rows of a result table as a frame."""
    columns = [column.id for column in result_specs()[name].columns]
    return checked(name, pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None))
