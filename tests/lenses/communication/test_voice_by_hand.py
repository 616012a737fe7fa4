"""Share of voice, its excess and its months, counted by hand."""

from pathlib import Path

import pytest
from tests.lenses.communication.planted import planted

from clustermark.evidence.corpus import corpus_of
from clustermark.findings.model import Finding, state
from clustermark.findings.results import checked
from clustermark.lenses.communication import voice
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found

HEAD = "date,outlet,channel,language,title,text\n"
CLAIMS = "subject,variable,value,value_high,unit,scope,year,url,publisher,reliability\n"
NUMBERS = "零一二三四五六七八九"
FILLER = ("车间开工", "棉纱到货", "讨论物流", "培训结业", "织机换件", "调整柜台", "改了包装")
S, N, F = "示例镇", "北港镇", "南津镇"


def _story(number: int, names: str, day: str = "2023-03-05", channel: str = "earned") -> str:
    digits = "".join(NUMBERS[int(one)] for one in f"{number:03d}")
    other = FILLER[number % 7] + digits * 4 + FILLER[number // 7 % 7]
    return f"{day},示例日报,{channel},中文,{digits}号,{names}{other}\n"


def _found(folder: Path, rows: str, past: tuple[str, ...] = (), **files: str) -> tuple[dict[str, Finding], Found]:
    study, evidence = planted(folder, mentions=HEAD + rows, **{"claims": "", "channel_spend": "", **files})
    assert not evidence.quarantined, evidence.quarantined
    result = voice.find(Context(evidence, study.model_copy(update={"past": past}), corpus_of(evidence, study)))
    for name, frame in result.tables.items():
        checked(name, frame)
    return {finding.id.removeprefix("communication."): finding for finding in result.findings}, result


def _number(finding: Finding) -> float:
    assert isinstance(finding.value, float), finding
    return finding.value


def test_a_story_on_two_places_counts_half_for_each_and_copies_count_once(tmp_path: Path) -> None:
    """Six on S, two on N, two on both, one of the six copied twice: (6 + 1) / 10."""
    rows = "".join(_story(at, name) for at, name in enumerate([S] * 6 + [N] * 2 + [S + N] * 2))
    copy = _story(0, S, "2023-03-07").replace("示例日报", "转载网")
    found, result = _found(tmp_path, rows + copy + copy.replace("03-07", "03-08"))
    share = found["share_of_voice/sampleton/2023"]
    assert _number(share) == pytest.approx(0.7) and share.n == 10 and state(share) == "leaning"
    assert _number(found["share_of_voice/southford/2023"]) == 0
    assert (found["items/sampleton/2023"].value, found["stories/sampleton/2023"].value) == (10, 8)
    syndication = found["syndication/sampleton/2023"]
    assert _number(syndication) == pytest.approx(10 / 8) and syndication.low == 1
    noise = found["rival_noise/sampleton/2023"]
    assert _number(noise) == pytest.approx(2 / 8) and noise.n == 8
    rows_of = {row[:3]: row[3:5] for row in result.tables["voice_by_channel"].rows()}
    assert rows_of["sampleton", "", ""] == (8, pytest.approx(0.7)) == rows_of["sampleton", "earned", ""]


def test_copies_that_name_different_places_are_one_story_of_all_of_them(tmp_path: Path) -> None:
    """The copy adds a place at its end: the story is half of each."""
    long = "".join(FILLER) * 4
    one = f"2023-01-03,示例日报,earned,中文,展会,{S}{long}\n"
    copy = f"2023-01-05,转载网,earned,中文,展会,{S}{long}{N}\n"
    others = "".join(_story(at, F) for at in range(10))
    found, _ = _found(tmp_path, one + copy + others)
    assert _number(found["share_of_voice/sampleton/2023"]) == pytest.approx(0.5 / 11)
    assert _number(found["share_of_voice/northport/2023"]) == pytest.approx(0.5 / 11)


def test_a_story_belongs_to_the_month_of_its_first_item(tmp_path: Path) -> None:
    first = _story(1, S, "2022-12-30")
    later = _story(1, S, "2023-01-02").replace("示例日报", "转载网")
    others = "".join(_story(10 + at, N, f"2023-{at + 1:02d}-04") for at in range(6))
    found, result = _found(tmp_path, first + later + others, past=("2022",))
    own = {row[1]: row[2:5] for row in result.tables["voice_by_month"].rows() if row[0] == "sampleton"}
    assert own["2022-12"] == (1, 1, 1.0) and own["2023-01"] == (1, 0, 0.0) and list(own)[-1] == "2023-06"
    assert found["stories/sampleton/2023"].value == 1  # in the period it was told once more


def test_the_trend_keeps_the_places_of_months_without_a_story(tmp_path: Path) -> None:
    """S has k of four stories in month k; nothing is told in the months between the second and the fifth."""
    rows, number = "", 0
    for month, mine in ((1, 0), (2, 1), (5, 4), (6, 0), (7, 1), (8, 2)):
        for at in range(4):
            rows += _story(number, S if at < mine else N, f"2023-{month:02d}-05")
            number += 1
    found, result = _found(tmp_path, rows)
    months = result.tables["voice_by_month"].filter(result.tables["voice_by_month"]["subject"] == "sampleton")
    assert months["share"].to_list() == [0, 0.25, None, None, 1, 0, 0.25, 0.5]
    assert months["stories"].to_list() == [0, 1, 0, 0, 4, 0, 1, 2]
    line = found["voice_trend/sampleton/2023"]
    slopes = sorted(
        (later - earlier) / (j - i)
        for i, earlier in enumerate(months["share"].to_list())
        for j, later in enumerate(months["share"].to_list())
        if j > i and earlier is not None and later is not None
    )
    assert _number(line) == pytest.approx(slopes[7]) and dict(line.parameters)["months"] == "6"
    wave = found["attention_volatility/sampleton/2023"]
    assert dict(wave.parameters)["chance"] == "1" and _number(wave) > 1


def test_few_months_show_no_trend_and_no_burst(tmp_path: Path) -> None:
    found, _ = _found(tmp_path, "".join(_story(at, (S, N)[at % 2], f"2023-0{at % 3 + 1}-05") for at in range(12)))
    for name in ("voice_trend", "attention_volatility", "bursts"):
        assert found[f"{name}/sampleton/2023"].why == "few-months"


STORIES = "".join(_story(at, name) for at, name in enumerate([S] * 5 + [N] * 15))


def _claim(subject: str, value: str, scope: str = "core", unit: str = "CNY", high: str = "") -> str:
    return f"{subject},situation.output_value,{value},{high},{unit},{scope},2023,https://example.org/{subject},示例统计局,B\n"


def test_excess_is_among_the_clusters_with_an_output_value(tmp_path: Path) -> None:
    """.25 of the stories, .4 of the output of the two; the third has no figure and no excess."""
    found, _ = _found(tmp_path, STORIES, claims=CLAIMS + _claim("sampleton", "400") + _claim("northport", "600"))
    excess = found["excess_share_of_voice/sampleton/2023"]
    assert _number(excess) == pytest.approx(0.25 - 0.4)
    assert dict(excess.parameters)["clusters"] == "sampleton northport" and len(excess.inputs) == 2
    assert found["excess_share_of_voice/southford/2023"].why == "input-missing"


def test_excess_of_a_range_has_no_point_and_holds_both_ends(tmp_path: Path) -> None:
    claims = CLAIMS + _claim("sampleton", "400", high="600") + _claim("northport", "600")
    excess = _found(tmp_path, STORIES, claims=claims)[0]["excess_share_of_voice/sampleton/2023"]
    share = _found_share(tmp_path / "again", claims)
    assert excess.value is None and excess.low is not None and excess.high is not None
    assert share.low is not None and share.high is not None
    assert (excess.low, excess.high) == pytest.approx((share.low - 600 / 1200, share.high - 400 / 1000))


def _found_share(folder: Path, claims: str) -> Finding:
    folder.mkdir()
    return _found(folder, STORIES, claims=claims)[0]["share_of_voice/sampleton/2023"]


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        (_claim("sampleton", "400", "town") + _claim("northport", "600", "core"), "scopes-differ"),
        (_claim("sampleton", "400", unit="USD") + _claim("northport", "600"), "units-differ"),
        (_claim("northport", "600") + _claim("southford", "600"), "input-missing"),
        (_claim("sampleton", "400"), "input-missing"),
    ],
)
def test_output_values_that_cannot_be_set_side_by_side(tmp_path: Path, claims: str, why: str) -> None:
    assert _found(tmp_path, STORIES, claims=CLAIMS + claims)[0]["excess_share_of_voice/sampleton/2023"].why == why


def test_an_unstated_scope_leans(tmp_path: Path) -> None:
    rows = "".join(_story(at, name) for at, name in enumerate([S] * 50 + [N] * 150))
    claims = CLAIMS + _claim("sampleton", "400", "") + _claim("northport", "600", "")
    found, _ = _found(tmp_path, rows, claims=claims)
    assert state(found["excess_share_of_voice/sampleton/2023"]) == "leaning"
    assert state(found["share_of_voice/sampleton/2023"]) == "firm"
