"""`clustermark table`: world input-output tables read, checked and decomposed."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clustermark.cli.language import message_language
from clustermark.cli.options import AsJson, LanguageOption, known_choice
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say, talk
from clustermark.cli.usage import FINE, WrongUsageError
from clustermark.study.problems import ClustermarkError, InputProblem, Where, problem
from clustermark.words import text

if TYPE_CHECKING:
    import polars as pl

    from clustermark.methods.valuechain import Oddity, TableError, WorldTable

ACTIONS = ("import", "check", "decompose")
POSITIONS = ("upstreamness", "downstreamness", "participation", "production-lengths", "vax", "rca")
ENDINGS = (".csv", ".parquet", ".xlsx")
SHOWN = 8  # cells of an oddity in a message


def table(
    action: Annotated[str, typer.Argument()],
    file: Annotated[Path, typer.Argument()],
    layout: Annotated[str, typer.Option("--layout")] = "npz",
    year: Annotated[int | None, typer.Option("--year")] = None,
    unit: Annotated[str | None, typer.Option("--unit")] = None,
    blank: Annotated[str, typer.Option("--blank")] = "error",
    method: Annotated[str | None, typer.Option("--method")] = None,
    level: Annotated[str, typer.Option("--level")] = "country",
    exporter: Annotated[list[str] | None, typer.Option("--exporter")] = None,
    partner: Annotated[list[str] | None, typer.Option("--partner")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    as_json: AsJson = False,
    language: LanguageOption = None,
) -> int:
    """Read, check or decompose a world input-output table.

    Longer than the house likes because every option is a parameter.
    """
    from clustermark.evidence.world_tables import LAYOUTS
    from clustermark.methods.valuechain import LEVELS, METHODS, TableError

    spoken = message_language(language)
    known_choice("ACTION", action, ACTIONS)
    known_choice("--layout", layout, LAYOUTS)
    known_choice("--blank", blank, ("error", "zero"))
    known_choice("--level", level, LEVELS)
    known_choice("--method", method, (*METHODS, *POSITIONS))
    if action == "decompose":
        _require_method(method, out)
    try:
        read = _read(file, layout, year, unit, blank, spoken)
        if action == "import":
            _import(read, out or Path("world-tables"), as_json, spoken)
        elif action == "check":
            _check(read, as_json, spoken)
        else:
            frame, notes = _result(read, str(method), level, exporter, partner)
            _give(frame, notes, out, as_json, spoken)
    except TableError as error:
        raise ClustermarkError([told_problem(error, file, spoken)], language=spoken) from None
    return FINE


def _require_method(method: str | None, out: Path | None) -> None:
    if method is None:
        raise WrongUsageError("missing", name="--method")
    if out is not None:
        known_choice("--out", out.suffix.lower(), ENDINGS)


def told_problem(error: "TableError", file: Path, language: str) -> InputProblem:
    """A table's error as a problem of the input; its own English words stand only in English."""
    cells = ", ".join(error.cells[:SHOWN])
    english = f"{error.message}: {cells}" if cells else error.message
    code = "level" if error.code in ("method", "by", "basis") else error.code
    return problem(
        f"world-table.{code}", Where(file=str(file)), detail=english if language == "en" else cells or english
    )


def _read(file: Path, layout: str, year: int | None, unit: str | None, blank: str, language: str) -> "WorldTable":
    from clustermark.evidence.world_tables import read_world_table

    progress = _progress(language) if sys.stderr.isatty() else None
    read: Callable[..., WorldTable] = read_world_table
    return read(file, layout, year, unit=unit, blank=blank, progress=progress)


