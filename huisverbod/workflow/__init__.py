"""The procedure as data: stages, states and steps; which steps are open, and where they lead.

The only package that knows `transitions`. Everything here is pure: no database, no clock.
"""

from huisverbod.workflow.checking import forgotten, without_forgotten
from huisverbod.workflow.definition import DutyRule, Procedure, StageRules, State, Step, step_form
from huisverbod.workflow.guiding import Advice, guidance_faults, read_guidance
from huisverbod.workflow.reading import (
    digest_of,
    faults,
    load,
    parse,
    proposals,
    read_folder,
    read_powers,
)
from huisverbod.workflow.taking import check_role, offered, take
from huisverbod.workflow.vocabulary import Vocabulary

__all__ = [
    "Advice",
    "DutyRule",
    "Procedure",
    "StageRules",
    "State",
    "Step",
    "Vocabulary",
    "check_role",
    "digest_of",
    "faults",
    "forgotten",
    "guidance_faults",
    "load",
    "offered",
    "parse",
    "proposals",
    "read_folder",
    "read_guidance",
    "read_powers",
    "step_form",
    "take",
    "without_forgotten",
]
