"""What is planted in the evidence about the chain: channels, functions, prices, ties; and who the firms are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sample_cluster.chance import between, chance, dealt, pick, shuffled
from sample_cluster.grammar import words

LISTED = 240  # firms of the register that are at work; all of them were asked
ANSWERED = 186
YEARS = (2020, 2021, 2022, 2023)
OUTPUT = {2020: 4700.0, 2021: 4950.0, 2022: 5100.0, 2023: 5200.0}  # million CNY
PERSONS = {2020: 23400, 2021: 22200, 2022: 21200, 2023: 21000}
OF_OUTPUT = 0.85  # what the listed firms make of the cluster's output, and employ of its people
CHANNELS = ("contract-export", "own-design", "own-brand-home", "unbranded-home")
SALES: Mapping[int, tuple[float, ...]] = {  # per cent of the cluster's sales, in the order of the channels
    2020: (25.0, 3.0, 8.0, 64.0),
    2021: (25.0, 3.0, 8.5, 63.5),
    2022: (24.0, 4.0, 10.0, 62.0),
    2023: (22.0, 6.0, 12.0, 60.0),
}
# firms that answered, by the channels that they sell through
MIXES: Sequence[tuple[tuple[str, ...], int]] = (
    (("contract-export",), 24),
    (("contract-export", "unbranded-home"), 24),
    (("contract-export", "own-design"), 14),
    (("own-design", "unbranded-home"), 10),
    (("own-brand-home",), 11),
    (("own-brand-home", "unbranded-home"), 34),
    (("unbranded-home",), 69),
)
TYPES = {"contract-export": "captive", "own-design": "modular", "own-brand-home": "relational",
         "unbranded-home": "market"}  # fmt: skip
OF_TYPE = 0.85  # of the firms of a channel are of its type, the others of one of the other types
MARK_USERS = 27  # of the firms with goods under a mark of their own at home; the others have a brand of their own
LICENSED = 56  # firms of the register that may use the common mark
PREMIUM = 1.09  # price of mark users over others in that channel
FUNCTIONS = ("design", "production", "marketing", "management")
PAY: Mapping[int, tuple[float, ...]] = {  # per cent of the cluster's payroll, in the order of the functions
    2020: (1.2, 87.2, 2.6, 9.0),
    2021: (1.2, 87.2, 2.6, 9.0),
    2022: (1.4, 86.7, 2.9, 9.0),
    2023: (1.6, 86.0, 3.4, 9.0),
}
BROKER, SIDE = "S-001", 60  # the firm that ties the two halves of the knowledge layer, and the firms of each half


@dataclass(frozen=True)
class Firm:
    """A firm of the register that is at work; `share` is its part of what all of them sell."""

    code: str
    name: str
    kind: str
    share: float
    persons: int
    founded: str
    district: int
    channels: tuple[str, ...]
    mark: bool
    brand: str

    @property
    def answered(self) -> bool:
        return bool(self.channels)


@cache
def firms() -> tuple[Firm, ...]:
    """Every firm at work, the largest first."""
    book = words("chain")["firms"]
    rng = chance("firms")
    weights = [1 / (rank + 12) for rank in range(LISTED)]
    mixes = _mixes()
    users = _users(mixes)
    found = []
    for at in range(LISTED):
        kind = pick(rng, book["kinds"])
        share = weights[at] / sum(weights)
        branded = "own-brand-home" in mixes[at] and at not in users
        found.append(
            Firm(
                code=f"S-{at + 1:03d}",
                name=f"示例{kind}{at + 1:03d}",
                kind=kind,
                share=share,
                persons=max(4, round(PERSONS[2023] * OF_OUTPUT * share * (0.85 + 0.3 * rng.random()))),
                founded=f"{between(rng, 1986, 2019)}-{between(rng, 1, 12):02d}-{between(rng, 1, 28):02d}",
                district=at % 2,
                channels=mixes[at],
                mark=at in users,
                brand=f"示例牌{at + 1:03d}" if branded else "",
            )
        )
    return tuple(found)


def _mixes() -> list[tuple[str, ...]]:
    """The channels of each firm; none for those that did not answer. The broker is one that did."""
    asked = [mix for mix, n in MIXES for _ in range(n)]
    places = [0, *sorted(shuffled(chance("who answers"), range(1, LISTED))[: ANSWERED - 1])]
    found: list[tuple[str, ...]] = [()] * LISTED
    for place, mix in zip(places, shuffled(chance("mixes"), asked), strict=True):
        found[place] = mix
    return found


def _users(mixes: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """Places of the licensed firms: those that use the mark, and others that hold a licence only."""
    branded = [at for at, mix in enumerate(mixes) if "own-brand-home" in mix]
    others = [at for at, mix in enumerate(mixes) if "own-brand-home" not in mix]
    rng = chance("mark")
    return frozenset(shuffled(rng, branded)[:MARK_USERS] + shuffled(rng, others)[: LICENSED - MARK_USERS])


def answering() -> list[Firm]:
    return [firm for firm in firms() if firm.answered]


def sales(firm: Firm, year: int) -> float:
    """What a firm sells in a year, million CNY."""
    rng = chance("sales", firm.code, year)
    return OUTPUT[year] * OF_OUTPUT * firm.share * (1 + 0.06 * (rng.random() - 0.5))


@cache
def through(year: int) -> Mapping[tuple[str, str], float]:
    """What each firm that answered sells through each of its channels, million CNY: rows and columns fitted in turn."""
    own = {firm.code: sales(firm, year) for firm in answering()}
    whole = sum(own.values())
    wanted = {channel: whole * share / 100 for channel, share in zip(CHANNELS, SALES[year], strict=True)}
    cells = {(firm.code, channel): 0.6 + 0.8 * chance("mix", firm.code, channel).random()
             for firm in answering() for channel in firm.channels}  # fmt: skip
    for _ in range(400):
        for side, totals in ((1, wanted), (0, own)):
            sums: dict[str, float] = dict.fromkeys(totals, 0.0)
            for cell, value in cells.items():
                sums[cell[side]] += value
            cells = {cell: value * totals[cell[side]] / sums[cell[side]] for cell, value in cells.items()}
    return cells


@cache
def types() -> Mapping[tuple[str, str], str]:
    """How each firm and each of its channels is governed: most as their channel, the others as another."""
    found: dict[tuple[str, str], str] = {}
    for channel in CHANNELS:
        rows = [firm.code for firm in answering() if channel in firm.channels]
        others = [kind for kind in TYPES.values() if kind != TYPES[channel]]
        rest = (1 - OF_TYPE) / len(others)
        given = dealt(chance("type", channel), len(rows), [(kind, rest) for kind in others], TYPES[channel])
        found |= {(code, channel): kind for code, kind in zip(rows, given, strict=True)}
    return found
