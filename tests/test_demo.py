import hashlib
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlmodel import Session, col, func, select

from huisverbod import chain, database, demo, duties, metrics, roster
from huisverbod.accounts import PASSWORDS, Account, add_account
from huisverbod.advance import asked_of
from huisverbod.case import Case, Event, Facts, Stage
from huisverbod.demo import building
from huisverbod.demo.cast import Cast, accounts
from huisverbod.demo.material import Planned, material
from huisverbod.demo.scene import Stage as Setting
from huisverbod.demo.staging import stories
from huisverbod.documents import Document, current_drafts
from huisverbod.errors import Refused
from huisverbod.known import CLOCK, Asked
from huisverbod.law import ZONE
from huisverbod.notices import Notice
from huisverbod.region import ROUTES
from huisverbod.roles import Role
from huisverbod.roster import Post
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings

NOW = datetime(2026, 11, 25, 10, 40, tzinfo=ZONE)
RULES = Rulebook.of(Settings())
FOLLOWING = {
    f"{stage.name}.{step.name}" for stage, step in RULES.current.procedure.steps() if step.by_clock
} | {name for _, step in RULES.current.procedure.steps() for name in step.followers}
"""Steps that nobody in a story takes: those of the clock, and those that follow from another."""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The demonstration of one morning, made once for the tests that only look."""
    settings = at(tmp_path_factory.mktemp("demo") / "demo.sqlite")
    demo.prepare(settings, NOW, quiet)
    return settings


@pytest.fixture
def session(shown: Settings) -> Iterator[Session]:
    engine = database.connect(shown.database)
    with database.reading(engine) as opened:
        yield opened
    engine.dispose()


def at(path: Path) -> Settings:
    return Settings(database=f"sqlite:///{path}", demo=True)


def quiet(_: str) -> None:
    """Whoever does not want to hear how far it is."""


def path_of(settings: Settings) -> Path:
    return Path(settings.database.removeprefix("sqlite:///"))


def all_cases(session: Session) -> list[Case]:
    return list(session.exec(select(Case).order_by(col(Case.number))))


def known(session: Session, case: Case) -> Asked:
    return asked_of(session, RULES, case, CLOCK, NOW)


def settings_of_stories(now: datetime) -> dict[str, Setting]:
    people = accounts(RULES.regions)
    return {
        key: Setting(
            region=RULES.region(key),
            cast=Cast(RULES.region(key), people),
            instrument=RULES.current.instrument,
            terms=RULES.current.procedure.terms,
            powers=RULES.current.procedure.powers,
            now=now,
        )
        for key in material().plan
    }


def test_every_planned_case_was_played_as_far_as_its_story_had_come(session: Session) -> None:
    written = stories(settings_of_stories(NOW))
    cases = all_cases(session)
    assert 55 <= len(cases) == len(written)
    for case, scene in zip(cases, written, strict=True):
        told = [beat.step for beat in scene.in_order() if beat.recorded_at <= NOW]
        taken = [event.step for event in known(session, case).known.events]
        assert set(told) <= set(taken) <= set(told) | FOLLOWING
        assert len([step for step in taken if step in told]) == len(told)
        assert scene.planned.stop is None or scene.planned.stop in taken


def test_every_state_of_every_stage_is_there(session: Session) -> None:
    there = set(session.exec(select(Stage.name, Stage.state)))
    declared = {
        (name, state) for name, stage in RULES.current.procedure.stages.items() for state in stage.states
    }
    assert there == declared - {("follow_up", "destroyed")}  # a file is kept for years


def test_every_route_is_there_and_every_region_that_offers_it(session: Session) -> None:
    there = set(session.exec(select(Case.region, Case.route)))
    assert {route for _, route in there} == ROUTES
    assert {region for region, _ in there} == set(RULES.regions)
    assert all(route in RULES.region(region).routes for region, route in there)


def test_the_chain_of_every_case_holds(session: Session) -> None:
    assert [fault for case in all_cases(session) for fault in chain.faults(session, case)] == []


def test_nothing_lies_in_the_future(session: Session) -> None:
    for newest in (func.max(Event.occurred_at), func.max(Event.recorded_at)):
        assert session.exec(select(newest)).one() <= NOW
    assert session.exec(select(func.max(Notice.sent_at))).one() <= NOW
    assert session.exec(select(func.max(Notice.acknowledged_at))).one() <= NOW
    assert session.exec(select(func.max(Facts.saved_at))).one() <= NOW
    assert session.exec(select(func.max(Document.drawn_at))).one() <= NOW


def test_the_clock_ended_each_ban_at_its_own_hour(session: Session) -> None:
    ended = session.exec(select(Event).where(Event.step == "expire")).all()
    assert len(ended) >= 10
    assert all(event.role == Role.CLOCK and event.occurred_at == event.recorded_at for event in ended)


def test_something_is_overdue_and_it_is_the_exception(session: Session) -> None:
    late = {
        case.number
        for case in all_cases(session)
        for duty in duties.owed(RULES.current.procedure, known(session, case))
        if duty.open and duty.late(NOW)
    }
    assert 1 <= len(late) <= 4


def test_a_decision_waits_for_a_mayor_in_more_than_one_region(session: Session) -> None:
    waiting = {case.region for case in all_cases(session) if current_drafts(session, case)}
    assert len(waiting) >= 2


def test_some_bans_end_within_twelve_hours(session: Session) -> None:
    hours = []
    for case in all_cases(session):
        asked = known(session, case)
        ban = asked.known.ban(asked.terms)
        if ban and ban.in_force(NOW):
            hours.append((ban.end - NOW) / timedelta(hours=1))
    assert len([left for left in hours if left <= 12]) >= 2
    assert max(hours) > 240


def test_people_are_on_call_now_and_a_gap_is_left(session: Session) -> None:
    for region in RULES.regions.values():
        for place in region.municipalities:
            here = roster.on_call(session, region.key, place.key, NOW)
            assert Post.OFFICER in here and Post.HOVJ in here, place.key
            shifts = roster.planned(session, region.key, NOW, NOW + timedelta(days=7))
            officers = [s for s in shifts if s.municipality == place.key and s.role == "municipal_officer"]
            assert roster.gaps(officers, NOW, NOW + timedelta(days=7))


def test_the_big_region_has_enough_cases_for_its_figures(session: Session) -> None:
    numbers = Counter(
        timing.measure
        for case in all_cases(session)
        if case.region == "voorbeeldland"
        for timing in metrics.timings(known(session, case).known, RULES.current.procedure.terms)
    )
    assert {measure.name for measure in metrics.MEASURES if numbers[measure.name] < 10} <= {"extension_slack"}


def test_an_oral_ban_was_imposed_at_night_and_put_in_writing(session: Session) -> None:
    oral = session.exec(select(Event).where(Event.step == "impose_orally")).all()
    written = set(session.exec(select(Event.case_id).where(Event.step == "put_in_writing")))
    at_night = {event.case_id for event in oral if event.occurred_at.astimezone(ZONE).hour < 6}
    assert at_night & written


def test_a_partner_has_a_draft_of_a_request(session: Session) -> None:
    drafts = session.exec(select(Facts).where(Facts.draft_of == "request.submit")).all()
    assert len(drafts) >= 2
    assert all(draft.data["danger"][0] for draft in drafts)


def test_messages_of_the_last_two_days_are_unread_and_older_ones_read(session: Session) -> None:
    unread = session.exec(select(Notice).where(col(Notice.acknowledged_at).is_(None))).all()
    assert unread
    assert all(notice.sent_at and notice.sent_at >= NOW - timedelta(days=2) for notice in unread)


def test_who_is_who_names_every_account_and_nobody_else(session: Session) -> None:
    rows = demo.who_is_who()
    assert {login for *_, login in rows} == set(session.exec(select(Account.login)))
    assert len(rows) == len({login for *_, login in rows})
    assert ("Duinstreek", "Wietske Duinzicht", "burgemeester Duinrade", "burgemeester.duinrade") in rows


def test_every_region_has_everyone_it_needs() -> None:
    people = accounts(RULES.regions)
    for key in RULES.regions:
        assert {Role(a.role) for a in people if a.region == key} == set(Role) - {Role.CLOCK}


def test_office_holders_stand_in_the_register_of_their_municipality() -> None:
    for account in accounts(RULES.regions):
        if account.role in (Role.MAYOR, Role.DEPUTY_MAYOR):
            place = RULES.region(account.region).municipality(account.municipality)
            assert any((o.name, o.account) == (account.name, account.login) for o in place.offices)


def test_all_have_the_one_documented_password(session: Session) -> None:
    hashes = set(session.exec(select(Account.password)))
    assert [PASSWORDS.verify(demo.PASSWORD, found) for found in hashes] == [True]


def test_everything_plays_in_invented_regions() -> None:
    assert all(RULES.region(key).fictional for key in material().plan)


def test_no_two_households_of_the_plan_are_the_same() -> None:
    names = [
        tuple((person["given_names"], person["family_name"]) for person in scene.home.people)
        for scene in stories(settings_of_stories(NOW))
    ]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 25, 3, 5, tzinfo=ZONE),
        datetime(2027, 1, 1, 0, 10, tzinfo=ZONE),
        datetime(2027, 3, 28, 3, 30, tzinfo=ZONE),
        datetime(2027, 10, 31, 9, 0, tzinfo=ZONE),
        datetime(2028, 2, 29, 23, 55, tzinfo=ZONE),
    ],
)
def test_a_case_that_stands_still_has_come_there_at_any_moment(now: datetime) -> None:
    for scene in stories(settings_of_stories(now)):
        if scene.planned.stop:
            last = scene.in_order()[-1]
            assert (last.step, last.recorded_at <= now) == (scene.planned.stop, True), scene.planned


def test_the_same_moment_gives_the_same_stories() -> None:
    def told() -> list[tuple[str, datetime, str]]:
        return [
            (beat.step, beat.at, str(beat.facts))
            for scene in stories(settings_of_stories(NOW))
            for beat in scene.in_order()
        ]

    assert told() == told()


def test_each_theme_that_is_imposed_meets_the_rule_or_says_why_not() -> None:
    instrument = RULES.current.instrument
    for theme in material().themes.values():
        assert {fact.signal for fact in theme.facts} >= set(theme.red)
        most = max(
            len([signal for signal in part.signals if signal.code in theme.red]) for part in instrument.parts
        )
        assert most >= instrument.red_signals or theme.override or theme.key == "spanning"


def test_every_text_can_be_said_of_every_household() -> None:
    for scene in stories(settings_of_stories(NOW)):
        for name in material().phrases:
            assert "{" not in scene.say(name)
        for text in strings(scene.theme.model_dump()):
            assert "{" not in scene.text(text)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def test_a_second_run_on_the_same_day_changes_nothing(shown: Settings) -> None:
    before = hashlib.sha256(path_of(shown).read_bytes()).hexdigest()
    told: list[str] = []
    demo.prepare(shown, NOW + timedelta(hours=9), told.append)
    assert hashlib.sha256(path_of(shown).read_bytes()).hexdigest() == before
    assert len(told) == 1


def only_begun(planned: Planned) -> bool:
    """Few cases and no documents, for tests that do not look at cases."""
    return planned.stop == "request.start"


def test_what_a_visitor_did_today_is_kept_and_gone_the_next_day(tmp_path: Path) -> None:
    settings = at(tmp_path / "demo.sqlite")
    demo.prepare(settings, NOW, quiet, only_begun)
    with closing(connect(path_of(settings))) as file:
        file.execute("UPDATE accounts SET failures = 3 WHERE login = 'politie.meerland'")
        file.commit()
    demo.prepare(settings, NOW + timedelta(hours=5), quiet, only_begun)
    assert failures(settings) == 3
    demo.prepare(settings, NOW + timedelta(days=1), quiet, only_begun)
    assert failures(settings) == 0


def failures(settings: Settings) -> int:
    with closing(connect(path_of(settings))) as file:
        row = file.execute("SELECT failures FROM accounts WHERE login = 'politie.meerland'").fetchone()
    return int(row[0])


def test_a_build_that_is_broken_off_leaves_the_old_one_whole(tmp_path: Path) -> None:
    settings = at(tmp_path / "demo.sqlite")
    demo.prepare(settings, NOW, quiet, only_begun)
    before = path_of(settings).read_bytes()

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.prepare(settings, NOW + timedelta(days=1), stop, only_begun)
    assert path_of(settings).read_bytes() == before
    demo.prepare(settings, NOW + timedelta(days=1), quiet, only_begun)
    assert path_of(settings).read_bytes() != before
    assert not list(tmp_path.glob("*in-aanbouw*"))


def test_a_database_with_other_accounts_is_left_alone(tmp_path: Path) -> None:
    settings = at(tmp_path / "real.sqlite")
    engine = database.connect(settings.database)
    database.migrate(engine)
    with database.writing(engine) as session:
        stranger = Account(login="iemand", name="Iemand Anders", role=Role.POLICE, organisation="Politie")
        add_account(session, stranger, "een-lang-wachtwoord")
    engine.dispose()
    before = path_of(settings).read_bytes()
    with pytest.raises(Refused) as refusal:
        demo.prepare(settings, NOW, quiet)
    assert refusal.value.reasons[0].code == "demo_database"
    assert path_of(settings).read_bytes() == before


def test_an_account_added_to_the_demonstration_makes_it_somebody_elses(tmp_path: Path) -> None:
    settings = at(tmp_path / "demo.sqlite")
    demo.prepare(settings, NOW, quiet, only_begun)
    with closing(connect(path_of(settings))) as file:
        file.execute("UPDATE accounts SET login = 'iemand' WHERE login = 'politie.meerland'")
        file.commit()
    with pytest.raises(Refused):
        demo.prepare(settings, NOW + timedelta(days=1), quiet, only_begun)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    settings = at(tmp_path / "letter.txt")
    path_of(settings).write_text("Geachte burgemeester, " * 100)
    with pytest.raises(Refused):
        demo.prepare(settings, NOW, quiet)
    assert path_of(settings).read_text().startswith("Geachte")


def test_a_demonstration_that_still_runs_is_not_swapped_beneath_it(tmp_path: Path) -> None:
    settings = at(tmp_path / "demo.sqlite")
    demo.prepare(settings, NOW, quiet, only_begun)
    engine = database.connect(settings.database)
    with database.reading(engine) as session:
        assert session.exec(select(func.count()).select_from(Account)).one() > 0
        with pytest.raises(Refused) as refusal:
            demo.prepare(settings, NOW + timedelta(days=1), quiet, only_begun)
    engine.dispose()
    assert refusal.value.reasons[0].code == "demo_in_use"


@pytest.mark.parametrize("address", ["sqlite://", "postgresql+psycopg://localhost/demo"])
def test_only_a_file_of_its_own_will_do(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        demo.prepare(Settings(database=address), NOW, quiet)
    assert refusal.value.reasons[0].code == "demo_file"


def test_a_region_that_is_not_invented_is_no_stage_for_it(tmp_path: Path) -> None:
    regions = tmp_path / "regions"
    shutil.copytree(Settings().pilot_regions, regions)
    (regions / "meerland.toml").unlink()
    settings = Settings(database=f"sqlite:///{tmp_path}/demo.sqlite", pilot_regions=regions)
    with pytest.raises(Refused) as refusal:
        demo.prepare(settings, NOW, quiet)
    assert refusal.value.reasons[0].code == "demo_region"


def test_the_plan_only_names_what_exists() -> None:
    read = tomllib.loads((Path(building.__file__).parent / "plan.toml").read_text())
    assert [row["key"] for row in read["region"]] == list(material().plan)
    for key, planned in material().plan.items():
        region = RULES.region(key)
        for case in planned:
            region.municipality(case.place)
            assert region.may_request(case.by, case.route, RULES.current.procedure.powers)
            assert case.theme in material().themes
            if case.stop:
                RULES.current.procedure.step(case.stop)


def test_the_people_of_the_household_are_of_age_or_not_as_the_story_needs() -> None:
    for scene in stories(settings_of_stories(NOW)):
        subject, *others = scene.home.people
        assert years(subject["born_on"]) >= 18
        for person in others:
            assert (years(person["born_on"]) < 18) == (person["kind"] == "kind")


def years(born_on: date) -> int:
    today = NOW.date()
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
