"""A REFI-QDA project or codebook as rows: its texts are interviews, its codes a codebook, its passages codings.

The texts are kept like all others (`plain`), so positions move where signs were left out. Everything else in the
project stays in its file; `export` writes it back.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from clustermark.evidence.clean import UNSEEN, Broken, broken
from clustermark.evidence.interviews.plain import Plain, plain
from clustermark.evidence.layouts.records import Records
from clustermark.evidence.readers.refi import read_qdc, read_qdpx
from clustermark.evidence.readers.refi.model import Code, PlainText, Project, Selection, Source, User, Value
from clustermark.evidence.specs import match_headers
from clustermark.study.model import Source as StudySource
from clustermark.study.problems import InputProblem, Where, problem

_QDPX, _QDC = ".qdpx", ".qdc"
_CODEBOOK_HEADER = ("id", "parent", "name_zh", "name_en", "definition_zh", "definition_en", "guid")
_INTERVIEW_HEADER: tuple[str, ...] = ("document", "title", "subject", "date", "language", "consent")
_INTERVIEW_HEADER += ("interviewer", "speakers", "text", "hash")
_SEGMENT_HEADER = ("document", "start", "end", "codes", "coder", "coded_at", "memo", "text")
UNKNOWN_CODER = "?"
_NO_REMEDY = frozenset({"position-unreadable", "zero-length"})  # told with the rows concerned


def looks_like_refi(data: bytes, ending: str) -> bool:
    """Whether a file is a project (an archive with a .qde in it) or a codebook of REFI-QDA."""
    lower = ending.lower()
    if lower == _QDC:
        return True
    return lower == _QDPX or (data.startswith(b"PK\x03\x04") and b".qde" in data[-65_536:].lower())


def refi_records(data: bytes, source: StudySource) -> tuple[Records, list[InputProblem]]:
    """The rows of the source's table, and what must be told. Raises `UnreadableFileError` (`refi.…`)."""
    if not data.startswith(b"PK"):
        return codebook_records(read_qdc(data)), []
    project = read_qdpx(data)
    if source.table == "codebook":
        return codebook_records(project.codes), []
    if source.table == "segments":
        return _segments(project), []
    return _interviews(project), told_of(project, source.path)


def told_of(project: Project, path: str) -> list[InputProblem]:
    """Repairs of positions, oddities, and what stays in the file; names in the project are not repeated."""
    where = Where(path)
    found = [
        problem(
            "refi-told.repaired",
            where,
            severity="warning",
            rule=one.rule,
            quoted=one.quoted,
            before=one.before,
            after=one.after,
        )
        for one in project.repairs
    ]
    remarks: Counter[str] = Counter()
    for remark in project.remarks:
        remarks[remark.code] += remark.n
    found += [
        problem(f"refi-told.{code}", where, severity="warning", n=n)
        for code, n in sorted(remarks.items())
        if code not in _NO_REMEDY
    ]
    kept: Counter[str] = Counter()
    for remark in project.not_held:
        kept[remark.code if remark.code.isascii() and remark.code.isalnum() else "?"] += remark.n
    if kept:
        kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(kept.items()))
        found.append(problem("refi-told.not-held", where, severity="warning", kinds=kinds, n=sum(kept.values())))
    return found


def coded_by(user: User) -> str:
    """What a coder is called: by name, else by initials, else by guid."""
    return _one_line(user.name) or _one_line(user.initials) or user.guid


def code_ids(codes: Sequence[Code]) -> dict[str, str]:
    """An id for each code by guid: its name, with those of its parents where two share it, then with a number."""
    by_guid = {code.guid.lower(): code for code in codes}
    names = {code.guid: _one_line(code.name) or code.guid for code in codes}
    shared = Counter(name.casefold() for name in names.values())
    found: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        name = names[code.guid]
        if shared[name.casefold()] > 1:
            name = "/".join([*_above(code, by_guid, names), name])
        number, base = 2, name
        while name.casefold() in taken:
            name, number = f"{base} ({number})", number + 1
        taken.add(name.casefold())
        found[code.guid.lower()] = name
    return found


def _above(code: Code, by_guid: Mapping[str, Code], names: Mapping[str, str]) -> list[str]:
    """The names of the codes above a code, the highest first."""
    found: list[str] = []
    seen = {code.guid.lower()}
    parent = by_guid.get(code.parent.lower())
    while parent is not None and parent.guid.lower() not in seen:
        seen.add(parent.guid.lower())
        found.insert(0, names[parent.guid])
        parent = by_guid.get(parent.parent.lower())
    return found


def _one_line(text: str) -> str:
    """A name without line breaks, unseen signs and semicolons, which part codes."""
    return " ".join(UNSEEN.sub("", text).split()).replace(";", ",").replace("\uff1b", "\uff0c")


