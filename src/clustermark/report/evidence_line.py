"""The line on the evidence: what was read and used, by grade, from how many pages, what was not used and why."""

from collections import Counter
from collections.abc import Iterable

from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.inline import Inline, inline
from clustermark.words.verdicts import is_known

COUNTED = ("claims", "judgements", "practices")
SOURCED = ("claims", "judgements", "practices", "price_ladders", "brands", "programmes", "events")


def used_rows(material: Material) -> set[str]:
    """References of the rows that findings rest on."""
    return {reference for finding in material.findings for reference in finding.evidence}


def span_of_years(material: Material) -> str:
    """The years that the evidence on the clusters and benchmark places covers."""
    subjects = set(material.study.subjects())
    years = [
        int(year)
        for finding in material.findings
        if finding.subject in subjects and is_known(finding)
        for year in finding.years.replace("/", "-").split("-")
        if year.isdigit()
    ]
    return numbers.years(f"{min(years)}-{max(years)}" if years else "", material.language)


def by_grade(material: Material, references: Iterable[str]) -> str:
    """How many rows have which grade: A 22, B 340."""
    grades = Counter(
        str(material.rows[reference][1].get("reliability") or "")
        for reference in references
        if reference in material.rows
    )
    said = [f"{grade} {numbers.count(grades[grade], material.language)}" for grade in sorted(grades) if grade]
    return material.voice.joined(said)


def pages(material: Material, references: Iterable[str]) -> int:
    """How many different addresses rows name."""
    urls = {str(material.rows[reference][1].get("url") or "") for reference in references if reference in material.rows}
    return len(urls - {""})


def absences(material: Material) -> Counter[str]:
    """Cells that were looked at and not used, by reason."""
    return Counter(
        str(row["absent"]) for table in COUNTED for row in material.evidence.rows(table) if row.get("absent")
    )


def evidence_line(material: Material) -> Inline:
    """The line at the foot of the first page."""
    say, language = material.voice.say, material.language

    def count(n: int) -> str:
        return numbers.count(n, language)

    used = used_rows(material)
    claims = [str(row["row"]) for row in material.evidence.rows("claims")]
    used_claims = [reference for reference in claims if reference in used]
    absent, named = absences(material), pages(material, used_claims)
    parts = [
        say(
            "report.evidence.claims" if len(used_claims) < len(claims) else "report.evidence.claims-all",
            read=count(len(claims)),
            used=count(len(used_claims)),
            grades=by_grade(material, used_claims),
            **{"from": say("report.evidence.from", pages=count(named)) if named else ""},
            rest=count(len(claims) - len(used_claims)),
        ),
        say(
            "report.evidence.others",
            judgements=count(len(material.evidence.rows("judgements"))),
            practices=count(len(material.evidence.rows("practices"))),
        ),
    ]
    counted = [
        say(f"report.evidence.read-{table}", n=count(rows))
        for table in ("mentions", "audience", "policies", "channel_spend")
        if (rows := len(material.evidence.rows(table)))
    ]
    if counted:
        parts.append(say("report.evidence.texts", counted=material.voice.joined(counted)))
    if absent:
        reasons = [
            say(f"report.evidence.because-{key}", n=count(absent[key]))
            for key in ("repost-only", "grade-d-only", "nothing-found")
            if absent[key]
        ]
        parts.append(
            say("report.evidence.absent", n=count(sum(absent.values())), reasons=material.voice.joined(reasons))
        )
    if material.evidence.quarantined:
        parts.append(say("report.evidence.quarantined", n=count(len(material.evidence.quarantined))))
    parts.append(say(f"report.evidence.origin-{_origin(material)}"))
    if _all_excerpts(material):
        parts.append(say("report.evidence.excerpts"))
    return inline(say("report.space").join(parts))


def _origin(material: Material) -> str:
    origins = {finding.origin for finding in material.findings if is_known(finding)}
    return "illustrative" if "illustrative" in origins else "published"


def _all_excerpts(material: Material) -> bool:
    """Whether every row that names how it was read was read as a stored excerpt."""
    ways = {str(row.get("read_as") or "") for table in SOURCED for row in material.evidence.rows(table)}
    return "excerpt" in ways and ways <= {"excerpt", ""}
