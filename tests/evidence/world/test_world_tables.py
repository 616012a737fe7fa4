"""Each layout, read from a small file that is laid out as the release is."""

import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from clustermark.evidence.world_tables import LAYOUTS, read_world_table, write_world_table
from clustermark.methods.valuechain import TableError, WorldTable, decompose

ICIO = """\
V1,CHN_C13T15,ITA_C13T15,CN1_C13T15,CN2_C13T15,CHN_HFCE,CHN_NPISH,CHN_GGFC,CHN_GFCF,CHN_INVNT,CHN_DPABR,ITA_HFCE,ITA_NPISH,ITA_GGFC,ITA_GFCF,ITA_INVNT,ITA_DPABR,OUT
CHN_C13T15,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0
ITA_C13T15,0,37,4,40,31,56,21,46,28,18,38,4,7,32,26,10,398
CN1_C13T15,0,32,35,28,48,21,9,59,31,26,2,42,4,48,35,36,456
CN2_C13T15,0,30,38,30,50,56,52,20,21,44,22,38,31,37,51,29,549
TLS,0,3,2,1,1,0,0,1,0,0,2,0,0,1,0,0,11
VA,0,296,377,450,0,0,0,0,0,0,0,0,0,0,0,0,1123
OUT,0,398,456,549,130,133,82,126,80,88,64,84,42,118,112,75,2537
"""
FIGARO = """\
rowLabels,CN_C13T15,IT_C13T15,CN_P3_S13,CN_P3_S14,CN_P3_S15,CN_P51G,CN_P5M,IT_P3_S13,IT_P3_S14,IT_P3_S15,IT_P51G,IT_P5M
CN_C13T15,5,6,44,42,4,3,46,44,19,41,36,43
IT_C13T15,18,31,52,28,18,45,24,56,42,22,1,60
W2_D21X31,2,3,0,0,0,0,0,0,0,0,0,0
W2_OP_RES,0,0,0,0,0,0,0,0,0,0,0,0
W2_OP_NRES,0,0,0,0,0,0,0,0,0,0,0,0
W2_D1,10,12,0,0,0,0,0,0,0,0,0,0
W2_D29X39,1,1,0,0,0,0,0,0,0,0,0,0
W2_B2A3G,297,344,0,0,0,0,0,0,0,0,0,0
"""
NAMES = ["Textiles and Textile Products", "Leather, Leather and Footwear"]
USES = [
    "Final consumption expenditure by households",
    "Final consumption expenditure by non-profit organisations serving households (NPISH)",
    "Final consumption expenditure by government",
    "Gross fixed capital formation",
    "Changes in inventories and valuables",
]
WIOD_ROWS = [
    [17, "Textiles and Textile Products", "CHN", "c4", 21, 10, 26, 4, 4, 15, 5, 35, -3, 3, 52, 36, 7, 60, 275],
    [19.0, "Leather, Leather and Footwear", "CHN", "c5", 5, 35, 7, 24, 14, 40, 40, 37, 60, 3, 36, 37, 25, 3, 366],
    [17, "Textiles and Textile Products", "ITA", "c4", 38, 4, 33, 14, 14, 2, 35, 54, 8, 18, 26, 9, 34, 7, 296],
    [19.0, "Leather, Leather and Footwear", "ITA", "c5", 3, 6, 28, 27, 36, 19, 35, 52, 43, 11, 6, 37, 36, 40, 379],
]
WIOD_BELOW = [
    ["", "Total intermediate consumption", "TOT", "r60", 67, 55, 94, 69],
    ["", "taxes less subsidies on products", "", "r99", 2, 1, 1, 1],
    ["", "Value added at basic prices", "", "r64", 205, 309, 199, 308],
    ["", "International Transport Margins", "", "", 1, 1, 2, 1],
    ["", "Output at basic prices", "", "r69", 275, 366, 296, 379],
]


def workbook(path: Path, rows: list[list[object]], *more: str) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    for title in more:
        book.create_sheet(title).append(["not this one"])
    book.save(path)
    return path


