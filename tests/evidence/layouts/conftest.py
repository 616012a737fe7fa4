"""A study with one file of somebody else's program. Places, firms, outlets and figures are made up."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.study.model import Source, Study, Text


@pytest.fixture
def read_file(tmp_path: Path) -> Callable[..., Evidence]:
    """read_file("trade", "name.csv", content, layout="auto", defaults={...}) -> Evidence; all illustrative."""

    def read(table: str, name: str, content: bytes | str | None = None, **keys: object) -> Evidence:
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        source = Source(id="file", path=name, table=table, origin="illustrative", **keys)
        return read_evidence(
            Study(
                title=Text(zh="示例", en="Sample"),
                focus="sampleton",
                period="2021",
                sources=(source,),
                folder=tmp_path,
            )
        )

    return read


@pytest.fixture
def fates() -> Callable[[Evidence], tuple[int, int, int]]:
    """(accepted, quarantined, set aside); together they are the rows read."""

    def count(evidence: Evidence) -> tuple[int, int, int]:
        accepted = sum(frame.height for frame in evidence.tables.values())
        assert sum(evidence.read.values()) == accepted + len(evidence.quarantined) + len(evidence.set_aside)
        return accepted, len(evidence.quarantined), len(evidence.set_aside)

    return count
