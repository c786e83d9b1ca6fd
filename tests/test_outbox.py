"""The outbox: at least once, at most doubled, in the order of channels, and nobody waits for a server."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from huisverbod import clock, notices, stages
from huisverbod.accounts import Account
from huisverbod.case import Facts
from huisverbod.clock import Delivered, Ways
from huisverbod.database import connect, migrate, reading, writing
from huisverbod.notices import Dispatch, Message, NotCarried, Notice, outbox
from huisverbod.notices.outbox import CLAIM, HOLD, PAUSES
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.workflow import step_form
from tests.builders import (
    MOMENT,
    a_household,
    a_proposed_decision,
    a_request,
    a_step,
    an_account,
    an_actor,
    an_oral_ban,
    facts_for,
    moment_of,
)
from tests.mailing import PostOffice, TextOffice, a_post_office, a_text_office, an_authority
from tests.rows import at_once

HOUR = timedelta(hours=1)
NOW = MOMENT + 3 * HOUR
ROOT = Path(__file__).parent.parent
ADDRESS = "https://hv.example"


@dataclass
class Memory:
    """A way out that remembers what it carried, and refuses as it is told."""

    refusals: list[NotCarried] = field(default_factory=list)
    carried: list[tuple[str, str, str]] = field(default_factory=list)

    def carry(self, message: Message, to: str, key: str) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.carried.append((message.number, to, key))


@dataclass
class Post:
    """An installation with two ways out, at a moment of its own."""

    engine: Engine
    rulebook: Rulebook
    mail: Memory = field(default_factory=Memory)
    text: Memory = field(default_factory=Memory)
    now: datetime = NOW

    @property
    def ways(self) -> Ways:
        return Ways({"mail": self.mail, "text": self.text}, ADDRESS)

    def tick(self, later: timedelta = timedelta()) -> Delivered:
        self.now += later
        clock.tick(self.engine, self.rulebook, self.now, self.ways)
        return clock.deliver(self.engine, self.rulebook, self.ways, lambda: self.now)

    def dispatches(self, kind: str) -> list[Dispatch]:
        with reading(self.engine) as session:
            rows = select(Dispatch).join(Notice, col(Notice.id) == Dispatch.notice_id)
            return list(session.exec(rows.where(Notice.kind == kind).order_by(col(Dispatch.id))))

    def notice(self, kind: str) -> Notice:
        with reading(self.engine) as session:
            return session.exec(select(Notice).where(Notice.kind == kind).limit(1)).one()


@pytest.fixture
def post(engine: Engine, rulebook: Rulebook) -> Post:
    return Post(engine, rulebook)


def reachable(engine: Engine, role: Role, email: str = "", mobile: str = "") -> Account:
    """An account in that capacity with these addresses."""
    with writing(engine) as session:
        actor = an_account(session, an_actor(role))
        account = session.get_one(Account, actor.account_id)
        account.email, account.mobile = email, mobile
        session.add(account)
    return account


def proposed(post: Post) -> str:
    with writing(post.engine) as session:
        return a_proposed_decision(session, post.rulebook)


# Which way


def test_a_contact_of_the_region_gets_the_message_and_its_accounts_do_not(post: Post):
    reachable(post.engine, Role.POLICE, email="daan@politie.example")
    with writing(post.engine) as session:
        number = an_oral_ban(session, post.rulebook)
    post.tick()
    police = [row for row in post.mail.carried if "politie" in row[1]]
    assert {row[:2] for row in police} == {(number, "huisverbod@politie-voorbeeldland.example")}
    assert "piket@hulpnageweld-voorbeelddam.example" in {to for _, to, _ in post.mail.carried}
    assert [row.target for row in post.dispatches("police")] == ["contact:police"]


def test_who_decides_is_reached_by_text_first(post: Post):
    reachable(post.engine, Role.MAYOR, "burgemeester@dam.example", "06-00000011")
    number = proposed(post)
    assert post.tick().failed == 0
    assert [row[:2] for row in post.text.carried] == [(number, "06-00000011")]
    assert not [to for _, to, _ in post.mail.carried if "burgemeester" in to]


def test_the_next_way_follows_when_nobody_answers_in_time(post: Post):
    reachable(post.engine, Role.MAYOR, "burgemeester@dam.example", "06-00000011")
    proposed(post)
    post.tick()
    answer_by = post.notice("decision_waits").answer_by
    assert answer_by == moment_of("imposition.propose") + HOUR
    post.tick(answer_by - post.now - timedelta(seconds=1))
    assert [row.channel for row in post.dispatches("decision_waits")] == ["text"]
    post.tick(timedelta(seconds=1))
    assert [row.channel for row in post.dispatches("decision_waits")] == ["text", "mail"]
    post.tick(24 * HOUR)
    assert len(post.dispatches("decision_waits")) == 2


def test_what_was_seen_is_not_sent_any_more(post: Post):
    mayor = reachable(post.engine, Role.MAYOR, "burgemeester@dam.example", "06-00000011")
    proposed(post)
    post.text.refusals = [NotCarried("busy")]
    post.tick()
    with writing(post.engine) as session:
        [(notice, _)] = notices.waiting(session, mayor.actor())
        notices.acknowledge(session, mayor.actor(), notice.id or 0, post.now)
    post.tick(48 * HOUR)
    assert not [row for row in post.dispatches("decision_waits") if row.sent_at]


def test_who_asked_is_told_at_his_own_address(post: Post):
    account = reachable(post.engine, Role.CRISIS_TEAM, email="gijs@crisis.example")
    reachable(post.engine, Role.RAAD, email="wietske@raad.example")
    with writing(post.engine) as session:
        a_request(session, post.rulebook, by=account.actor(), route="acuut_veilig_thuis")
    post.tick()
    receipts = {row.key for row in post.dispatches("receipt")}
    assert [to for _, to, key in post.mail.carried if key in receipts] == ["gijs@crisis.example"]
    assert "wietske@raad.example" not in {to for _, to, _ in post.mail.carried}


def test_with_no_way_out_it_is_in_the_application_alone(post: Post):
    reachable(post.engine, Role.MAYOR, "burgemeester@dam.example", "06-00000011")
    proposed(post)
    done = clock.tick(post.engine, post.rulebook, post.now)
    assert done.notices > 0
    assert clock.deliver(post.engine, post.rulebook, Ways({}, ""), lambda: post.now) == Delivered(0, 0, 0)
    assert post.dispatches("decision_waits") == []
    assert post.notice("decision_waits").sent_at == post.now


def test_what_people_tell_waits_for_people(post: Post):
    with writing(post.engine) as session:
        an_oral_ban(session, post.rulebook)
    post.tick()
    notice = post.notice("household")
    assert (notice.channel, notice.next_at, post.dispatches("household")) == ("talk", notice.answer_by, [])
    post.tick(24 * HOUR)
    assert (post.notice("household").channel, post.notice("household").next_at) == ("paper", None)


def test_people_come_in_when_who_can_read_it_does_not(post: Post):
    with writing(post.engine) as session:
        an_oral_ban(session, post.rulebook)

    def tick(later: timedelta) -> Notice:
        post.now += later
        clock.tick(post.engine, post.rulebook, post.now)
        return post.notice("police")

    first = tick(timedelta())
    assert (first.channel, first.next_at) == ("", first.answer_by)
    assert tick(first.answer_by - post.now - timedelta(seconds=1)).channel == ""
    assert tick(timedelta(seconds=1)).channel == "talk"


# Failure


def test_it_is_tried_again_after_growing_pauses_and_given_up_in_sight(post: Post):
    reachable(post.engine, Role.MAYOR, mobile="06-00000011")
    proposed(post)
    post.text.refusals = [NotCarried("busy") for _ in range(99)]
    post.tick()
    for number, pause in enumerate(PAUSES, start=1):
        [row] = post.dispatches("decision_waits")
        assert (row.attempts, row.next_at, row.fault) == (number, post.now + pause, "busy")
        post.tick(pause - timedelta(seconds=1))
        [row] = post.dispatches("decision_waits")
        assert row.attempts == number
        post.tick(timedelta(seconds=1))
    [row] = post.dispatches("decision_waits")
    assert (row.given_up_at, row.next_at, row.sent_at) == (post.now, None, None)
    post.tick(24 * HOUR)
    assert post.dispatches("decision_waits") == [row]
    assert post.text.carried == []


def test_a_refused_address_is_given_up_at_once_and_the_next_way_follows(post: Post):
    reachable(post.engine, Role.MAYOR, "burgemeester@dam.example", "06-00000011")
    number = proposed(post)
    post.text.refusals = [NotCarried("refused", final=True)]
    post.tick()
    post.tick()
    text, mail = post.dispatches("decision_waits")
    assert (text.given_up_at, text.fault, mail.sent_at) == (post.now, "refused", post.now)
    assert (number, "burgemeester@dam.example", mail.key) in post.mail.carried


def test_a_repeat_carries_the_same_key(post: Post):
    reachable(post.engine, Role.MAYOR, mobile="06-00000011")
    number = proposed(post)
    [key] = [row.key for row in _handed_on(post)]
    post.text.refusals = [NotCarried("busy")]
    post.tick()
    post.tick(PAUSES[0])
    assert post.text.carried == [(number, "06-00000011", key)]


def _handed_on(post: Post) -> list[Dispatch]:
    clock.tick(post.engine, post.rulebook, post.now, post.ways)
    return post.dispatches("decision_waits")


def test_a_dead_server_is_asked_once_a_minute_and_costs_the_others_no_attempt(post: Post):
    for role in (Role.MAYOR, Role.DEPUTY_MAYOR):
        reachable(post.engine, role, mobile="06-00000011")
    proposed(post)
    post.text.refusals = [NotCarried("unreachable")]
    assert post.tick().failed == 1
    rows = post.dispatches("decision_waits")
    assert sorted(row.attempts for row in rows) == [0, 1]
    assert {row.fault for row in rows} == {"unreachable"}
    assert post.tick(HOLD - timedelta(seconds=1)).sent == 0
    post.tick(timedelta(seconds=1))
    assert len(post.text.carried) == 2


def test_an_address_that_was_taken_away_is_a_failure_in_sight(post: Post):
    mayor = reachable(post.engine, Role.MAYOR, mobile="06-00000011")
    proposed(post)
    _handed_on(post)
    with writing(post.engine) as session:
        session.get_one(Account, mayor.id).mobile = ""
    post.tick()
    assert [row.fault for row in post.dispatches("decision_waits")] == ["no_address"]
    assert post.text.carried == []


def test_it_can_be_sent_again_but_not_while_it_is_under_way(post: Post):
    reachable(post.engine, Role.MAYOR, mobile="06-00000011")
    proposed(post)
    post.text.refusals = [NotCarried("refused", final=True)]

    def again() -> bool:
        with writing(post.engine) as session:
            notice = session.exec(select(Notice).where(Notice.role == Role.MAYOR)).one()
            return outbox.again(session, notice, post.now)

    assert again() is False, "it has not been handed on yet"
    post.tick()
    post.tick()
    assert again() is True
    assert again() is False
    post.tick()
    assert len(post.text.carried) == 1
    assert len(post.dispatches("decision_waits")) == 2


# Together and killed


def test_nobody_waits_for_a_slow_server(post: Post):
    """While a message is carried, somebody takes a step: no lock is held then."""
    reachable(post.engine, Role.MAYOR, mobile="06-00000011")
    number = proposed(post)
    taken: list[str] = []

    class Slow:
        def carry(self, message: Message, to: str, key: str) -> None:
            with writing(post.engine) as session:
                step = a_step(
                    session, post.rulebook, number, "imposition.ask_back", post.now, question="Hoe?"
                )
                taken.append(step.event.step)

    ways = Ways({"text": Slow()}, ADDRESS)
    clock.tick(post.engine, post.rulebook, post.now, ways)
    assert clock.deliver_next(post.engine, post.rulebook, ways, lambda: post.now) is True
    assert taken == ["ask_back"]


def test_several_at_once_double_nothing(post: Post):
    with writing(post.engine) as session:
        for _ in range(3):
            an_oral_ban(session, post.rulebook)
    acts = [partial(clock.tick, post.engine, post.rulebook, post.now, post.ways)] * 3
    assert not [fault for fault in at_once(*acts) if isinstance(fault, Exception)]
    sends = [partial(clock.deliver, post.engine, post.rulebook, post.ways, lambda: post.now)] * 3
    results = at_once(*sends)
    assert not [fault for fault in results if isinstance(fault, Exception)]
    keys = [key for _, _, key in (*post.mail.carried, *post.text.carried)]
    assert len(keys) == len(set(keys)) >= 6
    with reading(post.engine) as session:
        rows = session.exec(select(Dispatch)).all()
    assert {row.key for row in rows} == set(keys)
    assert all(row.sent_at == post.now and row.attempts == 1 for row in rows)


@pytest.mark.parametrize(("moment", "copies"), [("after", 2), ("before", 1)])
def test_a_kill_loses_nothing_and_doubles_one_at_most(
    engine: Engine, rulebook: Rulebook, address: str, tmp_path: Path, moment: str, copies: int
):
    with writing(engine) as session:
        an_oral_ban(session, rulebook)
    authority = an_authority(tmp_path)
    with a_post_office() as office:
        settings = Settings(
            mail_server="localhost", mail_port=office.port, mail_from="hv@hv.example", address=ADDRESS,
            send_ca=authority,
        )  # fmt: skip
        ways = Ways.of(settings)
        clock.tick(engine, rulebook, NOW, ways)
        words = [address, str(office.port), str(authority), NOW.isoformat(), moment]
        done = subprocess.run([sys.executable, "-m", "tests.kill_sender", *words], cwd=ROOT, check=False)
        assert done.returncode == -9
        clock.deliver(engine, rulebook, ways, lambda: NOW)
        with reading(engine) as session:
            [claimed] = session.exec(select(Dispatch).where(col(Dispatch.sent_at).is_(None))).all()
        assert (claimed.next_at, claimed.attempts) == (NOW + CLAIM, 1)
        clock.deliver(engine, rulebook, ways, lambda: NOW + CLAIM)
        identities = [letter["Message-ID"] for letter in office.letters]
    assert identities.count(f"<{claimed.key}@hv.example>") == copies
    others = [one for one in identities if claimed.key not in one]
    assert others and len(others) == len(set(others))
    with reading(engine) as session:
        assert all(row.sent_at for row in session.exec(select(Dispatch)))


# Nothing about anybody

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzé", min_size=5, max_size=12)
PLAYED = (
    "execution.tell_household", "execution.inform_help_body", "execution.give_address",
    "enforcement.report_violation", "care.contact", "care.advise", "court.request",
    "execution.propose_extension", "execution.propose_withdrawal",
)  # fmt: skip


def planted(step: str, word: str, rulebook: Rulebook, at: datetime, **changes: object) -> dict[str, object]:
    """Facts for a step in which every free text is this word."""
    stage, rules = rulebook.current.procedure.step(step)
    form = stages.forms(stage.name)[step_form(rules)]
    facts = facts_for(step, at, **changes)
    for name, info in form.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        if info.annotation is str and not extra and name in facts and name not in changes:
            facts[name] = word
    return facts


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[tuple[PostOffice, TextOffice, Ways]]:
    with a_post_office() as mail, a_text_office() as text:
        settings = Settings(
            mail_server="localhost", mail_port=mail.port, mail_from="hv@hv.example", address=ADDRESS,
            text_gateway=text.address, send_ca=an_authority(tmp_path),
        )  # fmt: skip
        yield mail, text, Ways.of(settings)


def a_case_about(name: str, engine: Engine, rulebook: Rulebook) -> str:
    """The number of a case in which every name, address and free text holds this word."""
    dwelling = facts_for("request.submit", MOMENT)["dwelling"]
    dwelling |= {"street": f"{name}straat"}
    people = a_household(given_names=name, family_name=f"van {name}", safe_contact=f"{name}@thuis.example")
    with writing(engine) as session:
        number = an_oral_ban(session, rulebook, submit={"people": people, "dwelling": dwelling})
        until = (MOMENT + timedelta(days=20)).isoformat()
        for hours, step in enumerate(PLAYED, start=4):
            changes = {"until": until} if step == "execution.propose_extension" else {}
            at = MOMENT + hours * HOUR
            a_step(session, rulebook, number, step, at, **planted(step, name, rulebook, at, **changes))
    return number


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(word=LETTERS)
def test_whatever_was_stated_no_message_says_it(offices, rulebook: Rulebook, caplog, word: str):
    mail, text, ways = offices
    mail.letters.clear()
    text.texts.clear()
    name, later = f"zq{word}zq", MOMENT + 60 * HOUR
    engine = connect("sqlite://")
    migrate(engine)
    caplog.set_level(logging.DEBUG, "huisverbod")
    reachable(engine, Role.MAYOR, "burgemeester@dam.example", "06-00000011")
    number = a_case_about(name, engine, rulebook)
    clock.tick(engine, rulebook, later, ways)
    done = clock.deliver(engine, rulebook, ways, lambda: later)
    assert done == Delivered(len(mail.letters) + len(text.texts), 0, 0)
    left = [str(letter) for letter in mail.letters] + [repr(row) for row in text.texts]
    assert mail.letters and text.texts and all(number in said for said in left)
    with reading(engine) as session:
        assert name in repr(session.exec(select(Facts)).all()), "the word was planted"
        rows = [repr(row) for table in (Notice, Dispatch) for row in session.exec(select(table))]
    assert not [said for said in (*left, *rows, caplog.text) if name in said]
    engine.dispose()
