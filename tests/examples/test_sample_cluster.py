"""The made-up cluster: its generator writes what is kept, nothing in it is real, what was planted is found again."""

import json
import math
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook
from tests.conftest import ROOT
from tests.whole.test_real_names import found_in, planted

from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.study.load import load_study
from clustermark.study.model import Study
from make_sample_cluster import make
from sample_cluster.items import Item, items
from sample_cluster.plan import TOWNS, Story, stories

FOLDER = ROOT / "examples" / "sample-cluster"
BY_HAND = {"README.md"}
MEGABYTES = 7
pytestmark = pytest.mark.slow


@cache
def study() -> Study:
    return load_study(FOLDER / "study.toml")


@cache
def evidence() -> Evidence:
    return read_evidence(study())


@cache
def facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "planted.json").read_text(encoding="utf-8"))
    return found


@cache
def context() -> Context:
    pytest.importorskip("rjieba", reason="the libraries for texts are not installed")
    from clustermark.evidence.corpus import corpus_of

    return Context(evidence(), study(), corpus_of(evidence(), study()))


@cache
def told(part: str) -> dict[str, Finding]:
    """The findings of a part of the lens by id."""
    from importlib import import_module

    found = import_module(f"clustermark.lenses.communication.{part}").find(context())
    return {finding.id.removeprefix("communication."): finding for finding in found.findings}


def files(folder: Path) -> list[str]:
    shown = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in shown if not path.as_posix().startswith((".", "report/")))


def cells(path: Path) -> list[tuple[object, ...]]:
    return [row for sheet in load_workbook(path, read_only=True) for row in sheet.iter_rows(values_only=True)]


def test_the_generator_writes_what_is_kept(tmp_path: Path) -> None:
    make(tmp_path)
    assert files(tmp_path) == [name for name in files(FOLDER) if name not in BY_HAND]
    for name in files(tmp_path):
        if name.endswith(".xlsx"):  # compressed bytes may differ between versions of a library
            assert cells(tmp_path / name) == cells(FOLDER / name), name
        else:
            assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_it_stays_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in files(FOLDER)) < MEGABYTES * 2**20


def every_text() -> str:
    """All that stands in the tables as read, in whatever file and encoding it came."""
    parts = []
    for frame in evidence().tables.values():
        strings = frame.select(pl.col(pl.String))
        parts += ["\n".join(text for text in strings[name].to_list() if text) for name in strings.columns]
    return "\n".join(parts)


def test_no_real_place_firm_person_or_outlet_occurs() -> None:
    text = every_text()
    assert found_in(text) == []
    for name in planted():
        assert name in found_in(f"{text[:2000]} {name} {text[-2000:]}"), name


def test_everything_is_illustrative() -> None:
    assert {source.origin for source in study().sources} == {"illustrative"}
    assert all(set(frame["origin"]) == {"illustrative"} for frame in evidence().tables.values())


def test_every_row_is_read_but_those_that_were_spoilt() -> None:
    kept = evidence()
    rules = Counter((row.source, row.rule.partition(".")[0]) for row in kept.quarantined)
    planted_bad = facts()["quarantined"]
    assert rules == {("monitor", "date"): planted_bad["monitor"], ("platform", "row"): planted_bad["platform"],
                     ("web", "line"): 1, ("firm-survey", "answer"): planted_bad["firm-survey"]}  # fmt: skip
    assert [problem.code for problem in kept.problems if problem.severity == "error"] == []
    for source, read in kept.read.items():
        rows = sum((frame["source"] == source).sum() for frame in kept.tables.values())
        aside = sum(row.source == source for row in kept.set_aside)
        assert read == rows + aside + sum(row.source == source for row in kept.quarantined), source


@cache
def truth() -> list[tuple[Item | None, Story | None]]:
    """What each row of the mentions was made as; None for the two texts that were decoded wrongly."""
    _, made = items()
    by_id = {f"a-{item.number:05d}": item for item in made}
    own = iter(sorted((item for item in made if item.file == "owned"), key=lambda item: _file(item)))
    plan = {story.number: story for story in stories()}
    found = []
    for row in evidence().tables["mentions"].select("source", "item").iter_rows():
        item = next(own) if row[0] == "owned" else by_id.get(row[1])
        found.append((item, plan.get(item.story) if item else None))
    return found


