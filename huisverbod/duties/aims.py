"""Holds the norms of a region against the terms of the law: an aim later than the law is a fault."""

from collections.abc import Iterator
from datetime import UTC, datetime

from huisverbod import law
from huisverbod.region import Region
from huisverbod.workflow import Procedure

EXAMPLE = datetime(2026, 1, 12, tzinfo=UTC)
"""A Monday without holidays near: the shortest that a term in days can be."""


def aims_later_than_law(procedure: Procedure, region: Region) -> Iterator[tuple[str, str]]:
    """Each norm that allows more than the law does, by name, with a sentence that says what to do."""
    for rule in (rule for stage in procedure.stages.values() for rule in stage.duties.values()):
        if rule.term is None or rule.norm is None:
            continue
        term, hours = procedure.terms[rule.term], region.norms.hours(rule.norm)
        if law.elapsed_hours(EXAMPLE, hours) > law.due(term, EXAMPLE):
            sentence = (
                f"De norm '{rule.norm}' ({hours} uur) past niet binnen de termijn van de wet: "
                f"{term.label} ({term.law}). Maak de norm kleiner."
            )
            yield rule.norm, sentence
