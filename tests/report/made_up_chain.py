"""Made-up long results of the lenses on the chain, as the report reads them: Sampleton and made-up others."""

from itertools import pairwise, product

import polars as pl

FOCUS = "sampleton"
EXPORT, DESIGN, HOME, PLAIN = "contract-export", "own-design", "own-brand-home", "unbranded-home"
CHANNELS = (EXPORT, DESIGN, HOME, PLAIN)


def frame(columns: str, rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, columns.split(), orient="row", infer_schema_length=None)


def value() -> dict[str, pl.DataFrame]:
    ladders = {
        EXPORT: [
            ("tax", 0.083, 0),
            ("retail", 0.4, 0),
            ("brand", 0.234, 0),
            ("intermediary", 0.133, 0),
            ("factory", 0.15, 0.063),
        ],
        DESIGN: [("tax", 0.08, 0), ("retail", 0.4, 0), ("intermediary", 0.22, 0), ("factory", 0.3, 0.17)],
        HOME: [("tax", 0.0875, 0), ("retail", 0.297, 0), ("intermediary", 0.1, 0), ("factory", 0.5155, 0.294)],
        PLAIN: [("retail", 0.448, 0), ("intermediary", 0.302, 0), ("factory", 0.25, None)],
    }
    rows: list[tuple[object, ...]] = [
        (
            FOCUS,
            channel,
            f"{channel}-2023",
            "",
            2023,
            "CNY/piece",
            tier,
            "",
            "",
            30.0 * share,
            None,
            share,
            inside,
            inside or 0.0,
            0.25 if inside is None else inside,
            ["claims:2"],
        )
        for channel, tiers in ladders.items()
        for tier, share, inside in tiers
    ]
    of = {EXPORT: 0.34, DESIGN: 0.1, HOME: 0.26, PLAIN: 0.3}
    getters = {"factory": "cluster"}
    flows: list[tuple[object, ...]] = [
        (FOCUS, "consumer", channel, share, None, None, []) for channel, share in of.items()
    ]
    for channel, tiers in ladders.items():
        for tier, share, inside in tiers:
            kept = 0.13 if inside is None else float(inside)
            if tier == "factory":
                flows.append((FOCUS, channel, getters[tier], of[channel] * kept, None, None, ["claims:2"]))
                flows.append((FOCUS, channel, "inputs-outside", of[channel] * (share - kept), None, None, []))
            else:
                flows.append((FOCUS, channel, tier, of[channel] * share, None, None, []))
    names = "subject channel ladder product year unit tier label_zh label_en amount amount_high share inside"
    return {
        "value_ladders": frame(f"{names} inside_low inside_high rows", rows),
        "money_flows": frame("subject from to share share_low share_high rows", flows),
    }


def position() -> dict[str, pl.DataFrame]:
    shares = (("design", 0.06, 0.09), ("production", 0.74, 0.6), ("marketing", 0.09, 0.15), ("management", 0.11, 0.16))
    functions: list[tuple[object, ...]] = [
        (
            FOCUS,
            code,
            2023,
            "pay",
            "",
            own,
            own - 0.02,
            own + 0.02,
            2022,
            other,
            own / other,
            own / other - 0.1,
            own / other + 0.1,
            186,
            [],
        )
        for code, own, other in shares
    ]
    embedded: list[tuple[object, ...]] = [
        (FOCUS, code, "XSA:towels", "made up", 2022, 2023, unit, parent, low, middle, high, middle, 1000, 0, [])
        for code, unit, parent, low, middle, high in (
            ("position.cluster_upstreamness", "stages", 2.1, 1.6, 1.8, 2.0),
            ("position.cluster_downstreamness", "stages", 2.6, 2.4, 2.7, 2.9),
            ("position.cluster_domestic_share", "share", 0.7, 0.74, 0.79, 0.84),
            ("position.cluster_backward", "share", 0.3, 0.16, 0.21, 0.26),
            ("position.cluster_forward", "share", 0.2, 0.15, 0.19, 0.25),
            ("position.cluster_vax", "CNY", 3e9, 1e9, 1.1e9, 1.3e9),
        )
    ]
    worth: list[tuple[object, ...]] = [
        (FOCUS, indicator, figure, known, 0.2, value)
        for indicator, figure, known, value in (
            ("position.cluster_domestic_share", "imported_inputs", True, 0.63),
            ("position.cluster_domestic_share", "value_added", True, 0.21),
            ("position.cluster_upstreamness", "local_inputs", False, 0.4),
            ("position.cluster_upstreamness", "exports", True, 0.05),
        )
    ]
    return {
        "functions": frame(
            "subject function year basis weights share low high sector_year sector_share specialisation "
            "specialisation_low specialisation_high firms rows",
            functions,
        ),
        "embedded_cluster": frame(
            "subject indicator cell table table_year year unit parent low median high point draws clipped rows",
            embedded,
        ),
        "figure_worth": frame("subject indicator figure known error worth", worth),
    }


