"""Identities that hold on every table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.random_tables import exporters_of, random_table

from clustermark.methods.valuechain import (
    METHODS,
    System,
    WorldTable,
    decompose,
    participation,
    positions,
    production_lengths,
    smile_curve,
    upstreamness,
    value_added,
)

seeds = st.integers(0, 100_000)
few = settings(max_examples=40, deadline=None)
ADDITIVE = ("wwz", "bm-exporter-source", "bm-exporter-sink", "bmt")


def close(got, want, scale=1.0):
    np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9 * scale)


def of(result, term):
    return result.values[result.terms.index(term)]


def all_exports(table):
    return np.abs(table.exports()).sum()


@few
@given(seeds)
def test_terms_sum_to_gross_exports_where_output_is_positive(seed):
    table = random_table(seed, split=False)
    groups = exporters_of(table, seed)
    busy = (table.output != 0).reshape(len(table.economies), -1)
    gross = decompose(table, "bm-exporter-source", exporters=groups, level="bilateral-sector")
    wwz = decompose(table, "wwz", exporters=groups, level="bilateral-sector").values.sum(axis=0)
    bmt = decompose(table, "bmt", exporters=groups, level="bilateral-sector").values.sum(axis=0)
    scale = all_exports(table)
    for place, members in enumerate(groups.values()):
        if len(members) > 1:
            continue
        rows = busy[table.economies.index(members[0])]
        close(wwz[place][rows], of(gross, "GEXP")[place][rows], scale)
        close(bmt[place][rows], of(gross, "GEXP")[place][rows], scale)
    exporting = table.exports().sum(axis=1).reshape(len(table.economies), -1)
    kww = decompose(table, "kww").values.sum(axis=0)[:, 0, 0]
    close(kww, np.where(busy, exporting, 0.0).sum(axis=1), scale)


@few
@given(seeds)
def test_coarser_levels_are_sums_of_finer_ones(seed):
    table = random_table(seed)
    system, scale = System(table), all_exports(table)
    groups = exporters_of(table, seed)
    for method in ADDITIVE:
        finest = decompose(system, method, exporters=groups, level="bilateral-sector").values
        bilateral = decompose(system, method, exporters=groups, level="bilateral").values
        sector = decompose(system, method, exporters=groups, level="sector").values
        country = decompose(system, method, exporters=groups, level="country").values
        close(bilateral, finest.sum(axis=2, keepdims=True), scale)
        close(sector, finest.sum(axis=3, keepdims=True)[: len(sector)], scale)
        close(country, sector.sum(axis=2, keepdims=True), scale)


@few
@given(seeds)
def test_identities_of_borin_and_mancini(seed):
    table = random_table(seed)
    system, scale = System(table), all_exports(table)
    groups = exporters_of(table, seed)
    source = decompose(system, "bm-exporter-source", exporters=groups, level="bilateral-sector")
    sink = decompose(system, "bm-exporter-sink", exporters=groups, level="bilateral-sector")
    for result in (source, sink):
        close(of(result, "DVA"), of(result, "VAX") + of(result, "REF"), scale)
        close(of(result, "DC"), of(result, "DVA") + of(result, "DDC"), scale)
        close(of(result, "FC"), of(result, "FVA") + of(result, "FDC"), scale)
    close(of(source, "GVC"), of(source, "GVCB") + of(source, "GVCF"), scale)
    for term in ("DC", "FC"):
        close(of(source, term), of(sink, term), scale)
    country = decompose(system, "bm-exporter-source", exporters=groups)
    last = decompose(system, "bm-exporter-sink", exporters=groups)
    for term in last.terms:  # over all partners the approaches agree
        close(of(last, term), of(country, term), scale)
    worlds = [decompose(system, f"bm-world-{approach}") for approach in ("source", "sink")]
    close(of(worlds[0], "FVA").sum(), of(worlds[1], "FVA").sum(), scale)


@few
@given(seeds)
def test_five_terms_of_miroudot_and_ye_are_those_of_the_source_approach(seed):
    table = random_table(seed)
    system = System(table)
    my, source = (decompose(system, name, level="sector") for name in ("my", "bm-exporter-source"))
    assert my.terms == ("GEXP", "DVA", "DDC", "FVA", "FDC")
    for term in my.terms:
        assert np.array_equal(of(my, term), of(source, term))


@few
@given(seeds)
def test_wwz_maps_to_kww(seed):
    table = random_table(seed)
    system, scale = System(table), all_exports(table)
    groups = exporters_of(table, seed)
    w, k = (decompose(system, name, exporters=groups) for name in ("wwz", "kww"))
    close(of(w, "DVA_FIN"), of(k, "DVA_FIN"), scale)
    close(of(w, "OVA_FIN") + of(w, "MVA_FIN"), of(k, "FVA_FIN"), scale)
    close(of(w, "OVA_INT") + of(w, "MVA_INT"), of(k, "FVA_INT"), scale)
    close(of(w, "ODC") + of(w, "MDC"), of(k, "FDC"), scale)
    close(of(w, "RDV_FIN") + of(w, "RDV_FIN2"), of(k, "RDV_FIN"), scale)
    close(of(w, "RDV_INT"), of(k, "RDV_INT"), scale)
    close(of(w, "DDC_FIN") + of(w, "DDC_INT"), of(k, "DDC"), scale)


@few
@given(seeds)
def test_imports_of_all_are_exports_of_all(seed):
    table = random_table(seed)
    imports = decompose(table, "bm-importer")
    close(of(imports, "GIMP"), of(imports, "VA") + of(imports, "DC"), all_exports(table))
    exports = of(decompose(table, "bm-exporter-source"), "GEXP")
    idle = np.abs(table.intermediate[:, table.output == 0]).sum()
    assert idle == 0
    close(of(imports, "GIMP").sum(), exports.sum(), all_exports(table))


@few
@given(seeds)
def test_own_and_partner_flows_of_members_are_zero(seed):
    table = random_table(seed)
    groups = exporters_of(table, seed)
    for method in (*ADDITIVE, "bm-self"):
        result = decompose(table, method, exporters=groups, level="bilateral-sector")
        for place, members in enumerate(groups.values()):
            inner = [result.partners.index(member) for member in members]
            assert not result.values[:, place, :, inner].any()


@few
@given(seeds)
def test_lengths_add_up_to_upstreamness(seed):
    table = random_table(seed)
    system = System(table)
    parts = positions.forward_parts(system)
    lengths = production_lengths(system)
    up = upstreamness(system)["upstreamness"].to_numpy()
    x = table.output
    total = sum(
        np.nan_to_num(lengths[name].to_numpy()) * part
        for name, part in zip(("plv_domestic", "plv_rt", "plv_gvc"), parts, strict=True)
    )
    close(sum(parts), x, x.max())
    close(total, np.where(x != 0, up * x, 0.0), x.max())
    assert (up[x == 0] == 1).all()
    close(lengths["plv"].to_numpy(), up)
    shares = participation(system)
    close(np.nan_to_num(shares["forward"].to_numpy()) * x, parts[2], x.max())


@few
@given(seeds)
def test_gains_of_a_product_sum_to_its_value(seed):
    table = random_table(seed)
    system = System(table)
    rng = np.random.default_rng(seed)
    row = int(rng.choice(np.flatnonzero(table.output > 0)))
    economy = table.economies[table.economy_of_row[row]]
    sector = table.sectors[table.sector_of_row[row]]
    rows = (table.economy_of_row == table.economy_of_row[row]) & (table.sector_of_row == table.sector_of_row[row])
    if (table.output[rows] == 0).any():
        return
    curve = smile_curve(system, economy, sector)
    value = table.final_by_country[rows].sum()
    scale = max(np.abs(curve["gain"]).sum(), 1.0)
    close(curve["gain"].sum(), value, scale)
    if len(table.output) > len(curve):  # the parts of a split cell share one distance
        return
    mean = (curve["gain"] * curve["distance"].fill_nan(0.0)).sum()  # v B = 1, so v B B = 1' B
    close(mean, table.final_by_country[rows].sum(axis=1) @ positions.downstreamness(system)[rows], 10 * scale)


@few
@given(seeds)
def test_value_added_by_origin_is_value_added_and_by_use_final_demand(seed):
    table = random_table(seed)
    frame = value_added(table)
    values = frame["value"].to_numpy().reshape(len(table.economies), -1)
    made = np.bincount(table.economy_of_row, weights=table.value_added)
    scale = np.abs(table.final).sum()
    close(values.sum(axis=1), made, scale)
    busy = table.output != 0
    close(values.sum(axis=0), table.final_by_country[busy].sum(axis=0), scale)


@few
@given(seeds)
def test_aggregation_keeps_totals(seed):
    table = random_table(seed)
    sectors = {"all": list(table.sectors)} if len(table.sectors) > 1 else {}
    countries = {"two": list(table.economies[:2])}
    small = table.aggregate(countries=countries, sectors=sectors)
    close(small.intermediate.sum(), table.intermediate.sum(), table.intermediate.sum())
    close(small.final.sum(), table.final.sum(), np.abs(table.final).sum())
    close(small.value_added.sum(), table.value_added.sum(), np.abs(table.value_added).sum())
    assert small.economies[:1] == ("two",) and len(small.economies) == len(table.economies) - 1
    whole = decompose(table, "bm-exporter-source", exporters=countries)
    merged = decompose(table.aggregate(countries=countries), "bm-exporter-source", exporters=["two"])
    close(of(merged, "GEXP"), of(whole, "GEXP"), all_exports(table))


@few
@given(seeds)
def test_a_split_that_is_merged_again_keeps_totals(seed):
    table = random_table(seed, split=True)
    merged = table.aggregate(countries={"C0": ["R0", "R1"]})
    assert merged.split == {} and set(merged.countries) == set(table.economies)
    close(merged.exports().sum(axis=0), table.exports().sum(axis=0), all_exports(table))
    renamed = table.aggregate(countries={"other": [table.economies[-1]]})
    assert renamed.split == (table.split if table.economies[-1] != "C0" else {})


@few
@given(seeds)
def test_permuting_countries_permutes_results(seed):
    table = random_table(seed, split=False)
    rng = np.random.default_rng(seed)
    g, n = len(table.countries), len(table.sectors)
    order = rng.permutation(g)
    rows = (order[:, None] * n + np.arange(n)).ravel()
    categories = table.final.shape[1] // g
    columns = (order[:, None] * categories + np.arange(categories)).ravel()
    names = [table.countries[i] for i in order]
    other = WorldTable(table.intermediate[np.ix_(rows, rows)], table.final[np.ix_(rows, columns)], names, table.sectors)
    for method, entry in METHODS.items():
        level = list(entry.terms)[-1]
        here = decompose(table, method, level=level).values
        there = decompose(other, method, level=level).values
        here = here[:, order]
        here = here[:, :, :, order] if level.startswith("bilateral") else here
        close(there, here, all_exports(table))


@few
@given(seeds)
def test_a_group_of_one_is_that_country(seed):
    table = random_table(seed)
    label = table.economies[seed % len(table.economies)]
    for method, entry in METHODS.items():
        level = list(entry.terms)[-1]
        alone = decompose(table, method, exporters=[label], level=level)
        group = decompose(table, method, exporters={"one": [label]}, level=level)
        assert np.array_equal(alone.values, group.values)
        assert group.exporters == ("one",)


def test_a_group_of_two_differs_from_the_sum_of_its_members():
    differing = 0
    for seed in range(1, 40):
        table = random_table(seed)
        if len(table.economies) < 3:
            continue
        two = list(table.economies[:2])
        group = decompose(table, "bm-exporter-source", exporters={"two": two})
        members = decompose(table, "bm-exporter-source", exporters=two)
        for term in ("FVA", "DDC", "GEXP"):
            assert abs(of(group, term).sum() - of(members, term).sum()) > 1e-3, (seed, term)
        differing += 1
    assert differing > 20


def test_self_perimeter_is_not_additive():
    from valuechain import leather

    system = System(leather.table())
    finest = decompose(system, "bm-self", level="bilateral-sector")
    for level, axis in (("bilateral", 2), ("sector", 3)):
        coarse = decompose(system, "bm-self", level=level)
        assert np.all(of(coarse, "DVA") <= of(finest, "DVA").sum(axis=axis - 1, keepdims=True) + 1e-12)
        assert np.any(of(coarse, "DVA") < of(finest, "DVA").sum(axis=axis - 1, keepdims=True) - 1e-3)
        assert coarse.values[0].sum() == pytest.approx(finest.values[0].sum())
