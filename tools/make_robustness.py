"""Writes the list of bad inputs in docs/robustness.md from the table that tests them, and the figures of killed runs.

python tools/make_robustness.py            write the page
python tools/make_robustness.py --check    write nothing; fail when the page is not what the table says
python tools/make_robustness.py --kill     kill 200 runs (some minutes), and put what came of it on the page
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from tests.robust.bad_inputs import ALL, GROUPS, Bad  # noqa: E402

from clustermark.words.problems import meaning  # noqa: E402
from docs_markdown import code, table  # noqa: E402

PAGE = ROOT / "docs" / "robustness.md"
LIST, KILLED = "<!-- list of bad inputs: made by tools/make_robustness.py -->", "<!-- killed runs: made by --kill -->"
END = "<!-- end -->"


def listed() -> str:
    """Every bad input: what it is, and what is told."""
    head = ("Id", "What", "Exit code", "Code", "What is told")
    lines = [f"{len(ALL)} inputs.", ""]
    for name, group in GROUPS.items():
        lines += [f"### {name}", "", *table(head, [_row(bad) for bad in group]), ""]
    return "\n".join(lines).rstrip()


def _row(bad: Bad) -> tuple[str, ...]:
    said = meaning(bad.code, "en")["message"] if bad.code else "Nothing: it is read."
    return (code(bad.id), bad.what, str(bad.exit_code), code(bad.code) if bad.code else "", said)


def with_part(page: str, mark: str, part: str) -> str:
    """The page with what stands between `mark` and the end mark after it replaced."""
    before, _, rest = page.partition(mark)
    _, _, after = rest.partition(END)
    return f"{before}{mark}\n\n{part}\n\n{END}{after}"


def outdated() -> bool:
    """Whether the page differs from what the table says."""
    page = PAGE.read_text(encoding="utf-8")
    return with_part(page, LIST, listed()) != page


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--kill", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.check:
        print("docs/robustness.md is outdated" if outdated() else "docs/robustness.md is up to date")
        return int(outdated())
    page = with_part(PAGE.read_text(encoding="utf-8"), LIST, listed())
    if asked.kill:
        import kill_runs

        page = with_part(page, KILLED, kill_runs.page(*kill_runs.fates(60, 28)).rstrip())
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
