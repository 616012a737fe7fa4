"""Small studies of made-up texts."""

from pathlib import Path

from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.study.model import Source, Study, Text

PLACES = """id,kind,name_zh,name_en
sampleton,cluster,示例镇,Sampleton
northport,cluster,北港镇,Northport
"""
NAMES = """id,kind,alias,subject,exclude,context
sampleton,place,Sample Town,,,
softa,brand,软达,sampleton,,
clean-water,message,净水回用,sampleton,,
"""
MENTIONS = """date,outlet,channel,platform,language,title,text
2023-01-05,示例日报,earned,报纸,中文,示例镇毛巾展开幕,一百二十家企业参展，主办方公布了检验标准，采购商现场下单，染色用水净水回用。
2023-01-09,示例网,earned,网站,中文,示例镇毛巾展开幕,（转载）一百二十家企业参展，主办方公布了检验标准，采购商现场下单，染色用水净水回用。
2023-02-01,Sample Daily,earned,newspaper,English,Towels of Sampleton,The towels of Sample Town are soft; buyers of Northport came.
2023-02-11,示例镇发布,owned,公众号,中文,软达新品,软达毛巾柔软耐用。
2023-02-20,,shared,,中文,,北港镇的毛巾掉色了😀
2023-03-01,示例网,earned,网站,中文,,
"""  # noqa: E501


def study_of(folder: Path, *, sensitivity: str = "public", mentions: str = MENTIONS, names: str = NAMES) -> Study:
    """A study with places, names and mentions in `folder`."""
    for name, content in (("places", PLACES), ("names", names), ("mentions", mentions)):
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    levels = {"places": "public", "names": "public", "mentions": sensitivity}
    return Study(
        title=Text(zh="示例", en="Sample"),
        focus="sampleton",
        clusters=("northport",),
        period="2023",
        sources=tuple(
            Source(id=name, path=f"{name}.csv", table=name, origin="illustrative", sensitivity=level)  # type: ignore[arg-type]
            for name, level in levels.items()
        ),
        folder=folder,
    )


def evidence_of(study: Study) -> Evidence:
    """What is read of it, without a problem."""
    evidence = read_evidence(study)
    assert not [one for one in evidence.problems if one.severity == "error"], evidence.problems
    return evidence
