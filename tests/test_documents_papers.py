"""Papers drawn up on request: every one in every branch, and no word in them that its reader may not know."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from huisverbod import wording
from huisverbod.advance import asked_of
from huisverbod.case import Event, find
from huisverbod.database import connect, migrate, writing
from huisverbod.documents import Document, attached, documents_of, example, manifest, papers, templates
from huisverbod.documents.audience import NEVER, Audience, Data, narrowed
from huisverbod.documents.context import CONTENT
from huisverbod.documents.manifest import blocks
from huisverbod.documents.manifest import words as page_words
from huisverbod.documents.papers import Paper
from huisverbod.errors import DefinitionError, Refused, Unknown
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

INSTEAD = {
    "requester_danger": "Hij dreigt al weken.", "requester_tried": "Er is gepraat met het gezin.",
    "safe_contact": "via haar zus", "hideout": "bij zijn broer", "moved": "bij een vriend",
    "view_subject": "Hij vindt het overdreven.", "view_household": "Zij is bang.",
    "consulted": "Veilig Thuis is het ermee eens.", "danger": "Hij sloeg eerder en dreigt opnieuw.",
    "ground": "Hij gaf haar een klap.", "lighter": "Een gesprek hielp eerder niet.",
    "service_remark": "Hij was rustig.", "told_note": "", "inform_note": "", "care_summary": "",
    "care_offer": "Gesprekken", "lawyer_note": "", "area": "de woning, het portiek en de straat ervoor",
    "exceptions": "Op zaterdag mag hij Pim zien, met de hulp erbij.", "receipt": "B-12",
}  # fmt: skip
"""What stands in the examples for administrators where a secret was planted."""

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
        papers.draw_paper(session, rulebook, asked, paper, "nl", at)
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


def examples() -> dict[str, Any]:
    """The content of every template, without what differs by municipality: for the house style."""
    found = {template: finals(template)[0].context for template in EVERY}
    text = json.dumps(
        {
            template: {
                key: value
                for key, value in content.items()
                if key not in {"municipality", "written_in", "direction", "reviewed_by", "reviewed_on"}
            }
            for template, content in found.items()
        }
    )
    for name, secret in SECRETS.items():
        text = text.replace(secret, INSTEAD[name])
    read: dict[str, Any] = json.loads(text)
    return read


def test_the_examples_in_the_house_style_are_what_the_cases_say() -> None:
    """If not: `python -m tests.examples` writes them anew."""
    assert examples() == example.contents(Settings().document_templates)


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
        spoken = (
            {"leaflets/nl": FORMS.languages["nl"].version} if FORMS.manifests[template].translated else {}
        )
        assert document.context["texts"] == {**FORMS.texts_of(template), **spoken}
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
            "Piketcentrale advocaten Voorbeeldland 088-0000140",
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
        ("declined", "request/afwijzing", "Het gevaar is niet gebleken."),
        ("declined", "request/afwijzing", "Overleg dan met Veilig Thuis"),
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
        first = papers.draw_paper(session, rulebook, asked, Paper(event, template), "nl", LATER)
        later = LATER + timedelta(hours=1)
        assert papers.draw_paper(session, rulebook, asked, Paper(event, template), "nl", later).id == first.id
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
            session,
            rulebook,
            asked,
            Paper(event, "execution/bericht_politie.html"),
            "nl",
            LATER + timedelta(days=20),
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
            papers.draw_paper(session, rulebook, asked, Paper(asked.known.events[-1], template), "nl", LATER)
        assert session.exec(select(Document)).all() == []


def test_a_paper_is_drawn_after_steps_that_exist(rulebook: Rulebook) -> None:
    steps = {f"{stage.name}.{step.name}" for stage, step in rulebook.current.procedure.steps()}
    for template, rules in FORMS.manifests.items():
        assert set(rules.after) <= steps, template


# The data inside a decision

SCHEMAS = Path(__file__).parent.parent / "docs" / "schemas"
INSIDE = list(attached.FORMS)


def enclosures(content: bytes) -> list[tuple[Any, bytes]]:
    """Every file inside a PDF, as the document itself names them: its description and its bytes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = []
        for one in pdf.Root.get("/AF", []):
            said = {key: str(one[key]) for key in ("/UF", "/AFRelationship", "/Desc")}
            dates = {str(one.EF.F.Params[key]) for key in ("/CreationDate", "/ModDate")}
            described = said | {"type": str(one.EF.F.Subtype), "dates": dates}
            found.append((described, one.EF.F.read_bytes()))
        return found


