"""Measures the text path; prints a table and writes it to docs/performance-text.md. `make bench-text` calls it.

The texts are made up from the words of tools/bench_words.toml with a fixed seed: 1,000,000 items of about 20 words in
twenty files, one in eight a near-copy, then one per cent more in a file of its own. CPU time where a method is set
beside a library, time on the clock for the whole; each figure of the whole comes from a process of its own.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from bench_texts_made import FILES, PLACES, make_study, study_of, texts

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance-text.md"
GIBIBYTE = 1024**3
ITEMS = 1_000_000
MOST_SECONDS_OF_MORE, MOST_MEMORY, LEAST_SPEED, MOST_IMPORTANCE = 0.05, 4.0, 0.8, 1.2


def peak() -> float:
    """Most memory of this process so far, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / GIBIBYTE


def shares_of_voice(engine):  # type: ignore[no-untyped-def]
    """Shares of the places in all stories, counted by the engine."""
    import polars as pl

    from clustermark.evidence.corpus import counts

    counts.choose(engine, PLACES, "2021-01", "2022-12")
    stories = counts.voices(engine).with_columns(weight=pl.col("stories") / pl.col("among"))
    shares = stories.group_by("subject").agg(pl.col("weight").sum()).sort("subject")
    return shares.with_columns(share=pl.col("weight") / pl.col("weight").sum())


def associations(engine, terms):  # type: ignore[no-untyped-def]
    """logDice, NPMI and the false discovery rate of every word that five stories of a place hold."""
    import polars as pl

    from clustermark.evidence.corpus import counts
    from clustermark.methods.text.associations import false_discovery, keyness, log_dice, npmi

    held = counts.together(engine, terms.filter(~pl.col("text").str.starts_with("name:"))["term"].to_list())
    sizes = engine.query(
        "SELECT subject, COUNT(*) AS n, SUM(CASE WHEN turn = 1 THEN 1 ELSE 0 END) AS own FROM told"
        " GROUP BY subject ORDER BY subject"
    )
    documents, size = int(sizes["own"].sum()), dict(sizes.select("subject", "n").iter_rows())
    everywhere = held.group_by("term").agg(all=pl.col("documents").sum())
    each = held.group_by("subject", "term").agg(pl.col("stories").sum()).join(everywhere, on="term")
    out = []
    for (subject,), own in (
        each.filter(pl.col("stories") >= 5).sort("subject", "term").group_by("subject", maintain_order=True)
    ):
        n = size[str(subject)]
        both, alone = own["stories"].to_numpy(), own["all"].to_numpy()
        _, _, p = keyness(both, n, alone - both, documents - n)
        mutual, q = npmi(both, [n] * len(both), alone, documents), false_discovery(p)
        out.append(own.with_columns(dice=log_dice(both, [n] * len(both), alone), npmi=mutual, q=q))
    return pl.concat(out)


def whole(folder: Path, *, more: bool) -> dict[str, float]:
    """Read, cut and count in this process: seconds of each step on the clock and of the processor, memory, counts."""
    from clustermark.evidence.corpus import corpus_of
    from clustermark.evidence.read import read_evidence

    found: dict[str, float] = {}

    def step(name: str, do: Callable[[], object]):  # type: ignore[no-untyped-def]
        start, used = time.perf_counter(), time.process_time()
        answer = do()
        found[name], found[f"{name} cpu"] = time.perf_counter() - start, time.process_time() - used
        print(f"  {name}: {found[name]:.1f} s, {peak():.2f} GiB", file=sys.stderr, flush=True)
        return answer

    def told(source: str, done: int, total: int) -> None:
        print(f"  {source}: {done:,} of {total:,}", file=sys.stderr, flush=True)

    study = study_of(folder, more=more)
    evidence = step("read", lambda: read_evidence(study))
    corpus = step("cut, find names, deduplicate", lambda: corpus_of(evidence, study, told))
    step("share of voice", lambda: shares_of_voice(corpus.engine))
    words = step("associations", lambda: associations(corpus.engine, corpus.terms))
    counted = peak()
    copies = int((corpus.documents["story"] != corpus.documents["document"]).sum())
    found |= {"documents": corpus.documents.height, "tokens": corpus.tokens.height, "terms": corpus.terms.height}
    found |= {"copies": copies, "associations told": words.height, "peak": counted}
    if more:
        return found
    from clustermark.lenses.communication import associations as lens_associations
    from clustermark.lenses.communication import voice
    from clustermark.lenses.context import Context

    context = Context(evidence, study, corpus)
    step("lens: voice", lambda: voice.find(context))
    step("lens: associations", lambda: lens_associations.find(context))
    return found | {"lens peak": peak()}


