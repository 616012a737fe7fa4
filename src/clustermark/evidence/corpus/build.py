"""From the table of mentions to a corpus: parts that are kept, put together under common numbers."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus.model import Corpus
from clustermark.evidence.corpus.parts import Part, keep_part, kept_part, make_part
from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.methods.text.duplicates import candidates, jaccard, stories
from clustermark.methods.text.names import Entry, NameMatcher, entries_of
from clustermark.methods.text.normalise import normalise
from clustermark.study.model import Study

METHOD = "corpus/1"
LIBRARIES = ("duckdb", "rjieba", "rensa", "networkit", "sklearn", "opencc")  # of the extra `text`, by module
_DISTRIBUTIONS = ("rjieba", "rensa", "opencc")
STRETCH = 50_000  # documents of a part
COPIES = 0.6  # similarity from which on two texts are one story
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

    Parts are kept under STUDY/.clustermark/corpus by the content of source, names and method, so that an unchanged
    source is not cut again; those of confidential sources are made anew each time and never kept. Without mentions the
    tables are empty.
    """
    naming = names_of(evidence, study)
    matcher, ids = NameMatcher(naming.entries), naming.table["id"].to_list()
    mentions = evidence.tables["mentions"]
    store = study.folder / ".clustermark" / "corpus"
    texts = _texts(mentions)
    parts = []
    for source, first, last in _stretches(mentions):
        key = _key(evidence, source, first, last, naming, study.seed)
        private = evidence.sources[source].sensitivity == "confidential"
        part = None if private else kept_part(store / key)
        if part is None:
            part = make_part([texts(row) for row in range(first, last)], matcher, ids, study.seed)
            if not private:
                keep_part(part, store / key)
        parts.append(part)
        if progress:
            progress(source, last, mentions.height)
    return _assembled(mentions, parts or [make_part([], matcher, ids, study.seed)], naming, evidence, texts)


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


def _key(evidence: Evidence, source: str, first: int, last: int, naming: Naming, seed: int) -> str:
    versions = []
    for name in _DISTRIBUTIONS:
        try:
            versions.append(version(name))
        except PackageNotFoundError:
            versions.append("")
    rows = evidence.tables["mentions"][REFERENCE]
    content = {
        "method": METHOD,
        "versions": versions,
        "sha256": evidence.sources[source].sha256,
        "rows": [str(rows[first]), str(rows[last - 1]), last - first],
        "names": [[one.name, one.alias, one.exclude, one.context] for one in naming.entries],
        "ids": naming.table["id"].to_list(),
        "seed": seed,
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]


def _assembled(
    mentions: pl.DataFrame,
    parts: Sequence[Part],
    naming: Naming,
    evidence: Evidence,
    texts: Callable[[int], str],
) -> Corpus:
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
    documents = _documents(mentions, parts, evidence, texts)
    return Corpus(
        documents=documents,
        terms=number.select(term=pl.col("number"), text=pl.col("text")),
        tokens=_stacked(tokens, ("document", "position", "term", "start", "end")),
        names=naming.table,
        mentions_of=_stacked(named, ("document", "name", "start", "end")),
        quality=_quality(documents, parts),
        text=lambda document: normalise(texts(document))[0],
    )


def _stacked(frames: Sequence[pl.DataFrame], columns: Sequence[str]) -> pl.DataFrame:
    schema = dict.fromkeys(columns, pl.Int32)
    return (
        pl.concat([frame.select(pl.col(name).cast(pl.Int32) for name in columns) for frame in frames])
        if frames
        else pl.DataFrame(schema=schema)
    )


def _documents(
    mentions: pl.DataFrame, parts: Sequence[Part], evidence: Evidence, texts: Callable[[int], str]
) -> pl.DataFrame:
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
    frame = frame.hstack(cut.select("language", "characters", "tokens", "garbled", "token_characters"))
    bands = np.concatenate([part.bands for part in parts])
    return frame.with_columns(story=pl.Series(_stories(frame["date"], bands, texts), dtype=pl.Int32))


def _stories(dates: pl.Series, bands: NDArray[np.uint64], texts: Callable[[int], str]) -> NDArray[np.int64]:
    """The earliest near-copy of each document; documents without a date come last among copies."""
    n = len(dates)
    order = np.lexsort((np.arange(n), np.array([date or "9999" for date in dates.to_list()], dtype=str)))
    pairs = candidates(bands[order])
    kept: list[tuple[int, int]] = []
    for one, other in pairs.tolist():
        first, second = normalise(texts(int(order[one])))[0], normalise(texts(int(order[other])))[0]
        if first and second and jaccard(first, second) >= COPIES:
            kept.append((one, other))
    found = np.empty(n, dtype=np.int64)
    found[order] = order[stories(n, kept)]
    return found


def _quality(documents: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """How much of each source's letters and digits ended up in words."""
    language: Mapping[str, pl.Expr] = {
        name: (pl.col("language") == name).sum() for name in ("zh", "en", "mixed", "other")
    }
    found = documents.group_by("source", maintain_order=True).agg(
        documents=pl.len(),
        empty=(pl.col("characters") == 0).sum(),
        garbled=pl.col("garbled").sum(),
        characters=pl.col("characters").sum(),
        token_characters=pl.col("token_characters").sum(),
        **language,
    )
    # a name of several words holds blanks, so that a source may seem to have more than all of its letters in words
    share = (pl.col("token_characters") / pl.col("characters")).clip(upper_bound=1.0)
    return found.with_columns(share=pl.when(pl.col("characters") > 0).then(share))