def wiod2013() -> list[list[object]]:
    blank = ["", "", "", ""]
    finals = ["c37", "c38", "c39", "c41", "c42"]
    return [
        ["Intercountry Input-Output Table for 2009"],
        ["2 countries, in current prices"],
        ["(industry-by-industry)", "", "", "", "17t18", 19.0, "17t18", 19.0],
        ["(millions of US$)", "", "", "", *NAMES, *NAMES, *USES, *USES, "Total output"],
        [*blank, "CHN", "CHN", "ITA", "ITA", *["CHN"] * 5, *["ITA"] * 5],
        [*blank, "c4", "c5", "c4", "c5", *finals, *finals],
        *WIOD_ROWS,
        *WIOD_BELOW,
    ]


def test_wiod_2013_workbook(tmp_path: Path) -> None:
    table = read_world_table(workbook(tmp_path / "wiot09_row_sep12.xlsx", wiod2013()), "wiod2013")
    assert (table.countries, table.sectors, table.year) == (("CHN", "ITA"), ("c4", "c5"), 2009)
    assert table.intermediate.tolist() == [row[4:8] for row in WIOD_ROWS]
    assert table.final.tolist() == [row[8:18] for row in WIOD_ROWS]
    assert table.output.tolist() == [275, 366, 296, 379]
    assert table.value_added.tolist() == [208, 311, 202, 310]  # with taxes and margins
    assert table.check() == table.check() and [oddity.code for oddity in table.check()] == ["negative-final"]
    with pytest.raises(TableError, match="2009, not 2010"):
        read_world_table(tmp_path / "wiot09_row_sep12.xlsx", "wiod2013", year=2010)


def test_a_workbook_names_its_bad_cells_all_at_once(tmp_path: Path) -> None:
    rows = wiod2013()
    rows[6] = [*rows[6][:4], "n.a.", *rows[6][5:]]
    rows[8] = [*rows[8][:8], "", *rows[8][9:]]
    path = workbook(tmp_path / "bad.xlsx", rows)
    with pytest.raises(TableError) as error:
        read_world_table(path, "wiod2013")
    assert error.value.cells == ("row 7 column CHN c4: 'n.a.'", "row 9 column CHN c37: blank")
    rows[6] = [*rows[6][:4], 21, *rows[6][5:]]
    assert read_world_table(workbook(path, rows), "wiod2013", blank="zero").final[2, 0] == 0


def test_a_workbook_with_a_row_too_few_or_twice(tmp_path: Path) -> None:
    rows = wiod2013()
    with pytest.raises(TableError, match="ITA c5"):
        read_world_table(
            workbook(tmp_path / "few.xlsx", [row for row in rows if row[2:4] != ["ITA", "c5"]]), "wiod2013"
        )
    with pytest.raises(TableError, match="row 11: CHN c4"):
        read_world_table(workbook(tmp_path / "twice.xlsx", [*rows[:10], rows[6], *rows[10:]]), "wiod2013")


def test_wiod_2016_workbook(tmp_path: Path) -> None:
    blank = ["", "", "", ""]
    finals = ["c57", "c58", "c59", "c60", "c61"]
    codes = ["C13-C15", "C31_C32"]
    rows = [
        ["Intercountry Input-Output Table"],
        ["2 countries, in current prices"],
        [
            "(industry-by-industry)",
            "",
            "",
            "",
            *codes,
            *codes,
            *["CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"] * 2,
            "GO",
        ],
        ["(millions of US$)", "", "", "", *NAMES, *NAMES, *USES, *USES, "Total output"],
        [*blank, "CHN", "CHN", "ITA", "ITA", *["CHN"] * 5, *["ITA"] * 5, "TOT"],
        [*blank, "c1", "c2", "c1", "c2", *finals, *finals, "c62"],
        *[[codes[i % 2], *row[1:3], f"r{i % 2 + 1}", *row[4:]] for i, row in enumerate(WIOD_ROWS)],
        ["II_fob", "Total intermediate consumption", "TOT", "r65", 67, 55, 94, 69],
        ["TXSP", "taxes less subsidies on products", "TOT", "r66", 3, 2, 3, 2],
        ["PURNR", "Purchases on the domestic territory by non-residents ", "TOT", "r69", 0, 0, 0, 0],
        ["VA", "Value added at basic prices", "TOT", "r70", 205, 309, 199, 308],
        ["GO", "Output at basic prices", "TOT", "r73", 275, 366, 296, 379],
    ]
    table = read_world_table(workbook(tmp_path / "WIOT2014_Nov16_ROW.xlsx", rows), "wiod2016", year=2014)
    assert (table.countries, table.sectors, table.year) == (("CHN", "ITA"), ("C13-C15", "C31_C32"), 2014)
    assert table.final.tolist() == [row[8:18] for row in WIOD_ROWS]
    assert [oddity.code for oddity in table.check()] == ["negative-final"]
    rows[-1][4] = 290
    wrong = read_world_table(workbook(tmp_path / "wrong.xlsx", rows), "wiod2016").check()
    assert ("published-output", ("CHN:C13-C15",), (15.0,)) in [(o.code, o.cells, o.values) for o in wrong]


