"""Kills runs at many moments, and looks whether anything was lost.

Each moment has a study of its own with a finished run. Its evidence is changed, the next run is killed, and then
the evidence must be as it was, every output whole (of the run before or of the one killed), and one more run must
give the bytes of a run that nobody disturbed, and leave nothing else behind.

    python tools/kill_runs.py                   200 moments: 60 by the clock, 28 inside the writing of each step
    python tools/kill_runs.py --clock 4 --inside 2
    python tools/kill_runs.py --write moments.md

By the clock: spread evenly over a run whose length was measured. Inside: zero to some calls after the n-th touch of the
disk (a file opened to be written, a folder made, a file put in place or removed) that the writing of a step makes.
"""

import argparse
import hashlib
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FIXTURE = ROOT / "tests" / "cli" / "fixture"
# The writing of each step, by the module in which it is looked up.
WRITING = {
    "evidence": [("pipeline.run", "write_quarantine"), ("pipeline.run", "write_evidence")],
    "comparison": [("pipeline.run", "write_findings")],
    "suggestions": [("pipeline.run", "write_outcomes"), ("pipeline.run", "write_cited")],
    "report": [("cli.whole", "write_quarantine"), ("report.write", "write_html"), ("report.write", "write_brief")],
    "write": [("pipeline.run", "publish"), ("pipeline.run", "write_json")],
}
CHANGE = ("situation.firms,520", "situation.firms,530")
PROGRAM = "program"
_TOUCHES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.copyfile")
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_LEFT = (".partial", ".building", ".lock")


@dataclass(frozen=True, slots=True)
class Moment:
    """When a run is killed: after seconds ("clock"), or some calls after the n-th touch of a step's writing."""

    kind: str
    at: float
    after: int = 0

    def __str__(self) -> str:
        return f"{self.at:g}" if self.kind == "clock" else f"{self.at:g}+{self.after}"


@dataclass(frozen=True, slots=True)
class Fate:
    """What came of it: whether the run was killed before it ended, how many outputs were new, what was wrong."""

    moment: Moment
    killed: bool
    new: int
    wrong: tuple[str, ...]


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but the timings and what a killed run may leave."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        left = any(part.startswith(_LEFT) or part.endswith(".partial") for part in Path(name).parts)
        if path.is_file() and path.name != "timings.json" and not left:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def evidence_of(study: Path) -> dict[str, str]:
    """SHA-256 of the files that are the user's."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in study.iterdir() if path.is_file()}


def child(study: Path, count_to: Path | None, kind: str, at: int, after: int) -> None:
    """A run in this process that counts the touches of the disk by step, and kills itself some calls after one."""
    counts = dict.fromkeys(WRITING, 0)
    step = ""
    left = -1  # calls until the kill; -1 before the touch that is meant

    def counted(*_: object) -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    def audited(event: str, details: tuple[Any, ...]) -> None:
        nonlocal left
        opened = event == "open" and isinstance(details[2], int) and details[2] & _TO_WRITE
        if step and (opened or event in _TOUCHES):
            counts[step] += 1
            if step == kind and counts[step] == at and left < 0:
                left = after
                sys.setprofile(counted)

    def watched(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal step
            outer, step = step, name
            try:
                return function(*given, **named)
            finally:
                step = outer

        return call

    for name, functions in WRITING.items():
        for module_name, function in functions:
            module = importlib.import_module(f"clustermark.{module_name}")
            setattr(module, function, watched(name, getattr(module, function)))
    sys.addaudithook(audited)
    from clustermark.cli.whole import run_study

    run_study(study)
    if count_to:
        count_to.write_text(json.dumps(counts), encoding="utf-8")


def run(study: Path, *options: str, seconds: float | None = None) -> bool:
    """A run in a process of its own; whether it was killed, by the clock or by itself.

    It uses the copy of the program beside the study, so that editing the program meanwhile changes nothing.
    """
    program = [sys.executable, __file__, "--child", str(study), *options]
    environment = {**os.environ, "PYTHONPATH": str(study.parent / PROGRAM)}
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
    if seconds is not None:
        time.sleep(seconds)
        process.kill()
    told = process.communicate(timeout=300)[1]
    if process.returncode not in (0, -signal.SIGKILL):
        raise RuntimeError(told)
    return process.returncode != 0


def change(study: Path) -> None:
    """Another figure, so that every output that rests on it changes."""
    claims = study / "claims.csv"
    text = claims.read_text(encoding="utf-8")
    if CHANGE[0] not in text:
        raise ValueError(f"{claims} has no {CHANGE[0]}")
    claims.write_text(text.replace(*CHANGE), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known before anything is killed."""

    study: Path  # with a finished run, and the evidence changed after it
    before: dict[str, str]
    after: dict[str, str]
    seconds: float
    touches: dict[str, int]


