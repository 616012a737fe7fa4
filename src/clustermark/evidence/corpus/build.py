"""From the table of mentions to a corpus: parts that are kept, put together under common numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from clustermark.evidence.corpus.copies import stories_of
from clustermark.evidence.corpus.model import Corpus
from clustermark.evidence.corpus.parts import NAMED, TOKENS, Part, keep_part, kept_part, make_part
from clustermark.evidence.corpus.quality import quality_of, warnings_of
from clustermark.evidence.corpus.store import forget_unused, key_of
from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.methods.text.names import Entry, NameMatcher, entries_of
from clustermark.methods.text.normalise import normalise
from clustermark.study.model import Study

LIBRARIES = ("duckdb", "rjieba", "rensa", "networkit", "sklearn", "opencc")  # of the extra `text`, by module
STRETCH = 50_000  # documents of a part
Progress = Callable[[str, int, int], None]  # id of the source, documents done, documents in all


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of a study: entries for the matcher, and the table `names`."""

    entries: tuple[Entry, ...]
    table: pl.DataFrame


def library_missing() -> str:
    """The first library of the extra `text` that is not installed, "" where all are."""
    return next((name for name in LIBRARIES if find_spec(name) is None), "")


def corpus_of(evidence: Evidence, study: Study, progress: Progress | None = None) -> Corpus:
    """The corpus of a study's mentions.

    Parts are kept under STUDY/.clustermark/corpus by the content of texts, names and methods, so that what is unchanged
    is not cut again, and a run that was killed goes on where it stood; those of confidential sources are made anew each
    time and never kept. Without mentions the tables are empty.
    """
    naming = names_of(evidence, study)
    matcher, ids = NameMatcher(naming.entries), naming.table["id"].to_list()
    mentions = evidence.tables["mentions"]
    store = study.folder / ".clustermark" / "corpus"
    parts: list[Part] = []
    keys: list[str] = []
    for source, first, last in _stretches(mentions):
        private = evidence.sources[source].sensitivity == "confidential"
        key = "" if private else _key(mentions[first:last], naming, study.seed)
        part = kept_part(store / key) if key else None
        if part is None:
            texts = _texts(mentions[first:last])
            part = make_part([texts(row) for row in range(last - first)], matcher, ids, study.seed)
            if key:
                keep_part(part, store / key)
        parts.append(part)
        keys.append(key)
        if progress:
            progress(source, last, mentions.height)
    parts, keys = (parts, keys) if parts else ([make_part([], matcher, ids, study.seed)], [""])
    kept = store if any(keys) else None
    corpus = _assembled(mentions, parts, keys, naming, evidence, kept)
    if kept:
        forget_unused(kept, filter(None, keys))
    return corpus


def names_of(evidence: Evidence, study: Study) -> Naming:
    """The names to look for: rows of the table `names`, and what the places of the study are called."""
    rows = [dict(row, name=str(row["id"])) for row in evidence.rows("names")]
    known = {str(row["id"]): (str(row["kind"]), str(row.get("subject") or "")) for row in rows}
    for place in evidence.rows("places"):
        identity = str(place["id"])
        if identity in study.subjects():
            known.setdefault(identity, ("place", ""))
            rows += [
                {"name": identity, "alias": place[column], "exclude": None, "context": None}
                for column in ("name_zh", "name_en")
                if place.get(column)
            ]
    ids = sorted(known)
    table = pl.DataFrame(
        {
            "name": np.arange(len(ids), dtype=np.int32),
            "id": ids,
            "kind": [known[one][0] for one in ids],
            "subject": [known[one][1] or (one if known[one][0] == "place" else "") for one in ids],
        },
        schema={"name": pl.Int32, "id": pl.String, "kind": pl.String, "subject": pl.String},
    )
    return Naming(tuple(entries_of(rows)), table)


