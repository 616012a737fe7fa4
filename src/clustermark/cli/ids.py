"""Ids as people type them: a unique beginning is enough, and a near miss is answered with what is near."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from clustermark.study.problems import ClustermarkError, InputProblem, problem

OFFERED = 6  # near ids that a message names
ALIKE = 0.8  # from where on two spellings are near


def matches(wanted: str, known: Iterable[str]) -> list[str]:
    """The id itself if there is one, else every id that begins with `wanted`, in order."""
    names = list(known)
    return [wanted] if wanted in names else [name for name in names if wanted and name.startswith(wanted)]


def chosen(wanted: str, known: Iterable[str]) -> str:
    """The one id that `wanted` means. Raises ClustermarkError where it means none or several."""
    names = list(dict.fromkeys(known))
    found = matches(wanted, names)
    if len(found) == 1:
        return found[0]
    if found:
        offered = ", ".join(found[:OFFERED]) + (" …" if len(found) > OFFERED else "")
        raise ClustermarkError([problem("explain.many", value=wanted, n=len(found), nearest=offered)])
    raise nothing_found(wanted, near_to(wanted, names))


def nothing_found(wanted: str, near: Iterable[str]) -> ClustermarkError:
    """The error for an id that means nothing, with what is near."""
    nearest = ", ".join(near)
    fields = (("nearest", nearest), ("value", wanted)) if nearest else (("value", wanted),)
    return ClustermarkError([InputProblem("explain.nothing", fields=fields)])


def near_to(wanted: str, names: Iterable[str]) -> list[str]:
    """Ids that hold what was typed, then those whose beginning is spelled much like it, the nearest first."""
    known = list(names)
    typed = wanted.casefold()
    holding = [name for name in known if len(typed) > 2 and typed in name.casefold()]
    alike = {name: SequenceMatcher(None, typed, name[: len(typed) + 1].casefold()).ratio() for name in known}
    spelled = sorted((name for name in known if alike[name] >= ALIKE), key=lambda name: (-alike[name], name))
    return list(dict.fromkeys((*holding, *spelled)))[:OFFERED]
