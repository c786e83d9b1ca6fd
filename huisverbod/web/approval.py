"""The page on which whoever decided puts his own signature under the decision: one tap after the act."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from huisverbod import accounts, database, seals, undersigning
from huisverbod.accounts import Account
from huisverbod.case import Case
from huisverbod.documents import Signature
from huisverbod.errors import Refused, Unknown
from huisverbod.law import ZONE
from huisverbod.region import Region
from huisverbod.rulebook import Rulebook
from huisverbod.undersigning import MINUTES, Given, Presented, Stand, Told
from huisverbod.web import current
from huisverbod.web.current import Me, Now, Rules
from huisverbod.web.page import page

if TYPE_CHECKING:  # a server without keys loads nothing that signs
    from huisverbod.signing.keyring import Keyring

router = APIRouter()
WRONG = "Dit wachtwoord klopt niet. Er is niets ondertekend. Vul het opnieuw in."
WAIT = "Te vaak een verkeerd wachtwoord. Er is niets ondertekend. Probeer het weer vanaf {} uur."


def keys(request: Request) -> "Keyring | None":
    """The keys of this installation, or nothing."""
    found: Keyring | None = request.app.state.keyring
    return found


def unproved(session: Session, account: Account, password: str, now: datetime) -> str:
    """Why this password does not prove that it is he, or nothing when it does."""
    if accounts.right_password(session, account, password, now):
        return ""
    until = account.wait_until
    return WAIT.format(f"{until.astimezone(ZONE):%H.%M.%S}") if until and until > now else WRONG


class Approval(BaseModel):
    """What the page sends: the attempt, the hashes that were shown, the code for the key, the password."""

    attempt: int
    document_sha256: str
    digest: str
    code: SecretStr = SecretStr("")
    password: str = ""


def onward(session: Session, rules: Rulebook, keyring: "Keyring | None", me: Account, number: str) -> str:
    """Where he goes from deciding: to his own signature where one comes, or else to the case."""
    act = session.exec(
        select(Signature)
        .join(Case)
        .where(Case.number == number, Signature.account_id == me.id)
        .order_by(col(Signature.id).desc())
    ).first()
    case = session.get_one(Case, act.case_id) if act else None
    if act and case and undersigning.comes(rules.region(case.region), keyring, me.login):
        return f"/zaken/{number}/handtekening/{act.document_id}"
    return f"/zaken/{number}"


def owing(
    session: Session, rules: Rulebook, keyring: "Keyring | None", me: Account, since: datetime
) -> Mapping[int, Told]:
    """Of his decisions since that instant: the ones without his signature, and how it stands."""
    query = select(Case).join(Signature).where(Signature.account_id == me.id)
    found: dict[int, Told] = {}
    for case in session.exec(query.where(col(Signature.recorded_at) > since).distinct()):
        told = undersigning.stands(session, rules.region(case.region), keyring, case)
        found |= {number: one for number, one in told.items() if one.owed}
    return found


class Desk:
    """Whoever decided, at one of his decisions."""

    def __init__(self, request: Request, rules: Rules, me: Me, now: Now) -> None:
        """Find the decision of this page.

        Raises:
            Unknown: there is none, it is not of this person, or the case is not for him.

        """
        self.request, self.me, self.now, self.keyring = request, me, now, keys(request)
        self.engine: Engine = request.app.state.engine
        number, document_id = (request.path_params[name] for name in ("number", "document_id"))
        with database.reading(self.engine) as session:
            self.case: Case = current.open_case(session, me, number)
            query = select(Signature).where(Signature.case_id == self.case.id, Signature.account_id == me.id)
            acts = {str(act.document_id): act for act in session.exec(query)}
        if document_id not in acts:
            raise Unknown
        self.act: Signature = acts[document_id]
        self.region: Region = rules.region(self.case.region)

    @property
    def fresh(self) -> bool:
        """Whether he gave his password with the act a moment ago, so that it need not be asked again."""
        return self.act.channel == "app" and self.now - self.act.recorded_at < MINUTES

    def told(self) -> Told | None:
        """How it stands with the signature; nothing where the region asks for none."""
        with database.reading(self.engine) as session:
            found = undersigning.stands(session, self.region, self.keyring, self.case)
        return found.get(self.act.document_id)

    def presented(self) -> Presented | None:
        """What he approves, where it is his turn.

        Raises:
            Refused: it cannot be prepared.

        """
        told = self.told()
        if self.keyring is None or told is None or told.stand != Stand.HIS_TURN:
            return None
        return seals.present(self.engine, self.keyring, self.region, self.me, self.act.document_id, self.now)

    def unproved(self, password: str) -> str:
        """Why it is not proved that it is he, or nothing. A password given a moment ago counts."""
        if self.fresh:
            return ""
        with database.writing(self.engine) as session:
            return unproved(session, session.get_one(Account, self.me.id), password, self.now)

    def page(self, faults: Sequence[str] = ()) -> Response:
        """The decision to be signed, prepared now; or how it stands, and what is in the way."""
        try:
            shown, hindered = self.presented(), []
        except Refused as refusal:
            shown, hindered = None, [reason.sentence for reason in refusal.reasons]
        return page(
            self.request,
            "undersigning.html",
            status=422 if faults else 200,
            case=self.case,
            act=self.act,
            shown=shown,
            told=self.told(),
            fresh=self.fresh,
            hindered=hindered,
            errors=[{"href": "", "text": sentence, "law": ""} for sentence in faults],
            town=self.region.municipality(self.case.municipality).name,
            address=f"/zaken/{self.case.number}/handtekening/{self.act.document_id}",
        )


At = Annotated[Desk, Depends()]


@router.get("/zaken/{number}/handtekening/{document_id}")
def show(desk: At) -> Response:
    """The final decision to be signed, or how it stands with the signature."""
    return desk.page()


@router.post("/zaken/{number}/handtekening/{document_id}")
def approve(request: Request, desk: At, typed: Annotated[Approval, Form()]) -> Response:
    """His approval, by hash; with his password again when he decided more than a few minutes ago."""
    if desk.keyring is None:
        return desk.page()
    doubt = desk.unproved(typed.password)
    if doubt:
        return desk.page([doubt])
    given = Given(typed.attempt, typed.document_sha256, typed.digest, typed.code)
    try:
        seals.approve(desk.engine, desk.keyring, desk.me, given, desk.now)
    except Refused as refusal:
        return desk.page([reason.sentence for reason in refusal.reasons])
    return RedirectResponse(request.url.path, 303)
