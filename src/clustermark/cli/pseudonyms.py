"""`clustermark pseudonyms`: what names somebody in the interviews, to be confirmed, in the study's private folder."""

from collections import Counter
from typing import TYPE_CHECKING

from clustermark.cli.code_sheet import interview_problems, read_interviews
from clustermark.cli.interview_folder import keep_aside
from clustermark.cli.language import message_language
from clustermark.cli.options import AsJson, LanguageOption, StudyPath
from clustermark.cli.output import as_json as write_json
from clustermark.cli.output import say, talk_problems
from clustermark.cli.usage import FINE
from clustermark.words import text

if TYPE_CHECKING:
    from clustermark.study.model import Study

PRIVATE, NAME, TABLE = "private", "pseudonyms.xlsx", "pseudonyms"


def pseudonyms(study: StudyPath, language: LanguageOption = None, as_json: AsJson = False) -> int:
    """Write the table of pseudonyms: decisions that stand in it are kept, what is new is added, undecided."""
    from clustermark.evidence.interviews.pseudonyms import key_of, merged, proposals
    from clustermark.evidence.interviews.table_sheets import write_table_sheet
    from clustermark.evidence.specs import table_specs

    spoken = message_language(language, study)
    asked, evidence, interviews = read_interviews(study)
    kinds = [str(kind) for kind in table_specs()[TABLE].column("kind").allowed]
    words = {kind: text(f"cli.pseudonyms.word.{kind}", asked.language, n="{n}") for kind in kinds}
    found = proposals(interviews, key_of(evidence, interviews), words)
    rows = merged(found, evidence.rows(TABLE), words)
    folder = asked.folder / PRIVATE
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / NAME
    kept = keep_aside(path)
    write_table_sheet(path, TABLE, asked.language, _labelled(rows, asked.language))
    path.chmod(0o600)
    entered = _enter(asked)
    open_ones = sum(not row["decision"] for row in rows)
    talk_problems(interview_problems(evidence), spoken)
    counts = Counter(one.kind for one in found)
    if as_json:
        write_json({"file": str(path), "found": dict(counts), "undecided": open_ones, "kept": str(kept or "")})
        return FINE
    say(text("cli.pseudonyms.made", spoken, file=path, n=len(found), undecided=open_ones))
    say(text("cli.pseudonyms.next" if entered else "cli.pseudonyms.not-entered", spoken, folder=asked.folder))
    return FINE


def _labelled(rows: list[dict[str, object]], language: str) -> list[dict[str, object]]:
    """Choices as people read them."""
    from clustermark.evidence.specs import table_specs

    spec = table_specs()[TABLE]
    shown = []
    for row in rows:
        choices = {
            name: spec.column(name).label(str(row[name]), language) for name in ("kind", "decision") if row.get(name)
        }
        shown.append({**row, **choices})
    return shown


def _enter(study: "Study") -> bool:
    """Enter the table in the study file, unless it stands there."""
    from clustermark.study.add import add_source
    from clustermark.study.model import Source

    if any(source.table == TABLE for source in study.sources):
        return True
    source = Source(id=TABLE, path=f"{PRIVATE}/{NAME}", table=TABLE, origin="judged", sensitivity="confidential")
    return add_source(study.folder, source)
