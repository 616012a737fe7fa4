"""Findings as sentences: one fact a sentence, the figure in it as a link, the hedge at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from clustermark.findings.catalogue import measures
from clustermark.findings.model import ENOUGH, RANGE_OF_CLAIMS, Finding, Pairs, sample
from clustermark.words import numbers
from clustermark.words.catalogue import texts
from clustermark.words.inline import Field, Inline, Span, capital, fill, inline, join
from clustermark.words.verdicts import (
    channel_word,
    code_word,
    is_known,
    level_key,
    mark,
    point_bound,
    reason_sentence,
    scope_word,
    short_value,
    unit_of,
    value_text,
)
from clustermark.words.voice import Voice

OLD = 5  # years before the period from which on evidence is called old


def number_span(finding: Finding, text: str, voice: Voice) -> Span:
    """A figure that leads to the rows it rests on."""
    rows, marked = voice.rows(finding), mark(finding, voice)
    shown = text if text.endswith(marked) else text + marked
    return Span(shown, "number" if rows else "strong", rows, finding.id)


def link(finding: Finding, voice: Voice) -> Span:
    """The value of a finding as a link to its rows."""
    return number_span(finding, value_text(finding, voice), voice)


def short_link(finding: Finding, voice: Voice) -> Span:
    """The value without its interval as a link to its rows."""
    return number_span(finding, short_value(finding, voice), voice)


def scope_of(finding: Finding) -> str:
    """The scope that a finding states, "unstated" where its rows state none."""
    return finding.dimension("scope") or dict(finding.parameters).get("scope", "")


def fact_list(finding: Finding, voice: Voice, *, coded: bool = False) -> list[Inline]:
    """Code, years, product, scope and channel, as far as the finding has them."""
    parts: list[Inline] = []
    if coded and isinstance(finding.value, float | int):
        code = number_span(finding, numbers.code(finding.value), voice)
        parts.append(fill("sentences.form.coded", voice.language, value=code))
    spread = spread_text(finding, voice)
    if spread:
        parts.append(inline(spread))
    if finding.years:
        parts.append(inline(numbers.years(finding.years, voice.language)))
    product, scope, channel = finding.dimension("product"), scope_of(finding), finding.dimension("channel")
    if product:
        parts.append(inline(voice.product(product)))
    if finding.dimension("segment"):
        parts.append(inline(voice.segment(finding.dimension("segment"), finding.measure)))
    if scope and scope != "unstated":
        parts.append(inline(scope_word(scope, voice)))
    if channel:
        parts.append(inline(channel_word(channel, voice)))
    return [*parts, *(inline(word) for word in _others(finding, voice))]


def _others(finding: Finding, voice: Voice) -> list[str]:
    """The dimensions of a count from texts or answers: language, side of a policy, step of the funnel, platform."""
    found = []
    for name in ("language", "side", "step", "platform"):
        value, key = finding.dimension(name), f"communication.{name}.{finding.dimension(name)}"
        if value:
            found.append(lowered(voice.say(key)) if voice.has(key) else value)
    other = finding.dimension("with")
    if other and sample(finding):
        found.append(voice.say("sentences.form.with", other=voice.place(other)))
    return found


def about(finding: Finding, voice: Voice) -> str:
    """What sets a finding apart from others of its measure, in words: its channel, segment, side or step."""
    channel, segment = finding.dimension("channel"), finding.dimension("segment")
    words = [channel_word(channel, voice)] if channel else []
    words += [voice.segment(segment, finding.measure)] if segment and not channel else []
    return voice.joined([*words, *_others(finding, voice)])


def spread_text(finding: Finding, voice: Voice) -> str:
    """The range beside a point: that of the claims, or a stated interval; "" where there is none."""
    low, high = finding.low, finding.high
    if low is None or high is None or low == high or not isinstance(finding.value, float | int):
        return ""
    span = numbers.interval(low, high, unit_of(finding, voice), voice.language)
    if "high" in dict(finding.parameters).get("open", "").split("/"):  # the largest claim is an "at least"
        span = voice.say("sentences.form.open-high", range=span)
    form = "claimed-range" if finding.uncertainty == RANGE_OF_CLAIMS else "interval-range"
    return voice.say(f"sentences.form.{form}", range=span)


def brackets(parts: Sequence[Inline], voice: Voice) -> Inline:
    """Facts in one pair of brackets; nothing where there are none."""
    if not parts:
        return ()
    return fill("sentences.form.when", voice.language, facts=join(parts, voice.say("sentences.form.comma")))


def clause(finding: Finding, voice: Voice, *, follows: bool = False) -> Inline:
    """A finding as a clause without a stop; one that `follows` another does not name the place again."""
    place = voice.say("sentences.form.it") if follows else voice.place(finding.subject)
    places = voice.say("sentences.form.its") if follows else voice.say("sentences.form.of", place=place)
    measure = measures().get(finding.measure)
    known = fact_list(finding, voice)
    comma = voice.say("sentences.form.comma")
    fields: dict[str, Field] = {
        "place": place,
        "places": places,
        "measure": voice.measure(finding.measure),
        "claim": claim_words(finding, voice),
        "years": numbers.years(finding.years, voice.language),
        "when": brackets(known, voice),
        "facts": inline(*_preceded(known, comma)),
    }
    if measure is not None and measure.kind == "membership" and isinstance(finding.value, float | int):
        key = f"sentences.level.{finding.measure}.{level_key(finding.value)}"
        if voice.has(key):
            fields["when"] = brackets(fact_list(finding, voice, coded=True), voice)
            return fill(key, voice.language, **fields)
    if isinstance(finding.value, str):
        key = f"sentences.code.{finding.measure}.{finding.value}"
        said = voice.say(key) if voice.has(key) else code_word(finding.measure, finding.value, voice)
        fields["verdict"] = number_span(finding, said, voice)
        own = f"sentences.clause.{finding.measure}"
        form = "predicate" if voice.has(key) else "code"
        return fill(own if voice.has(own) else f"sentences.form.{form}", voice.language, **fields)
    key = f"sentences.clause.{finding.measure}"
    fields |= {"value": short_link(finding, voice), "figure": figure(finding, voice), "about": about(finding, voice)}
    if named := _named(finding, texts(voice.language)[key] if voice.has(key) else "", voice):
        fields["segment"] = voice.segment(finding.dimension("segment"), finding.measure)
        fields["when"] = brackets(fact_list(replace(finding, dimensions=_without(finding, named)), voice), voice)
    return fill(key if voice.has(key) else "sentences.form.general", voice.language, **fields)


def _named(finding: Finding, said: str, voice: Voice) -> list[str]:
    """The dimensions that a sentence itself names, so that its brackets do not name them again."""
    apart = about(finding, voice) and "{about}" in said
    named = ["channel", "side", "step", "platform", "language"] if apart else []
    return [*named, "segment"] if finding.dimension("segment") and "{segment}" in said else named


def _without(finding: Finding, names: Sequence[str]) -> Pairs:
    return tuple(pair for pair in finding.dimensions if pair[0] not in names)


def lowered(name: str) -> str:
    """A name within a sentence: its first letter small, unless it begins with an abbreviation."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def beside_name(finding: Finding, voice: Voice) -> Span:
    """A value that stands behind the name of its measure: without its unit where the name already has it."""
    unit = unit_of(finding, voice)
    key = f"units.count.{unit}"
    named = voice.has(key) and voice.say(key) in voice.measure(finding.measure).lower()
    return figure(finding, voice) if named and voice.language != "zh" else short_link(finding, voice)


