"""Tables of figures, names, messages and spending, and the study file that names every source."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sample_cluster.chain import YEARS as YEARS_OF_CHAIN
from sample_cluster.grammar import WORDS, words
from sample_cluster.plan import FOCUS, PERIOD, TOWNS
from sample_cluster.trade import HOME, RATE
from sample_cluster.write import Cell, put, put_csv

YEARS = ("2021", "2022", "2023")
SOURCES: Sequence[tuple[str, str, str, Mapping[str, str]]] = (  # id, path, table, defaults
    ("places", "places.csv", "places", {}),
    ("claims", "claims.csv", "claims", {}),
    ("judgements", "judgements.csv", "judgements", {}),
    ("price-ladders", "price-ladders.csv", "price_ladders", {}),
    ("practices", "practices.csv", "practices", {}),
    ("names", "names.csv", "names", {}),
    ("messages", "messages.csv", "owned_messages", {}),
    ("monitor", "monitor.xlsx", "mentions", {}),
    ("platform", "platform.csv", "mentions", {"channel": "shared", "language": "zh"}),
    ("web", "web.jsonl", "mentions", {}),
    ("english", "english.ris", "mentions", {"channel": "earned", "platform": "报纸"}),
    ("owned", "owned", "mentions", {"channel": "owned", "platform": "公众号", "place": "示例市"}),
    ("survey", "survey.xlsx", "audience", {}),
    ("survey-items", "survey-items.csv", "audience_items", {}),
    ("margins", "margins.csv", "margins", {}),
    ("policies", "policies", "policies", {}),
    ("spending", "spending.csv", "channel_spend", {}),
    ("labels", "labels.csv", "sentiment_labels", {}),
    ("account", "account.xlsx", "cluster_accounts", {}),
    ("payroll", "account.xlsx", "payroll_by_function", {}),
    ("firms", "firms.csv", "firms", {}),
    ("firm-survey", "firm-survey.xlsx", "firm_survey", {}),
    ("links", "links.csv", "links", {}),
    ("customs", "customs.csv", "trade", {"flow": "export", "reporter": HOME, "classification": "HS2017"}),
    ("exporters", "exporters-HS17.csv", "trade", {}),
    ("world", "world-table.csv", "world_table", {}),
    ("rates", "exchange-rates.csv", "exchange_rates", {}),
    ("publishers", "publishers.csv", "publishers", {}),
    ("interviews", "interviews/transcripts", "interviews", {"subject": "sampleton"}),
    ("speakers", "interviews/speakers.csv", "interview_speakers", {}),
    ("coding-1", "interviews/coding-1.xlsx", "segments", {}),
    ("coding-2", "interviews/coding-2.xlsx", "segments", {}),
)
SAID: Mapping[str, Mapping[str, str | int]] = {  # what else the study file says of a source
    "account": {"sheet": words("chain")["account"]["sheet"]},
    "payroll": {"sheet": words("chain")["payroll"]["sheet"]},
    "customs": {"layout": "none"},  # the customs' own export would make the reporter a real country
    "world": {"layout": "long", "year": int(PERIOD)},
}


def put_figures(folder: Path) -> None:
    book = words("figures")
    put_csv(folder / "places.csv", book["towns"]["header"], book["towns"]["rows"])
    put_csv(folder / "claims.csv", *_claims(book["claims"]))
    for table in ("judgements", "price_ladders", "practices"):
        name = f"{table.replace('_', '-')}.csv"
        put_csv(folder / name, [*book[table]["header"], "read_as"], [[*row, "page"] for row in book[table]["rows"]])
    publishers = [*book["publishers"]["rows"], *words("chain")["publishers"]["rows"]]
    put_csv(folder / "publishers.csv", book["publishers"]["header"], publishers)
    rates: list[list[Cell]] = [["USD", "CNY", f"{RATE:g}", "average", year, "示例银行"] for year in YEARS_OF_CHAIN]
    put_csv(folder / "exchange-rates.csv", ["currency", "per", "rate", "kind", "year", "publisher"], rates)
    put_csv(folder / "names.csv", book["names"]["header"], [*book["names"]["rows"], *_phrases()])
    header = ["id", "subject", "message_zh", "message_en", "audience", "since"]
    put_csv(folder / "messages.csv", header, _messages())
    put_csv(folder / "spending.csv", book["channel_spend"]["header"], spending())


def _claims(book: Mapping[str, Any]) -> tuple[list[str], list[list[Cell]]]:
    """A row for each town in which the figure is above nothing."""
    columns = ["variable", "unit", "scope", "year", "publisher", "reliability", "party"]
    rows: list[list[Cell]] = []
    for *common, a, b, c, d, e in book["rows"]:
        rows += [[town, value, *common, "page"] for town, value in zip(TOWNS, (a, b, c, d, e), strict=True) if value]
    return ["subject", "value", *columns, "read_as"], rows


def _phrases() -> list[list[Cell]]:
    return [
        [message, "message", phrase, language, towns_of()[message], "", ""]
        for message, book in words("messages").items()
        for language in ("zh", "en")
        for phrase in book[f"phrases_{language}"]
    ]


def towns_of() -> Mapping[str, str]:
    from sample_cluster.plan import MESSAGES

    return {message: town for message, (town, *_) in MESSAGES.items()}


def _messages() -> list[list[Cell]]:
    return [
        [message, towns_of()[message], book["message_zh"], book["message_en"], book["audience_zh"], book["since"]]
        for message, book in words("messages").items()
    ]


def spending() -> list[list[Cell]]:
    """Amounts and people reached, by the curve that was planted for each channel."""
    rows: list[list[Cell]] = []
    for channel, kind, audience, population, actor, top, scale, *amounts in words("figures")["channel_spend"]["rows"]:
        for year, amount in zip(YEARS, amounts, strict=True):
            reach = round(population * top * (1 - math.exp(-amount / scale)))
            rows.append(
                [FOCUS, channel, kind, year, amount, "CNY", reach, audience, population, actor, "示例镇毛巾协会"]
            )
    return rows


def put_study(folder: Path) -> None:
    parts = [(WORDS / "study.toml").read_text(encoding="utf-8")]
    for name, path, table, defaults in SOURCES:
        given = ", ".join(f'{column} = "{value}"' for column, value in defaults.items())
        parts.append(
            "\n[[sources]]\n"
            f'id = "{name}"\npath = "{path}"\ntable = "{table}"\n'
            'publisher = "made up for this example"\nlicence = "as this repository"\n'
            'citation = "Made by tools/make_sample_cluster.py; describes no real place"\norigin = "illustrative"\n'
            + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in SAID.get(name, {}).items())
            + (f"defaults = {{ {given} }}\n" if given else "")
        )
    put(folder / "study.toml", "".join(parts).encode())
