"""`clustermark new`: a study folder with everything in it, so that nobody needs to edit TOML."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from clustermark.cli.answers import Named, ask, ask_named, named, once_each, period_text, several
from clustermark.cli.language import message_language
from clustermark.cli.options import AsJson, LanguageOption, known_language
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say, talk
from clustermark.cli.usage import FINE, WrongUsageError
from clustermark.words import text


def new(
    folder: Annotated[Path | None, typer.Argument()] = None,
    cluster: Annotated[str | None, typer.Option("--cluster")] = None,
    product: Annotated[list[str] | None, typer.Option("--product")] = None,
    peer: Annotated[list[str] | None, typer.Option("--peer")] = None,
    benchmark: Annotated[list[str] | None, typer.Option("--benchmark")] = None,
    period: Annotated[str | None, typer.Option("--period")] = None,
    past: Annotated[list[str] | None, typer.Option("--past")] = None,
    hs: Annotated[list[str] | None, typer.Option("--hs")] = None,
    language: LanguageOption = None,
    interviews: Annotated[bool, typer.Option("--interviews")] = False,
    yes: Annotated[bool, typer.Option("--yes")] = False,
    force: Annotated[bool, typer.Option("--force")] = False,
    as_json: AsJson = False,
) -> int:
    """Start a study.

    Longer than the house likes because every option is a parameter.
    """
    from clustermark.cli.study_folder import Plan, write_folder

    spoken = message_language(language)
    asking = not yes and sys.stdin.isatty()
    if asking and not (cluster and product and period):
        talk(text("cli.ask.intro", spoken))
    place = _place(cluster, asking, spoken)
    products = _products(product, asking, spoken)
    peers = _peers(peer, cluster, asking, spoken)
    benchmarks = [named(item, "--benchmark") for item in benchmark or ()]
    once_each([place, *peers, *benchmarks])
    asked = _period(period, asking, spoken)
    plan = Plan(
        folder=folder or Path(place.id),
        place=place,
        products=tuple(products),
        peers=tuple(peers),
        benchmarks=tuple(benchmarks),
        period=asked,
        past=tuple(period_text(item, "--past") for item in past or ()),
        hs=tuple(_hs(code) for code in hs or ()),
        language=_language(language, asking and not cluster, spoken),
        interviews=interviews,
    )
    files = write_folder(plan, force=force)
    if as_json:
        write_json({"folder": str(plan.folder), "files": files, "focus": place.id, "language": plan.language})
    else:
        _say_next(plan.folder, spoken)
        if interviews:
            _say_interviews(plan.folder, spoken)
    return FINE


def _place(cluster: str | None, asking: bool, language: str) -> Named:
    if cluster is None and asking:
        return ask_named("cluster", "--cluster", language)
    return named(_given(cluster, "cluster", "--cluster", language), "--cluster")


def _products(product: list[str] | None, asking: bool, language: str) -> list[Named]:
    if not product and asking:
        return [ask_named("product", "--product", language)]
    first = _given(product[0] if product else None, "product", "--product", language)
    products = [named(item, "--product") for item in (first, *(product or [])[1:])]
    once_each(products)
    return products


def _peers(peer: list[str] | None, cluster: str | None, asking: bool, language: str) -> list[Named]:
    if peer is None and cluster is None and asking:
        return ask("peers", lambda written: several(written, "--peer"), language)
    return [found for item in peer or () for found in several(item, "--peer")]


def _period(period: str | None, asking: bool, language: str) -> str:
    if period is None and asking:
        return ask("period", lambda written: period_text(written, "--period"), language)
    return period_text(_given(period, "period", "--period", language), "--period")


def _language(language: str | None, asking: bool, spoken: str) -> str:
    if language is None and asking:
        return ask("language", lambda written: str(known_language(written)), spoken, default=spoken)
    return spoken


def _hs(code: str) -> str:
    if not re.fullmatch(r"(\d\d){1,5}", code):
        raise WrongUsageError("wrong-hs", value=code)
    return code


def _given(value: str | None, name: str, option: str, language: str) -> str:
    if value is None:
        raise WrongUsageError("missing-answer", name=text(f"cli.ask-name.{name}", language), option=option)
    return value


def _say_interviews(folder: Path, language: str) -> None:
    from clustermark.cli.interview_folder import CODEBOOK, SPEAKERS, TRANSCRIPTS

    files = {"transcripts": folder / TRANSCRIPTS, "speakers": folder / SPEAKERS, "codebook": folder / CODEBOOK}
    quoted = f'"{folder}"' if " " in str(folder) else str(folder)
    say("", text("cli.new.interviews", language))
    say(
        *(
            f"  {text(f'cli.new.interviews-{step}', language, folder=quoted, **files)}"
            for step in ("put", "code", "run")
        )
    )


def _say_next(folder: Path, language: str) -> None:
    from clustermark.evidence.specs import table_specs

    sheet = table_specs()["claims"].name.in_language(language)
    quoted = f'"{folder}"' if " " in str(folder) else str(folder)
    say(text("cli.new.done", language, folder=folder), "", text("cli.new.next", language))
    say("  " + text("cli.new.step-fill", language, file=folder / "evidence.xlsx", sheet=sheet))
    say(*(f"  {text(f'cli.new.step-{step}', language, folder=quoted)}" for step in ("check", "run")))
