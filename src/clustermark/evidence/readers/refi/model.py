"""What a REFI-QDA project holds: people, codes, sources, marked passages, notes, cases; and what it says beyond that.

REFI-QDA is the exchange format of programs for qualitative analysis (QDA-XML 1.0). Whatever has no place in these
classes stays in `Project.root` and `Project.files`, so that writing a project back loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

PROJECT_SPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"


@dataclass(frozen=True, slots=True)
class Node:
    """An element as it stood: `tag` with its prefix, `kind` its name within QDA-XML (empty for foreign elements)."""

    tag: str
    kind: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    children: tuple["Node", ...] = ()
    tail: str = ""

    def get(self, name: str) -> str:
        """An attribute, or nothing."""
        return next((value for key, value in self.attributes if key == name), "")

    def all(self, *kinds: str) -> tuple["Node", ...]:
        """The children of these kinds, in their order."""
        return tuple(child for child in self.children if child.kind in kinds)

    def inner(self, kind: str) -> str:
        """The text of the first child of a kind, or nothing."""
        return next((child.text for child in self.children if child.kind == kind), "")


@dataclass(frozen=True, slots=True)
class User:
    """A person who coded; `initials` is what the format calls id."""

    guid: str
    name: str
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code; the tree is told by `parent` (a guid, empty at the top), the order is that of the file."""

    guid: str
    name: str
    description: str = ""
    codable: bool = True
    colour: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a case or a source: the guid of the variable, what is printed, and as what it is printed."""

    variable: str
    value: str
    type: str = "Text"


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text of a source exactly as in the package, without a byte order mark; `sha256` is that of its bytes.

    `holder` is the guid of the element that has the text: the source, a transcript, or the text of a page or picture.
    `rule` says how the positions in the file count (`positions.RULES`); `path` is empty for a text inside the XML.
    `language` is the xml:lang of its element: the format has no other place for it.
    """

    holder: str
    text: str
    sha256: str
    path: str = ""
    rule: str = "code-points"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document: `kind` is text, picture, pdf, audio or video; `path` says where its own content lies."""

    guid: str
    name: str
    kind: str
    texts: tuple[PlainText, ...] = ()
    path: str = ""
    description: str = ""
    values: tuple[Value, ...] = ()

    @property
    def text(self) -> str | None:
        """The first text of the source, if it has one."""
        return self.texts[0].text if self.texts else None


@dataclass(frozen=True, slots=True)
class Coding:
    """A code put on a passage, by whom and when."""

    guid: str
    code: str
    user: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """A marked passage: `start` to `end` in code points of the text of `holder`, and the words there as `quote`.

    `kind` is the element's name; a place in a picture, a page or a recording has no `start`, and `kind` "Coding" means
    that the whole source was coded. `stored` are the positions in the file, counted by the rule of the text.
    """

    guid: str
    source: str
    holder: str
    kind: str = "PlainTextSelection"
    start: int | None = None
    end: int | None = None
    quote: str = ""
    name: str = ""
    description: str = ""
    user: str = ""
    created: str = ""
    codings: tuple[Coding, ...] = ()
    stored: tuple[int, int] | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The guids of the codes, in the order of the file."""
        return tuple(coding.code for coding in self.codings)


@dataclass(frozen=True, slots=True)
class Note:
    """A memo; `text` is None where its file is not in the package."""

    guid: str
    name: str
    text: str | None = None
    description: str = ""
    user: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """An attribute of cases and sources; `type` is Text, Boolean, Integer, Float, Date or DateTime."""

    guid: str
    name: str
    type: str = "Text"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its values, the guids of its sources and passages."""

    guid: str
    name: str
    description: str = ""
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader should know: a code (docs/methods/refi.md lists them), what it is about, and how many."""

    code: str
    about: str = ""
    n: int = 1


@dataclass(frozen=True, slots=True)
class Repair:
    """Positions of one text counted anew: the rule that fits, and how many of the quoted passages agree.

    `before` of `quoted` agreed as code points, `after` of them under `rule`.
    """

    source: str
    holder: str
    rule: str
    quoted: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Project:
    """A whole project. `not_held` lists what only `root` and `files` (the other entries of the archive) keep."""

    name: str = ""
    origin: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    selections: tuple[Selection, ...] = ()
    notes: tuple[Note, ...] = ()
    not_held: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    repairs: tuple[Repair, ...] = ()
    root: Node | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