def test_adb_workbook_of_one_economy_with_a_row_of_codes_more(tmp_path: Path) -> None:
    blank = ["", "", "", ""]
    names = ["Textiles and textile products", "Leather, leather products, and footwear"]
    uses = [
        "Households",
        "NPISH",
        "Government",
        "Gross fixed capital formation",
        "Changes in inventories and valuables",
    ]
    head = [
        ["Multiregional Input-Output Table 2022"],
        ["62 economies, at current prices (industry by industry)"],
        ["In millions of US$"],
        [],
    ]
    below = [
        [*blank, *names, *uses, "TOTAL"],
        [*blank, *["VNM"] * 7, "ToT"],
        [*blank, "c4", "c5", "F1", "F2", "F3", "F4", "F5"],
        ["", names[0], "VNM", "c4", 12, 6, 20, 0, 0, 1, 2, 41],
        ["", names[1], "VNM", "c5", 1, 9, 14, 0, 0, 0, -1, 23],
        ["", "Value added at basic prices", "TOT", "r64", 28, 8, "", "", "", "", "", 36],
        ["", "TOTAL", "TOT", "r69", 41, 23, "", "", "", "", "", 64],
    ]
    for extra in ([], [[*blank, "0001", "0002", "1001", "1002", "1003", "1004", "1005"]]):
        path = workbook(tmp_path / "ADB-MRIO62-2022_August 2024.xlsx", [*head, *extra, *below], "Legend")
        table = read_world_table(path, "adb-mrio")
        assert (table.countries, table.sectors, table.year) == (("VNM",), ("c4", "c5"), 2022)
        assert table.intermediate.tolist() == [[12, 6], [1, 9]]
        assert table.final.tolist() == [[20, 0, 0, 1, 2], [14, 0, 0, 0, -1]]
        assert [oddity.code for oddity in table.check()] == ["negative-final"]


def test_oecd_icio_extended_keeps_the_parts_of_china(tmp_path: Path) -> None:
    path = tmp_path / "2019.csv"
    path.write_text(ICIO, encoding="utf-8")
    table = read_world_table(path, "oecd-icio", year=2019)
    assert table.countries == ("CHN", "ITA", "CN1", "CN2")
    assert table.economies == ("CHN", "ITA")
    assert table.split == {"CHN": ("CHN", "CN1", "CN2")}
    assert table.intermediate[1].tolist() == [0, 37, 4, 40]
    assert table.final[2].tolist() == [48, 21, 9, 59, 31, 26, 2, 42, 4, 48, 35, 36]
    assert table.value_added.tolist() == [0, 299, 379, 451]
    assert [oddity.code for oddity in table.check()] == ["zero-output"]
    exports = decompose(table, "bm-exporter-source", exporters=["CHN"])
    assert exports.values[0, 0, 0, 0] == 32 + 167 + 30 + 208  # what CN1 and CN2 deliver to Italy


