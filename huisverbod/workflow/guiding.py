"""The guidance of every step: why it is there and what to watch for. It stands beside the procedure.

No part of it, so that better words never change the version on which a case runs.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from huisverbod.errors import DefinitionError
from huisverbod.workflow.definition import Procedure, Strict
from huisverbod.workflow.lines import line_of

GUIDANCE = "guidance.toml"
"""The file beside those of the stages; a folder of one's own may leave it out."""


class Advice(Strict):
    """What a professional should know of one step, in plain Dutch: why it is there, what to watch for."""

    why: str = Field(min_length=1)
    watch: tuple[str, ...] = ()


SHAPE: TypeAdapter[dict[str, dict[str, Advice]]] = TypeAdapter(dict[str, dict[str, Advice]])


def read_guidance(folder: Path) -> Mapping[str, Advice]:
    """The advice of each step ("stage.step"); nothing where the folder has none.

    Raises:
        DefinitionError: the file is not as it should be.

    """
    path = folder / GUIDANCE
    if not path.is_file():
        return {}
    try:
        read = SHAPE.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as fault:
        raise DefinitionError(GUIDANCE, f"Dit is geen geldige TOML: {fault}.") from fault
    except ValidationError as fault:
        where = ".".join(str(part) for part in fault.errors()[0]["loc"])
        raise DefinitionError(GUIDANCE, f"'{where}' ontbreekt, is onbekend of klopt niet.") from fault
    return {f"{stage}.{step}": advice for stage, steps in read.items() for step, advice in steps.items()}


def guidance_faults(folder: Path, procedure: Procedure) -> Iterator[DefinitionError]:
    """Every step of people without advice, and every advice without a step."""
    advice = read_guidance(folder)
    if not advice:
        return
    known = {
        f"{stage.name}.{step.name}"
        for stage in procedure.stages.values()
        for step in stage.steps.values()
        if not step.by_clock
    }
    text = (folder / GUIDANCE).read_text(encoding="utf-8")
    for name in sorted(advice.keys() - known):
        sentence = f"De stap '{name}' bestaat niet, of alleen de klok zet hem. Haal deze uitleg weg."
        yield DefinitionError(GUIDANCE, sentence, line_of(text, name))
    for name in sorted(known - advice.keys()):
        yield DefinitionError(GUIDANCE, f"De stap '{name}' heeft geen uitleg. Schrijf waarom zij er is.")
