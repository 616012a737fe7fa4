"""No measure, rule or word of the program is wired to one trade: a study of footballs or buttons is asked the same.

Texts that people read are searched for words of textiles, clothing and footwear. What may hold one is listed, each with
its reason.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT

from clustermark.suggestions.catalogue import rules

SOURCE = ROOT / "src" / "clustermark"
TRADE = re.compile(
    r"cloth|garment|apparel|fashion(?!able)|\bshoes?\b|footwear|textile|necktie|\bties\b|sweater|woollen|\bknit"
    r"|服装|时装|时尚|鞋|领带|毛衫|毛织|纺织|针织|童装|成衣",
    re.IGNORECASE,
)
# measures and kinds of events that bear the name of an event; no rule may refer to them
OF_FASHION_WEEKS = {"communication.brands_shown", "communication.shows", "communication.city_rank"}
ALLOWED = {
    "findings/measures/communication.toml": "fashion weeks and ranks of cities are measures of benchmark places",
    "findings/measures/government.toml": "public money for fashion weeks is one of the kinds that are counted",
    "words/zh/sentences.toml": "sentences of the measures of fashion weeks",
    "words/en/sentences.toml": "sentences of the measures of fashion weeks",
    "words/zh/report.toml": "the kind of event",
    "words/en/report.toml": "the kind of event",
    "words/zh/cli.toml": "a fashion city as an example of a benchmark place",
    "words/en/cli.toml": "a fashion city as an example of a benchmark place",
    "words/en/units.toml": "names of units that are counted",
    "evidence/units.toml": "names of units that are counted",
    "evidence/template_words.toml": "units that are counted, as examples",
    "evidence/tables/events.toml": "the kind of event",
    "words/zh/industry.toml": "names of the industries of world input-output tables",
    "words/en/industry.toml": "names of the industries of world input-output tables",
}


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from () if key == "cases" else strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def found_in(path: Path) -> list[str]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [text for text in strings(data) if TRADE.search(text)]


def data_files() -> list[Path]:
    folders = ("findings", "suggestions", "words", "evidence", "comparison", "report")
    found = [path for folder in folders for path in sorted((SOURCE / folder).rglob("*.toml"))]
    return [path for path in found if path.name != "literature.toml"]  # titles of papers


@pytest.mark.parametrize("path", data_files(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_text_is_wired_to_a_trade(path: Path) -> None:
    name = path.relative_to(SOURCE).as_posix()
    assert bool(found_in(path)) == (name in ALLOWED), found_in(path)


def test_no_rule_speaks_of_a_trade_or_rests_on_a_fashion_week() -> None:
    for rule in rules().values():
        text = rule.model_dump_json(exclude={"cases"})
        assert not TRADE.search(re.sub(r"[a-z0-9]+(?:-[a-z0-9]+)*-\d{4}[a-z]?", "", text)), rule.id
        assert not any(measure in text for measure in OF_FASHION_WEEKS), rule.id


def test_a_planted_word_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "rule.toml"
    planted.write_text('[text]\nzh = "申请服装集体商标"\nen = "x"\n[[cases]]\nunit = "ties"\n', encoding="utf-8")
    assert found_in(planted) == ["申请服装集体商标"]
    planted.write_text('[text]\nen = "Sell shoes"\n', encoding="utf-8")
    assert found_in(planted) == ["Sell shoes"]
