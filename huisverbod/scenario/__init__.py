"""Plays a scenario file through `advance`: a readable test of the law, and a way to try out a region."""

from huisverbod.scenario.playing import Played, play
from huisverbod.scenario.reading import Scenario, read
from huisverbod.scenario.telling import report
from huisverbod.scenario.weighing import unexpected

__all__ = ["Played", "Scenario", "play", "read", "report", "unexpected"]
