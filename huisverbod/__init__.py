"""Huisverbod: carries a case of the tijdelijk huisverbod from request to follow-up."""

__version__ = "0.1.0"
