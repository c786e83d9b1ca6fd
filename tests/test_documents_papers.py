"""Papers drawn up on request: every one in every branch, and no word in them that its reader may not know."""

import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from huisverbod.advance import asked_of
from huisverbod.case import Event, find
from huisverbod.database import connect, migrate, writing
from huisverbod.documents import Document, documents_of, papers, templates
from huisverbod.documents.audience import NEVER, Audience, Data, narrowed
from huisverbod.documents.context import CONTENT
from huisverbod.documents.manifest import blocks
from huisverbod.errors import Refused, Unknown
from huisverbod.known import CLOCK
from huisverbod.roles import Role
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests import builders
from tests.builders import a_step, moment_of

FORMS = templates.read(Settings().document_templates)
FOOT = re.compile(r"Zaak HV-\d{4}-\d{4} pagina \d+ van \d+")
LATER = moment_of("execution.serve") + timedelta(hours=1)


@dataclass(frozen=True)
class Drawn:
    """A document as drawn: of which template, after which step, with what in it."""

    template: str
    step: str
    content: bytes
    context: dict[str, Any]

    @cached_property
    def text(self) -> str:
        """The text layer in the order in which it is read, in one line, without bullets and feet of pages."""
        pdf = pypdfium2.PdfDocument(self.content)
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
        text = FOOT.sub(" ", " ".join(" ".join(pages).split()))
        return " ".join(text.replace("•", " ").replace("\ufffe", "").split())

    @property
    def audience(self) -> Audience:
        """For whom it is."""
        return FORMS.manifests[self.template].audience

    @cached_property
    def bytes_inside(self) -> bytes:
        """Everything in the file, unpacked: streams, texts and attachments."""
        with pikepdf.open(io.BytesIO(self.content)) as pdf:
            streams = [obj.read_bytes() for obj in pdf.objects if isinstance(obj, pikepdf.Stream)]
            return b"".join([self.content, *streams, str(pdf.docinfo).encode()])


SECRETS = {
    name: f"Zwq{place:02}xkj"
    for place, name in enumerate(
        ("requester_danger", "requester_tried", "safe_contact", "hideout", "moved", "view_subject",
         "view_household", "consulted", "danger", "ground", "lighter", "service_remark", "told_note",
         "inform_note", "care_summary", "care_offer", "lawyer_note", "area", "exceptions", "receipt")
    )
}  # fmt: skip
"""One word for every field in which somebody may write what somebody else may not know."""

MAY_READ = {
    Audience.ACHTERBLIJVERS: {"area", "exceptions"},
    Audience.HULPINSTANTIE: {"area", "exceptions"},
    Audience.VEILIG_THUIS: {"area", "exceptions"},
    Audience.POLITIE: {"area", "exceptions"},
    Audience.ADVOCAAT: {"area", "exceptions"},
    Audience.RECHTBANK: set[str](),
    Audience.BURGEMEESTER: {"area", "exceptions"},
    Audience.UITHUISGEPLAATSTE: {
        "area", "exceptions", "receipt", "hideout", "service_remark", "danger", "ground", "lighter",
        "view_subject",
    },
    Audience.DOSSIER: {"view_subject", "view_household", "consulted"},
}  # fmt: skip


