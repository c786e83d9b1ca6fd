"""Facts and guards of the follow-up: the way on is followed until someone has taken it up; then it closes."""

from huisverbod.stages.follow_up.facts import (
    ONWARD_LABELS,
    Assign,
    ChooseRoute,
    Close,
    EndRoute,
    Onward,
    TakeUp,
)
from huisverbod.stages.follow_up.guards import (
    ban_ended,
    care_closed,
    decision_written,
    no_open_violation,
    no_route_beside_none,
    nothing_before_court,
    open_routes,
    route_explained,
    route_not_open,
    route_waits,
    route_was_chosen,
    routes_settled,
    taker_fits_route,
)

__all__ = [
    "ONWARD_LABELS",
    "Assign",
    "ChooseRoute",
    "Close",
    "EndRoute",
    "Onward",
    "TakeUp",
    "ban_ended",
    "care_closed",
    "decision_written",
    "no_open_violation",
    "no_route_beside_none",
    "nothing_before_court",
    "open_routes",
    "route_explained",
    "route_not_open",
    "route_waits",
    "route_was_chosen",
    "routes_settled",
    "taker_fits_route",
]
