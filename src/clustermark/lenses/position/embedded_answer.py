"""What one cluster's account comes to in one world table: the point, the draws, and why it cannot be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from clustermark.evidence.world_table_sources import open_system, open_table
from clustermark.lenses.communication.spend_points import plain
from clustermark.lenses.context import Context
from clustermark.lenses.measured import Ground
from clustermark.lenses.position.account import Told
from clustermark.lenses.position.drawn import DRAWS, grades_of, origins_of, pages_of, seed_of
from clustermark.lenses.position.embedding import Fitted, as_one, columns_of, fitted
from clustermark.lenses.position.side import Why
from clustermark.lenses.rows import text
from clustermark.methods.valuechain import Account, System, TableError, WorldTable, decompose, embed
from clustermark.methods.valuechain.account_faults import AccountError, Fault
from clustermark.methods.valuechain.embedded import INDICATORS, indicators_of
from clustermark.methods.valuechain.embedding_draws import SHARES, Draws, embed_many
from clustermark.methods.valuechain.table import Array
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem, Where, problem

METHOD = "position.embedded/1"
MOST_CLIPPED = 0.1  # totals that had to give way, for a draw: more, and the account hardly fits its industry
SHOWN = 8  # cells that a problem names
ITEM = {"processing": "processing_exports"}  # a figure drawn, and the item of the account that tells it
DESTINATION = "destination "  # before the name of an economy, among the figures drawn
Figures = tuple[float, float, float, float, float]  # the industry's, low, median, high, point


@dataclass(frozen=True, slots=True)
class World:
    """A world table as it was read, with an economy's regions taken together, and its system."""

    table: WorldTable
    whole: WorldTable
    system: System


Worlds = dict[tuple[str, str], World | Why]  # by source and economy


