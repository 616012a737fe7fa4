"""Writes a study file, so that nobody needs to edit TOML."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from clustermark.study.model import Frozen, Source, Study

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def study_toml(study: Study, header: Iterable[str] = ()) -> str:
    """The study as TOML; keys that hold their default are left out. `header` lines stand above it as comments."""
    lines = [f"# {' '.join(line.split())}".rstrip() for line in header]
    lines += [""] * bool(lines)
    lines += [f"{key} = {value(item)}" for key, item in _kept(study) if key not in ("products", "sources")]
    for key, entries in (("products", study.products), ("sources", study.sources)):
        for entry in entries:
            lines += ["", *_table(key, entry)]
    return "\n".join(lines) + "\n"


def source_toml(source: Source) -> str:
    """A source as it stands in a study file."""
    return "\n".join(_table("sources", source)) + "\n"


def _table(key: str, entry: Frozen) -> list[str]:
    return [f"[[{key}]]", *(f"{name} = {value(item)}" for name, item in _kept(entry))]


def write_study(study: Study, path: Path, header: Iterable[str] = ()) -> None:
    """Write the study file, atomically."""
    write_text(path, study_toml(study, header))


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with Unix line ends to a temporary file beside `path`, then put it in place."""
    temporary = path.with_name(f".{path.name}.partial")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def value(item: object) -> str:
    """A value as TOML: text, whole number, yes or no, list, or a table in one line."""
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int):
        return str(item)
    if isinstance(item, str):
        return quoted(item)
    if isinstance(item, tuple | list):
        return "[" + ", ".join(value(part) for part in item) + "]"
    if isinstance(item, Frozen):
        return "{ " + ", ".join(f"{name} = {value(part)}" for name, part in _kept(item)) + " }"
    if isinstance(item, Mapping):
        return "{ " + ", ".join(f"{quoted(str(name))} = {value(part)}" for name, part in item.items()) + " }"
    raise TypeError(f"no TOML for {type(item).__name__}")


def quoted(text: str) -> str:
    """Text as a basic TOML string."""
    return '"' + "".join(_ESCAPES.get(sign) or _plain(sign) for sign in text) + '"'


def _plain(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign


def _kept(model: Frozen) -> list[tuple[str, object]]:
    """Keys and values in the order of the schema, without defaults and without what only the program sets."""
    fields = type(model).model_fields
    return [
        (name, getattr(model, name))
        for name, field in fields.items()
        if name not in ("folder", "sha256")
        and (field.is_required() or getattr(model, name) != _usual(model, name, field.default))
    ]


def _usual(model: Frozen, name: str, default: object) -> object:
    """What a key holds where the file does not say it."""
    if name == "sensitivity" and isinstance(model, Source) and model.usually_confidential:
        return "confidential"
    return default