def claim_words(finding: Finding, voice: Voice) -> str:
    """What a check on published figures speaks of: the measure that was checked, and the figure that never changed."""
    of = finding.dimension("of")
    name = voice.measure(of or finding.measure)
    figure = finding.dimension("figure")
    if not figure:
        return name
    unit = dict(finding.parameters).get("figure-unit") or finding.dimension("unit").replace("-per-", "/")
    ends = [float(end) for end in figure.split("-") if end.replace(".", "", 1).isdigit()]
    shown = figure
    if len(ends) == 1:
        shown = numbers.amount(ends[0], unit, voice.language)
    elif len(ends) == 2:
        shown = numbers.interval(ends[0], ends[1], unit, voice.language)
    return voice.say("sentences.form.claimed", measure=name, value=shown)


def price_name(finding: Finding, voice: Voice) -> str:
    """The name of a price; of one that was divided here, what was divided by what."""
    key = f"report.claims.per-{finding.dimension('of').partition('.')[2]}"
    divided = finding.measure == "claims.value_per_item" and voice.has(key)
    return voice.say(key) if divided else voice.measure(finding.measure)


def _preceded(parts: Sequence[Inline], by: str) -> list[Field]:
    return [piece for part in parts for piece in (by, part)]


def figure(finding: Finding, voice: Voice) -> Span:
    """The digits without the name of what is counted; money and shares keep their unit."""
    counted = voice.has(f"units.count.{unit_of(finding, voice)}")
    if not isinstance(finding.value, float | int) or not counted:
        return short_link(finding, voice)
    digits, scale = numbers.scaled(finding.value, voice.language)
    side = point_bound(finding)
    said = digits + scale if side is None else voice.say(f"units.bound.{side}", value=digits + scale)
    return number_span(finding, said, voice)


def sentence(finding: Finding, voice: Voice) -> Inline:
    """A finding as a sentence; where nothing can be said, the reason; contradictions are named, never averaged."""
    if not is_known(finding):
        return inline(reason_sentence(finding, voice))
    if finding.status == "conflicting":
        return conflict_sentence(finding, voice)
    return inline(capital(clause(finding, voice)), voice.say("sentences.form.stop"))