def governance() -> dict[str, pl.DataFrame]:
    types: list[tuple[object, ...]] = [
        (FOCUS, channel, code, share, max(share - 0.08, 0.0), min(share + 0.08, 1.0), 60)
        for channel, shares in {
            EXPORT: {"captive": 0.78, "hierarchy": 0.06, "ambiguous": 0.16},
            DESIGN: {"modular": 0.7, "ambiguous": 0.3},
            HOME: {"relational": 0.64, "modular": 0.2, "ambiguous": 0.16},
            PLAIN: {"market": 0.71, "excluded": 0.1, "ambiguous": 0.19},
        }.items()
        for code, share in shares.items()
    ]
    verdicts: list[tuple[object, ...]] = [
        (FOCUS, channel, 0.3, code, code, 0.7, 0.6, 0.8, 0.98, code, code, 60)
        for channel, code in ((EXPORT, "captive"), (DESIGN, "modular"), (HOME, "relational"), (PLAIN, "market"))
    ]
    drives: list[tuple[object, ...]] = [
        (FOCUS, channel, p, p - 0.05, p + 0.05, b, b - 0.06, b + 0.06, min(p, b), 0.1, 0.3, code, 0.99, "", 60)
        for channel, p, b, code in (
            (EXPORT, 0.12, 0.88, "buyer"),
            (DESIGN, 0.55, 0.61, "hybrid"),
            (HOME, 0.72, 0.35, "producer"),
            (PLAIN, 0.4, 0.3, "neither"),
        )
    ]
    items: list[tuple[object, ...]] = [
        (FOCUS, channel, item, 0.2, None if item == "equity" else 0.7, 55)
        for channel in CHANNELS
        for item in ("mark", "design", "price", "equity")
    ]
    power: list[tuple[object, ...]] = []
    for channel, firms, buyers in ((EXPORT, 0.62, 0.08), (DESIGN, 0.4, 0.3), (HOME, 0.2, 0.3), (PLAIN, 0.1, 0.05)):
        power += [
            (FOCUS, channel, "firms", "dependence", firms, firms - 0.05, firms + 0.05, 60),
            (FOCUS, channel, "buyers", "dependence", buyers, max(buyers - 0.05, 0.0), buyers + 0.05, 60),
            (FOCUS, channel, "both", "imbalance", abs(firms - buyers), None, None, 60),
            (FOCUS, channel, "buyers", "largest_buyer", 0.41, 0.35, 0.47, 60),
            (FOCUS, channel, "buyers", "sets_price", 0.5, 0.4, 0.6, 60),
        ]
    compared: list[tuple[object, ...]] = [
        (FOCUS, "governance.type", EXPORT, "captive", "captive", "agree", 60, ["claims:2"]),
        (FOCUS, "mechanism.driver", HOME, "producer", "buyer", "differ", 60, ["claims:3"]),
        (FOCUS, "mechanism.driver", PLAIN, "", "buyer", "one-sided", 0, ["claims:4"]),
    ]
    scales: list[tuple[object, ...]] = [
        (FOCUS, "", scale, items_, 180, alpha, alpha - 0.05, alpha + 0.05, alpha, None, alpha > 0.6)
        for scale, items_, alpha in (("complexity", 4, 0.82), ("codifiability", 4, 0.78), ("capability", 5, 0.55))
    ]
    return {
        "governance_types": frame("subject channel type share low high firms", types),
        "governance_channels": frame(
            "subject channel sales type leading share low high agrees at_lower at_higher firms", verdicts
        ),
        "drivers": frame(
            "subject channel producer producer_low producer_high buyer buyer_low buyer_high hybrid hybrid_low "
            "hybrid_high verdict agrees hinges_on firms",
            drives,
        ),
        "driver_items": frame("subject channel item producer buyer firms", items),
        "power": frame("subject channel who measure value low high firms", power),
        "governance_verdicts": frame("subject of channel measured published verdict firms rows", compared),
        "firm_scales": frame("subject channel scale items n alpha low high omega r_wg used", scales),
    }


