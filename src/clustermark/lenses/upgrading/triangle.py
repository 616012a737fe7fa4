"""Shares of sales in three roles, contract work, own products, own brands, that add up to one."""

from dataclasses import dataclass

from clustermark.lenses.upgrading.change import Array
from clustermark.methods.upgrading import role_score
from clustermark.study.model import Origin

METHOD = "upgrading.roles/1"
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Roles:
    """Shares of one market ("" for all) in one year in the order of ROLES.

    unmarked  share of own products without any mark; market  of all sales; unread  of the market, with an unknown role
    """

    market: str
    year: int
    shares: Array
    ends: tuple[Interval, ...] | None
    unmarked: float
    part: float
    unread: float
    basis: str
    n: int
    rows: tuple[str, ...]
    origins: tuple[Origin, ...]

    @property
    def score(self) -> float:
        """Half the own products plus the own brands."""
        return role_score(float(self.shares[1]), float(self.shares[2]))

    def interval(self, at: int) -> Interval | None:
        """The interval of a share, or of the score where `at` is beyond the shares; None where there is none."""
        return None if self.ends is None else self.ends[at]

    @property
    def sampled(self) -> bool:
        """Whether firms were asked, so that n counts them."""
        return self.basis == "firm_survey"
