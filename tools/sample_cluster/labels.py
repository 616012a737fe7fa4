"""Two hundred sentences of the corpus with the tone that was planted in them, as coders would have labelled them."""

from collections.abc import Sequence
from pathlib import Path

from sample_cluster.chance import chance, some
from sample_cluster.plan import EN, TOWNS, ZH
from sample_cluster.texts import Written
from sample_cluster.write import put_csv

COUNTS = {"zh": {"positive": 42, "neutral": 52, "negative": 36}, "en": {"positive": 22, "neutral": 28, "negative": 20}}
SECOND_CODER = 80  # of the sentences


def put_labels(folder: Path, stories: Sequence[Written]) -> None:
    """Sentences that name a town; the tone of a complaint about the fading lots was not planted, so none is taken."""
    rows: list[tuple[str, str, str]] = []
    for language, counts in COUNTS.items():
        names = [(ZH if language == "zh" else EN)[town] for town in TOWNS]
        told = [
            one
            for one in stories
            if one.story.language == language and not one.story.burst and not one.story.traditional
        ]
        for label, n in counts.items():
            if label == "neutral":
                found = {
                    s for one in told for s in one.sentences if s != one.feeling and any(name in s for name in names)
                }
            else:
                found = {one.feeling for one in told if one.story.tone == label}
            rows += [(text, language, label) for text in some(chance("label", language, label), sorted(found), n)]
    mixed = some(chance("labels"), rows, len(rows))
    out = [[*row, "c2" if at < SECOND_CODER else "c1", at + 1] for at, row in enumerate(mixed)]
    put_csv(folder / "labels.csv", ["text", "language", "label", "coder", "item"], out)
