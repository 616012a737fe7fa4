"""The program `clustermark`: its commands, and the one place where errors become messages and exit codes."""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from clustermark.cli import (
    case_table,
    check,
    code_sheet,
    explain,
    export_qdpx,
    measures,
    new,
    pseudonyms,
    rules,
    run,
    suggest_codes,
    table,
)
from clustermark.cli.help import Command, Group
from clustermark.cli.language import asked_language, begin, spoken_language
from clustermark.cli.output import as_json, prepare_streams, problem_json, talk, talk_problems
from clustermark.cli.usage import (
    FAULT,
    FINE,
    INTERRUPTED,
    MEND,
    USAGE,
    UsageError,
    WrongUsageError,
    usage_hint,
    usage_message,
)
from clustermark.study.problems import ClustermarkError, InputProblem, Where
from clustermark.words import text

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None, no_args_is_help=False)
_COMMANDS: dict[str, Callable[..., int]] = {
    "new": new.new,
    "check": check.check,
    "run": run.run,
    "code-sheet": code_sheet.code_sheet,
    "suggest-codes": suggest_codes.suggest_codes,
    "pseudonyms": pseudonyms.pseudonyms,
    "export-qdpx": export_qdpx.export_qdpx,
    "case-table": case_table.case_table,
    "explain": explain.explain,
    "measures": measures.measures,
    "rules": rules.rules,
    "table": table.table,
}
for _name, _function in _COMMANDS.items():
    app.command(_name, cls=Command)(_function)


@app.callback(invoke_without_command=True)
def program(context: typer.Context, version: bool = typer.Option(False, "--version")) -> None:
    """Print the version, or the help where no command is given."""
    if version:
        from clustermark import __version__

        print(f"clustermark {__version__}")
    elif context.invoked_subcommand is None:
        print(context.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code."""
    prepare_streams()
    sys.exit(outcome(list(sys.argv[1:] if arguments is None else arguments)))


def outcome(arguments: list[str]) -> int:
    """Run the command in `arguments` and give its exit code; whatever goes wrong is told without a traceback."""
    begin(arguments)
    try:
        code = app(arguments, prog_name="clustermark", standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:  # newer versions of typer turn the interrupt into this code
            raise KeyboardInterrupt
        return code if isinstance(code, int) else FINE
    except (UsageError, WrongUsageError) as error:
        language = spoken_language()
        talk(usage_message(error, language), usage_hint(arguments[:1], _COMMANDS, language))
        return USAGE
    except ClustermarkError as error:
        return _told(error.problems, asked_language(arguments) or error.language or spoken_language(), arguments)
    except (KeyboardInterrupt, typer.Abort):
        talk("", text("cli.end.interrupted", spoken_language()))
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough: "clustermark rules | head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        if isinstance(error, OSError) and not _of_the_program(error):
            return _told([_of_the_system(error)], spoken_language(), arguments)
        _tell_fault(error, spoken_language())
        return FAULT


def _told(problems: Sequence[InputProblem], language: str, arguments: list[str]) -> int:
    if "--json" in arguments:
        as_json({"problems": [problem_json(item, language) for item in problems]})
    talk_problems(problems, language)
    return MEND


def _of_the_program(error: OSError) -> bool:
    """Whether a file of the program itself is missing or unreadable: no fault of the user's."""
    package = Path(__file__).resolve().parents[1]
    return isinstance(error.filename, str) and Path(error.filename).resolve().is_relative_to(package)


def _of_the_system(error: OSError) -> InputProblem:
    """A full disk, missing rights or the like, as a problem."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", -1)):
        code = "output.disk-full"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        code = "output.not-writable"
    else:
        code = "output.unreadable"
    return InputProblem(code, Where(file=str(error.filename or "")), (("text", error.strerror or str(error)),))


def _tell_fault(error: Exception, language: str) -> None:
    """A fault of the program: where it is, in two lines; all of it for those who ask."""
    if os.environ.get("CLUSTERMARK_DEBUG"):
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    talk(text("cli.end.fault", language, kind=type(error).__name__, place=place), text("cli.end.fault-hint", language))


if __name__ == "__main__":
    main()
