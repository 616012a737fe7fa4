"""The results of the last run of a study, read back for `explain`; where there are none, the study is run first."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from clustermark.findings.model import Finding
from clustermark.findings.store import read_findings
from clustermark.study.load import load_study
from clustermark.study.model import Study
from clustermark.study.problems import Where
from clustermark.suggestions.model import Outcome
from clustermark.suggestions.store import read_outcomes
from clustermark.words.tree import SourceRow
from clustermark.words.voice import Voice, names_of, publishers_of

NEEDED = ("findings.jsonl", "suggestions.jsonl", "cited.parquet", "evidence/places.parquet")


@dataclass(frozen=True, slots=True)
class Results:
    """Findings and outcomes by id, the rows that findings rest on, and the voice that tells them."""

    study: Study
    findings: Mapping[str, Finding]
    outcomes: Mapping[str, Outcome]
    cited: Mapping[str, Mapping[str, Any]]
    voice: Voice

    def source_row(self, reference: str) -> SourceRow:
        """The row that a reference names, from the rows cited in the run."""
        head, _, line = reference.rpartition(":")
        source, _, sheet = head.partition("/")
        known = {item.id: item for item in self.study.sources}
        where = Where(known[source].path if source in known else source, sheet, int(line) if line.isdigit() else None)
        cells = self.cited.get(reference, {})
        hidden = set(cells) == {"confidential"}
        return SourceRow(reference, where, {} if hidden else cells, hidden)


def results_of(path: Path, language: str, before_running: Callable[[], None], out: Path | None = None) -> Results:
    """The results of the last run of a study, in `out` or in its folder `report`."""
    study = load_study(path)
    out = out or study.folder / "report"
    if not all((out / name).is_file() for name in NEEDED):
        from clustermark.cli.whole import run_study

        before_running()
        run_study(path, out=out)
    findings = {finding.id: finding for finding in read_findings(out / "findings.jsonl")}
    outcomes = {outcome.id: outcome for outcome in read_outcomes(out / "suggestions.jsonl")}
    names, labels = names_of(pl.read_parquet(out / "evidence" / "places.parquet").to_dicts())
    products = {product.id: product.name for product in study.products}
    publishers = out / "evidence" / "publishers.parquet"
    written = publishers_of(pl.read_parquet(publishers).to_dicts()) if publishers.is_file() else {}
    voice = Voice(language, names, labels, products, findings, written)
    return Results(study, findings, outcomes, _cited(out / "cited.parquet"), voice)


def _cited(path: Path) -> Mapping[str, Mapping[str, Any]]:
    found = {}
    for row in pl.read_parquet(path).to_dicts():
        text = row.get("row")
        found[str(row["reference"])] = json.loads(text) if text else {}
    return found
