"""Groups of respondents: those that a question on themselves names, and those that their answers fall into."""

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.fold import fold
from clustermark.lenses.communication.answers import Choices, Survey
from clustermark.lenses.communication.documents import LEAST_OPEN
from clustermark.lenses.communication.readings import Array, counted, parts
from clustermark.lenses.communication.surveyed import LEAST, SMALL, Asked, Row, long_results, readings_of
from clustermark.lenses.protocol import Found
from clustermark.methods.surveys.funnel import weighted_share
from clustermark.methods.surveys.segments import Segmentation, segmentation

MOST_LABELS = 8  # answers to a question on the respondent; more are no groups
ENOUGH = 200  # respondents from whom on classes are looked for
STABLE = 0.6  # adjusted Rand index below which classes are not told
APART = 0.1  # of a share: from here on a trait of a class differs from that of all
VARIED = 0.05  # of a share: a trait that fewer have, or lack, tells no classes apart
FEWEST_TRAITS = 4
LETTERS = "ABCDE"


@dataclass(frozen=True, slots=True)
class Group:
    """A group: the question that names it, its label, who belongs to it (n,), and who states any (n,)."""

    item: str
    label: str
    members: NDArray[np.bool_]
    stated: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Profile:
    """What groups are described by: steps of the focus, and traits (images of the focus, channels), each (n,)."""

    steps: Mapping[str, Array]
    images: Mapping[str, Array]
    channels: Mapping[str, Array]

    @property
    def traits(self) -> Mapping[str, Array]:
        """Images and channels, in the words of the map and of the answers."""
        return {**self.images, **self.channels}


def find(asked: Asked) -> Found:
    """Groups of at least thirty respondents with what they know and buy of the focus, and the channels they use."""
    rows: list[Row] = []
    media: list[Row] = []
    focus = asked.context.study.focus
    for survey in asked.surveys:
        if survey.period == asked.context.study.period:
            named, profile = groups(survey), profile_of(survey, focus)
            rows += [_row(survey, profile, "asked", group, None) for group in named]
            media += _channels(survey, profile, named)
            rows += _classes(asked, survey, profile)
    return Found([], long_results(segments=rows, audience_channels=media))


def groups(survey: Survey) -> list[Group]:
    """The groups of at least thirty respondents that questions on the respondents name, in the order of the questions.

    A label that confidential answers hold is told where three open ones hold it too, or an open table names it. Equal
    labels of two questions carry the name of their question.
    """
    found = []
    for item in survey.of("demographic"):
        own = survey.labels(item)
        labels = sorted(set(own.tolist()) - {""})
        if 2 <= len(labels) <= MOST_LABELS:
            name, stated = item.attribute or item.item, np.asarray(own != "")
            big = [
                label for label in labels if (own == label).sum() >= SMALL and _tellable(survey, label, own == label)
            ]
            found += [Group(name, label, np.asarray(own == label), stated) for label in big]
    often = Counter(group.label for group in found)
    return [
        group if often[group.label] == 1 else replace(group, label=f"{group.item} {group.label}") for group in found
    ]


def _tellable(survey: Survey, label: str, who: NDArray[np.bool_]) -> bool:
    """Whether a text that these respondents gave may be told."""
    enough = int((who & ~survey.covered).sum()) >= LEAST_OPEN
    return enough or not (who & survey.covered).any() or fold(label) in survey.named


def profile_of(survey: Survey, focus: str) -> Profile:
    """Steps and images of the focus, and channels used, as far as they can be read."""
    steps = {step: read.values for step, read in readings_of(survey, focus).items() if not read.why}
    images = [(item.attribute, counted(survey, item)) for item in survey.of("image", focus) if item.attribute]
    return Profile(steps, {name: read.values for name, read in images if not read.why}, _used(survey))


def _used(survey: Survey) -> dict[str, Array]:
    """Who uses which channel: by the options of a multiple choice, or by columns that name one channel each."""
    found: dict[str, Array] = {}
    shown = np.zeros(survey.n, dtype=bool)
    for item in survey.of("channel"):
        given = survey.answers.get(item.column, [()] * survey.n)
        shown |= np.array([bool(choices) for choices in given], dtype=bool)
        if item.attribute:
            read = counted(survey, item)
            users = {item.attribute: read.values == 1} if not read.why else {}
        else:
            users = _chosen(survey, given)
        for name, who in users.items():
            found[name] = np.maximum(found.get(name, np.zeros(survey.n)), who.astype(float))
    told = {name: who for name, who in found.items() if who.sum() >= LEAST}
    return {name: np.where(shown, who, np.nan) for name, who in told.items()}


