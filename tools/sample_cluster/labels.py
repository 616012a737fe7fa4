"""Two hundred clauses labelled by hand, as far as a program can: the tone of each was planted."""

from pathlib import Path

from sample_cluster.chance import chance, pick, shuffled
from sample_cluster.grammar import english, filled, words
from sample_cluster.plan import EN, TOWNS, ZH
from sample_cluster.write import put_csv

COUNTS = {"zh": {"positive": 55, "neutral": 50, "negative": 45}, "en": {"positive": 17, "neutral": 16, "negative": 17}}
SECOND_CODER = 80  # of the clauses


def put_labels(folder: Path) -> None:
    rows = []
    for language, counts in COUNTS.items():
        book = words(f"news_{language}")
        posts = words("posts")
        names = ZH if language == "zh" else EN
        for label, n in counts.items():
            seen: set[str] = set()
            at = 0
            while len(seen) < n:
                at += 1
                rng = chance("label", language, label, at)
                slots = book["slots"] | posts[f"slots_{language}"]
                fields = {
                    "place": names[pick(rng, TOWNS)],
                    "product": pick(rng, book["slots"]["product"]),
                    "season": "春季",
                }
                if label == "neutral":
                    frames = [*posts[language]["middle"], *book["topic"]["orders"]["facts"]]
                else:
                    frames = [*book["feeling"][label], *posts[language][label]]
                text = filled(rng, pick(rng, frames), fields, slots)
                seen.add(english(text) if language == "en" else text)
            rows += [[text, language, label] for text in sorted(seen)]
    mixed = shuffled(chance("labels"), rows)
    out = [[*row, "c2" if at < SECOND_CODER else "c1", at + 1] for at, row in enumerate(mixed)]
    put_csv(folder / "labels.csv", ["text", "language", "label", "coder", "item"], out)
