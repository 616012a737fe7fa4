"""The generated page of the rules."""

from clustermark.findings.catalogue import measures
from clustermark.suggestions.catalogue import literature, rules
from clustermark.suggestions.grammar import Ask, Rule, Test, When
from docs_markdown import code, title

STRENGTHS = {
    "A": "A: evaluated against a comparison",
    "B": "B: several cases compared, or a survey",
    "C": "C: single cases",
    "D": "D: an argument or a way of measuring",
}
WORDS = {"any": "at least one of", "none": "none of"}


def rules_page() -> str:
    """Every rule: when it fires, what it says, when it is wrong and what it rests on."""
    lines = title("Rules", "What makes a problem or a suggestion. A rule is a file of `suggestions/rules/`.")
    lines += [
        "A condition on a finding that is missing is unknown, and so is the rule: it is then *not judged*. A "
        "circumstance under *Not if* that holds stops the rule; one that nobody can answer yet leaves it leaning.",
        "",
    ]
    for kind in ("problem", "suggestion"):
        lines += [f"## {kind.capitalize()}s", ""]
        for rule in rules().values():
            if rule.kind == kind:
                lines += _rule(rule)
    return "\n".join(lines)


def _rule(rule: Rule) -> list[str]:
    lines = [f"### {rule.id}", "", f"{rule.title.en} | {rule.title.zh}", "", rule.text.en, "", rule.text.zh, ""]
    lines += ["When:", "", *_when(rule.when), ""]
    if rule.unless:
        lines += ["Not if:", "", *[_circumstance(item) for item in rule.unless], ""]
    if rule.until is not None:
        blocked = ", ".join(code(name) for name in rule.blocks)
        lines += [f"Holds back {blocked} until: {rule.until.says.en if rule.until.says else ''}", ""]
    lines += [f"- {fact}" for fact in _facts(rule)]
    return [*lines, ""]


def _when(when: When) -> list[str]:
    lines: list[str] = []
    for name in ("all", "any", "none"):
        tests: tuple[Test, ...] = getattr(when, name)
        if name == "all":
            lines += [f"- {_test(test)}" for test in tests]
        elif tests:
            lines += [f"- {WORDS[name]}", *(f"  - {_test(test)}" for test in tests)]
    return lines


def _test(test: Test) -> str:
    where = "".join(f", {name} {value}" for name, value in sorted(test.where.items()))
    every = " (every one)" if test.quantifier == "all" else ""
    why = f" because {test.why}" if test.why else ""
    name = measures()[test.finding].name.en if test.finding in measures() else ""
    threshold = test.threshold.replace(" ", " or " if test.test in ("among", "status") else " and ")
    return f"{code(test.finding)} ({name}{where}){every} {test.test} {threshold}{why}"


def _circumstance(item: Test | Ask) -> str:
    if isinstance(item, Ask):
        return f"- {item.ask.en} (asked)"
    return f"- {item.says.en if item.says else ''} ({_test(item)})"


def _facts(rule: Rule) -> list[str]:
    facts = []
    if rule.addressee:
        facts.append(f"Addressed to: {rule.addressee}")
    if rule.upgrading or rule.part:
        facts.append(f"Serves: {rule.upgrading or rule.part}")
    if rule.answers:
        facts.append("Answers: " + ", ".join(code(name) for name in rule.answers))
    if rule.strength:
        facts.append(f"Strength {STRENGTHS[rule.strength]}; the evidence is about the {rule.evidence_about}")
    if rule.cost:
        facts.append(f"Cost: {rule.cost}")
    if rule.prerequisites:
        facts.append(f"Needs: {rule.prerequisites.en}")
    facts.append(_basis(rule))
    return facts


def _basis(rule: Rule) -> str:
    if rule.basis and rule.reason:
        return f"Rests on judgement: {rule.reason.en}"
    works = [work.label.en for key in rule.literature if (work := literature()[key]).verified]
    return "Rests on: " + ", ".join(works)
