"""Messages over real lines: encrypted e-mail and a gateway for texts; what each answer means."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from huisverbod.law import ZONE
from huisverbod.notices import Message, NotCarried, carriers
from huisverbod.settings import Settings
from tests.mailing import HOST, PostOffice, a_post_office, a_text_office, an_authority

MESSAGE = Message("HV-2026-0042", datetime(2026, 11, 24, 2, 40, tzinfo=ZONE), "https://hv.example/")
SENDER = "huisverbod@voorbeelddam.example"
KEY = "0123456789abcdef"


def by_mail(office: PostOffice, folder: Path, **changes: Any) -> None:
    settings = Settings(
        mail_server="localhost", mail_port=office.port, mail_from=SENDER, address="https://hv.example",
        send_ca=an_authority(folder), send_seconds=2, **changes,
    )  # fmt: skip
    carriers(settings)["mail"].carry(MESSAGE, "piket@hulp.example", KEY)


def by_text(address: str, **changes: Any) -> None:
    settings = Settings(text_gateway=address, address="https://hv.example", send_seconds=2, **changes)
    carriers(settings)["text"].carry(MESSAGE, "06-12345678", KEY)


def test_an_e_mail_arrives_over_an_encrypted_line(tmp_path: Path):
    with a_post_office(password="een geheim") as office:
        by_mail(office, tmp_path, mail_user="hv", mail_password="een geheim")
    [letter] = office.letters
    assert (letter["From"], letter["To"]) == (SENDER, "piket@hulp.example")
    assert letter["Message-ID"] == f"<{KEY}@voorbeelddam.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Subject"] == "Er wacht een bericht in zaak HV-2026-0042"
    assert str(letter.get_content()).replace("\r\n", "\n") == MESSAGE.body


def test_the_message_says_number_time_and_place():
    assert MESSAGE.body == (
        "Er wacht een bericht in zaak HV-2026-0042, sinds dinsdag 24 november 2026, 02.40 uur.\n\n"
        "Lees het op https://hv.example/zaken/HV-2026-0042\n\n"
        "Heeft u geen account? Bel dan de gemeente over deze zaak.\n"
        "Beantwoord deze e-mail niet.\n"
    )
    assert MESSAGE.text == (
        "Zaak HV-2026-0042: bericht sinds di 24 nov 02.40. https://hv.example/zaken/HV-2026-0042"
    )


def test_nothing_leaves_over_an_open_line(tmp_path: Path):
    with a_post_office(tls=False) as office:
        with pytest.raises(NotCarried) as refusal:
            by_mail(office, tmp_path)
        assert (refusal.value.fault, refusal.value.final) == ("no_tls", False)
        assert office.letters == []
        by_mail(office, tmp_path, mail_starttls=False)
        assert len(office.letters) == 1


def test_a_server_that_cannot_prove_itself_gets_nothing(tmp_path: Path):
    with a_post_office() as office:
        settings = Settings(
            mail_server="localhost", mail_port=office.port, mail_from=SENDER, address="https://hv.example"
        )
        with pytest.raises(NotCarried, match="unreachable"):
            carriers(settings)["mail"].carry(MESSAGE, "piket@hulp.example", KEY)
        assert office.letters == []


@pytest.mark.parametrize(
    ("changes", "fault", "final"),
    [
        ({"to": "550 no such box"}, "refused", True),
        ({"to": "450 try later"}, "busy", False),
        ({"answer": "554 not this"}, "refused", True),
        ({"answer": "451 later"}, "busy", False),
    ],
)
def test_what_a_mail_server_answers(tmp_path: Path, changes: dict[str, str], fault: str, final: bool):
    with a_post_office() as office:
        for name, value in changes.items():
            setattr(office, name, value)
        with pytest.raises(NotCarried) as refusal:
            by_mail(office, tmp_path)
    assert (refusal.value.fault, refusal.value.final, office.letters) == (fault, final, [])


def test_a_wrong_password_is_not_the_end(tmp_path: Path):
    with a_post_office(password="een geheim") as office, pytest.raises(NotCarried) as refusal:
        by_mail(office, tmp_path, mail_user="hv", mail_password="een ander")
    assert (refusal.value.fault, refusal.value.final) == ("sign_in", False)


@contextmanager
def a_silent_server() -> Iterator[int]:
    """A port where somebody takes the line and says nothing."""
    with socket.create_server((HOST, 0)) as door:
        lines: list[socket.socket] = []
        thread = Thread(target=lambda: lines.append(door.accept()[0]))
        thread.start()
        yield door.getsockname()[1]
        thread.join()
        for line in lines:
            line.close()


def test_a_server_that_keeps_silent_or_is_not_there(tmp_path: Path):
    with a_silent_server() as port, pytest.raises(NotCarried, match="unreachable"):
        by_mail(PostOffice(port), tmp_path, mail_starttls=False)
    with a_silent_server() as port, pytest.raises(NotCarried, match="unreachable"):
        by_text(f"http://{HOST}:{port}/")
    with socket.create_server((HOST, 0)) as door:
        port = door.getsockname()[1]
    with pytest.raises(NotCarried, match="unreachable"):
        by_mail(PostOffice(port), tmp_path)


def test_a_text_arrives_at_the_gateway():
    with a_text_office() as office:
        by_text(office.address, text_token="een sleutel")
    [(headers, content)] = office.texts
    assert content == {"id": KEY, "to": "+31612345678", "text": MESSAGE.text}
    assert headers["authorization"] == "Bearer een sleutel"
    assert headers["idempotency-key"] == KEY
    assert headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("status", "fault", "final"),
    [
        (409, "", False),
        (400, "refused", True),
        (404, "refused", True),
        (401, "sign_in", False),
        (429, "busy", False),
        (500, "busy", False),
        (302, "busy", False),
    ],
)
def test_what_a_gateway_answers(status: int, fault: str, final: bool):
    with a_text_office() as office:
        office.answer = status
        if not fault:
            by_text(office.address)
        else:
            with pytest.raises(NotCarried) as refusal:
                by_text(office.address)
            assert (refusal.value.fault, refusal.value.final) == (fault, final)
    assert len(office.texts) == 1, "no redirect is followed"


# The settings


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mail_server": "post.example"}, "HUISVERBOD_MAIL_SERVER is gezet"),
        ({"mail_server": "post.example", "mail_from": SENDER}, "Noem het webadres"),
        ({"text_gateway": "https://sms.example/"}, "Noem het webadres"),
        ({"text_gateway": "http://sms.example/", "address": "https://hv.example"}, "begint met https"),
        ({"mail_from": "huisverbod"}, "geen e-mailadres"),
        ({"address": "hv.example"}, "schrijf alleen het webadres"),
        ({"address": "https://hv.example/zaken?x=1"}, "schrijf alleen het webadres"),
    ],
)
def test_half_a_setting_is_refused(given: dict[str, str], said: str):
    with pytest.raises(ValueError, match=said):
        Settings(**given)  # type: ignore[arg-type]


def test_without_settings_there_is_no_way_out_and_secrets_are_not_shown():
    assert carriers(Settings()) == {}
    settings = Settings(
        mail_server="post.example", mail_from=SENDER, mail_password="een geheim", address="https://hv.example",
        text_gateway="https://sms.example/", text_token="een sleutel",
    )  # fmt: skip
    shown = repr(settings) + str(settings) + repr(carriers(settings))
    assert set(carriers(settings)) == {"mail", "text"}
    assert "een geheim" not in shown and "een sleutel" not in shown