def conflict_sentence(finding: Finding, voice: Voice) -> Inline:
    """Two claims of one year, or two codes, that contradict each other."""
    if finding.low is None or finding.high is None:
        verdicts = dict(finding.parameters).get("codes", str(finding.value or ""))
        shown = voice.joined(_codes(finding.measure, verdicts, voice))
        said = fill("sentences.hedge.conflict-code", voice.language, verdicts=number_span(finding, shown, voice))
        return inline(f"{voice.place(finding.subject)}{voice.say('report.colon')}", said)
    unit = unit_of(finding, voice)
    low, high = (numbers.amount(end, unit, voice.language) for end in (finding.low, finding.high))
    return fill(
        "sentences.hedge.conflict",
        voice.language,
        place=voice.place(finding.subject),
        measure=voice.measure(finding.measure),
        years=numbers.years(finding.years, voice.language),
        low=number_span(finding, low, voice),
        high=number_span(finding, high, voice),
    )


def _codes(measure: str, together: str, voice: Voice) -> list[str]:
    out = []
    for code in together.replace(",", " ").replace("/", " ").split():
        key = f"verdicts.code.{measure}.{code}"
        out.append(voice.say(key) if voice.has(key) else code)
    return out


def sentences(of: Sequence[Finding], voice: Voice) -> Inline:
    """Several findings about one place as one sentence; the place is named once."""
    parts = [clause(finding, voice, follows=at > 0) for at, finding in enumerate(of)]
    if not parts:
        return ()
    return inline(capital(join(parts, voice.say("sentences.form.joint"))), voice.say("sentences.form.stop"))


def hedges(finding: Finding, voice: Voice, *, period: str = "") -> list[str]:
    """How sure and why: sentences, the strongest reason first."""
    if not is_known(finding):
        return [reason_sentence(finding, voice)]
    out = [_support(finding, voice)]
    if finding.origin == "judged":
        out.append(voice.say("sentences.hedge.leaning-code"))
    if finding.uncertainty == RANGE_OF_CLAIMS and finding.low is not None and finding.high is not None:
        unit = unit_of(finding, voice)
        low, high = (numbers.amount(end, unit, voice.language) for end in (finding.low, finding.high))
        out.append(voice.say("sentences.hedge.range", low=low, high=high))
    if finding.uncertainty == "bound" and finding.low == 0 and finding.high is not None:
        out.append(voice.say("sentences.hedge.at-most"))
    if dict(finding.parameters).get("party"):
        out.append(voice.say("sentences.hedge.party"))
    if dict(finding.parameters).get("converted"):
        out.append(_converted(dict(finding.parameters)["converted"], voice))
    if sample(finding) == "records":
        out += _of_records(finding, voice)
    last = finding.years.replace("/", "-").split("-")[-1]
    if period and last.isdigit() and int(period[:4]) - int(last) > OLD:
        out.append(voice.say("sentences.hedge.leaning-old", year=int(last) + 1))
    if finding.origin in ("illustrative", "assumed"):
        out.append(voice.say(f"sentences.hedge.{finding.origin}"))
    return [line for line in out if line]


def _of_records(finding: Finding, voice: Voice) -> Iterator[str]:
    """What trade records lack: the cluster itself, digits of their codes, months of the year."""
    said = dict(finding.parameters)
    if said.get("stands-for"):
        names = {"place": voice.place(finding.subject), "region": voice.place(said["stands-for"])}
        yield voice.say("sentences.hedge.stands-for", **names)
    if said.get("hs-digits") == "4" and "/" in said.get("hs-version", ""):
        yield voice.say("sentences.hedge.hs-four")
    if said.get("months"):
        yield voice.say("sentences.hedge.part-year", n=said["months"])


def _converted(exchange: str, voice: Voice) -> str:
    """At which rate prices in two currencies were brought into one: "USD/CNY/2021/6.45"."""
    source, target, year, rate = exchange.split("/")
    names = {name: voice.say(f"units.money.{code}") for name, code in (("source", source), ("target", target))}
    return voice.say("sentences.hedge.converted", year=numbers.years(year, voice.language), rate=rate, **names)


def _support(finding: Finding, voice: Voice) -> str:
    years = numbers.years(finding.years, voice.language)
    if finding.status == "conflicting":
        return ""
    if sample(finding):
        enough = "sample" if finding.n >= ENOUGH else "sample-small"
        counted = numbers.sample_size(finding.n, sample(finding), voice.language)
        return voice.say(f"sentences.hedge.{enough}", n=counted, enough=ENOUGH)
    if finding.origin == "official":
        return voice.say("sentences.hedge.firm-official")
    if finding.n >= 2:
        return voice.say("sentences.hedge.firm", n=finding.n)
    return voice.say("sentences.hedge.leaning-one", years=years)
