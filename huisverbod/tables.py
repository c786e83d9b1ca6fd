"""All tables together: what the migrations must bring about."""

from sqlmodel import SQLModel

from huisverbod import accounts, case, notices
from huisverbod.documents import forms, sessions, table
from huisverbod.roster import table as roster_table

METADATA = SQLModel.metadata
MODULES = (accounts, case, notices, table, forms, sessions, roster_table)
"""The modules that define a table; importing them is what fills METADATA."""