def actors() -> dict[str, pl.DataFrame]:
    firms = [f"F{at:03d}" for at in range(1, 25)]
    pairs = [*pairwise(firms[1:13]), *pairwise(firms[13:])]
    pairs += [("F001", "F005"), ("F018", "F001"), ("Towel association", "F001"), ("Yarn mill A", "F003")]
    links: list[tuple[object, ...]] = [
        (FOCUS, layer, one, other, None, "", 1, ["claims:2"])
        for layer, every in (("knowledge", 1), ("supply", 2))
        for one, other in pairs[::every]
    ]
    named = sorted({name for pair in pairs for name in pair})
    kinds = {"Towel association": "association", "Yarn mill A": "outside"}
    roles: list[tuple[object, ...]] = [
        (
            FOCUS,
            layer,
            name,
            kinds.get(name, "firm"),
            "",
            1,
            2,
            2,
            90.0 if name == "F001" else 1.0 + at,
            0.55 if name == "F001" else 0.01,
            2,
            3,
            0,
            0,
            0,
            0,
            1 if name == "F001" else at + 2,
        )
        for layer, (at, name) in product(("knowledge", "supply"), enumerate(named))
    ]
    sizes: list[tuple[object, ...]] = [
        (FOCUS, "revenue", 2023, 180, 186, 3, 0.021, 0.02, 0.015, 0.16, 6.1e6, "CNY"),
        (FOCUS, "employees", 2023, 186, 186, 0, 0.018, 0.018, 0.012, 0.14, 26.0, "persons"),
    ]
    premium: list[tuple[object, ...]] = [
        (FOCUS, HOME, "piece", 2023, 31, 28, 12.0, 11.0, 0.09, 0.05, 0.13),
        (FOCUS, PLAIN, "piece", 2023, 12, 40, 6.1, 6.0, 0.015, -0.03, 0.06),
    ]
    riding: list[tuple[object, ...]] = [
        (FOCUS, what, members, trace, least, 1 - gap, gap, gap - 0.05, gap + 0.05)
        for what, members, trace, least, gap in (
            ("as-is", 61, 0.1, None, 0.88),
            ("minimum-standard", 61, 0.1, 0.5, 0.5),
            ("traceability", 61, 0.6, None, 0.39),
            ("smaller-club", 20, 0.1, None, 0.85),
            ("standard-and-trace", 61, 0.6, 0.5, 0.3),
        )
    ]
    government: list[tuple[object, ...]] = [
        (FOCUS, role, 8, n, n / 120, n / 120 - 0.02, n / 120 + 0.02, ["claims:2"])
        if n
        else (FOCUS, role, 0, 0, 0.0, 0.0, 0.03, [])
        for role, n in (("facilitator", 80), ("regulator", 30), ("producer", 10), ("buyer", 0))
    ]
    work: list[tuple[object, ...]] = [
        (FOCUS, "fair", 5, 2, "2018", "2023", False, ["claims:2"]),
        (FOCUS, "training", 3, 1, "2020", "2022", False, []),
        (FOCUS, "coordination", 1, 0, "2021", "2021", True, ["claims:3"]),
    ]
    return {
        "firm_links": frame("subject layer from to weight unit stated_by rows", links),
        "firm_roles": frame(
            "subject layer firm kind district named_by in_degree out_degree betweenness betweenness_share core "
            "coordinator gatekeeper representative liaison itinerant rank",
            roles,
        ),
        "firm_sizes": frame(
            "subject by year firms in_list bounds concentration low normalised top_four median unit", sizes
        ),
        "mark_premium": frame(
            "subject channel unit year users others price_users price_others premium low high", premium
        ),
        "free_riding": frame("subject what members traceability minimum quality gap low high", riding),
        "government_roles": frame("subject role documents passages share low high rows", government),
        "association_work": frame("subject kind actions joint first_year last_year caution rows", work),
    }


