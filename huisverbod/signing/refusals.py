"""Why there is no signature: each reason with what whoever keeps the keys can do about it."""

from enum import StrEnum

from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathError,
    PathValidationError,
    RevokedError,
)


class Refusal(StrEnum):
    """A reason, as a sentence without names and without secrets: it may be shown and logged."""

    REVOKED = "Het certificaat is ingetrokken. Vraag de uitgever om een nieuw certificaat."
    OUT_OF_TERM = "Het certificaat is verlopen of geldt nog niet. Vraag de uitgever om een nieuw certificaat."
    UNFIT = "Dit certificaat mag niet ondertekenen, of heeft zichzelf uitgegeven. Vraag een ander aan."
    FOREIGN = "Het certificaat is niet van een uitgever die wij vertrouwen. Zet de wortel bij roots."
    UNKNOWN_STATE = "De uitgever zegt niet of het certificaat nog geldt. Probeer het later opnieuw."
    NO_TIME_STAMP = (
        "Geen tijdstempeldienst antwoordt. Probeer het later opnieuw of zet er een bij time_stamps."
    )
    CLOSED = "Dit veld is al ondertekend, of het document laat hier geen handtekening toe."
    DOES_NOT_FIT = "De handtekening hoort niet bij dit document en dit certificaat. Begin opnieuw."
    SILENT = "De ondertekendienst antwoordt niet. Probeer het later opnieuw."
    UNREADABLE = "De ondertekendienst antwoordt iets dat wij niet begrijpen. Controleer service en version."
    CLIENT_REFUSED = "De ondertekendienst laat dit programma niet toe. Controleer client en het geheim."
    UNSET = "Het geheim staat niet in de omgeving. Zet de variabele die secret_from of code_from noemt."
    DISABLED = (
        "De ondertekendienst heeft deze sleutel uitgezet of het certificaat geldt daar niet. Bel de dienst."
    )
    SOMEONE_ELSE = "Het certificaat staat op een andere naam dan holder. Controleer credential en holder."
    NOT_BOUND = (
        "De dienst koppelt toestemming niet aan één document (SCAL 2). Kies een sleutel die dat wel doet."
    )
    NO_ALGORITHM = "De sleutel kan niet wat wij vragen: RSA (PKCS #1) of ECDSA, met SHA-256. Kies een ander."
    NO_WAY_TO_ASK = (
        "De dienst vraagt toestemming op een manier die wij niet kennen. Kies een app of een code."
    )
    NEEDS_A_PERSON = "Deze sleutel vraagt om goedkeuring door een mens. Een zegel moet zonder kunnen."
    NOT_GRANTED = "De ondertekendienst geeft geen toestemming. Begin opnieuw."
    DECLINED = "De goedkeuring is geweigerd op het toestel van de ondertekenaar. Vraag hem waarom."
    WRONG_CODE = "De code van de sleutel klopt niet. Controleer hem voordat de dienst de sleutel blokkeert."
    TOO_LATE = "Er is niet op tijd goedgekeurd. Vraag het opnieuw."


class NotSigned(Exception):
    """There is no signature, and the document is as it was: the certificate, a service or the key refused."""

    def __init__(self, refusal: Refusal) -> None:
        """With its reason, and nothing else: what a service answered may hold more than may be shown."""
        super().__init__(refusal.name)
        self.refusal = refusal


FAULTS: tuple[tuple[type[BaseException], Refusal], ...] = (
    (RevokedError, Refusal.REVOKED),
    (ExpiredError, Refusal.OUT_OF_TERM),
    (NotYetValidError, Refusal.OUT_OF_TERM),
    (InsufficientRevinfoError, Refusal.UNKNOWN_STATE),
    (InvalidCertificateError, Refusal.UNFIT),
    (PathError, Refusal.FOREIGN),
    (PathValidationError, Refusal.FOREIGN),
    (SigningError, Refusal.CLOSED),
)


def refusal_of(fault: BaseException) -> Refusal:
    """The reason behind what pyHanko raised, or behind its cause; else that no service answered."""
    chain = (fault.__cause__, fault)
    for kind, refusal in FAULTS:
        if any(isinstance(one, kind) for one in chain):
            return refusal
    return Refusal.NO_TIME_STAMP
