"""What a command says: results on standard output, talk on standard error, JSON for machines."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from clustermark.study.problems import InputProblem, fields_of
from clustermark.words.problems import lines, told


def prepare_streams() -> None:
    """A character that the terminal cannot show must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def say(*texts: str) -> None:
    """Result lines for a person, on standard output."""
    for text in texts:
        print(text, file=sys.stdout)


def talk(*texts: str) -> None:
    """Lines about the work itself, on standard error."""
    for text in texts:
        print(text, file=sys.stderr)


def as_json(content: object, stream: TextIO | None = None) -> None:
    """A result for a machine, on standard output: UTF-8, or ASCII where the stream cannot take it."""
    stream = stream or sys.stdout
    plain = (stream.encoding or "utf-8").lower().replace("-", "") != "utf8"
    print(json.dumps(content, ensure_ascii=plain, indent=2, sort_keys=False), file=stream)


def problem_json(item: InputProblem, language: str) -> Mapping[str, Any]:
    """A problem for a machine, with its words."""
    words = told(item, language)
    return {
        "code": item.code,
        "severity": item.severity,
        "file": item.where.file,
        "sheet": item.where.sheet,
        "row": item.where.row,
        "column": item.where.column,
        "fields": dict(fields_of(item)),
        "message": words.what,
        "remedy": words.remedy,
    }


def talk_problems(problems: Iterable[InputProblem], language: str) -> None:
    """Every problem with its remedy, on standard error."""
    for item in problems:
        talk(*lines(told(item, language), language))
