"""Whether a file is a document of ours, unchanged, and under whose signatures: told to whoever holds it.

What is kept here is told only of a file that is, or begins as, one of ours. Of any other it is told what
stands in the file itself.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from huisverbod.documents import issued
from huisverbod.documents.issued import Issued
from huisverbod.printing.fields import SEAL
from huisverbod.signing.looking import Busy, TooHard, looked
from huisverbod.signing.looks import Locked, Look, Unreadable, Verdict
from huisverbod.wording import moment

MOST = 10 * 1024 * 1024
"""Bytes of a file that is looked at; a decision of ours is a hundredth of it."""
HEAD, BEGIN = 1024, b"%PDF-"
END = re.compile(rb"%%EOF(\r\n|\n|\r)?")
MOST_VERSIONS = 50


class Outcome(StrEnum):
    """What there is to say of a file, apart from the signatures in it."""

    GENUINE = "echt"
    RENEWED = "echt_met_later_bewijs"
    EXTENDED = "aangevuld"
    CHANGED = "gewijzigd"
    SIGNED = "alleen_ondertekend"
    UNKNOWN = "onbekend"
    NO_PDF = "geen_pdf"
    BROKEN = "stuk"
    LOCKED = "versleuteld"
    TOO_LARGE = "te_groot"
    TOO_HARD = "te_zwaar"
    BUSY = "druk"


SAID = {
    Outcome.GENUINE: ("Ja, dit document is echt", "Het is hier opgemaakt en er is niets in veranderd."),
    Outcome.RENEWED: (
        "Ja, dit document is echt",
        "Het is hier opgemaakt en er is niets in veranderd. Elders is er nog bewijs voor de lange termijn "
        "bijgezet; dat verandert niets aan wat er staat.",
    ),
    Outcome.EXTENDED: (
        "Let op: aan dit document is iets toegevoegd",
        "Het begint als een document dat hier is opgemaakt, maar daarna is er iets aan toegevoegd of overheen"
        " gezet. Vertrouw niet op wat u ziet. Vraag de gemeente om het document zoals zij het gaf.",
    ),
    Outcome.CHANGED: (
        "Let op: in dit bestand is iets veranderd",
        "Het is veranderd nadat het werd ondertekend. Vertrouw niet op wat u ziet. Vraag de gemeente om het "
        "document zoals zij het gaf.",
    ),
    Outcome.SIGNED: (
        "Dit document kennen wij niet, maar de handtekening klopt",
        "Het is niet veranderd sinds het werd ondertekend. Het is hier niet opgemaakt of niet bewaard."
        " Of het nog geldt, kunnen wij niet zeggen. Kijk hieronder van wie de handtekening is.",
    ),
    Outcome.UNKNOWN: (
        "Dit document kennen wij niet",
        "Het is hier niet opgemaakt, of er is iets in veranderd, of wij bewaren het niet meer. Heeft u het "
        "opnieuw opgeslagen of gescand? Dan is het een ander bestand geworden. Controleer dan het bestand "
        "dat u van de gemeente kreeg.",
    ),
    Outcome.NO_PDF: (
        "Dit is geen pdf-bestand",
        "Wij geven documenten als pdf. Kies het pdf-bestand dat u van de gemeente kreeg.",
    ),
    Outcome.BROKEN: (
        "Dit pdf-bestand is stuk",
        "Het is niet te lezen. Misschien is het niet helemaal opgehaald, of is er iets in veranderd. Haal het"
        " opnieuw op, of vraag het de gemeente opnieuw.",
    ),
    Outcome.LOCKED: (
        "Op dit pdf-bestand zit een wachtwoord",
        "Een document van ons heeft nooit een wachtwoord. Kies het bestand dat u van de gemeente kreeg.",
    ),
    Outcome.TOO_LARGE: (
        "Dit bestand is te groot",
        "Het is groter dan 10 MB. Een besluit van ons is veel kleiner. Kies een ander bestand.",
    ),
    Outcome.TOO_HARD: (
        "Dit bestand kan niet worden gecontroleerd",
        "Het kost te veel tijd of geheugen om te lezen. Vertrouw er niet op. Vraag de gemeente om het "
        "document zoals zij het gaf.",
    ),
    Outcome.BUSY: (
        "Het is nu druk",
        "Er worden al veel bestanden gecontroleerd. Probeer het over een minuut opnieuw.",
    ),
}
"""A heading and a sentence; each says what to do where something must be done."""

VERDICTS = {
    Verdict.CHANGED: "Er is iets veranderd nadat deze werd gezet.",
    Verdict.REVOKED: "Het certificaat is ingetrokken. Deze telt niet.",
    Verdict.EXPIRED: "Het certificaat was verlopen, en er is geen bewijs van daarvoor. Deze telt niet meer.",
    Verdict.FOREIGN: "Het certificaat komt niet van een uitgever die wij vertrouwen. Deze telt niet.",
    Verdict.UNSTAMPED: "Er is geen betrouwbaar tijdstip bij. Wanneer deze is gezet, staat niet vast.",
    Verdict.SOUND: "Deze klopt.",
}


@dataclass(frozen=True)
class Report:
    """What was found: the outcome, what is kept here of it (for one of ours), and the signatures in it."""

    outcome: Outcome
    found: Issued | None = None
    looks: tuple[Look, ...] | None = None
    """Nothing when the file could not be read as a PDF."""

    @property
    def genuine(self) -> bool:
        """Whether it is ours and unchanged."""
        return self.outcome in (Outcome.GENUINE, Outcome.RENEWED)

    @property
    def sound(self) -> bool:
        """Whether it is ours and unchanged, no draft, and no signature in it falls short."""
        good = all(look.verdict == Verdict.SOUND for look in self.looks or ())
        return self.genuine and good and self.found is not None and not self.found.draft

    @property
    def unsealed(self) -> bool:
        """Whether it is a decision of ours without a seal in it."""
        decided = self.found is not None and bool(self.found.line) and not self.found.draft
        seen = self.looks is not None and SEAL.name not in {look.field for look in self.looks}
        return self.genuine and decided and seen

    @property
    def signatures(self) -> list[str]:
        """A sentence or two on each signature, in the order in which they were made."""
        return [_sentence(look) for look in self.looks or ()]


def _sentence(look: Look) -> str:
    what = "Elektronisch zegel" if look.field == SEAL.name else "Elektronische handtekening"
    when = f", gezet op {moment(look.signed_at)}" if look.signed_at else ""
    level = "B-B" if look.signed_at is None else "B-LTA" if look.archived else "B-T"
    return f"{what} van {look.signer or 'onbekend'}{when} (niveau {level}). {VERDICTS[look.verdict]}"


def report(session: Session, content: bytes, roots: Sequence[bytes], at: datetime) -> Report:
    """What there is to say of a file at that instant (aware), within limits; the roots we trust as DER."""
    if len(content) > MOST:
        return Report(Outcome.TOO_LARGE)
    if BEGIN not in content[:HEAD]:
        return Report(Outcome.NO_PDF)
    versions = _versions(content)
    ours = issued.find(session, list(versions))
    found = ours[1] if ours else None
    try:
        looks = tuple(looked(content, roots, at))
    except (Unreadable, TooHard, Busy) as fault:
        return _unread(fault, found, whole=ours is not None and versions[ours[0]] == len(content))
    if ours is None:
        return Report(_stranger(looks), None, looks)
    return Report(_ours(content, versions[ours[0]], looks), found, looks)


def _versions(content: bytes) -> dict[str, int]:
    """The SHA-256 of the file, and of what it was before anything was added: to its length, longest first."""
    found = {len(content)}
    for number, end in enumerate(END.finditer(content)):
        if number == MOST_VERSIONS:
            break
        found |= {end.start() + len(b"%%EOF"), end.end()}
    digest, before, versions = hashlib.sha256(), 0, {}
    for length in sorted(found):
        digest.update(content[before:length])
        before, versions[digest.hexdigest()] = length, length
    return dict(reversed(versions.items()))


def _ours(content: bytes, length: int, looks: tuple[Look, ...]) -> Outcome:
    """Of a file that is, or begins as, one of ours: whether it still says what ours says.

    house: what was added elsewhere is let pass only as proof for the archive, after a seal or signature that
    we put under it ourselves. A signature of anyone else, however sound, may bring its own picture.
    """
    if length == len(content):
        return Outcome.GENUINE
    own = bool(looks) and all(look.until <= length and look.verdict != Verdict.CHANGED for look in looks)
    ends = content.rstrip(b"\r\n").endswith(b"%%EOF")
    return Outcome.RENEWED if own and ends and looks[-1].untouched else Outcome.EXTENDED


def _stranger(looks: tuple[Look, ...]) -> Outcome:
    verdicts = {look.verdict for look in looks}
    if Verdict.CHANGED in verdicts:
        return Outcome.CHANGED
    return Outcome.SIGNED if verdicts == {Verdict.SOUND} else Outcome.UNKNOWN


def _unread(fault: Exception, found: Issued | None, *, whole: bool) -> Report:
    """Of a file that could not be read: ours byte for byte is genuine all the same."""
    if whole:
        return Report(Outcome.GENUINE, found)
    if isinstance(fault, Busy):
        return Report(Outcome.BUSY)
    if found:
        return Report(Outcome.EXTENDED, found)
    if isinstance(fault, Locked):
        return Report(Outcome.LOCKED)
    return Report(Outcome.TOO_HARD if isinstance(fault, TooHard) else Outcome.BROKEN)


def told(report: Report, town: str) -> Iterator[str]:
    """All of it in sentences, one a line; `town` is the municipality of the document, as people call it."""
    heading, sentence = SAID[report.outcome]
    yield f"{heading}. {sentence}"
    found = report.found
    if found:
        drawn = moment(found.drawn_at)
        yield f"{found.title}, gemeente {town}, zaak {found.case}, opgemaakt op {drawn}."
        yield from [f"Ondertekend: {found.line}"] if found.line else []
    yield from report.signatures
    yield from remarks(report)


def remarks(report: Report) -> Iterator[str]:
    """What the reader of a genuine document must know besides."""
    found = report.found
    if found is None or not report.genuine:
        return
    if found.draft:
        yield "Dit is een ontwerp en geen besluit. Er gelden geen rechten en plichten uit deze tekst."
    if report.unsealed:
        yield "In dit bestand staat geen elektronisch zegel van de gemeente. Het besluit is ook zo echt."
    if found.overtaken:
        yield (
            "Er is later nog een besluit genomen in deze zaak. Vraag de gemeente of u het laatste besluit "
            "heeft."
        )
    elif found.line:
        yield "Er is in deze zaak geen later besluit."
