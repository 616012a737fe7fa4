"""Words planted in every field of interviews: none reaches an output, a message or a shared cache unless cleared."""

from pathlib import Path

import pytest
from tests.conftest import EXAMPLE, copy_study
from tests.whole.test_confidential import contents
from tests.whole.test_same_bytes import command

pytestmark = pytest.mark.slow

FIELDS = (
    *("title", "speaker", "asker", "firm", "stage", "district", "position"),
    *("spoken", "uncleared", "memo", "codename"),
)
CANARIES = {field: f"canary{field}zq" for field in FIELDS}
CLEARED = "the price is set by whoever places the order"
NAMED = f"ask {CANARIES['firm']} about it, or call 13912345678"


def transcript(number: int) -> str:
    c = CANARIES
    return (
        f"Date: 2021-05-{number:02d}\nConsent: anonymous\nCluster: shengzhou\n\n"
        f"{c['asker']}: who sets the price?\n"
        f"{c['speaker']}: {CLEARED}. {c['spoken']} of interview {number}.\n"
        f"{c['asker']}: anything else?\n"
        f"{c['speaker']}: {NAMED}. {c['uncleared']}.\n"
    )


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_study(EXAMPLE, tmp_path_factory.mktemp("talks") / "study")
    talks = folder / "interviews" / "transcripts"
    talks.mkdir(parents=True)
    c = CANARIES
    segments = ["document,start,end,codes,coder,memo,key_quote,cleared,text"]
    for number in range(1, 8):
        text = transcript(number)
        (talks / f"{c['title']}{number}.txt").write_text(text, encoding="utf-8")
        for words, code, cleared in (
            (CLEARED, "governance.power", "yes"),
            (NAMED, "governance.captive", "yes"),
            (c["uncleared"], "lockin.price", "no"),
            (c["spoken"], c["codename"], "no"),
        ):
            at = text.index(words)
            for coder in ("A", "B"):
                where = f"{c['title']}{number}.txt,{at},{at + len(words)}"
                segments.append(f'{where},{code},{coder},{c["memo"]},yes,{cleared},"{words}"')
    (folder / "interviews" / "segments.csv").write_text("\n".join(segments) + "\n", encoding="utf-8")
    header = "document,speaker,role,firm,subject,consent,stage,size,district,position"
    rows = [
        f",{c['speaker']},enterprise,{c['firm']},shengzhou,anonymous,{c['stage']},,{c['district']},{c['position']}",
        f",{c['asker']},interviewer,,shengzhou,,,,,",
    ]
    (folder / "interviews" / "speakers.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        for name, table, path in (
            ("talks", "interviews", "interviews/transcripts"),
            ("voices", "interview_speakers", "interviews/speakers.csv"),
            ("codings", "segments", "interviews/segments.csv"),
        ):
            stream.write(f'\n[[sources]]\nid = "{name}"\npath = "{path}"\ntable = "{table}"\norigin = "surveyed"\n')
    return folder


@pytest.fixture(scope="module")
def told(study: Path) -> str:
    asked = [
        ("check", str(study)),
        ("check", str(study), "--json"),
        ("pseudonyms", str(study), "--json"),
        ("run", str(study)),
        ("run", str(study), "--json"),
        ("explain", "interviews.held/shengzhou/2021", str(study)),
    ]
    answers = [command(*arguments, cwd=study.parent) for arguments in asked]
    assert all(answer.returncode in (0, 1) for answer in answers), [answer.stderr[-400:] for answer in answers]
    return "\n".join(answer.stdout + answer.stderr for answer in answers)


def outputs(study: Path) -> list[tuple[str, str]]:
    """Everything that a run wrote: the report's folder and the caches, without private/."""
    found = []
    for path in sorted(study.rglob("*")):
        inside = path.relative_to(study).parts
        if path.is_file() and inside[0] in ("report", ".clustermark") and "private" not in inside:
            found += [(f"{'/'.join(inside)}: {name}", text) for name, text in contents(path)]
    return found


def test_no_canary_leaves_the_interviews(study: Path, told: str) -> None:
    written = outputs(study)
    assert any("report.html" in name for name, _ in written)
    for field, canary in CANARIES.items():
        assert canary not in told, field
        assert [name for name, text in written if canary in text] == [], field
        assert [name for name, _ in written if canary in name] == [], field


def test_what_was_cleared_and_names_nobody_is_quoted(study: Path, told: str) -> None:
    assert told
    report = (study / "report" / "report.html").read_text(encoding="utf-8")
    assert CLEARED in report
    assert "13912345678" not in report


def test_a_cleared_passage_with_an_undecided_name_is_withheld_and_said(study: Path, told: str) -> None:
    assert told
    report = (study / "report" / "report.html").read_text(encoding="utf-8")
    assert "clustermark pseudonyms" in report


def test_the_search_would_find_a_canary(study: Path, told: str) -> None:
    assert told
    (study / "report" / "planted.txt").write_text(CANARIES["memo"], encoding="utf-8")
    try:
        assert [name for name, text in outputs(study) if CANARIES["memo"] in text] == [
            "report/planted.txt: planted.txt"
        ]
    finally:
        (study / "report" / "planted.txt").unlink()


def test_the_key_is_for_its_owner_alone(study: Path, told: str) -> None:
    assert told
    key = study / "private" / "pseudonyms.xlsx"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o777 == 0o700
