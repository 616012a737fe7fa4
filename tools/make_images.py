"""Writes the pictures of the report in docs/images from a real run. `make images` calls it; it needs Chromium."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from clustermark.cli.whole import run_study

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "four-clusters"
IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 860}


def main() -> int:
    chromium = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if chromium is None:
        print("no Chromium was found", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        run_study(EXAMPLE, Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE)
        page.goto((Path(folder) / "report.html").as_uri())
        for language in ("zh", "en"):
            page.locator(f"label[for=l-{language}]").click()
            page.screenshot(path=IMAGES / f"report-{language}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
