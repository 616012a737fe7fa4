# ruff: noqa: E501 (headers stand as the services write them)
"""Trade files in the layouts of BACI, UN Comtrade and the China customs. Figures are made up."""

BACI = """t,i,j,k,v,q
2022,156,380,640399,1523.412,41.207
2022,704,842,10121,88210.117,3120.55
2022,380,756,640351,410.006,           NA
2022,380,756,640351,many,1
"""

COMTRADE = """typeCode,freqCode,refYear,period,reporterCode,reporterISO,flowCode,partnerCode,partnerISO,classificationCode,cmdCode,customsCode,motCode,qtyUnitAbbr,qty,netWgt,primaryValue,isAggregate
C,A,2022,2022,156,CHN,X,380,ITA,H6,640399,C00,0,u,1200345,812000,15523000.5,False
C,A,2022,2022,156,CHN,X,0,W00,H6,640399,C00,0,u,90111222,60100000,1200450000,False
C,M,2022,202205,704,VNM,RX,842,USA,H6,640411,C04,1000,,,,2210000000,False
"""

LEGACY = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,"
    "Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,"
    "Netweight (kg),Trade Value (US$),Flag\n"
    'H4,2017,2017,2017,6,1,1,Import,36,Australia,AUS,0,World,WLD,640399,"Footwear, other",6,Number of pairs,120,800,9000,0\n'
)

CUSTOMS = """数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,贸易方式编码,贸易方式名称,第一数量,第一计量单位,美元,
202301,640399,其他皮革制鞋面的鞋靴,502,甲国,10,一般贸易,"1,204,556",双,"18,230,114",
202301,640399,其他皮革制鞋面的鞋靴,307,乙国,15,进料加工贸易,"88,020",双,"2,150,400",
202302,101,运动鞋靴,141,丙国,10,一般贸易,--,双,"12,800",
"""


def test_baci(read_file, fates):
    evidence = read_file("trade", "BACI_HS92_Y2022_V202601.csv", BACI)
    assert fates(evidence) == (3, 1, 1)
    assert evidence.sources["file"].layout == "baci"
    first, second, third = evidence.rows("trade")
    assert (first["row"], first["year"], first["reporter"], first["partner"]) == ("file:2", 2022, "156", "380")
    assert (first["value"], first["currency"], first["quantity"], first["unit"]) == (
        1523.412,
        "thousand USD",
        41.207,
        "t",
    )
    assert (first["flow"], first["classification"]) == ("export", "HS1992")
    assert second["hs"] == "010121", "a leading zero that a spreadsheet dropped is put back"
    assert third["quantity"] is None, "NA is missing and no zero"
    (bad,) = evidence.quarantined
    assert (bad.row, bad.column, bad.raw) == (5, "v", "many"), "named by the header of the file"
    assert evidence.raw["file:3"] == {
        "t": "2022",
        "i": "704",
        "j": "842",
        "k": "10121",
        "v": "88210.117",
        "q": "3120.55",
    }


def test_comtrade_since_2023(read_file, fates):
    evidence = read_file("trade", "TradeData_1_2_2023_3_4_5.csv", COMTRADE)
    assert fates(evidence) == (3, 0, 1)
    italy, world, part = evidence.rows("trade")
    assert (italy["reporter"], italy["partner"], italy["flow"], italy["hs"]) == ("CHN", "ITA", "export", "640399")
    assert (italy["value"], italy["currency"], italy["quantity"], italy["unit"]) == (
        15523000.5,
        "USD",
        1200345,
        "pieces",
    )
    assert (italy["quantity_2"], italy["unit_2"]) == (812000, "kg")
    assert (italy["regime"], italy["part"]) == (None, None)
    assert world["partner"] == "WLD", "the world total is told from partners"
    assert (part["period"], part["flow"], part["regime"], part["part"]) == ("2022-05", "re-export", "C04", "1000")


def test_comtrade_before_2023(read_file, fates):
    evidence = read_file("trade", "comtrade.csv", LEGACY)
    assert fates(evidence) == (1, 0, 1)
    assert evidence.sources["file"].layout == "comtrade-legacy"
    (row,) = evidence.rows("trade")
    assert (row["year"], row["reporter"], row["reporter_name"], row["partner"]) == (2017, "AUS", "Australia", "WLD")
    assert (row["flow"], row["value"], row["quantity"], row["unit"]) == ("import", 9000, 120, "Number of pairs")


