"""What the cards of rows on communication state: stories, messages, spending, policies; of answers no words."""

from collections.abc import Mapping

from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.verdicts import channel_word

LONGEST = 80  # letters of a text that a card shows where a row has no title
TOLD = (
    "mentions",
    "names",
    "owned_messages",
    "audience",
    "audience_items",
    "margins",
    "policies",
    "policy_codes",
    "channel_spend",
    "sentiment_words",
    "sentiment_labels",
)


def _text(row: Mapping[str, object], column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value)


def stated(table: str, row: Mapping[str, object], material: Material) -> str:
    """What a row states; an answer to a survey is only said to be one."""
    if table == "channel_spend":
        return _spent(row, material)
    if table == "owned_messages":
        return material.said(row, "message") or _text(row, "message_zh") or _text(row, "message_en")
    if table == "audience":
        return material.voice.say("communication.card.answer")
    if table in ("names", "audience_items", "margins", "sentiment_words"):
        return next((_text(row, name) for name in ("alias", "item", "word") if _text(row, name)), "")
    return _text(row, "title") or _cut(_text(row, "text") or _text(row, "passage"))


def _cut(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST else flat[:LONGEST] + "…"


def _spent(row: Mapping[str, object], material: Material) -> str:
    """Channel and money, and how many it reached."""
    voice, amount, reach = material.voice, row.get("amount"), row.get("reach")
    parts = [channel_word(_text(row, "channel"), voice)]
    if isinstance(amount, float | int):
        parts.append(numbers.amount(amount, _text(row, "currency"), voice.language))
    if isinstance(reach, float | int):
        parts.append(voice.say("communication.card.reached", n=numbers.amount(reach, "persons", voice.language)))
    return voice.say("sentences.form.comma").join(part for part in parts if part)


def published(row: Mapping[str, object]) -> tuple[str, str]:
    """Who published a row and when: publisher, outlet or issuer; year, date or period."""
    who = next((_text(row, name) for name in ("publisher", "outlet", "issuer") if _text(row, name)), "")
    when = next((_text(row, name) for name in ("date", "period", "since") if _text(row, name)), "")
    return who, when
