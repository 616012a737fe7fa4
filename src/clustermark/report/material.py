"""What the pages are made of: the study, its evidence, its findings and outcomes, and who speaks."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import polars as pl

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.evidence.reference import may_show, rows_of
from clustermark.findings.catalogue import Row, measures
from clustermark.findings.model import Finding, State, sample
from clustermark.study.model import Study, Text
from clustermark.suggestions.model import Outcome
from clustermark.words.verdicts import is_known, state_of
from clustermark.words.voice import Voice, names_of, publishers_of

NO_TABLES: Mapping[str, pl.DataFrame] = MappingProxyType({})
_LONG = 20_000  # rows of a table from which on not all of them are laid out
RANK: dict[State, int] = {"firm": 0, "conflicting": 1, "leaning": 2, "insufficient": 3}


@dataclass(frozen=True, slots=True)
class PagePlan:
    """Of one page: the measures that decide its row, and the charts that may be drawn, the first choice first."""

    row: Row
    decides: tuple[str, ...]
    counted: tuple[str, ...]  # from texts or answers: these decide where the study has them
    charts: tuple[tuple[str, str], ...]


@cache
def plans() -> tuple[PagePlan, ...]:
    """The pages of the seven rows and the five parts, from data."""
    content = (files("clustermark.report") / "pages.toml").read_text(encoding="utf-8")
    return tuple(
        PagePlan(
            page["row"],
            tuple(page["decides"]),
            tuple(page.get("counted", ())),
            tuple((kind, measure) for kind, measure in page["charts"]),
        )
        for page in tomllib.loads(content)["page"]
    )


@cache
def quiet() -> frozenset[str]:
    """Measures that only qualify others, from data."""
    content = (files("clustermark.report") / "pages.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(content)["quiet"])


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a page may need. `index` holds the findings of the period by measure and subject, the best first."""

    study: Study
    evidence: Evidence
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    voice: Voice
    index: Mapping[tuple[str, str], tuple[Finding, ...]]
    rows: Mapping[str, tuple[str, Mapping[str, object]]]  # by reference: table, row
    tables: Mapping[str, pl.DataFrame]  # long results that findings point to

    @property
    def focus(self) -> str:
        """The id of the cluster that the report is about."""
        return self.study.focus

    @property
    def language(self) -> str:
        """The language of the report."""
        return self.voice.language

    def all(self, measure: str, subject: str) -> tuple[Finding, ...]:
        """Every finding of a measure about a subject in the period, the best first."""
        return self.index.get((measure, subject), ())

    def best(self, measure: str, subject: str) -> Finding | None:
        """The best finding of a measure about a subject, known or not; None where the lenses left none."""
        return next(iter(self.all(measure, subject)), None)

    def known(self, measure: str, subject: str) -> Finding | None:
        """The best finding that says something."""
        found = self.best(measure, subject)
        return found if found is not None and is_known(found) else None

    def of_row(self, row: str, subject: str) -> list[Finding]:
        """The findings of one row about a subject, in the order of the catalogue, the best of a measure first."""
        return [
            finding
            for measure in measures().values()
            if measure.row == row
            for finding in self.all(measure.id, subject)
        ]

    def subjects(self, measure: str) -> list[str]:
        """Every subject that has a finding of a measure, those of the study first."""
        own = [subject for subject in self.study.subjects() if (measure, subject) in self.index]
        others = sorted({subject for key, subject in self.index if key == measure and subject not in own})
        return [*own, *(subject for subject in others if "~" not in subject)]

    def is_open(self, reference: str) -> bool:
        """Whether a row may be shown: not of a confidential source, unless it was cleared."""
        return may_show(self.evidence, reference)

    def open_rows(self, table: str) -> list[dict[str, object]]:
        """The accepted rows of a table that may be shown."""
        return [row for row in self.evidence.rows(table) if self.is_open(str(row[REFERENCE]))]

    def said(self, row: Mapping[str, object], column: str) -> str:
        """A text column of a row in the language of the report; "" where it is empty."""
        return str(row.get(f"{column}_{self.language}") or "")

    def fired(self, kind: str) -> list[Outcome]:
        """Outcomes of a kind that fired, in the order of `by_weight`."""
        return by_weight([out for out in self.outcomes if out.kind == kind and out.fate == "fired"], self)


def material(
    study: Study,
    evidence: Evidence,
    findings: Iterable[Finding],
    outcomes: Iterable[Outcome],
    language: str,
    tables: Mapping[str, pl.DataFrame] = NO_TABLES,
) -> Material:
    """Gather what the pages of one language are made of."""
    known = tuple(findings)
    names, labels = names_of(evidence.rows("places"))
    voice = Voice(
        language,
        names,
        labels,
        {product.id: product.name for product in study.products},
        {finding.id: finding for finding in known},
        publishers_of(evidence.rows("publishers")),
        _segments(evidence, known),
    )
    rows = _rows(evidence, known, tables)
    return Material(study, evidence, known, tuple(outcomes), voice, _index(known, study), rows, tables)


