"""Measures the methods for texts on published sets; docs/methods/text.md and sentiment.md print the figures.

    CLUSTERMARK_RESEARCH_DATA=FOLDER python tools/measure_text.py        (or the folder as argument)

FOLDER holds corpora/zh_sentiment (reviews of hotels and of takeaway food) and corpora/en_reviews; for segmentation
corpora/sighan2005 with pku_test_gold.utf8 and msr_test_gold.utf8, words parted by blanks. What is not there is said.
"""

import csv
import os
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from clustermark.methods.text.duplicates import near_duplicates
from clustermark.methods.text.language import language_of
from clustermark.methods.text.normalise import normalise
from clustermark.methods.text.segment import Tokeniser, characters_in_words, words
from clustermark.methods.text.sentiment import clauses, default_lexicon, score

EACH = 1000
COPIES = 300  # of each kind that are planted


def main() -> None:
    """Segmentation, languages, letters in words, copies found again; accuracy, coverage and recall of sentiment."""
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CLUSTERMARK_RESEARCH_DATA", "")
    if not given:
        raise SystemExit("name the folder: CLUSTERMARK_RESEARCH_DATA=FOLDER")
    folder = Path(given) / "corpora"
    segmentation(folder / "sighan2005")
    sets = dict(corpora(folder))
    for name, rows in sets.items():
        read_as(name, [text for _, text in rows])
    copies([text for _, text in sets["ChnSentiCorp_htl_all.csv"]])
    for name, rows in sets.items():
        measured(name, rows, "zh" if name.endswith(".csv") else "en")


def corpora(folder: Path) -> Iterator[tuple[str, list[tuple[bool, str]]]]:
    """Each set with its texts, and whether they praise."""
    for name in ("ChnSentiCorp_htl_all.csv", "waimai_10k.csv"):
        with (folder / "zh_sentiment" / name).open(encoding="utf-8", newline="") as stream:
            yield name, [(row[0] == "1", row[1]) for row in list(csv.reader(stream))[1:] if len(row) > 1]
    films = sorted((folder / "en_reviews" / "movie_reviews_sample").rglob("*.txt"))
    yield (
        "movie_reviews_sample",
        [(one.parent.name == "pos", one.read_text("utf-8", errors="replace")) for one in films],
    )
    yield "product_reviews_1", list(product_sentences(folder / "en_reviews" / "product_reviews_1"))


def segmentation(folder: Path) -> None:
    """Precision, recall and F1 of words by their places, against sentences cut by people."""
    for name in ("pku_test_gold.utf8", "msr_test_gold.utf8"):
        if not (folder / name).is_file():
            print(f"segmentation: {folder.name}/{name} is not there, not measured")
            continue
        right = cut = given = 0
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            gold = {span for span in spans(line.split()) if span[2]}
            found = {(start, end, True) for _, start, end in words("".join(line.split()))}
            right, cut, given = right + len(gold & found), cut + len(found), given + len(gold)
        precision, recall = right / cut, right / given
        f1 = 2 * precision * recall / (precision + recall)
        print(f"segmentation {name}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def spans(pieces: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Where pieces stand in a row, and whether they are words; marks are none."""
    at = 0
    for piece in pieces:
        yield at, at + len(piece), characters_in_words(piece)[0] > 0
        at += len(piece)


def read_as(name: str, texts: list[str]) -> None:
    """The languages told, the share of letters that end in words, and the speed beside rjieba alone."""
    import rjieba

    clean = [normalise(text)[0] for text in texts]
    told = [language_of(text) for text in clean]
    table = Tokeniser().table(clean, [()] * len(clean))
    held = int((table.end - table.start).sum()) / sum(characters_in_words(text)[0] for text in clean)
    shares = ", ".join(f"{one} {told.count(one) / len(told):.3f}" for one in sorted(set(told)))
    taken = []
    for way in (rjieba.cut, rjieba.tokenize):
        taken.append(least(lambda way=way: [way(text) for text in clean]))  # type: ignore[misc]
    taken.append(least(lambda: Tokeniser().table(clean, [()] * len(clean))))
    speed = ", ".join(f"{taken[at] / taken[2]:.2f} of rjieba.{way}" for at, way in enumerate(("cut", "tokenize")))
    print(f"{name}: {len(texts)} texts; {shares}; letters in words {held:.4f}; speed {speed}")


def least(do: object, repeats: int = 5) -> float:
    """Least processor time of several runs."""
    found = []
    for _ in range(repeats):
        start = time.process_time()
        do()  # type: ignore[operator]
        found.append(time.process_time() - start)
    return min(found)


def copies(texts: list[str]) -> None:
    """Recall of planted copies: with a head and an end, the last fifth cut, one letter of twenty changed."""
    rng = np.random.default_rng(2)
    long = sorted({text for text in texts if len(text) >= 120})
    own = [long[at] for at in rng.permutation(len(long))[: 3 * COPIES]]

    def changed(text: str) -> str:
        letters = list(text)
        for at in rng.permutation(len(letters))[: len(letters) // 20]:
            letters[at] = str(rng.choice(list("天地玄黄宇宙洪荒")))
        return "".join(letters)

    ways = {
        "head and end": lambda text: f"本报讯（通讯员）{text}责任编辑：某某",
        "last fifth cut": lambda text: text[: len(text) * 4 // 5],
        "one letter in twenty changed": changed,
    }
    planted = [way(text) for way, text in zip([way for way in ways.values() for _ in range(COPIES)], own, strict=True)]
    start = time.process_time()
    found = near_duplicates([*long, *planted])
    seconds = time.process_time() - start
    place = {text: at for at, text in enumerate(long)}
    for number, name in enumerate(ways):
        part = range(number * COPIES, (number + 1) * COPIES)
        hit = sum(found[len(long) + at] == found[place[own[at]]] for at in part) / COPIES
        print(f"copies, {name}: recall {hit:.3f}")
    among = int((found[: len(long)] != np.arange(len(long))).sum())
    print(f"copies: {len(found) / seconds:,.0f} texts a second; {among} of {len(long)} originals are copies of another")


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