def a_case_full_of_secrets(session: Session, rulebook: Rulebook) -> str:
    """A served ban with a secret in every field, told to everyone."""
    s = SECRETS
    people = builders.a_household()
    people[1]["safe_contact"] = s["safe_contact"]
    submit = {"danger": s["requester_danger"], "tried": s["requester_tried"], "people": people}
    number = builders.a_concluded_assessment(session, rulebook, submit=submit)
    at = moment_of("imposition.hear")
    a_step(session, rulebook, number, "imposition.hear", at, view=s["view_subject"])
    a_step(session, rulebook, number, "imposition.hear_household", at, view=s["view_household"])
    a_step(session, rulebook, number, "imposition.consult_veilig_thuis", at, outcome=s["consulted"])
    draft = builders.facts_for("imposition.propose", at)
    changes = {
        "child_abuse": True,
        "danger": s["danger"],
        "why_not_lighter": s["lighter"],
        "area": s["area"],
        "contact_exceptions": s["exceptions"],
        "facts": [{**draft["facts"][0], "text": s["ground"]}],
    }
    a_step(session, rulebook, number, "imposition.propose", moment_of("imposition.propose"), **changes)
    a_step(session, rulebook, number, "imposition.impose", moment_of("imposition.impose"), Role.HOVJ)
    served = {"reachable": s["hideout"], "remarks": s["service_remark"], "key_receipt": s["receipt"]}
    a_step(session, rulebook, number, "execution.serve", moment_of("execution.serve"), **served)
    a_step(session, rulebook, number, "execution.give_address", LATER, reachable=s["moved"])
    a_step(session, rulebook, number, "care.offer", LATER, what=s["care_offer"])
    a_step(session, rulebook, number, "care.contact", LATER, summary=s["care_summary"])
    for step in ("inform_help_body", "inform_veilig_thuis", "report_to_mayor"):
        a_step(session, rulebook, number, f"execution.{step}", LATER, note=s["inform_note"])
    a_step(session, rulebook, number, "execution.tell_household", LATER, note=s["told_note"])
    a_step(session, rulebook, number, "execution.wish_lawyer", LATER, note=s["lawyer_note"])
    a_step(session, rulebook, number, "court.request", LATER)
    return number


def every_document(session: Session, rulebook: Rulebook, number: str, at: datetime) -> list[Drawn]:
    """What the steps of a case drew, and every paper it gives reason for, drawn now."""
    case = find(session, number)
    asked = asked_of(session, rulebook, case, CLOCK, at)
    for paper in papers.offered(session, rulebook, case, asked):
        papers.draw_paper(session, rulebook, asked, paper.event, paper.template, at)
    steps = {event.seq: event.step for event in asked.known.events}
    by_event = {row.id: steps[row.seq] for row in session.exec(select_events(case.id)).all()}
    found = documents_of(session, case)
    return [Drawn(row.template, by_event[row.event_id], row.content, row.context) for row in found]


def select_events(case_id: int | None) -> Any:
    """The events of a case."""
    return select(Event).where(Event.case_id == case_id)


@cache
def all_drawn() -> dict[str, list[Drawn]]:
    """Every document of six cases: one full of secrets, and those that end in other ways."""
    rulebook, engine = Rulebook.of(Settings()), connect("sqlite://")
    migrate(engine)
    with writing(engine) as session:
        secret = a_case_full_of_secrets(session, rulebook)
        extended = builders.an_extended_ban(session, rulebook)
        refused = builders.a_request(session, rulebook)
        a_step(session, rulebook, refused, "request.refuse", LATER, asked_by=["p2"])
        declined = builders.a_hearing(session, rulebook)
        a_step(session, rulebook, declined, "imposition.decline", LATER, Role.MAYOR)
        withdrawn = builders.an_oral_ban(session, rulebook)
        at = builders.a_ban(session, rulebook, withdrawn).effective_from + timedelta(days=3)
        a_step(session, rulebook, withdrawn, "court.request", at)
        a_step(session, rulebook, withdrawn, "execution.propose_withdrawal", at)
        a_step(session, rulebook, withdrawn, "execution.tell_of_withdrawal", at + timedelta(minutes=15))
        a_step(session, rulebook, withdrawn, "execution.withdraw", at + timedelta(minutes=30))
        a_step(session, rulebook, withdrawn, "court.tell_court", at + timedelta(hours=2))
        amended = builders.an_oral_ban(session, rulebook)
        a_step(session, rulebook, amended, "execution.propose_amendment", at)
        a_step(session, rulebook, amended, "execution.amend", at + timedelta(minutes=30))
        expired = builders.an_expired_ban(session, rulebook)
        cases = {"secret": secret, "extended": extended, "refused": refused, "declined": declined,
                 "withdrawn": withdrawn, "amended": amended, "expired": expired}  # fmt: skip
        late = moment_of("request.start") + timedelta(days=40)
        found = {name: every_document(session, rulebook, number, late) for name, number in cases.items()}
    engine.dispose()
    return found


