"""From a study to its report: the rooms in order, with a cache at the arrow into the report."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from clustermark.comparison import compare
from clustermark.evidence.model import Evidence
from clustermark.evidence.quarantine import write_quarantine
from clustermark.evidence.read import read_evidence
from clustermark.evidence.store import write_cited, write_evidence
from clustermark.findings.model import Finding
from clustermark.findings.store import write_findings
from clustermark.lenses import ask_lenses, run_lenses
from clustermark.pipeline.cache import cached, forget_old, key_of, program_hash, source_hashes, versions
from clustermark.pipeline.outputs import publish, refuse_sources, told_as_problem, write_json, write_results
from clustermark.pipeline.summary import Summary, read_summary, summarise, write_summary
from clustermark.pipeline.turns import turn
from clustermark.study.load import load_study
from clustermark.study.model import Language, Study
from clustermark.study.problems import ClustermarkError, Where, problem
from clustermark.suggestions.evaluate import evaluate
from clustermark.suggestions.model import Outcome
from clustermark.suggestions.plan import communication_plan, plan_tables
from clustermark.suggestions.store import write_outcomes

Progress = Callable[[str, int, int], None]
Sentences = Mapping[str, Sequence[str]]  # the three of the first page, by language
Tables = Mapping[str, pl.DataFrame]  # long results, by the id of their result table
Present = Callable[[Study, Evidence, Sequence[Finding], Sequence[Outcome], Tables, Path], Sentences]
_LARGE = 20_000_000  # bytes
_MANY = 20_000  # texts
STEPS = ("study", "evidence", "lenses", "comparison", "suggestions", "report", "write")


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run left: where, for which study, and in short."""

    out: Path
    study: Study
    summary: Summary
    from_cache: bool
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def report(self) -> Path:
        """The report, to be opened from disk."""
        return self.out / "report.html"


@dataclass(slots=True)
class Clock:
    """Tells the user which step runs, and notes how long each took."""

    progress: Progress | None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step of the run."""
        if self.progress:
            self.progress(name, STEPS.index(name), len(STEPS))
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


def told_reading(progress: Progress | None) -> Callable[[str, int, int], None] | None:
    """Tells, as the step "reading", each tenth of a large file; small files are read before anyone could look."""
    if progress is None:
        return None
    told: dict[str, int] = {}

    def tell(source: str, done: int, total: int) -> None:
        tenth = done * 10 // total
        if total >= _LARGE and tenth > told.get(source, 0):
            told[source] = tenth
            progress("reading", done, total)

    return tell


def told_cutting(progress: Progress | None) -> Callable[[str, int, int], None] | None:
    """Tells, as the step "cutting", how many texts of a large corpus are cut into words."""
    if progress is None:
        return None
    return lambda _source, done, total: progress("cutting", done, total) if total >= _MANY else None


def analyse(evidence: Evidence, study: Study, *, quick: bool = False) -> list[Finding]:
    """All findings of a study: those of the lenses, then of the comparison. `quick` leaves world tables unread."""
    findings = run_lenses(evidence, study, quick=quick)
    return [*findings, *compare(findings, study)]


def run(
    study_path: Path,
    out: Path | None = None,
    language: Language | None = None,
    focus: str | None = None,
    progress: Progress | None = None,
    present: Present | None = None,
) -> RunResult:
    """Read a study and write its findings, suggestions and evidence to `out` (default STUDY/report).

    `present` writes what people read into the same folder: the rooms below hand it in, since this one knows no words.
    Unchanged input is answered from the cache with the same bytes. Raises ClustermarkError for what the user must
    mend before anything can be done.
    """
    clock = Clock(progress)
    with clock.step("study"):
        study = _asked(load_study(study_path), language, focus)
        target = out or study.folder / "report"
        refuse_sources(study, target)
        hashes = source_hashes(study)
        asked = study.model_dump(mode="json")
        presented = present is not None
        key = key_of(program=program_hash(), versions=versions(), study=asked, sources=hashes, presented=presented)
    store = study.folder / ".clustermark" / "cache"
    with told_as_problem(store):
        entry, from_cache = cached(store, key, lambda folder: _make(folder, study, hashes, clock, present))
    with clock.step("write"), turn(store), told_as_problem(target):
        outputs = publish(entry, target)
        forget_old(store)
        manifest = {"key": key, "study": asked, "sources": hashes, "outputs": outputs}
        write_json(target / "run.json", manifest | {"versions": versions(), "seed": study.seed})
        write_json(target / "timings.json", {"seconds": clock.seconds, "from_cache": from_cache})
    return RunResult(target, study, read_summary(entry), from_cache, clock.seconds)


def _asked(study: Study, language: Language | None, focus: str | None) -> Study:
    if focus and focus not in study.all_clusters():
        known = ", ".join(study.all_clusters())
        raise ClustermarkError([problem("study.unknown-focus", value=focus, known=known)], language=study.language)
    asked = study.with_focus(focus) if focus else study
    return asked.model_copy(update={"language": language}) if language else asked


def _make(folder: Path, study: Study, hashes: Mapping[str, str], clock: Clock, present: Present | None) -> None:
    """Every output of a run, into an empty folder. `hashes` are those of the sources as the run began."""
    with clock.step("evidence"):
        evidence = read_evidence(study, told_reading(clock.progress))
        refuse_changed(study, evidence, hashes)
        write_quarantine(evidence, folder / "quarantine.csv")
        write_evidence(evidence, folder / "evidence")
    with clock.step("lenses"):
        found = ask_lenses(evidence, study, told_cutting(clock.progress))
        evidence = replace(evidence, problems=(*evidence.problems, *found.problems))
        write_results(found.tables, folder / "results")
    with clock.step("comparison"):
        findings = [*found.findings, *compare(found.findings, study)]
        write_findings(findings, folder / "findings.jsonl")
    with clock.step("suggestions"):
        outcomes = evaluate(findings, study)
        write_outcomes(folder / "suggestions.jsonl", outcomes)
        planned = plan_tables(communication_plan(findings, outcomes, found.tables, evidence, study))
        write_results(planned, folder / "results")
        write_cited(evidence, cited(findings, outcomes), folder / "cited.parquet")
    sentences: Sentences = {}
    if present:
        with clock.step("report"):
            sentences = present(study, evidence, findings, outcomes, {**found.tables, **planned}, folder)
    write_summary(summarise(study, evidence, findings, sentences), folder)


def refuse_changed(study: Study, evidence: Evidence, hashes: Mapping[str, str]) -> None:
    """Raise where a file was another when it was read than when the run began: its outputs would bear a wrong key."""
    gone = {item.where.file for item in evidence.problems if item.code == "file.missing"}
    changed = [
        source
        for source in evidence.sources.values()
        if (source.sha256 and str(source.reader) != "folder" and source.sha256 != hashes[source.id])
        or (hashes[source.id] and source.path in gone)
    ]
    if changed:
        told = [problem("run.source-changed", Where(source.path), value=source.path) for source in changed]
        raise ClustermarkError(told, language=study.language)


def cited(findings: list[Finding], outcomes: list[Outcome]) -> list[str]:
    """References of the rows that findings rest on, sorted, each once."""
    del outcomes  # rules rest on findings alone
    return sorted({reference for finding in findings for reference in finding.evidence})
