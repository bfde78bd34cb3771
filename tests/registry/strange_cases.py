"""Schemes of every kind that nobody has seen, and what they pay to a farm that fits: the sum is made by hand beside each."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.registry import strange


@dataclass(frozen=True)
class Case:
    """A scheme, a farm that fits, and what each of its payments pays in each year: as the sum reads, in euros."""

    scheme: str
    pays: dict[str, str]
    farm: dict[str, object] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)
    rows: tuple[str, ...] = ()


def grass(id: str, area: str, *measures: str, **more: object) -> dict[str, object]:
    """A parcel of grassland under measures that cover it."""
    laid = [{"code": code, "area_ha": area} for code in measures]
    return {"id": id, "area_ha": area, "land_use": "permanent_grassland", "measures": laid, **more}


def bank(id: str, metres: str, code: str = "natuurvriendelijke-oever-beheer") -> dict[str, object]:
    return {"id": id, "kind": "sloot", "length_m": metres, "measures": [{"code": code, "length_m": metres}]}


HERBS, HAY = "kruidenrijk-grasland-inzaaien", "botanisch-hooiland"

CASES: dict[str, Case] = {
    # 40 m is below the least; 380 and 220 m are 600, of which 500 at 2.40 - 0.15; the decree ends it at EUR 1,000.
    "oevers": Case(
        """
        - id: beheer
          kind: flat
          level: unit
          unit: m
          quantity: length
          measures: [natuurvriendelijke-oever-beheer]
          figures: {rate: 2.40 EUR/m, deduction: 0.15 EUR/m, min_quantity: 60 m, max_quantity: 500 m}
        """,
        {"beheer": "1000.00"},
        {"elements": [bank("E1", "380"), bank("E2", "220"), bank("E3", "40")]},
        {
            "oevers-hoogstens": strange.limit(
                "oevers-hoogstens", "amount_cap", "{cap: 1000 EUR}", payments=["municipality.nijkerk.oevers"]
            )
        },
    ),
    # The same without an end: 500 x 2.25.
    "oevers-vrij": Case(
        """
        - id: beheer
          kind: flat
          level: unit
          unit: m
          quantity: length
          measures: [rietzoom-breed]
          figures: {rate: 2.40 EUR/m, deduction: 0.15 EUR/m, min_quantity: 60 m, max_quantity: 500 m}
        """,
        {"beheer": "1125.00"},
        {
            "elements": [
                bank("E1", "380", "rietzoom-breed"),
                bank("E2", "220", "rietzoom-breed"),
                bank("E3", "40", "rietzoom-breed"),
            ]
        },
    ),
    # Clay 2.37 x 310.55 and peat 1.13 x 412; sand has no tariff.
    "naar-grond": Case(
        f"""
        - id: kruiden
          kind: flat
          level: unit
          unit: ha
          quantity: area
          keyed_by: soil
          measures: [{HERBS}]
          figures: {{rate: {{values: {{clay: 310.55, peat: 412}}, unit: EUR/ha}}}}
        """,
        {"kruiden": "1201.56"},
        {
            "parcels": [
                grass("P1", "2.37", HERBS, soil="clay"),
                grass("P2", "1.13", HERBS, soil="peat"),
                grass("P3", "3", HERBS, soil="sand"),
            ]
        },
    ),
    # Of every parcel the first 1.5 ha: 1.5 + 0.8 at 95.
    "eerste-hectares": Case(
        f"""
        - id: eerste
          kind: first_quantity
          level: unit
          unit: ha
          quantity: area
          measures: [{HERBS}]
          figures: {{rate: 95 EUR/ha, first: 1.5 ha}}
        """,
        {"eerste": "218.50"},
        {"parcels": [grass("P1", "4", HERBS), grass("P2", "0.8", HERBS)]},
    ),
    # Of the farm the first 30 ha less EUR 2 each has a most of EUR 1,400, and a farm of 52 ha has it whole: min(30 x 50; 1400).
    "eerste-met-einde": Case(
        """
        - id: eerste
          kind: first_quantity
          level: farm
          unit: ha
          quantity: parcel_ha
          figures: {rate: 50 EUR/ha, first: 30 ha, cap: 1400 EUR}
        """,
        {"eerste": "1400.00"},
        {"parcels": [grass("P1", "52")]},
    ),
    # Five steps: 14.2 ha lie in the fourth: 900 + 4.2 x 55.50.
    "trappen": Case(
        """
        - id: trap
          kind: step_area
          level: farm
          unit: ha
          quantity: grassland_ha
          tiers:
            - {at_least: 1, figure: een}
            - {at_least: 3, figure: drie, rate: boven_drie}
            - {at_least: 6, figure: zes}
            - {at_least: 10, figure: tien, rate: boven_tien}
            - {at_least: 20, figure: twintig}
          figures:
            {een: 100 EUR, drie: 250 EUR, boven_drie: 40 EUR/ha, zes: 500 EUR, tien: 900 EUR,
             boven_tien: 55.50 EUR/ha, twintig: 1500 EUR}
        """,
        {"trap": "1133.10"},
        {"parcels": [grass("P1", "14.2")]},
    ),
    # 75 + 12 x 18.25, since no more than 12 of 17 ha count: 294.00.
    "vast-en-wisselend": Case(
        """
        - id: samen
          kind: fixed_plus_variable
          level: farm
          unit: ha
          quantity: parcel_ha
          figures: {fixed: 75 EUR, rate: 18.25 EUR/ha, max_quantity: 12 ha, cap: 5000 EUR}
        """,
        {"samen": "294.00"},
        {"parcels": [grass("P1", "17")]},
    ),
    # A result between two bounds: 8 x 40 where 3 <= 4.5 <= 6; and out of bounds nothing.
    "tussen-twee": Case(
        """
        - id: goed
          kind: kpi_binary
          level: farm
          unit: ha
          quantity: parcel_ha
          indicator: indicators.fosfaatbodemoverschot_kg_ha
          figures: {rate: 40 EUR/ha, threshold: {value: 300, unit: kg}, threshold_max: {value: 600, unit: kg}}
        - id: te-veel
          kind: kpi_binary
          level: farm
          unit: ha
          quantity: parcel_ha
          indicator: indicators.fosfaatbodemoverschot_kg_ha
          figures: {rate: 40 EUR/ha, threshold: {value: 100, unit: kg}, threshold_max: {value: 449.99, unit: kg}}
        """,
        {"goed": "320.00"},
        {"parcels": [grass("P1", "8")], "indicators": {"fosfaatbodemoverschot_kg_ha": "450"}},
    ),
    # Lower is better: 118 is at most 120: 22.5 x 10; the cap of 200 ends it.
    "staffel-omlaag": Case(
        """
        - id: staffel
          kind: tiered
          level: farm
          unit: ha
          quantity: parcel_ha
          indicator: indicators.stikstofbodemoverschot_kg_ha
          tiers:
            - {at_most: 160, figure: een}
            - {at_most: 140, figure: twee}
            - {at_most: 120, figure: drie}
            - {at_most: 100, figure: vier}
          figures: {een: 7.50 EUR/ha, twee: 15 EUR/ha, drie: 22.50 EUR/ha, vier: 31 EUR/ha, cap: 200 EUR}
        """,
        {"staffel": "200.00"},
        {"parcels": [grass("P1", "10")], "indicators": {"stikstofbodemoverschot_kg_ha": "118"}},
    ),
    # From 200 down to 80: at 150 the share is 50/120: 12 x 60 x 5/12 = 300.
    "helling": Case(
        """
        - id: omlaag
          kind: ramp
          level: farm
          unit: ha
          quantity: parcel_ha
          indicator: indicators.stikstofbodemoverschot_kg_ha
          figures: {rate: 60 EUR/ha, ramp_from: {value: 200, unit: kg}, ramp_to: {value: 80, unit: kg}}
        """,
        {"omlaag": "300.00"},
        {"parcels": [grass("P1", "12")], "indicators": {"stikstofbodemoverschot_kg_ha": "150"}},
    ),
    # Half of the way from 4 to 10 species is 175 on 3 ha; past the last point it stays 250: 525 + 92.50. Before the first none.
    "soortenlijn": Case(
        f"""
        - id: soorten
          kind: interpolated
          level: unit
          unit: ha
          quantity: area
          measures: [{HERBS}]
          indicator: place.kensoorten
          tiers: [{{at_least: 10, figure: veel}}, {{at_least: 3, figure: geen}}, {{at_least: 4, figure: enkele}}]
          figures: {{geen: 0 EUR/ha, enkele: 100 EUR/ha, veel: 250 EUR/ha}}
        """,
        {"soorten": "617.50"},
        {
            "parcels": [
                grass("P1", "3", HERBS, facts={"kensoorten": 7}),
                grass("P2", "0.37", HERBS, facts={"kensoorten": 12}),
                grass("P3", "2", HERBS, facts={"kensoorten": 2}),
            ]
        },
    ),
    # 137.5 points at 8.40 are 1,155, ended at 1,100.
    "punten": Case(
        """
        - id: punt
          kind: points
          level: farm
          unit: point
          quantity: one
          indicator: declared.punten_vreemd
          figures: {rate: 8.40 EUR/point, cap: 1100 EUR}
        """,
        {"punt": "1100.00"},
        {"declared": {"punten_vreemd": "137.5"}},
    ),
    # The gate is open; (12 + 30 x 0.85) x 9: 337.50. Points below nothing take nothing away: 12 x 9.
    "poort": Case(
        """
        - id: poort
          kind: gate_points
          level: farm
          unit: ha
          quantity: parcel_ha
          indicator: declared.punten_poort
          conditions: [{kind: fact_at_least, path: declared.poort, value: 3}]
          figures: {base: 12 EUR/ha, per_point: 0.85 EUR/ha/point, max_points: 30 point}
        """,
        {"poort": "337.50"},
        {"parcels": [grass("P1", "9")], "declared": {"punten_poort": "41", "poort": "3"}},
    ),
    # Three of five years at most 110: 2022, 2024 and 2026; 7 x 33.33.
    "drie-van-vijf": Case(
        """
        - id: beste
          kind: best_n
          level: farm
          unit: ha
          quantity: parcel_ha
          indicator: indicators.stikstofbodemoverschot_kg_ha
          figures: {rate: 33.33 EUR/ha, n: 3 year, m: 5 year, threshold_max: {value: 110, unit: kg}}
        """,
        {"beste": "233.31"},
        {
            "parcels": [grass("P1", "7")],
            "indicators": {"stikstofbodemoverschot_kg_ha": "110"},
            "indicator_history": {
                "stikstofbodemoverschot_kg_ha": {"2022": "90", "2023": "150", "2024": "110", "2025": "110.01"}
            },
        },
    ),
    # The three dearest of four: 40 % of 5,000 is ended at 1,500; 1,200 and 400; and the whole at 2,900.
    "kosten-per-stuk": Case(
        """
        - id: stuks
          kind: percent_cost
          level: farm
          unit: eur
          quantity: declared.kosten_stuks_vreemd
          figures: {percent: 40 %, cap_per_item: 1500 EUR, max_items: 3 piece, cap: 2900 EUR}
        """,
        {"stuks": "2900.00"},
        {"declared": {"kosten_stuks_vreemd": ["1000", "5000", "900", "3000"]}},
    ),
    # 70 % of 8,000 is 5,600, and 4,275 the most.
    "kosten-tot-een-maximum": Case(
        """
        - id: kosten
          kind: percent_cost
          level: farm
          unit: eur
          quantity: declared.kosten_vreemd
          figures: {percent: 70 %, cap: 4275 EUR}
        """,
        {"kosten": "4275.00"},
        {"declared": {"kosten_vreemd": "8000"}},
    ),
    # A cost share of all costs, no more than the costs.
    "hele-kosten": Case(
        """
        - id: kosten
          kind: cost_share
          level: farm
          unit: eur
          quantity: declared.hele_kosten_vreemd
          figures: {percent: 100 %}
        """,
        {"kosten": "812.34"},
        {"declared": {"hele_kosten_vreemd": "812.34"}},
    ),
    # 0.35 % of the balances at this bank, above a balance of EUR 100,000: 345,678.
    "rente": Case(
        """
        - id: rente
          kind: percent_balance
          level: farm
          unit: eur
          quantity: loan_balance
          parties: {lender: rabobank}
          figures: {percent: 0.35 %, threshold: 100000 EUR, cap: 5000 EUR}
        """,
        {"rente": "1209.87"},
        {
            "finance": {
                "loans": [
                    {"lender": "rabobank", "balance_eur": "300000"},
                    {"lender": "rabobank", "balance_eur": "45678"},
                    {"lender": "abn", "balance_eur": "99999"},
                ]
            }
        },
    ),
    # 7.5 % of a rent of 6,200 and 800, where the rent is above EUR 5,000; a floor of EUR 500 in a limit.
    "pacht": Case(
        """
        - id: korting
          kind: percent_rent
          level: farm
          unit: eur
          quantity: rent
          parties: {lessor: asr}
          figures: {percent: 7.5 %, threshold: 5000 EUR}
        """,
        {"korting": "525.00"},
        {
            "finance": {
                "leases": [
                    {"lessor": "asr", "rent_eur_year": "6200", "area_ha": "6"},
                    {"lessor": "asr", "rent_eur_year": "800", "area_ha": "1"},
                ]
            }
        },
        {
            "pacht-minstens": strange.limit(
                "pacht-minstens",
                "minimum_total",
                "{minimum: 500 EUR}",
                payments=["municipality.nijkerk.pacht"],
            )
        },
    ),
    # 85 % of 60,000 is 51,000, but EUR 20,000 stays; and the payer ends at EUR 35,000.
    "waarde": Case(
        """
        - id: waarde
          kind: value_loss
          level: farm
          unit: eur
          quantity: declared.waarde_vreemd
          reward: {service: landschap, indicator: euro, quantity: euro, term: eenmalig}
          figures: {percent: 85 %, residual: 20000 EUR, cap: 35000 EUR}
        """,
        {"waarde": "35000.00"},
        {"declared": {"waarde_vreemd": "60000"}},
    ),
    # Per 100 kg: 650,000 kg are 6,500; EUR 1.50 less a contribution of 0.40; no more than 6,000 count.
    "melk": Case(
        """
        - id: melk
          kind: flat
          level: farm
          unit: 100kg_milk
          quantity: herd.milk_kg_year
          divide_by: 100
          figures:
            {rate: 1.50 EUR/100kg_milk, deduction: 0.40 EUR/100kg_milk, max_quantity: 6000 100kg_milk,
             min_quantity: 500 100kg_milk, cap: 6550 EUR}
        """,
        {"melk": "6550.00"},
        {"herd": {"milk_kg_year": "650000"}},
    ),
    # The supplement for the farm needs the strip on land; 2 x 300 and EUR 175.
    "toeslag": Case(
        f"""
        - id: basis
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [{HAY}]
          figures: {{rate: 300 EUR/ha}}
        - id: boven
          kind: flat
          level: farm
          unit: farm
          quantity: one
          figures: {{rate: 175 EUR/farm}}
        """,
        {"basis": "600.00", "boven": "175.00"},
        {"parcels": [grass("P1", "2", HAY)]},
        rows=("t,municipality.nijkerk.toeslag#boven,municipality.nijkerk.toeslag#basis,requires,all,farm,",),
    ),
    # Without the strip there is nothing to supplement.
    "toeslag-zonder": Case(
        f"""
        - id: basis
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [{HAY}]
          figures: {{rate: 300 EUR/ha}}
        - id: boven
          kind: flat
          level: farm
          unit: farm
          quantity: one
          figures: {{rate: 175 EUR/farm}}
        """,
        {},
        {"parcels": [grass("P1", "2", HERBS)]},
        rows=(
            "tz,municipality.nijkerk.toeslag-zonder#boven,municipality.nijkerk.toeslag-zonder#basis,requires,all,farm,",
        ),
    ),
    # Points below nothing take the base with them, and no farm owes anything: 12 - 20 x 0.85 is below nothing.
    "onder-nul": Case(
        """
        - id: poort
          kind: gate_points
          level: farm
          unit: ha
          quantity: parcel_ha
          indicator: declared.punten_onder_nul
          figures: {base: 12 EUR/ha, per_point: 0.85 EUR/ha/point, max_points: 30 point}
        - id: punt
          kind: points
          level: farm
          unit: point
          quantity: one
          indicator: declared.punten_onder_nul
          figures: {rate: 8.40 EUR/point}
        """,
        {},
        {"parcels": [grass("P1", "9")], "declared": {"punten_onder_nul": "-20"}},
    ),
    # 8 ha and 4 of hire, which are a third of 12, of which a quarter of the whole may count: 8 + 3; no more than 10: 10 x 21.
    "met-huur": Case(
        """
        - id: samen
          kind: flat
          level: farm
          unit: ha
          quantity: parcel_ha
          extra_quantity: declared.huur_vreemd
          figures: {rate: 21 EUR/ha, extra_share: 25 %, max_quantity: 10 ha}
        """,
        {"samen": "210.00"},
        {"parcels": [grass("P1", "8")], "declared": {"huur_vreemd": "4"}},
    ),
    # Eight years, paid more in the third and less from the fifth on. A new contract is in its first year.
    "jaren": Case(
        f"""
        - id: jaren
          kind: contract_year
          level: unit
          unit: ha
          quantity: area
          measures: [{HAY}]
          term_years: 8
          extension: {{years: 3, times: 2, silent: yes}}
          notice: {{by: 10-01}}
          tiers: [{{at_least: 1, figure: een}}, {{at_least: 3, figure: drie}}, {{at_least: 5, figure: vijf}}]
          figures: {{een: 210 EUR/ha, drie: 340 EUR/ha, vijf: 125.50 EUR/ha}}
        """,
        {"jaren": "420.00"},
        {"parcels": [grass("P1", "2", HAY)]},
    ),
    # A contract of the same since 2022 is in its fifth year: 2 x 125.50, and 1.02 times that after a year of indexation.
    "jaren-lopend": Case(
        f"""
        - id: jaren
          kind: contract_year
          level: unit
          unit: ha
          quantity: area
          measures: [{HAY}]
          term_years: 8
          tiers: [{{at_least: 1, figure: een}}, {{at_least: 4, figure: vier}}, {{at_least: 6, figure: zes}}]
          figures: {{een: 210 EUR/ha, vier: 340 EUR/ha, zes: 125.50 EUR/ha}}
        """,
        {"jaren": "680.00", "jaren 2027": "251.00", "jaren 2028": "251.00"},
        {
            "parcels": [grass("P1", "2", HAY)],
            "contracts": [
                {
                    "scheme": "municipality.nijkerk.jaren-lopend",
                    "from": "2022-01-01",
                    "until": "2029-12-31",
                    "lines": [{"package": "jaren", "unit": "P1", "quantity": "2"}],
                }
            ],
        },
    ),
    # Published, provisional, and assumed as that: 3 x 100, 3 x 104.50, 3 x 104.50; the year after that nobody knows.
    "per-jaar": Case(
        f"""
        - id: tarief
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [{HERBS}]
          figures:
            rate:
              - {{value: 100, unit: EUR/ha, until: 2027-01-01}}
              - {{value: 104.50, unit: EUR/ha, from: 2027-01-01, until: 2028-01-01, status: provisional}}
              - {{value: 104.50, unit: EUR/ha, from: 2028-01-01, until: 2029-01-01, status: assumed, origin: 2027}}
              - {{unit: EUR/ha, from: 2029-01-01, status: unknown}}
        """,
        {"tarief": "300.00", "tarief 2027": "313.50", "tarief 2028": "313.50"},
        {"parcels": [grass("P1", "3", HERBS)]},
    ),
    # The supplement on the border needs the strip anywhere on its parcel: P1 has it, P2 has not. 1 x 300 + 0.5 x 80.
    "toeslag-perceel": Case(
        """
        - id: basis
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [botanische-weiderand]
          figures: {rate: 300 EUR/ha}
        - id: boven
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [ruige-mest]
          figures: {rate: 80 EUR/ha}
        """,
        {"basis": "300.00", "boven": "40.00"},
        {
            "parcels": [
                {
                    "id": "P1",
                    "area_ha": "3",
                    "land_use": "permanent_grassland",
                    "measures": [
                        {"code": "botanische-weiderand", "area_ha": "1", "part": "a"},
                        {"code": "ruige-mest", "area_ha": "0.5", "part": "b"},
                    ],
                },
                grass("P2", "2", "ruige-mest"),
            ]
        },
        rows=(
            "tp,municipality.nijkerk.toeslag-perceel#boven,municipality.nijkerk.toeslag-perceel#basis,requires,all,parcel,",
        ),
    ),
    # Together no more than EUR 240 on the same hectare, 1.5 of 2 ha: 2 x 200, and 1.5 x 40.
    "samen-hoogstens": Case(
        """
        - id: hooi
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [botanisch-hooiland]
          figures: {rate: 200 EUR/ha}
        - id: mest
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [ruige-mest]
          figures: {rate: 90 EUR/ha}
        """,
        {"hooi": "400.00", "mest": "60.00"},
        {
            "parcels": [
                {
                    "id": "P1",
                    "area_ha": "2",
                    "land_use": "permanent_grassland",
                    "measures": [
                        {"code": "botanisch-hooiland", "area_ha": "2"},
                        {"code": "ruige-mest", "area_ha": "1.5"},
                    ],
                }
            ]
        },
        rows=(
            "sh,municipality.nijkerk.samen-hoogstens#hooi,municipality.nijkerk.samen-hoogstens#mest,sum_capped,money,unit,240",
        ),
    ),
    # An activity and its premium with classes of its own: 6 of 10 ha at EUR 90 are 54 per ha, points 1.2 of at least 1.
    "eigen-klassen": Case(
        """
        - id: kruiden
          kind: activity
          level: unit
          unit: ha
          quantity: area
          measures: [kruidenrijke-akkerrand]
          figures:
            points: {values: {klimaat: 2, water: 3}, unit: points/ha}
            value: 90 EUR/ha
        - id: premie
          kind: class_premium
          level: farm
          unit: ha
          quantity: subsidiable_ha
          figures:
            entry: {values: {1.klimaat: 1, 1.water: 1.8}, unit: points/ha}
            threshold: {values: {tin: 20, brons: 40, zilver: 54, goud: 54.01, platina: 90}, unit: EUR/ha}
            rate: {values: {tin: 10, brons: 25, zilver: 41.11, goud: 70, platina: 99}, unit: EUR/ha}
        """,
        {"premie": "411.10"},
        {
            "parcels": [
                {
                    "id": "P1",
                    "area_ha": "6",
                    "land_use": "arable",
                    "eco_region": "1",
                    "measures": [{"code": "kruidenrijke-akkerrand", "area_ha": "6"}],
                },
                {"id": "P2", "area_ha": "4", "land_use": "arable", "eco_region": "1"},
            ]
        },
    ),
    # Pieces, nests and trees: 13 x 4.25, 7 x 32.50 and 21 trees of which 15 count: 15 x 6.
    "stuks": Case(
        """
        - id: nest
          kind: flat
          level: unit
          unit: piece
          quantity: count
          measures: [nestbescherming-grutto]
          figures: {rate: 32.50 EUR/piece}
        - id: boom
          kind: flat
          level: unit
          unit: tree
          quantity: count
          measures: [knotbomen-beheer]
          figures: {rate: 6 EUR/tree, max_quantity: 15 tree}
        """,
        {"nest": "227.50", "boom": "90.00"},
        {
            "elements": [
                {
                    "id": "N1",
                    "kind": "overig",
                    "count": "7",
                    "measures": [{"code": "nestbescherming-grutto", "count": "7"}],
                },
                {
                    "id": "K1",
                    "kind": "knotbomen",
                    "count": "21",
                    "measures": [{"code": "knotbomen-beheer", "count": "21"}],
                },
            ],
        },
    ),
    # Tonnes of a product and of carbon: 12.5 x 3.75; 40.2 x 15 less 2.50 each.
    "tonnen": Case(
        """
        - id: suiker
          kind: flat
          level: farm
          unit: tonne_product
          quantity: declared.ton_suiker_vreemd
          figures: {rate: 3.75 EUR/tonne_product}
        - id: koolstof
          kind: flat
          level: farm
          unit: tonne_co2
          quantity: declared.ton_co2_vreemd
          figures: {rate: 15 EUR/tonne_co2, deduction: 2.50 EUR/tonne_co2}
        """,
        {"suiker": "46.88", "koolstof": "502.50"},
        {"declared": {"ton_suiker_vreemd": "12.5", "ton_co2_vreemd": "40.2"}},
    ),
    # 3.2 ha are in the second step of the parcel; cut by another measure it is the same: 400 + 1.2 x 50.
    "trap-op-land": Case(
        """
        - id: trap
          kind: step_area
          level: unit
          unit: ha
          quantity: area
          measures: [botanisch-hooiland]
          tiers: [{at_least: 0.5, figure: klein}, {at_least: 2, figure: groot, rate: boven}]
          figures: {klein: 120 EUR, groot: 400 EUR, boven: 50 EUR/ha}
        """,
        {"trap": "460.00"},
        {
            "parcels": [
                {
                    "id": "P1",
                    "area_ha": "5",
                    "land_use": "permanent_grassland",
                    "measures": [
                        {"code": "botanisch-hooiland", "area_ha": "3.2"},
                        {"code": "ruige-mest", "area_ha": "2.4"},
                    ],
                }
            ]
        },
    ),
    # A rate that falls: 12 ha at 148 and 22 of the 28 above at 112, where 34 ha is the most.
    "bergweiden": Case(
        """
        - id: schijven
          kind: banded
          level: farm
          unit: ha
          quantity: grassland_ha
          tiers: [{at_least: 0, figure: eerst}, {at_least: 12, figure: verder}]
          figures: {eerst: 148 EUR/ha, verder: 112 EUR/ha, max_quantity: 34 ha}
        """,
        {"schijven": "4240.00"},
        {"parcels": [grass("P1", "40")]},
    ),
    # The first percent of 200 ha of arable land at 1,300, the second at 500, the rest of 7 ha at 300.
    "braakschijven": Case(
        "".join(
            f"""
        - id: {name}
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [groene-braak]
          figures: {{rate: {rate} EUR/ha}}
        """
            for name, rate in (("een", 1300), ("twee", 500), ("rest", 300))
        ),
        {"een": "2600.00", "twee": "1000.00", "rest": "900.00"},
        {
            "parcels": [
                {"id": "P1", "area_ha": "193", "land_use": "arable"},
                *(
                    {
                        "id": f"B{area}",
                        "area_ha": area,
                        "land_use": "arable",
                        "measures": [{"code": "groene-braak", "area_ha": area}],
                    }
                    for area in ("4", "3")
                ),
            ]
        },
        {
            f"braakschijven-{name}": strange.limit(
                f"braakschijven-{name}",
                "quantity_cap",
                f"{{cap: {share} %}}",
                payments=[f"municipality.nijkerk.braakschijven#{name}"],
                share_of="arable_ha",
            )
            for name, share in (("een", 1), ("twee", 1), ("rest", 4))
        },
        tuple(
            f"bs-{a}-{b},municipality.nijkerk.braakschijven#{a},municipality.nijkerk.braakschijven#{b},exclusive,"
            "money,unit,"
            for a, b in (("een", "twee"), ("een", "rest"), ("twee", "rest"))
        ),
    ),
    # All permanent grassland where there are at most 1.4 and at least 0.3 animals per hectare of it: 10 ha, 14 animals.
    "veedichtheid": Case(
        """
        - id: extensief
          kind: flat
          level: farm
          unit: ha
          quantity: permanent_grassland_ha
          figures: {rate: 100 EUR/ha}
          conditions:
            - kind: per_hectare_at_most
              path: herd.livestock_units
              in: permanent_grassland_ha
              value: 1.4
              absent: ask
              text: {nl: hoogstens 1.4, en: at most 1.4}
            - kind: per_hectare_at_least
              path: herd.livestock_units
              in: permanent_grassland_ha
              value: 0.3
              absent: ask
              text: {nl: minstens 0.3, en: at least 0.3}
        """,
        {"extensief": "1000.00"},
        {
            "parcels": [grass("P1", "10"), {"id": "P2", "area_ha": "5", "land_use": "arable"}],
            "herd": {"livestock_units": "14"},
        },
    ),
    # A hectare in all, of two crops on three parcels: 0.4 and 0.3 of the one, and 0.3 of the other, which is not paid here.
    "een-hectare": Case(
        """
        - id: rand
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [kruidenrijke-graslandrand]
          figures: {rate: 1000 EUR/ha}
          conditions:
            - kind: land_at_least
              of: {measures: [kruidenrijke-graslandrand, botanisch-hooiland]}
              value: 1
              absent: ask
              text: {nl: 1 ha, en: 1 ha}
        """,
        {"rand": "700.00"},
        {
            "parcels": [
                {
                    "id": f"R{n}",
                    "area_ha": "2",
                    "land_use": "permanent_grassland",
                    "measures": [{"code": code, "area_ha": area}],
                }
                for n, (code, area) in enumerate(
                    (
                        ("kruidenrijke-graslandrand", "0.4"),
                        ("kruidenrijke-graslandrand", "0.3"),
                        ("botanisch-hooiland", "0.3"),
                    )
                )
            ]
        },
    ),
    # Never money.
    "rangorde": Case(
        """
        - id: rang
          kind: tender_index
          level: farm
          unit: farm
          quantity: one
          figures: {}
        - id: model
          kind: model
          level: farm
          unit: farm
          quantity: one
          figures: {}
        """,
        {},
    ),
}