def _progress(language: str) -> Callable[[int, int], None]:
    def tell(done: int, whole: int) -> None:
        line = text("world.table.reading", language, percent=100 * done // max(whole, 1))
        print(f"\r{line}", end="\n" if done == whole else "", file=sys.stderr, flush=True)

    return tell


def _import(read: "WorldTable", folder: Path, as_json: bool, language: str) -> None:
    from clustermark.evidence.world_tables import write_world_table

    path = write_world_table(read, folder)
    if as_json:
        write_json({"file": str(path), **_facts(read), "oddities": [_plain(oddity) for oddity in read.check()]})
        return
    year = read.year if read.year is not None else text("world.table.no-year", language)
    say(text("world.table.imported", language, file=path, year=year, **_size(read)))
    say(*(_in_words(oddity, language) for oddity in read.check()))


def _check(read: "WorldTable", as_json: bool, language: str) -> None:
    found = read.check()
    if as_json:
        write_json({**_facts(read), "oddities": [_plain(oddity) for oddity in found]})
        return
    say(text("world.table.size" if found else "world.table.plain", language, **_size(read)))
    say(*(_in_words(oddity, language) for oddity in found))


def _size(read: "WorldTable") -> dict[str, object]:
    return {"countries": len(read.economies), "sectors": len(read.sectors), "unit": read.unit}


def _facts(read: "WorldTable") -> dict[str, object]:
    return {
        "countries": list(read.economies),
        "regions": list(read.countries),
        "sectors": list(read.sectors),
        "year": read.year,
        "unit": read.unit,
    }


def _plain(oddity: "Oddity") -> dict[str, object]:
    return {"code": oddity.code, "error": oddity.error, "cells": list(oddity.cells), "values": list(oddity.values)}


def _in_words(oddity: "Oddity", language: str) -> str:
    valued = oddity.code.startswith(("negative", "published")) or oddity.code == "zero-output-exports"
    cells = [
        f"{cell} {value:g}" if valued else cell
        for cell, value in zip(oddity.cells[:SHOWN], oddity.values[:SHOWN], strict=True)
    ]
    rest = len(oddity.cells) - SHOWN
    more = text("world.table.more", language, n=rest) if rest > 0 else ""
    return text(f"world.oddity.{oddity.code}", language, n=len(oddity.cells), cells=", ".join(cells) + more)


def _result(
    read: "WorldTable", method: str, level: str, exporter: list[str] | None, partner: list[str] | None
) -> tuple["pl.DataFrame", tuple[str, ...]]:
    from clustermark.methods import valuechain

    if method in POSITIONS:
        if exporter or partner or level != "country":
            raise WrongUsageError("wrong-choice", option="--method", value=method, known=", ".join(valuechain.METHODS))
        frame: pl.DataFrame = getattr(valuechain, method.replace("-", "_"))(read)
        return frame, ()
    asked = _groups(exporter) if exporter else None
    got = valuechain.decompose(read, method, exporters=asked, level=level, partners=partner or None)
    return got.frame(), got.notes


def _groups(exporter: list[str]) -> list[str] | dict[str, list[str]]:
    """["CHN"] from "CHN"; {"CHN": ["CHN"], "EU3": ["DEU", "FRA"]} from "CHN" and "EU3=DEU,FRA"."""
    from clustermark.methods.valuechain import TableError

    parts = [item.partition("=") for item in exporter]
    if not any(mark for _, mark, _ in parts):
        return exporter
    names = [name for name, _, _ in parts]
    if len(set(names)) != len(names):
        raise TableError("labels", "exporters named twice", sorted({name for name in names if names.count(name) > 1}))
    return {
        name: [member.strip() for member in members.split(",") if member.strip()] if mark else [name]
        for name, mark, members in parts
    }


def _give(frame: "pl.DataFrame", notes: tuple[str, ...], out: Path | None, as_json: bool, language: str) -> None:
    from clustermark.cli.table_output import csv_text, write_frame

    if out is not None:
        write_frame(frame, out)
    if as_json:
        rows = frame.fill_nan(None).rows(named=True) if out is None else len(frame)
        write_json({"file": str(out) if out else None, "rows": rows, "notes": list(notes)})
        return
    if out is None:
        sys.stdout.write(csv_text(frame))
    else:
        say(text("world.table.written", language, file=out, rows=len(frame)))
    talk(*(text("world.table.note", language, text=note) for note in notes))