def flat(data: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every value in JSON with its name; of a list each with the name of the list."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from flat(value, f"{name}.{key}" if name else key)
    elif isinstance(data, list):
        for value in data:
            yield from flat(value, name)
    else:
        assert isinstance(data, str) and data, name
        yield name, data


def on_paper(value: str) -> str:
    """A value as it must stand in the text: an instant in Dutch time, a day in words, others as they are."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z", value):
        return wording.moment(datetime.fromisoformat(value))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return wording.plain_day(date.fromisoformat(value))
    assert not re.match(r"\d{4}-\d\d-\d\dT", value), "an instant that is not in UTC"
    return " ".join(value.split())


@pytest.mark.parametrize("template", INSIDE)
def test_every_value_inside_a_decision_is_on_the_list_and_stands_in_its_text(template: str) -> None:
    listed = set(FORMS.manifests[template].attached)
    seen: set[str] = set()
    assert finals(template)
    for document in finals(template):
        ((described, content),) = enclosures(document.content)
        values = list(flat(json.loads(content)))
        assert values.pop([name for name, _ in values].index("$schema"))[1] in attached.schemas()
        for name, value in values:
            assert name in listed
            assert re.search(rf"(?<!\w){re.escape(on_paper(value))}(?!\w)", document.text), (name, value)
        seen |= {name for name, _ in values}
        attached.FORMS[template].model_validate_json(content, strict=True)
        at = datetime.fromisoformat(json.loads(content)["decided_at"])
        assert described == {
            "/UF": "besluit.json", "/AFRelationship": "/Data", "/Desc": attached.TOLD,
            "type": "/application/json", "dates": {f"D:{at:%Y%m%d%H%M%S}Z"},
        }  # fmt: skip
    assert seen >= listed - {"signed.ground", "announced_at", "contact_exceptions"}


def test_only_what_was_decided_carries_data() -> None:
    for template in set(EVERY) - set(INSIDE):
        assert not any(enclosures(document.content) for document in finals(template))
    template, rules = INSIDE[0], FORMS.manifests[INSIDE[0]]
    final = finals(template)[0].context
    words = page_words(FORMS.page(template, final))
    assert attached.enclosed(template, rules.attached, final, words)
    for change in ({"draft": True}, {"mark": "Simulatie"}):
        assert attached.enclosed(template, rules.attached, final | change, words) is None


def test_the_data_inside_hold_no_secret_beyond_the_ban_itself() -> None:
    """What was told, seen or answered may stand in the file, and never in the data."""
    told = {SECRETS["area"], SECRETS["exceptions"]}
    found = [content.decode() for row in finals(INSIDE[0]) for _, content in enclosures(row.content)]
    assert any(told <= {secret for secret in SECRETS.values() if secret in text} for text in found)
    for text in found:
        assert not [secret for secret in set(SECRETS.values()) - told if secret in text]


def test_a_value_that_is_not_printed_stops_the_document() -> None:
    template = INSIDE[0]
    final, fields = finals(template)[0].context, FORMS.manifests[template].attached
    words = page_words(FORMS.page(template, final))
    with pytest.raises(DefinitionError, match="'area' gaat als gegeven mee, maar staat niet in het stuk"):
        attached.enclosed(template, fields, final | {"area": "Schuilstraat 9"}, words)
    with pytest.raises(DefinitionError, match="kloppen niet"):
        attached.enclosed(template, {"case": "case"}, final, words)


@pytest.mark.parametrize(
    ("name", "field"), [("imposition/beschikking.html", "danger"), ("court/stukken.html", "case")]
)
def test_a_field_that_the_form_does_not_have_is_a_fault_of_the_manifest(name: str, field: str) -> None:
    files = templates.files_of(Settings().document_templates)
    beside = name.replace(".html", ".toml")
    text = files[beside] if "[attached]" in files[beside] else files[beside] + "\n[attached]\n"
    files[beside] = text.replace("[attached]\n", f'[attached]\n"{field}" = "{field}"\n')
    assert [str(fault) for fault in manifest.faults(files)] == [
        f"{beside}: Het gegeven '{field}' mag niet meegaan met dit stuk. Haal het uit [attached]."
    ]


def test_the_published_forms_are_those_of_the_program() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.iterdir()} == attached.schemas()
