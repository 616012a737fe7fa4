"""The measured verdict beside what pages say: they agree, differ, or one is silent; neither replaces the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.lenses.governance import driver, types
from clustermark.lenses.governance.part import Part, part_over
from clustermark.lenses.governance.published import CODED, DEPENDENCE, DRIVER, TYPE, Published, published
from clustermark.lenses.governance.scales import Reliability
from clustermark.lenses.governance.survey import Answers
from clustermark.lenses.measured import MOST_ROWS, Ground, measured
from clustermark.methods.comparable import YEARS, distance
from clustermark.methods.governance.types import AMBIGUOUS, MIXED
from clustermark.study.model import first_and_last_year

MEASURE, METHOD = "governance.verdicts", "governance.agreement/1"
MEASURED_AS = {TYPE: types.TYPE, DRIVER: driver.DRIVER, DEPENDENCE: "governance.buyer_sets_price"}
LINE = 0.5  # on whose two sides levels and shares are compared
Row = tuple[object, ...]
Known = Mapping[str, Reliability]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the survey says over some channels: a code, "" where it decides nothing; how it is told; whether it leans.

    answered (n,): the lines of the part that it rests on.
    """

    code: str
    told: str
    firms: int
    leans: bool
    answered: NDArray[np.bool_]
    part: Part


def of_type(part: Part, known: Known) -> Verdict:
    """The measured type; unclear and mixed channels decide nothing."""
    answered = np.zeros(len(part.firm), dtype=bool)
    if types.unreliable(known)[0]:
        return Verdict("", "", 0, True, answered, part)
    found = types.typed(part, known)
    answered = np.asarray(~np.isnan(types.types_of(part.answers, known)).any(axis=1))
    if part.why_not(found.shares[0])[0]:
        return Verdict("", "", found.shares[0].firms, True, answered, part)
    code = "" if found.code in (AMBIGUOUS, MIXED) else found.code
    return Verdict(code, found.code, found.shares[0].firms, found.leans, answered, part)


def of_driver(part: Part, _known: Known) -> Verdict:
    """The measured driver; a channel that neither side drives is a verdict as well."""
    found = driver.drive(part)
    if found is None:
        return Verdict("", "", 0, True, np.zeros(len(part.firm), dtype=bool), part)
    leans = found.agrees < driver.AGREES or bool(found.hinges)
    return Verdict(found.code, found.code, found.firms, leans, found.answered, part)


def of_dependence(part: Part, _known: Known) -> Verdict:
    """Whether buyers set the price of more than half of the sales; nothing where the interval holds the half."""
    values = part.answers.scores("price_setter", {"buyer": 1.0, "firm": 0.0, "both": 0.0, "market": 0.0})
    mean, answered = part.mean(values), np.asarray(~np.isnan(values))
    if part.why_not(mean)[0]:
        return Verdict("", "", mean.firms, True, answered, part)
    code = "above" if mean.low > LINE else "below" if mean.high < LINE else ""
    return Verdict(code, f"{mean.value:.2f}", mean.firms, False, answered, part)


MEASURED: Mapping[str, Callable[[Part, Known], Verdict]] = {
    TYPE: of_type,
    DRIVER: of_driver,
    DEPENDENCE: of_dependence,
}


def find(
    context: Context, answers: Answers, known: Known, made: Sequence[Finding]
) -> tuple[list[Finding], dict[str, list[Row]]]:
    """Each published judgement beside what was measured over the channels that it speaks of; then what no page judges.

    `made` are the findings on the place, which the verdicts rest on.
    """
    found: list[Finding] = []
    rows: list[Row] = []
    told, asked = published(context.evidence, answers.subject), answers.channels or ("",)
    for of in (*CODED, DEPENDENCE):
        left = set(asked)
        for one in told.get(of, []):
            channels = one.channels or asked
            verdict = MEASURED[of](part_over(context, answers, channels, METHOD), known)
            inputs = _inputs(made, of, channels)
            code = compared(of, one.said, verdict.code)
            found.append(_finding(verdict, of, one, code, inputs))
            rows.append(_row(answers.subject, of, verdict, one, code))
            left -= set(channels)
        alone = _inputs(made, of, tuple(sorted(left))) if of in CODED else ()
        if alone:
            found.append(_alone(context, answers, of, made, alone))
            rows += [_alone_row(one, of) for one in made if one.id in alone]
    return found, {"governance_verdicts": rows}


def compared(of: str, said: Sequence[str], measured_code: str) -> str:
    """agree, differ or one-sided; "" where the pages contradict each other and the measured code is one of theirs."""
    if not measured_code:
        return "one-sided"
    codes = set(said)
    if of == DEPENDENCE:
        codes = {"above" if float(level) > LINE else "below" for level in said}
    if measured_code not in codes:
        return "differ"
    return "agree" if len(codes) == 1 else ""


def _inputs(made: Sequence[Finding], of: str, channels: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        one.id
        for one in made
        if one.measure == MEASURED_AS[of] and one.dimension("channel") in channels and one.status == "ok"
    )


def _finding(verdict: Verdict, of: str, one: Published, code: str, inputs: tuple[str, ...]) -> Finding:
    part = verdict.part
    ground = part.ground(verdict.answered, verdict.firms or len(one.rows))
    half = MOST_ROWS // 2
    rows, origins = [*one.rows[:half], *ground.rows[:half]], [*ground.origins, *one.origins]
    ground = replace(ground, rows=rows, origins=origins, sample="firms" if verdict.firms else "")
    first, last = first_and_last_year(part.context.study.period)
    apart = one.years and min(distance(year, first, last) for year in one.years) > YEARS
    said = {
        "measured": verdict.told,
        "published": ",".join(one.said),
        "published-years": ",".join(map(str, one.years)),
        "years-apart": "yes" if apart else "",
        "side": "published" if code == "one-sided" else "",
        "at-most": "leaning" if verdict.leans or apart else "",
    }
    made = measured(
        part.context, MEASURE, part.answers.subject, code or "differ", ground, at_best="judged", parameters=said,
        dimensions={"of": of, "channel": one.channel}, inputs=inputs,
    )  # fmt: skip
    made = replace(made, years=part.answers.years)
    if code:
        return made
    fields = (("codes", ", ".join(one.said)),)
    return replace(made, value=None, status="conflicting", why="codes-differ", why_fields=fields)


def _alone(context: Context, answers: Answers, of: str, made: Sequence[Finding], inputs: tuple[str, ...]) -> Finding:
    """The channels that no page judges, in one finding."""
    of_these = [one for one in made if one.id in inputs]
    rows = [row for one in of_these for row in one.evidence]
    n = max(one.n for one in of_these)
    ground = Ground(rows, sorted({one.origin for one in of_these}), n, "firms", METHOD)
    said = {"side": "measured", "channels": ",".join(one.dimension("channel") for one in of_these)}
    found = measured(
        context, MEASURE, answers.subject, "one-sided", ground, at_best="judged", parameters=said,
        dimensions={"of": of}, inputs=inputs,
    )  # fmt: skip
    return replace(found, years=answers.years)


def _row(subject: str, of: str, verdict: Verdict, one: Published, code: str) -> Row:
    return (subject, of, one.channel, verdict.told, ",".join(one.said), code, verdict.firms, list(one.rows))


def _alone_row(one: Finding, of: str) -> Row:
    return (one.subject, of, one.dimension("channel"), str(one.value), "", "one-sided", one.n, [])
