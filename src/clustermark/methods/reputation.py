"""A shared mark as a common good: how much quality its members make, and what standards and traceability change.

Reputation follows the mean quality, R' = gamma (mean q - R); price a + b R; cost c q^2 / 2; discount rate r. Since the
price is linear in R, each member's best quality is constant. The setting is that of Winfree and McCluskey (2005),
American Journal of Agricultural Economics 87(1): 206-213; the closed form is this program's derivation in it. Its
parameters cannot be estimated from the evidence of a study: results are declared what-ifs.
"""


def planned_quality(b: float, gamma: float, c: float, r: float) -> float:
    """q* = b gamma / (c (r + gamma)): the quality that is best for all members together.

    b gain in price per unit of reputation, gamma speed at which reputation follows quality (1/year), c slope of the
    marginal cost of quality, r discount rate (1/year). Raises ValueError where one is not positive (r may be 0).
    """
    if not (b > 0 and gamma > 0 and c > 0 and r >= 0):
        raise ValueError("b, gamma and c are positive, r is not negative")
    return b * gamma / (c * (r + gamma))


def chosen_quality(planned: float, members: int, *, traceability: float = 0.0, minimum: float = 0.0) -> float:
    """The quality that each of N members chooses: max(m, q* (tau + (1 - tau) / N)).

    tau is the share of a product's reputation that follows its own maker, m a minimum standard that is enforced. With
    tau = 0 and no standard the free rider's q* / N. Raises ValueError for fewer than one member or tau outside 0..1.
    """
    if members < 1 or not 0 <= traceability <= 1 or minimum < 0:
        raise ValueError("members, traceability or minimum")
    return max(minimum, planned * (traceability + (1 - traceability) / members))


def free_riding_gap(planned: float, members: int, *, traceability: float = 0.0, minimum: float = 0.0) -> float:
    """q* - q, never below 0: quality lost because each member earns only a part of what its quality brings to all."""
    return max(0.0, planned - chosen_quality(planned, members, traceability=traceability, minimum=minimum))


def complies(saving: float, audit: float, fine: float) -> bool:
    """Whether a member keeps to the standard: expected fine (probability times fine) at least the cost it would save.

    Raises ValueError for a probability outside 0..1.
    """
    if not 0 <= audit <= 1:
        raise ValueError("probability of an audit")
    return audit * fine >= saving
