"""A cluster of a tenth of Chinese footwear in WIOD 2008, through the lens: cost, memory, and one factorisation."""

import shutil
import time
import tracemalloc

import pytest
from tests.lenses.position.made_up import STUDY, evidence

from clustermark.evidence.world_table_sources import open_table, table_hash
from clustermark.lenses.context import Context
from clustermark.lenses.position import embedded
from clustermark.methods.valuechain import System
from clustermark.study.model import Source

pytestmark = [pytest.mark.research, pytest.mark.slow]
CELL = {"economy": "CHN", "sector": "c5", "year": 2008}


def test_a_thousand_draws_within_20_seconds_and_a_gibibyte_and_no_second_factorisation(
    research_data, tmp_path, monkeypatch
):
    file = tmp_path / "wiot_2008.RData"
    shutil.copy(research_data / "wiod2013" / file.name, file)
    source = Source(id="wiod", path=file.name, table="world_table", layout="wiod2013", year=2008)
    source = source.model_copy(update={"sha256": table_hash(file, source.layout)})
    rows = [
        {"item": "output", "value": 10_000.0, "unit": "million USD", **CELL},
        {"item": "exports", "value": 35.0, "unit": "percent", **CELL},
    ]
    context = Context(
        evidence(cluster_accounts=rows, sources={"wiod": source}),
        STUDY.model_copy(update={"folder": tmp_path, "period": "2008", "past": ()}),
        None,
    )
    open_table(context.study, source)  # reading the file is another matter: docs/performance-reading.md
    tracemalloc.start()
    start = time.process_time()
    first = embedded.find(context)
    spent, (_, peak) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < 20 and peak < 1024**3
    print(f"cold {spent:.2f} CPU s, {peak / 1024**2:.0f} MiB")

    def never(self: System) -> None:
        raise AssertionError("factorised again")

    monkeypatch.setattr(System, "make_inverse", never)
    again = embedded.find(context)
    assert again.findings == first.findings
    parent = first.tables["embedded_cluster"]["parent"]
    assert parent[0] == pytest.approx(2.2002628, rel=1e-6)  # upstreamness of Chinese leather and footwear in WIOD 2008
