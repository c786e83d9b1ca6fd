"""Examines what the program rests on: the files of the data folders, and the chain of every case."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.progress import track
from sqlalchemy import Engine
from sqlmodel import col, func, select

from huisverbod import chain, duties, instrument, proof, region, seals, stages, workflow
from huisverbod.case import Case
from huisverbod.database import reading
from huisverbod.documents import leaflets, templates
from huisverbod.errors import DefinitionError, Refused
from huisverbod.powers import Powers
from huisverbod.printing import press
from huisverbod.printing.pictures import Picture
from huisverbod.rulebook import FLAGS, INSTRUMENT
from huisverbod.settings import Settings
from huisverbod.workflow import Vocabulary

BATCH = 200


def faults_in_files(settings: Settings) -> Iterator[DefinitionError]:
    """Every fault of procedure, templates and regions, and the first of the instrument."""
    files: dict[str, str] = {}
    try:
        files = workflow.read_folder(settings.workflows)
        words = stages.vocabulary(settings.document_templates)
        yield from workflow.faults(files, words) or _faults_beside(settings.workflows, words)
    except DefinitionError as fault:
        yield fault
    try:
        rihg = instrument.load(settings.workflows / INSTRUMENT)
        if (settings.workflows / FLAGS).exists():
            instrument.parse_flags((settings.workflows / FLAGS).read_text(encoding="utf-8"), FLAGS, rihg)
    except DefinitionError as fault:
        yield fault
    except FileNotFoundError:
        yield DefinitionError(INSTRUMENT, "Het risico-instrument ontbreekt.")
    yield from templates.faults(settings.document_templates)
    yield from _faults_in_keys(settings)
    with suppress(DefinitionError):  # without powers there is nothing to hold a region against
        powers = workflow.read_powers(files)
        yield from region.check(settings.pilot_regions, powers) or _between_files(settings, powers)


def _faults_in_keys(settings: Settings) -> Iterator[DefinitionError]:
    try:
        seals.keyring(settings)
    except DefinitionError as fault:
        yield fault


def _faults_beside(folder: Path, words: Vocabulary) -> Iterator[DefinitionError]:
    """In the proposals and the guidance, which rest on a sound procedure."""
    yield from workflow.guidance_faults(folder, workflow.load(folder, words))
    for name in workflow.proposals(folder):
        yield from workflow.faults(workflow.read_folder(folder, name), words)


def _between_files(settings: Settings, powers: Powers) -> Iterator[DefinitionError]:
    """What only shows when the regions are read: an aim beyond the law, a logo that cannot be drawn."""
    yield from _aims_later_than_law(settings, powers)
    towns = [
        (key, place, town)
        for key, read in region.load(settings.pilot_regions, powers).items()
        for place, town in enumerate(read.municipalities)
        if town.picture
    ]
    if _drawable([town.picture for _, _, town in towns if town.picture]):
        return
    for key, place, town in towns:
        if town.picture and not _drawable([town.picture]):
            path = settings.pilot_regions / f"{key}.toml"
            lines = region.lines_by_path(path.read_text(encoding="utf-8-sig"))
            sentence = f"Het logo {town.logo} kan niet worden getekend. Sla het opnieuw op, of neem een PNG."
            yield DefinitionError(path.name, sentence, lines["municipalities", place, "logo"])


def _drawable(pictures: list[Picture]) -> bool:
    """Whether these can be drawn, all on one page."""
    files = {f"{number}.{one.name}": one.text for number, one in enumerate(pictures)}
    shown = "".join(f'<img alt="x" src="asset:{name}">' for name in files)
    try:
        return not files or bool(press.printed(f'<html lang="nl"><title>x</title><h1>x</h1>{shown}', files))
    except Refused:
        return False


def _aims_later_than_law(settings: Settings, powers: Powers) -> Iterator[DefinitionError]:
    try:
        procedure = workflow.load(settings.workflows, stages.vocabulary(settings.document_templates))
    except DefinitionError:
        return  # named already
    for key, read in region.load(settings.pilot_regions, powers).items():
        path = settings.pilot_regions / f"{key}.toml"
        lines = region.lines_by_path(path.read_text(encoding="utf-8-sig"))
        for norm, sentence in duties.aims_later_than_law(procedure, read):
            yield DefinitionError(path.name, sentence, lines["norms", norm])


def remarks(settings: Settings) -> list[DefinitionError]:
    """What is allowed in the region files and worth a look."""
    return [*region.gaps(settings.pilot_regions), *_leaflets(settings)]


def _leaflets(settings: Settings) -> Iterator[DefinitionError]:
    """Languages of a region without a leaflet, and leaflets that changed after they were confirmed."""
    try:
        forms = templates.read(settings.document_templates).languages
        powers = workflow.read_powers(workflow.read_folder(settings.workflows))
        regions = region.load(settings.pilot_regions, powers)
    except (DefinitionError, FileNotFoundError):
        return  # named already
    for key, read in regions.items():
        path = settings.pilot_regions / f"{key}.toml"
        lines = region.lines_by_path(path.read_text(encoding="utf-8-sig"))
        for code in (code for code in read.languages if code not in forms):
            sentence = f"Er is nog geen folder in deze taal: {leaflets.name_of(code)}. Zorg voor een tolk."
            yield DefinitionError(path.name, sentence, lines["languages",])
        for place, said in enumerate(read.translations):
            if sentence := leaflets.unconfirmed(forms, said):
                yield DefinitionError(path.name, sentence, lines["translations", place])


def proved(settings: Settings, console: Console) -> Iterator[tuple[list[str], str]]:
    """Of the procedure and of each proposal: what breaks an invariant, in words, and what was proved.

    Shows how far it is.

    Raises:
        DefinitionError: a fault in the files, so that there is nothing to prove yet.

    """
    words = stages.vocabulary(settings.document_templates)
    manifests = templates.read(settings.document_templates).manifests
    papers = {name: proof.Paper(known.audience, known.holds) for name, known in manifests.items()}
    for proposal in ("", *workflow.proposals(settings.workflows)):
        procedure = workflow.load(settings.workflows, words, proposal)
        invariants = proof.load(settings.workflows / proposal, procedure)
        regions = region.load(settings.pilot_regions, procedure.powers)
        with console.status("De werkwijze wordt bewezen ...") as status:
            outcome = proof.prove(procedure, invariants, regions, status.update, papers)
        faults = [line for broken in outcome.broken for line in proof.sentences(broken, procedure)]
        said = (
            f"Bewezen voor '{procedure.about.label}': {outcome.held} van {len(invariants.invariant)} regels, "
            f"in {', '.join(sorted(regions))} ({outcome.places} standen van een zaak bekeken)."
        )
        yield faults, said


def faults_in_chains(engine: Engine, console: Console) -> list[str]:
    """What is wrong with the chain of any case, in words; shows how far it is."""
    found: list[str] = []
    with reading(engine) as session:
        total = session.exec(select(func.count(col(Case.id)))).one()
    for case_ids in track(list(_batches(engine)), "Ketens controleren", console=console, disable=not total):
        with reading(engine) as session:
            for case in session.exec(select(Case).where(col(Case.id).in_(case_ids))):
                found += chain.faults(session, case)
    return found


def _batches(engine: Engine) -> Iterator[list[int]]:
    with reading(engine) as session:
        ids = [id for id in session.exec(select(Case.id).order_by(col(Case.id))) if id is not None]
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
