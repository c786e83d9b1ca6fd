"""A case walked through the pages alone, by people who sign in, at the hours of the story."""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2

from huisverbod import stages
from huisverbod.case import find, stages_of
from huisverbod.instrument import PartAnswer
from huisverbod.known import Actor
from huisverbod.roles import Role
from huisverbod.stages.request import Submit
from huisverbod.web import assessing
from huisverbod.web.intake import CHECK, SHEETS
from huisverbod.web.typed import typed_moment, typed_of
from tests.builders import a_ban, an_actor, an_answer, facts_for
from tests.web.conftest import PASSWORD, Site

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
SEND = {"actie": "verstuur"}

Form = dict[str, Any]


@dataclass
class Walk:
    """One case on its way. `at` is the hour; every page is asked for by someone who has just signed in."""

    site: Site
    number: str = ""

    def at(self, hour: datetime) -> "Walk":
        """Travels to this hour."""
        self.site.now = hour
        return self

    def get(self, who: Role | Actor, path: str) -> httpx2.Response:
        """A page."""
        return self.site.visitor(who).get(path)

    def page(self, who: Role | Actor) -> str:
        """The page of the case, as text."""
        answer = self.get(who, f"/zaken/{self.number}")
        assert answer.status_code == 200
        return words_of(answer)

    def begin(
        self, who: Role | Actor, route: str, municipality: str = "voorbeelddam", **changes: Any
    ) -> None:
        """Begins a request, fills in its pages and sends it."""
        visitor = self.site.visitor(who)
        start = {"route": route, "municipality": municipality} | hidden(visitor.get("/verzoeken/nieuw").text)
        answer = taken(visitor.post("/verzoeken/nieuw", data=start))
        self.number = answer.headers["location"].split("/")[2]
        typed = typed_of(Submit, facts_for("request.submit", self.site.now, **changes))
        for sheet in SHEETS:
            own = {name: value for name, value in typed.items() if name.partition(".")[0] in sheet.names}
            taken(visitor.post(f"/zaken/{self.number}/verzoek/{sheet.key}", data=own | SEND))
        check = f"/zaken/{self.number}/verzoek/{CHECK}"
        taken(visitor.post(check, data=hidden(visitor.get(check).text)))

    def assess(self, who: Role | Actor, *parts: str, colour: str = "rood") -> None:
        """Fills in these parts of the risk instrument."""
        visitor = self.site.visitor(who)
        for part in parts:
            address = f"/zaken/{self.number}/risicotaxatie/{part}"
            answer = assessing.typed_of(PartAnswer.model_validate(an_answer(part, self.site.now, colour)))
            form = answer | typed_moment("occurred_at", self.site.now) | hidden(visitor.get(address).text)
            taken(visitor.post(address, data=form))

    def form(self, who: Role | Actor, step: str, when: datetime | None = None, **changes: Any) -> Form:
        """The form of a step as shown to this person, filled in; where none is shown, one made by hand."""
        stage, rules = self.site.rulebook.current.procedure.step(step)
        model = stages.form(stage.name, rules)
        when = when or self.site.now
        typed = typed_of(model, facts_for(step, when, **changes)) | typed_moment("occurred_at", when)
        shown = self.get(who, f"/zaken/{self.number}/stap/{step}")
        return typed | (hidden(shown.text) or {"version": str(self.version())}) | SEND

    def send(self, who: Role | Actor, step: str, form: Form) -> httpx2.Response:
        """Sends the form of a step."""
        return self.site.visitor(who).post(f"/zaken/{self.number}/stap/{step}", data=form)

    def step(self, who: Role | Actor, step: str, when: datetime | None = None, **changes: Any) -> None:
        """Takes a step from its own page."""
        taken(self.send(who, step, self.form(who, step, when, **changes)))

    def refused(
        self,
        who: Role | Actor,
        step: str,
        words: str,
        status: int = 422,
        when: datetime | None = None,
        **changes: Any,
    ) -> None:
        """Tries a step from its own page: refused in these words, and nothing is written."""
        form = self.form(who, step, when, **changes)
        before = self.events()
        answer = self.send(who, step, form)
        assert answer.status_code == status, words_of(answer)
        assert words in words_of(answer), words_of(answer)[:800]
        assert self.events() == before

    def signing(self, who: Role | Actor, step: str) -> Form:
        """The signing page as shown to this person, ticked, what is weak accepted, with the password."""
        shown = self.get(who, f"/zaken/{self.number}/ondertekenen/{step}")
        assert shown.status_code == 200, shown.headers.get("location")
        warned = [value for name, value in HIDDEN.findall(shown.text) if name == "warned"]
        ticked = {"read": "ja", "warned": warned, "password": PASSWORD}
        return hidden(shown.text) | ticked

    def sign(self, who: Role | Actor, step: str, form: Form | None = None) -> None:
        """Reads a draft and signs it."""
        assert self.get(who, f"/zaken/{self.number}/besluit/{step}").status_code == 200
        address = f"/zaken/{self.number}/ondertekenen/{step}"
        taken(self.site.visitor(who).post(address, data=form or self.signing(who, step)))

    def events(self) -> int:
        """How much has happened in the case."""
        with self.site.writing() as session:
            return find(session, self.number).events_count

    def version(self) -> int:
        """The version of the case, as a page carries it."""
        with self.site.writing() as session:
            return find(session, self.number).version

    def states(self) -> dict[str, str]:
        """Where each stage stands."""
        with self.site.writing() as session:
            return {name: row.state for name, row in stages_of(session, find(session, self.number)).items()}

    def ban_end(self) -> datetime:
        """When the ban ends, as it follows from what happened."""
        with self.site.writing() as session:
            return a_ban(session, self.site.rulebook, self.number).end

    def to_a_hearing(self, hour: datetime) -> None:
        """Police begin the request, the assessment is done and he is heard; all at this hour."""
        self.at(hour).begin(Role.POLICE, "acuut_politie")
        self.step(Role.MUNICIPAL_OFFICER, "request.accept")
        self.assess(Role.HOVJ, "1a", "1", "2")
        self.assess(Role.CASE_MANAGER, "3")
        self.step(Role.HOVJ, "risk_assessment.conclude")
        self.step(Role.HOVJ, "imposition.hear")

    def to_a_running_ban(self, hour: datetime) -> None:
        """The common way in writing, all at this hour."""
        self.to_a_hearing(hour)
        self.step(Role.MUNICIPAL_OFFICER, "imposition.propose")
        self.sign(Role.MAYOR, "imposition.impose")
        self.step(Role.POLICE, "execution.serve")


def hidden(page: str) -> dict[str, str]:
    """What a page carries along for its form."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page)}


def taken(answer: httpx2.Response) -> httpx2.Response:
    """An answer to a form that was accepted."""
    assert answer.status_code == 303, words_of(answer)
    return answer


def words_of(answer: httpx2.Response) -> str:
    """What a page says, without how it looks."""
    main = answer.text.partition("<main")[2] or answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def elsewhere(role: Role) -> Actor:
    """Someone in that capacity in another region."""
    return an_actor(role, "duinstreek", "duinrade")
