"""The rules in force, and older editions of them: a running case finishes on the version it began with."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from huisverbod import workflow
from huisverbod.advance import Act, advance, asked_of, catch_up
from huisverbod.case import ProcedureText, find
from huisverbod.errors import DefinitionError, Unknown, Unreadable
from huisverbod.known import CLOCK
from huisverbod.law import wall_clock_days
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from tests import builders


def older_files(rulebook: Rulebook) -> dict[str, str]:
    """The procedure as it was before a rule was added to one of its steps."""
    files = dict(rulebook.current.procedure.files)
    rule = '"police_informed", '
    assert files["court.toml"].count(rule) == 1
    files["court.toml"] = files["court.toml"].replace(rule, "")
    return files


def test_the_procedure_is_kept_under_its_hash_once(session: Session, rulebook: Rulebook) -> None:
    first, second = builders.a_draft(session, rulebook), builders.a_draft(session, rulebook)
    cases = [find(session, number) for number in (first, second)]
    assert {case.procedure for case in cases} == {rulebook.current.procedure.digest}
    kept = session.get_one(ProcedureText, cases[0].procedure)
    assert kept.files == rulebook.current.procedure.files
    assert rulebook.edition(session, cases[0]) is rulebook.current


def test_a_case_stays_on_the_edition_it_began_with(session: Session, rulebook: Rulebook) -> None:
    files = older_files(rulebook)
    with pytest.raises(DefinitionError, match="police_informed"):
        workflow.parse(files, rulebook.vocabulary)
    older = workflow.parse(files, rulebook.vocabulary, kept=True)
    session.add(ProcedureText(digest=older.digest, files=files, first_used_at=builders.MOMENT))
    case = find(session, builders.a_draft(session, rulebook))
    case.procedure = older.digest
    session.flush()
    edition = rulebook.edition(session, case)
    assert edition.procedure.digest == older.digest != rulebook.current.procedure.digest
    assert "police_informed" not in edition.procedure.step("court.tell_ruling")[1].checks
    assert "police_informed" in rulebook.current.procedure.step("court.tell_ruling")[1].checks


def test_an_edition_of_before_powers_stood_in_a_file_goes_on(session: Session, rulebook: Rulebook) -> None:
    files = {
        file: text
        for file, text in older_files(rulebook).items()
        if file not in {"powers.toml", "procedure.toml"}
    }
    digest = workflow.digest_of(files)
    session.add(ProcedureText(digest=digest, files=files, first_used_at=builders.MOMENT))
    case = find(session, builders.a_draft(session, rulebook))
    case.procedure = digest
    session.flush()
    found = rulebook.edition(session, case).procedure
    assert (found.digest, found.powers) == (digest, rulebook.current.procedure.powers)


def on_its_own_edition(session: Session, rulebook: Rulebook, files: dict[str, str]) -> str:
    """The number of a case with a running ban on an edition of these files."""
    number = builders.a_running_ban(session, rulebook)
    digest = workflow.digest_of(files)
    session.add(ProcedureText(digest=digest, files=files, first_used_at=builders.MOMENT))
    session.flush()
    find(session, number).procedure = digest
    session.flush()
    return number


def swapped(rulebook: Rulebook, file: str, old: str, new: str) -> dict[str, str]:
    """The current files with one change, as an edition of before."""
    files = dict(rulebook.current.procedure.files)
    assert old in files[file], old
    return {**files, file: files[file].replace(old, new, 1)}


def test_a_case_goes_on_by_the_powers_and_the_instrument_it_began_with(
    session: Session, rulebook: Rulebook
) -> None:
    """The folder has changed since: a power, a term and the instrument."""
    files = swapped(
        rulebook,
        "powers.toml",
        'roles = ["mayor", "deputy_mayor"]\nsteps = ["execution.withdraw"]',
        'roles = ["mayor"]\nsteps = ["execution.withdraw"]',
    )
    files["execution.toml"] = files["execution.toml"].replace("amount = 10", "amount = 12", 1)
    title = rulebook.current.instrument.title
    files["instruments/rihg.toml"] = files["instruments/rihg.toml"].replace(title, "Een ouder instrument", 1)
    number = on_its_own_edition(session, rulebook, files)
    at = builders.MOMENT + timedelta(days=11)
    asked = asked_of(session, rulebook, find(session, number), CLOCK, at)
    now = rulebook.current.procedure
    assert asked.powers.power["withdraw"].roles == (Role.MAYOR,)
    assert now.powers.power["withdraw"].roles == (Role.MAYOR, Role.DEPUTY_MAYOR)
    ban = asked.known.ban(asked.terms)
    assert ban is not None
    assert ban.first_end == wall_clock_days(ban.effective_from, 12)
    assert asked.instrument.title == "Een ouder instrument" != rulebook.current.instrument.title
    assert find(session, number).procedure != now.digest
    earlier = builders.MOMENT + timedelta(days=9)
    officer = builders.an_actor(Role.MUNICIPAL_OFFICER)
    told = "execution.wish_lawyer"
    advance(
        session, rulebook, number, Act(told, officer, earlier, earlier, builders.facts_for(told, earlier))
    )
    assert find(session, number).due_at == ban.first_end
    assert catch_up(session, rulebook, find(session, number), at) == 0


GONE = {
    "a guard": ("execution.toml", '"still_servable"', '"still_wanted"', "execution.deposit"),
    "a form": (
        "execution.toml",
        'name = "give_address"\n',
        'name = "give_address"\nform = "Whereabouts"\n',
        "execution.give_address",
    ),
    "a template": (
        "execution.toml",
        '"execution/bericht_huisgenoten.html"',
        '"execution/brief.html"',
        "execution.tell_household",
    ),
}


@pytest.mark.parametrize("name", GONE)
def test_what_the_code_has_forgotten_is_refused_in_words(
    session: Session, rulebook: Rulebook, name: str
) -> None:
    file, old, new, step = GONE[name]
    files = swapped(rulebook, file, old, new)
    if name == "a guard":
        files[file] = files[file].replace(old, new)
    number = on_its_own_edition(session, rulebook, files)
    edition = rulebook.edition(session, find(session, number))
    assert step in edition.forgotten
    actor = builders.an_actor(Role.MUNICIPAL_OFFICER)
    at = builders.MOMENT + timedelta(days=2)
    if step != "execution.deposit":  # that one does not start from here anyway
        with pytest.raises(Unreadable, match="kent die stap niet meer: Onbeken"):
            advance(session, rulebook, number, Act(step, actor, at, at, builders.facts_for(step, at)))
    told = "execution.wish_lawyer"
    taken = advance(session, rulebook, number, Act(told, actor, at, at, builders.facts_for(told, at)))
    assert taken.event.step == "wish_lawyer"


UNREADABLE = {
    "a key that nobody reads": ("court.toml", 'initial = "none"', 'initial = "none"\nbegins = "none"'),
    "a norm": ("execution.toml", 'norm = "tell_household"', 'norm = "tell_everyone"'),
    "the hour of the clock": ("execution.toml", 'due = "ban_ends"', 'due = "ban_is_over"'),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_edition_that_cannot_be_read_says_so(session: Session, rulebook: Rulebook, name: str) -> None:
    number = on_its_own_edition(session, rulebook, swapped(rulebook, *UNREADABLE[name]))
    case = find(session, number)
    with pytest.raises(Unreadable, match="oude werkwijze die dit programma niet meer kent"):
        rulebook.edition(session, case)
    assert not rulebook.readable(session, case)


def test_an_edition_that_is_not_what_its_hash_says_is_refused(session: Session, rulebook: Rulebook) -> None:
    number = builders.a_draft(session, rulebook)
    other = ProcedureText(digest="0" * 64, files=older_files(rulebook), first_used_at=builders.MOMENT)
    session.add(other)
    session.flush()
    find(session, number).procedure = other.digest
    with pytest.raises(Unreadable, match="in de database veranderd"):
        rulebook.edition(session, find(session, number))


def test_an_unknown_region_is_refused(rulebook: Rulebook) -> None:
    with pytest.raises(Unknown):
        rulebook.region("nergens")
