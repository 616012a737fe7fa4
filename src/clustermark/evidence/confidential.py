"""What may be said of the rows of a confidential source: that a text stands there, its length and its mark.

The mark is a keyed hash, so that a short cell cannot be found by trying; the key comes from the file, which only its
holder has. Covering happens on reading: nothing later in the house ever holds the text of a quarantined row.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from clustermark.study.model import Source

_OPEN_FIELDS = frozenset(
    {"also", "allowed", "column", "columns", "cells", "expected", "first", "last", "measure", "most", "n", "kind"}
)
_KEY_NAME = b"clustermark.confidential.1"


@dataclass(frozen=True, slots=True)
class Cover:
    """How texts of one source are told: openly, or as hash and length."""

    confidential: bool
    key: bytes = b""

    @classmethod
    def of(cls, source: Source, data: bytes) -> "Cover":
        """The cover for a source whose file holds `data`."""
        if source.sensitivity != "confidential":
            return cls(False)
        return cls(True, hmac.new(data, _KEY_NAME, hashlib.sha256).digest())

    def text(self, raw: str) -> str:
        """A raw text as it may be told."""
        if not self.confidential or not raw:
            return raw
        mark = hmac.new(self.key, raw.encode("utf-8"), hashlib.sha256).hexdigest()[:16]
        return f"confidential:{mark}:{len(raw)}"

    def fields(self, fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """The fields of a broken rule as they may be told, sorted by name."""
        return tuple(
            (name, value if name in _OPEN_FIELDS else self.text(value)) for name, value in sorted(fields.items())
        )
