"""The procedure as data: stages, states and steps; which steps are open, and where they lead.

The only package that knows `transitions`. Everything here is pure: no database, no clock.
"""

from huisverbod.workflow.definition import DutyRule, Procedure, StageRules, State, Step, step_form
from huisverbod.workflow.reading import faults, load, parse, read_folder
from huisverbod.workflow.taking import check_role, offered, take
from huisverbod.workflow.vocabulary import Vocabulary

__all__ = [
    "DutyRule",
    "Procedure",
    "StageRules",
    "State",
    "Step",
    "Vocabulary",
    "check_role",
    "faults",
    "load",
    "offered",
    "parse",
    "read_folder",
    "step_form",
    "take",
]
