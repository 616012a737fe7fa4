"""Figures of the page on the audience: the funnel of the focus, and the image map."""

import math
from collections.abc import Sequence

from clustermark.report import chart_funnel, chart_map
from clustermark.report.document import Block, Figure, Paragraph
from clustermark.report.material import Material
from clustermark.report.tabled import (
    Rows,
    drawn,
    end,
    known_of,
    laid_out,
    linked,
    of_one_survey,
    rows_of,
    share,
    size,
    sketched,
    subtitle,
    word,
)
from clustermark.suggestions.plan import measure_of_step
from clustermark.words.inline import Inline, fill, inline

SURVEY = ("audience",)
FEWEST_BEFORE = 30  # respondents at a step below whom the next one is not called the weakest
LEANING = 0.5  # cosine from which an image counts as the same direction


def audience_figures(material: Material) -> list[Block]:
    """Funnel, image map and segments, as far as the survey allows."""
    blocks: list[Block] = []
    steps = _answers(material, "funnel", subject=material.focus, segment="")
    if len(steps) > 1:
        blocks.append(_funnel(material, steps))
    spots = _answers(material, "image_map")
    if len(spots) > 3:
        blocks.append(_map(material, spots))
    segments = _answers(material, "segments")
    if segments:
        table = laid_out(
            material,
            "segments",
            ("segment", "item", "n", "share", "awareness", "purchase", "channel", "words"),
            segments,
        )
        blocks += [Paragraph(inline(material.voice.say("communication.segments")), "small"), table]
    return blocks


def _answers(material: Material, table: str, **where: str) -> Rows:
    return of_one_survey(material, rows_of(material, table, **where))


def _together(rows: Rows) -> float:
    """The share of the inertia that both axes show: of each place its own share, as far as the map shows it."""
    return min(sum(size(row, "inertia") * size(row, "quality") for row in rows if row["kind"] == "subject"), 1.0)


def _funnel(material: Material, rows: Rows) -> Figure:
    say = material.voice.say
    asked = [row for row in rows if row.get("reached") is None or size(row, "reached") >= FEWEST_BEFORE]
    with_conversion = [row for row in asked if end(row, "conversion") is not None]
    weakest = min(with_conversion, key=lambda row: size(row, "conversion"), default=None)
    peer, peers = _peer(material)
    steps = [_step(material, row, weakest=row is weakest, peer=peers.get(str(row["step"]))) for row in rows]
    title = _title(material, rows, weakest)
    below = subtitle(material, "funnel.subtitle", SURVEY, n=_most(rows))
    below += say("communication.funnel.peer", place=material.voice.place(peer)) if peer else ""
    charts = chart_funnel.both(steps, lambda value: share(material, value), sketched=sketched(material, *SURVEY))
    read = [f"{step.name} {step.words}" for step in steps]
    everybody = [row for row in _answers(material, "funnel") if row.get("segment") == ""]
    columns = ("subject", "step", "n", "share", "low", "high", "conversion", "conversion_low", "conversion_high")
    table = laid_out(material, "funnel", columns, everybody)
    return drawn(material, "audience-funnel", title, below, charts, read, SURVEY, table)


def _most(rows: Rows) -> int:
    return int(max(size(row, "n") for row in rows))


def _peer(material: Material) -> tuple[str, dict[str, float]]:
    """The other cluster that most people know, and its shares by step."""
    first = [
        row for row in _answers(material, "funnel", segment="", step="awareness") if row["subject"] != material.focus
    ]
    best = max(first, key=lambda row: size(row, "share"), default=None)
    if best is None:
        return "", {}
    peer = str(best["subject"])
    return peer, {
        str(row["step"]): size(row, "share") for row in _answers(material, "funnel", subject=peer, segment="")
    }


