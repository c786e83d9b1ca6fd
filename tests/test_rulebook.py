"""The rules in force, and older editions of them: a running case finishes on the version it began with."""

import pytest
from sqlmodel import Session

from huisverbod import workflow
from huisverbod.case import ProcedureText, find
from huisverbod.errors import DefinitionError, Unknown
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


def test_an_unknown_region_is_refused(rulebook: Rulebook) -> None:
    with pytest.raises(Unknown):
        rulebook.region("nergens")
