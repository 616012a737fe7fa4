"""Shares of sales in three roles, contract work, own products, own brands, that add up to one."""

from dataclasses import dataclass

import numpy as np

from clustermark.lenses.upgrading.change import Array
from clustermark.lenses.upgrading.definitions import ROLES
from clustermark.methods.governance.means import interval
from clustermark.methods.upgrading import role_score
from clustermark.study.model import Origin

METHOD = "upgrading.roles/1"


@dataclass(frozen=True, slots=True)
class Roles:
    """Shares of one market ("" for all) in one year in the order of ROLES, with draws of them (draws, 3).

    unmarked  share of own products without any mark; market  of all sales; unread  of the market, with an unknown role;
    effective: number of firms after Kish, 0 for figures of pages
    """

    market: str
    year: int
    shares: Array
    draws: Array | None
    unmarked: float
    part: float
    unread: float
    basis: str
    n: int
    rows: tuple[str, ...]
    origins: tuple[Origin, ...]
    effective: float = 0.0

    @property
    def score(self) -> float:
        """Half the own products plus the own brands."""
        return role_score(float(self.shares[1]), float(self.shares[2]))

    def interval(self, at: int) -> tuple[float, float] | None:
        """The interval of a share, or of the score where `at` is beyond the shares; None where there are no draws."""
        if self.draws is None:
            return None
        drawn = self.draws @ np.array([0.0, 0.5, 1.0]) if at == len(ROLES) else self.draws[:, at]
        return interval(self.score if at == len(ROLES) else float(self.shares[at]), drawn, self.effective)

    @property
    def sampled(self) -> bool:
        """Whether firms were asked, so that n counts them."""
        return self.basis == "firm_survey"
