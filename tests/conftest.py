"""What every room's tests share: the browser, the research data, the example and one run of it."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "four-clusters"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """The browser named by CLUSTERMARK_CHROMIUM, else the first Chromium on the path."""
    named = os.environ.get("CLUSTERMARK_CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium. Without one the test is skipped, or fails where a browser is required."""
    found = find_chromium()
    if found is None and os.environ.get("CLUSTERMARK_REQUIRE_BROWSER") == "1":
        pytest.fail("CLUSTERMARK_REQUIRE_BROWSER=1, and no Chromium was found")
    if found is None:
        pytest.skip("no Chromium was found: the browser tests did not run")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[object]:
    """A running headless Chromium that has no network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, headless=True, args=list(BROWSER_OPTIONS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def research_data() -> Path:
    """The folder of research data that the example was made from."""
    folder = os.environ.get("CLUSTERMARK_RESEARCH_DATA", "")
    if not folder:
        pytest.skip("CLUSTERMARK_RESEARCH_DATA is not set: the comparison with the research data did not run")
    if not Path(folder).is_dir():
        pytest.fail(f"CLUSTERMARK_RESEARCH_DATA names no folder: {folder}")
    return Path(folder)


@pytest.fixture(scope="session")
def example() -> Path:
    """The folder of the four-clusters example, to be read only."""
    return EXAMPLE


@pytest.fixture(scope="session")
def example_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of one cold run of a copy of the example."""
    study = copy_study(EXAMPLE, tmp_path_factory.mktemp("example") / "four-clusters")
    from clustermark.cli.whole import run_study

    out = study / "report"
    run_study(study, out)
    return out


def copy_study(study: Path, target: Path) -> Path:
    """Copy a study without what runs left in it."""
    left = shutil.ignore_patterns("report", ".clustermark", "private")
    return Path(shutil.copytree(study, target, ignore=left))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each reason why tests were skipped."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")] += 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"skipped {count}: {reason}")