def _texts(mentions: pl.DataFrame) -> Callable[[int], str]:
    titles = mentions["title"].fill_null("")
    bodies = mentions["text"].fill_null("")

    def text(document: int) -> str:
        title, body = titles[document], bodies[document]
        return f"{title}\n{body}" if title and body else title or body

    return text


def _stretches(mentions: pl.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Sources with their first and last document, large ones in stretches."""
    sources = mentions["source"]
    starts = [0, *(np.flatnonzero((sources != sources.shift(1)).fill_null(True).to_numpy())[1:]), mentions.height]
    for start, end in pairwise(starts):
        for first in range(int(start), int(end), STRETCH):
            yield str(sources[first]), first, min(first + STRETCH, int(end))


def _key(mentions: pl.DataFrame, naming: Naming, seed: int) -> str:
    """The key of a stretch: what stands in it, and what decides how it is cut."""
    parted = [pl.col(name).fill_null("").str.replace_all("\x1f", " ", literal=True) for name in ("title", "text")]
    content = mentions.select(pl.concat_str(parted, separator="\x1f").str.join("\x1f"))
    names = [[one.name, one.alias, one.exclude, one.context] for one in naming.entries]
    return key_of(str(content.item() or ""), names=names, ids=naming.table["id"].to_list(), seed=seed)


def _assembled(
    mentions: pl.DataFrame,
    parts: Sequence[Part],
    keys: Sequence[str],
    naming: Naming,
    evidence: Evidence,
    store: Path | None,
) -> Corpus:
    texts = _texts(mentions)

    def text(document: int) -> str:
        return normalise(texts(document))[0]

    terms = sorted({text for part in parts for text in part.terms["text"].to_list()})
    number = pl.DataFrame(
        {"text": terms, "number": np.arange(len(terms), dtype=np.int32)}, schema_overrides={"text": pl.String}
    )
    tokens, named, offset = [], [], 0
    for part in parts:
        turned = part.terms.join(number, on="text", how="left", maintain_order="left")["number"].to_numpy()
        own = part.tokens["term"].to_numpy()
        tokens.append(
            part.tokens.with_columns(term=turned[own] if len(own) else own, document=pl.col("document") + offset)
        )
        named.append(part.mentions_of.with_columns(document=pl.col("document") + offset))
        offset += part.documents.height
    documents = _documents(mentions, parts, evidence)
    found = stories_of(documents["date"], parts, keys, text, store)
    documents = documents.with_columns(story=pl.Series(found, dtype=pl.Int32))
    quality = quality_of(documents)
    return Corpus(
        documents=documents,
        terms=number.select(term=pl.col("number"), text=pl.col("text")),
        tokens=_stacked(tokens, TOKENS),
        names=naming.table,
        mentions_of=_stacked(named, NAMED),
        quality=quality,
        text=text,
        problems=tuple(warnings_of(quality, evidence.sources)),
    )


def _stacked(frames: Sequence[pl.DataFrame], schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.concat([frame.select(pl.col(name).cast(kind) for name, kind in schema.items()) for frame in frames])


def _documents(mentions: pl.DataFrame, parts: Sequence[Part], evidence: Evidence) -> pl.DataFrame:
    cut = pl.concat([part.documents for part in parts])
    date = pl.col("date").fill_null("").cast(pl.String)
    plain = ("outlet", "channel", "platform", "place")
    frame = mentions.select(
        document=pl.int_range(pl.len(), dtype=pl.Int32),
        row=pl.col(REFERENCE),
        source=pl.col("source"),
        date=date,
        month=date.str.slice(0, 7),
        **{name: pl.col(name).fill_null("") for name in plain},
        reach=pl.col("reach").cast(pl.Float64),
        covered=pl.col(REFERENCE).is_in(sorted(evidence.covered)),
        origin=pl.col("origin"),
    ).with_columns(month=pl.when(pl.col("month").str.len_chars() == 7).then("month").otherwise(pl.lit("")))
    return frame.hstack(cut.select("language", "characters", "tokens", "garbled", "token_characters"))
