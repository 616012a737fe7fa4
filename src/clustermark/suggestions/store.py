"""suggestions.jsonl: every outcome, one a line, the same bytes for the same findings."""

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from clustermark.suggestions.model import Condition, Outcome


def _rounded(value: Any) -> Any:
    """Numbers with 12 significant digits, everywhere in a structure."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value


def to_line(outcome: Outcome) -> str:
    """One outcome as a line of JSON without its end of line; it begins with its id."""
    return json.dumps({"id": outcome.id, **_rounded(asdict(outcome))}, ensure_ascii=False, separators=(",", ":"))


def write_outcomes(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Write all outcomes, whatever their fate: a temporary file beside the target, then one replacement."""
    text = "".join(to_line(outcome) + "\n" for outcome in outcomes)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_outcomes(path: Path) -> list[Outcome]:
    """The outcomes of a file that `write_outcomes` wrote."""
    return [_outcome(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _outcome(entry: dict[str, Any]) -> Outcome:
    values = {field.name: _tuples(entry[field.name]) for field in fields(Outcome)}
    for name in ("when", "unless"):
        values[name] = tuple(_condition(item) for item in entry[name])
    return Outcome(**values)


def _condition(entry: dict[str, Any]) -> Condition:
    values = {name: _tuples(value) for name, value in entry.items() if name != "parts"}
    return Condition(**values, parts=tuple(_condition(item) for item in entry["parts"]))


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
