"""`clustermark export-qdpx`: interviews, codebook and codings as a REFI-QDA project for other programs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clustermark.cli.code_sheet import codebook_of, interview_problems, read_interviews
from clustermark.cli.interview_folder import keep_aside
from clustermark.cli.language import message_language
from clustermark.cli.options import AsJson, LanguageOption, StudyPath, known_choice
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say, talk, talk_problems
from clustermark.cli.usage import FINE
from clustermark.words import text

if TYPE_CHECKING:
    from clustermark.evidence.readers.refi.model import Project
    from clustermark.study.model import Study

_PRIVATE = "private"
_NAME = "interviews.qdpx"


def export_qdpx(
    study: StudyPath,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    language: LanguageOption = None,
    as_json: AsJson = False,
) -> int:
    """Write the project; one that the study has read is written back with what it lacks."""
    from clustermark.evidence.interviews.export import project_of
    from clustermark.evidence.neutral import write_atomically
    from clustermark.evidence.readers.refi import write_qdpx
    from clustermark.pipeline.outputs import refuse_sources, told_as_problem

    spoken = message_language(language, study)
    if out is not None:
        known_choice("--out", out.suffix.lower(), (".qdpx",))
    asked, evidence, interviews = read_interviews(study)
    base = _base(asked)
    title = asked.title.in_language(asked.language)
    project = project_of(interviews, codebook_of(evidence), asked.language, base, title)
    data = write_qdpx(project, keep_base_path=False)
    path = out or asked.folder / _PRIVATE / _NAME
    refuse_sources(asked, path)
    with told_as_problem(path.parent):
        if out is None:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        kept = keep_aside(path)
        write_atomically(path, lambda partial: partial.write_bytes(data))
        path.chmod(0o600)
    talk_problems(interview_problems(evidence), spoken)
    counts = {"texts": len(project.sources), "codes": len(project.codes), "passages": len(project.selections)}
    if as_json:
        write_json({"file": str(path), **counts, "kept": str(kept or "")})
    else:
        say(text("cli.export-qdpx.made", spoken, file=path, **counts))
        talk(text("cli.export-qdpx.confidential", spoken))
    return FINE


def _base(study: "Study") -> "Project | None":
    """The first project that the study reads interviews from."""
    from clustermark.evidence.interviews.refi_rows import looks_like_refi
    from clustermark.evidence.readers.refi import read_qdpx

    for source in study.sources:
        path = study.folder / source.path
        if source.table == "interviews" and path.is_file():
            data = path.read_bytes()
            if looks_like_refi(data, path.suffix):
                return read_qdpx(data)
    return None
