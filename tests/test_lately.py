"""How long ago the last fact was: until now, or until the decision."""

from datetime import date, datetime, timedelta

import pytest

from huisverbod.known import since_last_fact
from huisverbod.law import ZONE
from huisverbod.roles import Role
from tests.builders import MOMENT, an_answer, facts_for
from tests.stages.asking import HOUR, Past, known, then

SIGN = facts_for("request.submit")["indications"][0]


def stated(on: str, signalled_at: datetime) -> Past:
    return then("request.submit", indications=[{**SIGN, "on": on}], signalled_at=signalled_at.isoformat())


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("on", "signalled", "now", "hours"),
    [
        ("2026-11-23", at(23, 20), at(23, 22), 2),
        ("2026-11-20", at(23, 20), at(23, 22), 70),
        ("2026-11-23", at(23, 20), at(23, 19), 0),
    ],
)
def test_the_hours_count_from_the_signal_of_that_day_or_its_end(
    on: str, signalled: datetime, now: datetime, hours: int
):
    found = since_last_fact(known(stated(on, signalled)), now)
    assert found and (found.hours, found.decided, found.on) == (hours, False, date.fromisoformat(on))


def test_the_last_fact_may_be_in_a_supplement_or_the_assessment():
    first = stated("2026-11-10", at(10, 12))
    later = then("request.supplement", at(24, 9), indications=[{**SIGN, "on": "2026-11-12"}])
    filled = then("risk_assessment.fill_part", at(24, 9), answer=an_answer("2", at(20, 9)))
    told = ((first,), (first, later), (first, later, filled))
    days = [since_last_fact(known(*past), at(24, 9)) for past in told]
    assert [found.on.day for found in days if found] == [10, 12, 19]


def test_after_the_decision_the_hours_stand_still():
    asked = stated("2026-11-23", MOMENT - 2 * HOUR)
    oral = then("imposition.impose_orally", MOMENT + 3 * HOUR, Role.MAYOR)
    for decision, hours in ((then("imposition.decline", MOMENT + HOUR, Role.MAYOR), 3), (oral, 4)):
        found = since_last_fact(known(asked, decision), MOMENT + timedelta(days=9))
        assert found and (found.hours, found.decided) == (hours, True)


def test_without_a_request_there_is_nothing_to_say():
    assert since_last_fact(known(then("request.start")), MOMENT) is None
