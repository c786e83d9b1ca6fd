"""The file of keys: who seals and who signs with which, and every fault it can have."""

from pathlib import Path

import pytest

from huisverbod.errors import DefinitionError
from huisverbod.signing import certificates, keyring
from huisverbod.signing.keyring import Keyring
from tests.signing.authority import Authority
from tests.signing.test_sealing import folder, text

__all__ = ["folder"]
PERSONAL = """
[[personal]]
account = "burgemeester.voorbeelddam"
holder = "Joram Havenkwartier"
key = { kind = "file", certificate = "joram.pem", chain = ["issuer.pem"], key = "joram.key" }
"""
CARD = '{ kind = "card", library = "/x.so", token = "t", certificate_label = "c", key_label = "k" }'
FILE = '{ kind = "file", certificate = "joram.pem", chain = ["issuer.pem"], key = "joram.key" }'


def read(folder: Path, content: str, *, demo: bool = True) -> Keyring:
    (folder / "sleutels.toml").write_text(content, encoding="utf-8")
    return keyring.read(folder / "sleutels.toml", demo=demo)


def test_a_personal_key_is_found_by_the_account_of_its_holder(folder: Path, authority: Authority) -> None:
    own = read(folder, text(authority) + PERSONAL)
    person = own.personal("burgemeester.voorbeelddam")
    assert person
    assert person.certified == person.holder == "Joram Havenkwartier"
    assert person.key.asks == ""
    assert own.personal("loco.voorbeelddam") is None
    with own.opened(person) as signer:
        assert signer.signing_cert
        assert certificates.name(signer.signing_cert) == "Joram Havenkwartier"
        assert [one.dump() for one in certificates.loaded(certificates.kept(signer))] == [
            authority.certificate(name).dump() for name in ("joram", "issuer")
        ]


def test_a_certificate_may_write_the_name_otherwise(folder: Path, authority: Authority) -> None:
    given = PERSONAL.replace("key =", 'named = "J. Havenkwartier"\nkey =', 1)
    person = read(folder, text(authority) + given).personal("burgemeester.voorbeelddam")
    assert person
    assert person.certified == "J. Havenkwartier"


def test_a_qualified_certificate_says_so_itself(authority: Authority) -> None:
    assert certificates.qualified(authority.certificate("joram"))
    assert not certificates.qualified(authority.certificate("mayor"))


def test_a_personal_key_in_a_file_is_refused_outside_the_demonstration(
    folder: Path, authority: Authority
) -> None:
    whole = f'roots = ["root.pem"]\ntime_stamps = ["{authority.stamper}"]\n' + PERSONAL
    assert read(folder, whole).persons
    with pytest.raises(DefinitionError, match="alleen voor de demonstratie"):
        read(folder, whole, demo=False)


def test_a_personal_card_asks_its_holder_for_the_code_and_a_seal_never_does(
    folder: Path, authority: Authority
) -> None:
    whole = f'roots = ["root.pem"]\ntime_stamps = ["{authority.stamper}"]\n' + PERSONAL.replace(FILE, CARD)
    person = read(folder, whole, demo=False).personal("burgemeester.voorbeelddam")
    assert person
    assert person.key.asks == "De pincode van uw kaart"
    seal = f'[[seal]]\nregion = "r"\nmunicipality = "g"\nkey = {CARD}\n'
    with pytest.raises(DefinitionError, match="code_from ontbreekt"):
        read(folder, whole + seal, demo=False)


REMOTE = (
    '{ kind = "remote", service = "https://dienst.example", version = "v2", credential = "c", '
    'holder = "Anke", token_address = "https://dienst.example/oauth2/token", client = "hv", '
    'secret_from = "GEHEIM" }'
)


def test_a_remote_key_is_for_a_person_or_a_seal(folder: Path, authority: Authority) -> None:
    head = f'roots = ["root.pem"]\ntime_stamps = ["{authority.stamper}"]\n'
    seal = f'[[seal]]\nregion = "r"\nmunicipality = "g"\nkey = {REMOTE}\n'
    whole = head + PERSONAL.replace(FILE, REMOTE) + seal
    person = read(folder, whole, demo=False).personal("burgemeester.voorbeelddam")
    assert person
    assert person.key.asks == ""
    typed = REMOTE.replace("secret_from", 'code_asked = "Uw code", secret_from')
    with pytest.raises(DefinitionError, match="code_from ontbreekt"):
        read(folder, whole.replace(seal, seal.replace(REMOTE, typed)), demo=False)
    with pytest.raises(DefinitionError, match="begint niet met https"):
        read(folder, whole.replace('service = "https', 'service = "http'), demo=False)


@pytest.mark.parametrize("again", [PERSONAL, "[[seal]]"])
def test_two_keys_for_one_place_are_a_fault(folder: Path, authority: Authority, again: str) -> None:
    more = text(authority).split("[[seal]]")[1]
    with pytest.raises(DefinitionError, match="twee sleutels voor"):
        read(folder, text(authority) + PERSONAL + (again if again == PERSONAL else again + more))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("holder", "houder", "'personal.0.holder' ontbreekt"),
        ('kind = "file"', 'kind = "papier"', "klopt niet"),
        ("[[personal]]", "[[persoonlijk]]", "'persoonlijk'"),
    ],
)
def test_a_fault_in_a_personal_key_is_named(
    folder: Path, authority: Authority, old: str, new: str, said: str
) -> None:
    with pytest.raises(DefinitionError, match=said):
        read(folder, text(authority) + PERSONAL.replace(old, new, 1))
