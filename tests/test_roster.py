"""The roster: who is on call, what may stand in it, its gaps, its calendar, and handing over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import Session, select

from huisverbod import roster
from huisverbod.errors import Refused
from huisverbod.known import Actor
from huisverbod.law import ZONE
from huisverbod.roles import Role
from huisverbod.roster import Entry, Handover, Post, Shift
from tests.builders import MOMENT, REGIONS, a_request, an_account, an_actor

REGION = REGIONS["voorbeeldland"]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HERE = "voorbeelddam"


def at(day: int, hour: int, minute: int = 0, month: int = 11, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE, fold=fold)


EVENING, MORNING = at(23, 17), at(24, 8)


def an_entry(
    start: datetime = EVENING, end: datetime = MORNING, role: Role = Role.MUNICIPAL_OFFICER, **other: str
) -> Entry:
    name = {Role.MAYOR: "Joram Havenkwartier", Role.DEPUTY_MAYOR: "Ilse Grachtenaar"}.get(role, "Fenna Balie")
    given = {"municipality": HERE, "name": name, **other}
    return Entry(given["municipality"], role, given["name"], start, end, given.get("uid", ""))


def add(session: Session, *entries: Entry) -> list[Shift]:
    return roster.import_all(session, REGION, entries, MOMENT, None)


def refused(session: Session, *entries: Entry) -> str:
    """The sentences of the refusal, after which the roster is as it was."""
    before = len(session.exec(select(Shift)).all())
    with pytest.raises(Refused) as refusal:
        add(session, *entries)
    assert len(session.exec(select(Shift)).all()) == before
    return "\n".join(reason.sentence for reason in refusal.value.reasons)


# --- who is on call ---


def test_on_call_is_who_stands_there_from_the_first_instant_up_to_the_last(session: Session) -> None:
    add(session, an_entry(), an_entry(at(24, 8), at(24, 17), name="Tom Dagdienst"))
    names = {
        when: roster.on_call(session, REGION.key, HERE, when)[Post.OFFICER].name
        for when in (at(23, 17), at(24, 8) - timedelta(seconds=1), at(24, 8))
    }
    assert list(names.values()) == ["Fenna Balie", "Fenna Balie", "Tom Dagdienst"]
    assert roster.on_call(session, REGION.key, HERE, at(23, 17) - timedelta(seconds=1)) == {}
    assert roster.on_call(session, REGION.key, HERE, at(24, 17)) == {}


def test_each_post_has_its_own_and_the_roster_of_the_town_goes_before_that_of_the_region(
    session: Session,
) -> None:
    add(
        session,
        an_entry(),
        an_entry(role=Role.HOVJ, municipality="", name="Tessel Nachtegaalweg"),
        an_entry(role=Role.DEPUTY_MAYOR),
        an_entry(municipality="", name="Regio Piketster"),
    )
    here = {post: shift.name for post, shift in roster.on_call(session, REGION.key, HERE, at(24, 3)).items()}
    assert here == {
        Post.OFFICER: "Fenna Balie",
        Post.HOVJ: "Tessel Nachtegaalweg",
        Post.DECIDER: "Ilse Grachtenaar",
    }
    there = roster.on_call(session, REGION.key, "kerkhaven", at(24, 3))
    assert {post: shift.name for post, shift in there.items()} == {
        Post.OFFICER: "Regio Piketster",
        Post.HOVJ: "Tessel Nachtegaalweg",
    }
    assert roster.on_call(session, "meerland", HERE, at(24, 3)) == {}


@pytest.mark.parametrize(
    ("owner", "post"),
    [
        (Role.POLICE, Post.HOVJ), (Role.HOVJ, Post.HOVJ), (Role.MAYOR, Post.DECIDER),
        (Role.DEPUTY_MAYOR, Post.DECIDER), (Role.MUNICIPAL_OFFICER, Post.OFFICER),
        (Role.CASE_MANAGER, Post.OFFICER), (Role.VEILIG_THUIS, Post.OFFICER),
    ],
)  # fmt: skip
def test_everybody_has_someone_on_call_behind_him(owner: Role, post: Post) -> None:
    assert roster.post_for(owner) == post


# --- what may not stand in it ---


def test_two_at_once_on_one_post_are_refused_and_one_after_another_is_not(session: Session) -> None:
    add(session, an_entry())
    said = refused(session, an_entry(at(24, 7), at(24, 17), name="Tom Dagdienst"))
    assert "Tom Dagdienst (di 24 nov 07.00 tot di 24 nov 17.00) valt samen met Fenna Balie" in said
    assert "valt samen met" in refused(session, an_entry(at(23, 12), at(25, 12)))
    add(session, an_entry(at(24, 8), at(24, 17), name="Tom Dagdienst"))
    add(session, an_entry(municipality="kerkhaven"), an_entry(role=Role.HOVJ, municipality=""))


def test_a_mayor_and_his_deputy_fill_one_post(session: Session) -> None:
    assert "valt samen met" in refused(session, an_entry(role=Role.MAYOR), an_entry(role=Role.DEPUTY_MAYOR))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (an_entry(name=""), "Vul in wie er dienst heeft"),
        (an_entry(at(24, 8), at(24, 8)), "het einde ligt niet na het begin"),
        (an_entry(at(24, 8), at(23, 8)), "het einde ligt niet na het begin"),
        (an_entry(municipality="duinrade"), "hoort niet bij Voorbeeldland"),
        (an_entry(role=Role.MAYOR, municipality=""), "heeft dienst voor één gemeente"),
        (an_entry(role=Role.MAYOR, name="Fenna Balie"), "niet in het register als burgemeester"),
        (an_entry(at(20, 8, month=12), at(21, 8, month=12), Role.MAYOR), "op 21-12-2026 als afwezig"),
    ],
)
def test_what_cannot_stand_in_the_roster_says_why(session: Session, entry: Entry, said: str) -> None:
    assert said in refused(session, an_entry(at(1, 8), at(1, 9)), entry)


def test_a_mayor_may_serve_up_to_the_midnight_before_he_is_away(session: Session) -> None:
    add(session, an_entry(at(20, 8, month=12), at(21, 0, month=12), Role.MAYOR))


def test_a_shift_can_be_taken_out_by_its_own_region_only(session: Session) -> None:
    [row] = add(session, an_entry())
    roster.remove(session, "meerland", row.id or 0)
    assert session.exec(select(Shift)).all() == [row]
    roster.remove(session, REGION.key, row.id or 0)
    roster.remove(session, REGION.key, row.id or 0)
    assert session.exec(select(Shift)).all() == []


# --- gaps ---


def test_the_hours_without_anyone_are_found(session: Session) -> None:
    rows = add(session, an_entry(), an_entry(at(24, 9), at(24, 17)), an_entry(at(24, 17), at(25, 8)))
    assert roster.gaps(rows, at(23, 12), at(25, 12)) == [
        (at(23, 12), at(23, 17)),
        (at(24, 8), at(24, 9)),
        (at(25, 8), at(25, 12)),
    ]
    assert roster.gaps(rows, at(23, 18), at(24, 7)) == []
    assert roster.gaps([], at(23, 12), at(25, 12)) == [(at(23, 12), at(25, 12))]


def test_a_shift_within_another_hides_no_gap(session: Session) -> None:
    long, short = (
        Shift(starts_at=at(23, 8), ends_at=at(24, 8)),
        Shift(starts_at=at(23, 9), ends_at=at(23, 10)),
    )
    assert roster.gaps([long, short], at(23, 8), at(24, 9)) == [(at(24, 8), at(24, 9))]


# --- the calendar ---

ROUND = [
    an_entry(),
    an_entry(at(28, 20, month=3), at(29, 8, month=3)),
    an_entry(at(29, 3, month=3), at(29, 4, month=3), municipality="kerkhaven"),
    an_entry(at(24, 20, month=10), at(25, 8, month=10)),
    an_entry(at(25, 2, 30, month=10), at(25, 2, 30, month=10, fold=1), municipality="kerkhaven"),
    an_entry(at(25, 2, 30, month=10, fold=1), at(25, 9, month=10), municipality="kerkhaven"),
    an_entry(role=Role.HOVJ, municipality="", name="Tessel; Nachtegaal,weg\\é"),
    an_entry(role=Role.DEPUTY_MAYOR),
]


def alike(shifts: Sequence[Shift | Entry]) -> list[tuple[object, ...]]:
    return [
        (
            row.uid,
            row.municipality,
            row.role,
            row.name,
            row.starts_at.astimezone(UTC),
            row.ends_at.astimezone(UTC),
        )
        for row in shifts
    ]


def test_out_and_in_again_over_both_changes_of_the_clock(session: Session) -> None:
    rows = add(session, *ROUND)
    text = roster.as_calendar(REGION, rows)
    assert alike(roster.read_calendar(REGION, text)) == alike(rows)
    again = roster.import_all(session, REGION, roster.read_calendar(REGION, text), MOMENT, None)
    assert alike(again) == alike(rows)
    assert len(session.exec(select(Shift)).all()) == len(ROUND)


def test_the_calendar_is_as_others_read_it(session: Session) -> None:
    rows = add(session, *ROUND)
    text = roster.as_calendar(REGION, rows).decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n") and "TZID:Europe/Amsterdam" in text
    assert "DTSTART;TZID=Europe/Amsterdam:20261123T170000" in text
    assert "DTSTART:20261025T013000Z" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    starts = [event["dtstart"].dt for event in Calendar.from_ical(text).events]
    assert [start.astimezone(UTC) for start in starts] == [row.starts_at.astimezone(UTC) for row in rows]


def test_nothing_of_a_case_is_in_the_calendar(session: Session, rulebook: object) -> None:
    rows = add(session, an_entry())
    text = roster.as_calendar(REGION, rows).decode()
    known = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CATEGORIES", "LOCATION"}
    [event] = Calendar.from_ical(text).events
    assert {str(name) for name in event} == known
    foreign = text.replace("SUMMARY:", "DESCRIPTION:over Testema in HV-2026-0001\r\nSUMMARY:")
    assert "Testema" not in repr(roster.read_calendar(REGION, foreign.encode()))


def a_calendar(*lines: str) -> bytes:
    event = {
        "UID": "a@b", "DTSTAMP": "20261101T000000Z", "DTSTART": "20261123T170000", "DTEND": "20261124T080000",
        "SUMMARY": "Fenna Balie", "CATEGORIES": "municipal_officer", "LOCATION": "Voorbeelddam",
    }  # fmt: skip
    for line in lines:
        name = line.partition(":")[0].partition(";")[0]
        event.pop(name, None)
    told = [f"{name}:{value}" for name, value in event.items()] + [one for one in lines if ":" in one]
    rows = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:x",
        "BEGIN:VEVENT",
        *told,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(rows).encode() + b"\r\n"


@pytest.mark.parametrize(
    ("lines", "start"),
    [
        ((), at(23, 17)),
        (("DTSTART:20261123T160000Z",), at(23, 17)),
        (("DTSTART;TZID=Europe/London:20261123T160000",), at(23, 17)),
        (("DTSTART;VALUE=DATE:20261123",), at(23, 0)),
        (("DTSTART:20260329T023000", "DTEND:20260329T080000"), at(29, 3, month=3)),
        (("CATEGORIES:piket,gemeenteambtenaar",), at(23, 17)),
        (("LOCATION:voorbeelddam",), at(23, 17)),
    ],
)
def test_a_calendar_from_elsewhere_is_understood(lines: tuple[str, ...], start: datetime) -> None:
    [entry] = roster.read_calendar(REGION, a_calendar(*lines))
    assert (entry.starts_at, entry.role, entry.municipality) == (start, Role.MUNICIPAL_OFFICER, HERE)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("CATEGORIES",), "de hoedanigheid ontbreekt"),
        (("CATEGORIES:raad",), "de hoedanigheid ontbreekt"),
        (("LOCATION:Duinrade",), "'Duinrade' is geen gemeente van deze regio"),
        (("DTEND",), "het begin of het einde ontbreekt"),
        (("DTSTART:gisteren",), "het begin of het einde ontbreekt"),
        (("DTSTART;TZID=Nergens/Huis:20261123T160000",), "het begin of het einde ontbreekt"),
        (("RRULE:FREQ=WEEKLY",), "een herhaling kan het rooster niet lezen"),
    ],
)
def test_a_shift_that_cannot_be_read_says_which_and_why(lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused) as refusal:
        roster.read_calendar(REGION, a_calendar(*lines))
    sentences = [reason.sentence for reason in refusal.value.reasons]
    assert sentences[0].startswith("Dienst 1 (Fenna Balie): ") and said in "\n".join(sentences)


@pytest.mark.parametrize(
    "content",
    [b"", b"onzin", b"\x00\xff\xfe", b"%PDF-1.7", b"BEGIN:VCALENDAR", b"BEGIN:VEVENT\r\nEND:VCALENDAR",
     b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", b"naam;begin;einde\r\nFenna;1;2"],
)  # fmt: skip
def test_nonsense_is_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        roster.read_calendar(REGION, content)
    assert refusal.value.reasons[0].sentence.endswith("Er is niets gewijzigd.")


def test_one_shift_that_clashes_keeps_all_out(session: Session) -> None:
    add(session, an_entry())
    fine = an_entry(at(26, 8), at(26, 17))
    assert "valt samen met" in refused(session, fine, an_entry(at(24, 7), at(24, 9), name="Tom Dagdienst"))


def test_a_shift_with_the_same_name_in_the_calendar_takes_the_place_of_the_old(session: Session) -> None:
    [row] = add(session, an_entry(uid="x@y"))
    add(session, an_entry(end=at(24, 9), uid="x@y"))
    [kept] = session.exec(select(Shift)).all()
    assert (kept.id, kept.ends_at) == (row.id, at(24, 9))
    with pytest.raises(Refused) as refusal:
        entry = replace(an_entry(uid="x@y"), municipality="meerveld")
        roster.add(session, REGIONS["meerland"], entry, MOMENT, None)
    assert "rooster van een andere regio" in refusal.value.reasons[0].sentence


# --- handing over ---


def two(session: Session) -> tuple[Actor, Actor]:
    first = an_account(session, an_actor(Role.MUNICIPAL_OFFICER))
    return first, an_account(session, replace(first, name="Tom Dagdienst"))


def test_a_hand_over_is_taken_over_by_somebody_else_and_once(session: Session) -> None:
    first, second = two(session)
    row = roster.hand_over(session, first, HERE, " HV-2026-0001 wacht op de hulp ", MOMENT)
    assert (row.notes, row.handed_by, row.taken_at) == (
        "HV-2026-0001 wacht op de hulp",
        first.account_id,
        None,
    )
    with pytest.raises(Refused) as refusal:
        roster.take_over(session, first, HERE, MOMENT + HOUR)
    assert "Laat een collega" in refusal.value.reasons[0].sentence
    taken = roster.take_over(session, second, HERE, MOMENT + HOUR)
    assert (taken.taken_by, taken.taken_at) == (second.account_id, MOMENT + HOUR)
    with pytest.raises(Refused) as refusal:
        roster.take_over(session, second, HERE, MOMENT + 2 * HOUR)
    assert "Er is niets overgedragen" in refusal.value.reasons[0].sentence
    assert roster.last_handed(session, REGION.key, HERE) == taken
    assert roster.last_handed(session, REGION.key, "kerkhaven") is None


@pytest.mark.parametrize("notes", ["Testema belt terug", "mevrouw VOORBEELDSMA is thuis", "x" * 2001])
def test_notes_name_nobody_and_are_no_book(session: Session, rulebook, notes: str) -> None:
    first, _ = two(session)
    a_request(session, rulebook)
    with pytest.raises(Refused):
        roster.hand_over(session, first, HERE, notes, MOMENT)
    assert session.exec(select(Handover)).all() == []
    assert roster.hand_over(session, first, HERE, "de test is klaar", MOMENT).notes
