"""The folder `interviews` of a study: transcripts, the sheet of speakers, the codebook, coding sheets.

It holds what people said in confidence: only its owner may open it, and version control leaves it out.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from clustermark.words import text

if TYPE_CHECKING:
    from clustermark.evidence.interviews.model import Interviews
    from clustermark.study.model import Source

FOLDER = "interviews"
TRANSCRIPTS = f"{FOLDER}/transcripts"
TO_FILL = f"{FOLDER}/speakers-to-fill.xlsx"
SPEAKERS, CODEBOOK = f"{FOLDER}/speakers.xlsx", f"{FOLDER}/codebook.xlsx"
TABLES = frozenset({"interviews", "interview_speakers", "codebook", "segments"})


def interview_sources() -> list["Source"]:
    """The sources of a study with interviews; those of coding sheets are added when the sheets are made."""
    from clustermark.study.model import Source

    return [
        Source(id="interviews", path=TRANSCRIPTS, table="interviews", origin="surveyed"),
        Source(id="interview_speakers", path=SPEAKERS, table="interview_speakers", origin="surveyed"),
        Source(id="codebook", path=CODEBOOK, table="codebook", origin="judged"),
    ]


def fill_interviews(stage: Path, language: str) -> list[str]:
    """Write an example of a transcript, the sheet of speakers and the starting codebook; name the files."""
    from clustermark.evidence.interviews.codes import starting_codebook
    from clustermark.evidence.interviews.table_sheets import write_table_sheet
    from clustermark.study.write import write_text

    example = f"{TRANSCRIPTS}/{text('cli.interviews.example-file', language)}"
    (stage / TRANSCRIPTS).mkdir(parents=True)
    write_text(stage / example, text("cli.interviews.example", language).lstrip("\n"))
    write_table_sheet(stage / SPEAKERS, "interview_speakers", language)
    write_table_sheet(stage / CODEBOOK, "codebook", language, starting_codebook())
    return [example, SPEAKERS, CODEBOOK]


def guard(folder: Path) -> None:
    """Make the folder one that only its owner opens."""
    (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
    (folder / FOLDER).chmod(0o700)


def write_unknown(folder: Path, interviews: "Interviews", language: str) -> int:
    """List the labels whose role is not known, to be filled in and copied, and give their number."""
    import polars as pl

    from clustermark.evidence.interviews.table_sheets import write_table_sheet

    names = dict(interviews.documents.select("document", "name").iter_rows())
    unknown = interviews.speakers.filter((pl.col("role") == "") & (pl.col("speaker") != ""))
    rows = [{"document": names[row["document"]], "speaker": row["speaker"]} for row in unknown.iter_rows(named=True)]
    if rows:
        keep_aside(folder / TO_FILL)
        write_table_sheet(folder / TO_FILL, "interview_speakers", language, rows)
    return len(rows)


def keep_aside(path: Path) -> Path | None:
    """Give a file that is there another name, so that nothing in it is lost; None where there is none."""
    if not path.exists():
        return None
    number = 1
    while (aside := path.with_name(f"{path.stem}.old{number}{path.suffix}")).exists():
        number += 1
    os.replace(path, aside)
    return aside