@dataclass(frozen=True, slots=True)
class Partner:
    """Exports of the cluster to one economy, in the currency of the table: all, and what is in them."""

    name: str
    exports: float
    domestic: float
    absorbed: float
    onward: float
    foreign: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one cluster: figures by indicator, the worth of each figure of the account, and what they rest on.

    worth    indicator -> figure -> share of the variance, largest first
    spread   coefficient of variation of each figure as it was drawn; known: the figures that the account has
    partners of the point estimate, the largest first; of the focus only
    """

    told: Told
    source: Source
    cell: str
    currency: str
    figures: Mapping[str, Figures]
    worth: Mapping[str, Mapping[str, float]]
    spread: Mapping[str, float]
    known: frozenset[str]
    clipped: int
    ground: Ground
    reliability: str
    parameters: Mapping[str, object]
    partners: Sequence[Partner] = ()


def answer_of(
    context: Context, subject: str, source: Source, told: Told, worlds: Worlds, problems: list[InputProblem]
) -> Answer | Why:
    """The indicators of a cluster with its account in a world table, or why there are none."""
    world = _world(context, source, told.economy, worlds, problems)
    if isinstance(world, Why):
        return world
    region = source.defaults.get("processing", "")
    columns = columns_of(world.table, world.whole, told.economy, told.sector, region) if region else None
    fit = fitted(context, told, world.whole, columns)
    if isinstance(fit, Why):
        return fit
    try:
        return _answer(context, subject, source, told, world.system, fit)
    except AccountError as error:
        return _why(error.faults[0])
    except TableError as error:
        return Why.of("world-table-unreadable", table=source.id, problem=error.code)


def _world(context: Context, source: Source, economy: str, worlds: Worlds, problems: list[InputProblem]) -> World | Why:
    """The table of a source, opened once for each economy that is taken together in it."""
    key = (source.id, economy)
    if key not in worlds:
        try:
            table = next(
                (one.table for (name, _), one in worlds.items() if name == source.id and isinstance(one, World)), None
            )
            table = open_table(context.study, source) if table is None else table
            whole = as_one(table, economy)
            same = next((w for w in worlds.values() if isinstance(w, World) and w.whole is whole), None)
            system = open_system(context.study, source, whole) if same is None else same.system
            worlds[key] = World(table, whole, system)
        except TableError as error:
            told = ", ".join(error.cells[:SHOWN]) or error.message
            problems.append(problem(f"world-table.{error.code}", Where(source.path), detail=told))
            worlds[key] = Why.of("world-table-unreadable", table=source.id)
    return worlds[key]


def _why(fault: Fault) -> Why:
    """The reason that a fault gives: the figure as a per cent of what it may not pass, so that no unit is needed."""
    share = f"{100 * fault.figure / fault.limit:.3g}%" if fault.limit > 0 else ""
    return Why.of(f"account-{fault.code}", ratio=share, name=plain(fault.name))


def _answer(context: Context, subject: str, source: Source, told: Told, system: System, fit: Fitted) -> Answer:
    cell = (told.economy, told.sector)
    point = indicators_of(system, *cell, fit.point)
    seed = seed_of(context.study.seed, METHOD, subject)
    draws = embed_many(system, *cell, fit.uncertain, draws=DRAWS, seed=seed)
    industry = _industry(system, *cell)
    figures: dict[str, Figures] = {}
    for name in INDICATORS:
        low, median, high = draws.quantiles(name)
        factor = fit.factor if name == "vax" else 1.0
        figures[name] = tuple(factor * one for one in (industry[name], low, median, high, point[name]))  # type: ignore[assignment]
    rows = [*told.rows, *(row for row in fit.output.rows if row not in told.rows)]
    ground = Ground([text(row, "row") for row in rows], [*origins_of(rows), source.origin], _origins(told), "", METHOD)
    return Answer(
        told,
        source,
        plain(":".join(cell)),
        fit.currency,
        figures,
        _worth(draws),
        _merged({name: _spread(drawn) for name, drawn in draws.inputs.items()}, min),
        frozenset(_known(fit)),
        draws.clipped,
        ground,
        grades_of(rows),
        _parameters(source, told, fit, draws),
        _partners(system.table, told, fit) if subject == context.study.focus else (),
    )


def _origins(told: Told) -> int:
    """How many pages stand behind that figure of the account which has fewest: a chain is as strong as its weakest."""
    figures = [told.output, *told.shares.values(), *told.of_output.values(), *told.destinations.values()]
    return min(pages_of(figure.rows) for figure in figures)


def _partners(table: WorldTable, told: Told, fit: Fitted) -> list[Partner]:
    """Exports of the point estimate by partner, after Borin and Mancini: source-based, perimeter of the country."""
    if told.economy not in table.economies:  # a region of a split economy: its border is not the country's
        return []
    made = embed(table, told.economy, told.sector, fit.point)
    found = decompose(made.table, "bm-exporter-source", exporters=[told.economy], level="bilateral-sector")
    values = fit.factor * found.values[:, 0, found.sectors.index(made.cluster), :]
    terms = [values[found.terms.index(name)] for name in ("GEXP", "DVA", "DAVAX", "GVCF", "FC")]
    rows = [Partner(name, *map(float, of)) for name, of in zip(found.partners, zip(*terms, strict=True), strict=True)]
    return sorted((one for one in rows if one.exports > 0), key=lambda one: (-one.exports, one.name))


def _industry(system: System, economy: str, sector: str) -> dict[str, float]:
    """The indicators of the parent: those of its half, since a proportional split changes none but the amount."""
    table = system.table
    row = table.countries.index(economy) * len(table.sectors) + table.sectors.index(sector)
    half = indicators_of(system, economy, sector, Account(float(table.output[row]) / 2))
    return half | {"vax": 2 * half["vax"]}


def _spread(drawn: Array) -> float:
    """The coefficient of variation of a figure as it was drawn."""
    mean = float(drawn.mean())
    return float(drawn.std()) / abs(mean) if mean else 0.0


def _merged(figures: Mapping[str, float], how: Callable[[list[float]], float]) -> dict[str, float]:
    """Figures with all destinations of exports as one, "destination": nobody collects one without the others."""
    places = [one for name, one in figures.items() if name.startswith(DESTINATION)]
    kept = {ITEM.get(name, name): one for name, one in figures.items() if not name.startswith(DESTINATION)}
    return kept | ({"destination": how(places)} if places else {})


def _worth(draws: Draws) -> dict[str, dict[str, float]]:
    """Share of each indicator's variance that knowing a figure would remove, largest first."""
    found = {}
    for name in INDICATORS:
        worth = _merged(draws.sensitivity(name), lambda parts: min(sum(parts), 1.0))
        found[name] = dict(sorted(worth.items(), key=lambda item: -item[1]))
    return found


def _known(fit: Fitted) -> list[str]:
    stated = [name for name in SHARES if getattr(fit.uncertain, name) is not None]
    places = ["destination"] if fit.uncertain.destinations else []
    return ["output", *stated, *places, *(["processing_exports"] if fit.mixed else [])]


def _parameters(source: Source, told: Told, fit: Fitted, draws: Draws) -> dict[str, object]:
    """What a reader must know: cell, table, which figures were known, what was left out, how often totals gave way."""
    guessed = [name for name in SHARES if getattr(fit.uncertain, name) is None]
    return {
        "cell": plain(f"{told.economy}:{told.sector}"),
        "table": source.id,
        "table-year": source.year,
        "draws": DRAWS,
        "known": ",".join(_known(fit)),
        "guessed": ",".join(guessed),
        "value-added": "payroll+profit" if told.from_parts else "",
        "processing": source.defaults.get("processing", "") if fit.mixed else "",
        "left-out": ",".join(map(plain, told.left_out)),
        "unknown-destinations": ",".join(map(plain, fit.unknown)),
        "clipped": draws.clipped or "",
        "at-most": "leaning" if draws.clipped > MOST_CLIPPED * DRAWS else "",
    }
