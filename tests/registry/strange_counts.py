"""Schemes that count what lies on the whole farm, place by place; the sum is made by hand beside each."""

from __future__ import annotations

from tests.registry.strange_cases import Case, grass

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
}
