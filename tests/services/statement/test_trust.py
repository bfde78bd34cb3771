"""What a check trusts: the list of published rules as it was at some moment, and the rules of today."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calculator import cli, resources
from calculator.domain.scheme import Text
from calculator.registry.files import documents
from calculator.registry.lists import published as rules_list
from calculator.services.award import awards
from calculator.services.registry import rulebooks
from calculator.services.statement import statements
from calculator.services.statement import trust as statement_trust
from calculator.statements.award.voice import Voice
from calculator.statements.carrying.purposes import FARM_ITSELF, Recipient
from calculator.statements.carrying.register import Registered
from calculator.statements.checking.verdict import CannotRecomputeError
from tests.services.statement.test_statements import FARM

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
ON = date(2026, 7, 1)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(resources.rules_dir(), tmp_path_factory.mktemp("published") / "rules"))
    rulebooks.publish(folder, date(2026, 11, 24))
    return folder


@pytest.fixture(scope="module")
def made(published: Path) -> bytes:
    rulebook = rulebooks.load(published)
    result = awards.compute(rulebook, FARM, on=ON, years=2)
    return statements.render(
        result, dict(FARM), language="nl", issued_on=date(2026, 11, 25), folder=published
    )


@pytest.fixture(autouse=True)
def rules(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "rules_dir", lambda: published)
    monkeypatch.setattr(rulebooks, "current", lambda: rulebooks.load(resources.rules_dir()))


def test_rules_as_they_stand_are_complete_and_one_fewer_is_missed(published: Path) -> None:
    hashes = documents.hashes(documents.read(published)[0])
    assert statement_trust.missing(hashes) == ()
    left = next(path for path in hashes if path.startswith("relations/"))
    assert statement_trust.missing({path: mark for path, mark in hashes.items() if path != left}) == [left]
    assert statement_trust.missing({**hashes, "schemes/x.yaml": "00"}) == ["schemes/x.yaml"]
    assert statement_trust.missing({}) != ()


def test_rules_of_an_earlier_publication_are_complete_too(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = documents.hashes(documents.read(published)[0])
    later = Path(shutil.copytree(published, tmp_path / "rules"))
    added = later / "schemes/national/rvo/basisinkomenssteun/2029-01-01.yaml"
    added.write_bytes(next(added.parent.glob("*.yaml")).read_bytes())
    with (later / documents.PUBLISHED).open("a", encoding="utf-8") as listed:
        path = added.relative_to(later).as_posix()
        listed.write(f"{path},{documents.hashes(documents.read(later)[0])[path]},2027-01-05\n")
    monkeypatch.setattr(resources, "rules_dir", lambda: later)
    assert statement_trust.missing(before) == ()
    assert statement_trust.missing(documents.hashes(documents.read(later)[0])) == ()


def test_a_second_publication_of_one_day_leaves_the_first_complete(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = Path(shutil.copytree(published, tmp_path / "rules"))
    day = date(2026, 11, 27)
    states = []
    for name in ("limburg", "zeeland"):
        added = later / f"schemes/province/zz-{name}/x/2029-01-01.yaml"
        added.parent.mkdir(parents=True)
        added.write_bytes(
            next((later / "schemes/national/rvo/basisinkomenssteun").glob("*.yaml")).read_bytes()
        )
        assert len(rules_list.publish(later, day)[0]) == 1
        states.append(documents.hashes(documents.read(later)[0]))
    monkeypatch.setattr(resources, "rules_dir", lambda: later)
    assert [statement_trust.missing(state) for state in states] == [(), ()]


def changed_rules(published: Path, folder: Path, old: str, new: str) -> Path:
    """Rules in which one figure became another, published: what a later version of this program may come with."""
    later = Path(shutil.copytree(published, folder / "rules"))
    scheme = later / "schemes/national/rvo/basisinkomenssteun/2023-01-01.yaml"
    text = scheme.read_text("utf-8")
    assert old in text
    scheme.write_text(text.replace(old, new), "utf-8")
    mark = documents.hashes(documents.read(later)[0])[
        "schemes/national/rvo/basisinkomenssteun/2023-01-01.yaml"
    ]
    with (later / documents.PUBLISHED).open("a", encoding="utf-8") as listed:
        listed.write(f"schemes/national/rvo/basisinkomenssteun/2023-01-01.yaml,{mark},2027-01-05\n")
    return later


def test_a_genuine_statement_says_what_the_rules_of_today_would_give(
    made: bytes, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = changed_rules(published, tmp_path, "value: 158", "value: 168")
    today = replace(statement_trust.today(), hashes=documents.hashes(documents.read(later)[0]))
    rulebook = registry_without_list(later)
    today = replace(
        today, compute=lambda profile, options: statement_trust.computed(profile, rulebook, options)
    )
    monkeypatch.setattr(statement_trust, "today", lambda: today)
    checked = statements.verify(made)
    assert (checked.state, checked.ok) == ("genuine_rules_changed", True)
    assert "€\u00a02.600,00 in dit overzicht, €\u00a02.725,00 volgens de regels van nu" in checked.text.nl
    assert "under the rules of today" in checked.text.en


def test_rules_that_change_nothing_for_this_farm_are_only_counted(
    made: bytes, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = statement_trust.today()
    monkeypatch.setattr(
        statement_trust, "today", lambda: replace(today, hashes={**today.hashes, "limits/x/y.yaml": "0"})
    )
    checked = statements.verify(made)
    assert (checked.state, checked.ok) == ("genuine", True)
    assert "1 regelbestanden veranderd of toegevoegd; de uitkomst blijft dezelfde" in checked.text.nl


def registry_without_list(folder: Path) -> object:
    from calculator import registry

    rulebook, problems = registry.from_documents(documents.read(folder)[0])
    assert rulebook is not None, problems
    return rulebook


class Register:
    """A register in memory."""

    def __init__(self, *kept: Registered) -> None:
        self._kept = {item.check_code: item for item in kept}

    def find(self, check_code: str) -> Registered | None:
        return self._kept.get(check_code)


def test_a_file_is_told_by_farm_total_and_code_and_a_code_alone_tells_neither_farm_nor_total(
    made: bytes,
) -> None:
    by_file = statements.verify(made)
    told = by_file.verdict.told
    assert told is not None
    total = Voice("nl").money(round(float(told.total_eur) * 100))
    assert f"Het overzicht van {told.farm}, opgemaakt op" in by_file.text.nl
    assert f"verwacht {total}, controlecode {told.check_code}." in by_file.text.nl
    kept = Registered(told.check_code, "2026-000001", date(2026, 11, 25), "issued", made)
    by_code = statements.verify_code(told.check_code, Register(kept))
    assert by_code.ok
    assert told.farm not in by_code.text.nl
    assert total not in by_code.text.nl


def test_a_check_code_tells_that_rules_pay_otherwise_and_neither_payer_nor_amount(
    made: bytes, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = registry_without_list(changed_rules(published, tmp_path, "value: 158", "value: 168"))
    today = replace(
        statement_trust.today(),
        hashes={"limits/x/y.yaml": "0"},
        compute=lambda profile, options: statement_trust.computed(profile, later, options),
    )
    monkeypatch.setattr(statement_trust, "today", lambda: today)
    assert "RVO" in statements.verify(made).text.nl
    code = "7F3A-91C2-0B44-E6D8"
    kept = Registered(code, "2026-000001", date(2026, 11, 25), "issued", made)
    checked = statements.verify_code(code, Register(kept))
    assert (checked.state, checked.ok) == ("genuine_rules_changed", True)
    assert "volgens de regels van nu zou er iets anders uitkomen" in checked.text.nl
    assert "lever het bestand zelf in" in checked.text.nl
    for words in (checked.text.nl, checked.text.en):
        assert "RVO" not in words
        assert "€" not in words


def test_a_check_code_does_not_tell_the_fact_for_which_rules_of_today_cannot_compute(
    made: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_profile: object, _options: object) -> dict[str, object]:
        raise CannotRecomputeError(Text('"Proefhoeve" kan niet.', '"Proefhoeve" cannot be.'))

    today = replace(statement_trust.today(), hashes={"limits/x/y.yaml": "0"}, compute=refused)
    monkeypatch.setattr(statement_trust, "today", lambda: today)
    by_file = statements.verify(made).text.nl
    assert "is dit profiel niet te berekenen." in by_file
    assert '"Proefhoeve" kan niet.' in by_file
    code = "7F3A-91C2-0B44-E6D8"
    kept = Registered(code, "2026-000001", date(2026, 11, 25), "issued", made)
    by_code = statements.verify_code(code, Register(kept)).text
    assert "is dit profiel niet te berekenen." in by_code.nl
    assert "Proefhoeve" not in by_code.nl + by_code.en


@pytest.mark.parametrize("purpose", ["bank", "province"])
def test_a_file_for_a_recipient_of_which_all_shown_was_recomputed_is_told_by_farm_day_and_code(
    published: Path, purpose: str
) -> None:
    result = awards.compute(rulebooks.load(published), FARM, on=ON)
    recipient = Recipient("Ontvanger", purpose)
    pdf = statements.make(
        result, dict(FARM), language="nl", issued_on=ON, folder=published, recipient=recipient
    ).pdf
    checked = statements.verify(pdf)
    told = checked.verdict.told
    assert told is not None
    assert (checked.state, checked.verdict.followed) == ("recomputed_in_part", True)
    farm = told.farm or "een bedrijf dat er niet met naam in staat"
    line = next(line for line in checked.text.nl.split("\n") if line.startswith("Het overzicht van"))
    assert line.startswith(f"Het overzicht van {farm}, opgemaakt op 1\u00a0juli\u00a02026: ")
    assert line.endswith(f"controlecode {told.check_code}.")
    assert ("verwacht" in line) == bool(told.total_eur)


def test_a_check_code_finds_the_statement_and_what_became_of_it(made: bytes) -> None:
    code = "7F3A-91C2-0B44-E6D8"
    kept = Registered(code, "2026-000001", date(2026, 11, 25), "issued", made)
    checked = statements.verify_code("7f3a 91c2 0b44 e6d8", Register(kept))
    assert (checked.state, checked.ok) == ("genuine", True)
    assert checked.text.nl.startswith("Overzicht 2026-000001, uitgegeven op 25\u00a0november\u00a02026.")
    gone = replace(kept, life="superseded", changed_on=date(2027, 1, 2), successor="AAAA-BBBB-CCCC-DDDD")
    later = statements.verify_code(code, Register(gone))
    assert (later.state, later.ok) == ("genuine", False)
    assert "vervangen door een nieuwer: AAAA-BBBB-CCCC-DDDD" in later.text.nl
    withdrawn = statements.verify_code(
        code, Register(replace(kept, life="withdrawn", changed_on=date(2027, 1, 2)))
    )
    assert not withdrawn.ok
    assert "withdrawn on 2\u00a0January\u00a02027" in withdrawn.text.en


def test_a_code_that_nobody_issued_and_one_that_is_none_are_told_apart() -> None:
    assert "geen overzicht uitgegeven" in statements.verify_code("7F3A-91C2-0B44-E6D8", Register()).text.nl
    assert "Dit is geen controlecode" in statements.verify_code("hallo", Register()).text.nl


def test_openings_given_with_the_file_prove_withheld_values(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    farm = {**FARM, "finance": {"loans": [{"lender": "rabobank", "balance_eur": "1357911"}]}}
    given = tmp_path / "farm.json"
    given.write_text(json.dumps(farm), "utf-8")
    out = str(tmp_path / "s.pdf")
    asked = [
        "--on",
        "2026-07-01",
        "--purpose",
        "province",
        "--recipient",
        "Provincie Drenthe",
        "--lang",
        "en",
    ]
    assert cli.main(["statement", str(given), "-o", out, *asked]) == 0
    openings = tmp_path / "s.openings.json"
    assert openings.stat().st_mode & 0o077 == 0
    assert cli.main(["verify", out, "--lang", "en"]) == 0
    assert "recomputed in part" in capsys.readouterr().out
    assert cli.main(["verify", out, "--openings", str(openings), "--lang", "en"]) == 0
    assert "profile/finance/loans/0/balance_eur: 1357911" in capsys.readouterr().out
    openings.write_text(openings.read_text("utf-8").replace("1357911", "2357911"), "utf-8")
    assert cli.main(["verify", out, "--openings", str(openings)]) == 4
    openings.write_text("{", "utf-8")
    assert cli.main(["verify", out, "--openings", str(openings)]) == 2


def test_a_purpose_outside_the_set_and_a_recipient_without_a_name_are_wrong_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "farm.json"
    given.write_text(json.dumps(FARM), "utf-8")
    out = ["statement", str(given), "-o", str(tmp_path / "s.pdf"), "--on", "2026-07-01"]
    assert cli.main([*out, "--purpose", "tax"]) == 2
    assert "farmer, bank, landlord, buyer, province, collective" in capsys.readouterr().err
    assert cli.main([*out, "--purpose", "bank"]) == 2
    assert cli.main([*out, "--recipient", "x" * 300]) == 2
    assert cli.main(["statement", str(given), "-o", str(tmp_path / "s.xlsx"), "--purpose", "bank"]) == 2
    assert FARM_ITSELF.gets_all


def test_settings_of_a_seal_are_whole_or_refused(tmp_path: Path) -> None:
    from calculator.services.errors import CannotComplete
    from calculator.services.statement import seals
    from calculator.statements.seal.seal_key import HardwareKey, KeyFile

    prefix = "STAPELWIJZER_SEAL_"
    assert seals.configured({}) is None
    pin = tmp_path / "pin"
    pin.write_text("1234\n", "utf-8")
    both = {prefix + "KEY": "k.pem", prefix + "CERTIFICATE": "c.pem", prefix + "PASSPHRASE_FILE": str(pin)}
    assert seals.configured(both) == KeyFile(Path("k.pem"), Path("c.pem"), (), b"1234")
    module = {prefix + "PKCS11_MODULE": "m.so", prefix + "PKCS11_TOKEN": "t", prefix + "PKCS11_KEY": "k",
              prefix + "PKCS11_PIN_FILE": str(pin)}  # fmt: skip
    assert seals.configured(module) == HardwareKey(Path("m.so"), "t", "k", "1234")
    for wrong in (
        {prefix + "KEY": "k.pem"},
        {**both, **module},
        {**module, prefix + "PKCS11_PIN_FILE": str(tmp_path / "no")},
    ):
        with pytest.raises(CannotComplete):
            seals.configured(wrong)
    with pytest.raises(CannotComplete, match=r"no\.pem"):
        seals.known({"STAPELWIJZER_KNOWN_SEALS": str(tmp_path / "no.pem")})


def test_a_configured_seal_is_put_on_and_known_again(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.statements.keys import key_file

    key = key_file(tmp_path)
    monkeypatch.setenv("STAPELWIJZER_SEAL_KEY", str(key.key))
    monkeypatch.setenv("STAPELWIJZER_SEAL_CERTIFICATE", str(key.certificate))
    rulebook = rulebooks.load(published)
    result = awards.compute(rulebook, FARM, on=ON, language="en")
    raw = statements.render(result, dict(FARM), language="en", issued_on=date(2026, 11, 25), folder=published)
    checked = statements.verify(raw)
    assert checked.ok, checked.text.en
    assert "Sealed by Common Name: Proefzegel; this check knows that certificate" in checked.text.en