def codebook_records(codes: Sequence[Code]) -> Records:
    """The codes as rows of the table `codebook`; the name stands in both languages, for the format tells none."""
    ids = code_ids(codes)
    rows = []
    for code in codes:
        own, name = ids[code.guid.lower()], _one_line(code.name)
        parent = ids.get(code.parent.lower(), "")
        rows.append([own, parent, name, name, code.description, code.description, code.guid])
    return Records("refi", _CODEBOOK_HEADER, rows)


def texts_of(project: Project) -> Iterator[tuple[str, Source, PlainText, Plain]]:
    """Every text: the name by which it is called, its source, how it stands in the project, how it is kept."""
    taken: Counter[str] = Counter()
    for source in project.sources:
        for text in source.texts:
            name = _one_line(source.name) or source.guid
            taken[name] += 1
            called = name if taken[name] == 1 else f"{name} ({taken[name]})"
            yield called, source, text, plain(text.text)


def _interviews(project: Project) -> Records:
    rows: list[list[str]] = []
    wrong: dict[int, Broken] = {}
    values = _values(project)
    for number, (name, source, text, kept) in enumerate(texts_of(project), start=1):
        row = dict.fromkeys(_INTERVIEW_HEADER, "") | values.get(source.guid.lower(), {})
        row |= {"document": name, "text": kept.text, "hash": kept.hash}
        language = text.language[:2].lower()
        row["language"] = row["language"] or (language if language in ("zh", "en") else "")
        if not kept.text:
            wrong[number] = broken("text", "", "interview.empty")
        rows.append([row[column] for column in _INTERVIEW_HEADER])
    return Records("refi", _INTERVIEW_HEADER, rows, wrong)


def _values(project: Project) -> dict[str, dict[str, str]]:
    """What variables say of each source, by its guid: those whose names are columns of the table `interviews`."""
    names = {one.guid.lower(): one.name for one in project.variables}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for case in project.cases:
        for guid in case.sources:
            found[guid.lower()] |= _told_by(case.values, names)
    for source in project.sources:
        found[source.guid.lower()] |= _told_by(source.values, names)
    return found


def _told_by(values: Iterable[Value], names: Mapping[str, str]) -> dict[str, str]:
    listed = [(names.get(value.variable.lower(), ""), value.value) for value in values]
    places, _ = match_headers("interviews", [name for name, _ in listed])
    return {
        column: listed[at][1]
        for at, column in places.items()
        if column in _INTERVIEW_HEADER and column not in ("text",)
    }


def _segments(project: Project) -> Records:
    """A row for each passage and each person who coded it; one without a place in a text is told."""
    kept = {text.holder.lower(): (text, plain_) for _, _, text, plain_ in texts_of(project)}
    first = {source.guid.lower(): source.texts[0].holder.lower() for source in project.sources if source.texts}
    users = {user.guid.lower(): coded_by(user) for user in project.users}
    ids = code_ids(project.codes)
    rows: list[list[str]] = []
    wrong: dict[int, Broken] = {}
    for selection in project.selections:
        place = _place(selection, kept, first)
        for coder, codes, created in _codings(selection):
            row = dict.fromkeys(_SEGMENT_HEADER, "")
            row |= {"coder": users.get(coder.lower(), coder) or UNKNOWN_CODER, "coded_at": created}
            row |= {"codes": "; ".join(ids.get(code.lower(), code) for code in codes), "memo": selection.description}
            if place is None:
                wrong[len(rows) + 1] = broken("start", "", "segment.no-place-in-text")
            else:
                text, start, end = place
                row |= {"document": text.hash, "start": str(start), "end": str(end)}
                row |= {"text": text.text[start:end].strip()}
            rows.append([row[column] for column in _SEGMENT_HEADER])
    return Records("refi", _SEGMENT_HEADER, rows, wrong)


def _place(
    selection: Selection, kept: Mapping[str, tuple[PlainText, Plain]], first: Mapping[str, str]
) -> tuple[Plain, int, int] | None:
    """Text and stretch of a passage; a source that was coded as a whole is its text from end to end."""
    holder = selection.holder.lower()
    if holder not in kept and selection.kind == "Coding":
        holder = first.get(selection.source.lower(), "")
    if holder not in kept:
        return None
    text = kept[holder][1]
    if selection.start is None or selection.end is None:
        return (text, 0, len(text.text)) if selection.kind == "Coding" and text.text else None
    return text, text.position(selection.start), text.position(selection.end)


def _codings(selection: Selection) -> list[tuple[str, tuple[str, ...], str]]:
    """Who coded a passage with what, and when first; who only marked it coded it with nothing."""
    found: dict[str, list[str]] = {}
    times: dict[str, str] = {}
    for coding in selection.codings:
        coder = coding.user or selection.user
        found.setdefault(coder, []).append(coding.code)
        times.setdefault(coder, coding.created or selection.created)
    if not found:
        return [(selection.user, (), selection.created)]
    return [(coder, tuple(codes), times[coder]) for coder, codes in found.items()]
