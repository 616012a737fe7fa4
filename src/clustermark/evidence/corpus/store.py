"""What is kept of a corpus between runs: parts by the content that they were made from, and what no longer serves."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

_DISTRIBUTIONS = ("numpy", "opencc", "polars", "rensa", "rjieba")
_BUILDING = ".building-"
_DAY = 86_400  # seconds after which what a run that was killed left is removed
MOST_UNUSED = 40  # parts that stay although the last run did not need them


@cache
def made_by() -> str:
    """SHA-256 of the methods that cut texts and of the versions of the libraries behind them."""
    text, own = (Path(str(files(f"clustermark.{room}"))) for room in ("methods.text", "evidence.corpus"))
    digest = hashlib.sha256((own / "parts.py").read_bytes())
    for name in ("duplicates", "language", "names", "normalise", "segment"):
        digest.update((text / f"{name}.py").read_bytes())
    for name in _DISTRIBUTIONS:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\0".encode())
    return digest.hexdigest()


def key_of(content: str, **settings: object) -> str:
    """The key of a part: of its texts, the names looked for and the methods."""
    told = json.dumps(settings | {"methods": made_by()}, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(told.encode())
    digest.update(content.encode("utf-8", errors="surrogatepass"))
    return digest.hexdigest()[:32]


def forget_unused(store: Path, used: Iterable[str]) -> None:
    """Remove all but the newest parts that this run did not use, and what killed runs left a day ago."""
    if not store.is_dir():
        return
    kept = set(used)
    for key in kept:
        with suppress(OSError):
            os.utime(store / key)
    unused = []
    for item in store.iterdir():
        with suppress(OSError):
            age = time.time() - item.stat().st_mtime
            if item.name.startswith(_BUILDING) and age > _DAY:
                _remove(item)
            elif item.is_dir() and not item.name.startswith(".") and item.name not in kept:
                unused.append((age, item))
    for _, item in sorted(unused)[MOST_UNUSED:]:
        _remove(item)


def _remove(item: Path) -> None:
    if item.is_dir():
        shutil.rmtree(item, ignore_errors=True)
    else:
        item.unlink(missing_ok=True)
