"""The store of findings: `findings.jsonl`, one finding a line, sorted by id, numbers with 12 significant digits."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from clustermark.findings.model import Finding

DIGITS = 12
_PAIRS = ("dimensions", "parameters", "why_fields")
_LISTS = ("evidence", "inputs")


def significant(value: float) -> float:
    """The number with 12 significant digits; what is written is what is read again."""
    return float(f"{value:.{DIGITS}g}") + 0.0  # + 0.0: no negative zero


def rounded(finding: Finding) -> Finding:
    """The finding as it will be read back: its numbers with 12 significant digits."""
    value = significant(finding.value) if isinstance(finding.value, float) else finding.value
    low = None if finding.low is None else significant(finding.low)
    high = None if finding.high is None else significant(finding.high)
    return replace(finding, value=value, low=low, high=high)


def to_record(finding: Finding) -> dict[str, Any]:
    """A finding as JSON-able fields, its id first; fields at their default are left out."""
    record: dict[str, Any] = {"id": finding.id}
    for item in fields(Finding):
        value = getattr(finding, item.name)
        if item.name not in ("measure", "subject", "period", "status") and value == item.default:
            continue
        if item.name in _PAIRS:
            value = dict(value)
        elif item.name in _LISTS:
            value = list(value)
        elif isinstance(value, float):
            value = significant(value)
        record[item.name] = value
    return record


def from_record(record: Mapping[str, Any]) -> Finding:
    """The finding of a record. Raises ValueError where the id does not belong to the fields."""
    given = {key: value for key, value in record.items() if key != "id"}
    for name in _PAIRS:
        if name in given:
            given[name] = tuple(sorted(given[name].items()))
    for name in _LISTS:
        if name in given:
            given[name] = tuple(given[name])
    finding = Finding(**given)
    if record.get("id", finding.id) != finding.id:
        raise ValueError(f"id {record['id']!r} does not belong to {finding.id!r}")
    return finding


def to_lines(findings: Iterable[Finding]) -> str:
    """The text of the file."""
    ordered = sorted(findings, key=lambda finding: finding.id)
    return "".join(json.dumps(to_record(finding), ensure_ascii=False, allow_nan=False) + "\n" for finding in ordered)


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    """Write the file atomically: a temporary file beside it, then a rename."""
    text = to_lines(findings)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_findings(path: Path) -> list[Finding]:
    """The findings of a file, in its order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [from_record(json.loads(line)) for line in lines if line]
