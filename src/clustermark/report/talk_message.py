"""Figures of the page on the message: what is said and what is carried on, and the network of associations."""

from collections.abc import Mapping
from dataclasses import replace

from clustermark.report import chart_network, chart_pairs
from clustermark.report.charts import NARROW, WIDE
from clustermark.report.document import Block, Figure, Paragraph
from clustermark.report.material import Material
from clustermark.report.tabled import (
    Rows,
    drawn,
    end,
    known_of,
    laid_out,
    linked,
    rows_of,
    share,
    size,
    subtitle,
)
from clustermark.words.inline import fill, inline

TEXTS = ("mentions", "owned_messages")
PEERS = 2
WORDS = {WIDE: (16, 7), NARROW: (9, 3)}  # of the focus, of each peer
FEWEST = 5  # words in the language of the report from which on those of the other are left out
NAMED = 3  # words in the title
CLOSEST = 2  # of the other words, those that a word is tied to
MOST_BEHIND = 8  # words of each place in the table behind


def message_figures(material: Material) -> list[Block]:
    """Pull-through, network and topics, as far as the texts allow."""
    blocks: list[Block] = []
    rows = rows_of(material, "messages", subject=material.focus)
    if rows:
        blocks.append(_pairs(material, rows))
    ties = rows_of(material, "associations")
    if any(row["subject"] == material.focus for row in ties):
        blocks.append(_network(material, ties))
    topics = rows_of(material, "topics")
    topics = [row for row in topics if row.get("language", material.language) == material.language] or topics
    if topics:
        note = Paragraph(inline(material.voice.say("communication.topics")), "small")
        numbered = [{**row, "topic": at} for at, row in enumerate(topics, 1)]
        blocks += [note, laid_out(material, "topics", ("topic", "words", "share", "stability"), numbered)]
    return blocks


def message_name(material: Material, identifier: str) -> str:
    """A message in the words of the language, its other language or its id; nothing of a row that must not be shown."""
    row = next((row for row in material.open_rows("owned_messages") if row["id"] == identifier), None)
    if row is None:
        return identifier
    other = "en" if material.language == "zh" else "zh"
    return material.said(row, "message") or str(row.get(f"message_{other}") or identifier)


def _pairs(material: Material, rows: Rows) -> Figure:
    say = material.voice.say
    ordered = sorted(rows, key=lambda row: size(row, "earned_share") - size(row, "owned_share"))
    pairs = [
        chart_pairs.Pair(
            message_name(material, str(row["message"])),
            size(row, "owned_share"),
            size(row, "earned_share"),
            end(row, "low"),
            end(row, "high"),
        )
        for row in ordered
    ]
    lost = pairs[0]
    behind = lost.carried < lost.said
    known = known_of(material, "communication.message_pull_through", material.focus)
    title = fill(
        f"communication.pull.title{'' if behind else '-kept'}",
        material.language,
        message=lost.name,
        said=share(material, lost.said),
        carried=share(material, lost.carried),
        value=linked(material, known),
    )
    words = chart_pairs.Words(
        say("communication.pull.said"), say("communication.pull.carried"), lambda value: share(material, value)
    )
    read = [
        say("communication.pull.read", name=p.name, said=share(material, p.said), carried=share(material, p.carried))
        for p in pairs
    ]
    named = [{**row, "message": pair.name} for row, pair in zip(ordered, pairs, strict=True)]
    columns = ("message", "owned", "owned_share", "earned", "earned_share", "low", "high")
    table = laid_out(material, "messages", columns, named)
    below = subtitle(material, "pull.subtitle", TEXTS)
    charts = chart_pairs.both(pairs, words)
    return drawn(material, "message-pull", title, below, charts, read, TEXTS, table)


