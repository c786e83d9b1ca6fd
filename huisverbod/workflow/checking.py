"""The faults that a workflow file can have, each found and named with file and line."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from huisverbod.errors import DefinitionError
from huisverbod.roles import Role
from huisverbod.workflow.definition import POWERS, STAY, DutyRule, Procedure, StageRules, Step, step_form
from huisverbod.workflow.vocabulary import Vocabulary

COUNTED_BACK = "first_period"
"""The term whose end a duty can count back from (Wth 2(1), 9(1))."""


def check(procedure: Procedure, vocabulary: Vocabulary) -> Iterator[DefinitionError]:
    """Every fault of the procedure against the names the code knows; none when it may be used."""
    for stage in procedure.stages.values():
        fault = _Faults(procedure, stage, vocabulary)
        for step in stage.steps.values():
            yield from fault.step(step)
        for duty in stage.duties.values():
            yield from fault.duty(duty)
        yield from fault.states()
    yield from _powers(procedure, vocabulary)
    yield from _entries(procedure)
    yield from _unused(procedure, vocabulary)


def forgotten(procedure: Procedure, vocabulary: Vocabulary) -> dict[str, str]:
    """The steps ("stage.step") that name what the code no longer knows, each with what that is.

    Raises:
        DefinitionError: a duty or a step of the clock does; without those no hour is sure.

    """
    found: dict[str, str] = {}
    for stage in procedure.stages.values():
        fault = _Faults(procedure, stage, vocabulary)
        for lost in (lost for duty in stage.duties.values() for lost in fault.lost(duty)):
            raise lost
        gone = [(step, lost) for step in stage.steps.values() for lost in fault.names(step)]
        for lost in (lost for step, lost in gone if step.by_clock):
            raise lost
        found |= {f"{stage.name}.{step.name}": lost.sentence for step, lost in gone}
    return found


def without_forgotten(procedure: Procedure, lost: Collection[str]) -> Procedure:
    """The procedure, with nothing left of what these steps rest on: they can be read and not be taken."""
    nothing = {"guards": (), "checks": (), "warns": (), "document": None, "notices": ()}
    stages = {
        name: replace(
            stage,
            steps={
                key: step.model_copy(update=nothing) if f"{name}.{key}" in lost else step
                for key, step in stage.steps.items()
            },
        )
        for name, stage in procedure.stages.items()
    }
    return replace(procedure, stages=stages)


class _Faults:
    """The faults of one stage file."""

    def __init__(self, procedure: Procedure, stage: StageRules, vocabulary: Vocabulary) -> None:
        self.procedure, self.stage, self.vocabulary = procedure, stage, vocabulary

    def at(self, word: str, sentence: str, row: Step | DutyRule | None = None) -> DefinitionError:
        """The fault, on the line where the word stands in this step or duty, or else among the states."""
        table = "states" if row is None else "step" if isinstance(row, Step) else "duty"
        return self.stage.source.fault(sentence, word, table, row.name if row else "")

    def unknown(
        self, kind: str, names: Iterable[str], known: Iterable[str], row: Step | DutyRule
    ) -> Iterator[DefinitionError]:
        known = set(known)
        for name in names:
            if name not in known:
                yield self.at(name, f"Onbekende {kind} '{name}' bij '{row.name}'.", row)

    def states(self) -> Iterator[DefinitionError]:
        """The initial state exists; every state can be reached; a dead end is declared final."""
        stage = self.stage
        if stage.initial not in stage.states:
            yield stage.source.fault(f"Onbekende toestand '{stage.initial}' bij 'initial'.", "initial")
        yield from self._renamed()
        if STAY in stage.states:
            yield self.at(STAY, f"'{STAY}' is het woord voor blijven staan en kan geen toestand zijn.")
        reached = _reached(self.procedure, stage)
        leaves = {origin for step in stage.steps.values() if step.to != STAY for origin in step.origins}
        for name, state in stage.states.items():
            if name not in reached:
                yield self.at(name, f"De toestand '{name}' is onbereikbaar: geen stap leidt erheen.")
            if name not in leaves and not state.final:
                yield self.at(
                    name, f"De toestand '{name}' loopt dood. Zet final = true of voeg een stap toe."
                )

    def _renamed(self) -> Iterator[DefinitionError]:
        states = self.stage.states
        for old, new in self.stage.renamed.items():
            if old in states or new not in states:
                sentence = f"[renamed] noemt een oude naam en wat die nu is: '{old}' of '{new}' klopt niet."
                yield self.stage.source.fault(sentence, old, "renamed")

    def step(self, step: Step) -> Iterator[DefinitionError]:
        """Every name that a step uses is known, in the files and in the code."""
        stage = self.stage
        yield from self.unknown("toestand", step.origins, stage.states, step)
        yield from self.unknown("toestand", [step.to], [*stage.states, STAY], step)
        yield from self.names(step)
        duties = {name for other in self.procedure.stages.values() for name in other.duties}
        yield from self.unknown("plicht", step.starts, duties, step)
        yield from self._elsewhere(step)
        yield from self._clock(step)
        yield from self._power(step)
        if step.warns and not step.signs:
            sentence = f"'{step.name}': alleen bij een besluit kan iemand waarschuwingen aanvaarden."
            yield self.at("warns", sentence, step)

    def names(self, step: Step) -> Iterator[DefinitionError]:
        """Every name of the step that something in the code answers to does exist there."""
        stage, words = self.stage, self.vocabulary
        yield from self.unknown(
            "voorwaarde", (*step.guards, *step.checks, *step.warns), words.guards.get(stage.name, ()), step
        )
        yield from self.unknown("formulier", [step_form(step)], words.forms.get(stage.name, ()), step)
        if step.document:
            yield from self.unknown("document", [step.document], words.documents, step)
        yield from self.unknown("bericht", step.notices, words.notices, step)
        yield from self.unknown("tijdstip", [step.due] if step.due else [], words.dues, step)

    def lost(self, duty: DutyRule) -> Iterator[DefinitionError]:
        """The names of a duty that nothing in the code answers to."""
        words, norms = self.vocabulary, [duty.norm] if duty.norm else []
        yield from self.unknown("norm", norms, words.norms, duty)
        asked = [duty.only_if] if duty.only_if else []
        yield from self.unknown("voorwaarde", asked, words.guards.get(self.stage.name, ()), duty)

    def _elsewhere(self, step: Step) -> Iterator[DefinitionError]:
        stages = self.procedure.stages
        for name, state in step.opens.items():
            yield from self.unknown("fase", [name], stages, step)
            if name in stages:
                yield from self.unknown("toestand", [state], stages[name].states, step)
        steps = {f"{stage.name}.{other.name}" for stage, other in self.procedure.steps()}
        yield from self.unknown("stap", step.followers, steps, step)

    def _clock(self, step: Step) -> Iterator[DefinitionError]:
        if (Role.CLOCK in step.by) != step.by_clock:
            yield self.at(step.name, f"'{step.name}': de klok deelt een stap niet met mensen.", step)
        if step.by_clock != (step.due is not None):
            sentence = f"'{step.name}': alleen een stap van de klok heeft een 'due', en altijd."
            yield self.at(step.name, sentence, step)
        if step.destroys and not step.by_clock:
            sentence = f"'{step.name}' vernietigt gegevens: dat doet alleen de klok, na de termijn."
            yield self.at("destroys", sentence, step)

    def _power(self, step: Step) -> Iterator[DefinitionError]:
        """Wth 3(1): who may decide is national, so a step stays within its power; a decision has one."""
        power = self.procedure.powers.of(f"{self.stage.name}.{step.name}")
        if power is None:
            if step.signs:
                sentence = f"'{step.name}' is een besluit, maar hoort bij geen bevoegdheid in powers.toml."
                yield self.at(step.name, sentence, step)
            return
        if not set(step.by) <= set(power.roles):
            sentence = f"'{step.name}' ({power.label}) kan alleen door {power.holders} ({power.law})."
            yield self.at(step.name, sentence, step)

    def duty(self, duty: DutyRule) -> Iterator[DefinitionError]:
        """A duty rests on a term of the law, a norm of the region or both, and something settles it."""
        yield from self._dates(duty)
        yield from self._named_once(duty)
        if duty.term:
            yield from self.unknown("termijn", [duty.term], self.procedure.terms, duty)
        yield from self.lost(duty)
        steps = {f"{stage.name}.{step.name}" for stage, step in self.procedure.steps()}
        yield from self.unknown("stap", (*duty.met_by, *duty.lapses_by), steps, duty)
        for name in sorted({*duty.met_by} & {*duty.lapses_by}):
            sentence = f"De plicht '{duty.name}': '{name}' voldoet haar of laat haar vervallen. Kies één."
            yield self.at(name, sentence, duty)

    def _dates(self, duty: DutyRule) -> Iterator[DefinitionError]:
        if duty.term is None and duty.norm is None:
            sentence = f"De plicht '{duty.name}' heeft geen datum. Noem een 'term', een 'norm' of beide."
            yield self.at(duty.name, sentence, duty)
        if duty.counts == "back_from_end" and duty.term not in (None, COUNTED_BACK):
            sentence = (
                f"De plicht '{duty.name}' telt terug vanaf het einde. Neem als 'term' dan '{COUNTED_BACK}'."
            )
            yield self.at("term", sentence, duty)

    def _named_once(self, duty: DutyRule) -> Iterator[DefinitionError]:
        for other in self.procedure.stages.values():
            if other is not self.stage and duty.name in other.duties:
                sentence = (
                    f"De plicht '{duty.name}' staat ook in {other.source.file}. Geef elk een eigen naam."
                )
                yield self.at(duty.name, sentence, duty)


def _powers(procedure: Procedure, vocabulary: Vocabulary) -> Iterator[DefinitionError]:
    """Every step under a power exists and stands there once; whom a power singles out has it."""
    steps = {f"{stage.name}.{step.name}" for stage, step in procedure.steps()}
    powers = list(procedure.powers.power.items())
    first = {step: name for name, power in reversed(powers) for step in power.steps}
    for name, power in powers:
        wrong = [
            *((step, f"Onbekende stap '{step}' bij '{name}'.") for step in power.steps if step not in steps),
            *(
                (step, f"De stap '{step}' staat bij twee bevoegdheden.")
                for step in power.steps
                if first[step] != name
            ),
            *(
                (route, f"Onbekende route '{route}' bij '{name}'.")
                for route in power.routes - vocabulary.routes
            ),
            *(
                (role, f"'{role}' heeft de bevoegdheid '{name}' niet: zet die rol ook bij roles.")
                for role in {*power.mandate, *power.by_law, *power.not_on} - set(power.roles)
            ),
        ]
        for word, sentence in wrong:
            yield procedure.sources[POWERS].fault(sentence, word, "power", name)


def _reached(procedure: Procedure, stage: StageRules) -> set[str]:
    """The states that the stage can come to: from its initial state, or because a step opens it there."""
    opened = {step.opens[stage.name] for _, step in procedure.steps() if stage.name in step.opens}
    first = {step.to for step in stage.steps.values() if not step.origins}
    reached = {stage.initial} | opened | first
    while True:
        more = {
            step.to
            for step in stage.steps.values()
            if step.to != STAY and reached & set(step.origins) and step.to not in reached
        }
        if not more:
            return reached
        reached |= more


def _entries(procedure: Procedure) -> Iterator[DefinitionError]:
    """Exactly one step opens a case; every other stage is opened by some step."""
    entries = [(stage, step) for stage, step in procedure.steps() if not step.origins]
    if [stage.name for stage, _ in entries] != ["request"]:
        yield DefinitionError(
            "request.toml", "Precies één stap (met from = []) opent een zaak: bij het verzoek."
        )
    opened = {name for _, step in procedure.steps() for name in step.opens} | {"request"}
    for name, stage in procedure.stages.items():
        if name not in opened:
            yield DefinitionError(stage.source.file, f"Geen stap opent de fase '{name}'.")


def _unused(procedure: Procedure, vocabulary: Vocabulary) -> Iterator[DefinitionError]:
    """A guard that no step names protects nothing: that is a mistake in the file or in the code."""
    for name, guards in vocabulary.guards.items():
        stage = procedure.stages[name]
        used = {guard for step in stage.steps.values() for guard in (*step.guards, *step.checks, *step.warns)}
        used |= {duty.only_if for duty in stage.duties.values() if duty.only_if}
        for guard in sorted(guards - used):
            sentence = f"De voorwaarde '{guard}' bestaat, maar geen stap gebruikt haar."
            yield DefinitionError(stage.source.file, sentence)