def one(case: str, template: str, step: str = "") -> Drawn:
    """The document of that template in one of the cases."""
    found = [row for row in all_drawn()[case] if row.template == template and step in row.step]
    assert found, (case, template)
    return found[0]


EVERY = sorted(CONTENT)


def finals(template: str) -> list[Drawn]:
    """Every document of that template in all cases."""
    return [row for rows in all_drawn().values() for row in rows if row.template == template]


@pytest.mark.parametrize("template", EVERY)
def test_every_compulsory_block_stands_in_the_text_of_the_pdf_in_every_branch(template: str) -> None:
    assert finals(template)
    for document in finals(template):
        words = blocks(FORMS.page(template, document.context))
        printed = "".join(document.text.split())
        for block in FORMS.manifests[template].block:
            if block.needed(document.context):
                for part in words[block.name].split(". "):
                    assert "".join(part.split()).removesuffix(".") in printed, (block.name, document.step)


@pytest.mark.parametrize("template", EVERY)
def test_no_document_offers_an_objection_or_an_inclusive_end(template: str) -> None:
    for document in finals(template):
        for words in ("bezwaar", "t/m", "tot en met"):
            assert words not in document.text.lower()


@pytest.mark.parametrize("template", EVERY)
def test_a_document_says_which_texts_it_used_and_names_nobody_in_its_title(template: str) -> None:
    for document in finals(template):
        assert document.context["texts"] == FORMS.texts_of(template)
        assert all(version for version in document.context["texts"].values())
        assert document.context["amounts"]["appeal"] == "6 weken"
        with pikepdf.open(io.BytesIO(document.content)) as pdf:
            title = str(pdf.docinfo.Title)
        assert title and "Testema" not in title and "Voorbeeldsma" not in title


@pytest.mark.parametrize("audience", sorted(MAY_READ))
def test_no_document_tells_its_reader_a_secret_of_the_file(audience: Audience) -> None:
    """P29: planted in every field, looked for in text, bytes and content of every document."""
    rows = [row for row in all_drawn()["secret"] if row.audience == audience]
    assert rows, audience
    for document in rows:
        whole = document.text + str(document.context) + document.bytes_inside.decode("latin-1")
        for name, secret in SECRETS.items():
            assert name in MAY_READ[audience] or secret not in whole, (document.template, name)


def test_what_an_audience_may_read_is_really_told() -> None:
    assert SECRETS["area"] in one("secret", "execution/bericht_huisgenoten.html").text
    assert SECRETS["hideout"] in one("secret", "execution/akte_van_uitreiking.html").text
    assert SECRETS["view_household"] in one("secret", "imposition/verslag_horen.html", "household").text


def test_the_court_is_told_of_the_decision_with_its_own_hour() -> None:
    """Awb 6:19: told later, the letter still gives the hour of the decision; a request has none."""
    told = one("withdrawn", "court/stukken.html", "tell_court")
    assert "een intrekking, op vrijdag 27 november 2026, 00.30 uur." in told.text
    assert one("withdrawn", "court/stukken.html", "court.request").context["new_decision"] == ""


def test_nobody_but_the_file_reads_where_he_is_after_he_moved() -> None:
    assert not [row for row in all_drawn()["secret"] if SECRETS["moved"] in row.text + str(row.context)]


def test_those_who_stay_read_no_birth_date() -> None:
    for row in all_drawn()["secret"]:
        if row.audience == Audience.ACHTERBLIJVERS:
            assert "1988" not in row.text + str(row.context)


