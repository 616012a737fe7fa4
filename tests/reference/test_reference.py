"""Every method, level, group and split equals the literal equations, on two hundred random tables."""

import numpy as np
import pytest

from clustermark.methods.valuechain import METHODS, System, decompose, positions
from reference import dense
from reference.random_tables import exporters_of, random_table

TABLES = 200
CHUNK = 10


def literal(table):
    y = table.final_by_country
    return dense.World(table.intermediate, y, table.economy_of_row, table.sector_of_row)


def flows(world, terms, names, olds, level, n_economies):
    """(terms, N or 1, C or 1) from flows (n, C) of country 0."""
    n_sectors = world.sector.max() + 1
    out = np.zeros((len(names), n_sectors, n_economies))
    for t, name in enumerate(names):
        for j in range(n_sectors):
            rows = (world.sector == j) & (world.country == 0)
            out[t, j, olds] = terms[name][rows].sum(0)[1:]
    if not level.endswith("sector"):
        out = out.sum(1, keepdims=True)
    return out if level.startswith("bilateral") else out.sum(2, keepdims=True)


def alone(world, names, olds, level, n_economies):
    """The same for the self perimeter, flow by flow."""
    sectors = range(world.sector.max() + 1) if level.endswith("sector") else [None]
    partners = list(enumerate(olds, start=1)) if level.startswith("bilateral") else [(None, 0)]
    out = np.zeros((len(names), len(sectors), n_economies if level.startswith("bilateral") else 1))
    for j, sector in enumerate(sectors):
        for new, old in partners:
            terms = dense.one_flow(world, sector, new)
            out[:, j, old] = [terms[name] for name in names]
    return out


FLOWS = {
    "wwz": dense.wwz,
    "bm-exporter-source": dense.source,
    "my": dense.source,
    "bm-exporter-sink": dense.sink,
    "bmt": dense.tripartite,
}
NUMBERS = {
    "kww": dense.kww,
    "bm-importer": dense.importer,
    "bm-world-source": lambda world: dense.world(world, "source"),
    "bm-world-sink": lambda world: dense.world(world, "sink"),
}


def literal_terms(method, merged):
    if method == "bm-self":
        return {}
    return NUMBERS[method](merged) if method in NUMBERS else FLOWS[method](merged)


def expected(method, level, merged, olds, n_economies, terms):
    names = METHODS[method].terms[level]
    if method in NUMBERS:
        return np.array([terms[name] for name in names])[:, None, None]
    if method == "bm-self":
        return alone(merged, names, olds, level, n_economies)
    return flows(merged, terms, names, olds, level, n_economies)


def found(table, system, method, level, groups, seed):
    """All exporters from one inverse, or (every other table) each alone, from the factors only."""
    if seed % 2:
        return decompose(system, method, exporters=groups, level=level).values
    parts = []
    for name, members in groups.items():
        lone = System(table)
        parts.append(decompose(lone, method, exporters={name: members}, level=level).values)
        assert not lone.has_inverse, "made the inverse for one exporter"
    return np.concatenate(parts, axis=1)


CHUNKS = [pytest.param(first, marks=[pytest.mark.slow] if first else []) for first in range(0, TABLES, CHUNK)]


@pytest.mark.parametrize("first", CHUNKS)
def test_every_method_and_level_equals_the_literal_equations(first):
    for seed in range(first, first + CHUNK):
        table = random_table(seed)
        groups = exporters_of(table, seed)
        world, system = literal(table), System(table)
        scale = np.abs(dense.exports(world)).sum()
        merged = [world.merged([table.economies.index(m) for m in members]) for members in groups.values()]
        for method, entry in METHODS.items():
            terms = [literal_terms(method, part) for part, _ in merged]
            for level in entry.terms:
                got = found(table, system, method, level, groups, seed)
                for place, name in enumerate(groups):
                    part, olds = merged[place]
                    want = expected(method, level, part, olds, len(table.economies), terms[place])
                    assert got[:, place].shape == want.shape, (seed, method, level, name)
                    worst = np.abs(got[:, place] - want).max()
                    assert worst <= 1e-9 * scale, (seed, method, level, name, worst)


@pytest.mark.parametrize("first", range(0, TABLES, CHUNK * 5))
def test_distances_equal_the_literal_equations(first):
    for seed in range(first, first + CHUNK * 5):
        table = random_table(seed)
        want = dense.positions(literal(table))
        for system in (System(table), System(table, inverse=literal(table).b)):
            close(positions.upstreamness(system), want["upstreamness"])
            close(positions.downstreamness(system), want["downstreamness"])
            lengths = positions.production_lengths(system)
            for name in ("plv_domestic", "plv_rt", "plv_gvc", "ply_gvc"):
                close(
                    lengths[name],
                    want[name],
                    at_least=dict(zip(("plv_domestic", "plv_rt"), want["parts"], strict=False)).get(name),
                )
            shares = positions.participation(system)
            busy = table.output != 0
            close(shares["forward"][busy], (want["gvc"] / np.where(busy, table.output, 1.0))[busy])
            close(shares["backward"], want["backward"])
            for got, part in zip(positions.forward_parts(system), want["parts"], strict=True):
                close(got, part)


def close(got, want, at_least=None):
    where = np.isfinite(want)
    if at_least is not None:  # a ratio to a part that is all but zero has no figures
        where &= np.abs(at_least) > 1e-6
    np.testing.assert_allclose(got[where], want[where], rtol=1e-9, atol=1e-9)
