"""From the words on a page to a finding: approximate words give bounds, never points."""

import pytest

from clustermark.evidence.read import read_evidence
from clustermark.findings.model import BOUND, NOT_STATED, STATED_RANGE
from clustermark.lenses import run_lenses
from clustermark.study.model import Product, Source, Study, Text
from clustermark.words.findings import sentence
from clustermark.words.inline import plain
from clustermark.words.voice import Voice

PLACES = "id,kind,name_zh,name_en,label_zh,label_en,within,product\nsampleton,cluster,示例镇,Sampleton,,,,ties\n"


def voice(language, finding):
    names = {"sampleton": Text(zh="示例镇", en="Sampleton")}
    return Voice(language, names, names, {}, {finding.id: finding})


@pytest.fixture
def finding_of(tmp_path):
    """finding_of("五六百", "家", "situation.firms") -> (finding, its sentence in Chinese and in English)."""

    def find(value, unit, measure):
        (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
        claims = f"subject,variable,value,unit,year,reliability\nsampleton,{measure},{value},{unit},2021,B\n"
        (tmp_path / "claims.csv").write_text(claims, encoding="utf-8")
        study = Study(
            title=Text(zh="示例", en="Sample"),
            focus="sampleton",
            period="2021",
            products=(Product(id="ties", name=Text(zh="领带", en="ties")),),
            sources=tuple(Source(id=name, path=f"{name}.csv", table=name) for name in ("places", "claims")),
            folder=tmp_path,
        )
        evidence = read_evidence(study)
        assert not evidence.quarantined
        findings = run_lenses(evidence, study)
        (found,) = (item for item in findings if item.measure == measure and item.status == "ok")
        said = [plain(sentence(found, voice(lang, found))) for lang in ("zh", "en")]
        return found, said

    return find


FIRMS, OUTPUT, SHARE = "situation.firms", "situation.output_value", "situation.world_output_share"
CASES = [
    ("五六百", "家", FIRMS, (None, 500, 600, STATED_RANGE, ""), "500—600家", "500 to 600"),
    ("数十", "家", FIRMS, (None, 20, 100, STATED_RANGE, "about"), "约20—100家", "about 20 to 100"),
    ("20~30亿", "元", OUTPUT, (None, 2e9, 3e9, STATED_RANGE, ""), "20亿—30亿元", "CNY 2 to 3 billion"),
    ("20~30亿元以上", "", OUTPUT, (None, 2e9, 3e9, STATED_RANGE, "at least"), "以上", "at least"),
    ("不足一成", "", SHARE, (0.1, None, 0.1, BOUND, ""), "至多10%", "at most 10%"),
    ("三成多", "", SHARE, (0.3, 0.3, None, BOUND, ""), "30%以上", "at least 30%"),
    ("三分之一", "", SHARE, (1 / 3, None, None, NOT_STATED, ""), "33.3%", "33.3%"),
    ("上百", "家", FIRMS, (100, 100, None, BOUND, ""), "100家以上", "at least 100"),
    ("近4万", "家", FIRMS, (40000, None, 40000, BOUND, ""), "至多4万家", "at most 40"),
    ("约3亿", "元", OUTPUT, (3e8, None, None, NOT_STATED, "about"), "约3亿元", "about CNY 300 million"),
    ("3.5亿", "元", OUTPUT, (3.5e8, None, None, NOT_STATED, ""), "3.5亿元", "CNY 350 million"),
]


@pytest.mark.parametrize(("value", "unit", "measure", "expected", "zh", "en"), CASES)
def test_words_of_approximation_reach_the_finding_and_its_sentence(finding_of, value, unit, measure, expected, zh, en):
    finding, said = finding_of(value, unit, measure)
    bound = dict(finding.parameters).get("bound", "")
    assert (finding.value, finding.low, finding.high, finding.uncertainty, bound) == (
        pytest.approx(expected[0]) if expected[0] is not None else None,
        *expected[1:],
    )
    assert zh in said[0]
    assert en in said[1]
