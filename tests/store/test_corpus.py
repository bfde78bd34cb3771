"""Over three hundred wrong inputs, each told what is wrong and where, alike on both databases; none of them changes anything."""

from typing import cast

import pytest

from calculator.services.award import awards
from calculator.store import Database
from calculator.web.wiring import Compute
from tests.store.bad_inputs import FOLDER, Sender, read, told
from tests.store.rows import rows
from tests.store.writes import Office

FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
#: What a wrong attempt may leave: failed sign-ins are counted, and the log has who asked for what.
MAY_CHANGE = {"sign_in_failures", "api_tokens", "audit_log", "audit_head"}


def test_there_are_enough_of_them_and_no_two_have_one_name() -> None:
    names = [(file, case["name"]) for file in FILES for case in read(file)]
    assert len(names) == len(set(names)) >= 300


def test_every_wrong_input_is_told_what_is_wrong_and_changes_nothing(migrated: Database) -> None:
    office = Office(migrated, compute=cast("Compute", awards.compute))
    sender = Sender(office)
    before = rows(migrated)
    wrong = []
    for file in FILES:
        for case in read(file):
            answer = sender.send(case)
            said = (answer.status_code, told(answer)[:6])
            if said != (case["status"], case["told"]):
                wrong.append((file, case["name"], said))
    assert wrong == []
    after = rows(migrated)
    assert {name for name in before if before[name] != after[name]} <= MAY_CHANGE
    office.store.close()


@pytest.mark.parametrize("file", FILES)
def test_each_says_something_that_a_person_can_act_on(file: str) -> None:
    for case in read(file):
        words = [word if isinstance(word, str) else word[1] for word in case["told"]]
        assert all(len(word) > 8 for word in words), case["name"]
        assert not any("Traceback" in word or "Error(" in word for word in words), case["name"]
        assert 400 <= case["status"] < 500 or (file, case["status"]) == ("uploads", 200), case["name"]
