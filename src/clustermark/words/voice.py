"""Who speaks: the language, the names of places and products, and the findings that may be named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, sample
from clustermark.study.model import Text
from clustermark.words.catalogue import has_text, text

MOST_OF_SAMPLE = 4  # rows of a count from texts or answers that a figure leads to; the table of results counts them all


@dataclass(frozen=True, slots=True)
class Voice:
    """A language with the names and findings that sentences need."""

    language: str
    names: Mapping[str, Text] = field(default_factory=dict)  # places and firms by id
    labels: Mapping[str, Text] = field(default_factory=dict)  # as the report calls them
    products: Mapping[str, Text] = field(default_factory=dict)
    findings: Mapping[str, Finding] = field(default_factory=dict)  # by id
    publishers: Mapping[str, Text] = field(default_factory=dict)  # by the name that the rows hold
    segments: Mapping[str, Text] = field(default_factory=dict)  # names of programmes and other segments by their id

    def say(self, key: str, **fields: object) -> str:
        """A text of the catalogue in this language."""
        return text(key, self.language, **fields)

    def has(self, key: str) -> bool:
        """Whether the catalogue has a text."""
        return has_text(key, self.language)

    def place(self, identifier: str) -> str:
        """The name of a place or firm; of a pair "a~b" both names."""
        if "~" in identifier:
            return self.say(
                "report.pair", first=self.place(identifier.split("~")[0]), second=self.place(identifier.split("~")[1])
            )
        name = self.names.get(identifier)
        if name is None and ":" in identifier:
            return self.industry(identifier)
        return name.in_language(self.language) if name else identifier

    def economy(self, code: str) -> str:
        """The name of an economy of a world table by its code; the code where no name is known."""
        key = f"industry.economy.{code}"
        return self.say(key) if self.has(key) else code

    def industry(self, identifier: str) -> str:
        """The industry of a country by the codes of a world table: "CHN:c4"."""
        economy, _, sector = identifier.partition(":")
        key = f"industry.sector.{sector}"
        name = self.say(key) if self.has(key) else sector
        return self.say("industry.of", economy=self.economy(economy), industry=name)

    def label(self, identifier: str) -> str:
        """What the report calls a place: with its product."""
        name = self.labels.get(identifier)
        return name.in_language(self.language) if name else self.place(identifier)

    def product(self, identifier: str) -> str:
        """The name of a product."""
        name = self.products.get(identifier)
        return name.in_language(self.language) if name else identifier

    def publisher(self, name: str) -> str:
        """A publisher as the language writes it; as the row has it where no other name is known."""
        known = self.publishers.get(name)
        return known.in_language(self.language) if known else name

    def segment(self, identifier: str, measure: str = "") -> str:
        """What sets a figure apart: a part of its measure, the kind of event, or the name of a programme."""
        for key in (f"verdicts.segment.{measure}.{identifier}", f"report.kind.{identifier}"):
            if self.has(key):
                return self.say(key)
        name = self.segments.get(identifier)
        return name.in_language(self.language) if name else identifier

    def measure(self, identifier: str) -> str:
        """The name of a measure."""
        known = measures().get(identifier)
        return known.name.in_language(self.language) if known else identifier

    def row(self, identifier: str) -> str:
        """The name of one of the seven rows or five parts."""
        return self.say(f"verdicts.row.{identifier}")

    def joined(self, parts: Iterable[str]) -> str:
        """A list within a sentence."""
        return self.say("sentences.form.list").join(parts)

    def rows(self, finding: Finding) -> tuple[str, ...]:
        """The evidence rows that a finding rests on, its own and those of its inputs, each once."""
        found = dict.fromkeys(finding.evidence[:MOST_OF_SAMPLE] if sample(finding) else finding.evidence)
        for identifier in finding.inputs:
            known = self.findings.get(identifier)
            if known is not None and known.id != finding.id:
                found.update(dict.fromkeys(self.rows(known)))
        return tuple(found)


def publishers_of(rows: Iterable[Mapping[str, object]]) -> dict[str, Text]:
    """The names of publishers from the rows of the table `publishers`."""
    return {
        str(row["publisher"]): Text(
            zh=str(row.get("name_zh") or row["publisher"]), en=str(row.get("name_en") or row["publisher"])
        )
        for row in rows
    }


def names_of(places: Iterable[Mapping[str, object]]) -> tuple[dict[str, Text], dict[str, Text]]:
    """Names and labels from the rows of the table `places`; a place without a label is called by its name."""
    names: dict[str, Text] = {}
    labels: dict[str, Text] = {}
    for place in places:
        identifier = str(place["id"])
        names[identifier] = Text(zh=str(place["name_zh"]), en=str(place["name_en"]))
        label_zh = str(place.get("label_zh") or "") or names[identifier].zh
        label_en = str(place.get("label_en") or "") or names[identifier].en
        labels[identifier] = Text(zh=label_zh, en=label_en)
    return names, labels
