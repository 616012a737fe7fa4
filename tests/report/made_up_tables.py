"""Made-up long results of a lens on communication, as the report reads them: Sampleton and two made-up peers."""

import math
from itertools import pairwise

import polars as pl

PLACES = ("sampleton", "northby", "eastby")
MONTHS = [f"{year}-{month:02d}" for year in (2020, 2021) for month in range(1, 13)]


def voice_by_month() -> pl.DataFrame:
    rows = []
    for at, place in enumerate(PLACES):
        for n, month in enumerate(MONTHS):
            share = (0.2, 0.5, 0.3)[at] + (0.06, -0.03, -0.03)[at] * math.sin(n / 3)
            stories = 20 + (90 if at == 0 and n == 16 else 0) + n % 5
            rows.append((place, month, stories + 9, stories, share, max(share - 0.06, 0), share + 0.06))
    return pl.DataFrame(rows, ("subject", "month", "items", "stories", "share", "low", "high"), orient="row")


def bursts() -> pl.DataFrame:
    rows = [("sampleton", "2021-05", 111, 22.0, 9.4, ["claims:2", "claims:3"])]
    return pl.DataFrame(rows, ("subject", "month", "stories", "usual", "z", "rows"), orient="row")


def messages() -> pl.DataFrame:
    rows = [
        ("sampleton", "clean-water", 40, 6, 0.40, 0.06, 0.03, 0.11),
        ("sampleton", "tested-lots", 30, 50, 0.30, 0.26, 0.20, 0.33),
        ("sampleton", "own-design", 5, 36, 0.05, 0.18, 0.13, 0.24),
    ]
    names = ("subject", "message", "owned", "earned", "owned_share", "earned_share", "low", "high")
    return pl.DataFrame(rows, names, orient="row")


def association_network() -> pl.DataFrame:
    words = ("毛巾", "净水", "检验", "展会", "价格", "设计师", "出口", "染色", "订单", "直播")
    rows = [("sampleton", "sampleton", word, 9.0 - at * 0.5) for at, word in enumerate(words)]
    rows += [("sampleton", one, other, 4.0) for one, other in pairwise(words)]
    rows += [("northby", "northby", word, 7.0) for word in words[3:8]]
    return pl.DataFrame(rows, ("subject", "word", "other", "weight"), orient="row")


def associations() -> pl.DataFrame:
    words = ("毛巾", "净水", "检验", "展会", "价格")
    names = ("subject", "language", "word", "together", "alone", "log_dice", "npmi", "g2", "log_ratio", "q", "rank")
    rows = [
        ("sampleton", "zh", word, 40 - at, 90, 11.0 - at, 0.4, 60.0, 2.0, 0.001, at + 1)
        for at, word in enumerate(words)
    ]
    return pl.DataFrame(rows, names, orient="row")


def funnel() -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for place, scale in (("sampleton", 1.0), ("northby", 1.2)):
        for segment in ("", "consumers") if place == "sampleton" else ("",):
            before = None
            for step, share in (
                ("awareness", 0.6), ("consideration", 0.42), ("preference", 0.12), ("purchase", 0.09), ("loyalty", 0.05)
            ):  # fmt: skip
                share *= scale
                conversion = None if before is None else share / before
                ends = (None, None) if conversion is None else (conversion * 0.9, conversion * 1.1)
                rows.append((place, segment, step, 612, share, share - 0.03, share + 0.03, conversion, *ends, 540.0))
                before = share
    names = (
        "subject", "segment", "step", "n", "share", "low", "high", "conversion", "conversion_low", "conversion_high",
        "n_effective",
    )  # fmt: skip
    frame = pl.DataFrame(rows, names, orient="row", infer_schema_length=None)
    return frame.with_columns(survey=pl.lit("survey"), led_past=pl.lit(0), reached=pl.lit(300))


def image_map() -> pl.DataFrame:
    rows = [
        ("subject", "sampleton", -0.4, 0.2, 0.3, 0.1),
        ("subject", "northby", 0.5, 0.1, 0.4, 0.1),
        ("subject", "eastby", 0.1, -0.5, 0.3, 0.1),
        ("attribute", "cheap", -0.5, 0.25, 0.2, 0.1),
        ("attribute", "durable", 0.4, 0.15, 0.2, 0.1),
        ("attribute", "modern", 0.15, -0.4, 0.2, 0.1),
        ("attribute", "well designed", 0.1, -0.45, 0.2, 0.1),
    ]
    frame = pl.DataFrame(rows, ("kind", "name", "x", "y", "mass", "inertia"), orient="row")
    return frame.with_columns(
        survey=pl.lit("survey"), contribution=pl.lit(0.1), quality=pl.lit(0.9), supplementary=pl.lit(False)
    )


def channels() -> dict[str, pl.DataFrame]:
    split = [
        ("sampleton", "fair", 600000.0, 0.6, 0.2, 0.30, 0.18, 1e-7, 0.12, 0.3),
        ("sampleton", "short video", 300000.0, 0.3, 0.7, 0.20, 0.44, 1e-7, 0.55, 0.8),
        ("sampleton", "trade press", 100000.0, 0.1, 0.1, 0.05, 0.05, 1e-7, 0.05, 0.15),
    ]
    response = [
        ("sampleton", "fair", 600000.0, 0.30, 0.6, 800000.0, 3),
        ("sampleton", "short video", 300000.0, 0.20, 0.7, 900000.0, 3),
        ("sampleton", "trade press", 100000.0, 0.05, 0.09, 120000.0, 2),
    ]
    names = (
        "subject", "channel", "spent", "share_now", "share_best", "reach_now", "reach_best", "marginal", "low", "high"
    )  # fmt: skip
    kinds = [
        (place, channel, "", 100, share, share - 0.03, share + 0.03)
        for at, place in enumerate(PLACES)
        for channel, share in zip(
            ("paid", "earned", "shared", "owned"),
            ((0.4, 0.1, 0.3, 0.2), (0.2, 0.4, 0.3, 0.1), (0.1, 0.2, 0.6, 0.1))[at],
            strict=True,
        )
    ]
    return {
        "budget_split": pl.DataFrame(split, names, orient="row"),
        "channel_response": pl.DataFrame(
            response, ("subject", "channel", "spent", "reached", "ceiling", "scale", "points"), orient="row"
        ),
        "voice_by_channel": pl.DataFrame(
            kinds, ("subject", "channel", "language", "stories", "share", "low", "high"), orient="row"
        ),
    }


def policies() -> dict[str, pl.DataFrame]:
    counts = (
        ("supply", "training", 9, 30, 0.3), ("supply", "funds", 12, 25, 0.25),
        ("environment", "standards", 10, 25, 0.25), ("environment", "tax", 6, 15, 0.15),
        ("demand", "fairs", 3, 5, 0.05),
    )  # fmt: skip
    instruments = [(*row, ["claims:2"]) for row in counts]
    years = [("sampleton", str(year), 5 + year % 3, 12 + 3 * (year % 4)) for year in range(2014, 2022)]
    return {
        "policy_instruments": pl.DataFrame(
            instruments, ("side", "instrument", "documents", "passages", "share", "rows"), orient="row"
        ),
        "policy_years": pl.DataFrame(years, ("subject", "year", "documents", "passages"), orient="row"),
    }


def tables() -> dict[str, pl.DataFrame]:
    """Every table that a page of communication draws."""
    return {
        "voice_by_month": voice_by_month(),
        "bursts": bursts(),
        "messages": messages(),
        "association_network": association_network(),
        "associations": associations(),
        "funnel": funnel(),
        "image_map": image_map(),
        **channels(),
        **policies(),
    }
