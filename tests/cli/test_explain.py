import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clustermark.cli.ids import chosen, matches, near_to
from clustermark.study.problems import ClustermarkError, fields_of

from .conftest import Run

IDS = ["situation.firms/a/2021", "situation.firms/ab/2021", "situation.firms/ab/2021/scope=town", "status.price/a/2021"]


def nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for part in tree.get("parts", ()):
        yield from nodes(part)


def of_kind(tree: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [node for node in nodes(tree) if node.get("kind") == kind]


def test_a_number_leads_to_its_rows_files_and_pages(command: Run, sample: Path) -> None:
    said = command("explain", "situation.firms/sampleton", sample, "--json")
    assert said.code == 0
    assert "running first" in said.err
    tree = json.loads(said.out)
    assert tree["id"] == "situation.firms/sampleton/2021/scope=town"
    assert [row["id"] for row in of_kind(tree, "row")] == ["claims:2", "claims:3"]
    assert "claims.csv, row 3" in of_kind(tree, "row")[1]["text"]
    assert [page["text"] for page in of_kind(tree, "page")] == [
        "Page: https://example.org/a",
        "Page: https://example.org/b",
    ]
    again = command("explain", "situation.firms/sampleton", sample)
    assert again.err == ""
    assert "└── " in again.out


def test_a_problem_leads_to_its_conditions_findings_and_rows(command: Run, sample: Path) -> None:
    tree = json.loads(command("explain", "problem.low-capture", sample, "--json").out)
    assert tree["kind"] == "problem"
    conditions = of_kind(tree, "condition")
    assert [one["id"] for one in conditions] == ["true"]
    assert [row["id"] for row in of_kind(conditions[0], "row")] == ["ladders:2", "ladders:3"]


def test_a_comparison_leads_to_the_findings_it_was_made_from(command: Run, sample: Path) -> None:
    command("run", sample)
    lines = (sample / "report" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    pair = next(
        found
        for found in map(json.loads, lines)
        if found["subject"] == "sampleton~exampleford" and "of=situation.own_brand_outcome" in found["id"]
    )
    tree = json.loads(command("explain", pair["id"], sample, "--json").out)
    assert [node["id"] for node in of_kind(tree, "finding")[1:]] == pair["inputs"]
    assert of_kind(tree, "row")


def test_every_finding_and_outcome_can_be_explained(command: Run, sample: Path) -> None:
    command("run", sample)
    for name in ("findings", "suggestions"):
        lines = (sample / "report" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(lines):
            if name == "suggestions" or at % 25 == 0:
                said = command("explain", json.loads(line)["id"], sample, "--language", "zh" if at % 2 else "en")
                assert said.code == 0, said.err


def test_the_answer_follows_the_last_run_also_elsewhere(command: Run, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command("run", sample, "--focus", "exampleford", "--out", out)
    said = command("explain", "problem.low-capture/exampleford", sample, "--out", out)
    assert said.code == 0
    assert command("explain", "problem.low-capture/exampleford", sample).code == 1


def test_a_confidential_row_is_named_and_not_shown(command: Run, sample: Path) -> None:
    file = sample / "study.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('path = "claims.csv"', 'path = "claims.csv"\nsensitivity = "confidential"'), "utf-8")
    said = command("explain", "situation.firms/sampleton", sample)
    assert said.code == 0
    assert "claims:2" in said.out
    assert "confidential" in said.out
    assert "example.org" not in said.out


def test_beginnings_and_near_misses() -> None:
    assert matches("situation.firms/a/2021", IDS) == ["situation.firms/a/2021"]
    assert matches("firms", IDS) == []
    assert chosen("status", IDS) == "status.price/a/2021"
    assert near_to("situation.firm/ab", IDS)[0] == "situation.firms/ab/2021"
    assert near_to("zzz", IDS) == []
    with pytest.raises(ClustermarkError) as several:
        chosen("situation.firms", IDS)
    assert fields_of(several.value.problems[0])["n"] == "3"
    with pytest.raises(ClustermarkError) as none:
        chosen("zzz", IDS)
    assert none.value.problems[0].code == "explain.nothing"


def test_a_whole_part_of_an_id_is_not_taken_for_a_longer_one(command: Run, sample: Path) -> None:
    said = command("explain", "situation.firms/mockbridge/2021", sample)
    assert said.code == 0
