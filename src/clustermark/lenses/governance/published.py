"""What pages say of governance: codes of its type and of who drives the chain, levels of dependence on buyers."""

from collections.abc import Mapping
from dataclasses import dataclass

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.findings.catalogue import measures
from clustermark.lenses.governance.settings import settings
from clustermark.lenses.rows import number, open_rows, origin_of, text, year
from clustermark.study.model import Origin

TYPE, DRIVER, DEPENDENCE = "governance.type", "mechanism.driver", "governance.buyer_dependence"
CODED = (TYPE, DRIVER)
UNCLEAR = "ambiguous"  # a page that finds no type or driver judges nothing


@dataclass(frozen=True, slots=True)
class Published:
    """What rows say of one measure, place and channel ("" where none is named): a set of codes, or of levels."""

    channel: str
    said: tuple[str, ...]
    rows: tuple[str, ...]
    origins: tuple[Origin, ...]
    years: tuple[int, ...]

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels of the survey that it speaks of; () for all."""
        return tuple(settings().covers.get(self.channel, (self.channel,))) if self.channel else ()


def published(evidence: Evidence, subject: str) -> Mapping[str, list[Published]]:
    """The judgements on a place by measure, from rows that may be shown; each channel once."""
    cells: dict[tuple[str, str], list[tuple[str, str, Origin, int | None]]] = {}
    for row in open_rows(evidence, "claims"):
        of, code = text(row, "variable"), text(row, "code")
        known = of in CODED and code in measures()[of].codes and code != UNCLEAR
        if text(row, "subject") == subject and known and not text(row, "absent"):
            told = (code, text(row, REFERENCE), origin_of(row, judged=True), year(row))
            cells.setdefault((of, text(row, "channel")), []).append(told)
    for row in open_rows(evidence, "judgements"):
        level = number(row, "level")
        if text(row, "subject") == subject and text(row, "condition") == DEPENDENCE and level is not None:
            told = (f"{level:g}", text(row, REFERENCE), origin_of(row, judged=True), year(row))
            cells.setdefault((DEPENDENCE, ""), []).append(told)
    found: dict[str, list[Published]] = {}
    for (of, channel), said in sorted(cells.items()):
        codes, rows = sorted({one[0] for one in said}), tuple(one[1] for one in said)
        origins, years = tuple(one[2] for one in said), tuple(sorted({one[3] for one in said if one[3]}))
        found.setdefault(of, []).append(Published(channel, tuple(codes), rows, origins, years))
    return found