def _rows(
    evidence: Evidence, findings: Iterable[Finding], tables: Mapping[str, pl.DataFrame]
) -> dict[str, tuple[str, dict[str, object]]]:
    """The rows of the tables by reference; of a table of many thousands only those that findings or results name."""
    rows = {
        str(row[REFERENCE]): (table, row)
        for table, frame in evidence.tables.items()
        if frame.height <= _LONG
        for row in evidence.rows(table)
        if row.get(REFERENCE)
    }
    if any(frame.height > _LONG for frame in evidence.tables.values()):
        named = [reference for finding in findings for reference in finding.evidence]
        rows |= rows_of(evidence, [*named, *_named_in(tables)])
    return rows


def _named_in(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """References in the column `rows` of result tables: the stories of a peak, the documents of an instrument."""
    frames = [frame for frame in tables.values() if isinstance(frame.schema.get("rows"), pl.List)]
    return [str(each) for frame in frames for listed in frame["rows"].to_list() for each in listed or ()]


def _segments(evidence: Evidence, findings: Iterable[Finding]) -> dict[str, Text]:
    """The names of programmes that set findings apart, from the rows that the findings rest on."""
    named = {str(row[REFERENCE]): row for row in evidence.rows("programmes") if row.get(REFERENCE)}
    found = {}
    for finding in findings:
        row = next((named[reference] for reference in finding.evidence if reference in named), None)
        if row is not None and finding.dimension("segment"):
            found[finding.dimension("segment")] = Text(zh=str(row["name_zh"]), en=str(row["name_en"]))
    return found


def _index(findings: Iterable[Finding], study: Study) -> dict[tuple[str, str], tuple[Finding, ...]]:
    """Findings of the period by measure and subject, the best first; of a past period where the period says nothing."""
    now: dict[tuple[str, str], list[Finding]] = {}
    before: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if not finding.scenario:
            index = now if finding.period == study.period else before
            index.setdefault((finding.measure, finding.subject), []).append(finding)
    ordered = {}
    for key, found in now.items():
        past = [finding for finding in before.get(key, ()) if is_known(finding)]
        chosen = found if any(is_known(finding) for finding in found) else [*past, *found]
        ordered[key] = tuple(sorted(chosen, key=_place_in_order))
    return ordered


def last_year(finding: Finding) -> int:
    """The last year that a finding covers; 0 where it names none."""
    last = finding.years.replace("/", "-").split("-")[-1]
    return int(last) if last.isdigit() else 0


def _place_in_order(finding: Finding) -> tuple[object, ...]:
    """Known before unknown, main product before others, firm before leaning, more origins, later years."""
    return (
        not is_known(finding),
        bool(finding.dimension("product")),
        bool(finding.dimension("segment")),
        bool(sample(finding) and set_apart(finding)),
        RANK[state_of(finding)],
        -finding.n,
        -last_year(finding),
        finding.id,
    )


def set_apart(finding: Finding) -> bool:
    """Whether a count speaks of a part only: of one language, channel or step; the survey alone sets nothing apart."""
    return any(name != "survey" for name, _ in finding.dimensions)


def gap(outcome: Outcome, material: Material) -> float:
    """How far the deciding figures lie from their thresholds, relative to these; the widest of the conditions."""
    widest = 0.0
    for condition in outcome.when:
        for identifier in condition.findings[:1]:
            finding = material.voice.findings.get(identifier)
            value = None if finding is None else _nearest_end(finding, condition.test)
            if value is None:
                continue
            line = condition.reference
            if line is None and condition.test in ("above", "below"):
                line = _number(condition.threshold)
            if line is not None:
                widest = max(widest, abs(value - line) / (abs(line) or 1.0))
    return widest


def _nearest_end(finding: Finding, test: str) -> float | None:
    """The figure to be measured from its threshold: the point, or the end of a bound that lies nearest to it."""
    if isinstance(finding.value, float | int):
        return float(finding.value)
    return finding.high if test == "below" else finding.low


def _number(threshold: str) -> float | None:
    try:
        return float(threshold)
    except ValueError:
        return None


def origins(outcome: Outcome, material: Material) -> int:
    """The largest number of independent origins among the findings that made a rule fire."""
    known = (material.voice.findings.get(identifier) for identifier in outcome.findings)
    return max((finding.n for finding in known if finding is not None), default=0)


def by_weight(outcomes: Sequence[Outcome], material: Material) -> list[Outcome]:
    """Firm before leaning, more independent origins first, then the wider gap, then the order of the rules."""
    place = {outcome.rule: at for at, outcome in enumerate(material.outcomes)}
    return sorted(
        outcomes,
        key=lambda out: (not out.firm, -origins(out, material), -gap(out, material), place[out.rule]),
    )
