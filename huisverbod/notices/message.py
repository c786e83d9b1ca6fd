"""What leaves the application: a number, since when it waits, and where to read on. Nothing else, ever."""

from dataclasses import dataclass
from datetime import datetime

from huisverbod.wording import moment, short_moment


@dataclass(frozen=True)
class Message:
    """A message about one case: its number, since when it waits (aware), the address of the application.

    The words are the same for every kind, so that not even the occasion can be read from it.
    """

    number: str
    since: datetime
    address: str

    @property
    def subject(self) -> str:
        """The line above an e-mail."""
        return f"Er wacht een bericht in zaak {self.number}"

    @property
    def body(self) -> str:
        """The text of an e-mail."""
        return (
            f"Er wacht een bericht in zaak {self.number}, sinds {moment(self.since)}.\n\n"
            f"Lees het op {self.link}\n\n"
            "Heeft u geen account? Bel dan de gemeente over deze zaak.\n"
            "Beantwoord deze e-mail niet.\n"
        )

    @property
    def text(self) -> str:
        """The text message, in one part of 160 characters."""
        return f"Zaak {self.number}: bericht sinds {short_moment(self.since)}. {self.link}"

    @property
    def link(self) -> str:
        """The page of the case; who may not open it sees nothing there."""
        return f"{self.address.rstrip('/')}/zaken/{self.number}"