def _chosen(survey: Survey, given: Sequence[Choices]) -> dict[str, NDArray[np.bool_]]:
    """Who chose which option; of an option with parts in it, the parts."""
    chosen = [{part for one in choices for part in (parts((one,))[1:] or parts((one,)))} for choices in given]
    names = sorted({name for own in chosen for name in own})
    users = {name: np.array([name in own for own in chosen], dtype=bool) for name in names}
    return {name: who for name, who in users.items() if _tellable(survey, name, who)}


def _channels(survey: Survey, profile: Profile, named: Sequence[Group]) -> Iterator[Row]:
    """The share of each channel among those who answered, in all and by groups."""
    weights, everybody = survey.weighting.weights, np.ones(survey.n, dtype=bool)
    for group in (Group("", "", everybody, everybody), *named):
        for name, users in profile.channels.items():
            who = group.members & ~np.isnan(users)
            if who.sum() >= SMALL:
                yield (survey.source, group.label, name, int(who.sum()), *weighted_share(users[who], weights[who]))


def _row(survey: Survey, profile: Profile, kind: str, group: Group, stability: float | None) -> Row:
    """A group: its share of those who state one, what it knows and buys, its commonest channel, and what marks it."""
    weights, mine = survey.weighting.weights, group.members
    share = float(weights[mine].sum() / weights[group.stated].sum())
    shares = [_part(profile.steps.get(step), mine, weights) for step in ("awareness", "purchase")]
    used = {name: float(weights[mine & (who == 1)].sum()) for name, who in profile.channels.items()}
    channel = min(used, key=lambda name: (-used[name], name)) if any(used.values()) else ""
    words = "; ".join(_marks(profile, mine, weights))
    return (survey.source, kind, group.item, group.label, int(mine.sum()), share, *shares, channel, words, stability)


def _part(values: Array | None, mine: NDArray[np.bool_], weights: Array) -> float | None:
    who = mine & ~np.isnan(values) if values is not None else mine & False
    if values is None or who.sum() < LEAST or not weights[who].sum() > 0:
        return None
    return weighted_share(values[who], weights[who])[0]


def _marks(profile: Profile, mine: NDArray[np.bool_], weights: Array, most: int = 3) -> list[str]:
    """The traits that the group has more often than all by ten points or more, the largest difference first."""
    apart = {}
    for name, values in profile.traits.items():
        own, whole = _part(values, mine, weights), _part(values, np.ones_like(mine), weights)
        if own is not None and whole is not None and own - whole >= APART:
            apart[name] = own - whole
    return sorted(apart, key=lambda name: (-apart[name], name))[:most]


def _classes(asked: Asked, survey: Survey, profile: Profile) -> Iterator[Row]:
    """Groups that the answers fall into, where they are the same on other samples and none is small."""
    found = classes(asked, survey, profile)
    if found is None or not found.stability >= STABLE:
        return
    everybody = np.ones(survey.n, dtype=bool)
    members = [np.asarray(found.classes.labels == number) for number in range(len(found.classes.sizes))]
    if min(int(mine.sum()) for mine in members) >= SMALL:
        for letter, mine in zip(LETTERS, members, strict=False):
            yield _row(survey, profile, "found", Group("", letter, mine, everybody), found.stability)


def classes(asked: Asked, survey: Survey, profile: Profile) -> Segmentation | None:
    """Latent classes by channels used and images held; None where too few answers, or traits that vary, stand there.

    The steps of the funnel are left out: classes of those who know and those who do not would say nothing new. Images
    count of those alone who know the place.
    """
    strangers = profile.steps.get("awareness", np.ones(survey.n)) == 0
    images = [np.where(strangers, np.nan, values) for values in profile.images.values()]
    varied = []
    for values in (*images, *profile.channels.values()):
        known = values[~np.isnan(values)]
        if len(known) >= SMALL and VARIED <= known.mean() <= 1 - VARIED:
            varied.append(values)
    if len(varied) < FEWEST_TRAITS or survey.n < ENOUGH:
        return None
    seed = zlib.crc32(f"{asked.context.study.seed}/segments/{survey.source}".encode())
    return segmentation(np.column_stack(varied), weights=survey.weighting.weights, seed=seed)
