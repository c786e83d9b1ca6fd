"""Who can take which step in a region: a capacity that cannot act there drops out."""

from collections.abc import Mapping

from huisverbod.powers import REQUEST
from huisverbod.region import Region
from huisverbod.roles import PARTNERS, Role
from huisverbod.workflow import Procedure


def everyone(procedure: Procedure) -> dict[str, frozenset[Role]]:
    """Every capacity that the files allow, wherever it may act: what holds for them holds in every region."""
    return {f"{stage.name}.{step.name}": frozenset(step.by) for stage, step in procedure.steps()}


def acting(procedure: Procedure, region: Region) -> dict[str, frozenset[Role]]:
    """Who can take each step ("stage.step") in this region.

    A partner acts where it may ask or fill in; a request is begun only by whom the law or the region names; a
    capacity that needs a mandate (Wth 3(1)) decides nothing where nobody holds one; a deputy acts where one
    is in office.
    """
    powers = procedure.powers
    named = {role for route in region.routes.values() for role in route.requesters}
    requesters = frozenset(
        {role for role in named if powers.requester(role)} | {*powers.power[REQUEST].by_law}
    )
    fillers = frozenset(role for roles in region.fillers.values() for role in roles)
    offices = {office.role for place in region.municipalities for office in place.offices}
    absent = (PARTNERS - requesters - fillers) | ({Role.MAYOR, Role.DEPUTY_MAYOR} - offices)
    mandated = region.mandate_used and bool(region.mandates)
    found: dict[str, frozenset[Role]] = {}
    for stage, step in procedure.steps():
        name = f"{stage.name}.{step.name}"
        power = powers.of(name)
        roles = frozenset(step.by) - absent - (frozenset(power.mandate) if power and not mandated else set())
        found[name] = roles if step.origins else roles & requesters
    return found


def alike(
    procedure: Procedure, regions: Mapping[str, Region]
) -> list[tuple[list[str], dict[str, frozenset[Role]]]]:
    """The regions grouped by the steps that somebody can take there: within a group one proof is enough.

    What a region adds to a proof is only which steps nobody can take; whom of several it is matters to no
    invariant about all capacities, which is proved for everyone at once.
    """
    groups: dict[frozenset[str], tuple[list[str], dict[str, frozenset[Role]]]] = {}
    for key, region in regions.items():
        roles = acting(procedure, region)
        idle = frozenset(name for name, who in roles.items() if not who)
        groups.setdefault(idle, ([], roles))[0].append(key)
    return list(groups.values())
