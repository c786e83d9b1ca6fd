"""The demonstration: some sixty invented cases in four invented regions, played through the one door."""

from huisverbod.demo.building import PASSWORD, prepare, who_is_who

__all__ = ["PASSWORD", "prepare", "who_is_who"]
