"""A small made-up study for the tests of the evidence room."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from clustermark.study.model import Product, Source, Study, Text

PLACES = [
    ["id", "kind", "name_zh", "name_en", "label_zh", "label_en", "within", "product"],
    ["sampleton", "cluster", "示例镇", "Sampleton", "示例镇毛巾", "Sampleton towels", "", "towels"],
    ["north-vale", "cluster", "北谷", "North Vale", "", "", "", "towels"],
    ["sample-weaving", "firm", "示例织造", "Sample Weaving", "", "", "sampleton", ""],
]


def as_csv(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


@pytest.fixture
def make_study(tmp_path: Path) -> Callable[..., Study]:
    """make_study(claims=rows or text or bytes, ..., sensitivity={"claims": "confidential"}) -> Study on disk."""

    def make(
        sensitivity: dict[str, str] | None = None, readers: dict[str, str] | None = None, **tables: object
    ) -> Study:
        sources = []
        for table, content in {"places": PLACES, **tables}.items():
            if content is None:
                continue
            reader = (readers or {}).get(table, "csv")
            path = f"{table}.{reader}"
            if isinstance(content, list):
                content = as_csv(content)
            if isinstance(content, str):
                content = content.encode("utf-8")
            if isinstance(content, bytes):
                (tmp_path / path).write_bytes(content)
            sources.append(
                Source(
                    id=table,
                    path=path,
                    table=table,
                    reader=reader,
                    sensitivity=(sensitivity or {}).get(table, "public"),
                )
            )
        return Study(
            title=Text(zh="示例", en="Sample"),
            focus="sampleton",
            clusters=("sampleton", "north-vale"),
            period="2021",
            products=(Product(id="towels", name=Text(zh="毛巾", en="Towels"), hs=("6302",)),),
            sources=tuple(sources),
            folder=tmp_path,
        )

    return make
