"""Trade as it comes: a customs export of the cluster beside BACI and UN Comtrade, read and joined by economy."""

from pathlib import Path

import pytest
from tests.lenses.position.trade_made_up import one, said

from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.lenses.context import Context
from clustermark.lenses.position import traded
from clustermark.lenses.position.trade_names import economy
from clustermark.study.model import Product, Source, Study, Text

PLACES = "id,kind,name_zh,name_en,product\nsampleton,cluster,示例镇,Sampleton,towels\n"
CUSTOMS_HEAD = (
    "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,贸易方式名称,注册地名称,"
    "第一数量,第一计量单位,第二数量,第二计量单位,美元,\n"
)
CUSTOMS = (
    CUSTOMS_HEAD
    + """202101,630260,毛巾,502,美国,一般贸易,示例镇,"1,000",条,"600",千克,"6,000",
202102,630260,毛巾,502,美国,进料加工贸易,示例镇,"1,000",条,"400",千克,"4,000",
202102,630260,毛巾,116,日本,一般贸易,示例镇,500,条,100,千克,"1,000",
202101,630260,毛巾,502,美国,一般贸易,示例市,"9,000",条,"9,000",千克,"99,000",
"""
)
BACI = """t,i,j,k,v,q
2021,156,842,630260,500,50
2021,490,842,630260,100,5
2021,699,842,630260,80,10
2021,699,116,630260,9999,1
2021,490,392,630260,30,2
2021,704,392,630260,14,2
2021,704,392,630291,14,NA
"""
COMTRADE_HEAD = (
    "typeCode,freqCode,refYear,period,reporterCode,reporterISO,flowCode,partnerCode,partnerISO,partner2Code,"
    "classificationCode,cmdCode,customsCode,motCode,qtyUnitAbbr,qty,netWgt,primaryValue,isAggregate\n"
)
COMTRADE = (
    COMTRADE_HEAD
    + """C,A,2021,2021,704,VNM,X,842,USA,0,H5,630260,C00,0,u,9000,9000,45000,False
C,A,2021,2021,704,VNM,X,842,USA,0,H5,630260,C20,0,u,2000,2000,9000,False
C,A,2021,2021,704,VNM,X,0,W00,0,H5,630260,C00,0,u,9000,9000,45000,False
C,A,2021,2021,704,VNM,RX,842,USA,0,H5,630260,C00,0,u,9000,9000,45000,False
"""
)


def _read(folder: Path, **files: tuple[str, str, dict[str, str]]) -> tuple[Study, Evidence]:
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    sources = [Source(id="places", path="places.csv", table="places")]
    for name, (path, content, defaults) in files.items():
        (folder / path).write_text(content, encoding="gb18030" if name == "customs" else "utf-8")
        sources.append(Source(id=name, path=path, table="trade", defaults=defaults))
    study = Study(
        title=Text(zh="示例", en="Sample"),
        focus="sampleton",
        period="2021",
        products=(Product(id="towels", name=Text(zh="毛巾", en="towels"), hs=("6302",)),),
        sources=tuple(sources),
        folder=folder,
    )
    kept = read_evidence(study)
    assert {one.code for one in kept.problems} <= {"layout.read-as"}
    return study, kept


def _files(**defaults: str) -> dict[str, tuple[str, str, dict[str, str]]]:
    return {
        "customs": ("出口2021.csv", CUSTOMS, defaults),
        "baci": ("BACI_HS17_Y2021_V202601.csv", BACI, {}),
        "comtrade": ("TradeData.csv", COMTRADE, {}),
    }


def test_numbers_of_the_customs_are_never_read_as_those_of_the_united_nations(tmp_path: Path) -> None:
    """Japan is 116 to the customs and 392 to the UN, whose 116 is Cambodia: the name decides."""
    study, kept = _read(tmp_path, **_files())
    found = traded.find(Context(kept, study, None))
    price = one(found, "position.relative_unit_value")
    mean_usa = (500_000 + 100_000 + 80_000 + 45_000) / (50_000 + 5_000 + 10_000 + 9_000)
    mean_japan = (30_000 + 14_000 + 1_000) / (2_000 + 2_000 + 100)  # none of China: the cluster is added
    assert price.value == pytest.approx(11_000 / (1_000 * mean_usa + 100 * mean_japan), rel=1e-6)
    markets = found.tables["trade_products"].filter(unit="kg")
    assert dict(zip(markets["market"], markets["market_name"], strict=True)) == {"USA": "美国", "JPN": "日本"}
    assert said(price)["hs-digits"] == "4" and said(price)["hs-version"] == "HS2017/unknown"
    assert said(price)["months"] == "2"


def test_the_version_that_the_study_states_is_that_of_the_customs(tmp_path: Path) -> None:
    study, kept = _read(tmp_path, **_files())
    assert kept.tables["trade"]["classification"].unique().sort().to_list() == ["H5", "HS", "HS2017"]
    price = one(traded.find(Context(kept, study, None)), "position.relative_unit_value")
    assert price.n == 3 and said(price)["compared"] == "1"


def test_one_economy_has_one_key_however_it_is_written() -> None:
    same = [("CHN", ""), ("156", ""), ("chn", ""), ("", "中国"), ("999", "China")]
    assert {economy(code, name) for code, name in same[:4]} == {"CHN"}
    assert economy("036") == economy("36") == economy("", "Australia") == "AUS"
    assert economy("142", "日本", "china-customs") == "JPN" and economy("116", "", "china-customs") == "116"
    assert economy("116") == "KHM" and economy("842") == economy("840") == "USA"
    assert economy("几内亚") == "GIN" and economy("", "几内亚比绍") == "GNB" and economy("", "赤道几内亚") == "GNQ"
    assert economy("Q17", "") == "Q17" and economy("", "") == ""
