"""Flaws of meaning in a study file: periods, ids, places, sources. Each check takes the raw file and never fails."""

import errno
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from clustermark.methods.numbers import known_locale, known_locales
from clustermark.study.lines import KeyPath
from clustermark.study.model import WORLD_LAYOUTS, WORLD_SETTINGS, WORLD_TABLE, first_and_last_year
from clustermark.study.paths import safe_path

LONGEST_PERIOD = 5  # years
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_HS = re.compile(r"\d{2}|\d{4}|\d{6}|\d{8}|\d{10}")
_AS_FOLDERS = ("mentions", "policies", "interviews")  # tables that may be a folder of texts
_OF_SEVERAL_TABLES = (".qdpx",)  # files that hold several tables without sheets
_READER_OF = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx"}


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong at a key of the study file; `first` is the key of an earlier entry that it clashes with."""

    path: KeyPath
    code: str
    fields: tuple[tuple[str, str], ...] = ()
    first: KeyPath = ()

    @staticmethod
    def at(path: KeyPath, code: str, first: KeyPath = (), **fields: object) -> "Flaw":
        """A flaw with its non-empty fields as text."""
        return Flaw(path, code, tuple((name, str(value)) for name, value in fields.items() if value != ""), first)


def tidied(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The file with what may be written in two ways written in one: years as text, paths with forward slashes."""
    study = {key: value for key, value in raw.items() if key != "folder"}
    if "period" in study:
        study["period"] = _as_text(study["period"])
    if isinstance(study.get("past"), list):
        study["past"] = [_as_text(item) for item in study["past"]]
    if isinstance(study.get("sources"), list):
        study["sources"] = [_tidied_source(item) for item in study["sources"]]
    return study


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _tidied_source(source: object) -> object:
    if not isinstance(source, dict):
        return source
    kept = {key: value for key, value in source.items() if key != "sha256"}
    if isinstance(kept.get("path"), str):
        kept["path"] = safe_path(kept["path"])[0] or kept["path"]
    return kept


def flaws_of(raw: Mapping[str, Any], folder: Path) -> list[Flaw]:
    """Every flaw of meaning, whatever else is wrong with the file."""
    study = tidied(raw)
    checks = (_period_flaws(study), _text_flaws(study), _place_flaws(study), _product_flaws(study))
    return [flaw for check in (*checks, _source_flaws(study, folder)) for flaw in check]


def _strings(study: Mapping[str, Any], key: str) -> list[tuple[KeyPath, str]]:
    value = study.get(key)
    if isinstance(value, str):
        return [((key,), value)]
    items = value if isinstance(value, list) else []
    return [((key, at), item) for at, item in enumerate(items) if isinstance(item, str)]


def _entries(study: Mapping[str, Any], key: str) -> list[tuple[KeyPath, Mapping[str, Any]]]:
    value = study.get(key)
    items = value if isinstance(value, list) else []
    return [((key, at), item) for at, item in enumerate(items) if isinstance(item, dict)]


def period_flaw(period: str) -> str:
    """The code of what is wrong with a period ("2021", "2017-2021"), "" if nothing."""
    try:
        first, last = first_and_last_year(period)
    except ValueError:
        return "study.bad-period"
    if first < EARLIEST_YEAR or last > LATEST_YEAR:
        return "study.year-out-of-range"
    if last < first:
        return "study.period-backwards"
    return "study.period-too-long" if last - first + 1 > LONGEST_PERIOD else ""


