"""The registers in a region file: who held which office, was away, or held a mandate, on which day."""

from datetime import date, timedelta

from pydantic import Field

from huisverbod.region.words import Day, Digits, Key, Language, OfficeRole, RouteName, Strict, Text


class Period(Strict):
    """From the first to the last day, both included; without an end it runs on."""

    start: Day
    end: Day | None = None

    def covers(self, on: date) -> bool:
        """Whether that Dutch calendar day lies in the period."""
        return self.start <= on <= (self.end or date.max)


class Office(Period):
    """Gemeentewet 77: a mayor, or the deputy who replaces him; `account` is the name to sign in with."""

    name: Text
    role: OfficeRole
    account: Text | None = None


class Absence(Period):
    """Gemeentewet 77: days on which a mayor or deputy is away, and the next in order acts."""

    name: Text


class Mandate(Period):
    """Wth 3(1), Awb 10:3, 10:5: one line of the register, with the written decision that gave it.

    What is mandated is national and cannot be stated here: imposing, and what belongs to it. `routes` is the
    scope: along which a request came in on which this holder may decide.
    """

    number: Text
    decided_on: Day
    signed_by: Text
    holder: Text
    rank: Text
    municipality: Key
    routes: frozenset[RouteName] = Field(min_length=1)

    def lapses_within(self, days: int, on: date) -> bool:
        """Whether it is valid on that day and its last day comes within so many days."""
        return self.end is not None and self.covers(on) and self.end - on <= timedelta(days=days)


class Translation(Strict):
    """norm: a sworn translator confirmed the leaflet in that language; `text` tells which text it was."""

    language: Language
    reviewed_by: Text
    reviewed_on: Day
    text: Digits
