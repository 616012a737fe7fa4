"""The folder that `clustermark new` makes: written beside its place first, then put there as a whole."""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clustermark.cli.answers import Named
from clustermark.cli.interview_folder import FOLDER as INTERVIEWS
from clustermark.cli.interview_folder import TABLES as OF_INTERVIEWS
from clustermark.cli.interview_folder import fill_interviews, guard, interview_sources
from clustermark.study.model import Origin, Product, Source, Study, Text
from clustermark.study.paths import STUDY_FILE
from clustermark.study.problems import ClustermarkError, Where, problem
from clustermark.study.write import write_study, write_text
from clustermark.words import text

WORKBOOK = "evidence.xlsx"
PLACES = "places.csv"
IGNORED = ("private/", "report/", ".clustermark/")
_ORIGINS: dict[str, Origin] = {"judgements": "judged"}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a new study is made from."""

    folder: Path
    place: Named
    products: tuple[Named, ...]
    peers: tuple[Named, ...]
    benchmarks: tuple[Named, ...]
    period: str
    past: tuple[str, ...]
    hs: tuple[str, ...]
    language: str
    interviews: bool = False


def write_folder(plan: Plan, *, force: bool = False) -> list[str]:
    """Write the study and name its files. Raises ClustermarkError where something is there and `force` is not given."""
    _refuse_what_is_there(plan.folder, force)
    parent = plan.folder.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".new-", dir=parent))
    try:
        files = _fill(stage, plan)
        plan.folder.mkdir(exist_ok=True)
        (plan.folder / "private").mkdir(mode=0o700, exist_ok=True)
        kept = [name for name in files if name in (STUDY_FILE, WORKBOOK, PLACES) or not (plan.folder / name).exists()]
        if plan.interviews:
            guard(plan.folder)
        for name in sorted(kept, key=lambda name: name == STUDY_FILE):  # the study file last: with it the study exists
            (plan.folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(stage / name, plan.folder / name)
        _ignore(plan.folder / ".gitignore", (*IGNORED, f"{INTERVIEWS}/") if plan.interviews else IGNORED)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return kept


def _refuse_what_is_there(folder: Path, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise ClustermarkError([problem("new.not-a-folder", Where(file=str(folder)))])
    there = [name for name in (STUDY_FILE, WORKBOOK, PLACES) if (folder / name).exists()]
    if there and not force:
        raise ClustermarkError([problem("new.exists", Where(file=str(folder / name)), name=name) for name in there])


def _fill(stage: Path, plan: Plan) -> list[str]:
    from clustermark.evidence.templates import write_template

    study = study_of(plan)
    write_study(study, stage / STUDY_FILE, [text("cli.new.header", plan.language, file=WORKBOOK)])
    names = {place.id: Text(zh=place.zh, en=place.en) for place in (plan.place, *plan.peers, *plan.benchmarks)}
    write_template(stage / WORKBOOK, study.language, study, names)
    (stage / PLACES).write_bytes(places_csv(plan).encode("utf-8-sig"))
    write_text(stage / "README.md", _readme(plan, study))
    more = fill_interviews(stage, plan.language) if plan.interviews else []
    return [STUDY_FILE, WORKBOOK, PLACES, "README.md", *more]


def study_of(plan: Plan) -> Study:
    """The study, with one source for each sheet of the template."""
    from clustermark.evidence.specs import table_specs

    sheets = [
        Source(
            id="more-places" if table == "places" else table,
            path=WORKBOOK,
            table=table,
            sheet=spec.name.in_language(plan.language),
            origin=_ORIGINS.get(table, "published"),
        )
        for table, spec in table_specs().items()
        if not (plan.interviews and table in OF_INTERVIEWS)
    ]
    sheets += interview_sources() if plan.interviews else []
    title = Text(zh=_together(plan, "zh", "title"), en=_together(plan, "en", "title"))
    products = [
        Product(id=item.id, name=Text(zh=item.zh, en=item.en), hs=plan.hs if at == 0 else ())
        for at, item in enumerate(plan.products)
    ]
    return Study(
        title=title,
        focus=plan.place.id,
        clusters=tuple(peer.id for peer in plan.peers),
        benchmarks=tuple(place.id for place in plan.benchmarks),
        period=plan.period,
        past=plan.past,
        language="en" if plan.language == "en" else "zh",
        products=tuple(products),
        sources=(Source(id="places", path=PLACES, table="places"), *sheets),
    )


def places_csv(plan: Plan) -> str:
    """The places of the study as rows of the table `places`."""
    product = plan.products[0].id
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(("id", "kind", "name_zh", "name_en", "label_zh", "label_en", "within", "product"))
    label_zh, label_en = _together(plan, "zh", "label"), _together(plan, "en", "label")
    write((plan.place.id, "cluster", plan.place.zh, plan.place.en, label_zh, label_en, "", product))
    for peer in plan.peers:
        write((peer.id, "cluster", peer.zh, peer.en, "", "", "", product))
    for place in plan.benchmarks:
        write((place.id, "city", place.zh, place.en, "", "", "", ""))
    return out.getvalue()


def _together(plan: Plan, language: str, key: str) -> str:
    place, product = (thing.zh if language == "zh" else thing.en for thing in (plan.place, plan.products[0]))
    return text(f"cli.new.{key}", language, place=place, product=product)


def _readme(plan: Plan, study: Study) -> str:
    language = plan.language
    name = plan.folder.absolute().name
    place, product = (thing.zh if language == "zh" else thing.en for thing in (plan.place, plan.products[0]))
    return text(
        "cli.new.readme",
        language,
        title=study.title.in_language(language),
        place=place,
        product=product,
        period=plan.period,
        file=WORKBOOK,
        folder=f'"{name}"' if " " in name else name,
    )


def _ignore(path: Path, ignored: Sequence[str]) -> None:
    """Add to .gitignore what must not be in it yet; a file that is there keeps its lines."""
    there = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    missing = [line for line in ignored if line not in there]
    if missing:
        write_text(path, "\n".join([*there, *missing]) + "\n")
