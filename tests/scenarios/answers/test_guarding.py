"""Two runs on the same real farms cannot be taken from each other to find a few of them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from calculator.scenarios.answers import guarding, sheets
from calculator.scenarios.answers.guarding import Guard, Ledger
from calculator.scenarios.answers.sheet import Sheet
from calculator.scenarios.runs.running import Run
from tests.scenarios.bench import GOLD_250, run, scenario
from tests.scenarios.farms import grassland

#: One farm in eight lies in Utrecht, the others in Drenthe.
PLACES = ("utrecht", *["drenthe"] * 7)
ONLY_DRENTHE = "{change: area, of: national.rvo.eco-regeling, provinces: [drenthe]}"


@cache
def worked_out(count: int, *changes: str) -> Run:
    """So many farms, an eighth of them in Utrecht, worked out once for all tests."""
    return run(grassland(count, provinces=PLACES), scenario(*changes))


@cache
def told_first(count: int, *changes: str) -> tuple[Run, dict[str, Sheet], Ledger]:
    """The same of a run that nothing went before, told once for all tests."""
    return told(count, *changes, earlier=())


def told(count: int, *changes: str, earlier: Sequence[Ledger]) -> tuple[Run, dict[str, Sheet], Ledger]:
    """A run, its sheets, and its ledger as it is kept."""
    done = worked_out(count, *changes)
    watch: Guard = guarding.guard(done, earlier)
    found = {s.key: s for s in sheets.sheets(done, watch)}
    return done, found, guarding.from_bytes(guarding.to_bytes(guarding.ledger_of(done, watch, ())))


def after(found: dict[str, Sheet], group: str) -> object:
    """What a group of farms is paid in the scenario, where that is told."""
    return next(r["after"] for r in found["incomes"].records() if str(r["group"].en).lower() == group)  # type: ignore[union-attr]


def test_what_differs_for_a_few_farms_from_an_earlier_run_is_not_told() -> None:
    one, first, ledger = told_first(32, GOLD_250)
    alone = told_first(32, GOLD_250, ONLY_DRENTHE)[1]
    other, second, _ = told(32, GOLD_250, ONLY_DRENTHE, earlier=[ledger])
    few = int((one.after.totals != other.after.totals).sum())
    assert few == 4
    assert after(first, "all farms") is not None
    assert after(second, "all farms") is None
    assert after(second, "drenthe") == after(first, "drenthe") or after(second, "drenthe") is None
    for key in ("costs", "histogram", "outcomes", "progress"):
        assert [r for r in second[key].rows if None in r], key
    assert "reasons" not in second
    assert after(alone, "utrecht") is None
    assert after(alone, "drenthe") is None, "it would follow by subtraction"


def test_the_same_run_again_tells_the_same() -> None:
    _, first, ledger = told_first(32, GOLD_250)
    _, again, _ = told(32, GOLD_250, earlier=[ledger])
    assert {k: s for k, s in again.items() if k != "reasons"} == {
        k: s for k, s in first.items() if k != "reasons"
    }


def test_what_was_withheld_once_stays_withheld_and_what_was_told_is_no_company() -> None:
    ledgers: list[Ledger] = []
    values: dict[str, list[tuple[Run, object]]] = {}
    for changes in ((GOLD_250,), (GOLD_250.replace("250", "240"),), (GOLD_250, ONLY_DRENTHE), (GOLD_250,)):
        done, found, ledger = told(32, *changes, earlier=ledgers) if ledgers else told_first(32, *changes)
        for group in ("all farms", "drenthe", "utrecht"):
            values.setdefault(group, []).append((done, after(found, group)))
        ledgers.append(ledger)
    provinces = worked_out(32, GOLD_250).population.farms["province"].astype(str).to_numpy()
    for group, runs in values.items():
        own = provinces == group if group != "all farms" else provinces != ""
        for at, (one, said) in enumerate(runs):
            for other, meant in runs[:at]:
                differ = int(((one.after.totals != other.after.totals).to_numpy() & own).sum())
                assert said is None or meant is None or differ == 0 or differ >= 10, (group, at, differ)


def test_a_few_farms_that_came_or_went_stop_the_run_and_many_do_not() -> None:
    farms, ledger = worked_out(32, GOLD_250).population, told_first(32, GOLD_250)[2]
    assert guarding.unlike(farms, [ledger]) == 0
    assert guarding.unlike(farms.only(farms.keys[:-3]), [ledger]) == 3
    assert guarding.unlike(farms.only(farms.keys[:-12]), [ledger]) == 12, "and in Utrecht only one or two"


def test_farms_that_read_differently_now_count_as_different() -> None:
    ledger = told_first(32, GOLD_250)[2]
    done = run(grassland(32, provinces=PLACES, organic="none"), scenario(GOLD_250))
    assert len(guarding.guard(done, [ledger]).since[0]) == 32


def test_made_up_farms_need_no_guard() -> None:
    done = replace(worked_out(32, GOLD_250), population=grassland(32, synthetic=True))
    assert guarding.guard(done).pairs == ()
