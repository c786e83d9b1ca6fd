"""The capacities in which someone acts; the clock is one of them."""

from enum import StrEnum


class Role(StrEnum):
    """Who acts. An account has exactly one; `clock` belongs to no account."""

    MAYOR = "mayor"
    DEPUTY_MAYOR = "deputy_mayor"
    MUNICIPAL_OFFICER = "municipal_officer"
    HOVJ = "hovj"
    POLICE = "police"
    VEILIG_THUIS = "veilig_thuis"
    CRISIS_TEAM = "crisis_team"
    RAAD = "raad"
    OM = "om"
    RECLASSERING = "reclassering"
    LOCAL_CARE = "local_care"
    CASE_MANAGER = "case_manager"
    EVALUATOR = "evaluator"
    ADMINISTRATOR = "administrator"
    CLOCK = "clock"

    @property
    def label(self) -> str:
        """The Dutch name of the capacity, as shown on pages."""
        return LABELS[self]


TOGETHER = (frozenset({Role.MAYOR, Role.DEPUTY_MAYOR}), frozenset({Role.POLICE, Role.HOVJ}))
"""Capacities that take work from each other: what one owes or must know, the other may do or have seen."""


def stands_in_for(role: Role) -> frozenset[Role]:
    """The capacities whose duties this one can meet: its own, and those of its colleagues."""
    return next((group for group in TOGETHER if role in group), frozenset({role}))


LABELS = {
    Role.MAYOR: "burgemeester",
    Role.DEPUTY_MAYOR: "loco-burgemeester",
    Role.MUNICIPAL_OFFICER: "gemeenteambtenaar",
    Role.HOVJ: "hulpofficier van justitie",
    Role.POLICE: "politie",
    Role.VEILIG_THUIS: "Veilig Thuis",
    Role.CRISIS_TEAM: "crisisteam",
    Role.RAAD: "Raad voor de Kinderbescherming",
    Role.OM: "Openbaar Ministerie",
    Role.RECLASSERING: "reclassering",
    Role.LOCAL_CARE: "lokale zorg",
    Role.CASE_MANAGER: "casemanager",
    Role.EVALUATOR: "onderzoeker",
    Role.ADMINISTRATOR: "beheerder",
    Role.CLOCK: "de klok",
}

PARTNERS = frozenset(
    {Role.VEILIG_THUIS, Role.CRISIS_TEAM, Role.RAAD, Role.OM, Role.RECLASSERING, Role.LOCAL_CARE}
)
"""Organisations other than the police and the municipality."""


POLICE = frozenset({Role.POLICE, Role.HOVJ})
"""Capacities of the police."""
