"""What every decision in the execution needs: the newest text before someone who holds the office."""

from huisverbod.known import Asked


def shown_now(asked: Asked, template: str) -> str | None:
    """Whether the decider read the newest draft of this template; the sentence if not."""
    if not asked.facts.read:
        return "Bevestig dat u het besluit heeft gelezen."
    if asked.facts.shown_sha256 == asked.known.drafts.get(template):
        return None
    return "Het ontwerpbesluit is intussen gewijzigd. Lees de nieuwe versie en beslis dan."


def holds_office(asked: Asked) -> str | None:
    """Wth 3(1), Gemeentewet 77: only the mayor or his deputy extends, amends or withdraws; never mandated."""
    return asked.incompetent(asked.actor.role, asked.actor.name, asked.day)
