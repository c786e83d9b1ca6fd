"""Why there is no signature of whoever decided, in a word to keep and a sentence for him."""

from enum import StrEnum


class Fault(StrEnum):
    """A reason; the decision stands whatever it is."""

    NO_KEY = "no_key"
    OTHER_HOLDER = "other_holder"
    TOO_WEAK = "too_weak"
    CERTIFICATE = "certificate"
    ISSUER_SILENT = "issuer_silent"
    STAMP_SILENT = "stamp_silent"
    KEY = "key"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"
    DECLINED = "declined"

    @property
    def sentence(self) -> str:
        """What is wrong and what he can do, in Dutch."""
        return _SENTENCES[self]

    @property
    def passes(self) -> bool:
        """Whether it may be over when the services are asked again."""
        return self in (Fault.ISSUER_SILENT, Fault.STAMP_SILENT)


_SENTENCES = {
    Fault.NO_KEY: "Voor u is geen sleutel ingesteld om mee te ondertekenen. Vraag de beheerder erom.",
    Fault.OTHER_HOLDER: (
        "De sleutel bij uw account is van iemand anders. Er is niets mee ondertekend. Bel de beheerder."
    ),
    Fault.TOO_WEAK: (
        "Uw certificaat is niet gekwalificeerd, en deze regio vraagt dat. Er is niets ondertekend. "
        "Vraag de beheerder om een ander certificaat."
    ),
    Fault.CERTIFICATE: (
        "Uw certificaat is ingetrokken of verlopen, of wij vertrouwen de uitgever niet. Er is niets "
        "ondertekend. Bel de beheerder."
    ),
    Fault.ISSUER_SILENT: "De dienst die uw certificaat nakijkt, antwoordt niet.",
    Fault.STAMP_SILENT: "De tijdstempeldienst antwoordt niet.",
    Fault.KEY: (
        "Uw sleutel antwoordt niet, of de code klopt niet. Er is niets ondertekend. Probeer het opnieuw."
    ),
    Fault.EXPIRED: "De tijd om goed te keuren is voorbij. Er is niets ondertekend. Keur opnieuw goed.",
    Fault.DECLINED: (
        "U keurde het niet goed in de app van uw ondertekendienst. Er is niets ondertekend. "
        "U kunt het opnieuw doen."
    ),
    Fault.OVERTAKEN: (
        "Onder het besluit kwam intussen iets anders te staan. Er is niets ondertekend. Keur opnieuw goed."
    ),
}