def _file(item: Item) -> str:
    return f"{item.outlet}/{item.date:%Y-%m-%d}-{item.number:05d}.txt"


def test_copies_are_told_from_stories_without_a_mistake() -> None:
    given = context().corpus.documents["story"].to_list()  # type: ignore[union-attr]
    by_plan: dict[int, set[int]] = defaultdict(set)
    by_story: dict[int, set[int]] = defaultdict(set)
    for document, ((_, story), own) in enumerate(zip(truth(), given, strict=True)):
        planned = story.number if story else -document - 1
        by_plan[planned].add(own)
        by_story[own].add(planned)
    assert [planned for planned, found in by_plan.items() if len(found) > 1] == []
    assert [own for own, found in by_story.items() if len(found) > 1] == []


def test_each_text_names_the_towns_it_was_written_of_and_no_namesake_counts() -> None:
    found: dict[int, set[str]] = defaultdict(set)
    for document, subject in context().corpus.places.iter_rows():  # type: ignore[union-attr]
        found[document].add(subject)
    namesakes = 0
    for document, (item, story) in enumerate(truth()):
        wanted = {town for town in (story.town, story.second) if town} if story else set()
        assert found[document] == wanted, item
        namesakes += bool(item and not item.story and ("示例镇" in item.text or "Sampleton" in item.text))
    assert namesakes >= 90 and namesakes <= facts()["homonyms"]


def test_languages_are_told_without_a_mistake() -> None:
    given = context().corpus.documents["language"].to_list()  # type: ignore[union-attr]
    for (item, _), language in zip(truth(), given, strict=True):
        assert item is None or item.language == language, item


@pytest.mark.parametrize("town", TOWNS)
def test_share_of_voice_is_the_planted_one(town: str) -> None:
    found = told("voice")
    assert found[f"share_of_voice/{town}/2023"].value == pytest.approx(facts()["share_of_voice"][town], abs=1e-6)
    assert found[f"items/{town}/2023"].value == facts()["items"][town]
    assert found[f"stories/{town}/2023"].value == facts()["stories"][town]
    assert found[f"rival_noise/{town}/2023"].value == pytest.approx(facts()["rival_noise"][town], abs=1e-6)
    for channel, shares in facts()["share_of_voice_by_channel"].items():
        one = found[f"share_of_voice/{town}/2023/channel={channel}"]
        assert one.value == pytest.approx(shares[town], abs=1e-6)
        assert one.low < one.value < one.high  # type: ignore[operator]


def test_the_focus_has_less_voice_than_market_and_gains() -> None:
    found = told("voice")
    excess, trend = found["excess_share_of_voice/sampleton/2023"], found["voice_trend/sampleton/2023"]
    assert excess.value == pytest.approx(facts()["share_of_voice"]["sampleton"] - 5200 / 17000, abs=1e-6)
    assert excess.high < 0 < trend.low  # type: ignore[operator]


def test_the_bursts_are_the_planted_ones_and_open_their_stories() -> None:
    from clustermark.lenses.communication import voice

    table = voice.find(context()).tables["bursts"]
    assert table.select("subject", "month").rows() == [(one["subject"], one["month"]) for one in facts()["bursts"]]
    references = evidence().tables["mentions"]["row"].to_list()
    for subject, rows in table.select("subject", "rows").iter_rows():
        for reference in rows:
            _, story = truth()[references.index(reference)]
            assert story is not None and subject in (story.town, story.second)


@pytest.mark.parametrize("town", TOWNS)
def test_messages_come_through_as_planted(town: str) -> None:
    from clustermark.lenses.communication import messages

    found = messages.find(context())
    pulled = {finding.subject: finding for finding in found.findings if finding.measure.endswith("pull_through")}
    assert pulled[town].value == pytest.approx(facts()["pull_through"][town]["any"], abs=1e-6)
    for subject, message, owned, earned in (
        found.tables["messages"].select("subject", "message", "owned_share", "earned_share").iter_rows()
    ):
        assert owned == pytest.approx(facts()["pull_through"][subject][f"{message} owned"], abs=1e-6)
        assert earned == pytest.approx(facts()["pull_through"][subject][message], abs=1e-6)


def test_the_tone_turns_against_the_focus_alone() -> None:
    found = told("sentiment")
    before, after = found["net_sentiment/sampleton/2022"], found["net_sentiment/sampleton/2023"]
    assert after.high < 0 < before.low  # type: ignore[operator]
    for town in TOWNS[1:]:
        assert found[f"net_sentiment/{town}/2023"].low > 0  # type: ignore[operator]