def scan(folder: Path) -> dict[str, float]:
    """Read the same files with polars and count the characters of their texts: nothing can be quicker than this."""
    import polars as pl

    start, used = time.perf_counter(), time.process_time()
    files = sorted(folder.glob("mentions-*.csv"))
    characters = sum(pl.read_csv(path)["text"].str.len_chars().sum() for path in files)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "cpu": time.process_time() - used, "characters": characters, "peak": peak()}


def cpu(do: Callable[[], object], repeats: int = 5) -> float:
    """Least processor time of several runs."""
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        do()
        taken.append(time.process_time() - start)
    return min(taken)


def segmentation() -> list[tuple[str, float, float, float]]:
    """Characters a second of rjieba alone (words; words with places) and into the token table."""
    import rjieba

    from clustermark.methods.text.segment import Tokeniser

    short = [text for _, _, _, _, text in texts(120_000, 99) if not text.isascii()]
    lines = []
    for name, given in (
        ("short items", short),
        ("articles", ["".join(short[at : at + 20]) for at in range(0, len(short), 20)]),
    ):
        ways = (
            lambda given=given: [rjieba.cut(text) for text in given],  # type: ignore[misc]
            lambda given=given: [rjieba.tokenize(text) for text in given],  # type: ignore[misc]
            lambda given=given: Tokeniser().table(given, [()] * len(given)),  # type: ignore[misc]
        )
        characters = sum(map(len, given))
        lines.append((name, *(characters / cpu(way) for way in ways)))
    return lines


def importance() -> tuple[int, int, float, float]:
    """Words, edges, CPU seconds of brand importance, and of networkit's betweenness on the same network."""
    import networkit as nk
    import scipy.sparse as sp

    from clustermark.methods.networks.cooccurrence import cooccurrence, filtered
    from clustermark.methods.text.importance import LEAST, WINDOW, _counted, _inner, brand_importance
    from clustermark.methods.text.segment import Tokeniser

    given = [text for _, _, _, _, text in texts(40_000, 98)]
    table = Tokeniser().table(given, [()] * len(given))
    size, names, most = len(table.terms), [0, 1, 2], 4_997
    start = time.process_time()
    found = brand_importance(table.document, table.term, size, names, most=most)
    own = time.process_time() - start
    words, counted = _counted(table.term, size, names)
    inner, kept = _inner(counted, names, most)
    network, _ = filtered(cooccurrence(table.document, inner[words], len(kept), WINDOW), LEAST, inner[names])
    upper = sp.coo_array(sp.triu(network, k=1))
    nk.setNumberOfThreads(1)
    graph = nk.GraphFromCoo(
        (1.0 / upper.data, (upper.row, upper.col)), n=network.shape[0], weighted=True, directed=False
    )
    run = nk.centrality.Betweenness(graph, normalized=False)
    start = time.process_time()
    run.run()
    return found.words, upper.nnz, own, time.process_time() - start


def in_own_process(*command: str) -> dict[str, float]:
    run = subprocess.run([sys.executable, __file__, *command], check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(run.stdout))


@dataclass(frozen=True)
class Promise:
    """A figure, what was promised of it, and whether it was kept."""

    what: str
    measured: str
    promised: str
    kept: bool


STEPS = ("read", "cut, find names, deduplicate", "share of voice", "associations")


def seconds(run: dict[str, float], suffix: str = "") -> float:
    return sum(run[name + suffix] for name in STEPS)


