"""What a farmer declares for one scheme counts for no other one that the farm could take part in."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations

from calculator.domain.period import Period
from calculator.domain.scheme import Scheme
from calculator.registry.words.where import Atlas
from calculator.services.profile import fact_names, profiles
from calculator.services.registry import rulebooks

FROM_PROFILES_ON = Period(date(2023, 1, 1))
COSTS = "declared.kosten_eur"


def asking() -> dict[str, list[Scheme]]:
    found: dict[str, list[Scheme]] = defaultdict(list)
    for scheme in rulebooks.current().schemes:
        for payment in scheme.payments:
            for path in {payment.quantity, payment.extra_quantity, payment.indicator}:
                if path and path.startswith("declared.") and scheme.validity.overlaps(FROM_PROFILES_ON):
                    found[path].append(scheme)
    return found


def test_no_declared_number_is_asked_by_two_schemes_that_may_be_open_on_one_farm() -> None:
    atlas = Atlas.of(rulebooks.current())
    shared = {
        (path, one.id, other.id)
        for path, schemes in asking().items()
        for one, other in combinations(schemes, 2)
        if one.id != other.id and one.validity.overlaps(other.validity) and atlas.together(one, other)
    }
    assert shared == set()


def test_a_number_that_several_schemes_ask_is_called_after_none_of_them() -> None:
    rules = rulebooks.current()
    named = {
        (path, scheme.name.nl): fact_names.name(path, "nl", rules)
        for path, schemes in asking().items()
        if len({scheme.id for scheme in schemes}) > 1
        for scheme in schemes
    }
    assert named
    assert {called for (_, scheme), called in named.items() if scheme in called} == set()


def test_costs_under_the_old_name_are_those_of_every_scheme_that_had_it_and_these_lie_apart() -> None:
    given = {"kosten_eur": 4000, "kosten_daw_hunze_en_aas_eur": 900}
    document = {"profile": profiles.PROFILE, "year": 2026, "parcels": [], "declared": given}
    facts = profiles.read(document, rulebooks.current()).facts
    named = {path: value for path, value in facts.items() if path.startswith("declared.kosten_")}
    assert named.pop(COSTS) == 4000
    assert named.pop("declared.kosten_daw_hunze_en_aas_eur") == 900
    assert set(named.values()) == {4000}
    schemes = asking()
    assert COSTS not in schemes
    atlas = Atlas.of(rulebooks.current())
    renamed = [schemes[path][0] for path in (*named, "declared.kosten_daw_hunze_en_aas_eur")]
    assert len(renamed) == 5
    assert not any(atlas.together(one, other) for one, other in combinations(renamed, 2))
