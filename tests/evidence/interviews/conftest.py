"""A study with interviews. People, firms and what they say are made up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from clustermark.evidence.interviews.build import interviews_of
from clustermark.evidence.interviews.model import Interviews
from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.study.model import Source, Study, Text

TALK = """日期：2021-05-12
同意：匿名引用
受访人：李厂长（企业，示例织造有限公司）

问：主要客户有几家？
答：两家，占了七成。价格他们定，厂里只能跟。
问：有没有自己的牌子？
李厂长：做过三年，亏了就停了。
"""


@dataclass(frozen=True)
class Made:
    """A study on disk, its evidence and what its interviews come to."""

    study: Study
    evidence: Evidence
    interviews: Interviews

    @property
    def rules(self) -> list[tuple[int, str, str]]:
        """(row, column, rule) of quarantined rows."""
        return [(row.row, row.column, row.rule) for row in self.evidence.quarantined]

    @property
    def told(self) -> list[str]:
        """Codes of the problems told."""
        return [item.code for item in self.evidence.problems]


Make = Callable[..., Made]


def sources(folder: Path) -> tuple[Source, ...]:
    """A source for each part that is there."""
    parts = [
        ("interviews", "interviews", "transcripts"),
        ("speakers", "interview_speakers", "speakers.csv"),
        ("book", "codebook", "codebook.csv"),
        ("segments", "segments", "segments.csv"),
    ]
    found = [Source(id=name, path=path, table=table, origin="illustrative") for name, table, path in parts]
    found = [source for source in found if (folder / source.path).exists()]
    sheets = sorted(folder.glob("coding-*.xlsx"))
    return (
        *found,
        *(Source(id=path.stem, path=path.name, table="segments", origin="illustrative") for path in sheets),
    )


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """make({"01.txt": text}, {"segments.csv": text}, clusters=(...)) -> Made."""

    def build(
        transcripts: Mapping[str, str | bytes] | None = None,
        files: Mapping[str, str | bytes] | None = None,
        clusters: tuple[str, ...] = (),
        extra: tuple[Source, ...] = (),
    ) -> Made:
        (tmp_path / "transcripts").mkdir(exist_ok=True)
        named = {f"transcripts/{name}": content for name, content in (transcripts or {}).items()} | dict(files or {})
        for name, content in named.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        study = Study(
            title=Text(zh="示例", en="Sample"),
            focus="sampleton",
            clusters=clusters,
            period="2021",
            sources=(*sources(tmp_path), *extra),
            folder=tmp_path,
        )
        evidence = read_evidence(study)
        accepted = sum(frame.height for frame in evidence.tables.values())
        assert sum(evidence.read.values()) == accepted + len(evidence.quarantined) + len(evidence.set_aside)
        return Made(study, evidence, interviews_of(evidence, study))

    return build