def test_china_customs_in_gb18030(read_file, fates):
    evidence = read_file("trade", "鞋靴出口2023.csv", CUSTOMS.encode("gb18030"))
    assert fates(evidence) == (3, 0, 1)
    first, second, third = evidence.rows("trade")
    assert (first["year"], first["period"], first["flow"], first["reporter"]) == (2023, "2023-01", "export", "CHN")
    assert (first["value"], first["currency"], first["quantity"], first["unit"]) == (18230114, "USD", 1204556, "双")
    assert (first["partner"], first["partner_name"], first["regime"]) == ("502", "甲国", "一般贸易")
    assert second["regime"] == "进料加工贸易"
    assert (third["hs"], third["quantity"]) == ("0101", None)


def test_china_customs_does_not_say_the_flow(read_file, fates):
    evidence = read_file("trade", "95069 2023Q1.csv", CUSTOMS)
    assert evidence.tables == {}
    (flaw,) = [item for item in evidence.problems if item.code == "layout.not-said"]
    assert dict(flaw.fields)["column"] == "flow"
    told = read_file("trade", "95069 2023Q1.csv", CUSTOMS, defaults={"flow": "import"})
    assert {row["flow"] for row in told.rows("trade")} == {"import"}


def test_a_file_that_may_have_been_cut_off_is_told(read_file, fates):
    head, line = COMTRADE.splitlines()[:2]
    evidence = read_file("trade", "x.csv", "\n".join([head, *[line] * 500]) + "\n")
    assert [item.code for item in evidence.problems if item.code == "layout.cut-off"] == ["layout.cut-off"]
    evidence = read_file("trade", "x.csv", "\n".join([head, *[line] * 499]) + "\n")
    assert [item.code for item in evidence.problems if item.code == "layout.cut-off"] == []


def test_a_layout_may_be_named_or_refused(read_file, fates):
    assert fates(read_file("trade", "b.csv", BACI, layout="baci"))[0] == 3
    assert [item.code for item in read_file("trade", "b.csv", BACI, layout="comtrade").problems] == ["layout.not-found"]
    assert [item.code for item in read_file("trade", "b.csv", BACI, layout="wjx").problems] == ["layout.unknown"]
    assert read_file("trade", "b.csv", BACI, layout="none").sources["file"].layout == "none"


def test_the_column_named_in_defaults_must_exist(read_file, fates):
    evidence = read_file("trade", "b.csv", BACI, defaults={"colour": "red"})
    assert [item.code for item in evidence.problems] == ["defaults.column-unknown"]


def test_a_code_that_is_no_hs_code_is_quarantined(read_file, fates):
    evidence = read_file("trade", "b.csv", BACI.replace("640399", "shoes"))
    assert evidence.quarantined[0].rule == "hs.malformed"


def test_defaults_fill_what_any_file_does_not_say(read_file, fates):
    rows = "year,hs,value,partner\n2021,640399,5,AAA\n2021,640399,6,\n,,,\n2021,640399,soon,AAA\n"
    evidence = read_file("trade", "own.csv", rows, defaults={"flow": "export", "currency": "USD", "partner": "WLD"})
    assert fates(evidence) == (2, 1, 2)
    assert [(row["flow"], row["currency"], row["partner"]) for row in evidence.rows("trade")] == [
        ("export", "USD", "AAA"),
        ("export", "USD", "WLD"),
    ]
    assert "flow" not in evidence.raw["file:2"], "the cells as read are the file's own"
    many = read_file(
        "trade", "own.csv", rows + "2021,640399,7,BBB\n" * 3000, defaults={"flow": "export", "currency": "USD"}
    )
    assert fates(many) == (3002, 1, 2) and set(many.tables["trade"]["flow"]) == {"export"}
    without = read_file("trade", "own.csv", rows, defaults={"flow": "export"})
    assert without.quarantined[0].rule == "unit.missing" and without.problems == ()
    wrong = read_file("trade", "own.csv", rows, defaults={"flow": "sideways", "currency": "USD"})
    assert {(item.column, item.rule) for item in wrong.quarantined} >= {("flow", "choice.not-allowed")}
