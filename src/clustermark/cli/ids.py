"""Ids as people type them: a unique beginning is enough, and a near miss is answered with what is near."""

from collections.abc import Iterable
from difflib import get_close_matches

from clustermark.study.problems import ClustermarkError, InputProblem, problem

OFFERED = 6  # near ids that a message names


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
    """Ids that hold the words typed, then those spelled much like them."""
    known = list(names)
    holding = [name for name in known if len(wanted) > 2 and wanted.casefold() in name.casefold()]
    spelled = get_close_matches(wanted, known, n=OFFERED, cutoff=0.5)
    if not spelled and "/" in wanted:
        heads = {name.partition("/")[0]: name for name in reversed(known)}
        spelled = [heads[head] for head in get_close_matches(wanted.partition("/")[0], list(heads), n=3)]
    return list(dict.fromkeys((*holding, *spelled)))[:OFFERED]
