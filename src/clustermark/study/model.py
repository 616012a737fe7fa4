"""What is asked: the study, its sources and its products."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

Origin = Literal["official", "published", "surveyed", "measured", "judged", "assumed", "illustrative"]
ORIGINS: tuple[Origin, ...] = (
    "official",
    "published",
    "surveyed",
    "measured",
    "judged",
    "assumed",
    "illustrative",
)  # strongest first
Sensitivity = Literal["public", "internal", "confidential"]
Reader = Literal["auto", "csv", "xlsx"]
Encoding = Literal[
    "",
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "gb18030",
    "big5",
    "big5hkscs",
    "shift_jis",
    "euc_kr",
    "cp1250",
    "cp1251",
    "cp1252",
    "latin-1",
]
WORLD_TABLE = "world_table"  # what a source gives as `table` that is a world input-output table: no rows, one whole
WorldLayout = Literal["npz", "wiod2013", "wiod2016", "oecd-icio", "figaro", "adb-mrio", "matrix-csv", "long"]
WORLD_LAYOUTS: tuple[WorldLayout, ...] = get_args(WorldLayout)
WORLD_SETTINGS = ("unit", "blank", "processing")
Language = Literal["zh", "en"]
# what people said in confidence
CONFIDENTIAL_TABLES = frozenset({"interviews", "interview_speakers", "interview_summaries", "pseudonyms", "segments"})
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Frozen(BaseModel):
    """Immutable, and strict about keys: an unknown key is a mistake of the user's, not something to ignore."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """One text in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in `language`."""
        return self.zh if language == "zh" else self.en


class Product(Frozen):
    """A product that the study speaks of, with its HS codes (codes are text)."""

    id: str
    name: Text
    hs: tuple[str, ...] = ()


def _usually_confidential(table: str, path: str) -> bool:
    return table in CONFIDENTIAL_TABLES or path.lower().endswith(".qdpx")


class Source(Frozen):
    """One input file. `table` is the evidence table that it fills.

    With the reader "auto" the bytes of the file decide what it is. `encoding` is declared for text that is neither
    UTF-8 nor GB18030, `locale` for figures with a decimal comma ("de"). `layout` is the id of the program's export that
    the file is, "auto" to recognise it, "none" to read it as it stands. `defaults` fills columns where the file says
    nothing: {"flow": "export"}. `sha256` is set when the file is read, and so are `reader`, `encoding` and `layout` to
    what was found.

    A world input-output table (`table = "world_table"`) has one of WORLD_LAYOUTS as `layout` and its `year`; `defaults`
    may name the `unit` of its numbers where the layout does not, what a `blank` is ("error" or "zero"), and which
    region of a split country is its `processing` trade ("CN2"), which no table says of itself.
    """

    id: str
    path: str
    table: str
    reader: Reader = "auto"
    encoding: Encoding = ""
    locale: str = ""
    sheet: str = ""
    layout: str = "auto"
    year: int | None = None
    defaults: Mapping[str, str] = {}
    publisher: str = ""
    licence: str = ""
    citation: str = ""
    origin: Origin = "published"
    sensitivity: Sensitivity = "public"  # of interviews and codings "confidential" where the study does not say it
    sha256: str = ""

    @property
    def usually_confidential(self) -> bool:
        """Whether the source is confidential where the study does not say what it is."""
        return _usually_confidential(self.table, self.path)

    @model_validator(mode="before")
    @classmethod
    def _as_usual(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "sensitivity" in data:
            return data
        usual = _usually_confidential(str(data.get("table")), str(data.get("path")))
        return {**data, "sensitivity": "confidential"} if usual else data


class Study(Frozen):
    """What is asked.

    `period` and each of `past` are one year ("2021") or a span of at most five ("2017-2021"). Places are ids of the
    `places` table. `folder` is where the study file lies; paths of sources are relative to it.
    """

    title: Text
    focus: str
    clusters: tuple[str, ...] = ()
    benchmarks: tuple[str, ...] = ()
    period: str
    past: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ("zh", "en")
    language: Language = "zh"  # of messages and of the brief
    seed: int = 1
    products: tuple[Product, ...] = ()
    sources: tuple[Source, ...] = ()
    folder: Path = Field(default=Path(), exclude=True)

    def subjects(self) -> tuple[str, ...]:
        """Focus, other clusters and benchmark places, in this order, each once."""
        return tuple(dict.fromkeys((self.focus, *self.clusters, *self.benchmarks)))

    def all_clusters(self) -> tuple[str, ...]:
        """The focus and the other clusters."""
        return tuple(dict.fromkeys((self.focus, *self.clusters)))

    def with_focus(self, focus: str) -> "Study":
        """The same study asked about another of its clusters."""
        others = tuple(place for place in self.all_clusters() if place != focus)
        return self.model_copy(update={"focus": focus, "clusters": others})


def first_and_last_year(period: str) -> tuple[int, int]:
    """("2017-2021") -> (2017, 2021); ("2021") -> (2021, 2021). Raises ValueError for anything else."""
    first, _, last = period.partition("-")
    if not (len(first) == 4 and first.isdigit()) or (last and not (len(last) == 4 and last.isdigit())):
        raise ValueError(period)
    return int(first), int(last or first)
