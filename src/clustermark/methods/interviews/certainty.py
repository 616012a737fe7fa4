"""How much trust a qualitative finding deserves: four questions, each with its concern and reason."""

from dataclasses import dataclass
from typing import Literal

Concern = Literal["none", "minor", "serious"]
Certainty = Literal["high", "moderate", "low", "very low"]
LEVELS: tuple[Certainty, ...] = ("high", "moderate", "low", "very low")
AGREED, HARDLY = 0.8, 0.667  # alpha: Krippendorff's line for conclusions, and for tentative ones
MANY, FEW = 6, 3  # interviews that speak of it


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a finding: coders, their agreement, interviews for and against, saturation, roles met."""

    coders: int
    alpha: float | None  # of the code; None where there is one coder, or agreement cannot be computed
    supporting: int  # interviews that say so
    against: int  # interviews that say the contrary
    saturated: bool | None  # None: too few interviews to tell
    roles: int  # kinds of actors among the supporting interviews
    roles_asked: int  # kinds of actors interviewed at all


@dataclass(frozen=True, slots=True)
class Trust:
    """The certainty and, for each of the four components, the concern and the code of its reason."""

    certainty: Certainty
    limitations: tuple[Concern, str]
    coherence: tuple[Concern, str]
    adequacy: tuple[Concern, str]
    relevance: tuple[Concern, str]


def certainty(standing: Standing) -> Trust:
    """Certainty by the four components of GRADE-CERQual: limitations of method, coherence, adequacy, relevance.

    A finding begins "high"; a serious concern lowers it by two levels, two minor ones by one. The components are the
    approach's own; the lines (AGREED, MANY, ...) are this program's convention, and no substitute for judgement.

    Source: Lewin and others (2018), Implementation Science 13(Suppl 1): 2.
    """
    parts = (_limitations(standing), _coherence(standing), _adequacy(standing), _relevance(standing))
    serious = sum(concern == "serious" for concern, _ in parts)
    minor = sum(concern == "minor" for concern, _ in parts)
    level = min(len(LEVELS) - 1, 2 * serious + minor // 2)
    return Trust(LEVELS[level], *parts)


def _limitations(standing: Standing) -> tuple[Concern, str]:
    if standing.coders < 2:
        return "minor", "one-coder"
    if standing.alpha is None:
        return "minor", "agreement-unknown"
    if standing.alpha >= AGREED:
        return "none", "coders-agree"
    return ("minor", "agreement-tentative") if standing.alpha >= HARDLY else ("serious", "coders-disagree")


def _coherence(standing: Standing) -> tuple[Concern, str]:
    said = standing.supporting + standing.against
    if not standing.against:
        return "none", "none-against"
    return ("serious", "split") if standing.against * 3 >= said else ("minor", "some-against")


def _adequacy(standing: Standing) -> tuple[Concern, str]:
    if standing.supporting < FEW:
        return "serious", "few-interviews"
    if standing.saturated is False:
        return "minor", "not-saturated"
    return ("none", "enough") if standing.supporting >= MANY else ("minor", "rather-few")


def _relevance(standing: Standing) -> tuple[Concern, str]:
    if standing.roles_asked < 2:
        return "minor", "one-role-asked"
    return ("none", "several-roles") if standing.roles > 1 else ("minor", "one-role")
