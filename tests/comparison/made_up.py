"""Hand-made findings about places that do not exist."""

from clustermark.findings.model import Finding, pairs
from clustermark.study.model import Study, Text

STUDY = Study(
    title=Text(zh="示例", en="Sample"),
    focus="a",
    clusters=("b", "c"),
    benchmarks=("far",),
    period="2021",
    past=("2010", "2015"),
)


def finding(measure: str, subject: str, value: float | str | None, **more: object) -> Finding:
    """A finding of a cluster: one origin, grade B, year 2021; `dims` and `parameters` as mappings."""
    unit = {float: "share", int: "share", str: "code"}.get(type(value), "share")
    dims = more.pop("dims", {})
    parameters = {"place-kind": "cluster"} | more.pop("parameters", {})  # type: ignore[operator]
    given: dict[str, object] = {
        "unit": unit,
        "n": 1,
        "years": "2021",
        "reliability": "B",
        "evidence": (f"rows:{measure}:{subject}",),
    }
    return Finding(
        measure=measure,
        subject=subject,
        period=str(more.pop("period", "2021")),
        value=value,
        dimensions=pairs(**dims),  # type: ignore[arg-type]
        parameters=pairs(**parameters),
        **(given | more),  # type: ignore[arg-type]
    )


def level(measure: str, subject: str, value: float | None, **more: object) -> Finding:
    """A membership."""
    return finding(measure, subject, value, **({"unit": "membership", "origin": "judged"} | more))


def nothing(measure: str, subject: str, why: str = "no-rows") -> Finding:
    """An insufficient finding."""
    return finding(measure, subject, None, status="insufficient", why=why, n=0, years="", evidence=())