def test_each_town_is_known_for_the_planted_word() -> None:
    from clustermark.lenses.communication import associations

    table = associations.find(context()).tables["associations"]
    for town, words in facts()["associations"].items():
        own = table.filter((pl.col("subject") == town) & (pl.col("language") == "zh") & (pl.col("rank") <= 10))
        assert words[0] in own["word"].to_list(), (town, own["word"].to_list())
        row = own.filter(pl.col("word") == words[0])
        assert row["log_ratio"][0] > 1 and row["q"][0] < 0.05


def test_policies_moved_supply_and_then_demand() -> None:
    documents = evidence().tables["policies"].with_columns(year=pl.col("date").str.slice(0, 4))
    assert documents.height == 40 and documents["issuer"].null_count() == 0
    assert all(len(date) == 10 for date in documents["date"].to_list())
    for town, years in facts()["policies"]["documents"].items():
        counts = Counter(documents.filter(pl.col("place") == town)["year"].to_list())
        assert counts == years
    found = told("environment")
    focus = facts()["policies"]["focus"]
    sums = {side: focus["before"][side] + focus["after"][side] for side in focus["after"]}
    for side, count in sums.items():
        one = found[f"policy_side/sampleton/2023/side={side}"]
        assert one.value == pytest.approx(count / sum(sums.values()), abs=0.02)


@pytest.mark.parametrize("channel", ["短视频", "户外广告", "直播", "毛巾展", "邮件样册", "行业报纸", "上门送样"])
def test_response_curves_are_the_planted_ones(channel: str) -> None:
    from clustermark.lenses.communication import channels

    table = channels.find(context()).tables["channel_response"].filter(pl.col("channel") == channel)
    curve = facts()["curves"][channel]
    assert math.isclose(table["ceiling"][0], curve["ceiling"], rel_tol=0.02)
    assert math.isclose(table["scale"][0], curve["scale"], rel_tol=0.03)


def counts_of(step: str, header: str, town: str) -> int:
    """Answers that name the town, counted from the cells alone."""
    rows = cells(FOLDER / "survey.xlsx")
    at = next(place for place, cell in enumerate(rows[0]) if header in str(cell))
    name = {"sampleton": "示例镇", "modelham": "范本镇", "instanceby": "举例镇", "fictionbury": "虚构镇",
            "supposeford": "假设镇"}[town]  # fmt: skip
    answered = {row[0]: str(row[at]) for row in rows[1:]}
    assert len(answered) == facts()["survey"]["respondents"], step
    return sum(name in answer.split("┋") for answer in answered.values())


@pytest.mark.parametrize("town", TOWNS)
def test_the_funnel_is_the_planted_one(town: str) -> None:
    steps = {
        "awareness": "听说过下列",
        "consideration": "会考虑哪些",
        "preference": "首选",
        "purchase": "买过哪些",
        "loyalty": "再买哪些",
    }
    for step, header in steps.items():
        assert counts_of(step, header, town) == facts()["survey"]["steps"][town][step]


def test_the_survey_says_what_was_planted_once_weighted() -> None:
    from clustermark.lenses.communication import audience

    found = audience.find(Context(evidence(), study(), None))
    values = {finding.measure: finding for finding in found.findings if finding.subject == "sampleton"}
    known, preferred = (values[f"communication.{name}"] for name in ("consumer_awareness", "preference"))
    plain = facts()["survey"]["steps"]["sampleton"]
    assert known.value > plain["awareness"] / 600  # type: ignore[operator] # the young know it least, and are too many
    assert known.value == pytest.approx(plain["awareness"] / 600, abs=0.08)
    assert preferred.value == pytest.approx(plain["preference"] / 600, abs=0.02)
    scales = found.tables["scales"]
    assert scales["items"].to_list() == [6, 6] and scales["alpha"].min() > 0.8  # type: ignore[operator]
    assert scales["n"].to_list() == list(facts()["survey"]["scale_respondents"].values())
    groups = found.tables["segments"]
    heard = dict(groups.select("segment", "channel").iter_rows())
    assert (heard["家庭用户"], heard["店铺采购商"], heard["酒店采购商"]) == ("短视频", "批发市场", "展会")
