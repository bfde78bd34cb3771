"""Schemes that count what lies on the whole farm, place by place; the sum is made by hand beside each."""

from __future__ import annotations

from tests.registry import strange
from tests.registry.strange_cases import HAY, HERBS, Case, bank, grass

COUNTS: dict[str, Case] = {
    # Half of 10 ha rests until 1 June: 4 ha until 15 June do, and 2 ha with herbs until 22 June.
    "rust": Case(
        """
        - id: rust
          kind: flat
          level: farm
          unit: ha
          quantity: grassland_ha
          figures: {rate: 25 EUR/ha}
          conditions:
            - {kind: share_at_least, of: {measures: [rustperiode-1-apr-1-jun]}, in: grassland_ha, value: 0.5}
        """,
        {"rust": "250.00"},
        {
            "parcels": [
                grass("P1", "4", "rustperiode-1-apr-15-jun"),
                grass("P2", "2", "kruidenrijk-grasland-rust-1-apr-22-jun"),
                grass("P3", "4"),
            ]
        },
    ),
    # 7 of 11 ha of grassland on peat have 20 cm or more, 4 of the 5 ha under hay have 3 species;
    # 0.9 ha of strip 10 m wide is 900 m, beside 400 m.
    "alles-bijeen": Case(
        """
        - id: nat
          kind: flat
          level: farm
          unit: ha
          quantity: parcel_ha
          figures: {rate: 10 EUR/ha, hooi: 4 ha}
          conditions:
            - kind: share_at_least
              of:
                land_use: [permanent_grassland]
                where:
                  - {kind: fact_at_least, path: place.waterpeil_cm, value: 20}
                  - {kind: parcel_is, attribute: soil, one_of: [peat]}
              in: grassland_ha
              value: 0.6
            - kind: any_of
              conditions:
                - {kind: mean_at_most, path: place.kensoorten, of: {land_use: [permanent_grassland]}, per: place, value: 0.5}
                - kind: land_at_least
                  of:
                    measures: [botanisch-hooiland]
                    where: [{kind: fact_above, path: place.kensoorten, value: 2}]
                  figure: hooi
        - id: meters
          kind: flat
          level: unit
          unit: m
          quantity: length
          measures: [rietzoom-breed]
          figures: {rate: 1.10 EUR/m}
          conditions:
            - {kind: total_at_least, of: {measures: [rietzoom-breed, akkerrand-langs-water]}, unit: m, value: 1300}
        """,
        {"nat": "160.00", "meters": "440.00"},
        {
            "parcels": [
                grass("P1", "7", soil="peat", facts={"waterpeil_cm": "20", "kensoorten": "0"}),
                grass(
                    "P2",
                    "4",
                    "botanisch-hooiland",
                    soil="peat",
                    facts={"waterpeil_cm": "19", "kensoorten": "3"},
                ),
                {
                    "id": "P3",
                    "area_ha": "5",
                    "land_use": "arable",
                    "measures": [{"code": "akkerrand-langs-water", "area_ha": "0.9", "width_m": "10"}],
                },
            ],
            "elements": [bank("E1", "400", "rietzoom-breed")],
        },
    ),
    # 4 species on sand and 6 on clay: 2 ha of sand with 4 are paid, clay with 5 is not, and clay with 6 is: 2 x 90 + 3 x 120.
    "drempel-naar-grond": Case(
        f"""
        - id: soorten
          kind: flat
          level: unit
          unit: ha
          quantity: area
          keyed_by: soil
          measures: [{HAY}]
          figures:
            rate: {{values: {{sand: 90, clay: 120}}, unit: EUR/ha}}
            soorten: {{values: {{sand: 4, clay: 6}}, unit: number}}
          conditions:
            - {{kind: fact_at_least, path: place.kensoorten, figure: soorten}}
        """,
        {"soorten": "540.00"},
        {
            "parcels": [
                grass("P1", "2", HAY, soil="sand", facts={"kensoorten": "4"}),
                grass("P2", "1", HAY, soil="clay", facts={"kensoorten": "5"}),
                grass("P3", "3", HAY, soil="clay", facts={"kensoorten": "6"}),
            ]
        },
    ),
    # A third of 9,000 is 3,000, at most EUR 12.50 for each of 160 hectares: 2,000. 30 points at 4 are less than EUR 2
    # for each of 70 cows.
    "hoogstens-per": Case(
        """
        - id: kosten
          kind: cost_share
          level: farm
          unit: eur
          quantity: declared.kosten_per_hectare_eur
          cap_per: parcel_ha
          figures: {percent: 33.333333 %, cap: 12.50 EUR, min_amount: 250 EUR}
        - id: punten
          kind: points
          level: farm
          unit: point
          quantity: one
          indicator: declared.punten_per_koe
          cap_per: herd.dairy_cows
          figures: {rate: 4 EUR/point, cap: 2 EUR}
        """,
        {"kosten": "2000.00", "punten": "120.00"},
        {
            "parcels": [grass("P1", "160")],
            "declared": {"kosten_per_hectare_eur": "9000", "punten_per_koe": "30"},
            "herd": {"dairy_cows": "70"},
        },
    ),
    # Of 550 m the first 100 are free: 450 lie in the second step, 200 + 150 x 0.40. Of 4 ha 2 are above 5 % of 40 ha, and of
    # these 1.5 are paid.
    "boven-een-deel": Case(
        """
        - id: trap
          kind: step_area
          level: farm
          unit: m
          quantity: declared.meters_boven_een_deel
          tiers: [{at_least: 100, figure: klein}, {at_least: 300, figure: groot, rate: boven}]
          figures: {free: 100 m, klein: 80 EUR, groot: 200 EUR, boven: 0.40 EUR/m}
        - id: braak
          kind: flat
          level: farm
          unit: ha
          quantity: declared.braak_boven_een_deel_ha
          share_of: arable_ha
          figures: {rate: 500 EUR/ha, free_share: 5 %, max_quantity: 1.5 ha}
        """,
        {"trap": "260.00", "braak": "750.00"},
        {
            "parcels": [{"id": "P1", "area_ha": "40", "land_use": "arable"}],
            "declared": {"meters_boven_een_deel": "550", "braak_boven_een_deel_ha": "4"},
        },
    ),
    # 4 ha of hay and 6 ha of herbs are 1,200 and 900; at most 12.50 for each of 90 hectares is 1,125: 75 of the hay and all of
    # the herbs is left out, for what is over comes off the last lines.
    "kruiden-per-hectare": Case(
        """
        - id: hooi
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [botanisch-hooiland]
          figures: {rate: 300 EUR/ha}
        - id: kruiden
          kind: flat
          level: unit
          unit: ha
          quantity: area
          measures: [kruidenrijk-grasland-inzaaien]
          figures: {rate: 150 EUR/ha}
        """,
        {"hooi": "1125.00"},
        {"parcels": [grass("P1", "4", HAY), grass("P2", "6", HERBS), grass("P3", "80")]},
        {
            "kruiden-per-hectare-hoogstens": strange.limit(
                "kruiden-per-hectare-hoogstens",
                "amount_cap",
                "{cap: 12.50 EUR}",
                cap_per="parcel_ha",
                payments=["municipality.nijkerk.kruiden-per-hectare"],
            )
        },
    ),
    # (12 + 0.40 x 55 cm) x 3 ha and (12 + 0.40 x 20 cm) x 2 ha: however high the water is brought, it is paid.
    "peil-per-cm": Case(
        """
        - id: peil
          kind: gate_points
          level: unit
          unit: ha
          quantity: area
          indicator: place.waterpeil_cm
          measures: [botanisch-hooiland]
          figures: {base: 12 EUR/ha, per_point: 0.40 EUR/ha/point}
        """,
        {"peil": "142.00"},
        {
            "parcels": [
                grass("P1", "3", HAY, facts={"waterpeil_cm": "55"}),
                grass("P2", "2", HAY, facts={"waterpeil_cm": "20"}),
            ]
        },
    ),
}
