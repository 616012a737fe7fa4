"""An embedded cluster whose account is known with error or in part: indicators over draws, and what to collect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from clustermark.methods.valuechain.account_faults import AccountError, Fault
from clustermark.methods.valuechain.embedded import INDICATORS, indicators
from clustermark.methods.valuechain.embedding import Figures, Parent, parent_of, pieces_of, processing_mix
from clustermark.methods.valuechain.system import System, as_system
from clustermark.methods.valuechain.table import Array, WorldTable

WEIGHT = 8.0  # of a missing share: as informative as eight observations around the parent's own
SHARES = ("value_added", "exports", "imported_inputs", "local_inputs")


@dataclass(frozen=True, slots=True)
class Known:
    """A figure with its coefficient of variation: lognormal for output, a beta for a share of it."""

    value: float
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class UncertainAccount:
    """A cluster's account with errors. Shares are 0..1: of output (value_added, exports, local_inputs: of inputs), and

    imported_inputs of all inputs. None: drawn around the parent's own share, as weakly as eight observations; local
    inputs around that share times sqrt(output over the parent's), half way between buying as its size would suggest and
    as if all that the industry buys from itself were bought next door.
    `destinations` are shares of exports, drawn from a Dirichlet: of that weight, or such that the largest share has the
    coefficient of variation `destinations_error`, not less than two observations.
    processing  share of exports made under processing trade, and `columns`, the inputs per unit of output (n,) of
                processing and of ordinary trade: both together are a prior of its purchases, else the parent's is taken
    """

    output: Known
    value_added: Known | None = None
    exports: Known | None = None
    imported_inputs: Known | None = None
    local_inputs: Known | None = None
    destinations: Mapping[str, float] | None = None
    destinations_error: float | None = None
    processing: Known | None = None
    columns: tuple[Array, Array] | None = None


@dataclass(frozen=True, slots=True)
class Draws:
    """Indicators (S,) by name, the figures drawn (S,) by name, and how many totals had to be drawn in."""

    indicators: Mapping[str, Array]
    inputs: Mapping[str, Array]
    clipped: int

    def quantiles(self, name: str, levels: Sequence[float] = (0.05, 0.5, 0.95)) -> tuple[float, ...]:
        """Quantiles of an indicator: p5, p50, p95 unless others are asked for."""
        return tuple(float(value) for value in np.quantile(self.indicators[name], levels))

    def sensitivity(self, name: str, bins: int = 20) -> dict[str, float]:
        """Share of an indicator's variance that knowing one figure would remove, largest first: what to collect next.

        First-order index by slices: the variance of the mean over `bins` equal slices of the figure's ranks, less what
        chance would give, over the whole variance; 0..1. Source: Saltelli and others (2008), Global Sensitivity
        Analysis, chapter 1; the estimate by slices follows Plischke, Borgonovo and Smith (2013), European Journal of
        Operational Research 226(3): 536-550.
        """
        y = self.indicators[name]
        spread = float(y.var())
        found = {}
        for figure, x in self.inputs.items():
            if spread == 0 or np.ptp(x) == 0:
                found[figure] = 0.0
                continue
            slices = np.array_split(y[np.argsort(x, kind="stable")], bins)
            sizes = np.array([len(part) for part in slices])
            means = np.array([part.mean() for part in slices])
            between = float((sizes * (means - y.mean()) ** 2).sum() / len(y))
            chance = spread * (bins - 1) / (len(y) - 1)
            found[figure] = float(np.clip((between - chance) / (spread - chance), 0.0, 1.0))
        return dict(sorted(found.items(), key=lambda item: -item[1]))


def embed_many(
    source: WorldTable | System,
    country: str,
    sector: str,
    account: UncertainAccount,
    *,
    draws: int = 1000,
    seed: int = 1,
) -> Draws:
    """Indicators of an embedded cluster for `draws` accounts by Latin hypercube: `INDICATORS` names them.

    The world is factorised once (or comes factorised); draws share it. Bilateral decompositions belong to the point
    estimate: `embed`. Raises TableError "contradictory-account" where the output cannot lie within the parent's.
    """
    if draws < 2:
        raise ValueError("at least two draws")
    system = as_system(source)
    parent = parent_of(system.table, country, sector)
    if not 0 < account.output.value < parent.output:
        code = "output-above-parent" if account.output.value > 0 else "output-not-positive"
        raise AccountError([Fault(code, account.output.value, parent.output)])
    figures, inputs = _drawn(account, parent, draws, seed)
    pieces = pieces_of(parent, figures, system.table.economies)
    found = indicators(system, parent, figures, pieces)
    return Draws({name: found[name] for name in INDICATORS}, inputs, pieces.clipped)


def _drawn(account: UncertainAccount, parent: Parent, draws: int, seed: int) -> tuple[Figures, dict[str, Array]]:
    """The figures of every draw, in the unit of the table, and what was drawn for each, as it was asked."""
    named = tuple(account.destinations or ())
    split = account.columns is not None and account.processing is not None
    wide = 1 + len(SHARES) + len(named) + 1
    sampler = stats.qmc.LatinHypercube(d=wide + split, rng=np.random.default_rng(seed))
    u = np.clip(sampler.random(draws), 1e-12, 1 - 1e-12)
    output = np.minimum(_lognormal(account.output, u[:, 0]), 0.999 * parent.output)
    inputs = {"output": output}
    around = _parent_shares(parent) | _processing_shares(account, parent)
    around["local_inputs"] *= np.sqrt(account.output.value / parent.output)
    for place, name in enumerate(SHARES, start=1):
        inputs[name] = _beta(getattr(account, name), around[name], u[:, place])
    purchases = output * (1 - inputs["value_added"])
    local = purchases * inputs["local_inputs"]
    exports = np.minimum(output * inputs["exports"], 0.999 * (output - local))
    imported = np.minimum(purchases * inputs["imported_inputs"], 0.999 * (purchases - local))
    told = list((account.destinations or {}).values())
    shares = _dirichlet(told, _weight(told, account.destinations_error), u[:, 1 + len(SHARES) : wide])
    inputs |= {f"destination {name}": shares[:, i] for i, name in enumerate(named)}
    mix = None
    if account.columns is not None and split:
        inputs["processing"] = _beta(account.processing, 0.5, u[:, wide])
        mix = processing_mix(*account.columns, inputs["processing"] * exports / output)
    figures = Figures(output, output * inputs["value_added"], exports, imported, local, shares, named, mix)
    return figures, inputs


def _processing_shares(account: UncertainAccount, parent: Parent) -> dict[str, float]:
    """What the mix of processing and ordinary trade says of value added and imported inputs; nothing without a mix."""
    if account.columns is None or account.processing is None:
        return {}
    exports = _parent_shares(parent)["exports"] if account.exports is None else account.exports.value
    mix = processing_mix(*account.columns, min(account.processing.value * exports, 1.0))
    abroad = float(mix[parent.seller != parent.economy].sum())
    found = {"value_added": 1 - float(mix.sum()), "imported_inputs": abroad / float(mix.sum()) if mix.sum() else 0.5}
    return {name: float(np.clip(share, 1e-3, 1 - 1e-3)) for name, share in found.items()}


def _parent_shares(parent: Parent) -> dict[str, float]:
    """The parent's own shares: value added and exports in output, imports and own purchases in inputs."""
    bought = float(parent.bought.sum()) + parent.own
    abroad = float(np.clip(parent.bought[parent.seller != parent.economy], 0, None).sum())
    exported = float(np.clip(parent.sold[parent.buyer != parent.economy], 0, None).sum())
    shares = {
        "value_added": parent.value_added / parent.output,
        "exports": exported / parent.output,
        "imported_inputs": abroad / bought if bought > 0 else 0.5,
        "local_inputs": parent.own / bought if bought > 0 else 0.5,
    }
    return {name: float(np.clip(share, 1e-3, 1 - 1e-3)) for name, share in shares.items()}


def _lognormal(known: Known, u: Array) -> Array:
    """Draws with the mean `value` and the coefficient of variation `error`."""
    if known.error == 0:
        return np.full(len(u), known.value)
    sigma = np.sqrt(np.log1p(known.error**2))
    return np.asarray(known.value * np.exp(sigma * stats.norm.ppf(u) - sigma**2 / 2))


def _beta(known: Known | None, parent: float, u: Array) -> Array:
    """Draws of a share: a beta around the known share with its error, or around the parent's with the weight of eight.

    An error larger than a beta allows is cut to that of two observations.
    """
    mean = parent if known is None else float(np.clip(known.value, 1e-6, 1 - 1e-6))
    if known is not None and known.error == 0:
        return np.full(len(u), mean)
    weight = WEIGHT if known is None else max((1 - mean) / (mean * known.error**2) - 1, 2.0)
    return np.asarray(np.clip(stats.beta.ppf(u, mean * weight, (1 - mean) * weight), 1e-6, 1 - 1e-6))


def _weight(shares: list[float], error: float | None) -> float:
    """The weight of a Dirichlet whose largest share has this coefficient of variation."""
    largest = float(np.clip(max(shares, default=0.5), 1e-3, 1 - 1e-3))
    return WEIGHT if not error else max((1 - largest) / (largest * error**2) - 1, 2.0)


def _dirichlet(shares: list[float], weight: float, u: Array) -> Array:
    """Draws (S, D) of shares whose rest goes elsewhere: gammas of the given weights, normed. (S, 0) without any."""
    if not shares:
        return np.zeros((len(u), 0))
    alphas = weight * np.clip([*shares, max(1 - sum(shares), 0.0)], 1e-3, None)
    gammas = stats.gamma.ppf(u, alphas)
    return np.asarray((gammas / gammas.sum(axis=1, keepdims=True))[:, :-1])
