"""`clustermark case-table`: interviews by codes as a CSV for R and Excel, in the study's private folder."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clustermark.cli.code_sheet import interview_problems, read_interviews
from clustermark.cli.language import message_language
from clustermark.cli.options import AsJson, LanguageOption, StudyPath
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say, talk_problems
from clustermark.cli.usage import FINE
from clustermark.words import text

if TYPE_CHECKING:
    from clustermark.lenses.interviews.case_table import CaseTable

_PRIVATE, _NAME = "private", "case-table.csv"


def case_table(
    study: StudyPath,
    counts: Annotated[bool, typer.Option("--counts")] = False,
    language: LanguageOption = None,
    as_json: AsJson = False,
) -> int:
    """Write the table; attributes that would point at fewer than three interviewees stay out, and it is said why."""
    from clustermark.lenses.interviews.case_table import case_table as table_of
    from clustermark.lenses.interviews.coded import coded_of
    from clustermark.pipeline.outputs import told_as_problem

    spoken = message_language(language, study)
    asked, evidence, interviews = read_interviews(study)
    places = coded_of(interviews, asked, {}, _nothing)
    table = table_of(interviews, places, counts)
    folder = asked.folder / _PRIVATE
    with told_as_problem(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / _NAME
        _write(path, table)
    talk_problems(interview_problems(evidence), spoken)
    codes = len({code.id for coded in places for code in coded.codes})
    if as_json:
        left_out = {place: dict(names) for place, names in table.left_out.items()}
        write_json({"file": str(path), "interviews": len(table.rows), "codes": codes, "left_out": left_out})
        return FINE
    say(text("cli.case-table.made", spoken, file=path, n=len(table.rows), codes=codes))
    for place, names_out in table.left_out.items():
        for why in ("few", "empty"):
            listed = [text(f"cli.case-table.{name}", spoken) for name, reason in names_out.items() if reason == why]
            if listed:
                joined = text("cli.case-table.list", spoken).join(listed)
                say(text(f"cli.case-table.left-out-{why}", spoken, place=place, names=joined))
    return FINE


def _nothing(_text: str) -> str | None:
    """No words of anybody stand in the table."""
    return None


def _write(path: Path, table: "CaseTable") -> None:
    from clustermark.evidence.neutral import neutralised, write_atomically

    def write(partial: Path) -> None:
        partial.touch(mode=0o600)
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([neutralised(name) for name in table.header])
            writer.writerows([[neutralised(str(cell)) for cell in row] for row in table.rows])

    write_atomically(path, write)
    path.chmod(0o600)
