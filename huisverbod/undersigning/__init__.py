"""The own signature of whoever decided, under the final document: prepared after the act, approved, done.

The decision stands without it. Each step leaves all that the next one needs in a row, so that the next may be
taken by another process: he approves on his phone, and a silent service is asked again beside the clock.

What prepares and approves is loaded through `seals`, where keys are set; what is here loads no such thing.
"""

from huisverbod.undersigning.asked import MINUTES, Given, Presented
from huisverbod.undersigning.standing import Stand, Told, comes, stands

__all__ = ["MINUTES", "Given", "Presented", "Stand", "Told", "comes", "stands"]