def promises(
    cut: list[tuple[str, float, float, float]], brand: tuple[int, int, float, float], runs: list[dict[str, float]]
) -> list[Promise]:
    found = [
        Promise(
            f"segmentation into the token table, {name}, against rjieba alone",
            f"{table / alone:.0%} ({table / 1e6:.1f} of {alone / 1e6:.1f} million characters a second;"
            f" {table / placed:.0%} of rjieba with places)",
            f"at least {LEAST_SPEED:.0%}",
            table >= LEAST_SPEED * alone,
        )
        for name, alone, placed, table in cut
    ]
    size, edges, own, theirs = brand
    found.append(
        Promise(
            f"brand importance, {size:,} words and {edges:,} edges, against betweenness by networkit on that graph",
            f"{own / theirs:.2f} ({own:.1f} s of {theirs:.1f} s)",
            f"at most {MOST_IMPORTANCE:g}",
            own <= MOST_IMPORTANCE * theirs,
        )
    )
    first, _, more = runs
    most = max(run["peak"] for run in runs)
    found.append(Promise("memory of a whole run", f"{most:.2f} GiB", f"under {MOST_MEMORY:g} GiB", most < MOST_MEMORY))
    ratio = seconds(more, " cpu") / seconds(first, " cpu")
    found.append(
        Promise(
            "a run after 1 % of items more, against the whole (processor time)",
            f"{ratio:.1%} ({seconds(more, ' cpu'):.1f} s of {seconds(first, ' cpu'):.1f} s)",
            f"at most {MOST_SECONDS_OF_MORE:.0%}",
            ratio <= MOST_SECONDS_OF_MORE,
        )
    )
    return found


def page(told: list[Promise], runs: list[dict[str, float]], bare: dict[str, float]) -> str:
    machine = f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores"
    first, again, more = runs
    lines = [
        "<!-- Written by `make bench-text`. Do not edit. -->",
        "# Performance of texts",
        "",
        f"Measured by `make bench-text` ({machine}). The texts are made up by `tools/bench_text.py` from its own",
        f"list of words: {first['documents']:,.0f} items with {first['tokens']:,.0f} words of"
        f" {first['terms']:,.0f} kinds, in {FILES} files; {first['copies']:,.0f} of the items",
        "are near-copies of earlier ones. Each run is a process of its own, and its start is not counted.",
        "",
        "| what | measured | promised |",
        "| --- | --- | --- |",
        *(f"| {one.what} | {one.measured}{'' if one.kept else ' (not kept)'} | {one.promised} |" for one in told),
        "",
        "Seconds on the clock (of the processor, all threads):",
        "",
        "| step | first run | again, nothing changed | after 1 % more |",
        "| --- | --- | --- | --- |",
    ]
    for name in STEPS:
        cells = " | ".join(f"{run[name]:.1f} ({run[f'{name} cpu']:.1f})" for run in runs)
        lines.append(f"| {name} | {cells} |")
    cells = " | ".join(f"{seconds(run):.1f} ({seconds(run, ' cpu'):.1f})" for run in runs)
    lines += [
        f"| all | {cells} |",
        f"| memory, GiB | {first['peak']:.2f} | {again['peak']:.2f} | {more['peak']:.2f} |",
        "",
        f"A bare scan of the same files (polars reads them and counts {bare['characters']:,.0f} characters) takes"
        f" {bare['seconds']:.1f} s ({bare['cpu']:.1f} s).",
        "Beside these counts the lens draws samples for its intervals, in every run: findings on voice"
        f" {again['lens: voice']:.1f} s, on associations {again['lens: associations']:.1f} s; memory then"
        f" {max(first['lens peak'], again['lens peak']):.2f} GiB.",
        "A run that is killed goes on with the part it was at: parts hold at most 50,000 items.",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--whole", type=Path)
    parser.add_argument("--more", action="store_true")
    parser.add_argument("--scan", type=Path)
    parser.add_argument(
        "--items", type=int, default=ITEMS, help="another number of items; the page is not written then"
    )
    chosen = parser.parse_args()
    if chosen.whole:
        print(json.dumps(whole(chosen.whole, more=chosen.more)))
        return 0
    if chosen.scan:
        print(json.dumps(scan(chosen.scan)))
        return 0
    cut, brand = segmentation(), importance()
    folder = Path(tempfile.mkdtemp())
    try:
        make_study(folder, chosen.items)
        bare = in_own_process("--scan", str(folder))
        runs = [in_own_process("--whole", str(folder), *extra) for extra in ((), (), ("--more",))]
    finally:
        shutil.rmtree(folder)
    told = promises(cut, brand, runs)
    text = page(told, runs, bare)
    if chosen.items == ITEMS:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    print(text)
    missed = [one.what for one in told if not one.kept]
    if missed:
        print("not kept: " + "; ".join(missed), file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
