"""Interviews of a study as a REFI-QDA project, for NVivo, ATLAS.ti, MAXQDA and others.

Where the study has read such a project, that project is written back with what has come since: texts, codes, people and
passages are added, and everything that has no place in our tables stays where it was. Nothing is taken away. The same
study gives the same bytes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID, uuid5

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.codes import Code, current
from clustermark.evidence.interviews.model import Interviews
from clustermark.evidence.interviews.plain import Plain
from clustermark.evidence.interviews.refi_rows import UNKNOWN_CODER, code_ids, coded_by, texts_of
from clustermark.evidence.readers.refi import model as refi

_SPACE = UUID("5f0c0e64-3c5b-4d0f-9a53-0d6f6a8a7c11")  # of the guids that are made here
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_LONGEST_NAME = 80
_Text = tuple[refi.Source, refi.PlainText, Plain | None]  # None: the text is as it is kept


def project_of(
    interviews: Interviews, codebook: Iterable[Code], language: str, base: refi.Project | None = None, name: str = ""
) -> refi.Project:
    """The project: `base` with what it lacks, or a new one called `name`. Codes bear their names in `language`."""
    project = base or refi.Project(name=name, origin="Clustermark")
    project, codes = _with_codes(project, list(current(codebook)), language)
    project, users = _with_users(project, interviews)
    project, texts = _with_texts(project, interviews)
    return replace(project, selections=(*project.selections, *_added(project, interviews, codes, users, texts)))


def guid_of(kind: str, *parts: object) -> str:
    """A guid that depends on what it names alone."""
    return str(uuid5(_SPACE, "\x1f".join((kind, *map(str, parts)))))


def _with_codes(project: refi.Project, codebook: list[Code], language: str) -> tuple[refi.Project, dict[str, str]]:
    """The project with all codes of the codebook, and the guid of each by its id."""
    ids = code_ids(project.codes)
    known = {fold(name): code for code in project.codes for name in (ids[code.guid.lower()], code.guid)}
    named = {str(code["id"]): str(code.get(f"name_{language}") or code["id"]) for code in codebook}
    times = Counter(map(fold, named.values()))
    shown = {own: name if times[fold(name)] == 1 else own for own, name in named.items()}
    found: dict[str, str] = {}
    new: list[Code] = []
    for code in codebook:
        own = str(code["id"])
        names = (fold(str(code.get("guid") or "")), fold(own), fold(shown[own]))
        there = next((known[name] for name in names if name in known), None)
        found[own] = guid_of("code", own) if there is None else there.guid
        new += [code] if there is None else []
    added = [
        refi.Code(
            found[str(code["id"])],
            shown[str(code["id"])],
            str(code.get(f"definition_{language}") or ""),
            parent=found.get(str(code.get("parent") or ""), ""),
        )
        for code in new
    ]
    return replace(project, codes=(*project.codes, *added)), found


def _with_users(project: refi.Project, interviews: Interviews) -> tuple[refi.Project, dict[str, str]]:
    """The project with all coders, and the guid of each by name."""
    found = {coded_by(user): user.guid for user in project.users}
    added = []
    for coder in sorted(set(interviews.segments["coder"]) - set(found)):
        found[coder] = guid_of("user", coder)
        added.append(refi.User(found[coder], coder))
    return replace(project, users=(*project.users, *added)), found


def _with_texts(project: refi.Project, interviews: Interviews) -> tuple[refi.Project, dict[str, _Text]]:
    """The project with all texts, and each of them by the hash under which it is kept."""
    found: dict[str, _Text] = {}
    for _, source, text, kept in texts_of(project):
        found.setdefault(kept.hash, (source, text, kept))
    added = []
    for row in interviews.documents.iter_rows(named=True):
        digest = row["document"]
        if digest in found:
            continue
        guid, words = guid_of("text", digest), interviews.texts[digest]
        own = refi.PlainText(guid, words, digest, language=row["language"] or "")
        source = refi.Source(guid, row["name"], "text", (own,))
        found[digest] = source, own, None
        added.append(source)
    return replace(project, sources=(*project.sources, *added)), found


def _added(
    project: refi.Project,
    interviews: Interviews,
    codes: Mapping[str, str],
    users: Mapping[str, str],
    texts: Mapping[str, _Text],
) -> list[refi.Selection]:
    """The codings that the project does not hold yet: a passage for each stretch of a text that a coder coded."""
    there = _held(project, texts)
    made: dict[tuple[str, int, int, str], refi.Selection] = {}
    for row in interviews.segments.iter_rows(named=True):
        code = codes.get(row["code"], "")
        key = row["document"], row["start"], row["end"], row["coder"]
        if not code or (*key, code.lower()) in there:
            continue
        user, created = users[row["coder"]], _time(row["time"])
        coding = refi.Coding(guid_of("coding", *key, row["code"]), code, user, created)
        held = made.get(key) or _passage(key, texts[row["document"]], row["memo"] or "", user, created)
        if all(one.code != code for one in held.codings):
            held = replace(held, codings=(*held.codings, coding))
        made[key] = held
    return list(made.values())


def _passage(key: tuple[str, int, int, str], place: _Text, memo: str, user: str, created: str) -> refi.Selection:
    source, text, kept = place
    start, end = _original(kept, key[1], key[2])
    words = text.text[start:end]
    return refi.Selection(
        guid_of("passage", *key),
        source.guid,
        text.holder,
        start=start,
        end=end,
        quote=words,
        name=" ".join(words.split())[:_LONGEST_NAME],
        description=memo,
        user=user,
        created=created,
    )


def _held(project: refi.Project, texts: Mapping[str, _Text]) -> set[tuple[str, int, int, str, str]]:
    """What is coded in the project: text, stretch, coder, code; counted as the texts are kept."""
    names = {user.guid.lower(): coded_by(user) for user in project.users}
    by_holder = {text.holder.lower(): (digest, kept) for digest, (_, text, kept) in texts.items()}
    found = set()
    for selection in project.selections:
        digest, kept = by_holder.get(selection.holder.lower(), ("", None))
        if kept is None:
            continue
        whole = selection.start is None or selection.end is None
        start = 0 if whole else kept.position(selection.start or 0)
        end = len(kept.text) if whole else kept.position(selection.end or 0)
        for coding in selection.codings:
            coder = coding.user or selection.user
            found.add((digest, start, end, names.get(coder.lower(), coder) or UNKNOWN_CODER, coding.code.lower()))
    return found


def _original(kept: Plain | None, start: int, end: int) -> tuple[int, int]:
    """The stretch in the text as it stands in the project."""
    if kept is None or end <= start:
        return start, end
    return kept.original(start), kept.original(end - 1) + 1


def _time(written: str | None) -> str:
    return written if written and _TIME.fullmatch(written) else ""
