"""The own signature of whoever decided, under the final document: prepared after the act, approved, done.

The decision stands without it. Each step leaves all that the next one needs in a row, so that the next may be
taken by another process: he approves on his phone, and a silent service is asked again beside the clock.
"""

from huisverbod.undersigning.approving import Given, approve, work
from huisverbod.undersigning.presenting import MINUTES, Presented, comes, present

__all__ = ["MINUTES", "Given", "Presented", "approve", "comes", "present", "work"]
