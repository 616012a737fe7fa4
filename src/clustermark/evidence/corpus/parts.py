"""A part of a corpus: the texts of one source, or a stretch of a large one, cut into words once and kept."""

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.methods.text.duplicates import BANDS, band_keys, signatures
from clustermark.methods.text.language import language_of
from clustermark.methods.text.names import NameMatcher
from clustermark.methods.text.normalise import GARBLED, normalise
from clustermark.methods.text.segment import Tokeniser, characters_in_words

TABLES = ("documents", "tokens", "terms", "mentions_of")
KEYS = "bands.npy"
NAMED = dict.fromkeys(("document", "name", "start", "end"), pl.Int32)
TOKENS = {**dict.fromkeys(("document", "position", "term", "start", "end"), pl.Int32), "once": pl.Boolean}


@dataclass(frozen=True, slots=True)
class Part:
    """Documents (language, characters, garbled, tokens), their words and names; numbers hold within the part."""

    documents: pl.DataFrame
    tokens: pl.DataFrame
    terms: pl.DataFrame
    mentions_of: pl.DataFrame
    bands: NDArray[np.uint64]  # (32, documents): keys of near-copies


def make_part(texts: Sequence[str], matcher: NameMatcher, names: Sequence[str], seed: int) -> Part:
    """Cut texts into words and find names; `names` gives each name its number."""
    number = {name: place for place, name in enumerate(names)}
    clean = [normalise(text) for text in texts]
    forms = [form for form, _ in clean]
    languages = [language_of(form) for form in forms]
    found = [matcher.find(form) for form in forms]
    table = Tokeniser().table(forms, found)
    documents = pl.DataFrame(
        {
            "language": languages,
            "characters": [characters_in_words(form)[0] for form in forms],
            "garbled": [GARBLED in changes for _, changes in clean],
            "tokens": np.bincount(table.document, minlength=len(forms)).astype(np.int32),
            "token_characters": np.bincount(
                table.document, weights=table.end - table.start, minlength=len(forms)
            ).astype(np.int64),
        },
        schema_overrides={"characters": pl.Int64, "garbled": pl.Boolean, "language": pl.String},
    )
    tokens = pl.DataFrame(
        {
            "document": table.document,
            "position": table.position,
            "term": table.term,
            "start": table.start,
            "end": table.end,
            "once": first_ones(table.document, table.term),
        }
    )
    mentions = [(place, number[one.name], one.start, one.end) for place, each in enumerate(found) for one in each]
    return Part(
        documents,
        tokens,
        pl.DataFrame({"text": table.terms}, schema={"text": pl.String}),
        pl.DataFrame(mentions, schema=NAMED, orient="row"),
        np.ascontiguousarray(band_keys(signatures(forms, seed)).T),
    )


def first_ones(document: NDArray[np.int32], term: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether a token (n,) is the first of its term in its document."""
    found = np.zeros(len(term), dtype=bool)
    codes = document.astype(np.int64) << 32 | term
    found[np.unique(codes, return_index=True)[1]] = True
    return found


def kept_part(folder: Path) -> Part | None:
    """The part that stands in a folder; None where none stands there whole."""
    try:
        frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in TABLES}
        bands = np.load(folder / KEYS, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, pl.exceptions.PolarsError):
        return None
    return Part(**frames, bands=bands) if _is_whole(frames, bands) else None


def _is_whole(frames: Mapping[str, pl.DataFrame], bands: NDArray[np.uint64]) -> bool:
    """Whether the files of a part belong together."""
    documents, tokens = frames["documents"], frames["tokens"]
    return (
        bands.shape == (BANDS, documents.height)
        and tokens.height == documents["tokens"].sum()
        and (tokens.is_empty() or int(tokens["term"].max()) < frames["terms"].height)  # type: ignore[arg-type]
    )


def keep_part(part: Part, folder: Path) -> None:
    """Put a part into a folder, whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        for name in TABLES:
            getattr(part, name).write_parquet(building / f"{name}.parquet", compression="zstd", statistics=False)
        np.save(building / KEYS, part.bands, allow_pickle=False)
        if folder.is_dir() and kept_part(folder) is None:
            shutil.rmtree(folder)  # what stands there was damaged
        try:
            os.replace(building, folder)
        except OSError:
            if not folder.is_dir():  # else another run made the same part meanwhile
                raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