def test_oecd_icio_of_2018_and_2016(tmp_path: Path) -> None:
    path = tmp_path / "ICIO2018_2010.CSV"
    path.write_text(
        ",AUS_13T15,ITA_13T15,AUS_HFCE,AUS_P33,ITA_HFCE,ITA_P33,TOTAL\n"
        "AUS_13T15,1,2,3,0,4,0,10\nITA_13T15,2,3,1,0,9,0,15\n"
        "AUS_TAXSUB,0.5,0,0,0,0,0,0.5\nITA_TAXSUB,0,1,0,0,0,0,1\nVALU,6.5,9,0,0,0,0,15.5\nOUTPUT,10,15,4,0,13,0,42\n",
        encoding="utf-8",
    )
    table = read_world_table(path, "oecd-icio", year=2010)
    assert table.final.tolist() == [[3, 0, 4, 0], [1, 0, 9, 0]] and table.check() == []
    path = tmp_path / "ICIO2016_2003.csv"
    path.write_text(
        '"","AUS_C17T19TEX","ITA_C17T19TEX","HFCE_AUS","HFCE_ITA","INV_AUS","INV_ITA","DISC"\n'
        '"AUS_C17T19TEX",1,2,3,4,0,-1,0\n"ITA_C17T19TEX",2,3,1,9,0,0,0\n"VA+TAXSUB",6,10,0,0,0,0,0\n"OUT",9,15,0,0,0,0,0\n',
        encoding="utf-8",
    )
    table = read_world_table(path, "oecd-icio", year=2003)
    assert table.sectors == ("C17T19TEX",)
    assert table.final.tolist() == [[3, 0, 4, -1], [1, 0, 9, 0]]
    assert [oddity.code for oddity in table.check()] == ["negative-final"]


def test_a_csv_inside_its_zip_is_found_by_its_year(tmp_path: Path) -> None:
    path = tmp_path / "2016-2020.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2019.csv", ICIO)
        archive.writestr("2020.csv", ICIO.replace("ITA_C13T15,0,37", "ITA_C13T15,0,38"))
    assert read_world_table(path, "oecd-icio", year=2020).intermediate[1, 1] == 38
    with pytest.raises(TableError, match=r"2019\.csv"):
        read_world_table(path, "oecd-icio")


def test_figaro_matrix_and_flat_file_are_the_same_table(tmp_path: Path) -> None:
    matrix = tmp_path / "matrix_eu-ic-io_ind-by-ind_24ed_2021.csv"
    matrix.write_text(FIGARO, encoding="utf-8")
    lines = FIGARO.splitlines()
    header = lines[0].split(",")[1:]
    flat = ["icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue"]
    for line in lines[1:]:
        label, *values = line.split(",")
        for column, value in zip(header, values, strict=True):
            flat.append(",".join([label, column, *label.split("_", 1), *column.split("_", 1), value]))
    packed = tmp_path / "flatfile_eu-ic-io_ind-by-ind_24ed_2021.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("flatfile_eu-ic-io_ind-by-ind_24ed_2021.csv", "\n".join(flat) + "\n")
    tables = [read_world_table(path, "figaro", year=2021) for path in (matrix, packed)]
    for table in tables:
        assert (table.countries, table.sectors, table.unit) == (("CN", "IT"), ("C13T15",), "million EUR")
        assert table.final[0].tolist() == [44, 42, 4, 3, 46, 44, 19, 41, 36, 43]
        assert table.output.tolist() == [333, 397]
        assert table.value_added.tolist() == [310, 360] and table.check() == []
    assert np.array_equal(tables[0].intermediate, tables[1].intermediate)


