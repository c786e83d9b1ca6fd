"""Everything that can be refused, and the sentence shown.

HuisverbodError
├── Unknown        the thing asked for is not there, or not for this person
├── NotSignedIn    nobody is signed in
├── NotAllowed     this capacity may not do this
├── StepNotOpen    the case is not in a state from which this step starts
├── Unreadable     this program no longer knows the rules on which the case runs
├── Destroyed      the term is over: what was stated in the case is gone
├── Stale          somebody else changed the case in the meantime
├── BadFacts       a field is missing or wrong
├── Refused        a rule is not met; carries every reason
└── DefinitionError   a fault in a file of ours: a bug, never shown as a refusal
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One rule that is not met: its name, the sentence shown, and the article it rests on."""

    code: str
    sentence: str
    law: str = ""


class HuisverbodError(Exception):
    """Dit kan nu niet."""

    @property
    def sentence(self) -> str:
        """The Dutch sentence for the person who asked."""
        return str(self) or (type(self).__doc__ or "").strip()

    @property
    def reasons(self) -> Sequence[Reason]:
        """Every reason with its code and article; one for most errors."""
        return [Reason(type(self).__name__, self.sentence)]


class Unknown(HuisverbodError):
    """Deze pagina of zaak bestaat niet, of is niet voor u bestemd."""


class NotSignedIn(HuisverbodError):
    """U bent niet ingelogd. Log in om verder te gaan."""


class NotAllowed(HuisverbodError):
    """U bent niet bevoegd tot deze handeling."""


class StepNotOpen(HuisverbodError):
    """Deze stap kan nu niet: de zaak is daar nog niet aan toe, of al verder."""


class Unreadable(HuisverbodError):
    """Deze zaak loopt op een oude werkwijze die dit programma niet meer kent. Vraag het de beheerder."""


class Destroyed(HuisverbodError):
    """De bewaartermijn is voorbij. De gegevens zijn vernietigd; alleen de stappen zijn bewaard."""


class Stale(HuisverbodError):
    """Iemand anders heeft deze zaak intussen gewijzigd. Bekijk de zaak opnieuw en kies dan."""


class BadFacts(HuisverbodError):
    """Niet alle gegevens kloppen. Verbeter de velden die hieronder staan."""

    def __init__(self, faults: Sequence[Reason]) -> None:
        """Hold one reason per wrong field; `code` is the field's name."""
        super().__init__()
        self.faults = list(faults)

    @property
    def reasons(self) -> Sequence[Reason]:
        """One reason per wrong field."""
        return self.faults


class Refused(HuisverbodError):
    """Dit kan nog niet: er is niet aan alle voorwaarden voldaan."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        """Hold every rule that is not met."""
        super().__init__()
        self._reasons = list(reasons)

    @property
    def reasons(self) -> Sequence[Reason]:
        """Every rule that is not met."""
        return self._reasons


class DefinitionError(Exception):
    """A fault in a workflow, instrument, region or template file: names file, line and what to do."""

    def __init__(self, file: str, sentence: str, line: int | None = None) -> None:
        """Name the file and, when known, the line (from 1)."""
        super().__init__(f"{file}:{line}: {sentence}" if line else f"{file}: {sentence}")
        self.file, self.line, self.sentence = file, line, sentence
