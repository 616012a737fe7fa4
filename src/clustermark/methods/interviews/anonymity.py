"""Whether what is told of interviewees could point at one of them: k-anonymity over their attributes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

K = 3  # people whom a combination of attributes must fit, the person included


def rare(people: Sequence[Mapping[str, str]], attributes: Sequence[str], k: int = K) -> dict[tuple[str, ...], int]:
    """The combinations of values of `attributes` that fit fewer than k people, each with how many it fits.

    An empty value is a value: what is not told cannot point at anyone only where it is not told of several.

    Source: Sweeney (2002), International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10(5): 557-570.
    """
    counts = Counter(tuple(person.get(name, "") for name in attributes) for person in people)
    return {values: n for values, n in sorted(counts.items()) if n < k}


def tellable(people: Sequence[Mapping[str, str]], attributes: Sequence[str], k: int = K) -> tuple[str, ...]:
    """The attributes that may be told together: the largest set, the earlier named first, that fits k people each.

    Attributes stand in the order of their worth to the reader. () where even one alone would point at someone.
    """
    for size in range(len(attributes), 0, -1):
        for chosen in combinations(attributes, size):
            if people and not rare(people, chosen, k):
                return chosen
    return ()
