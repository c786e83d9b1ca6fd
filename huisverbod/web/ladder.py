"""With whom a duty lies now, in the words of a page."""

from huisverbod.duties import Rung
from huisverbod.roles import Role


def lies_with(owner: Role, rung: Rung) -> str:
    """The words after "Ligt nu bij": the capacity that owes it, or whoever comes in when nobody acted."""
    words = {
        Rung.OWNER: owner.label,
        Rung.TEAM: f"de collega's ({owner.label})",
        Rung.ON_CALL: "het piket",
        Rung.DEPUTY: "de loco-burgemeester",
    }
    return words[rung]
