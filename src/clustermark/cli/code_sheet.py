"""`clustermark code-sheet`: the coding sheet of each coder, in the folder of the interviews."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustermark.cli.interview_folder import FOLDER, TABLES, TO_FILL, guard, keep_aside, write_unknown
from clustermark.cli.language import message_language
from clustermark.cli.options import AsJson, LanguageOption, StudyPath
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say, talk, talk_problems
from clustermark.cli.usage import FINE, WrongUsageError
from clustermark.study.problems import ClustermarkError, InputProblem, Where, problem
from clustermark.words import text

if TYPE_CHECKING:
    from clustermark.evidence.interviews.model import Interviews
    from clustermark.evidence.model import Evidence
    from clustermark.study.model import Source, Study

_CODER = re.compile(r"[^\W_][\w-]{0,29}")
_FIRST = "1"
_BESIDE = frozenset({"places", "firms", "pseudonyms"})


def code_sheet(
    study: StudyPath,
    coder: Annotated[list[str] | None, typer.Option("--coder")] = None,
    language: LanguageOption = None,
    force: Annotated[bool, typer.Option("--force")] = False,
    as_json: AsJson = False,
) -> int:
    """Write a coding sheet for each coder and enter it in the study."""
    from clustermark.evidence.interviews.coding_write import write_coding_sheet
    from clustermark.evidence.interviews.model import SUGGESTER

    spoken = message_language(language, study)
    asked, evidence, interviews = read_interviews(study)
    shown = interview_problems(evidence)
    coded = sorted(set(interviews.segments["coder"]) - {SUGGESTER})
    coders = [named_coder(name) for name in coder or ()] or coded or [_FIRST]
    sheets = {name: _path(asked, name) for name in coders}
    there = [path for path in sheets.values() if path.exists()]
    if there and not force:
        told = [problem("coding.exists", Where(str(path)), name=path.name) for path in there]
        raise ClustermarkError(told, language=spoken)
    guard(asked.folder)
    made = []
    codebook = codebook_of(evidence)
    for name, path in sheets.items():
        kept = keep_aside(path)
        turns = write_coding_sheet(path, interviews, codebook, name, asked.language)
        entered = _enter(asked, path)
        made.append({"coder": name, "file": str(path), "turns": turns, "kept": str(kept or ""), "entered": entered})
    unknown = write_unknown(asked.folder, interviews, asked.language)
    talk_problems(shown, spoken)
    if unknown:
        talk(text("cli.code-sheet.unknown", spoken, n=unknown, file=asked.folder / TO_FILL))
    if as_json:
        write_json({"sheets": made, "speakers_to_fill": str(asked.folder / TO_FILL) if unknown else ""})
    else:
        _say(made, asked, spoken)
    return FINE


def read_interviews(path: Path) -> tuple["Study", "Evidence", "Interviews"]:
    """The study, and what its sources of interviews hold. Raises ClustermarkError where there is no interview."""
    from clustermark.evidence.interviews.build import interviews_of
    from clustermark.evidence.read import read_evidence
    from clustermark.study.load import load_study

    study = load_study(path)
    wanted = tuple(source for source in study.sources if source.table in TABLES | _BESIDE)
    evidence = read_evidence(study.model_copy(update={"sources": wanted}))
    interviews = interviews_of(evidence, study)
    if interviews.documents.is_empty():
        told = [*interview_problems(evidence), problem("coding.no-interviews", Where(str(study.folder)))]
        raise ClustermarkError(told, language=study.language)
    return study, evidence, interviews


def interview_problems(evidence: "Evidence") -> list[InputProblem]:
    """What must be told of the interviews; of other tables nothing."""
    return [item for item in evidence.problems if not item.code.startswith(("study.", "place."))]


def codebook_of(evidence: "Evidence") -> list[Mapping[str, Any]]:
    """The rows of the study's codebook, else those of the starting one."""
    from clustermark.evidence.interviews.codes import starting_codebook

    return list(evidence.rows("codebook") or starting_codebook())


def named_coder(coder: str) -> str:
    """The id of a person who codes. Raises WrongUsageError for what is none, or is the suggester's."""
    from clustermark.evidence.interviews.model import SUGGESTER

    if not _CODER.fullmatch(coder.strip()) or coder.strip().casefold() == SUGGESTER:
        raise WrongUsageError("wrong-coder", value=coder)
    return coder.strip()


def _path(study: "Study", coder: str) -> Path:
    """The file of a coder: a name that came with other files is never a path."""
    plain = re.sub(r"[^\w-]", "-", coder)[:30] or _FIRST
    return study.folder / FOLDER / f"coding-{plain}.xlsx"


def _enter(study: "Study", path: Path) -> bool:
    """Enter the sheet in the study file, unless it stands there."""
    from clustermark.study.add import add_source
    from clustermark.study.load import load_study

    name = f"{FOLDER}/{path.name}"
    sources = load_study(study.folder).sources
    if any(source.path == name for source in sources):
        return True
    return add_source(study.folder, _source(name, [source.id for source in sources]))


def _source(name: str, taken: list[str]) -> "Source":
    from clustermark.study.model import Source

    number = 1
    while f"coding-{number}" in taken:
        number += 1
    return Source(id=f"coding-{number}", path=name, table="segments", origin="judged")


def _say(made: list[dict[str, Any]], study: "Study", language: str) -> None:
    for sheet in made:
        say(text("cli.code-sheet.made", language, file=sheet["file"], turns=sheet["turns"], coder=sheet["coder"]))
        if sheet["kept"]:
            talk(text("cli.code-sheet.kept", language, file=sheet["kept"]))
        if not sheet["entered"]:
            talk(text("cli.code-sheet.not-entered", language, file=Path(sheet["file"]).name))
    say(text("cli.code-sheet.next", language, folder=study.folder))
