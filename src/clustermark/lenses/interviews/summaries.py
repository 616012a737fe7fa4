"""What analysts wrote of a cell of the matrix in their own words, where they cleared it."""

from collections.abc import Mapping

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.model import Interviews
from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.lenses.interviews.coded import Tell

TABLE = "interview_summaries"
SHORTEST = 8  # signs of a hash that name a text
Summaries = Mapping[tuple[str, str], str]  # by the reference of the interview and the code


def summaries_of(evidence: Evidence, interviews: Interviews, tell: Tell) -> Summaries:
    """The cleared summaries that name nobody undecided; of several for one cell the first by reference."""
    rows = {name: row for row, name in interviews.documents.select("row", "document").iter_rows()}
    names = {fold(name): row for row, name in interviews.documents.select("row", "name").iter_rows() if name}
    found: dict[tuple[str, str], str] = {}
    for row in evidence.rows(TABLE):
        told = None if row[REFERENCE] in evidence.covered else tell(str(row["summary"]))
        if told is not None:
            interview = _interview(str(row["document"]), rows, names)
            found.setdefault((interview, str(row["code"])), told)
    return found


def _interview(written: str, rows: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The reference of the interview that is meant, by file name or the beginning of its hash; "" where none is."""
    named = names.get(fold(written), "")
    meant = [row for digest, row in rows.items() if len(written) >= SHORTEST and digest.startswith(written.lower())]
    return named or (meant[0] if len(meant) == 1 else "")
