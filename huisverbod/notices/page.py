"""The table of notices as a page of the documentation: who is told what, on which ground, and how."""

from collections.abc import Iterator

from huisverbod.notices.kinds import CHANNELS, KINDS, Kind, receiver_label
from huisverbod.workflow import Procedure

INTRODUCTION = """\
# Wie hoort wat

Gemaakt uit `huisverbod/notices/kinds.toml` en `workflows/` met `huisverbod draw --docs`; verander die
bestanden, niet deze bladzijde. Een bericht ontstaat in dezelfde transactie als de stap. Tot iemand het heeft
gezien, of is vastgelegd dat het is verteld, staat het open; na de genoemde tijd staat het rood.

In de toepassing is een bericht er meteen. E-mail en sms gaan daarnaast weg, als de beheerder ze instelt.
Zij zeggen nooit meer dan het zaaknummer, sinds wanneer het wacht en het adres van de toepassing. Lukt de
eerste weg niet, of ziet niemand het op tijd, dan volgt de volgende. Mondeling en op papier doet een mens, die
het vastlegt.
"""
HEAD = (
    "| Bericht | Aan | Grond | Mag bevatten | Nooit | Langs welke weg | Gezien binnen | Na |\n"
    "|---|---|---|---|---|---|---|---|"
)


def page(procedure: Procedure) -> str:
    """The kinds of notices as one Markdown page, with the steps of this procedure that queue them."""
    rows = [_row(name, kind, procedure) for name, kind in KINDS.items()]
    return "\n".join([INTRODUCTION, HEAD, *rows]) + "\n"


def _row(name: str, kind: Kind, procedure: Procedure) -> str:
    steps = [f"{stage.name}.{step.name}" for stage, step in procedure.steps() if name in step.notices]
    cells = (
        f"{kind.label} (`{name}`)",
        ", ".join(receiver_label(receiver) for receiver in kind.receivers),
        "<br>".join([kind.law, *_conditions(kind)]),
        kind.content,
        kind.never,
        "<br>".join(CHANNELS[channel] for channel in kind.channels),
        _within(kind),
        "<br>".join(f"`{step}`" for step in steps),
    )
    return f"| {' | '.join(cells)} |"


def _conditions(kind: Kind) -> Iterator[str]:
    if kind.only_if:
        yield f"alleen als `{kind.only_if}` geldt"
    if kind.if_stated:
        yield f"alleen als `{kind.if_stated}` is vastgelegd"
    if kind.if_state:
        yield "alleen bij " + " of ".join(f"`{state}`" for state in kind.if_state)


def _within(kind: Kind) -> str:
    if kind.norm:
        return f"norm van de regio: `{kind.norm}`"
    return f"{kind.hours} uur" if kind.hours else "hoeft niet"