def _network(material: Material, rows: Rows) -> Figure:
    voice = material.voice
    own_language = [row for row in rows if row.get("language") == material.language]
    if sum(row["subject"] == material.focus for row in own_language) >= FEWEST:
        rows = own_language
    present = {str(row["subject"]) for row in rows}
    hubs = [material.focus, *(place for place in material.study.clusters if place in present)][: 1 + PEERS]
    by_place = {hub: _strongest([row for row in rows if row["subject"] == hub]) for hub in hubs}
    nodes = {width: _nodes(material, by_place, counts) for width, counts in WORDS.items()}
    ties = _ties(material, by_place)
    own = list(by_place[material.focus])[:NAMED]
    title = fill(
        "communication.network.title",
        material.language,
        place=voice.place(material.focus),
        words=voice.say("sentences.form.between-quotes").join(
            voice.say("sentences.form.quote", words=each) for each in own
        ),
    )
    charts = chart_network.both(nodes, ties)
    read = [
        f"{voice.place(hub)}{voice.say('report.colon')}{voice.joined(list(words)[:8])}"
        for hub, words in by_place.items()
    ]
    drawn_rows = [row for row in rows if row["subject"] in hubs and str(row["word"]) in by_place[str(row["subject"])]]
    columns = ("word", "subject", "together", "alone", "log_dice", "q")
    strongest = [row for hub in hubs for row in [each for each in drawn_rows if each["subject"] == hub][:MOST_BEHIND]]
    table = laid_out(material, "associations", columns, strongest)
    if len(strongest) < len(drawn_rows):
        said = voice.say("communication.network.behind", n=MOST_BEHIND, file="results/associations.csv")
        table = replace(table, caption=said)
    below = subtitle(material, "network.subtitle", TEXTS[:1])
    return drawn(material, "message-network", title, below, charts, read, ("mentions",), table)


def _strongest(rows: Rows) -> dict[str, float]:
    """Words with their strength (logDice), the strongest first; of a word in both languages' lists the stronger."""
    found: dict[str, float] = {}
    for row in sorted(rows, key=lambda row: (-size(row, "log_dice"), str(row["word"]))):
        found.setdefault(str(row["word"]), size(row, "log_dice"))
    return dict(list(found.items())[: WORDS[WIDE][0]])


def _nodes(
    material: Material, by_place: Mapping[str, Mapping[str, float]], counts: tuple[int, int]
) -> list[chart_network.Node]:
    places = [
        chart_network.Node(material.voice.place(hub), "focus" if hub == material.focus else "place") for hub in by_place
    ]
    taken = {node.name for node in places}
    words: list[chart_network.Node] = []
    for hub, strengths in by_place.items():
        for each in list(strengths)[: counts[0] if hub == material.focus else counts[1]]:
            if each not in taken:
                taken.add(each)
                words.append(chart_network.Node(each))
    return [*places, *words]


def _ties(material: Material, by_place: Mapping[str, Mapping[str, float]]) -> dict[tuple[str, str], float]:
    """From a place to its words by strength, between two words by the stories that they share; each scaled to one."""
    ties: dict[tuple[str, str], float] = {}
    strongest = max((value for words in by_place.values() for value in words.values()), default=1.0) or 1.0
    for hub, words in by_place.items():
        for each, value in words.items():
            if each != material.voice.place(hub):
                ties[material.voice.place(hub), each] = max(value / strongest, 0.05)
    between: dict[tuple[str, str], float] = {}
    for row in rows_of(material, "association_network"):
        if row["subject"] in by_place and row["word"] != row["other"]:
            one, other = sorted((str(row["word"]), str(row["other"])))
            between[one, other] = max(between.get((one, other), 0.0), size(row, "weight"))
    shown = {word for words in by_place.values() for word in words}
    most = max(between.values(), default=1.0) or 1.0
    for pair, weight in closest(between, shown).items():
        ties[pair] = max(ties.get(pair, 0.0), 0.35 * weight / most)
    return ties


def closest(between: Mapping[tuple[str, str], float], shown: set[str]) -> dict[tuple[str, str], float]:
    """Of the ties between words, those that are among the strongest of at least one of their ends."""
    ordered = sorted(
        ((pair, weight) for pair, weight in between.items() if shown.issuperset(pair)),
        key=lambda tie: (-tie[1], tie[0]),
    )
    count: dict[str, int] = {}
    kept: dict[tuple[str, str], float] = {}
    for (one, other), weight in ordered:
        if min(count.get(one, 0), count.get(other, 0)) < CLOSEST:
            kept[one, other] = weight
            count[one], count[other] = count.get(one, 0) + 1, count.get(other, 0) + 1
    return kept
