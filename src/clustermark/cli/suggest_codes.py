"""`clustermark suggest-codes`: codes suggested to one coder by likeness, decided by people, in the private folder."""

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clustermark.cli.code_sheet import codebook_of, interview_problems, named_coder, read_interviews
from clustermark.cli.interview_folder import keep_aside
from clustermark.cli.language import message_language
from clustermark.cli.options import AsJson, LanguageOption, StudyPath
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say, talk, talk_problems
from clustermark.cli.usage import FINE
from clustermark.study.problems import ClustermarkError, InputProblem, Where, problem
from clustermark.words import text

if TYPE_CHECKING:
    from clustermark.evidence.interviews.codes import Code
    from clustermark.evidence.interviews.model import Interviews
    from clustermark.evidence.interviews.suggestions import Suggestion
    from clustermark.study.model import Study

PRIVATE, LOG, ACCEPTED = "private", "suggestions-log.csv", "suggested.csv"


def suggest_codes(
    study: StudyPath,
    coder: Annotated[str, typer.Option("--for")],
    language: LanguageOption = None,
    as_json: AsJson = False,
) -> int:
    """Read the decisions in the coder's sheet of suggestions, if there is one, and write it anew."""
    from clustermark.evidence.interviews.model import SUGGESTER
    from clustermark.evidence.interviews.suggestion_sheet import write_suggestions
    from clustermark.evidence.interviews.suggestions import suggestable, suggestions, with_decisions

    spoken = message_language(language, study)
    asked, evidence, interviews = read_interviews(study)
    people = sorted({one for one in interviews.segments["coder"] if one} - {SUGGESTER})
    name = coder if coder in people else named_coder(coder)
    if not suggestable(interviews, name):
        nothing = problem("suggestions.nothing-coded", Where(str(asked.folder)), coder=name)
        raise ClustermarkError([*interview_problems(evidence), nothing], language=spoken)
    book = codebook_of(evidence)
    folder = asked.folder / PRIVATE
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"suggestions-{_plain(name)}.xlsx"
    before, told = _decided(path, name, interviews, book, people)
    if not before and any(item.code == "suggestions.no-header" for item in told):
        raise ClustermarkError(told, language=spoken)
    found = with_decisions(suggestions(interviews, name), before)
    kept = keep_aside(path)
    write_suggestions(path, found, interviews, book, people, asked.language)
    path.chmod(0o600)
    counted, entered = _enter(asked)
    talk_problems([*interview_problems(evidence), *told], spoken)
    undecided = sum(not one.decision for one in found)
    if as_json:
        facts = {"file": str(path), "suggested": len(found), "undecided": undecided, "accepted": counted}
        write_json({**facts, "kept": str(kept or "")})
        return FINE
    say(text("cli.suggest-codes.made", spoken, file=path, n=len(found), undecided=undecided, coder=name))
    say(text("cli.suggest-codes.counted", spoken, n=counted))
    if not entered:
        talk(text("cli.suggest-codes.not-entered", spoken, file=f"{PRIVATE}/{ACCEPTED}"))
    say(text("cli.suggest-codes.next", spoken, folder=asked.folder, coder=name))
    return FINE


def _plain(coder: str) -> str:
    """A name that came with other files is never a path; two names never share a file."""
    plain = re.sub(r"[^\w-]", "-", coder)[:30]
    return plain if plain == coder else f"{plain}-{sha256(coder.encode()).hexdigest()[:6]}"


def _decided(
    path: Path, coder: str, interviews: "Interviews", book: "list[Code]", people: list[str]
) -> "tuple[list[Suggestion], list[InputProblem]]":
    """What stands in the sheet of before; new decisions go to the log, and what they come to beside it."""
    from clustermark.evidence.interviews.suggestion_sheet import read_suggestions
    from clustermark.evidence.interviews.suggestions import accepted, logged, read_log, write_accepted, write_log
    from clustermark.evidence.readers.sheet import UnreadableFileError
    from clustermark.evidence.readers.xlsx_reader import read_xlsx

    if not path.exists():
        return [], []
    try:
        sheets = read_xlsx(path.read_bytes())
    except UnreadableFileError as error:
        fields = {name: str(value) for name, value in error.fields.items()}
        raise ClustermarkError([InputProblem(error.code, Where(str(path)), tuple(sorted(fields.items())))]) from None
    written, counted, told = read_suggestions(sheets, path.name, interviews, book, people)
    log = logged(read_log(path.with_name(LOG)), coder, counted)
    if log:
        write_log(path.with_name(LOG), log)
        write_accepted(path.with_name(ACCEPTED), accepted(log))
    return written, told


def _enter(study: "Study") -> tuple[int, bool]:
    """How many suggestions count; and whether the study names the file that they stand in."""
    from clustermark.evidence.interviews.suggestions import accepted, read_log
    from clustermark.study.add import add_source
    from clustermark.study.model import Source

    counted = len(accepted(read_log(study.folder / PRIVATE / LOG)))
    name = f"{PRIVATE}/{ACCEPTED}"
    if not counted or any(source.path == name for source in study.sources):
        return counted, True
    source = Source(id="suggested", path=name, table="segments", origin="judged", sensitivity="confidential")
    taken = any(one.id == source.id for one in study.sources)
    return counted, not taken and add_source(study.folder, source)
