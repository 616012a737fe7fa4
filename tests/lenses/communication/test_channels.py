"""The mix of channels, outlets and platforms by hand; spending of the period, joint reach, best split, their limits."""

from pathlib import Path

import pytest
from tests.lenses.communication.planted import planted

from clustermark.evidence.corpus import corpus_of
from clustermark.evidence.read import read_evidence
from clustermark.findings.model import Finding
from clustermark.findings.results import checked
from clustermark.lenses.communication import channels
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found
from clustermark.methods.allocation.response import Response

HEAD = "subject,channel,channel_kind,period,amount,currency,reach,audience,population,actor\n"
MENTIONS = "date,outlet,channel,platform,place,language,title,text\n"
WORDS = ("开幕", "闭幕", "检验", "招工", "培训", "涨价", "降价", "搬迁", "扩建", "停电", "下雨", "评奖")


def _found(folder: Path, mentions: str = "", **files: str) -> tuple[dict[str, Finding], Found]:
    study, evidence = planted(folder, claims="", **{"channel_spend": "", "mentions": mentions, **files})
    assert not evidence.quarantined, evidence.quarantined
    corpus = corpus_of(evidence, study) if mentions else None
    return _by_id(channels.find(Context(evidence, study, corpus)))


def _by_id(result: Found) -> tuple[dict[str, Finding], Found]:
    for name, frame in result.tables.items():
        checked(name, frame)
    found = {finding.id.removeprefix("communication."): finding for finding in result.findings}
    assert len(found) == len(result.findings)
    return found, result


def _number(finding: Finding) -> float:
    assert isinstance(finding.value, float), finding
    return finding.value


def _items(channel_of: str = "earned") -> str:
    """Twelve items: outlets 6, 3, 2, 1 times; a website and a newspaper by turns."""
    outlets = ["甲报"] * 6 + ["乙报"] * 3 + ["丙网"] * 2 + ["丁刊"]
    lines = [
        f"2023-{at + 1:02d}-03,{outlet},{channel_of},{('网站', '报纸')[at % 2]},{('东省', '西省', '')[at % 3]},中文,"
        f"示例镇{word},示例镇{word}的消息由{outlet}在{at + 1}月刊出\n"
        for at, (outlet, word) in enumerate(zip(outlets, WORDS, strict=True))
    ]
    return MENTIONS + "".join(lines)


def test_outlets_platforms_and_places_by_hand(tmp_path: Path) -> None:
    found, result = _found(tmp_path, _items())
    assert _number(found["outlet_concentration/sampleton/2023"]) == pytest.approx((36 + 9 + 4 + 1) / 144)
    effective = found["effective_outlets/sampleton/2023"]
    assert _number(effective) == pytest.approx(144 / 50)
    assert effective.low is not None and effective.high is not None and effective.low < 144 / 50 < effective.high
    assert dict(effective.parameters)["largest-three"] == f"{11 / 12:.4g}"
    assert _number(found["places_reached/sampleton/2023"]) == 2
    assert _number(found["platform_share/sampleton/2023/platform=报纸"]) == 0.5
    assert result.tables["platforms"].rows() == [("sampleton", "报纸", 6, 0.5), ("sampleton", "网站", 6, 0.5)]
    assert _number(found["channel_share/sampleton/2023/channel=earned"]) == 1
    assert found["channel_share/sampleton/2023/channel=paid"].value == 0


def test_own_accounts_are_no_outlets_and_an_unknown_channel_is_said(tmp_path: Path) -> None:
    found, _ = _found(tmp_path, _items("owned"))
    assert found["effective_outlets/sampleton/2023"].why == "few-outlets"
    (tmp_path / "two").mkdir()
    found, _ = _found(tmp_path / "two", _items(""))
    assert found["channel_share/sampleton/2023"].why == "no-channel"
    assert dict(found["effective_outlets/sampleton/2023"].parameters)["of"] == "all"


def test_a_platform_that_only_confidential_rows_name_is_not_told(tmp_path: Path) -> None:
    study, _ = planted(tmp_path, claims="", channel_spend="", mentions=_items())
    source = study.sources[-1].model_copy(update={"sensitivity": "confidential"})
    study = study.model_copy(update={"sources": (*study.sources[:-1], source)})
    evidence = read_evidence(study)
    found, result = _by_id(channels.find(Context(evidence, study, corpus_of(evidence, study))))
    assert result.tables["platforms"].is_empty() and not any("platform" in name for name in found)
    assert _number(found["effective_outlets/sampleton/2023"]) == pytest.approx(144 / 50)  # counted all the same


def test_a_platform_cannot_forge_the_id_of_a_finding(tmp_path: Path) -> None:
    found, _ = _found(tmp_path, _items().replace("网站", "网/站;with=x@y~z"))
    assert "platform_share/sampleton/2023/platform=网 站 with x y z" in found


CURVES = {"short video": Response(0.5, 30_000.0), "fair": Response(0.3, 20_000.0)}


