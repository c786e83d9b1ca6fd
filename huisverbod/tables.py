"""All tables together: what the migrations must bring about."""

from sqlmodel import SQLModel

from huisverbod import accounts, case, notices
from huisverbod.documents import table

METADATA = SQLModel.metadata
MODULES = (accounts, case, notices, table)
"""The modules that define a table; importing them is what fills METADATA."""
