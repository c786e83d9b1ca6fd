"""The rules in force: procedure, instrument and regions as loaded, and older editions for older cases."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from huisverbod import instrument, region, stages, workflow
from huisverbod.case import Case, ProcedureText
from huisverbod.database import in_memory, insert_if_absent
from huisverbod.errors import DefinitionError, NotAllowed, Unknown, Unreadable
from huisverbod.instrument import Flag, Instrument
from huisverbod.region import Region
from huisverbod.settings import Settings
from huisverbod.workflow import Advice, Procedure, Vocabulary

INSTRUMENT = "instruments/rihg.toml"
FLAGS = "instruments/rode_vlaggen.toml"
BESIDE = ("powers.toml", "procedure.toml")


@dataclass(frozen=True)
class Edition:
    """One version of the procedure with its instrument and, where it has them, the red flags beside it.

    `forgotten` are its steps that rest on what the code no longer knows, each with what that is.
    """

    procedure: Procedure
    instrument: Instrument
    flags: tuple[Flag, ...] = ()
    forgotten: Mapping[str, str] = field(default_factory=dict)

    def check_remembered(self, step: str) -> None:
        """Refuses a step of an old version that rests on what the code no longer knows.

        Raises:
            Unreadable: it does.

        """
        if step in self.forgotten:
            raise Unreadable(
                "Deze zaak loopt op een oude werkwijze. Dit programma kent die stap niet meer: "
                f"{self.forgotten[step]} Vraag de beheerder de zaak over te zetten."
            )


class Rulebook:
    """Everything read from the data folders at start-up. Reads nothing from them afterwards."""

    def __init__(self, workflows: Path, regions: Path, templates: Path, address: str = "") -> None:
        """Load and check all three folders; `address` is where people open the application, if that is known.

        Raises:
            DefinitionError: the first fault found, with file and line.

        """
        self.templates, self.address = templates, address.rstrip("/")
        self.vocabulary: Vocabulary = stages.vocabulary(templates)
        self.current = self._edition(workflow.read_folder(workflows))
        self.guidance: Mapping[str, Advice] = workflow.read_guidance(workflows)
        self._proposed = {
            name: workflow.read_folder(workflows, name) for name in workflow.proposals(workflows)
        }
        self.regions: Mapping[str, Region] = region.load(regions, self.current.procedure.powers)
        self._older: dict[str, Edition] = {self.current.procedure.digest: self.current}

    @classmethod
    def of(cls, settings: Settings) -> "Rulebook":
        """The rulebook of these settings."""
        return cls(settings.workflows, settings.pilot_regions, settings.document_templates, settings.address)

    @property
    def proposals(self) -> tuple[str, ...]:
        """The proposals in the folder, by name."""
        return tuple(self._proposed)

    def under(self, proposal: str) -> "Rulebook":
        """These rules with a proposal in place of the procedure in force; for none these rules themselves.

        Raises:
            Unknown: there is no such proposal.
            DefinitionError: a fault in it, with file and line.

        """
        if not proposal:
            return self
        if proposal not in self._proposed:
            there = f"Kies uit: {', '.join(self.proposals)}." if self.proposals else "Er is geen voorstel."
            raise Unknown(f"Het voorstel '{proposal}' bestaat niet. {there}")
        other = copy(self)
        other.current = self._edition(self._proposed[proposal])
        other._older = {other.current.procedure.digest: other.current}
        return other

    def _edition(self, files: Mapping[str, str], *, kept: bool = False) -> Edition:
        if INSTRUMENT not in files:
            raise DefinitionError(INSTRUMENT, "Het risico-instrument ontbreekt.")
        procedure = workflow.parse(files, self.vocabulary, kept=kept)
        rihg = instrument.parse(files[INSTRUMENT], INSTRUMENT)
        flags = instrument.parse_flags(files[FLAGS], FLAGS, rihg).flags if FLAGS in files else ()
        return Edition(procedure, rihg, flags)

    def edition(self, session: Session, case: Case) -> Edition:
        """The edition on which a case runs (house: a running case finishes on its own version).

        Raises:
            NotAllowed: it is a simulation, and this is no play in memory.
            Unreadable: this program cannot read it any more, or it was changed in the database.

        """
        return self.kept(session, case.procedure)

    def kept(self, session: Session, digest: str) -> Edition:
        """The edition with this hash; see `edition`."""
        found = self._older.get(digest)
        if found is None:
            found = self._older[digest] = self._remembered(session.get_one(ProcedureText, digest))
        _check_real(session, found.procedure)
        return found

    def readable(self, session: Session, case: Case) -> bool:
        """Whether this program can still read the edition on which a case runs."""
        try:
            self.edition(session, case)
        except Unreadable:
            return False
        return True

    def _remembered(self, text: ProcedureText) -> Edition:
        """An edition of before powers stood in a file has those of this folder: they were one for all."""
        if workflow.digest_of(text.files) != text.digest:
            raise Unreadable("De werkwijze van deze zaak is in de database veranderd. Bel de beheerder.")
        beside = {file: self.current.procedure.files[file] for file in BESIDE}
        try:
            found = self._edition({**beside, **text.files}, kept=True)
            lost = workflow.forgotten(found.procedure, self.vocabulary)
        except DefinitionError as fault:
            raise Unreadable(f"{Unreadable.__doc__} ({fault})") from fault
        procedure = replace(workflow.without_forgotten(found.procedure, lost), digest=text.digest)
        return replace(found, procedure=procedure, forgotten=lost)

    def keep(self, session: Session, at: datetime) -> str:
        """Stores the current procedure under its hash when first used; returns the hash.

        Raises:
            NotAllowed: it is a simulation, and this is no play in memory.

        """
        _check_real(session, self.current.procedure)
        digest = self.current.procedure.digest
        if session.get(ProcedureText, digest) is None:
            files = dict(self.current.procedure.files)
            insert_if_absent(session, ProcedureText, digest=digest, files=files, first_used_at=at)
        return digest

    def region(self, key: str) -> Region:
        """The region of that key.

        Raises:
            Unknown: there is none.

        """
        if key not in self.regions:
            raise Unknown("Deze regio bestaat niet.")
        return self.regions[key]


def _check_real(session: Session, procedure: Procedure) -> None:
    """house: what is for simulation never meets a case that is kept anywhere."""
    if procedure.about.simulation and not in_memory(session):
        raise NotAllowed(
            f"{procedure.about.mark}. Voor een echte zaak kan deze werkwijze nooit worden gebruikt."
        )
