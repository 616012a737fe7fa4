"""Measures the default word lists of sentiment on labelled texts; docs/methods/sentiment.md prints the figures.

    python tools/measure_text.py FOLDER

FOLDER holds corpora/zh_sentiment (reviews of hotels and of takeaway food) and corpora/en_reviews.
"""

import csv
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from clustermark.methods.text.sentiment import clauses, default_lexicon, score

EACH = 1000


def main() -> None:
    """Accuracy with 0 counted as negative, coverage, recall of both classes."""
    folder = Path(sys.argv[1]) / "corpora"
    for name in ("ChnSentiCorp_htl_all.csv", "waimai_10k.csv"):
        with (folder / "zh_sentiment" / name).open(encoding="utf-8", newline="") as stream:
            rows = [(row[0] == "1", row[1]) for row in list(csv.reader(stream))[1:] if len(row) > 1]
        measured(name, rows, "zh")
    rows = []
    for path in sorted((folder / "en_reviews" / "movie_reviews_sample").rglob("*.txt")):
        rows.append((path.parent.name == "pos", path.read_text(encoding="utf-8", errors="replace")))
    measured("movie_reviews_sample", rows, "en")
    measured("product_reviews_1", list(product_sentences(folder / "en_reviews" / "product_reviews_1")), "en")


def product_sentences(folder: Path) -> Iterator[tuple[bool, str]]:
    """Sentences whose marked features are good (positive) or bad on balance: "feature[+2], other[-1]##sentence"."""
    for path in sorted(folder.glob("*.txt")):
        if path.name != "README.txt":
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                marks, parted, sentence = line.partition("##")
                total = sum(int(mark) for mark in re.findall(r"\[([+-]\d)\]", marks))
                if parted and total:
                    yield total > 0, sentence


def measured(name: str, rows: list[tuple[bool, str]], language: str) -> None:
    """Print one line about a corpus, balanced, at most 1,000 of each class."""
    random.Random(1).shuffle(rows)
    chosen = [row for kind in (True, False) for row in [one for one in rows if one[0] is kind][:EACH]]
    lexicon = default_lexicon(language)
    found = []
    for positive, text in chosen:
        values = [score(text[start:end], lexicon, language) for start, end in clauses(text)]
        known = [value for value in values if value is not None]
        found.append((positive, sum(known) if known else None))
    n = {kind: sum(positive is kind for positive, _ in found) for kind in (True, False)}
    right = sum((value is not None and value > 0) is positive for positive, value in found) / len(found)
    covered = sum(value is not None for _, value in found) / len(found)
    up = sum(positive and value is not None and value > 0 for positive, value in found) / n[True]
    down = sum(not positive and value is not None and value < 0 for positive, value in found) / n[False]
    print(f"{name}: n {len(found)}, accuracy {right:.3f}, coverage {covered:.3f}, recall + {up:.2f}, - {down:.2f}")


if __name__ == "__main__":
    main()