def prepared(folder: Path) -> Ground:
    """A study with a finished run, and what the next run gives and takes."""
    study = folder / "study"
    shutil.copytree(ROOT / "src", folder / PROGRAM, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(FIXTURE, study, ignore=shutil.ignore_patterns("report", ".clustermark"))
    run(study)
    before = hashes(study / "report")
    change(study)
    timed, other = folder / "timed", folder / "undisturbed"
    shutil.copytree(study, timed)
    shutil.copytree(study, other)
    start = time.perf_counter()
    run(timed)
    seconds = time.perf_counter() - start
    counted = folder / "touches.json"
    run(other, "--count-to", str(counted))
    touches = json.loads(counted.read_text(encoding="utf-8"))
    return Ground(study, before, hashes(other / "report"), seconds, touches)


def moments(ground: Ground, clock: int, inside: int) -> Iterator[Moment]:
    """Those by the clock, then those inside the writing of each step."""
    for n in range(clock):
        yield Moment("clock", round(ground.seconds * (n + 0.5) / clock, 3))
    for step, touches in ground.touches.items():
        for n in range(inside):
            if touches >= inside:
                yield Moment(step, 1 + touches * n // inside, n % 5)
            else:
                yield Moment(step, 1 + n % touches, n // touches * 2)


def fate_of(moment: Moment, ground: Ground, folder: Path) -> Fate:
    """Kill one run at `moment`, look, run again, look again."""
    study = folder / f"{moment.kind}-{moment}"
    shutil.copytree(ground.study, study)
    evidence = evidence_of(study)
    if moment.kind == "clock":
        killed = run(study, seconds=moment.at)
    else:
        killed = run(study, "--kind", moment.kind, "--at", str(int(moment.at)), "--after", str(moment.after))
    left = hashes(study / "report")
    wrong = [f"evidence: {name}" for name in _differing(evidence, evidence_of(study))]
    wrong += [
        f"output not whole: {name}"
        for name in sorted({*ground.before, *ground.after, *left})
        if left.get(name) not in (ground.before.get(name), ground.after.get(name))
    ]
    run(study)
    wrong += [f"next run: {name}" for name in _differing(ground.after, hashes(study / "report"))]
    wrong += [f"left behind: {item.name}" for item in study.rglob("*") if item.name.startswith(_LEFT)]
    new = sum(left.get(name) == value != ground.before.get(name) for name, value in ground.after.items())
    shutil.rmtree(study)
    return Fate(moment, killed, new, tuple(wrong))


def _differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def fates(clock: int, inside: int, workers: int = 2) -> tuple[Ground, list[Fate]]:
    """All of it in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="kill-runs-") as name:
        folder = Path(name)
        ground = prepared(folder)
        with ThreadPoolExecutor(workers) as pool:
            found = list(pool.map(lambda moment: fate_of(moment, ground, folder), moments(ground, clock, inside)))
    return ground, found


def page(ground: Ground, found: Sequence[Fate]) -> str:
    """The list of moments, by kind, for people."""
    by_kind = {kind: [fate for fate in found if fate.moment.kind == kind] for kind in ("clock", *WRITING)}
    wrong = [fate for fate in found if fate.wrong]
    lines = [
        "## Runs killed",
        "",
        f"{len(found)} runs were killed with SIGKILL, "
        f"{sum(fate.killed for fate in found)} of them before they had ended; "
        f"{'nothing was lost' if not wrong else f'{len(wrong)} lost something'}. The run that was measured took "
        f"{ground.seconds:.2f} seconds.",
        "",
        "After each kill the evidence was compared byte by byte, each output had to be that of the run before or of "
        "the one killed, and the next run had to give the bytes of a run that nobody disturbed and to leave no "
        "temporary file.",
        "",
        "| Where | Touches in all | Kills | Before its end | Some outputs new | Something lost |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for kind, those in by_kind.items():
        name = "by the clock" if kind == "clock" else f"writing of the step *{kind}*"
        counts = (
            len(those),
            sum(f.killed for f in those),
            sum(f.new > 0 for f in those),
            sum(bool(f.wrong) for f in those),
        )
        lines.append(f"| {name} | {ground.touches.get(kind, '')} | {' | '.join(map(str, counts))} |")
    lines += ["", "### The moments", ""]
    for kind, those in by_kind.items():
        unit = "seconds after the start" if kind == "clock" else "number of the touch + calls after it"
        at = ", ".join(str(fate.moment) for fate in those)
        lines += [f"**{kind}** ({unit}): {at}", ""]
    lines += [f"- {fate.moment.kind} {fate.moment}: {'; '.join(fate.wrong)}" for fate in wrong]
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clock", type=int, default=60)
    parser.add_argument("--inside", type=int, default=28)
    parser.add_argument("--write", type=Path)
    for hidden in ("--child", "--count-to"):
        parser.add_argument(hidden, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--kind", default="", help=argparse.SUPPRESS)
    for hidden in ("--at", "--after"):
        parser.add_argument(hidden, type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.child:
        child(asked.child, asked.count_to, asked.kind, asked.at, asked.after)
        return 0
    text = page(*(result := fates(asked.clock, asked.inside)))
    print(text)
    if asked.write:
        asked.write.write_text(text, encoding="utf-8", newline="\n")
    return 1 if any(fate.wrong for fate in result[1]) else 0


if __name__ == "__main__":
    sys.exit(main())
