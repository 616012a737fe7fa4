"""`clustermark check`: what was read, what needs mending, what can be answered, what to collect first."""

from typing import TYPE_CHECKING, Annotated

import typer

from clustermark.cli.language import message_language
from clustermark.cli.options import AsJson, LanguageOption, StudyPath
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say
from clustermark.cli.usage import FINE, MEND

if TYPE_CHECKING:
    from clustermark.cli.checked import Checked
    from clustermark.study.model import Study


def check(
    study: StudyPath,
    everything: Annotated[bool, typer.Option("--all")] = False,
    as_json: AsJson = False,
    language: LanguageOption = None,
) -> int:
    """Check the evidence of a study; writes nothing."""
    from clustermark.cli.checked import content
    from clustermark.cli.checked_lines import report_lines
    from clustermark.study.load import load_study

    spoken = message_language(language, study)
    checked = examine(load_study(study))
    if as_json:
        write_json(content(checked, spoken))
    else:
        say(*report_lines(checked, spoken, everything=everything))
    return FINE if checked.fine else MEND


def examine(study: "Study") -> "Checked":
    """Read the evidence, work out what it answers, and judge the rules."""
    from clustermark.cli.checked import Checked
    from clustermark.evidence.read import read_evidence
    from clustermark.pipeline.run import analyse
    from clustermark.suggestions.collect import collect
    from clustermark.suggestions.evaluate import evaluate

    evidence = read_evidence(study)
    findings = analyse(evidence, study, quick=True)
    outcomes = evaluate(findings, study)
    return Checked(study, evidence, findings, outcomes, collect(outcomes))
