"""What was planted about the chain, by nothing but sums over the plan."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from sample_cluster.account import paid
from sample_cluster.chain import (
    ANSWERED,
    BROKER,
    CHANNELS,
    FUNCTIONS,
    LISTED,
    MARK_USERS,
    OUTPUT,
    PAY,
    PERSONS,
    PREMIUM,
    SALES,
    TYPES,
    YEARS,
    answering,
    firms,
    through,
    types,
)
from sample_cluster.firm_survey import DAYS, DEFECTS, NEW, POWER, SPOILT
from sample_cluster.grammar import words
from sample_cluster.links import halves, links
from sample_cluster.plan import FOCUS, PERIOD
from sample_cluster.trade import OURS, PRICES, PROCESSING, QUALITY, RIVALS

NOW = int(PERIOD)
EXPORTS = ("contract-export", "own-design")
LOCK_IN = {  # profit falls from 5 to 3.1 % of output in three years; three buyers take over half on average
    "contract-share": "no",
    "few-buyers": "yes",
    "held": "no",
    "functions-standing": "no",
    "specific-assets": "no",
    "no-own-brand": "no",
    "margin-behind": "yes",
}


def chain() -> dict[str, Any]:
    """Every fact by name."""
    return {
        "sales": {str(year): dict(zip(CHANNELS, SALES[year], strict=True)) for year in YEARS},
        "types": TYPES,
        "type_shares": _type_shares(),
        "firms_by_channel": Counter(channel for firm in answering() for channel in firm.channels),
        "capture": _capture(),
        "functions": _functions(),
        "power": {name: dict(zip(("largest", "three", "months"), POWER[name], strict=True)) for name in CHANNELS},
        "firms": _firms(),
        "links": _links(),
        "premium": {"dearer": round(PREMIUM - 1, 6), "users": MARK_USERS, "others": _branded() - MARK_USERS},
        "trade": _trade(),
        "roles": _roles(),
        "process": {str(year): _process(year) for year in YEARS},
        "product": {str(year): {"new": NEW[year]} for year in YEARS},
        "lock_in": LOCK_IN,
        "spoilt": SPOILT,
    }


def _process(year: int) -> dict[str, float]:
    made = round(OUTPUT[year] / PERSONS[year], 6)
    return {"defects": DEFECTS[year], "days": DAYS[year], "output_per_person": made}


def _type_shares() -> dict[str, dict[str, float]]:
    """Shares of each channel's sales by how firms are governed."""
    sums: dict[str, dict[str, float]] = {channel: defaultdict(float) for channel in CHANNELS}
    for (code, channel), sold in through(NOW).items():
        sums[channel][types()[code, channel]] += sold
    return {channel: _parts(found) for channel, found in sums.items()}


def _parts(sums: Mapping[str, float]) -> dict[str, float]:
    whole = sum(sums.values())
    return {name: round(value / whole, 6) for name, value in sorted(sums.items())}


def _capture() -> dict[str, Any]:
    """What stays of a consumer's price in each channel, what consumers spend there, and K."""
    tiers: dict[str, dict[str, float]] = defaultdict(dict)
    for _, subject, _, channel, tier, amount, *_ in words("figures")["price_ladders"]["rows"]:
        if subject == FOCUS:
            tiers[channel][tier] = amount
    rates = {name: (own["factory"] - own["inputs-outside"]) / own["consumer"] for name, own in tiers.items()}
    sold = dict(zip(CHANNELS, SALES[NOW], strict=True))
    spent = {name: sold[name] / (own["factory"] / own["consumer"]) for name, own in tiers.items()}
    whole = sum(spent.values())
    return {
        "rates": {name: round(rate, 6) for name, rate in rates.items()},
        "spending": {name: round(value / whole, 6) for name, value in spent.items()},
        "K": round(sum(spent[name] * rate for name, rate in rates.items()) / whole, 6),
    }


def _functions() -> dict[str, Any]:
    """Shares of pay with bought services added to their function, and the ratio of the cluster's to the sector's."""
    book = words("chain")["payroll"]
    own = {name: money + book["services"][name] for name, money in paid(NOW).items()}
    sector = {name: money + bought for name, (money, bought) in book["sector"].items()}
    ours, theirs = _parts(own), _parts(sector)
    return {
        "cluster": ours,
        "sector": theirs,
        "specialisation": {name: round(ours[name] / theirs[name], 6) for name in FUNCTIONS},
        "pay": {str(year): dict(zip(FUNCTIONS, PAY[year], strict=True)) for year in YEARS},
    }


def _firms() -> dict[str, Any]:
    shares = [firm.share for firm in firms()]
    return {
        "at_work": LISTED,
        "closed": words("chain")["firms"]["closed"],
        "twice": words("chain")["firms"]["again"],
        "asked": LISTED,
        "answered": ANSWERED,
        "response_rate": ANSWERED / LISTED,
        "own_brands": sum(bool(firm.brand) for firm in firms()),
        "mark_users": sum(firm.mark for firm in firms()),
        "top_four": round(sum(sorted(shares)[-4:]), 6),
        "concentration": round(sum(share**2 for share in shares), 6),
    }


def _branded() -> int:
    return sum("own-brand-home" in firm.channels for firm in firms())


def _links() -> dict[str, Any]:
    outside = Counter(link[0] for link in links() if link[3] == "集群外")
    counts = Counter(link[0] for link in links())
    return {
        "rows": dict(sorted(counts.items())),
        "outside": {layer: round(outside[layer] / counts[layer], 6) for layer in sorted(counts)},
        "broker": BROKER,
        "halves": [[firm.code for firm in side] for side in halves()],
    }


def _trade() -> dict[str, Any]:
    """Log quality of the cluster against the mean of its rivals, and who stands where."""
    mean = sum(QUALITY.values()) / len(QUALITY)
    return {
        "rivals": list(RIVALS),
        "quality": {str(year): round(OURS[year] - mean, 6) for year in YEARS},
        "order": sorted([*RIVALS, FOCUS], key=lambda one: -(OURS[NOW] if one == FOCUS else QUALITY[one])),
        "price": {str(year): PRICES[year] for year in YEARS},
        "processing": {str(year): PROCESSING[year] for year in YEARS},
    }


def _roles() -> dict[str, dict[str, dict[str, float]]]:
    """Shares of contract work, own design and own brand in exports and at home, by year."""
    found: dict[str, dict[str, dict[str, float]]] = {"export": {}, "home": {}}
    for year in YEARS:
        sold = dict(zip(CHANNELS, SALES[year], strict=True))
        abroad = sum(sold[name] for name in EXPORTS)
        found["export"][str(year)] = {
            "contract": round(sold["contract-export"] / abroad, 6),
            "design": round(sold["own-design"] / abroad, 6),
            "brand": 0.0,
        }
        found["home"][str(year)] = {
            "unbranded": round(sold["unbranded-home"] / (100 - abroad), 6),
            "brand": round(sold["own-brand-home"] / (100 - abroad), 6),
        }
    return found
