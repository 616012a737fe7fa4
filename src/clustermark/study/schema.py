"""Flaws of form in a study file: keys and types, from pydantic's errors to codes of ours."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from clustermark.study.checks import Flaw
from clustermark.study.lines import KeyPath
from clustermark.study.model import Product, Source, Study, Text

_SET_BY_THE_PROGRAM: Mapping[tuple[str, ...], str] = {(): "folder", ("sources",): "sha256"}
_MODELS: Mapping[tuple[str, ...], type[BaseModel]] = {
    (): Study,
    ("title",): Text,
    ("products",): Product,
    ("products", "name"): Text,
    ("sources",): Source,
}
_CODES = {
    "string_type": "study.wrong-text",
    "tuple_type": "study.wrong-list",
    "int_type": "study.wrong-whole-number",
    "int_parsing": "study.wrong-whole-number",
    "int_from_float": "study.wrong-whole-number",
    "model_type": "study.wrong-table",
    "dict_type": "study.wrong-table",
}


def schema_flaws(raw: Mapping[str, Any], error: ValidationError | None) -> list[Flaw]:
    """What pydantic found, and keys that only the program may set."""
    flaws = [_flaw(item["type"], tuple(item["loc"]), item.get("input")) for item in (error.errors() if error else ())]
    if "folder" in raw:
        flaws.append(_unknown(("folder",)))
    sources = raw.get("sources")
    for index, source in enumerate(sources if isinstance(sources, list) else []):
        if isinstance(source, dict) and "sha256" in source:
            flaws.append(_unknown(("sources", index, "sha256")))
    return flaws


def known_keys(path: KeyPath) -> tuple[str, ...]:
    """The keys that the table at `path` may have."""
    names = tuple(part for part in path if isinstance(part, str))
    model = _MODELS.get(names)
    hidden = _SET_BY_THE_PROGRAM.get(names, "")
    return tuple(name for name in model.model_fields if name != hidden) if model else ()


def _unknown(path: KeyPath) -> Flaw:
    known = known_keys(path[:-1])
    near = get_close_matches(str(path[-1]).lower(), known, n=1)
    return Flaw.at(path, "study.unknown-key", key=path[-1], known=", ".join(known), nearest=near[0] if near else "")


def _flaw(kind: str, path: KeyPath, value: object) -> Flaw:
    if kind == "extra_forbidden":
        return _unknown(path)
    if kind == "missing":
        return Flaw.at(path, "study.missing-key", key=path[-1])
    if kind == "literal_error":
        allowed = _allowed(path)
        near = get_close_matches(str(value).lower(), allowed, n=1)
        return Flaw.at(
            path, "study.wrong-choice", value=value, allowed=", ".join(allowed), nearest=near[0] if near else ""
        )
    names = tuple(part for part in path if isinstance(part, str))
    if _MODELS.get(names) is Text:
        return Flaw.at(path, "study.wrong-both-languages", key=names[-1])
    return Flaw.at(path, _CODES.get(kind, "study.wrong-value"), key=names[-1], value=value)


def _allowed(path: KeyPath) -> tuple[str, ...]:
    """The allowed values of a key, from the type in the model (a literal, or a tuple of them)."""
    names = tuple(part for part in path if isinstance(part, str))
    annotation: Any = _MODELS[names[:-1]].model_fields[names[-1]].annotation
    while not all(isinstance(item, str) for item in getattr(annotation, "__args__", ("",))):
        annotation = annotation.__args__[0]
    return tuple(annotation.__args__)
