"""Runs beside each other on one study: each ends well, and every output is whole."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.robust.support import ENVIRONMENT, PROGRAM, copied, hashes

from clustermark.cli.whole import run_study
from clustermark.pipeline import cache
from clustermark.pipeline.turns import building, clear, turn
from clustermark.study.problems import ClustermarkError

pytestmark = pytest.mark.slow


def started(study: Path, *options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*PROGRAM, "run", str(study), "--json", *options],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("second", ["same", "other-focus"])
def test_two_runs_at_once(tmp_path: Path, second: str) -> None:
    study, alone = copied(tmp_path / "both"), copied(tmp_path / "alone")
    options = ["--focus", "exampleford"] if second == "other-focus" else []
    both = [started(study), started(study, *options)]
    for run in both:
        out, err = run.communicate(timeout=100)
        assert run.returncode == 0, err
        assert json.loads(out)["judged"] > 0
    run_study(alone)
    wanted = [hashes(alone / "report")]
    if options:
        run_study(alone, focus="exampleford")
        wanted.append(hashes(alone / "report"))
    assert hashes(study / "report") in wanted  # those of one run, never some of each
    manifest = json.loads((study / "report" / "run.json").read_text(encoding="utf-8"))["outputs"]
    assert {name: hashes(study / "report")[name] for name in manifest} == manifest
    assert not [item.name for item in (study / "report").iterdir() if item.name.startswith(".")]


def test_what_a_living_run_fills_is_left_alone_and_what_a_killed_one_left_is_not(tmp_path: Path) -> None:
    with building(tmp_path, ".building-") as made:
        (made / "half").write_text("x", encoding="utf-8")
        (tmp_path / ".building-dead").mkdir()
        (tmp_path / ".building-dead.lock").touch()
        (tmp_path / ".building-older").mkdir()
        with turn(tmp_path):
            clear(tmp_path, ".building-")
        assert (made / "half").exists()
        assert sorted(item.name for item in tmp_path.glob(".building-*")) == [made.name, made.name + ".lock"]
    assert not list(tmp_path.glob(".building-*"))


def test_a_turn_is_waited_for(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from clustermark.pipeline.turns import turn\n"
    code += "with turn(Path(sys.argv[1])): print('mine', flush=True)"
    with turn(tmp_path):
        other = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        time.sleep(0.8)
        assert other.poll() is None
    assert other.communicate(timeout=20)[0] == "mine\n"


@pytest.mark.parametrize("change", ["replaced", "removed"])
def test_a_source_that_changes_during_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    study = copied(tmp_path / "study")
    claims = study / "claims.csv"
    real = cache.source_hashes

    def then_change(asked: object) -> dict[str, str]:
        found = real(asked)  # type: ignore[arg-type]
        if change == "removed":
            claims.unlink()
        else:
            claims.write_bytes(claims.read_bytes().replace(b"520", b"530"))
        return found

    monkeypatch.setattr("clustermark.pipeline.run.source_hashes", then_change)
    with pytest.raises(ClustermarkError) as told:
        run_study(study)
    assert [item.code for item in told.value.problems] == ["run.source-changed"]
    assert not (study / "report").exists()
    assert not [item for item in os.listdir(study / ".clustermark" / "cache") if item != ".turn"]


def test_the_study_is_removed_during_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    study = copied(tmp_path / "study")
    from clustermark.pipeline import run as module

    real = module.write_findings

    def then_remove(*given: object) -> None:
        shutil.rmtree(study)
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "write_findings", then_remove)
    from clustermark.cli.main import outcome

    assert outcome(["run", str(study)]) == 1
    assert not study.exists()