def growth() -> dict[str, pl.DataFrame]:
    card: list[tuple[object, ...]] = [
        (
            FOCUS,
            "contract-share",
            "yes",
            "firm",
            0.61,
            0.55,
            0.67,
            "share",
            0.5,
            0.004,
            "2020-2023",
            "survey",
            186,
            "",
            [],
        ),
        (FOCUS, "few-buyers", "yes", "leaning", 0.52, 0.47, 0.57, "share", 0.5, None, "2023", "survey", 180, "", []),
        (FOCUS, "held", "no", "firm", 0.38, 0.3, 0.46, "share", 0.5, None, "2023", "survey", 186, "", []),
        (FOCUS, "functions-standing", "no", "", None, None, None, "", None, None, "2020-2023", "survey", 150, "", []),
        (FOCUS, "specific-assets", "unknown", "", None, None, None, "share", 0.5, None, "", "survey", 0, "no-rows", []),
        (FOCUS, "no-own-brand", "no", "firm", 0.12, 0.1, 0.14, "share", 0.0, None, "2023", "survey", 186, "", []),
        (FOCUS, "margin-behind", "unknown", "", None, None, None, "", None, None, "", "", 0, "no-earlier-year", []),
    ]
    roles: list[tuple[object, ...]] = []
    for market, start, step in (("export", (0.86, 0.12, 0.02), 0.01), ("home", (0.0, 0.7, 0.3), 0.05)):
        for at in range(4):
            contract, design, brand = start[0] - (step * at if start[0] else 0), start[1], start[2] + step * at
            design -= 0 if start[0] else step * at
            roles.append(
                (
                    FOCUS,
                    market,
                    2020 + at,
                    contract,
                    contract - 0.03 if contract else 0.0,
                    contract + 0.03,
                    design,
                    design - 0.03,
                    design + 0.03,
                    brand,
                    max(brand - 0.03, 0.0),
                    brand + 0.03,
                    0.1,
                    design / 2 + brand,
                    0.5,
                    "survey",
                    150 + at,
                )
            )
    changed: list[tuple[object, ...]] = [
        (
            FOCUS,
            "process",
            "output-per-worker",
            "survey",
            "CNY/person",
            2020,
            2023,
            2.0e5,
            2.4e5,
            0.06,
            0.04,
            0.08,
            0.03,
            "up",
            "better",
            True,
            150,
            [],
        ),
        (
            FOCUS,
            "process",
            "defect-rate",
            "survey",
            "share",
            2020,
            2023,
            0.032,
            0.024,
            -0.09,
            -0.12,
            -0.06,
            0.02,
            "down",
            "better",
            True,
            150,
            [],
        ),
        (
            FOCUS,
            "product",
            "unit-price",
            "survey",
            "CNY/piece",
            2020,
            2023,
            7.9,
            8.0,
            0.004,
            -0.01,
            0.02,
            0.03,
            "up",
            "standing",
            True,
            150,
            [],
        ),
        (
            FOCUS,
            "functional",
            "own-brand-sales",
            "survey",
            "share",
            2020,
            2023,
            0.08,
            0.12,
            0.013,
            0.004,
            0.02,
            0.005,
            "up",
            "unclear",
            True,
            150,
            [],
        ),
        (
            FOCUS,
            "functional",
            "own-brand-sales",
            "accounts",
            "share",
            2020,
            2023,
            0.08,
            0.12,
            0.013,
            None,
            None,
            0.005,
            "up",
            "better-leaning",
            False,
            1,
            [],
        ),
    ]
    return {
        "lock_in_card": frame(
            "subject sign answer sure value low high unit threshold change years basis n why rows", card
        ),
        "product_roles": frame(
            "subject channel year contract contract_low contract_high design design_low design_high brand brand_low "
            "brand_high unmarked score market_share basis firms",
            roles,
        ),
        "upgrading_indicators": frame(
            "subject kind indicator basis unit first_year last_year first last change low high least better moved "
            "counted n rows",
            changed,
        ).with_columns(form=pl.when(pl.col("unit") == "share").then(pl.lit("points")).otherwise(pl.lit("rate"))),
    }


