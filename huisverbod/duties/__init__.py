"""What is owed to whom and when, how it went, and with whom it lies when nobody acts. All computed."""

from huisverbod.duties.aims import aims_later_than_law
from huisverbod.duties.ladder import Alert, Rung, alerts, climbs, next_climb, rung
from huisverbod.duties.owing import Duty, Limit, Status, next_open, owed

__all__ = [
    "Alert",
    "Duty",
    "Limit",
    "Rung",
    "Status",
    "aims_later_than_law",
    "alerts",
    "climbs",
    "next_climb",
    "next_open",
    "owed",
    "rung",
]