def test_what_is_not_named_for_an_audience_is_left_out_also_of_steps_to_come(
    memory: Engine, rulebook: Rulebook
) -> None:
    with writing(memory) as session:
        number = builders.an_oral_ban(session, rulebook)
        at = builders.a_ban(session, rulebook, number).effective_from
        a_step(session, rulebook, number, "execution.give_address", at, reachable="Schuilstraat 9")
        asked = asked_of(session, rulebook, find(session, number), CLOCK, at)
    for audience in set(Audience) - {Audience.DOSSIER, Audience.BURGEMEESTER, Audience.UITHUISGEPLAATSTE}:
        assert Data.HIDEOUT in NEVER[audience]
        assert "Schuilstraat" not in str(narrowed(asked, audience).known.events)


def test_an_address_typed_in_the_wrong_field_stops_the_notice(memory: Engine, rulebook: Rulebook) -> None:
    """P29: by construction nothing is gathered from it, and by hand it is not carried over either."""
    address = "Schuilstraat 9 in Elders"
    with writing(memory) as session:
        number = builders.an_imposed_ban(
            session, rulebook, propose={"contact_exceptions": f"Post naar {address}"}
        )
        a_step(session, rulebook, number, "execution.serve", moment_of("execution.serve"), reachable=address)
        with pytest.raises(Refused) as refusal:
            a_step(session, rulebook, number, "execution.tell_household", LATER)
    assert "mag de lezer niet weten" in refusal.value.reasons[0].sentence


@pytest.mark.parametrize("reachable", ["Voorbeelddam", "0612", ""])
def test_what_may_stand_in_any_letter_by_chance_stops_nothing(
    memory: Engine, rulebook: Rulebook, reachable: str
) -> None:
    with writing(memory) as session:
        number = builders.an_imposed_ban(session, rulebook)
        a_step(
            session, rulebook, number, "execution.serve", moment_of("execution.serve"), reachable=reachable
        )
        a_step(session, rulebook, number, "execution.tell_household", LATER)


# What each says


@pytest.mark.parametrize(
    ("case", "template", "words"),
    [
        ("secret", "execution/folder_uithuisgeplaatste", "tot vrijdag 4 december 2026, 02.40 uur"),
        ("secret", "execution/folder_uithuisgeplaatste", "Zoekt een huisgenoot zelf contact met u"),
        ("secret", "execution/folder_uithuisgeplaatste", "dan is die er binnen 24 uur"),
        ("secret", "execution/folder_uithuisgeplaatste", "U haalt ze op samen met de politie"),
        ("secret", "execution/folder_uithuisgeplaatste", "tot 2 jaar gevangenisstraf"),
        (
            "secret",
            "execution/folder_uithuisgeplaatste",
            "Piketcentrale advocaten Voorbeeldland, 088-0000140",
        ),
        ("secret", "execution/folder_uithuisgeplaatste", "tot ten hoogste 4 weken in totaal"),
        ("extended", "execution/folder_uithuisgeplaatste", "tot maandag 21 december 2026, 23.50 uur"),
        ("secret", "execution/bericht_kinderen", "Het is niet jouw schuld"),
        ("secret", "execution/bericht_veilig_thuis", "Pim Testema (geboren 30 oktober 2018)"),
        ("secret", "execution/bericht_advocaat", "woensdag 25 november 2026, 03.40 uur"),
        ("secret", "execution/bericht_burgemeester", "Verlengen, intrekken en wijzigen kunt alleen u"),
        ("secret", "execution/bericht_burgemeester", "Besluit huisverbod, 24 november 2026"),
        ("secret", "court/stukken", "een voorlopige voorziening"),
        ("withdrawn", "court/stukken", "een intrekking"),
        ("secret", "imposition/verslag_horen", "25 minuten"),
        ("extended", "imposition/mondelinge_aanzegging", "Hij stond al voor de deur."),
        ("declined", "imposition/niet_opgelegd", "legt geen huisverbod op aan Ruben Testema"),
        ("refused", "request/besluit_belanghebbende", "Rechtbank Voorbeeldland"),
        ("refused", "request/besluit_belanghebbende", "Het gevaar is niet gebleken."),
        ("secret", "execution/sleutelbewijs", "2 sleutels"),
        ("expired", "execution/einde", "vanaf vrijdag 4 december 2026, 00.00 uur"),
        ("withdrawn", "execution/einde", "De burgemeester heeft het huisverbod ingetrokken."),
        ("secret", "imposition/gebied", "Proefstraat 12"),
        ("secret", "imposition/beroepsblad", "Ik vraag ook een voorlopige voorziening"),
    ],
)
def test_a_paper_says_what_it_is_for(case: str, template: str, words: str) -> None:
    assert any(words in row.text for row in all_drawn()[case] if row.template == f"{template}.html")


