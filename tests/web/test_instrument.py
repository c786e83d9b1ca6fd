"""The risk instrument on pages: who fills in what, a part at a time, and two people at once."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from huisverbod.case import Event, Facts
from huisverbod.instrument import PartAnswer, signals_of
from huisverbod.roles import Role
from huisverbod.web import assessing
from huisverbod.web.typed import Typed, typed_moment
from tests.builders import (
    MOMENT,
    RIHG,
    a_concluded_assessment,
    a_request,
    a_step,
    an_accepted_request,
    an_actor,
    an_answer,
    an_oral_ban,
)
from tests.web.conftest import Site

HIDDEN = re.compile(r'<input type="hidden" name="(key|version|seen|basis)" value="([^"]*)">')
HOVJ = an_actor(Role.HOVJ)
POLICE = an_actor(Role.POLICE)


def _hidden(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page)}


def _case(site: Site, make=an_accepted_request) -> str:
    with site.writing() as session:
        number = make(session, site.rulebook)
        last = session.exec(select(func.max(Event.recorded_at))).one()
    site.now = last + timedelta(minutes=10)
    return number


def _events(site: Site) -> int:
    with site.writing() as session:
        return session.exec(select(func.count()).select_from(Event)).one()


def _typed(site: Site, part: str, colour: str = "geel") -> Typed:
    answer = PartAnswer.model_validate(an_answer(part, site.now, colour))
    return assessing.typed_of(answer) | typed_moment("occurred_at", site.now)


def _last(site: Site) -> dict[str, Any]:
    with site.writing() as session:
        query = select(Facts).where(col(Facts.draft_of).is_(None)).order_by(col(Facts.id).desc())
        return session.exec(query).first().data  # type: ignore[union-attr]


def test_the_overview_shows_every_part_and_who_fills_it_in(site: Site):
    number = _case(site)
    page = site.visitor(HOVJ).get(f"/zaken/{number}/risicotaxatie").text
    for part in ("1a", "1", "2", "3"):
        assert f'id="deel-{part}"' in page
    assert page.count("Nog niet ingevuld") == 4
    assert "Twee of meer rode signalen in hetzelfde deel" in page
    partner = site.visitor(Role.VEILIG_THUIS).get(f"/zaken/{number}/risicotaxatie").text
    assert "Gevraagd aan de politie" in partner


def test_the_rule_of_each_part_is_said_in_words(site: Site):
    number = _case(site, a_concluded_assessment)
    page = html.unescape(site.visitor(HOVJ).get(f"/zaken/{number}/risicotaxatie").text)
    assert "Deel 2 (verloop van het incident), 11 rode signalen" in page
    assert "In principe volgt een huisverbod." in page


def test_who_does_not_see_police_records_sees_no_outcome_that_rests_on_them(site: Site):
    number = _case(site, a_concluded_assessment)
    page = site.visitor(Role.VEILIG_THUIS).get(f"/zaken/{number}/risicotaxatie").text
    assert "De antwoorden zijn niet voor u zichtbaar." in page
    assert "1a.1" not in page
    assert "2c.1" in page
    assert "rode signalen: " not in page


def test_an_assessment_that_has_not_begun_says_so(site: Site):
    number = _case(site, a_request)
    answer = site.visitor(HOVJ).get(f"/zaken/{number}/risicotaxatie")
    assert answer.status_code == 409
    assert "nog niet begonnen" in answer.text


def test_who_has_nothing_to_do_with_it_finds_nothing(site: Site):
    number = _case(site)
    elsewhere = an_actor(Role.HOVJ, "duinstreek", "duinrade")
    assert site.visitor(elsewhere).get(f"/zaken/{number}/risicotaxatie").status_code == 404
    assert site.visitor(elsewhere).get(f"/zaken/{number}/risicotaxatie/2").status_code == 404


@pytest.mark.parametrize("part", ["1a", "1", "2", "3"])
def test_every_part_shows_all_its_signals_and_items_without_a_colour(site: Site, part: str):
    number = _case(site)
    fillers = site.rulebook.region("voorbeeldland").fillers[part]
    role = next(role for role in (Role.HOVJ, Role.CASE_MANAGER, Role.VEILIG_THUIS) if role in fillers)
    page = site.visitor(role).get(f"/zaken/{number}/risicotaxatie/{part}").text
    for code in signals_of(part, RIHG):
        assert f'id="signaal-{code}"' in page
        for item in RIHG.signal(code).items:
            assert html.escape(item.label) in page
    assert not re.search(r'name="\d\w\.colour" value="\w+" checked', page)


def test_the_signs_of_the_request_are_filled_in_the_first_time(site: Site):
    number = _case(site)
    page = site.visitor(HOVJ).get(f"/zaken/{number}/risicotaxatie/2").text
    assert re.search(r'name="2c\.1\.value" value="ja" checked', page)
    assert "Buren hoorden geschreeuw en glas" in page
    assert "melding 000-1" in page


def test_a_part_is_filled_in_and_changed(site: Site):
    number = _case(site)
    visitor = site.visitor(HOVJ)
    address = f"/zaken/{number}/risicotaxatie/2"
    for colour in ("geel", "rood"):
        typed = _typed(site, "2", colour)
        answer = visitor.post(address, data=typed | _hidden(visitor.get(address).text))
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == f"/zaken/{number}/risicotaxatie?gedaan=2"
        assert _last(site)["answer"]["signals"]["2c"]["colour"] == colour
    again = visitor.get(address).text
    assert re.search(r'name="2c\.colour" value="rood" checked', again)
    overview = visitor.get(answer.headers["location"]).text
    assert "Deel 2 is vastgelegd." in overview
    assert "Eerdere versies" in overview


def test_some_signals_may_wait_and_one_may_be_left_unrated(site: Site):
    number = _case(site)
    visitor = site.visitor(HOVJ)
    address = f"/zaken/{number}/risicotaxatie/2"
    typed = {"2a.colour": "geen", "2a.reason": "Niemand was erbij", "2b.1.value": "onbekend"}
    answer = visitor.post(
        address, data=typed | typed_moment("occurred_at", site.now) | _hidden(visitor.get(address).text)
    )
    assert answer.status_code == 303
    stated = _last(site)["answer"]["signals"]
    assert set(stated) == {"2a", "2b"}
    assert (stated["2a"]["colour"], stated["2a"]["not_rated_reason"]) == (None, "Niemand was erbij")
    assert stated["2b"]["items"]["2b.1"]["value"] == "onbekend"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"2c.1.source": ""}, "2c-1-source", "Noem de bron."),
        ({"2c.1.fact": ""}, "2c-1-fact", "Beschrijf het feit."),
        ({"2c.1.on": "ooit"}, "2c-1-on", "Vul een datum in, zoals 24-11-2026."),
        ({"2c.1.on": "1-1-2027"}, "2c-1-on", "ligt in de toekomst"),
        ({"2c.1.value": ""}, "2c-1-value", "Kies ja, nee of onbekend."),
        ({"2c.1.value": "misschien"}, "2c-1-value", "Kies een van de mogelijkheden."),
        ({"2c.colour": "paars"}, "2c-colour", "Kies een van de mogelijkheden."),
        ({"2c.colour": "geen"}, "2c-reason", "Leg uit waarom u dit signaal niet kunt beoordelen."),
        ({"2c.1.source_kind": "horen zeggen"}, "2c-1-source_kind", "Kies een van de mogelijkheden."),
        ({"occurred_at.date": "straks"}, "occurred_at", "Vul een datum en tijd in"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    site: Site, changes: dict[str, str], field: str, words: str
):
    number = _case(site)
    visitor = site.visitor(HOVJ)
    address = f"/zaken/{number}/risicotaxatie/2"
    before = _events(site)
    answer = visitor.post(address, data=_typed(site, "2") | changes | _hidden(visitor.get(address).text))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert words in answer.text
    assert "Dreigde met een mes en sloeg een deur kapot" in answer.text
    assert _events(site) == before


def test_two_people_fill_in_the_same_part(site: Site):
    number = _case(site)
    first, second = site.visitor(HOVJ), site.visitor(POLICE)
    address = f"/zaken/{number}/risicotaxatie/2"
    carried = [_hidden(visitor.get(address).text) for visitor in (first, second)]
    assert first.post(address, data=_typed(site, "2", "rood") | carried[0]).status_code == 303
    before = _events(site)
    late = second.post(address, data=_typed(site, "2", "geel") | carried[1])
    assert late.status_code == 409
    assert "Iemand anders heeft dit deel intussen ingevuld." in late.text
    assert "2c: intussen rood, u koos geel" in late.text
    assert re.search(r'name="2c\.colour" value="geel" checked', late.text)
    assert _events(site) == before
    again = second.post(address, data=_typed(site, "2", "geel") | _hidden(late.text))
    assert again.status_code == 303
    assert _events(site) == before + 1


def test_two_people_fill_in_different_parts(site: Site):
    number = _case(site)
    first, second = site.visitor(HOVJ), site.visitor(POLICE)
    parts = (f"/zaken/{number}/risicotaxatie/2", f"/zaken/{number}/risicotaxatie/1")
    carried = [_hidden(v.get(address).text) for v, address in zip((first, second), parts, strict=True)]
    assert first.post(parts[0], data=_typed(site, "2") | carried[0]).status_code == 303
    assert second.post(parts[1], data=_typed(site, "1") | carried[1]).status_code == 303


def test_sent_twice_is_filled_in_once(site: Site):
    number = _case(site)
    visitor = site.visitor(HOVJ)
    address = f"/zaken/{number}/risicotaxatie/2"
    data = _typed(site, "2") | _hidden(visitor.get(address).text)
    before = _events(site)
    assert [visitor.post(address, data=data).status_code for _ in range(2)] == [303, 303]
    assert _events(site) == before + 1


def test_a_draft_of_a_part_is_kept_and_goes_when_it_is_filled_in(site: Site):
    number = _case(site)
    visitor = site.visitor(HOVJ)
    address = f"/zaken/{number}/risicotaxatie/2"
    before = _events(site)
    half = {"2a.colour": "blauw", "2c.1.fact": "Half verhaal", "actie": "concept"}
    answer = visitor.post(address, data=half | _hidden(visitor.get(address).text))
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert _events(site) == before
    page = visitor.get(address).text
    assert "Concept bewaard om " in page
    assert "Half verhaal" in page
    assert re.search(r'name="2a\.colour" value="blauw" checked', page)
    assert "Half verhaal" not in site.visitor(POLICE).get(address).text
    assert visitor.post(address, data=_typed(site, "2") | _hidden(page)).status_code == 303
    with site.writing() as session:
        assert [row.draft_of for row in session.exec(select(Facts)) if row.draft_of] == []


def test_only_the_police_fill_in_the_police_part(site: Site):
    number = _case(site)
    visitor = site.visitor(Role.CASE_MANAGER)
    assert visitor.get(f"/zaken/{number}/risicotaxatie/1a").status_code == 403
    assert visitor.post(f"/zaken/{number}/risicotaxatie/1a", data=_typed(site, "1a")).status_code == 403
    assert visitor.get(f"/zaken/{number}/risicotaxatie/9").status_code == 404


def test_a_finished_assessment_is_opened_again_first(site: Site):
    number = _case(site, a_concluded_assessment)
    visitor = site.visitor(HOVJ)
    answer = visitor.get(f"/zaken/{number}/risicotaxatie/2")
    assert answer.status_code == 409
    assert "opnieuw openen" in answer.text


def test_what_was_typed_is_kept_when_the_assessment_is_finished_meanwhile(site: Site):
    number = _case(site, a_concluded_assessment)
    before = _events(site)
    late = site.visitor(HOVJ).post(f"/zaken/{number}/risicotaxatie/2", data=_typed(site, "2", "blauw"))
    assert late.status_code == 409
    assert re.search(r'name="2c\.colour" value="blauw" checked', late.text)
    assert _events(site) == before


def test_after_the_decision_a_part_is_corrected_with_a_reason(site: Site):
    number = _case(site, an_oral_ban)
    visitor = site.visitor(HOVJ)
    address = f"/zaken/{number}/risicotaxatie/2"
    page = visitor.get(address).text
    assert "Wat was er fout, en hoe weet u dat?" in page
    without = visitor.post(address, data=_typed(site, "2") | _hidden(page))
    assert without.status_code == 422
    assert 'href="#reason"' in without.text
    data = _typed(site, "2") | _hidden(page) | {"reason": "De datum klopte niet"}
    assert visitor.post(address, data=data).status_code == 303
    assert _last(site)["reason"] == "De datum klopte niet"
    assert "Correctie" in visitor.get(f"/zaken/{number}/risicotaxatie").text


def test_a_correction_on_a_stale_case_is_shown_first(site: Site):
    number = _case(site, an_oral_ban)
    visitor = site.visitor(HOVJ)
    address = f"/zaken/{number}/risicotaxatie/2"
    data = _typed(site, "2") | _hidden(visitor.get(address).text) | {"reason": "De datum klopte niet"}
    with site.writing() as session:
        a_step(session, site.rulebook, number, "execution.give_address", site.now)
    late = visitor.post(address, data=data)
    assert late.status_code == 409
    assert "Bereikbaarheid of nieuw adres vastleggen" in late.text
    assert "De datum klopte niet" in late.text
    assert visitor.post(address, data=data | _hidden(late.text)).status_code == 303


def test_an_answer_comes_back_as_it_was():
    answer = PartAnswer.model_validate(an_answer("2"))
    typed = assessing.typed_of(answer)
    assert PartAnswer.model_validate(assessing.answer_of("2", RIHG, typed, MOMENT.date())) == answer
    assert assessing.faults_of("2", RIHG, typed, MOMENT.date()) == []
