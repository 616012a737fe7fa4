"""Topics of the corpus in its main language, their share, and whether they hold over seeds."""

import numpy as np
import polars as pl
import scipy.sparse as sp

from clustermark.lenses.communication.context import Context
from clustermark.lenses.communication.measured import Ground, in_period, measured, naming, stories, table
from clustermark.lenses.communication.words import content_words
from clustermark.lenses.protocol import Found
from clustermark.methods.text.topics import topics

METHOD = "communication.topics/1"
CHOICES = (4, 6, 8)  # numbers of topics that are tried; the most stable is shown
LEAST = 200  # stories
MOST = 4_000  # stories that are read, drawn with the study's seed
TABLE = {"topic": pl.Int64, "words": pl.String, "share": pl.Float64, "stability": pl.Float64}


def find(context: Context) -> Found:
    """The topics with the highest mean stability among four, six and eight."""
    assert context.corpus is not None
    once = stories(in_period(context, naming(context.corpus, context.subjects)))
    once = once.unique(subset="document", keep="first", maintain_order=True)
    counted = once.group_by("language").agg(n=pl.len()).sort(["n", "language"], descending=[True, False])
    if not counted.height or counted["n"][0] < LEAST:
        return Found([])
    spoken = once.filter(pl.col("language") == counted["language"][0])
    if spoken.height > MOST:
        chosen = np.sort(np.random.default_rng(context.study.seed).choice(spoken.height, MOST, replace=False))
        spoken = spoken[chosen]
    words, counts, _ = content_words(context.corpus, spoken)
    matrix = sp.csr_array(counts)
    runs = [topics(matrix, k) for k in CHOICES if k <= min(matrix.shape)]
    if not runs:
        return Found([])
    best = max(runs, key=lambda run: float(run.stability.mean()))
    rows = [
        (
            place,
            " ".join(words[i] for i in best.top[place - 1]),
            float(best.share[place - 1]),
            float(best.stability[place - 1]),
        )
        for place in range(1, len(best.share) + 1)
    ]
    focus = spoken.filter(pl.col("subject") == context.study.focus)
    found = measured(
        context,
        "communication.topic_stability",
        context.study.focus,
        float(best.stability.mean()),
        Ground.of(focus if focus.height else spoken, "stories", METHOD, spoken.height),
        parameters={"topics": len(best.share), "seeds": 5},
    )
    return Found([found], {"topics": table(TABLE, rows)})