@pytest.mark.parametrize(
    ("case", "template"),
    [
        ("expired", "execution/bericht_advocaat"),
        ("declined", "request/besluit_belanghebbende"),
        ("extended", "execution/sleutelbewijs"),
        ("extended", "court/stukken"),
        ("expired", "execution/bericht_veilig_thuis"),
    ],
)
def test_a_case_that_gives_no_reason_for_a_paper_offers_none(case: str, template: str) -> None:
    assert f"{template}.html" not in {row.template for row in all_drawn()[case]}


# Drawing


def test_the_same_paper_of_the_same_event_is_drawn_once(memory: Engine, rulebook: Rulebook) -> None:
    template = "imposition/mondelinge_aanzegging.html"
    with writing(memory) as session:
        number = builders.an_oral_ban(session, rulebook)
        case = find(session, number)
        asked = asked_of(session, rulebook, case, CLOCK, LATER)
        event = asked.known.events[-1]
        first = papers.draw_paper(session, rulebook, asked, event, template, LATER)
        later = LATER + timedelta(hours=1)
        assert papers.draw_paper(session, rulebook, asked, event, template, later).id == first.id
        assert (first.draft, first.drawn_at) == (False, LATER)
        assert template not in {paper.template for paper in papers.offered(session, rulebook, case, asked)}


def test_a_paper_tells_what_was_known_when_its_event_was_taken(memory: Engine, rulebook: Rulebook) -> None:
    """Drawn a week later, the notice of the first day still says the first end."""
    with writing(memory) as session:
        number = builders.an_extended_ban(session, rulebook)
        asked = asked_of(session, rulebook, find(session, number), CLOCK, LATER + timedelta(days=20))
        event = asked.known.last("imposition.impose_orally")
        assert event is not None
        paper = papers.draw_paper(
            session, rulebook, asked, event, "execution/bericht_politie.html", LATER + timedelta(days=20)
        )
        assert (paper.context["end"], paper.context["extended"]) == ("2026-12-04T00:00:00+01:00", False)


@pytest.mark.parametrize(
    "template", ["imposition/beschikking.html", "execution/sleutelbewijs.html", "x.html"]
)
def test_an_event_that_gives_no_reason_for_a_paper_draws_none(
    memory: Engine, rulebook: Rulebook, template: str
) -> None:
    with writing(memory) as session:
        number = builders.an_oral_ban(session, rulebook)
        asked = asked_of(session, rulebook, find(session, number), CLOCK, LATER)
        with pytest.raises(Unknown):
            papers.draw_paper(session, rulebook, asked, asked.known.events[-1], template, LATER)
        assert session.exec(select(Document)).all() == []


def test_a_paper_is_drawn_after_steps_that_exist(rulebook: Rulebook) -> None:
    steps = {f"{stage.name}.{step.name}" for stage, step in rulebook.current.procedure.steps()}
    for template, rules in FORMS.manifests.items():
        assert set(rules.after) <= steps, template