def _spend(*, amounts: tuple[int, ...] = (10_000, 20_000), year: int = 2023, currency: str = "CNY") -> str:
    rows = []
    for name, curve in CURVES.items():
        for month, amount in enumerate(amounts, start=1):
            reached = round(curve.reach(amount) * 1e9)
            money = f"{year}-{month:02d},{amount},{currency},{reached}"
            rows.append(f"sampleton,{name},paid,{money},buyers,1000000000,association\n")
    return HEAD + "".join(rows)


def test_the_split_is_that_of_the_curves_behind_the_points(tmp_path: Path) -> None:
    found, result = _found(tmp_path, channel_spend=_spend())
    share = {name: _number(found[f"best_split/sampleton/2023/channel={name};segment=buyers"]) for name in CURVES}
    assert sum(share.values()) == pytest.approx(1)
    money = {name: part * 40_000 for name, part in share.items()}

    def missed(name: str, more: float = 0.0) -> float:
        return 1 - CURVES[name].reach(money[name] + more)

    gains = [
        missed(other) * CURVES[name].marginal(money[name]) for name, other in zip(CURVES, [*CURVES][::-1], strict=True)
    ]
    assert gains[0] == pytest.approx(gains[1], rel=1e-3)  # the next yuan brings the same everywhere
    now = [CURVES[name].reach(20_000) for name in CURVES]
    reach = found["reach/sampleton/2023/segment=buyers"]
    assert _number(reach) == pytest.approx(1 - (1 - now[0]) * (1 - now[1]), abs=1e-6)
    assert (reach.low, reach.high) == pytest.approx((max(now), sum(now)), abs=1e-6)
    gain = found["reach_gain/sampleton/2023/segment=buyers"]
    best = 1 - missed("short video") * missed("fair")
    assert _number(gain) == pytest.approx(best - _number(reach), abs=1e-6) and _number(gain) > 0
    assert gain.low is not None and gain.high is not None and gain.low <= _number(gain) <= gain.high
    assert gain.origin == "illustrative" and dict(gain.parameters)["assumes"]
    rows = {row["channel"]: row for row in result.tables["budget_split"].iter_rows(named=True)}
    assert rows["fair"]["actor"] == "association" and rows["fair"]["low"] <= share["fair"] <= rows["fair"]["high"]
    curves = {row["channel"]: row for row in result.tables["channel_response"].iter_rows(named=True)}
    assert curves["fair"]["ceiling"] == pytest.approx(0.3, rel=1e-3) and curves["fair"]["points"] == 2


def test_spending_is_added_up_within_the_period_and_in_its_unit(tmp_path: Path) -> None:
    old = "sampleton,fair,paid,2019-05,700000,CNY,,buyers,,\n"
    found, _ = _found(
        tmp_path, channel_spend=_spend(currency="万元").replace(",10000,", ",1,").replace(",20000,", ",2,") + old
    )
    spent = found["spend/sampleton/2023/channel=fair;segment=buyers"]
    assert (spent.value, spent.unit) == (30_000.0, "CNY")


def test_points_of_other_years_only_answer_nothing(tmp_path: Path) -> None:
    found, result = _found(tmp_path, channel_spend=_spend(year=2015))
    split = found["best_split/sampleton/2023/channel=fair;segment=buyers"]
    assert split.why == "outside-years" and dict(split.why_fields)["years"] == "2015"
    assert result.tables["budget_split"].is_empty() and not any(name.startswith("spend/") for name in found)


@pytest.mark.parametrize(
    ("spend", "name", "why"),
    [
        (_spend(amounts=(10_000,)), "best_split/sampleton/2023/channel=fair;segment=buyers", "no-curve-one-point"),
        (_spend(currency=""), "spend/sampleton/2023/channel=fair;segment=buyers", "no-currency"),
        (_spend().replace("1000000000", ""), "reach/sampleton/2023/segment=buyers", "no-reach"),
        ("".join(_spend().splitlines(keepends=True)[:3]), "reach_gain/sampleton/2023/segment=buyers", "few-curves"),
        (_spend().replace("fair,paid,2023-02,20000,CNY", "fair,paid,2023-02,20000,EUR"),
         "reach_gain/sampleton/2023/segment=buyers", "few-curves"),
    ],
)  # fmt: skip
def test_what_the_table_cannot_answer_says_why(tmp_path: Path, spend: str, name: str, why: str) -> None:
    found, _ = _found(tmp_path, channel_spend=spend)
    assert found[name].why == why


def test_confidential_spending_is_never_printed(tmp_path: Path) -> None:
    study, _ = planted(tmp_path, claims="", mentions="", channel_spend=_spend())
    sources = [
        one.model_copy(update={"sensitivity": "confidential"}) if one.id == "channel_spend" else one
        for one in study.sources
    ]
    study = study.model_copy(update={"sources": tuple(sources)})
    found, result = _by_id(channels.find(Context(read_evidence(study), study, None)))
    assert {finding.why for finding in found.values()} == {"confidential"}
    assert all(frame.is_empty() for frame in result.tables.values())