def _step(material: Material, row: dict[str, object], *, weakest: bool, peer: float | None) -> chart_funnel.Step:
    conversion, low, high = (end(row, name) for name in ("conversion", "conversion_low", "conversion_high"))
    said = ""
    if conversion is not None:
        key = "interval" if low is not None and high is not None else "point"
        ends = {"low": share(material, low or 0.0), "high": share(material, high or 0.0)} if key == "interval" else {}
        said = material.voice.say(f"communication.funnel.conversion-{key}", value=share(material, conversion), **ends)
    name = word(material, "step", str(row["step"]))
    words = share(material, size(row, "share"))
    return chart_funnel.Step(
        name, size(row, "share"), end(row, "low"), end(row, "high"), words, said, weakest=weakest, peer=peer
    )


def _title(material: Material, rows: Rows, weakest: dict[str, object] | None) -> Inline:
    first = rows[0]
    known = known_of(material, measure_of_step(str(first["step"])), material.focus)
    fields: dict[str, str | Inline] = {
        "place": material.voice.place(material.focus),
        "first": word(material, "step", str(first["step"])),
        "value": linked(material, known, share(material, size(first, "share"))),
    }
    if weakest is None:
        return fill("communication.funnel.title-first", material.language, **fields)
    fields |= {
        "step": word(material, "step", str(weakest["step"])),
        "conversion": share(material, size(weakest, "conversion")),
    }
    return fill("communication.funnel.title", material.language, **fields)


def _map(material: Material, rows: Rows) -> Figure:
    say, voice = material.voice.say, material.voice
    spots = [_spot(material, row) for row in rows]
    own = next((spot for spot in spots if spot.kind == "focus"), None)
    like = _like(own, spots)
    words = say("sentences.form.list").join(spot.name for spot in like)
    key = "communication.map.title" if like else "communication.map.title-none"
    title = fill(key, material.language, place=voice.place(material.focus), words=words)
    axes = _axes(material, rows)
    charts = chart_map.both(
        spots, (say("communication.map.first") + axes[0], say("communication.map.second") + axes[1])
    )
    read = [say("communication.map.read", name=spot.name, x=f"{spot.x:.2f}", y=f"{spot.y:.2f}") for spot in spots]
    below = subtitle(material, "map.subtitle", SURVEY, share=share(material, round(_together(rows), 3)))
    named = [{**row, "name": spot.name} for row, spot in zip(rows, spots, strict=True)]
    table = laid_out(material, "image_map", ("name", "x", "y", "mass", "inertia"), named)
    return drawn(material, "audience-image", title, below, charts, read, SURVEY, table)


def _spot(material: Material, row: dict[str, object]) -> chart_map.Spot:
    name = str(row["name"])
    if row["kind"] != "subject":
        return chart_map.Spot(name, size(row, "x"), size(row, "y"), "attribute")
    kind = "focus" if name == material.focus else "place"
    return chart_map.Spot(material.voice.place(name), size(row, "x"), size(row, "y"), kind)


def _like(own: chart_map.Spot | None, spots: Sequence[chart_map.Spot]) -> list[chart_map.Spot]:
    """Attributes in the direction of the focus, seen from the centre: the farthest out first, two at most."""
    if own is None:
        return []
    along = []
    for spot in spots:
        long = math.hypot(own.x, own.y) * math.hypot(spot.x, spot.y)
        product = own.x * spot.x + own.y * spot.y
        if spot.kind == "attribute" and long and product / long > LEANING:
            along.append((-product, spot.name, spot))
    return [spot for *_, spot in sorted(along, key=lambda item: item[:2])][:2]


def _axes(material: Material, rows: Rows) -> tuple[str, str]:
    """The share of the inertia that each axis shows, in brackets: that of both, parted by the spread of the places."""
    places = [row for row in rows if row["kind"] == "subject"]
    spread = [sum(size(row, "mass") * size(row, axis) ** 2 for row in places) for axis in ("x", "y")]
    both, whole = _together(rows), sum(spread)
    if not whole:
        return "", ""
    first, second = (share(material, round(both * part / whole, 3)) for part in spread)
    return tuple(material.voice.say("report.in-brackets", words=each) for each in (first, second))  # type: ignore[return-value]