def test_education_is_an_industry_of_figaro(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("rowLabels,CN_P85,CN_P3_S13,CN_P51G,CN_P5M\nCN_P85,1,2,3,4\nW2_B2A3G,9,0,0,0\n", encoding="utf-8")
    table = read_world_table(path, "figaro")
    assert table.sectors == ("P85",) and table.final.tolist() == [[2, 3, 4]]


def test_labels_of_products_lose_their_prefix(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("rowLabels,CN_CPA_C13T15,CN_P5M\nCN_CPA_C13T15,1,2\n", encoding="utf-8")
    assert read_world_table(path, "figaro").sectors == ("C13T15",)


def test_matrix_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("10,2,30,5\n1,20,4,40\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"table_countries\.csv"):
        read_world_table(tmp_path / "table.csv", "matrix-csv")
    (tmp_path / "countries.csv").write_text("CHN\nITA\n", encoding="utf-8")
    table = read_world_table(tmp_path / "table.csv", "matrix-csv", year=2020, unit="thousand EUR")
    assert (table.countries, table.sectors, table.unit) == (("CHN", "ITA"), ("sector1",), "thousand EUR")
    assert table.intermediate.tolist() == [[10, 2], [1, 20]] and table.final.tolist() == [[30, 5], [4, 40]]
    (tmp_path / "uses.csv").write_text("10,2,30,5,1,2\n1,20,4,40,3,4\n", encoding="utf-8")
    assert read_world_table(tmp_path / "uses.csv", "matrix-csv").final_by_country.tolist() == [[35, 3], [44, 7]]
    (tmp_path / "table_countries.csv").write_text("CHN\nITA\nDEU\n", encoding="utf-8")
    with pytest.raises(TableError, match="2 rows and 4 columns are no table of 3 countries"):
        read_world_table(tmp_path / "table.csv", "matrix-csv")


LONG = """\
year,row_country,row_item,col_country,col_item,value
2009,CHN,4,CHN,4,100
2009,CHN,4,ITA,4,812.5
2009,CHN,5,ITA,37,1604.2
2009,CHN,4,CHN,37,900
2009,ITA,4,ITA,5,3
2009,ITA,5,CHN,37,377.0
2009,ITA,4,CHN,42,-20
2010,ITA,5,CHN,37,999
"""


def test_long_list(tmp_path: Path) -> None:
    path = tmp_path / "wiot_full.csv"
    path.write_text(LONG, encoding="utf-8")
    with pytest.raises(TableError, match="2009, 2010"):
        read_world_table(path, "long")
    table = read_world_table(path, "long", year=2009)
    assert (table.countries, table.sectors) == (("CHN", "ITA"), ("4", "5"))
    assert table.intermediate.tolist() == [[100, 0, 812.5, 0], [0, 0, 0, 0], [0, 0, 0, 3], [0, 0, 0, 0]]
    assert table.final.tolist() == [[900, 0, 0, 0], [0, 0, 1604.2, 0], [0, -20, 0, 0], [377, 0, 0, 0]]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("2009,CHN,4,ITA,4,812.5", "2009,CHN,4,ITA,4,812.5\n2009,CHN,4,ITA,4,1"), "CHN 4 ITA 4"),
        (("812.5", "n.a."), "line 3: 'n.a.'"),
        (("row_country", "seller"), "row_country"),
        (("CHN,4,ITA,4,812.5", "CHN,4,FRA,4,812.5"), "FRA 4"),
        (("2009", "2008"), "no rows of 2009"),
    ],
)
def test_a_long_list_that_cannot_be_used_says_where(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    path = tmp_path / "long.csv"
    path.write_text(LONG.replace(*change), encoding="utf-8")
    with pytest.raises(TableError, match=named):
        read_world_table(path, "long", year=2009)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("0,37,4,40", "0,n.a.,4,40"), "row 3 column ITA_C13T15: 'n.a.'"),
        (("0,37,4,40", "0,,4,40"), "row 3 column ITA_C13T15: blank"),
        (("0,37,4,40", "0,37,4"), "line 3 has 17 cells where the header has 18"),
        (("CN2_C13T15,0,30", "CN1_C13T15,0,30"), "line 5: CN1_C13T15"),
        (("\nCN2_C13T15,0,30,38,30,50,56,52,20,21,44,22,38,31,37,51,29,549", ""), "CN2 C13T15"),
        (("CN1_", "XY1_"), "XY1"),
        (("_HFCE", "_HHHH"), "CHN HHHH|columns have no row"),
        (("0,37,4,40", "0,nan,4,40"), "ITA:C13T15 column 2"),
    ],
)
def test_a_matrix_that_cannot_be_used_says_where(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    path = tmp_path / "2019.csv"
    path.write_text(ICIO.replace(*change), encoding="utf-8")
    with pytest.raises(TableError, match=named):
        read_world_table(path, "oecd-icio")


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "npz"])
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 50, "表,一\n二,三\n".encode("gb18030"), b"PK\x03\x04 broken"]
)
def test_other_files_are_refused_with_a_reason(tmp_path: Path, layout: str, content: bytes) -> None:
    for name in ("table.csv", "table.xlsx", "table.RData"):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(TableError):
            read_world_table(path, layout)  # type: ignore[arg-type]


