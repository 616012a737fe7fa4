"""`clustermark run`: from a study to its report."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clustermark.cli.language import message_language
from clustermark.cli.layout import WIDTH, wrapped
from clustermark.cli.options import AsJson, LanguageOption, StudyPath
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import problem_json, say, talk, talk_problems
from clustermark.cli.usage import FINE, MEND
from clustermark.study.problems import InputProblem, Where
from clustermark.words import text

if TYPE_CHECKING:
    from clustermark.pipeline.run import RunResult

Progress = Callable[[str, int, int], None]


def run(
    study: StudyPath,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    language: LanguageOption = None,
    focus: Annotated[str | None, typer.Option("--focus")] = None,
    as_json: AsJson = False,
) -> int:
    """Make the report and all result files."""
    from clustermark.cli.whole import run_study

    spoken = message_language(language, study)
    with progress_of(spoken) as progress:
        result = run_study(study, out=out, language=language, focus=focus, progress=progress)  # type: ignore[arg-type]
    problems = [*result.summary.problems, *_nothing_judged(result)]
    talk_problems(problems, spoken)
    if as_json:
        write_json(_content(result, problems, spoken))
    else:
        _say_result(result, spoken)
    return FINE if result.summary.judged else MEND


@contextmanager
def progress_of(language: str) -> Iterator[Progress]:
    """Tells each step as it begins: a moving bar on a terminal, plain lines elsewhere; both on standard error."""
    import sys

    if not sys.stderr.isatty():
        yield lambda step, done, total: talk(_step(step, done, total, language))
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=30), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda step, done, total: bar.update(
            task, description=_step(step, done, total, language), completed=done, total=total
        )


def _step(step: str, done: int, total: int, language: str) -> str:
    if step == "reading":
        return text("cli.step.reading", language, percent=done * 100 // total, megabytes=total // 1_000_000)
    if step == "cutting":
        return text("cli.step.cutting", language, done=done, total=total)
    return text("cli.step.line", language, n=done + 1, total=total, step=text(f"cli.step.{step}", language))


def _nothing_judged(result: "RunResult") -> list[InputProblem]:
    if result.summary.judged:
        return []
    return [InputProblem("run.nothing-judged", Where(file=str(result.study.folder)))]


def _say_result(result: "RunResult", language: str) -> None:
    summary = result.summary
    if result.from_cache:
        talk(text("cli.run.cached", language))
    if summary.quarantined:
        talk(text("cli.run.quarantined", language, n=summary.quarantined, path=result.out / "quarantine.csv"))
    say(text("cli.run.report", language, path=result.report))
    for sentence in sentences_in(result, language):
        say(*(f"  {line}" for line in wrapped(sentence, WIDTH - 2)))


def sentences_in(result: "RunResult", language: str) -> list[str]:
    """The three sentences in `language`, or in the language that the study has."""
    by_language = result.summary.sentences
    return list(by_language.get(language) or next(iter(by_language.values()), ()))


def _content(result: "RunResult", problems: list[InputProblem], language: str) -> dict[str, Any]:
    summary = result.summary
    return {
        "out": str(result.out),
        "report": str(result.report),
        "focus": result.study.focus,
        "sentences": {name: list(lines) for name, lines in summary.sentences.items()},
        "judged": summary.judged,
        "accepted": summary.accepted,
        "set_aside": summary.set_aside,
        "quarantined": summary.quarantined,
        "from_cache": result.from_cache,
        "problems": [problem_json(item, language) for item in problems],
    }