def trade() -> dict[str, pl.DataFrame]:
    products: list[tuple[object, ...]] = [
        (
            FOCUS,
            "caps",
            market,
            str(year),
            "kg",
            "USD",
            40,
            2e6 - at * 3e5,
            3e5,
            7.0 + at,
            0.84 + 0.05 * at + 0.02 * (year - 2020),
            "low" if at == 0 else "middle",
            -0.2,
            -0.4,
            -0.1,
            4,
        )
        for at, market in enumerate(("XAL", "XBE", "XGA"))
        for year in range(2020, 2024)
    ]
    rivals: list[tuple[object, ...]] = [
        (
            FOCUS,
            "caps",
            "2023",
            "kg",
            "USD",
            name,
            name == FOCUS,
            3,
            1e6,
            8.0,
            1.0,
            quality,
            quality - 0.1,
            quality + 0.2,
            rank,
        )
        for rank, (name, quality) in enumerate((("XDE", 0.6), ("XEP", 0.2), (FOCUS, -0.1), ("XZE", -0.7)), 1)
    ]
    return {
        "trade_products": frame(
            "subject product market year unit currency records value quantity unit_value relative band quality "
            "quality_low quality_high rivals",
            products,
        ),
        "trade_rivals": frame(
            "subject product year unit currency exporter own markets value unit_value relative quality quality_low "
            "quality_high rank",
            rivals,
        ),
    }


def situation() -> dict[str, pl.DataFrame]:
    scores: list[tuple[object, ...]] = [
        (
            place,
            factor,
            0.1 * at - 0.2 * n,
            float(1 + (at + n) % 5),
            float(max(1, (at + n) % 5)),
            float(min(5, 2 + (at + n) % 5)),
            3,
            5,
        )
        for n, place in enumerate((FOCUS, "northby", "eastby", "southby", "westby"))
        for at, factor in enumerate(("technology", "talent", "information", "capital", "service", "all"))
    ]
    indicators: list[tuple[object, ...]] = [
        (FOCUS, "technology", "factors.patents", 310.0, "patents", "persons", "2023", 0.4, []),
        (FOCUS, "talent", "enterprises.designers", 120.0, "persons", "persons", "2023", -0.6, []),
    ]
    special: list[tuple[object, ...]] = [(FOCUS, "2023", 8.75, 8.6, 8.9, 2.25, 2.1, 2.4, [])]
    return {
        "factor_scores": frame("subject factor score rank rank_low rank_high indicators places", scores),
        "factor_indicators": frame("subject factor indicator value unit per year z rows", indicators),
        "specialisation": frame("subject year quotient low high strength strength_low strength_high rows", special),
    }


def tables() -> dict[str, pl.DataFrame]:
    """Every table that the pages on the chain draw."""
    return {**value(), **position(), **governance(), **actors(), **growth(), **trade(), **situation()}