def test_no_such_file_or_layout(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no such file"):
        read_world_table(tmp_path / "none.csv", "figaro")
    with pytest.raises(TableError, match="the layouts are npz, wiod2013"):
        read_world_table(tmp_path, "eora")  # type: ignore[arg-type]


def test_a_table_is_written_whole_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "2019.csv"
    path.write_text(ICIO, encoding="utf-8")
    table = read_world_table(path, "oecd-icio", year=2019, unit="million USD, 中文")
    written = write_world_table(table, tmp_path / "tables")
    for source in (written, tmp_path / "tables"):
        again = read_world_table(source, "npz")
        assert (again.countries, again.sectors, again.split) == (table.countries, table.sectors, table.split)
        assert (again.year, again.unit) == (2019, "million USD, 中文")
        assert np.array_equal(again.intermediate, table.intermediate) and np.array_equal(again.final, table.final)
        assert again.check() == table.check()
    first = written.read_bytes()
    assert write_world_table(table, tmp_path / "tables").read_bytes() == first
    assert [file.name for file in (tmp_path / "tables").iterdir()] == ["world-table-2019.npz"]
    with pytest.raises(TableError, match="2019, not 2018"):
        read_world_table(written, "npz", year=2018)


def test_arrays_of_other_programs_and_pickles(tmp_path: Path) -> None:
    names = {"countries": ["A", "B"], "industries": ["s"]}
    np.savez(tmp_path / "other.npz", inter=[[1, 2], [3, 4]], final=[[5, 1], [1, 5]], **names)
    assert read_world_table(tmp_path / "other.npz", "npz", year=2001).output.tolist() == [9, 13]
    np.savez(tmp_path / "bad.npz", inter=[[1, 2], [3, 4]], final=np.array([[{}, 1], [1, 5]], dtype=object), **names)
    with pytest.raises(TableError, match="holds objects"):
        read_world_table(tmp_path / "bad.npz", "npz")
    (tmp_path / "half.npz").write_bytes((tmp_path / "other.npz").read_bytes()[:200])
    with pytest.raises(TableError):
        read_world_table(tmp_path / "half.npz", "npz")
    with pytest.raises(TableError, match="name a year"):
        read_world_table(tmp_path, "npz")


def test_a_big_file_is_read_with_progress_and_little_more_than_the_table(tmp_path: Path) -> None:
    regions, sectors = [f"R{i:02d}" for i in range(20)], [f"S{i:02d}" for i in range(30)]
    cells = [f"{r}_{s}" for r in regions for s in sectors]
    finals = [f"{r}_{f}" for r in regions for f in ("HFCE", "INVNT")]
    path = tmp_path / "big.csv"
    rng = np.random.default_rng(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(["V1", *cells, *finals, "OUT"]) + "\n")
        for cell in cells:
            values = rng.gamma(0.5, 1000.0, len(cells) + len(finals))
            file.write(cell + "," + ",".join(f"{v:.40f}" for v in values) + f",{values.sum():.40f}\n")
    assert path.stat().st_size > 17_000_000
    said: list[tuple[int, int]] = []
    tracemalloc.start()
    table = read_world_table(path, "oecd-icio", progress=lambda done, whole: said.append((done, whole)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(said) >= 2 and said[-1] == (path.stat().st_size, path.stat().st_size)
    assert peak < 4 * (table.intermediate.nbytes + table.final.nbytes)
    assert {o.code for o in table.check()} <= {"negative-value-added"}


def test_long_lists_are_read_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "wiot_full.csv"
    path.write_text(LONG, encoding="utf-8")
    whole = read_world_table(path, "long", year=2009)
    monkeypatch.setattr("clustermark.evidence.readers.world_long.BLOCK", 20)
    again = read_world_table(path, "long", year=2009)
    assert np.array_equal(whole.intermediate, again.intermediate) and np.array_equal(whole.final, again.final)
    path.write_text(LONG + "2009,CHN,4,ITA,4,1\n", encoding="utf-8")
    with pytest.raises(TableError, match="CHN 4 ITA 4"):
        read_world_table(path, "long", year=2009)


def test_facts_of_a_written_table_are_plain_json(tmp_path: Path) -> None:
    table = WorldTable([[1.0]], [[1.0]], ["A"], ["s"], year=2000)
    with zipfile.ZipFile(write_world_table(table, tmp_path)) as archive:
        stored = np.load(io.BytesIO(archive.read("facts.npy")), allow_pickle=False)
    assert json.loads(str(stored))["year"] == 2000
