"""Channels: the mix of paid, earned, shared and owned, how concentrated outlets are, platforms and places; spending."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.communication.documents import in_period, naming, tellable
from clustermark.lenses.communication.spending import spending
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.methods.concentration import herfindahl, top_share
from clustermark.methods.intervals import bootstrap_shares

METHOD = "communication.channels/1"
MIX = "communication.channel_share"
CONCENTRATION = "communication.outlet_concentration"
EFFECTIVE = "communication.effective_outlets"
PLATFORM = "communication.platform_share"
PESO = ("paid", "earned", "shared", "owned")
DRAWS = 1000
COMMONEST = 8  # platforms that have a finding; the table has all
LEAST_ITEMS = 10  # of outlets, below which no concentration is told
PLATFORMS = {"subject": pl.String, "platform": pl.String, "items": pl.Int64, "share": pl.Float64}


def find(context: Context) -> Found:
    """The mix of channels from the corpus, and reach and split from the table of spending."""
    findings: list[Finding] = []
    tables: dict[str, pl.DataFrame] = {}
    if context.corpus is not None:
        now = in_period(context, naming(context.corpus, context.subjects))
        rows: list[tuple[object, ...]] = []
        for subject in context.subjects:
            own = now.filter(pl.col("subject") == subject)
            if own.height:
                findings += [*_mix(context, subject, own), *_outlets(context, subject, own)]
                findings += [*_places(context, subject, own), *_platforms(context, subject, own)]
                rows += _platform_rows(subject, own)
        tables["platforms"] = table(PLATFORMS, rows)
    if "channel_spend" in context.evidence.tables:
        found = spending(context)
        findings += found.findings
        tables |= found.tables
    return Found(findings, tables)


def _by_story(frame: pl.DataFrame, column: str, values: tuple[str, ...]) -> NDArray[np.float64]:
    """Items by story and value (stories, values): copies of a story are drawn together."""
    story = frame["story"].rank("dense").to_numpy().astype(np.int64) - 1
    number = {value: place for place, value in enumerate(values)}
    at = np.array([number[value] for value in frame[column]], dtype=np.intp)
    found = np.zeros((int(story.max()) + 1, len(values)))
    np.add.at(found, (story, at), 1.0)
    return found


def _mix(context: Context, subject: str, own: pl.DataFrame) -> Iterator[Finding]:
    """Each kind of channel as a share of the items whose kind is known."""
    known = own.filter(pl.col("channel").is_in(PESO))
    if known.is_empty():
        yield insufficient(context, MIX, subject, "share", "no-channel", n=own.height)
        return
    counts = _by_story(known, "channel", PESO)
    low, high = bootstrap_shares(counts, DRAWS, context.study.seed)
    for place, channel in enumerate(PESO):
        part = known.filter(pl.col("channel") == channel)
        yield measured(
            context,
            MIX,
            subject,
            part.height / known.height,
            Ground.of(part if part.height else known, "items", METHOD, known.height),
            interval=(float(low[place]), float(high[place])),
            by="bootstrap",
            dimensions={"channel": channel},
            parameters={"without-channel": own.height - known.height},
        )


def _outlets(context: Context, subject: str, own: pl.DataFrame) -> Iterator[Finding]:
    """Concentration of the outlets of earned items; of all items where no channel is known.

    Own accounts and paid space are no outlets that report. The interval draws items anew over outlets.
    """
    kinds = own.filter(pl.col("channel").is_in(PESO))
    press = own.filter(pl.col("channel") == "earned") if kinds.height else own
    named = press.filter(pl.col("outlet") != "")
    if named.height < LEAST_ITEMS:
        for measure, unit in ((CONCENTRATION, "index"), (EFFECTIVE, "outlets")):
            yield insufficient(context, measure, subject, unit, "few-outlets", n=named.height, least=LEAST_ITEMS)
        return
    counts = named.group_by("outlet").agg(n=pl.len()).sort("outlet")["n"].to_numpy()
    index = herfindahl(counts)
    rng = np.random.default_rng(context.study.seed)
    drawn = np.array([herfindahl(rng.multinomial(named.height, counts / counts.sum())) for _ in range(DRAWS)])
    low, high = (float(end) for end in np.quantile(drawn, [0.025, 0.975]))
    said = {
        "of": "earned" if kinds.height else "all",
        "outlets": len(counts),
        "largest-three": f"{top_share(counts, 3):.4g}",
        "without-outlet": press.height - named.height,
        "form": "not-normalised",
    }
    for measure, value, interval in (
        (CONCENTRATION, index, (low, high)),
        (EFFECTIVE, 1 / index, (1 / high, 1 / low)),
    ):
        ground = Ground.of(named, "items", METHOD)
        yield measured(context, measure, subject, value, ground, interval=interval, by="bootstrap", parameters=said)


def _places(context: Context, subject: str, own: pl.DataFrame) -> Iterator[Finding]:
    placed = own.filter(pl.col("place") != "")
    if placed.height:
        yield measured(
            context,
            "communication.places_reached",
            subject,
            float(placed["place"].n_unique()),
            Ground.of(placed, "items", METHOD),
            parameters={"without-place": own.height - placed.height},
        )


def _counted(known: pl.DataFrame) -> pl.DataFrame:
    counts = known.group_by("platform").agg(n=pl.len())
    return counts.sort(["n", "platform"], descending=[True, False])


def _platforms(context: Context, subject: str, own: pl.DataFrame) -> Iterator[Finding]:
    """The commonest platforms as shares of the items that name one."""
    known = tellable(own, "platform")
    if known.is_empty():
        return
    names = tuple(_counted(known)["platform"])
    low, high = bootstrap_shares(_by_story(known, "platform", names), DRAWS, context.study.seed)
    for place, platform in enumerate(names[:COMMONEST]):
        part = known.filter(pl.col("platform") == platform)
        yield measured(
            context,
            PLATFORM,
            subject,
            part.height / known.height,
            Ground.of(part, "items", METHOD, known.height),
            interval=(float(low[place]), float(high[place])),
            by="bootstrap",
            dimensions={"platform": platform},
            parameters={"without-platform": own.height - known.height},
        )


def _platform_rows(subject: str, own: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    known = tellable(own, "platform")
    for platform, n in _counted(known).iter_rows():
        yield subject, platform, n, n / known.height
