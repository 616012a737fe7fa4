"""Whatever stands under the header of a known layout: every row has one fate, and size does not decide it."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clustermark.evidence.layouts.model import layouts
from clustermark.evidence.read import read_evidence
from clustermark.study.model import Source, Study, Text

pytestmark = pytest.mark.slow

CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "-",
            "合计",
            "NA",
            "2022",
            "202213",
            "1,204",
            "１２",
            "注：x",
            "=1+1",
            "\u202e",
            "{}",
            "a\nb",
            "Survey Preview",
        ]
    ),
    st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r"), max_size=12),
)
MIXED = [
    '202301,640399,鞋,502,甲国,"1,204",双,"18,230",',
    '合计,,,,,,,"18,230",',
    "202301,x,鞋,502,甲国,1,双,2,",
    ",,,,,,,,",
    "202313,640399,鞋,502,甲国,-,双,2,",
    "202302,101,鞋,502,甲国,5,双,many,",
    "注：数据为初步数,,,,,,,,",
    "202302,101,鞋,502,甲国,5,双,7,,extra",
    "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元,",
]
HEADER = MIXED[-1]


def read(folder, table, text):
    (folder / "a.csv").write_bytes(text.encode("utf-8"))
    source = Source(id="f", path="a.csv", table=table, defaults={"flow": "export"} if table == "trade" else {})
    return read_evidence(
        Study(title=Text(zh="例", en="S"), focus="sampleton", period="2021", sources=(source,), folder=folder)
    )


@pytest.mark.parametrize("layout", sorted(layouts()))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_row_has_one_fate(tmp_path, layout, data):
    spec = layouts()[layout]
    named = [header for headers in (*spec.columns.values(), *spec.join.values()) for header in headers]
    header = list(dict.fromkeys((*spec.signs[: 1 if spec.first_sign else None], *spec.any_sign[:1], *named)))
    header = list(spec.signs) if spec.exact else header
    rows = data.draw(st.lists(st.lists(CELL, min_size=1, max_size=len(header) + 1), max_size=12))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    evidence = read(tmp_path, spec.table, out.getvalue())
    accepted = sum(frame.height for frame in evidence.tables.values())
    assert sum(evidence.read.values()) == accepted + len(evidence.quarantined) + len(evidence.set_aside)
    lines = [*(int(row["row"].split(":")[1]) for row in evidence.rows(spec.table))]
    lines += [row.row for row in evidence.quarantined] + [row.row for row in evidence.set_aside]
    assert sorted(lines) == list(range(1, sum(evidence.read.values()) + 1))


def test_rows_read_by_column_and_one_by_one_agree(tmp_path):
    def fates(text):
        evidence = read(tmp_path, "trade", text)
        accepted = [{k: v for k, v in row.items() if k != "row"} for row in evidence.rows("trade")]
        raw = [dict(evidence.raw[row["row"]]) for row in evidence.rows("trade")]
        refused = [(row.column, row.raw, row.rule) for row in evidence.quarantined]
        return accepted, raw, refused, [item.kind for item in evidence.set_aside]

    small = fates("\n".join([HEADER, *MIXED]) + "\n")
    many = 300  # more rows than are read one by one
    large = fates("\n".join([HEADER, *MIXED * many]) + "\n")
    assert len(small[0]) >= 1 and len(small[2]) >= 3
    assert large[0] == small[0] * many and large[1] == small[1] * many and large[2] == small[2] * many
    assert large[3] == ["header", *small[3][1:] * many]