def _period_flaws(study: Mapping[str, Any]) -> Iterator[Flaw]:
    seen: dict[str, KeyPath] = {}
    for path, period in (*_strings(study, "period"), *_strings(study, "past")):
        code = period_flaw(period)
        if code:
            yield Flaw.at(path, code, value=period, longest=LONGEST_PERIOD, earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
        elif period in seen:
            yield Flaw.at(path, "study.period-twice", first=seen[period], value=period)
        seen.setdefault(period, path)


def _text_flaws(study: Mapping[str, Any]) -> Iterator[Flaw]:
    title = study.get("title")
    for language in ("zh", "en"):
        if isinstance(title, dict) and isinstance(title.get(language), str) and not title[language].strip():
            yield Flaw.at(("title", language), "study.empty-text", key=f"title.{language}")
    if study.get("languages") == []:
        yield Flaw.at(("languages",), "study.empty-list", key="languages")


def _place_flaws(study: Mapping[str, Any]) -> Iterator[Flaw]:
    seen: dict[str, KeyPath] = {}
    for path, place in [item for key in ("focus", "clusters", "benchmarks") for item in _strings(study, key)]:
        if not _ID.fullmatch(place):
            yield Flaw.at(path, "study.bad-id", value=place)
        elif place in seen:
            is_focus = seen[place] == ("focus",)
            code = "study.focus-again" if is_focus else "study.place-twice"
            yield Flaw.at(path, code, first=seen[place], value=place)
        seen.setdefault(place, path)


def _id_flaws(study: Mapping[str, Any], key: str) -> Iterator[Flaw]:
    seen: dict[str, KeyPath] = {}
    for path, entry in _entries(study, key):
        name = entry.get("id")
        if not isinstance(name, str):
            continue
        if not _ID.fullmatch(name):
            yield Flaw.at((*path, "id"), "study.bad-id", value=name)
        elif name in seen:
            yield Flaw.at((*path, "id"), f"study.{key.removesuffix('s')}-twice", first=seen[name], value=name)
        seen.setdefault(name, (*path, "id"))


def _product_flaws(study: Mapping[str, Any]) -> Iterator[Flaw]:
    yield from _id_flaws(study, "products")
    for path, product in _entries(study, "products"):
        for (_, *rest), code in _strings(product, "hs"):
            if not _HS.fullmatch(code):
                yield Flaw.at((*path, "hs", *rest), "study.bad-hs", value=code)


def _source_flaws(study: Mapping[str, Any], folder: Path) -> Iterator[Flaw]:
    yield from _id_flaws(study, "sources")
    if study.get("sources", []) == []:
        yield Flaw.at(("sources",), "study.no-sources")
    seen: dict[tuple[str, str], KeyPath] = {}
    for path, source in _entries(study, "sources"):
        yield from _world_flaws(path, source)
        locale = source.get("locale", "")
        if isinstance(locale, str) and not known_locale(locale):
            allowed = ", ".join(known_locales())
            yield Flaw.at((*path, "locale"), "study.wrong-choice", value=locale, allowed=allowed)
        name = source.get("path")
        if not isinstance(name, str):
            continue
        safe, code = safe_path(name)
        code = code or _link_code(folder, safe) or _file_code(folder / safe)
        if code == "study.source-is-folder" and source.get("table") in _AS_FOLDERS:
            code = ""
        near = _near_file(folder / safe) if code == "study.source-missing" else ""
        if code:
            yield Flaw.at((*path, "path"), code, value=name, nearest=near)
        wanted = _READER_OF.get(Path(safe).suffix.lower())
        if wanted and source.get("reader", "auto") in _READER_OF.values() and wanted != source["reader"]:
            yield Flaw.at((*path, "reader"), "study.reader-mismatch", file=name, value=source["reader"], nearest=wanted)
        part = source.get("table" if safe.lower().endswith(_OF_SEVERAL_TABLES) else "sheet", "")
        key = (safe.lower(), str(part))
        if safe and key in seen:
            yield Flaw.at((*path, "path"), "study.file-twice", first=seen[key], value=name)
        seen.setdefault(key, (*path, "path"))


def _world_flaws(path: KeyPath, source: Mapping[str, Any]) -> Iterator[Flaw]:
    """A world table says how it is laid out and of which year it is; no other source has a year of its own."""
    if source.get("table") != WORLD_TABLE:
        if "year" in source:
            yield Flaw.at((*path, "year"), "study.year-of-world-table", value=source["year"])
        return
    for key in ("layout", "year"):
        if key not in source:
            yield Flaw.at((*path, key), "study.missing-key", key=key)
    layout, year, settings = source.get("layout"), source.get("year"), source.get("defaults", {})
    if isinstance(layout, str) and layout not in WORLD_LAYOUTS:
        yield _wrong_choice((*path, "layout"), layout, WORLD_LAYOUTS)
    if isinstance(year, int) and not EARLIEST_YEAR <= year <= LATEST_YEAR:
        code = "study.year-out-of-range"
        yield Flaw.at((*path, "year"), code, value=year, earliest=EARLIEST_YEAR, latest=LATEST_YEAR)
    for name in settings if isinstance(settings, dict) else ():
        if name not in WORLD_SETTINGS:
            yield _wrong_choice((*path, "defaults", name), name, WORLD_SETTINGS)
        elif name == "blank" and settings[name] not in ("error", "zero"):
            yield _wrong_choice((*path, "defaults", name), settings[name], ("error", "zero"))


def _wrong_choice(path: KeyPath, value: object, allowed: Sequence[str]) -> Flaw:
    near = get_close_matches(str(value).lower(), allowed, n=1)
    return Flaw.at(path, "study.wrong-choice", value=value, allowed=", ".join(allowed), nearest=near[0] if near else "")


def _link_code(folder: Path, safe: str) -> str:
    """A link may lead where a path may: into the study or to the folder beside it, nowhere else."""
    try:
        leads = (folder / safe).resolve()
        return "" if leads.is_relative_to(folder.resolve().parent) else "study.path-outside"
    except (OSError, RuntimeError, ValueError):  # a link to itself; a name that is too long
        return "study.source-missing"


def _file_code(file: Path) -> str:
    try:
        if file.is_dir():
            return "study.source-is-folder"
        if not file.is_file():
            return "study.source-missing"
        with file.open("rb") as stream:
            return "" if stream.read(1) else "study.source-empty"
    except OSError as error:
        return "study.source-missing" if error.errno == errno.ENAMETOOLONG else "study.source-no-rights"


def _near_file(file: Path) -> str:
    """A file beside the missing one whose name is nearest, as the study would write it."""
    try:
        names = sorted(item.name for item in file.parent.iterdir() if item.is_file())
    except OSError:
        return ""
    lower = {name.lower(): name for name in reversed(names)}
    found = get_close_matches(file.name.lower(), lower, n=1, cutoff=0.8)
    return lower[found[0]] if found else ""
